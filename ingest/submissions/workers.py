"""Sharing batches of arrivals out to processes."""

import gc
import logging
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from ingest.submissions.intake_report import IntakeReport
from ingest.submissions.receipt import HeldBack, Receipt

logger = logging.getLogger(__name__)

ReadBatch = Callable[[Sequence[Receipt]], IntakeReport]


def shared_out(read: ReadBatch, batches: Sequence[Sequence[Receipt]], workers: int) -> Iterator[IntakeReport]:
    """The batches through a pool; where one ends a worker, its files are tried once more, each in a process alone."""
    unfinished: list[Receipt] = []
    with _pool(read, workers) as pool:
        for batch, future in [(batch, pool.submit(_read_here, batch)) for batch in batches]:
            try:
                yield future.result()
            except BrokenProcessPool:
                unfinished.extend(batch)
    for receipt in unfinished:
        with _pool(read, 1) as pool:
            try:
                yield pool.submit(_read_here, [receipt]).result()
            except BrokenProcessPool:
                logger.error("the reader's process ended on %s", receipt.file_name)
                yield IntakeReport(held_back=(HeldBack(receipt.file_name, "our reader's process ended on it"),))


def _pool(read: ReadBatch, workers: int) -> ProcessPoolExecutor:
    """Processes that inherit nothing: a flow's process has threads and connections of its own."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(read,))


_OF_THIS_WORKER: list[ReadBatch] = []
"""What a worker reads with; sent once, and its connections stay open from batch to batch."""


def _begin(read: ReadBatch) -> None:
    """A workbook is thousands of small tuples in no circle, which the count of references frees at once.

    Looking for circles after every 700 of them, as Python does, takes a tenth of the time and finds nothing; nor
    does it ever in what stands here before the first file.
    """
    _OF_THIS_WORKER.append(read)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _read_here(batch: Sequence[Receipt]) -> IntakeReport:
    return _OF_THIS_WORKER[-1](batch)
