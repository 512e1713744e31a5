"""Rounds of reporting: for each how its reporters are shared out among the statuses, with their numbers beside."""

from decimal import Decimal

from publish.report.chart_data import TimelinessChart
from publish.report.charts.frame import heading
from publish.report.charts.legend import filled
from publish.report.charts.lettering import LINE_HEIGHT, SIZE, SMALL_SIZE, text_width, widest, wrapped
from publish.report.charts.marks import Bar, Box, Drawing, Fill, Line, Mark, text_block
from publish.report.charts.palette import GRID, INK, NOTHING_SENT, QUIET_INK, STATUSES, UNKNOWN_INK
from publish.report.charts.scale import VOICES

_NAME_SHARE = 0.28
_COLUMN_GAP, _AFTER_NAME, _SWATCH = 10.0, 5.0, 8.0
_ROW_PADDING = 6.0


def draw_timeliness(chart: TimelinessChart, width: float) -> Drawing:
    """A whole bar for each round, whatever the number of its reporters; the numbers stand in columns on the right."""
    voice = VOICES[chart.language]
    fills = _fills(len(chart.status_names))
    entries = [filled(name, fill) for name, fill in zip(chart.status_names, fills, strict=True)]
    marks, top = heading(voice.say("chart.rounds_axis"), entries, width)
    if not chart.rounds:
        return Drawing(width, top, tuple(marks))
    numbers = [[voice.number(Decimal(count)) for count in (*counts, sum(counts))] for _, counts in chart.rounds]
    total_head = wrapped(voice.say("chart.total"), 0.14 * width, SMALL_SIZE, is_bold=True)
    columns = _column_ends(numbers, widest(total_head, SMALL_SIZE, is_bold=True), width)
    names = [wrapped(name, _NAME_SHARE * width) for name, _ in chart.rounds]
    bar_left = max(widest(lines) for lines in names) + _AFTER_NAME
    bar_right = columns[0][0] - _COLUMN_GAP
    marks += _heads(columns, fills, total_head, top)
    y = top + len(total_head) * LINE_HEIGHT * SMALL_SIZE + 3
    for (_, counts), name_lines, printed in zip(chart.rounds, names, numbers, strict=True):
        height = len(name_lines) * LINE_HEIGHT * SIZE + _ROW_PADDING
        middle = y + height / 2
        marks += text_block(name_lines, bar_left - _AFTER_NAME, middle, SIZE, INK, "end")
        marks += _segments(counts, fills, Box(bar_left, middle - 5.5, bar_right, middle + 5.5))
        for (_, right), number in zip(columns, printed, strict=True):
            is_total = right == columns[-1][1]
            marks += text_block((number,), right, middle, SIZE, INK, "end", is_bold=is_total)
        y += height
        marks.append(Line(((0, y), (width, y)), GRID, 0.5))
    return Drawing(width, y, tuple(marks))


def _column_ends(numbers: list[list[str]], head_width: float, width: float) -> list[tuple[float, float]]:
    """Left and right end of each column of numbers, the total last and at the edge."""
    widths = [
        max(_SWATCH, *(text_width(row[place], SIZE, is_bold=True) for row in numbers))
        for place in range(len(numbers[0]))
    ]
    widths[-1] = max(widths[-1], head_width)
    ends: list[tuple[float, float]] = []
    right = width
    for needed in reversed(widths):
        ends.append((right - needed, right))
        right -= needed + _COLUMN_GAP
    return ends[::-1]


def _heads(
    columns: list[tuple[float, float]], fills: list[Fill], total_head: tuple[str, ...], top: float
) -> list[Mark]:
    """The sample of each status above its column; a word above the total."""
    middle = top + len(total_head) * LINE_HEIGHT * SMALL_SIZE / 2
    marks: list[Mark] = [
        Bar(Box(right - _SWATCH, middle - 3, right, middle + 3), fill)
        for fill, (_, right) in zip(fills, columns[:-1], strict=True)
    ]
    return [*marks, *text_block(total_head, columns[-1][1], middle, SMALL_SIZE, QUIET_INK, "end", is_bold=True)]


def _segments(counts: tuple[int, ...], fills: list[Fill], box: Box) -> list[Mark]:
    """The parts of a bar; a round without reporters is an empty frame."""
    total = sum(counts)
    if total == 0:
        return [Line(((box.left, box.top), (box.left, box.bottom)), UNKNOWN_INK, 0.8)]
    marks: list[Mark] = []
    begin = box.left
    for count, fill in zip(counts, fills, strict=True):
        if count:
            end = begin + (box.right - box.left) * count / total
            marks.append(Bar(Box(begin, box.top, end, box.bottom), fill))
            begin = end
    return marks


def _fills(count: int) -> list[Fill]:
    """The fills of so many statuses, the last of them empty: of who sent nothing."""
    return [*(STATUSES[place % len(STATUSES)] for place in range(count - 1)), NOTHING_SENT][:count]
