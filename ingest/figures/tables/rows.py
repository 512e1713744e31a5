"""What the rows of a table say, each under the section and the whole that it stands under."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figures.scope import DocumentScope
from ingest.figures.tables.combine import of_unit, within
from ingest.figures.tables.heads import heads_parts
from ingest.figures.tables.labels import read_label
from ingest.figures.tables.places import is_province, place_of
from ingest.figures.tables.said import NOTHING, Said
from ingest.figures.tables.shape import Cell, Row, Table, head_of
from ingest.figures.tables.units import read_unit

_PART_MARKS = frozenset("-–+•*")
_NO_LEVEL = 9
"""The level of a row without an ordinal: it ends no section."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with what it says itself and what stands above it; `is_part` of the row in `whole`, by its number."""

    number: int
    label: str
    said: Said
    context: Said
    values: tuple[Cell | None, ...]
    is_part: bool


def read_rows(table: Table, scope: DocumentScope) -> tuple[ReadRow, ...]:
    """The rows with numbers; those that lost a cell, or whose label nobody knows, are left out."""
    names_places = _names_places(table, scope)
    by_province = sum(is_province(place_of(row.label.text, scope, names_places=False)) for row in table.rows) > 1
    read: list[ReadRow] = []
    sections: list[tuple[int, Said]] = []
    headed = False
    whole: Said | None = None
    for number, row in enumerate(table.rows):
        own = _at_home(_own(row, scope, names_places), row, scope, by_province)
        level = _level(row)
        if not row.values and heads_parts(row.label.text):
            continue
        if level != _NO_LEVEL or not row.values:
            sections = [(above, said) for above, said in sections if above < min(level, _NO_LEVEL)]
        context = _context(sections)
        if not row.values:
            sections = sections if level != _NO_LEVEL else []
            sections.append((min(level, _NO_LEVEL - 1), within(_context(sections), own)))
            headed, whole = True, None
            continue
        is_part = _is_part(row, own)
        if is_part and whole is not None:
            context = whole
        elif not is_part:
            whole = within(context, own)
            if row.ordinal and not _is_settled(own):
                whole = replace(whole, unknown=own.unknown)
        if not row.settled or not _is_settled(own) or (own.whole and headed and own.entity is None):
            continue
        read.append(ReadRow(number, row.label.text, own, context, row.values, is_part))
    return tuple(read)


def _is_settled(said: Said) -> bool:
    return not said.unknown and not said.rest and said.comparison is None


def _context(sections: Sequence[tuple[int, Said]]) -> Said:
    return sections[-1][1] if sections else NOTHING


def _own(row: Row, scope: DocumentScope, names_places: bool) -> Said:
    """What a row says itself: a place where it names one, else what its words say."""
    said = read_label(row.label.text, scope)
    unit = read_unit(row.unit.text) if row.unit is not None else None
    if names_places and not (said.whole or said.rest):
        place = place_of(row.label.text, scope, names_places=True)
        said = Said(place=place) if place is not None else replace(said, unknown=(*said.unknown, row.label.text))
    elif said.unknown and (place := place_of(row.label.text, scope, names_places=False)) is not None:
        said = Said(place=place)
    return of_unit(said, unit)


def _at_home(said: Said, row: Row, scope: DocumentScope, by_province: bool) -> Said:
    """What a row says in a text about one place, which is a row among its like or stands for the total.

    "Tỉnh Sơn La" is the whole among districts, while a bare "Sơn La" may be the city of that name. Among provinces
    a total is more than the one that the text is about.
    """
    if said.place is not None and said.place == scope.place and not by_province:
        is_whole = row.label.text.strip().lower().startswith("tỉnh ")
        return replace(said, place=None, whole=True) if is_whole else replace(said, unknown=(row.label.text,))
    if said.whole and by_province and is_province(scope.place):
        return replace(said, unknown=(row.label.text,))
    return said


def _names_places(table: Table, scope: DocumentScope) -> bool:
    """Whether the rows are places: the head says so, or most of the labels are known as such."""
    if head_of(table.label_head) == "places":
        return True
    known = sum(place_of(row.label.text, scope, names_places=False) is not None for row in table.rows)
    return known * 2 > len(table.rows)


def _level(row: Row) -> int:
    """How deep a row stands by its ordinal: letters and Roman numbers, numbers, numbers of two parts, the rest."""
    ordinal = row.ordinal.strip("().")
    if not ordinal or ordinal in _PART_MARKS or ordinal.islower():
        return _NO_LEVEL
    if ordinal.isalpha():
        return 1 if set(ordinal) <= set("IVX") else 0
    return 2 + ordinal.count(".")


def _is_part(row: Row, said: Said) -> bool:
    ordinal = row.ordinal.strip("().")
    return said.part or (ordinal in _PART_MARKS and bool(ordinal)) or ordinal.islower() or "." in ordinal
