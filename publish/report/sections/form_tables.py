"""Appendix: the form itself (A-1), every row and column with the number of reporters behind it and its figure."""

from collections.abc import Iterator

from publish.content import FormRow
from publish.report.document import Appendix, DocumentTable, Orientation, TableCell, TableColumn, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import figure_cell, figure_mark
from publish.report.wording.voice import NOT_APPLICABLE

_PORTRAIT_COLUMNS = 2
_DETAIL_OUTLINES = frozenset({"-", "+", ""})


def form_appendix(context: SectionContext) -> Appendix:
    """The table of the form; landscape where its columns need the width."""
    orientation: Orientation = "portrait" if len(context.columns) <= _PORTRAIT_COLUMNS else "landscape"
    table = DocumentTable(
        caption=context.say("form.caption"),
        columns=_columns(context),
        rows=tuple(_rows(context)),
        remarks=(context.say("form.remark"),),
        sheet_name=context.say("form.sheet"),
    )
    return appendix(context, "form", (table,), orientation)


def _columns(context: SectionContext) -> tuple[TableColumn, ...]:
    first, label, unit, coverage, mark = context.say("form.heads").split("|")
    values = (
        TableColumn(context.voice.pick(column.label_vi, column.label_en), 1.6, "right") for column in context.columns
    )
    return (
        TableColumn(first, 0.6, "center"),
        TableColumn(label, 5),
        TableColumn(unit, 1.6, "center"),
        *values,
        TableColumn(coverage, 1, "center"),
        TableColumn(mark, 1.4, "center"),
    )


def _rows(context: SectionContext) -> Iterator[TableRow]:
    for row in context.content.rows:
        if row.indicator_key is None:
            yield TableRow((TableCell(f"{row.outline} {row_label(context, row)}".strip(" -+")),), "title")
        else:
            yield _value_row(context, row, row.indicator_key)


def row_label(context: SectionContext, row: FormRow) -> str:
    return context.voice.pick(row.label_vi, row.label_en)


def _value_row(context: SectionContext, row: FormRow, indicator_key: str) -> TableRow:
    main = context.figure(indicator_key)
    coverage = NOT_APPLICABLE
    if main is not None:
        coverage = context.voice.coverage(main.reporters_reporting, main.reporters_expected)
    cells = (figure_cell(context, context.figure(indicator_key, column), row.unit_factor) for column in context.columns)
    return TableRow(
        (
            TableCell(row.outline.replace("-", "–")),
            TableCell(row_label(context, row)),
            TableCell(row.printed_unit),
            *cells,
            TableCell(coverage),
            TableCell(figure_mark(main)),
        ),
        "detail" if row.outline in _DETAIL_OUTLINES else "body",
    )
