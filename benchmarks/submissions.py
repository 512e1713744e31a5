"""How fast a round of workbooks is read, judged and loaded, against the floor and the alternatives, in one run.

    python -m benchmarks.submissions [--count 3321] [--sample 120]

* ours: every workbook through `read_receipts` into an empty warehouse, on all cores;
* the floor: calamine reads every sheet, the same cells go through COPY into one table, on the same cores;
* pandas: `read_excel` with openpyxl, and `to_sql`, on the same cores, over a sample;
* dlt: a resource of the same cells into PostgreSQL, over a sample.

Times are of the wall, by workbook, without the making of the empty database or table; ratios compare them. The peak
of memory is the largest of any worker.
"""

import argparse
import io
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
import python_calamine

from benchmarks.workbooks import ROUND, write_workbooks
from htx.runtime.postgres import SUPERUSER, EmbeddedPostgres, PostgresAddress
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect
from ingest.submissions.addresses import row_and_column
from ingest.submissions.check import check_submission
from ingest.submissions.intake import read_receipts
from ingest.submissions.receipt import Receipt, receipt_of
from ingest.submissions.reference import load_reference

SEEDS = REPOSITORY / "dbt_project" / "seeds"
NOW = datetime(2024, 5, 20, 8, 0, tzinfo=UTC)
CHUNK = 40
"""Workbooks in one transaction of the floor."""

Cells = dict[str, list[tuple[int, int]]]
"""The cells that are loaded, by sheet, as (row, column) from 0."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of the wall for a number of workbooks, the rows that were loaded, and a worker's peak of memory."""

    name: str
    workbooks: int
    seconds: float
    rows: int
    peak_bytes: int

    @property
    def milliseconds_each(self) -> float:
        return self.seconds / self.workbooks * 1000


def main() -> None:
    """Print the table of measures; exit 0 whatever they are."""
    options = _options()
    workers = os.cpu_count() or 1
    folder = Path(tempfile.mkdtemp(prefix="htx-bench-"))
    server = EmbeddedPostgres(folder / "postgres", durable=False)
    try:
        address = server.ensure_running()
        began = time.perf_counter()
        books = folder / "books"
        books.mkdir()
        paths = write_workbooks(books, options.count, load_reference(SEEDS))
        print(f"{len(paths)} workbooks written in {time.perf_counter() - began:.0f} s; {workers} workers", flush=True)
        runs: list[Measured] = []
        for count in sorted({min(300, len(paths)), len(paths)}):
            settings = make_warehouse(address, folder, f"loaded_{count}")
            ours = partial(run_ours, settings, paths[:count], workers, with_marked_copies=False)
            runs.append(_apart("ours", ours))
        settings = make_warehouse(address, folder, "marked")
        answering = partial(run_ours, settings, paths[:300], workers, with_marked_copies=True)
        marking = _apart("ours, with marked copies", answering)
        _make_table(address, "floor_cell")
        layouts = [cells_of(path) for path in paths[:3]]
        floor = _apart("floor: calamine + COPY", partial(run_floor, address, paths, layouts, workers))
        _make_table(address, "pandas_cell")
        sample = paths[: options.sample]
        others = [
            _apart("pandas + openpyxl + to_sql", partial(run_pandas, address, sample, workers)),
            _apart("dlt", partial(run_dlt, address, folder, sample)),
        ]
        _report(runs, marking, floor, others)
    finally:
        server.remove()
        shutil.rmtree(folder, ignore_errors=True)


def _report(runs: Sequence[Measured], marking: Measured, floor: Measured, others: Sequence[Measured]) -> None:
    ours = runs[-1]
    print(f"\n{'':32}{'files':>7}{'s':>9}{'ms each':>9}{'rows':>11}{'peak MB':>9}")
    for one in (*runs, marking, floor, *others):
        print(
            f"{one.name:32}{one.workbooks:7}{one.seconds:9.1f}{one.milliseconds_each:9.2f}"
            f"{one.rows:11}{one.peak_bytes / 1e6:9.0f}"
        )
    print(f"\nours / floor: {ours.milliseconds_each / floor.milliseconds_each:.2f}")
    for other in others:
        print(f"{other.name} / ours: {other.milliseconds_each / ours.milliseconds_each:.1f}")


def _apart(name: str, run: Callable[[], tuple[int, int]]) -> Measured:
    """Run in a process of its own, so that the peak of memory is that of this run's workers alone."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        workbooks, rows, seconds, peak_bytes = pool.submit(_timed, run).result()
    print(f"{name}: {seconds:.1f} s", flush=True)
    return Measured(name, workbooks, seconds, rows, peak_bytes)


def _timed(run: Callable[[], tuple[int, int]]) -> tuple[int, int, float, int]:
    began = time.perf_counter()
    workbooks, rows = run()
    seconds = time.perf_counter() - began
    usage = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    return workbooks, rows, seconds, max(usage) * 1024


def make_warehouse(address: PostgresAddress, folder: Path, database: str) -> Settings:
    """An empty warehouse of that name."""
    from htx.migrations import migrate  # every worker imports this module, and none of them migrates

    with psycopg.connect(address.superuser_url, autocommit=True) as connection:
        connection.execute(f"create database {database}")
    url = address.url(user=SUPERUSER, password=address.password, database=database)
    settings = Settings(home=folder / database, database_url=url, _env_file=None)
    engine = connect(settings)
    migrate(engine)
    engine.dispose()
    return settings


def run_ours(settings: Settings, paths: Sequence[Path], workers: int, *, with_marked_copies: bool) -> tuple[int, int]:
    """Workbooks and rows that the pipeline loads into an empty warehouse."""
    report = read_receipts(
        settings, [_receipt(path) for path in paths], NOW, workers, with_marked_copies=with_marked_copies
    )
    assert report.new_receipts == len(paths), report.held_back
    return report.new_receipts, sum(report.rows_added.values())


def _receipt(path: Path) -> Receipt:
    receipt = receipt_of(path, round_period=ROUND, sender="UBND", channel="folder", received_at=NOW)
    assert receipt is not None
    return receipt


def cells_of(path: Path) -> Cells:
    """The cells that our reader loads of a workbook."""
    reference = load_reference(SEEDS)
    reading = check_submission(path.read_bytes(), file_name=path.name, round_period=ROUND, reference=reference)
    found: dict[str, set[tuple[int, int]]] = {}
    for value in reading.values:
        found.setdefault(value.sheet, set()).add(row_and_column(value.cell))
    for row in reading.cooperatives:
        for cell in row.cells.values():
            found.setdefault(cell.sheet, set()).add(row_and_column(cell.cell))
    return {sheet: sorted((row - 1, column - 1) for row, column in places) for sheet, places in found.items()}


def run_floor(
    address: PostgresAddress, paths: Sequence[Path], layouts: Sequence[Cells], workers: int
) -> tuple[int, int]:
    """Workbooks and cells that go from calamine through COPY; nothing is understood or judged."""
    chunks = [range(start, min(start + CHUNK, len(paths))) for start in range(0, len(paths), CHUNK)]
    with ProcessPoolExecutor(workers) as pool:
        rows = sum(pool.map(partial(_copy_chunk, address.superuser_url, paths, layouts), chunks))
    return len(paths), rows


def _copy_chunk(url: str, paths: Sequence[Path], layouts: Sequence[Cells], chunk: range) -> int:
    rows = 0
    with (
        psycopg.connect(url) as connection,
        connection.cursor() as cursor,
        cursor.copy("copy floor_cell from stdin") as copy,
    ):
        for number in chunk:
            for row in _cells(paths[number], layouts[number % len(layouts)]):
                copy.write_row(row)
                rows += 1
    return rows


def _cells(path: Path, places: Cells) -> Iterator[tuple[str, str, int, int, str]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    for name in book.sheet_names:
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for row, column in places.get(name, ()):
            yield path.name, name, row, column, str(values[row][column])


def run_pandas(address: PostgresAddress, paths: Sequence[Path], workers: int) -> tuple[int, int]:
    """Workbooks and cells by pandas: `read_excel` with openpyxl, `to_sql`."""
    url = address.superuser_url.replace("postgresql://", "postgresql+psycopg://", 1)
    with ProcessPoolExecutor(workers) as pool:
        return len(paths), sum(pool.map(partial(_pandas_file, url), paths))


def _pandas_file(url: str, path: Path) -> int:
    import pandas
    from sqlalchemy import create_engine

    engine = create_engine(url)
    rows = 0
    for name, frame in pandas.read_excel(path, sheet_name=None, engine="openpyxl", header=None, dtype=str).items():
        long = frame.stack().rename("value").reset_index()
        long.columns = ["row", "col", "value"]
        long.insert(0, "sheet", name)
        long.insert(0, "file", path.name)
        long.to_sql("pandas_cell", engine, if_exists="append", index=False)
        rows += len(long)
    engine.dispose()
    return rows


def run_dlt(address: PostgresAddress, folder: Path, paths: Sequence[Path]) -> tuple[int, int]:
    """Workbooks and cells by dlt: a resource that reads with calamine, its own normalising and loading."""
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    os.environ["DLT_DATA_DIR"] = str(folder / "dlt")
    import dlt

    counted = 0

    def cells() -> Iterator[dict[str, object]]:
        nonlocal counted
        for path in paths:
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                for row, values in enumerate(book.get_sheet_by_name(name).to_python()):
                    for column, value in enumerate(values):
                        if value != "":
                            counted += 1
                            yield {"file": path.name, "sheet": name, "row": row, "col": column, "value": str(value)}

    pipeline = dlt.pipeline(
        "bench", destination=dlt.destinations.postgres(address.superuser_url), dataset_name="dlt_bench"
    )
    pipeline.run(dlt.resource(cells, name="dlt_cell"))
    return len(paths), counted


def _make_table(address: PostgresAddress, name: str) -> None:
    columns = "file text, sheet text, row integer, col integer, value text"
    with psycopg.connect(address.superuser_url, autocommit=True) as connection:
        connection.execute(f"create table {name} ({columns})")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=3321, help="workbooks of the round (default: one a commune)")
    parser.add_argument("--sample", type=int, default=120, help="workbooks that pandas and dlt are given")
    return parser.parse_args()


if __name__ == "__main__":
    main()
    sys.exit(0)
