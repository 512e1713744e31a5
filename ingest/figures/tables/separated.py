"""Tables with a row on each line: cells parted by bars, by tabs or by wide gaps."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from ingest.figures.tables.shape import (
    Cell,
    Row,
    Table,
    head_of,
    is_blank,
    is_column_numbers,
    is_label,
    is_number,
    is_ordinal,
    is_value,
    is_year,
    without_ordinal,
)
from ingest.figures.tables.units import read_unit

_RULE = re.compile(r"[\s|+:=–—-]*-[\s|+:=–—-]*")
_LEAST_ROWS = 2
_MOST_COLUMNS = 20

Cells = tuple[Cell, ...]


def cut_bars(line: str, start: int) -> Cells | None:
    """The cells of a line with bars, with what stands outside of them; None for one that only rules the table off."""
    return None if _RULE.fullmatch(line) else _cut(line, start, re.compile(r"\|"))


def without_edges(lines: Sequence[Cells]) -> list[Cells]:
    """The lines without a first and a last column that is empty in all of them: bars stood around the table."""
    first = int(all(not cells[0].text for cells in lines))
    last = int(all(not cells[-1].text for cells in lines))
    inner = (cells[first : len(cells) - last] for cells in lines)
    return [cells for cells in inner if cells]


def cut_gaps(line: str, start: int) -> Cells:
    """The cells of a line parted by two spaces or more."""
    return _cut(line, start, re.compile(r" {2,}"))


def cut_at(line: str, start: int, places: Sequence[int]) -> Cells:
    """The cells of a line parted at places of the text."""
    edges = [start - 1, *places, start + len(line)]
    return tuple(_cell(line, start, first + 1 - start, last - start) for first, last in pairwise(edges))


def _cut(line: str, start: int, mark: re.Pattern[str]) -> Cells:
    edges = [0]
    for match in mark.finditer(line):
        edges += [match.start(), match.end()]
    edges.append(len(line))
    return tuple(_cell(line, start, *edges[at : at + 2]) for at in range(0, len(edges), 2))


def _cell(line: str, start: int, first: int, last: int) -> Cell:
    text = line[first:last]
    return Cell(text.strip(" *_"), start + first + len(text) - len(text.lstrip(" *_")))


def read_separated(lines: Sequence[Cells]) -> Table | None:
    """The table that lines of cells are; None where they have no columns of numbers under heads."""
    width = max((len(cells) for cells in lines), default=0)
    if not 2 <= width <= _MOST_COLUMNS or len(lines) < _LEAST_ROWS + 1:
        return None
    first = next((at for at, cells in enumerate(lines) if at and _holds_numbers(cells)), len(lines))
    body = [cells for cells in lines[first:] if not is_column_numbers([cell.text for cell in cells])]
    full = [cells for cells in body if len(cells) == width]
    if len(full) < _LEAST_ROWS:
        return None
    columns = _columns(lines[0], full)
    if columns is None:
        return None
    ordinal, label, unit, values = columns
    heads = _heads([cells for cells in lines[:first] if not _numbers_columns(cells)], width, values)
    rows = tuple(_row(cells, width, ordinal, label, unit, values) for cells in body)
    settled = [row for row in rows if row.values and row.settled]
    if heads is None or len(settled) < _LEAST_ROWS or len(settled) * 2 <= sum(bool(row.values) for row in rows):
        return None
    last = lines[-1][-1]
    head = lines[0][label].text if label < len(lines[0]) else ""
    return Table(head, heads, rows, lines[0][0].start, last.start + len(last.text))


def _numbers_columns(cells: Cells) -> bool:
    return is_column_numbers([cell.text for cell in cells])


def _holds_numbers(cells: Cells) -> bool:
    """Whether a line is a row of the body: a label with numbers behind it that are no years, or with nothing."""
    labels = [at for at, cell in enumerate(cells) if is_label(cell.text) and not is_ordinal(cell.text)]
    if not labels or _numbers_columns(cells):
        return False
    if len(labels) == 1 and labels[0] <= 1 and not any(cell.text for cell in cells[labels[0] + 1 :]):
        return True
    return any(is_number(cell.text) and not is_year(cell.text) for cell in cells[labels[0] + 1 :])


def _columns(head: Cells, body: Sequence[Cells]) -> tuple[int | None, int, int | None, tuple[int, ...]] | None:
    """The columns of ordinals, labels and units, and those of numbers; None where there is no label or number."""
    names = [head_of(cell.text) for cell in head]
    ordinal = 0 if names[:1] == ["ordinal"] or _are(body, 0, _is_ordinal_or_empty) else None
    label = 0 if ordinal is None else 1
    if sum(is_label(cells[label].text) for cells in body) * 2 <= len(body):
        return None
    unit = label + 1 if _are(body, label + 1, lambda text: not text or read_unit(text) is not None) else None
    if unit is not None and unit < len(names) and names[unit] != "unit":
        unit = None
    beyond = range((unit or label) + 1, max(len(cells) for cells in body))
    values = tuple(
        at
        for at in beyond
        if _are(body, at, is_value)
        and any(is_number(cells[at].text) for cells in body)
        and names[at : at + 1] != ["note"]
    )
    return (ordinal, label, unit, values) if values else None


def _is_ordinal_or_empty(text: str) -> bool:
    return not text or is_ordinal(text)


def _are(body: Sequence[Cells], column: int, test: Callable[[str], bool]) -> bool:
    """Whether nearly all cells of a column pass a test, and some are filled."""
    texts = [cells[column].text for cells in body if column < len(cells)]
    return any(texts) and sum(test(text) for text in texts) * 5 >= len(texts) * 4


def _heads(lines: Sequence[Cells], width: int, values: tuple[int, ...]) -> tuple[tuple[str, ...], ...] | None:
    """The heads over each column of numbers, from the topmost down; a head over several stands in the first of them."""
    if not lines:
        return None
    filled = [list(cells) for cells in lines if len(cells) == width]
    if not filled:
        return None
    if len(filled) == 1:
        return tuple((filled[0][at].text,) for at in values)
    paths: list[tuple[str, ...]] = []
    for at in values:
        path = []
        for level, cells in enumerate(filled):
            text = cells[at].text
            if not text and any(below[at].text for below in filled[level + 1 :]):
                text = next((cells[left].text for left in range(at - 1, -1, -1) if cells[left].text), "")
            if text and text not in path:
                path.append(text)
        paths.append(tuple(path))
    return tuple(paths)


def _row(cells: Cells, width: int, ordinal: int | None, label: int, unit: int | None, values: tuple[int, ...]) -> Row:
    """A line as a row; one with fewer cells heads a section if it has a label alone, else it is unsettled."""
    number = cells[ordinal].text if ordinal is not None else ""
    name = cells[label] if label < len(cells) else cells[-1]
    if not name.text and is_label(cells[0].text):
        # A section's title, or "Tổng cộng", over the columns of ordinals and labels together.
        number, name = "", cells[0]
    if not number:
        number, name = without_ordinal(name)
    if len(cells) != width:
        filled = [cell for cell in cells if cell.text]
        rest = [cell for cell in filled if is_number(cell.text)]
        is_section = not rest or (len(rest) == 1 and rest[0] is cells[0])
        return Row(number, name, None, () if is_section else tuple(filled), settled=is_section)
    found = tuple(cells[at] for at in values)
    if all(not cell.text or cell.text == name.text for cell in found):
        return Row(number, name, None, ())
    shown = None if unit is None or not cells[unit].text else cells[unit]
    wrong = any(not is_value(cell.text) for cell in found)
    return Row(number, name, shown, tuple(None if is_blank(cell.text) else cell for cell in found), settled=not wrong)
