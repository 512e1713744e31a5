"""Where the rows and columns of the earlier version stand in the later one."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.submissions.addresses import a1
from ingest.submissions.versions.placed import Key, Placed


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that moved together, as ranges of the earlier and the later version."""

    sheet: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Axis:
    """Rows or columns of one sheet: pairs (earlier, later), sorted by the earlier."""

    pairs: tuple[tuple[int, int], ...]

    def later(self, number: int) -> int:
        """Where it stands now: moved as the nearest before it did that is known, or else as the first known."""
        if not self.pairs:
            return number
        place = max(bisect_right(self.pairs, (number, 1 << 30)) - 1, 0)
        earlier, later = self.pairs[place]
        return number + later - earlier


class Moves:
    """What the figures that stand in both versions tell about the layout of everything else."""

    def __init__(self, earlier: Mapping[Key, Placed], later: Mapping[Key, Placed]) -> None:
        self._both = [(was, later[key]) for key, was in earlier.items() if key in later]
        self._axes: dict[str, tuple[_Axis, _Axis]] = {}

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """The later name of each sheet that figures went from; others keep theirs."""
        pairs = Counter((was.sheet, now.sheet) for was, now in self._both)
        return {was: now for (was, now), _ in reversed(pairs.most_common())}

    def later(self, sheet: str, row: int, column: int) -> tuple[str, int, int]:
        """Where a cell of the earlier version is looked for in the later one."""
        if sheet not in self._axes:
            self._axes[sheet] = self._axes_of(sheet)
        rows, columns = self._axes[sheet]
        return self.sheets.get(sheet, sheet), rows.later(row), columns.later(column)

    def blocks(self) -> Iterator[Block]:
        """The figures that stand elsewhere now, gathered by how far they went."""
        moved: dict[tuple[str, str, int, int], list[tuple[int, int]]] = {}
        for was, now in self._both:
            (row, column), (new_row, new_column) = was.place, now.place
            way = (was.sheet, now.sheet, new_row - row, new_column - column)
            if was.sheet != now.sheet or (new_row, new_column) != (row, column):
                moved.setdefault(way, []).append((row, column))
        for (was_sheet, now_sheet, rows, columns), places in moved.items():
            first = (min(row for row, _ in places), min(column for _, column in places))
            last = (max(row for row, _ in places), max(column for _, column in places))
            before = f"{a1(*first)}:{a1(*last)}"
            after = f"{a1(first[0] + rows, first[1] + columns)}:{a1(last[0] + rows, last[1] + columns)}"
            if was_sheet != now_sheet:
                before, after = f"{was_sheet}!{before}", f"{now_sheet}!{after}"
            top = min(places)
            yield Block(now_sheet, a1(top[0] + rows, top[1] + columns), before, after)

    def _axes_of(self, sheet: str) -> tuple[_Axis, _Axis]:
        to = self.sheets.get(sheet, sheet)
        places = [(was.place, now.place) for was, now in self._both if was.sheet == sheet and now.sheet == to]
        rows = {was[0]: now[0] for was, now in places}
        columns = {was[1]: now[1] for was, now in places}
        return _Axis(tuple(sorted(rows.items()))), _Axis(tuple(sorted(columns.items())))
