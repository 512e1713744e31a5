"""Rounds of the communes of today as they would stand in raw: arrivals, readings and about 100 cells a form.

Communes, provinces and the form are the real ones, figures are made up. Some communes do not report, some cells are
empty or hold a dash; what is made depends on the seed of the round alone.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Table, text

from htx.settings import LOCAL_ZONE
from ingest.raw import tables
from ingest.raw.loader import copy_line, copy_lines

FIRST_YEAR = 2025
_BLOCK_ROWS = 2_000
_SILENT, _EMPTY, _DASH = 0.04, 0.06, 0.04
_PART = 0.2
"""Of a whole: so that no part, nor two of them, exceed it."""
_COLUMNS = {
    "H1": ("actual_previous_year", "plan_year", "actual_h1"),
    "year": ("actual_previous_year", "plan_year", "estimate_year"),
}
_OBLIGATION = """
    insert into reference.obligations (
        obligation_code, obligation_kind, debtor_kind, debtor_code, creditor_agency_code, form_code, period_key,
        area_code, opens_on, due_before, valid_from, legal_basis, is_assumption
    )
    select
        concat_ws(':', a.code, 'A-1', round.period_key), 'reporter_round', 'area', a.code, 'lmhtx-79', 'A-1',
        round.period_key, a.province, round.due - 30, round.due, round.due - 60, 'Giả định để đo', true
    from (select cast(:period as text) as period_key, cast(:due as date) as due) as round,
        unnest(cast(:codes as text[]), cast(:provinces as text[])) as a (code, province)
"""


@dataclass(frozen=True, slots=True)
class Round:
    """A half-year round of all reporters."""

    number: int
    """From 0: the year 2025, the first half of 2026, the year 2026 …"""

    @property
    def year(self) -> int:
        return FIRST_YEAR + (self.number + 1) // 2

    @property
    def is_half_year(self) -> bool:
        return self.number % 2 == 1

    @property
    def period_key(self) -> str:
        return f"{self.year}-H1" if self.is_half_year else str(self.year)

    @property
    def due_before(self) -> date:
        return date(self.year, 5 if self.is_half_year else 11, 20)


@dataclass(frozen=True, slots=True)
class _Cell:
    address: str
    indicator_code: str
    entity: str
    value_column: str
    printed_unit: str

    @property
    def is_whole(self) -> bool:
        return self.indicator_code.endswith("_total")

    @property
    def may_be_blank(self) -> bool:
        """Blanks where nothing is shared out by them: a whole of nothing with parts is no figure of the benchmark."""
        return self.indicator_code.endswith(("_avg", "_new", "_dissolved"))


def communes(seeds: Path, count: int) -> list[tuple[str, str]]:
    """Code and province of communes of today, from all over the country: at most ``count``."""
    with (seeds / "communes.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["area_code"], row["province_code"]) for row in csv.DictReader(file) if not row["valid_to"]]
    chosen = min(count, len(found))
    return [found[place * len(found) // chosen] for place in range(chosen)]


def clear_calendar(connection: Connection) -> None:
    """Take away what the real calendar asks of reporters, so that each round is owed once."""
    connection.execute(text("delete from reference.obligations where obligation_kind = 'reporter_round'"))


def arrive(connection: Connection, seeds: Path, one: Round, reporters: Sequence[tuple[str, str]]) -> int:
    """Put a round into raw, and what is owed for it into the calendar; return the number of cells."""
    codes, provinces = zip(*reporters, strict=True)
    owed = {"period": one.period_key, "due": one.due_before, "codes": list(codes), "provinces": list(provinces)}
    connection.execute(text(_OBLIGATION), owed)
    rng = Random(one.number)  # noqa: S311 - figures made up
    sent = [code for code in codes if rng.random() >= _SILENT]
    _copy(connection, tables.file, ("file_sha256", "size_bytes"), ((_sha(one, code), 20_000) for code in sent))
    _copy(
        connection,
        tables.receipt,
        ("receipt_id", "file_sha256", "round_period", "channel", "sender", "file_name", "received_at"),
        (_receipt(one, code, rng) for code in sent),
    )
    _copy(
        connection,
        tables.submission_reading,
        (
            *("reading_id", "file_sha256", "round_period", "reader_version", "form_code", "form_version", "area_code"),
            *("period", "is_nil_return", "outcome", "read_at", "parts"),
        ),
        (_reading(one, code) for code in sent),
    )
    cells = _cells_of_form(seeds, _COLUMNS["H1" if one.is_half_year else "year"])
    return _copy(
        connection,
        tables.submission_value,
        (
            *("value_id", "reading_id", "sheet", "cell", "indicator_code", "entity", "sector_code", "value_column"),
            *("raw_text", "reading", "value_printed", "printed_unit"),
        ),
        (row for code in sent for row in _rows(_id("reading", one, code), cells, rng)),
    )


def _receipt(one: Round, code: str, rng: Random) -> tuple[object, ...]:
    received_at = _moment(one, rng.uniform(1, 20))
    sender, file_name = f"{code}@htx.example", f"{code}.xlsx"
    return _id("receipt", one, code), _sha(one, code), one.period_key, "email", sender, file_name, received_at


def _reading(one: Round, code: str) -> tuple[object, ...]:
    return (
        *(_id("reading", one, code), _sha(one, code), one.period_key, "1", "A-1", "v1", code, one.period_key),
        *(False, "accepted", _moment(one, 0), "{A-1}"),
    )


def _rows(reading_id: str, cells: Sequence[_Cell], rng: Random) -> Iterator[tuple[str | None, ...]]:
    size = rng.lognormvariate(3, 0.8)
    for cell in cells:
        drawn = rng.random()
        value: str | None = str(max(int(size * (1 + drawn) * (1 if cell.is_whole else _PART)), 1))
        raw_text, reading = value, "value"
        if cell.may_be_blank and drawn < _EMPTY + _DASH:
            value = None
            raw_text, reading = (None, "unknown") if drawn < _EMPTY else ("-", "zero")
        value_id = hashlib.md5(f"{reading_id}{cell.address}".encode(), usedforsecurity=False).hexdigest()
        yield (
            *(value_id, reading_id, "Biểu A-1", cell.address, cell.indicator_code, cell.entity, "all"),
            *(cell.value_column, raw_text, reading, value, cell.printed_unit),
        )


def _cells_of_form(seeds: Path, value_columns: Sequence[str]) -> list[_Cell]:
    with (seeds / "form_rows.csv").open(encoding="utf-8", newline="") as file:
        asked = [row for row in csv.DictReader(file) if row["form_code"] == "A-1" and row["indicator_code"]]
    return [
        _Cell(f"{letter}{row['row_order']}", row["indicator_code"], row["entity"], column, row["printed_unit"])
        for row in asked
        for letter, column in zip("DEF", value_columns, strict=True)
    ]


def _copy(connection: Connection, table: Table, columns: Sequence[str], rows: Iterator[tuple[object, ...]]) -> int:
    return copy_lines(connection, table, columns, _blocks(rows))


def _blocks(rows: Iterator[tuple[object, ...]]) -> Iterator[bytes]:
    lines: list[str] = []
    for row in rows:
        lines.append(copy_line(row))
        if len(lines) == _BLOCK_ROWS:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _id(kind: str, one: Round, code: str) -> str:
    return hashlib.md5(f"{kind}:{one.number}:{code}".encode(), usedforsecurity=False).hexdigest()


def _sha(one: Round, code: str) -> str:
    return _id("file", one, code) * 2


def _moment(one: Round, days_before: float) -> str:
    due = datetime(one.due_before.year, one.due_before.month, one.due_before.day, tzinfo=LOCAL_ZONE)
    return (due - timedelta(days=days_before)).isoformat()
