"""The text of a PDF by line and table row, read in a process of its own: such a file can take any time and memory."""

import io
import json
import logging
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from publish.errors import UnreadableFileError
from publish.seal.tokens import Block, DocumentText, tokens_of

_LONGEST_SECONDS = 900
_MOST_MEMORY_BYTES = 3 * 1024**3
_LEAST_REPEATS = 2
_EDGE_LINES = 2
"""Lines at the top and the foot of a page that are told once where they stand on several."""


def read_pdf(content: bytes) -> DocumentText:
    """Lines and rows page by page; no blocks for a scan. `UnreadableFileError` where it cannot be read at all."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__], input=content, capture_output=True, check=True, timeout=_LONGEST_SECONDS
        )
        pages: list[list[list[str]]] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFileError(f"the PDF takes more than {_LONGEST_SECONDS} s to read: is it the report?") from error
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise UnreadableFileError("the PDF cannot be read: is it whole, and without a password?") from error
    return DocumentText(tuple(_blocks(pages)))


def _blocks(pages: list[list[list[str]]]) -> Iterator[Block]:
    """The rows of the pages in their order; behind them, once, what stands at the edge of several."""
    furniture = _furniture(pages)
    before: list[list[str]] = []
    for page, rows in enumerate(pages, start=1):
        told = [row for row in rows if row != [str(page)] and tuple(row) not in furniture]
        for number, cells in enumerate(told[_rows_that_go_on(before, told) :], start=1):
            yield _block(f"trang {page}, dòng {number}", cells)
        before = told
    for edge in furniture:
        yield _block("đầu hoặc chân trang", list(edge))


def _block(place: str, cells: list[str]) -> Block:
    tokens = [
        token
        for column, cell in enumerate(cells, start=1)
        for token in tokens_of(cell, column if len(cells) > 1 else None)
    ]
    return Block(place, " | ".join(cell for cell in cells if cell), tuple(tokens))


def _furniture(pages: list[list[list[str]]]) -> list[tuple[str, ...]]:
    """Lines at the top or foot of several pages."""
    edges = Counter(
        edge
        for rows in pages
        for edge in {tuple(row) for row in (*rows[:_EDGE_LINES], *rows[-_EDGE_LINES:]) if len(row) == 1}
    )
    return [edge for edge, count in edges.items() if count >= _LEAST_REPEATS]


def _rows_that_go_on(before: list[list[str]], rows: list[list[str]]) -> int:
    """How many rows at the top of a page repeat the head of the last table of the page before."""
    begin = next((place for place, row in enumerate(rows) if len(row) > 1), None)
    if begin is None or begin > _EDGE_LINES:
        return 0
    last = len(before)
    while last and len(before[last - 1]) > 1:
        last -= 1
    head = before[last:]
    repeated = 0
    while repeated < min(len(head), len(rows) - begin) and head[repeated] == rows[begin + repeated]:
        repeated += 1
    return begin + repeated if repeated else 0


def _pages(content: bytes) -> Iterator[list[list[str]]]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            yield [row for row in _rows(page) if any(row)]
            page.close()


def _rows(page: Any) -> Iterator[list[str]]:
    """The rows of tables and the lines between them, from top to bottom."""
    tables = page.find_tables()
    found: list[tuple[float, list[str]]] = []
    for table in tables:
        boxes = [row.bbox[1] for row in table.rows]
        rows = table.extract()
        found += [
            (top, [" ".join((cell or "").split()) for cell in row]) for top, row in zip(boxes, rows, strict=False)
        ]

    def is_outside(thing: Any) -> bool:
        middle_x, middle_y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(
            left <= middle_x <= right and top <= middle_y <= bottom for left, top, right, bottom in
            (table.bbox for table in tables)
        )  # fmt: skip

    for line in page.filter(is_outside).extract_text_lines(return_chars=False):
        found.append((line["top"], [line["text"].strip()]))
    found.sort(key=lambda one: one[0])
    yield from (row for _, row in found)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    logging.disable(logging.CRITICAL)
    sys.stdout.write(json.dumps(list(_pages(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    _main()
