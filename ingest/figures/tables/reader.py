"""From the cells of a table to readings: each number with what its column, its row and what stands above them say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from ingest.figures.clause import Clause
from ingest.figures.mentions import Item, ReadSentence
from ingest.figures.quantities import Form, Quantity
from ingest.figures.reader import Located
from ingest.figures.readings import IN_TABLE, Frame, Reading
from ingest.figures.scope import DocumentScope
from ingest.figures.sentences import Sentence, whole_sentence
from ingest.figures.tables.caption import Caption
from ingest.figures.tables.columns import read_columns
from ingest.figures.tables.combine import common_entity, crossed, differs_from_sum, within
from ingest.figures.tables.indicator import Key, key_of
from ingest.figures.tables.rows import ReadRow, read_rows
from ingest.figures.tables.said import NOTHING, Said
from ingest.figures.tables.shape import Cell, Table
from ingest.figures.tables.units import PERCENT
from ingest.figures.timing import SentenceTime, TimeMemory
from ingest.figures.types import Kind, Qualifier, Status
from ingest.vietnamese.numbers import read_number
from ingest.vietnamese.periods import last_day

_TABLE_DOUBT = 0.95
_UNSUMMED_DOUBT = 0.8
"""What remains of the confidence in a column that does not sum to its total."""
_SIGNS = ("-", "+", "−", "–")
_WHOLE_NUMBERS = frozenset({"count", "person", "product"})
_COMPARED = {"attainment": Kind.PLAN_ATTAINMENT, "change": Kind.CHANGE}
_HUNDRED = Decimal(100)


class _Found(NamedTuple):
    """The reading of a cell, the row it stands in, and the number of its column."""

    located: Located
    row: ReadRow
    column: int


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads tables of one text. `of_one` says that the text speaks of one cooperative: so do its tables."""

    scope: DocumentScope
    memory: TimeMemory
    of_one: bool

    def read(self, table: Table, caption: Caption, block: int) -> Iterator[Located]:
        """The numbers of a table, row by row; those whose meaning is left open give nothing."""
        columns = read_columns(table, self.scope)
        rows = read_rows(table, self.scope)
        above = within(caption.said, Said(entity=_entity(columns, rows)))
        found: list[_Found] = []
        for row in rows:
            for at, (cell, column) in enumerate(zip(row.values, columns, strict=True)):
                if cell is None or column is None:
                    continue
                read = _CellReader(self, cell, whole_sentence(cell.text, cell.start, block))
                trace = f"table: row {row.label}, column {' / '.join(table.heads[at])}"
                if column.comparison is not None:
                    located = read.compared(column, trace)
                else:
                    located = read.figure(row, column, above, caption, trace)
                if located is not None:
                    found.append(_Found(located, row, at))
        yield from (one.located for one in _summed(_without_twins(found), len(table.rows)))


@dataclass(frozen=True, slots=True)
class _CellReader:
    """Reads one cell."""

    table: TableReader
    cell: Cell
    sentence: Sentence

    def figure(self, row: ReadRow, column: Said, above: Said, caption: Caption, trace: str) -> Located | None:
        """The number as what row and column say; None where that is open."""
        if self.cell.text.startswith(_SIGNS):
            return None
        said = _said(row, column, above)
        if said is not None and self.cell.text.endswith("%"):
            said = replace(said, unit=PERCENT)
        key = key_of(said) if said is not None else None
        if said is None or key is None or (caption.leaves_open and not key.attribute and key.form == "count"):
            return None
        if row.is_part and _is_its_whole(row, said):
            return None
        number = read_number(self.cell.text.rstrip("% "), expects_count=key.unit in _WHOLE_NUMBERS)
        if number.value is None or not _is_possible(number.value, key):
            return None
        scale = said.unit.scale if said.unit is not None and key.form != "percent" else Decimal(1)
        quantity = self._quantity(number.value * scale, ambiguous=number.ambiguous)
        reading = self._reading(quantity, said, key, trace)
        return Located(reading, self._read(quantity)) if reading is not None else None

    def compared(self, column: Said, trace: str) -> Located | None:
        """A percentage of the plan, or a change: read as such, and no figure."""
        is_percent = self.cell.text.endswith("%") or (column.unit is not None and column.unit.form is Form.PERCENT)
        kind = _COMPARED.get(column.comparison or "")
        number = read_number(self.cell.text.rstrip("% "))
        if kind is None or number.value is None or not (is_percent or kind is Kind.PLAN_ATTAINMENT):
            return None
        quantity = self._quantity(number.value, ambiguous=number.ambiguous)
        read = self._read(quantity)
        reading = Frame(read, Clause(), Status.ACTUAL, column.period).other(kind, quantity, quantity.last, "percent")
        return Located(reading._replace(trace=(*reading.trace, trace)), read)

    def _quantity(self, value: Decimal, *, ambiguous: bool) -> Quantity:
        return Quantity(value, value, Qualifier.EXACT, Form.COUNT, 0, len(self.sentence.tokens), ambiguous=ambiguous)

    def _read(self, quantity: Quantity) -> ReadSentence:
        item = Item("quantity", "count", 0, quantity.last, quantity=quantity)
        return ReadSentence(self.sentence, (item,), frozenset({item.category}))

    def _reading(self, quantity: Quantity, said: Said, key: Key, trace: str) -> Reading | None:
        clause = Clause(
            period=said.period, period_is_own=said.period is not None, place=said.place,
            estimate=said.status is Status.ESTIMATE,
            status=said.status if said.status is not Status.ESTIMATE else None,
            single=self.table.of_one and said.place is None,
        )  # fmt: skip
        read = self._read(quantity)
        if said.status is None and _is_over(said.period, self.table.scope):
            clause.status = Status.ACTUAL
        time = SentenceTime(read, self.table.scope, self.table.memory)
        status = time.status(clause)
        return Frame(read, clause, status, time.period(clause, status, 0)).reading(
            quantity, quantity.last, key.subject, key.attribute, key.form,
            sector=key.sector, unit=key.unit, trace=(IN_TABLE, trace), doubt=_TABLE_DOUBT,
        )  # fmt: skip


def _is_over(period: str | None, scope: DocumentScope) -> bool:
    """Whether a period that a table names ended before the day of the text."""
    end = last_day(period)
    return end is not None and scope.reference is not None and end < scope.reference


def _entity(columns: Sequence[Said | None], rows: Sequence[ReadRow]) -> str | None:
    """The one kind of organisation that heads speak of, else labels; a label that is only a kind speaks for itself."""
    entity = common_entity(said for said in columns if said is not None)
    if entity is None and not any(said is not None and said.entity for said in columns):
        entity = common_entity(row.said for row in rows if not row.said.is_kind)
    return entity


def _said(row: ReadRow, column: Said, above: Said) -> Said | None:
    """All that is said of a cell; None where it contradicts itself or stands under words nobody knows."""
    own = crossed(row.said, column)
    if own is None or (row.context.unknown and own.entity is None):
        return None
    if own.entity is not None:
        above = replace(above, people=None, measure=None)
    return within(above, within(row.context, own))


def _is_its_whole(row: ReadRow, said: Said) -> bool:
    """Whether nothing tells a part from what it is a part of."""
    whole = within(row.context, NOTHING)
    own = within(row.context, replace(row.said, part=False, counts=False, total=whole.total))
    return said.place is None and own == replace(whole, counts=False)


def _is_possible(value: Decimal, key: Key) -> bool:
    """Whether a count is whole, and a percentage one of a whole."""
    if key.unit in _WHOLE_NUMBERS:
        return value >= 0 and value == value.to_integral_value()
    return value >= 0 and (key.unit != "percent" or key.subject == "revenue" or value <= _HUNDRED)


def _without_twins(found: Sequence[_Found]) -> list[_Found]:
    """Without numbers of one row that would mean the same and differ: what tells their columns apart is unknown."""
    alike: dict[tuple[object, ...], set[Decimal]] = defaultdict(set)
    for one in found:
        alike[_meaning(one)].add(one.located.reading.quantity.value)
    return [one for one in found if one.located.reading.kind is not Kind.FIGURE or len(alike[_meaning(one)]) == 1]


def _meaning(one: _Found) -> tuple[object, ...]:
    reading = one.located.reading
    return (one.row.number, reading.measured, reading.sector, reading.status, reading.period, reading.place)


def _summed(found: Sequence[_Found], rows: int) -> Iterable[_Found]:
    """The readings, with columns marked whose rows do not make up their total, where each of the rows was read."""
    by_column: dict[int, list[_Found]] = defaultdict(list)
    for one in found:
        if one.located.reading.unit in _WHOLE_NUMBERS and not one.row.is_part:
            by_column[one.column].append(one)
    wrong: dict[int, str] = {}
    for column, ones in by_column.items():
        totals = [one.located.reading.quantity.value for one in ones if one.row.said.whole]
        parts = [one.located.reading.quantity.value for one in ones if not one.row.said.whole]
        if len(ones) == rows and len(totals) == 1 and len(parts) > 1 and differs_from_sum(parts, totals[0]):
            wrong[column] = f"parts:{sum(parts)} of {totals[0]}"
    return [_marked(one, wrong[one.column]) if one.column in wrong else one for one in found]


def _marked(one: _Found, mark: str) -> _Found:
    reading = one.located.reading
    doubted = reading._replace(doubt=reading.doubt * _UNSUMMED_DOUBT, trace=(*reading.trace, mark))
    return one._replace(located=one.located._replace(reading=doubted))
