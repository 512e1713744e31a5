"""Tables of a page: those with numbers get a label in every cell's row and column, those for layout become text.

Trafilatura writes a table as lines of cells, ``| Tổng số HTX | 950 | 975 |``. Cells that span rows or columns
are repeated, so that each number stands under its header and beside its label; a page that is built inside a table
becomes paragraphs again, else its article would look like one.
"""

from collections import deque

from lxml.html import HtmlElement  # type: ignore[import-untyped]

_PARTS = ("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th")
_SHORT_SYLLABLES = 60
"""What is longer is a text of its own."""
_WIDEST_SPAN = 20
_MOST_CELLS = 2_000
"""Beyond these a page is broken, or means harm."""


def mend_tables(tree: HtmlElement) -> None:
    """Give the tables of a page a regular form, in place; inner ones first."""
    for table in reversed(list(tree.iter("table"))):
        rows = _rows(table)
        if _is_picture(table, rows):
            table.drop_tree()
        elif _is_layout(table, rows):
            _unwrap(table)
        elif table.find(".//*[@rowspan]") is not None or table.find(".//*[@colspan]") is not None:
            _fill_spans(rows)


def short_text(element: HtmlElement) -> str | None:
    """The text of an element with single spaces; ``None`` where it is longer than a caption or a notice."""
    syllables = element.text_content().split()
    return " ".join(syllables) if len(syllables) < _SHORT_SYLLABLES else None


def _rows(table: HtmlElement) -> list[list[HtmlElement]]:
    """The cells of a table's own rows."""
    own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    return [[cell for cell in row if cell.tag in ("td", "th")] for row in own]


def _is_picture(table: HtmlElement, rows: list[list[HtmlElement]]) -> bool:
    """A picture over its caption, as editors of many papers put it."""
    has_picture = table.find(".//img") is not None or table.find(".//amp-img") is not None
    return has_picture and _is_one_column(rows) and short_text(table) is not None


def _is_layout(table: HtmlElement, rows: list[list[HtmlElement]]) -> bool:
    """A table that holds a page, or one box of it, and no columns of values."""
    if _is_one_column(rows) or table.find(".//h1") is not None or table.find(".//table") is not None:
        return True
    return any(len(cell.findall(".//p")) > 1 and short_text(cell) is None for cells in rows for cell in cells)


def _is_one_column(rows: list[list[HtmlElement]]) -> bool:
    return all(sum(bool(cell.text_content().strip()) for cell in cells) <= 1 for cells in rows)


def _unwrap(table: HtmlElement) -> None:
    for part in list(table.iter(*_PARTS)):
        part.tag = "div"


def _fill_spans(rows: list[list[HtmlElement]]) -> None:
    """Repeat what spans several rows or columns in each of them; a number that does stays once."""
    if sum(map(len, rows)) > _MOST_CELLS:
        return
    from_above: dict[int, tuple[int, HtmlElement]] = {}
    """By column: the cell of an earlier row that reaches down, and through how many rows yet."""
    for cells in filter(None, rows):
        reaching = {column: (left - 1, cell) for column, (left, cell) in from_above.items() if left > 1}
        line: list[HtmlElement] = []
        waiting = deque(cells)
        while waiting or len(line) in from_above:
            if len(line) in from_above:
                line.append(_repeated(from_above[len(line)][1]))
                continue
            cell = waiting.popleft()
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            if height > 1:
                reaching |= dict.fromkeys(range(len(line), len(line) + width), (height - 1, cell))
            line += [cell, *(_repeated(cell) for _ in range(width - 1))]
        cells[0].getparent()[:] = line
        from_above = reaching


def _span(cell: HtmlElement, name: str) -> int:
    written = cell.attrib.pop(name, "1").strip()
    return min(max(int(written), 1), _WIDEST_SPAN) if written.isdecimal() else 1


def _repeated(cell: HtmlElement) -> HtmlElement:
    """A cell that says what another says, or nothing where that is a number."""
    text = " ".join(cell.text_content().split())
    copy: HtmlElement = cell.makeelement(cell.tag)
    copy.text = "" if text[:1].isdigit() else text
    return copy
