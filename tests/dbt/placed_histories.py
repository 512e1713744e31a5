"""Where drawn histories stand side by side in one warehouse, so that one build holds more than a hundred of them.

In a block of years every province of today has an example of its own, and all of them make the country; the next block
has other years and other reporters, so that examples do not touch each other.
"""

import csv
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection

from htx.settings import LOCAL_ZONE, REPOSITORY
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import estimate_decision
from tests.dbt.drawn_histories import (
    INDICATORS,
    MOST_REPORTERS,
    PINNED,
    Example,
    ProvinceHistory,
    Sent,
    drawn_apart,
)
from tests.dbt.history import HistorySettings, RawRows, add_file, append_rows, reading_id_of, value_row, write_calendar

BLOCKS = (2011, 2014, 2017, 2020)
"""The first year of each block; in the last one everybody reports everything."""


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


def placed_examples() -> list[Placed]:
    """Each drawn example with its place in the calendar and on the map."""
    groups = sorted(_groups().items())
    districts = _districts()
    some, whole = drawn_apart(len(groups) * (len(BLOCKS) - 1) - len(PINNED), len(groups))
    examples = [*PINNED, *some, *whole]
    placed = []
    for number, example in enumerate(examples):
        block, place = divmod(number, len(groups))
        today_code, codes = groups[place]
        # the last block has no absentee, for whom an earlier one could be carried forward
        begin = block % (len(BLOCKS) - 1) * MOST_REPORTERS
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
