"""The cells of a reading that say what a form asks for, under keys by which two versions are matched."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from ingest.submissions.addresses import row_and_column
from ingest.submissions.reading import Coordinate, RegisterField, RegisterRow, SubmissionReading
from ingest.vietnamese.folding import fold

_FIELDS_THAT_COUNT: frozenset[RegisterField] = frozenset(
    {
        "tax_code",
        "sector",
        "status",
        "members",
        "workers",
        "charter_capital",
        "revenue",
        "profit",
        "rating",
    }
)
"""What figures are made of; name, address, founding date and chairperson only describe."""

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with what it means."""

    sheet: str
    cell: str
    raw_text: str | None
    reading: str
    meaning: str | Decimal | None
    """Canonical: the number in its canonical unit, or the text or code."""
    printed: Decimal | None
    unit: str | None
    counts: bool
    """Whether another meaning makes another figure."""
    is_name: bool = False
    """Whether it names a cooperative: another one counts, another spelling does not."""
    at: Coordinate | None = None

    @property
    def place(self) -> tuple[int, int]:
        return row_and_column(self.cell)

    @property
    def says_something(self) -> bool:
        return self.reading != "unknown" or self.meaning is not None


def placed_cells(before: SubmissionReading, after: SubmissionReading) -> tuple[dict[Key, Placed], dict[Key, Placed]]:
    """The cells of both versions by key; a key in both is the same figure, wherever it stands."""
    names_before, names_after = _matched(before.cooperatives, after.cooperatives)
    return _placed(before, names_before), _placed(after, names_after)


def _placed(reading: SubmissionReading, cooperatives: Iterable[Key]) -> dict[Key, Placed]:
    placed: dict[Key, Placed] = {}
    seen: Counter[Key] = Counter()
    for key, one in (*_values(reading), *_support(reading)):
        seen[key] += 1
        placed[*key, seen[key]] = one
    for name, row in zip(cooperatives, reading.cooperatives, strict=True):
        for field, cell in row.cells.items():
            is_number = cell.number is not None
            placed[*name, field] = Placed(
                sheet=cell.sheet,
                cell=cell.cell,
                raw_text=cell.raw_text,
                reading=cell.reading,
                meaning=cell.number if is_number else cell.text,
                printed=cell.number_printed,
                unit=cell.printed_unit,
                counts=field in _FIELDS_THAT_COUNT,
                is_name=field == "name",
            )
    return placed


def _values(reading: SubmissionReading) -> Iterator[tuple[Key, Placed]]:
    for cell in reading.values:
        placed = Placed(
            sheet=cell.sheet,
            cell=cell.cell,
            raw_text=cell.raw_text,
            reading=cell.reading,
            meaning=cell.value,
            printed=cell.value_printed,
            unit=cell.printed_unit,
            counts=True,
            at=cell.coordinate,
        )
        yield ("value", cell.coordinate), placed


def _support(reading: SubmissionReading) -> Iterator[tuple[Key, Placed]]:
    """Support money by policy line; its totals are values already."""
    told = {(cell.sheet, cell.cell) for cell in reading.values}
    for cell in reading.support:
        if (cell.sheet, cell.cell) in told:
            continue
        placed = Placed(
            sheet=cell.sheet,
            cell=cell.cell,
            raw_text=cell.raw_text,
            reading=cell.reading,
            meaning=None if cell.value_printed is None else cell.value_printed * cell.factor,
            printed=cell.value_printed,
            unit=cell.printed_unit,
            counts=True,
        )
        yield ("support", cell.policy_code, cell.funding_source, cell.value_column), placed


def _matched(before: Iterable[RegisterRow], after: Iterable[RegisterRow]) -> tuple[list[Key], list[Key]]:
    """A name for each row: rows of both versions share one by the tax code, or else by the cooperative's name."""
    known: dict[Key, Key] = {}
    names_before: list[Key] = []
    for number, row in enumerate(before):
        name: Key = ("cooperative", number)
        names_before.append(name)
        for mark in _marks(row):
            known.setdefault(mark, name)
    taken: set[Key] = set()
    names_after: list[Key] = []
    for number, row in enumerate(after):
        found = (known[mark] for mark in _marks(row) if mark in known)
        name = next((one for one in found if one not in taken), ("new cooperative", number))
        taken.add(name)
        names_after.append(name)
    return names_before, names_after


def _marks(row: RegisterRow) -> Iterator[Key]:
    if tax_code := row.text("tax_code"):
        yield "tax code", tax_code
    if name := row.text("name"):
        yield "name", fold(name)


def by_place(placed: Mapping[Key, Placed]) -> set[tuple[str, str]]:
    """The addresses that are spoken for."""
    return {(one.sheet, one.cell) for one in placed.values()}
