"""Reading the kept bytes of a round again: first what would change, then, when asked, new readings beside the old."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.store import ContentStore
from ingest.submissions.check import check_submission
from ingest.submissions.history import DatabaseHistory
from ingest.submissions.loading import load_readings
from ingest.submissions.reading import READER_VERSION, SubmissionReading
from ingest.submissions.reference import load_reference
from ingest.submissions.rereading.differences import Differences, differences_between
from ingest.submissions.rereading.kept import KeptReading, facts_of_kept, facts_of_reading, kept_readings
from ingest.submissions.rows import rows_of

_BATCH_FILES = 32
"""Files of one transaction, and held in memory at a time."""

Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, how many there are, and its name."""


@dataclass(frozen=True, slots=True)
class Reread:
    """A file that is read differently now, or that could not be read again."""

    file_name: str
    round_period: str | None
    file_sha256: str
    version_before: str
    version_after: str
    differences: Differences
    problem: str | None = None
    """Why it was left as it was: its bytes are gone, or our reader failed."""

    def to_json(self) -> dict[str, object]:
        return {
            "file": self.file_name,
            "round": self.round_period,
            "sha256": self.file_sha256,
            "reader_version_before": self.version_before,
            "reader_version_after": self.version_after,
            "header": [one.to_json() for one in self.differences.header],
            "cells": [one.to_json() for one in self.differences.cells],
            "findings_gone": [one.to_json() for one in self.differences.findings_gone],
            "findings_new": [one.to_json() for one in self.differences.findings_new],
            "problem": self.problem,
        }


@dataclass(frozen=True, slots=True)
class RereadReport:
    """What rereading a round showed, and how many readings it added."""

    files_read: int = 0
    rereads: tuple[Reread, ...] = ()
    """Of the files that are read differently now; the others are not listed."""
    readings_added: int = 0

    @property
    def changed(self) -> tuple[Reread, ...]:
        return tuple(one for one in self.rereads if one.problem is None)

    @property
    def problems(self) -> tuple[Reread, ...]:
        return tuple(one for one in self.rereads if one.problem is not None)

    def to_json(self) -> dict[str, object]:
        return {
            "files_read": self.files_read,
            "readings_added": self.readings_added,
            "files": [one.to_json() for one in self.rereads],
        }


def reread(
    settings: Settings,
    *,
    round_period: str | None,
    now: datetime,
    is_applied: bool = False,
    on_progress: Progress | None = None,
) -> RereadReport:
    """Read the kept bytes of a round (None: of every round) again and compare with the newest reading of each.

    With `is_applied`, what is read differently gets a new reading of the moment `now`; nothing is taken away, and
    a second run adds nothing. Each batch of files is a transaction of its own.
    """
    engine = connect(settings)
    history = DatabaseHistory(settings)
    rereads: list[Reread] = []
    added = done = 0
    try:
        with engine.connect() as connection:
            kept = kept_readings(connection, round_period)
        for start in range(0, len(kept), _BATCH_FILES):
            batch = kept[start : start + _BATCH_FILES]
            new: list[SubmissionReading] = []
            for one, reading in _compared(settings, engine, history, batch):
                done += 1
                if on_progress is not None:
                    on_progress(done, len(kept), one.file_name)
                if one.differences or one.problem:
                    rereads.append(one)
                if reading is not None and one.differences:
                    new.append(reading)
            if is_applied and new:
                with engine.begin() as connection:
                    added += load_readings(connection, [rows_of(reading, now) for reading in new])["submission_reading"]
    finally:
        history.close()
        engine.dispose()
    return RereadReport(len(kept), tuple(rereads), added)


def _compared(
    settings: Settings, engine: Engine, history: DatabaseHistory, batch: Sequence[KeptReading]
) -> Iterator[tuple[Reread, SubmissionReading | None]]:
    with engine.connect() as connection:
        before = facts_of_kept(connection, [kept.reading_id for kept in batch])
    for kept in batch:
        found = _read_again(settings, history, kept)
        version = READER_VERSION if isinstance(found, str) else found.reader_version
        nothing = Differences((), (), (), ())
        one = Reread(kept.file_name, kept.round_period, kept.file_sha256, kept.reader_version, version, nothing)
        if isinstance(found, str):
            yield replace(one, problem=found), None
            continue
        differences = differences_between(before[kept.reading_id], facts_of_reading(found))
        yield replace(one, differences=differences), found


def _read_again(settings: Settings, history: DatabaseHistory, kept: KeptReading) -> SubmissionReading | str:
    """The new reading, or why there is none."""
    try:
        content = ContentStore(settings.store_dir).get(kept.file_sha256)
    except OSError:
        return f"its bytes are not in the store: put {kept.file_sha256} back, or ask for the file again"
    try:
        reading = check_submission(
            content,
            file_name=kept.file_name,
            round_period=kept.round_period,
            reference=load_reference(settings.seeds_dir),
            received_at=kept.received_at,
            history=history,
        )
    except Exception as error:  # ours to mend; the others are read
        return f"our reader failed ({type(error).__name__}: {error})"
    return replace(reading, reader_version=_next_version(kept.versions))


def _next_version(versions: frozenset[str]) -> str:
    """The reader's own version, or where a mapping was mended without it, the next after its point: "3.1"."""
    if READER_VERSION not in versions:
        return READER_VERSION
    point = f"{READER_VERSION}."
    taken = [int(number) for version in versions if (number := version.removeprefix(point)) != version]
    return f"{point}{max(taken, default=0) + 1}"
