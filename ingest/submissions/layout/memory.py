"""What was found on a sheet is found again on every sheet of the same texts, without being looked for.

Offices fill in one form: thousands of sheets have the same words at the same places, and other numbers. What is
remembered is kept under the words of a sheet's body. While it is first worked out, a `WatchingGrid` notes all that
is asked of the sheet besides: the values of numbers (years in titles, outline numbers) and what stands above and
below the body (letterheads, signatures). It holds for another sheet where each of these is the same; so whatever
the result depends on is compared, without anybody listing it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter
from typing import Generic, TypeVar, cast

from ingest.submissions.cells import LARGEST_NUMBER
from ingest.submissions.layout.grid import Grid
from ingest.submissions.layout.marks import Place
from ingest.submissions.workbook import Cell, Sheet

_AT = itemgetter(slice(Cell._fields.index("column") + 1))
"""Row and column of a cell."""
_WORDS_AT = itemgetter(slice(Cell._fields.index("text") + 1))
"""Row, column, kind and text of a cell."""
_MOST_BODIES = 64
MOST_CELLS_REMEMBERED = 4_000
"""Forms have some hundreds; a key of a million cells would fill the memory."""
_MOST_VARIANTS = 8
"""Bodies of the same words that differ in what else was asked; with more of them it is not worth the memory."""

_MOST_PLANS = 16
"""Of the tables of one body: for rounds, units above them and names of their sheets."""

V = TypeVar("V")
_SAID = slice(Cell._fields.index("kind"), Cell._fields.index("number") + 1)
"""Kind, text and number of a cell."""


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a sheet that the words of its tables are in."""

    key: Hashable
    """Every word, kind and place in these rows, the merged ranges and the size of the sheet; no number's value."""
    first_row: int
    last_row: int


def body_of(grid: Grid) -> Body | None:
    """The rows from the first header to the last number; None where the sheet is like no other.

    Registers hold other words in every file. A number too large to be a figure reads as none.
    """
    labels = grid.marks.labels
    if grid.is_transposed or not labels or grid.marks.registers:
        return None
    cells = grid.sheet.cells
    if len(cells) > MOST_CELLS_REMEMBERED:
        return None
    numbered = [cell for cell in cells.values() if cell.kind == "number"]
    if not numbered or not _are_figures([cell.number for cell in numbered]):
        return None
    first = labels[0][0]
    last = max([cell.row for cell in numbered])
    return Body((words_between(grid.sheet, first, last), grid.last_row, grid.last_column, labels), first, last)


def words_between(sheet: Sheet, first_row: int, last_row: int) -> Hashable:
    """All words in these rows, with their kinds and places; of numbers the places alone; the sheet's merged ranges."""
    cells = [cell for cell in sheet.cells.values() if first_row <= cell.row <= last_row]
    return (
        tuple(map(_WORDS_AT, [cell for cell in cells if cell.kind != "number"])),
        tuple(map(_AT, [cell for cell in cells if cell.kind == "number"])),
        tuple([(one.first_row, one.first_column, one.last_row, one.last_column) for one in sheet.merged]),
    )


def _are_figures(numbers: Sequence[Decimal | None]) -> bool:
    known = [number for number in numbers if number is not None]
    return len(known) == len(numbers) and min(known) > -LARGEST_NUMBER and max(known) < LARGEST_NUMBER


class _WatchedCell:
    """A cell of which no more than its kind is known: whoever asks for more has looked at what it holds."""

    __slots__ = ("_cell", "_grid", "kind")

    def __init__(self, cell: Cell, grid: "WatchingGrid") -> None:
        self.kind = cell.kind
        self._cell = cell
        self._grid = grid

    def __getattr__(self, name: str) -> object:
        if name not in {"text", "number"}:
            self._grid.is_all_asked = True
        self._grid.asked.add((self._cell.row, self._cell.column))
        return getattr(self._cell, name)


class WatchingGrid(Grid):
    """An upright grid that notes what is asked of it besides the words of the body."""

    def __init__(self, grid: Grid, body: Body) -> None:
        super().__init__(grid.sheet, grid.marks)
        self._body = body
        self.asked: set[Place] = set()
        self.asked_rows: set[int] = set()
        self.is_all_asked = False

    def at(self, row: int, column: int) -> Cell | None:
        cell = super().at(row, column)
        if not self._body.first_row <= row <= self._body.last_row:
            self.asked.add((row, column))
            return cell
        return self._watched(cell) if cell is not None and cell.kind == "number" else cell

    def row(self, row: int) -> Mapping[int, Cell]:
        cells = super().row(row)
        if not self._body.first_row <= row <= self._body.last_row:
            self.asked_rows.add(row)
            return {column: self._watched(cell) for column, cell in cells.items()}
        return {column: self._watched(cell) if cell.kind == "number" else cell for column, cell in cells.items()}

    def rows(self) -> Iterator[int]:
        self.is_all_asked = True
        return super().rows()

    def has_number(self, row: int, column: int) -> bool:
        if self._body.first_row <= row <= self._body.last_row:
            cell = super().at(row, column)
            if cell is not None and cell.kind == "number":
                return True  # each is small enough: see `body_of`
        return super().has_number(row, column)

    def _watched(self, cell: Cell) -> Cell:
        return cast(Cell, _WatchedCell(cell, self))


@dataclass(slots=True)
class _Variant(Generic[V]):
    places: tuple[Place, ...]
    rows: tuple[int, ...]
    known: dict[Hashable, V] = field(default_factory=dict)
    """What was found, by what stood at these places, and by the places and kinds of the cells in these rows."""

    def said_by(self, sheet: Sheet) -> Hashable:
        get = sheet.cells.get
        at_places = tuple([None if (cell := get(place)) is None else cell[_SAID] for place in self.places])
        in_rows = [tuple([(cell.column, cell.kind) for cell in sheet.row_cells(row)]) for row in self.rows]
        return at_places, tuple(in_rows)


class Variants(Generic[V]):
    """What was found on sheets whose bodies have the same words."""

    def __init__(self) -> None:
        self._variants: dict[tuple[tuple[Place, ...], tuple[int, ...]], _Variant[V]] = {}
        self._count = 0
        self._is_given_up = False

    def found(self, grid: Grid, body: Body, find: Callable[[Grid], V]) -> tuple[V, bool]:
        """What `find` finds in the grid, known already or not; and whether it is kept.

        What is found must hold nothing of the grid that it was found in.
        """
        for variant in self._variants.values():
            known = variant.known.get(variant.said_by(grid.sheet))
            if known is not None:
                return known, True
        if self._is_given_up:
            return find(grid), False
        watching = WatchingGrid(grid, body)
        found = find(watching)
        self._count += 1
        self._is_given_up = watching.is_all_asked or self._count >= _MOST_VARIANTS
        if watching.is_all_asked:
            return found, False
        places, rows = tuple(sorted(watching.asked)), tuple(sorted(watching.asked_rows))
        variant = self._variants.setdefault((places, rows), _Variant(places, rows))
        variant.known[variant.said_by(grid.sheet)] = found
        return found, True


class Memory(Generic[V]):
    """Variants by body, those asked for last."""

    def __init__(self, most: int = _MOST_BODIES) -> None:
        self._bodies: OrderedDict[Hashable, Variants[V]] = OrderedDict()
        self._most = most

    def of(self, body: Body) -> Variants[V]:
        """What is known of sheets with this body."""
        known = self._bodies.get(body.key)
        if known is None:
            known = self._bodies[body.key] = Variants()
            if len(self._bodies) > self._most:
                self._bodies.popitem(last=False)
        else:
            self._bodies.move_to_end(body.key)
        return known


Plans = dict[Hashable, Variants[object]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet whose body was seen before, and what was worked out of its tables then."""

    body: Body
    plans: Plans

    def recall(self, key: Hashable, grid: Grid, find: Callable[[Grid], V]) -> V:
        """What `find` finds in the grid; `key` says all that it depends on besides the sheet."""
        variants = self.plans.get(key)
        if variants is None:
            if len(self.plans) >= _MOST_PLANS:
                self.plans.pop(next(iter(self.plans)))
            variants = self.plans[key] = Variants()
        return cast(Variants[V], variants).found(grid, self.body, find)[0]
