"""Finding the tables of a text among its lines."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.figures.sentences import Block, BlockKind
from ingest.figures.tables.flattened import read_flattened
from ingest.figures.tables.separated import Cells, cut_at, cut_bars, cut_gaps, read_separated, without_edges
from ingest.figures.tables.shape import Cell, Table

_NUMBER_LINE = re.compile(r"^[ \t]*[-+]?\d[\d., ]*%?[ \t]*$", re.MULTILINE)
_LEAST_NUMBER_LINES = 4
_WIDE_GAP = re.compile(r"\S {2,}\S")
_LONGEST_CELL_WORDS = 16
_LEAST_LINES = 3
_SENTENCE_WORDS = 4
_MOST_EMPTY_LINES = 4
_SENTENCE_ENDS = (".", "!", "?", ";")


class _Line(NamedTuple):
    """A line that is not empty, how many line ends part it from the one before, and its bounds with outer spaces."""

    text: str
    start: int
    gap: int
    first: int
    last: int


def find_tables(text: str, blocks: Sequence[Block], tabs: Sequence[int]) -> tuple[Table, ...]:
    """The tables among the blocks of a normalised text, in order; `tabs` are the places where tabs stood."""
    has_bars, has_gaps = "|" in text, "  " in text
    has_lines = sum(1 for _ in _NUMBER_LINE.finditer(text)) >= _LEAST_NUMBER_LINES
    if not (has_bars or has_gaps or has_lines or tabs):
        return ()
    lines = _lines(text, blocks)
    found: list[Table] = []
    if has_bars or has_gaps or tabs:
        found += _separated(text, lines, tabs)
    if has_lines:
        taken = [(table.start, table.end) for table in found]
        found += _flattened([line for line in lines if not any(first <= line.start < last for first, last in taken)])
    return tuple(sorted(found, key=lambda table: table.start))


def with_tables(blocks: Sequence[Block], tables: Sequence[Table]) -> tuple[tuple[Block, ...], dict[int, Table]]:
    """The blocks with those of tables marked, and each table by the position of its first block."""
    marked = list(blocks)
    by_block: dict[int, Table] = {}
    for table in tables:
        for at, block in enumerate(blocks):
            if table.start < block.start + len(block.text) and block.start < table.end:
                marked[at] = replace(block, kind=BlockKind.TABLE)
                if block.start <= table.start:
                    by_block[at] = table
    return tuple(marked), by_block


def _lines(text: str, blocks: Sequence[Block]) -> list[_Line]:
    lines: list[_Line] = []
    end = 0
    for block in blocks:
        gap = text.count("\n", end, block.start)
        end = block.start + len(block.text)
        last = text.find("\n", end)
        lines.append(_Line(block.text, block.start, gap, text.rfind("\n", 0, end) + 1, len(text) if last < 0 else last))
    return lines


def _separated(text: str, lines: Sequence[_Line], tabs: Sequence[int]) -> Iterator[Table]:
    """Tables with a row on each line: with bars, else with tabs, else with wide gaps."""
    run: list[Cells] = []
    way = ""
    for line in (*lines, _Line("", -1, 0, -1, -1)):
        cells, by = _cells(text, line, tabs, way)
        if (by and by != way) or (not by) or line.gap > 2:
            yield from _table_of(run)
            run = []
        way = by
        if cells:
            run.append(cells)


def _cells(text: str, line: _Line, tabs: Sequence[int], way: str) -> tuple[Cells | None, str]:
    """The cells of a line and how they are parted; a line without a mark goes on in no table."""
    if "|" in line.text:
        return cut_bars(line.text, line.start), "bars"
    if way == "bars" and line.text.startswith(("+-", "--", "==")):
        return None, "bars"
    within = tabs[bisect_left(tabs, line.first) : bisect_left(tabs, line.last)]
    if within and line.text:
        return cut_at(text[line.first : line.last], line.first, within), "tabs"
    if _WIDE_GAP.search(line.text):
        return cut_gaps(line.text, line.start), "gaps"
    if way in {"tabs", "gaps"} and line.text and len(line.text.split()) <= _LONGEST_CELL_WORDS:
        is_title = not line.text.endswith(_SENTENCE_ENDS)
        return ((Cell(line.text, line.start),), way) if is_title else (None, "")
    return None, ""


def _table_of(run: list[Cells]) -> Iterator[Table]:
    while run and len(run[-1]) == 1:
        run.pop()
    if len(run) >= _LEAST_LINES and (table := read_separated(without_edges(run))) is not None:
        yield table


def _flattened(lines: Sequence[_Line]) -> Iterator[Table]:
    """Tables with a cell on each line: lines without empty ones between, else all parted by one, else by some."""
    for run in _runs(lines, most_gap=_MOST_EMPTY_LINES):
        gaps = {line.gap for line in run[1:]}
        if gaps == {2} or gaps == {1}:
            yield from read_flattened([Cell(line.text, line.start) for line in run])
            continue
        found = [table for part in _runs(run, most_gap=1) for table in read_flattened(_as_cells(part))]
        yield from found or read_flattened(_with_empty(run))


def _runs(lines: Sequence[_Line], most_gap: int) -> Iterator[list[_Line]]:
    """Lines that follow each other and may be cells."""
    run: list[_Line] = []
    for line in lines:
        words = len(line.text.split())
        is_cell = words <= _LONGEST_CELL_WORDS and (words < _SENTENCE_WORDS or not line.text.endswith(_SENTENCE_ENDS))
        if run and (line.gap > most_gap or not is_cell):
            yield run
            run = []
        if is_cell:
            run.append(line)
    if run:
        yield run


def _as_cells(run: Sequence[_Line]) -> list[Cell]:
    return [Cell(line.text, line.start) for line in run]


def _with_empty(run: Sequence[_Line]) -> list[Cell]:
    """The cells with empty lines as empty cells."""
    cells: list[Cell] = []
    for line in run:
        cells += [Cell("", line.start)] * (line.gap - 1 if cells else 0)
        cells.append(Cell(line.text, line.start))
    return cells
