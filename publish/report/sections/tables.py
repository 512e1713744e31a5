"""Cells and tables as sections make them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from publish.content import Figure
from publish.report.document import Alignment, Block, DocumentTable, Run, TableCell, TableColumn, TableRow
from publish.report.sections.context import SectionContext
from publish.report.wording.voice import NOT_APPLICABLE

MARK_LENGTH = 8


def columns(heads: str, shares: Sequence[float], alignments: str) -> tuple[TableColumn, ...]:
    """Columns from heads parted by "|", their shares of the width, and "l", "r" or "c" for each."""
    names: dict[str, Alignment] = {"l": "left", "r": "right", "c": "center"}
    return tuple(
        TableColumn(head, share, names[letter])
        for head, share, letter in zip(heads.split("|"), shares, alignments, strict=True)
    )


def text_row(*texts: str) -> TableRow:
    return TableRow(tuple(TableCell(text) for text in texts))


def count_cell(context: SectionContext, count: int | None) -> TableCell:
    """A plain count, which no figure stands behind."""
    return TableCell(NOT_APPLICABLE) if count is None else TableCell(str(count), value=Decimal(count))


def figure_cell(context: SectionContext, figure: Figure | None, unit_factor: Decimal) -> TableCell:
    """The figure in the unit of its row."""
    if figure is None or figure.value is None:
        return TableCell(context.say("missing"), figure_id=figure.figure_id if figure else None)
    text = context.voice.cell(figure.value, figure.canonical_unit, unit_factor)
    return TableCell(text, figure_id=figure.figure_id, value=figure.value / unit_factor)


def figure_mark(figure: Figure | None) -> str:
    """The short id beside a number; an appendix gives it whole."""
    return NOT_APPLICABLE if figure is None else str(figure.figure_id)[:MARK_LENGTH]


def quantity_run(context: SectionContext, figure: Figure) -> Run:
    """The figure in a sentence, with its unit."""
    return Run(context.voice.quantity(figure.value, figure.canonical_unit), figure.figure_id)


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
