"""Cells and tables as sections make them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from publish.content import Figure, RelatedFigure
from publish.report.document import Alignment, Block, DocumentTable, TableCell, TableColumn, TableRow
from publish.report.sections.context import SectionContext
from publish.report.wording.voice import NOT_APPLICABLE

MARK_LENGTH = 8
PARTIAL_MARK = "*"


def columns(heads: str, shares: Sequence[float], alignments: str) -> tuple[TableColumn, ...]:
    """Columns from heads parted by "|", their shares of the width, and "l", "r" or "c" for each."""
    names: dict[str, Alignment] = {"l": "left", "r": "right", "c": "center"}
    return tuple(
        TableColumn(head, share, names[letter])
        for head, share, letter in zip(heads.split("|"), shares, alignments, strict=True)
    )


def text_row(*texts: str) -> TableRow:
    return TableRow(tuple(TableCell(text) for text in texts))


def count_cell(context: SectionContext, count: int) -> TableCell:
    """A plain count, which no figure stands behind."""
    return TableCell(context.voice.number(Decimal(count)), value=Decimal(count))


def figure_cell(context: SectionContext, figure: Figure | RelatedFigure | None, *, is_marked: bool = True) -> TableCell:
    """The figure in the unit of its row; with an asterisk where reporters are missing from it, unless told beside."""
    if figure is None or figure.value is None:
        return TableCell(context.say("missing"), figure_id=figure.figure_id if figure else None)
    measure = context.measure(figure.indicator_key, figure.canonical_unit)
    text = context.voice.cell(figure.value, figure.canonical_unit, measure.factor)
    mark = PARTIAL_MARK if is_marked and not figure.is_whole else ""
    return TableCell(f"{text}{mark}", figure_id=figure.figure_id, value=figure.value / measure.factor)


def partial_remarks(context: SectionContext, rows: Sequence[TableRow]) -> tuple[str, ...]:
    """What the asterisk means, where a cell has one."""
    has_mark = any(cell.text.endswith(PARTIAL_MARK) and cell.figure_id for row in rows for cell in row.cells)
    return (context.say("table.partial_remark"),) if has_mark else ()


def figure_mark(figure: Figure | None) -> str:
    """The short id beside a number; an appendix gives it whole."""
    return NOT_APPLICABLE if figure is None else str(figure.figure_id)[:MARK_LENGTH]


def unless_empty(table: DocumentTable) -> tuple[Block, ...]:
    """A table without rows is left out: the sentence before it says that there is nothing."""
    return (table,) if table.rows else ()


def table(
    caption: str,
    heads: tuple[TableColumn, ...],
    rows: Iterable[TableRow],
    sheet_name: str | None = None,
    remarks: tuple[str, ...] = (),
) -> DocumentTable:
    return DocumentTable(caption, heads, tuple(rows), remarks, sheet_name)
