"""Tables whose cells stand on a line each: their heads and the runs of numbers tell how many columns they have.

Cells that were empty are often lost. A row that has not as many numbers as there are columns is unsettled; one
without numbers heads a section. Where ordinals stand, they tell where a row ends.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.figures.tables.heads import Heads, column_heads
from ingest.figures.tables.shape import (
    Cell,
    Row,
    Table,
    follows_ordinal,
    head_of,
    is_blank,
    is_column_numbers,
    is_first_ordinal,
    is_label,
    is_number,
    is_ordinal,
    is_value,
    is_year,
    without_ordinal,
)
from ingest.figures.tables.units import read_unit

_LEAST_ROWS = 2
_LEAST_ROWS_OF_ONE_COLUMN = 3
_LEAST_SHARE = 0.6
_MOST_COLUMNS = 16
_MOST_SPANNING = 4


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the rows begin, what columns they have, and the heads."""

    head: int
    first: int
    has_ordinals: bool
    has_units: bool
    label_head: str
    heads: Heads

    @property
    def columns(self) -> int:
        """How many columns hold numbers."""
        return len(self.heads)


def read_flattened(cells: Sequence[Cell]) -> Iterator[Table]:
    """The tables among lines that follow each other."""
    done = 0
    while (found := _first_table(cells, done)) is not None:
        table, done = found
        yield table


def _first_table(cells: Sequence[Cell], start: int) -> tuple[Table, int] | None:
    """The table that begins first at or after `start`, and the cell after its last."""
    if sum(is_number(cell.text) for cell in cells[start:]) < _LEAST_ROWS * 2:
        return None
    for layout in _layouts(cells, start):
        rows, end = _rows(cells, layout)
        if _holds(rows, layout):
            last = cells[end - 1]
            table = Table(
                layout.label_head, layout.heads, tuple(rows), cells[layout.head].start, last.start + len(last.text)
            )
            return table, end
    return None


def _holds(rows: Sequence[Row], layout: _Layout) -> bool:
    """Whether enough rows have all their cells, and most of these hold numbers."""
    if not layout.has_ordinals and rows and not any(row.values for row in rows[:_LEAST_ROWS]):
        # Heads that were taken for sections.
        return False
    with_values = [row for row in rows if row.values]
    complete = [row for row in with_values if row.settled]
    least = _LEAST_ROWS if layout.columns > 1 else _LEAST_ROWS_OF_ONE_COLUMN
    if len(complete) < least or len(complete) < _LEAST_SHARE * len(with_values):
        return False
    numbers = sum(cell is not None and is_number(cell.text) for row in complete for cell in row.values)
    return numbers * 2 > len(complete) * layout.columns


def _layouts(cells: Sequence[Cell], start: int) -> Iterator[_Layout]:
    """The ways to read what comes next as heads and rows, the surest first."""
    for head in range(start, len(cells)):
        match head_of(cells[head].text):
            case "ordinal":
                yield from _with_ordinals(cells, head)
            case "label" | "places":
                yield from _under_label_head(cells, head)
    yield from _by_first_numbers(cells, start)


def _with_ordinals(cells: Sequence[Cell], head: int) -> Iterator[_Layout]:
    """Heads that begin with "STT": the rows begin at the first ordinal, or before the first number."""
    end = head + 1
    while end < len(cells) and end - head <= _MOST_COLUMNS + _MOST_SPANNING + 3:
        if is_first_ordinal(cells[end].text) or (is_number(cells[end].text) and not is_year(cells[end].text)):
            break
        end += 1
    if end >= len(cells) or end - head < 3:
        return
    if not is_ordinal(cells[end].text):
        end -= 2 if read_unit(cells[end - 1].text) is not None else 1
    texts = [cell.text for cell in cells[head + 1 : end]]
    has_units = len(texts) > 1 and head_of(texts[1]) == "unit"
    first = _after_column_numbers(cells, end, len(texts) + 1)
    yield from _layouts_of(cells, head, first, texts, has_ordinals=True, has_units=has_units)


def _under_label_head(cells: Sequence[Cell], head: int) -> Iterator[_Layout]:
    """Heads that begin with "Chỉ tiêu" or "Huyện": the rows begin where as many heads as columns have gone by."""
    has_units = head + 1 < len(cells) and head_of(cells[head + 1].text) == "unit"
    columns = _usual_run(cells, head + 1)
    for spanning in range(_MOST_SPANNING, -1, -1):
        first = head + 1 + has_units + columns + spanning
        texts = [cell.text for cell in cells[head:first]]
        if first >= len(cells) or any(is_number(text) and not is_year(text) for text in texts):
            continue
        yield from _layouts_of(
            cells, head, _after_column_numbers(cells, first, len(texts)), texts,
            has_ordinals=False, has_units=has_units, columns=columns,
        )  # fmt: skip


def _by_first_numbers(cells: Sequence[Cell], start: int) -> Iterator[_Layout]:
    """Heads without a known one over the labels: as many cells as the first row has, before its label."""
    columns = _usual_run(cells, start)
    numbers = (at for at in range(start, len(cells)) if is_number(cells[at].text) and not is_year(cells[at].text))
    first_number = next(numbers, None)
    if first_number is None or not columns:
        return
    first = first_number - 1
    head = first - columns - 1
    if head >= start and not is_year(cells[head].text):
        texts = [cell.text for cell in cells[head:first]]
        yield from _layouts_of(cells, head, first, texts, has_ordinals=False, has_units=False, columns=columns)
    elif head + 1 == start:
        texts = ["", *(cell.text for cell in cells[start:first])]
        yield from _layouts_of(cells, start, first, texts, has_ordinals=False, has_units=False, columns=columns)


def _layouts_of(
    cells: Sequence[Cell],
    head: int,
    first: int,
    texts: Sequence[str],
    *,
    has_ordinals: bool,
    has_units: bool,
    columns: int | None = None,
) -> Iterator[_Layout]:
    """Layouts for the heads `texts`, the label's first: with a column each, or with fewer columns as rows have."""
    over_columns = [text for text in texts[1 + has_units :] if head_of(text) != "note"]
    counts = [columns] if columns is not None else [len(over_columns), _usual_run(cells, first) - has_ordinals]
    for count in dict.fromkeys(counts):
        heads = column_heads(over_columns, count) if 0 < count <= _MOST_COLUMNS else None
        if heads is not None and all(is_label(text) or is_year(text) or "%" in text for path in heads for text in path):
            yield _Layout(head, first, has_ordinals, has_units, texts[0], heads)


def _usual_run(cells: Sequence[Cell], first: int) -> int:
    """How many numbers or blanks most often follow each other."""
    runs: Counter[int] = Counter()
    length = 0
    for cell in cells[first:]:
        if is_value(cell.text):
            length += 1
        elif length:
            runs[length] += 1
            length = 0
    if length:
        runs[length] += 1
    return runs.most_common(1)[0][0] if runs else 0


def _after_column_numbers(cells: Sequence[Cell], first: int, columns: int) -> int:
    """The first cell after a row that only numbers the columns."""
    texts = [cell.text for cell in cells[first : first + columns]]
    return first + columns if len(texts) == columns and is_column_numbers(texts) else first


def _rows(cells: Sequence[Cell], layout: _Layout) -> tuple[list[Row], int]:
    """The rows as far as they go on, and the cell after the last."""
    rows: list[Row] = []
    at = layout.first
    while at < len(cells):
        step = _row(cells, at, layout)
        if step is None:
            break
        row, at = step
        if rows and layout.has_ordinals and not row.ordinal and _lost_its_ordinal(rows[-1]):
            rows[-1] = _unsettled(rows[-1])
        rows.append(row)
    while rows and not rows[-1].values:
        # A label after the last numbers heads nothing: it is the next line of the text.
        at = next(index for index, cell in enumerate(cells) if cell.start >= _start_of(rows[-1]))
        rows.pop()
    return rows, at


def _start_of(row: Row) -> int:
    return row.label.start


def _unsettled(row: Row) -> Row:
    return Row(row.ordinal, row.label, row.unit, row.values, settled=False)


def _lost_its_ordinal(row: Row) -> bool:
    """Whether the last number of a row may be the ordinal of the next, one cell of the row being lost."""
    last = row.values[-1] if row.values else None
    return last is not None and follows_ordinal(last.text, row.ordinal)


def _row(cells: Sequence[Cell], at: int, layout: _Layout) -> tuple[Row, int] | None:
    """The row that begins at cell `at` and the cell after it; None where no row begins."""
    ordinal = ""
    if layout.has_ordinals and (is_ordinal(cells[at].text) or not cells[at].text):
        ordinal, at = cells[at].text, at + 1
    if at >= len(cells) or not is_label(cells[at].text) or is_value(cells[at].text):
        return None
    label = cells[at]
    if not ordinal:
        ordinal, label = without_ordinal(label)
    at += 1
    unit = None
    if layout.has_units and at < len(cells) and read_unit(cells[at].text) is not None:
        unit, at = cells[at], at + 1
    run = 0
    while at + run < len(cells) and is_value(cells[at + run].text):
        run += 1
    taken = _cells_taken(cells, at, run, layout, is_section=_may_head(ordinal, unit, layout))
    if taken is None:
        return None
    found = cells[at : at + taken]
    if taken and taken != layout.columns:
        return Row(ordinal, label, unit, tuple(found), settled=False), at + taken
    values = tuple(None if is_blank(cell.text) else cell for cell in found)
    return Row(ordinal, label, unit, values), at + taken


def _may_head(ordinal: str, unit: Cell | None, layout: _Layout) -> bool:
    """Whether a row may head a section: one without the unit that others have, or with a letter for ordinal."""
    return layout.has_ordinals and ((layout.has_units and unit is None) or ordinal[:1].isalpha())


def _cells_taken(cells: Sequence[Cell], at: int, run: int, layout: _Layout, *, is_section: bool) -> int | None:
    """How many of the `run` of numbers from cell `at` belong to the row; None where the table is broken."""
    columns = layout.columns
    if not layout.has_ordinals:
        return run if run <= columns else None
    if is_section and run == 1 and is_first_ordinal(cells[at].text):
        return 0
    if run in {columns, columns + 1}:
        return columns
    if run > columns:
        return None
    ends_with_ordinal = run > 0 and at + run < len(cells) and is_ordinal(cells[at + run - 1].text)
    return run - 1 if ends_with_ordinal else run
