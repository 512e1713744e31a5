"""Small histories that hypothesis draws, and where they are placed side by side in one warehouse.

An example is what becomes one province today, over three rounds: the half-year, the year, and the half-year after it.
In a block of years every province of today has an example of its own, and all of them make the country; the next block
has other years and other reporters. So one build holds more than a hundred examples that do not touch each other.

The draw is the same in every run. An example prints itself as Python: put into `PINNED` it is built in every run.
"""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from htx.settings import LOCAL_ZONE, REPOSITORY
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import estimate_decision
from tests.dbt.history import HistorySettings, RawRows, add_file, append_rows, reading_id_of, value_row, write_calendar

COUNTS = ("coop_total", "coop_active", "members_total", "coop_new")
"""Three stocks and a flow."""
MEAN = "revenue_avg"
"""Over the cooperatives of `coop_total`."""
INDICATORS = (*COUNTS, MEAN)
COLUMNS = ("actual_previous_year", "actual_h1", "estimate_year")
BLOCKS = (2011, 2014, 2017, 2020)
"""The first year of each block; in the last one everybody reports everything."""
_MOST_REPORTERS = 2

Said = tuple[str, str, int | None]
"""Column, indicator, number; None is a cell in which "…" stands."""


@dataclass(frozen=True)
class Sent:
    """A workbook: its cells, or that there is nothing to report. A cell that is not here was left blank."""

    cells: tuple[Said, ...] = ()
    is_nil: bool = False


@dataclass(frozen=True)
class ReporterHistory:
    """What a reporter sent in the three rounds; None where nothing came."""

    sent: tuple[Sent | None, Sent | None, Sent | None]


@dataclass(frozen=True)
class ProvinceHistory:
    """A province of before July 2025; it has estimates switched on in those of the four periods of the block."""

    reporters: tuple[ReporterHistory, ...]
    estimated: tuple[int, ...] = ()


@dataclass(frozen=True)
class Example:
    """Provinces that are one today; one of them without a history has no reporter in the calendar."""

    provinces: tuple[ProvinceHistory, ...]


@dataclass(frozen=True)
class Placed:
    """An example, its block and the codes that it is played by."""

    example: Example
    year: int
    today_code: str
    province_codes: tuple[str, ...]
    reporter_codes: tuple[tuple[str, ...], ...]

    def __repr__(self) -> str:
        return f"block {self.year}, province {self.today_code} of today:\nPINNED = ({self.example!r},)"

    @property
    def rounds(self) -> tuple[str, str, str]:
        return (f"{self.year}-H1", str(self.year), f"{self.year + 1}-H1")

    @property
    def provinces(self) -> Iterator[tuple[str, ProvinceHistory, tuple[str, ...]]]:
        """Code, history and the codes of the reporters of each province that has any."""
        return zip(self.province_codes, self.example.provinces, self.reporter_codes, strict=False)


PINNED: tuple[Example, ...] = ()
"""Examples that are built whatever is drawn, in the first block."""

_numbers = st.none() | st.just(0) | st.integers(0, 400)
_cells = st.lists(
    st.tuples(st.sampled_from(COLUMNS), st.sampled_from(INDICATORS), _numbers),
    max_size=len(COLUMNS) * len(INDICATORS),
    unique_by=lambda cell: cell[:2],
)
_whole_cells = st.tuples(
    *(st.tuples(st.just(column), st.just(code), st.integers(0, 400)) for column in COLUMNS for code in INDICATORS)
)
_sent = st.builds(Sent, (_cells.map(tuple) | _whole_cells))


def _consistent(sent: tuple[Sent | None, Sent | None, Sent | None]) -> ReporterHistory:
    """Who stated numbers in the half-year does not say at the year's end that there is nothing to report."""
    half, year, after = sent
    if half is not None and not half.is_nil and year is not None and year.is_nil:
        year = None
    return ReporterHistory((half, year, after))


def _several(one: st.SearchStrategy[Any], counts: Sequence[int]) -> st.SearchStrategy[tuple[Any, ...]]:
    """As many as one of the counts says: hypothesis by itself likes few."""
    return st.sampled_from(counts).flatmap(lambda count: st.tuples(*(one,) * count))


_round = st.none() | _sent | st.just(Sent(is_nil=True)) | _sent
_reporter = st.tuples(_round, _round, _round).map(_consistent)
_whole_reporter = st.builds(ReporterHistory, st.tuples(*(st.builds(Sent, _whole_cells),) * 3))
_estimated = st.lists(st.integers(0, 3), max_size=4, unique=True).map(tuple)
_province = st.builds(ProvinceHistory, _several(_reporter, (1, 2, 2)), _estimated)
_whole_province = st.builds(ProvinceHistory, st.tuples(_whole_reporter), st.just(()))
histories = st.builds(Example, _several(_province, (1, 2, 3, 3)))
whole_histories = st.builds(Example, st.tuples(*(_whole_province,) * 3))


def drawn(strategy: st.SearchStrategy[Example], count: int, *, of_each: int = 1) -> list[Example]:
    """The same examples in every run: a build is too slow to be repeated for each, so there is nothing to shrink.

    Examples drawn one after the other are often alike: one `of_each` so many is taken.
    """
    found: list[Example] = []

    @hypothesis_settings(
        max_examples=count * of_each,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(example=strategy)
    def collect(example: Example) -> None:
        found.append(example)

    collect()
    return [found[place * of_each % len(found)] for place in range(count)]


def placed_examples() -> list[Placed]:
    """Each drawn example with its place in the calendar and on the map."""
    groups = sorted(_groups().items())
    districts = _districts()
    examples = [*PINNED, *drawn(histories, len(groups) * (len(BLOCKS) - 1) - len(PINNED), of_each=2)]
    examples += drawn(whole_histories, len(groups))
    placed = []
    for number, example in enumerate(examples):
        block, place = divmod(number, len(groups))
        today_code, codes = groups[place]
        # the last block has no absentee, for whom an earlier one could be carried forward
        begin = block % (len(BLOCKS) - 1) * _MOST_REPORTERS
        reporters = tuple(
            tuple(districts[code][begin : begin + len(province.reporters)])
            for code, province in zip(codes, example.provinces, strict=False)
        )
        placed.append(Placed(example, BLOCKS[block], today_code, tuple(codes), reporters))
    return placed


def load(settings: HistorySettings, connection: Connection, examples: Sequence[Placed]) -> None:
    """The calendar, a form of the few indicators alone, every workbook, and where estimates are switched on."""
    shutil.copytree(REPOSITORY / "dbt_project", settings.dbt_project_dir, ignore=shutil.ignore_patterns("target"))
    _shorten_form(settings)
    debts = [
        ("area", reporter, code, name)
        for placed in examples
        for code, _, reporters in placed.provinces
        for reporter in reporters
        for name in placed.rounds
    ]
    write_calendar(settings.seeds_dir / "obligations.csv", debts)
    rows: RawRows = {"file": [], "receipt": [], "reading": [], "value": []}
    for placed in examples:
        for _, province, codes in placed.provinces:
            for code, reporter in zip(codes, province.reporters, strict=True):
                for name, sent in zip(placed.rounds, reporter.sent, strict=True):
                    if sent is not None:
                        _add(rows, code, name, sent)
    append_rows(connection, rows)
    append(connection, estimate_decision, list(_decisions(examples)))


def _decisions(examples: Sequence[Placed]) -> Iterator[dict[str, object]]:
    """What officers decided about estimates."""
    for placed in examples:
        for code, province, _ in placed.provinces:
            for place in province.estimated:
                period_key = (*placed.rounds, str(placed.year + 1))[place]
                yield {
                    "decision_id": content_id("estimate", code, period_key),
                    "area_code": code,
                    "period_key": period_key,
                    "decision": "on",
                    "reason": "Một quận xin lùi hạn",
                    "decided_by": "Trần Thị Bình",
                    "decided_at": datetime(placed.year + 1, 5, 23, 9, tzinfo=LOCAL_ZONE),
                }


def _add(rows: RawRows, code: str, round_period: str, sent: Sent) -> None:
    month = 5 if round_period.endswith("-H1") else 11
    received_at = datetime(int(round_period[:4]), month, 2 + int(code) % 9, 9, tzinfo=LOCAL_ZONE)
    add_file(rows, code, round_period, received_at, is_nil=sent.is_nil)
    reading_id = reading_id_of(code, round_period)
    for place, (column, indicator, number) in enumerate(sent.cells, start=10):
        key = (f"HTX.{indicator}", "all", round_period)
        value = None if number is None else Decimal(number)
        rows["value"].append(value_row(reading_id, place, column, key, value))


def _groups() -> dict[str, list[str]]:
    """The provinces of 2020 by the code of the province that they are today."""
    found: dict[str, list[str]] = {}
    for row in _seed("provinces"):
        if row["confirmed"] == "true" and row["valid_from"] < "2020" < (row["valid_to"] or "9999"):
            found.setdefault(row["successor_code"] or row["province_code"], []).append(row["province_code"])
    return found


def _districts() -> dict[str, list[str]]:
    """Districts that stood from before the first block until the reform, by province."""
    found: dict[str, list[str]] = {}
    for row in _seed("areas"):
        is_lasting = date.fromisoformat(row["valid_from"]).year < BLOCKS[0] and row["valid_to"] >= "2025"
        if row["level"] == "district" and is_lasting:
            found.setdefault(row["province_code"], []).append(row["area_code"])
    return {code: sorted(codes) for code, codes in found.items()}


def _seed(name: str) -> list[dict[str, str]]:
    with (REPOSITORY / "dbt_project" / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _shorten_form(settings: HistorySettings) -> None:
    rows = [row for row in _seed("form_rows") if row["form_code"] == "A-1" and row["entity"] == "HTX"]
    with (settings.seeds_dir / "form_rows.csv").open("w", encoding="utf-8", newline="") as file:
        form = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        form.writeheader()
        form.writerows(row for row in rows if row["indicator_code"] in INDICATORS and row["sector_code"] == "all")
