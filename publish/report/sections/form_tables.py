"""Appendix: the form itself (A-1), every row and column with the number of reporters behind it and its figure."""

from collections.abc import Iterator

from publish.content import FormRow
from publish.report.document import Appendix, Orientation, TableCell, TableColumn, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext
from publish.report.sections.movement import completeness_label
from publish.report.sections.places import is_of_country
from publish.report.sections.tables import figure_cell, figure_mark, partial_remarks, table
from publish.report.wording.voice import NOT_APPLICABLE

_PORTRAIT_COLUMNS = 2
_DETAIL_OUTLINES = frozenset({"-", "+", ""})


def form_appendix(context: SectionContext) -> Appendix:
    """The table of the form; landscape where its columns need the width."""
    orientation: Orientation = "portrait" if len(context.columns) <= _PORTRAIT_COLUMNS else "landscape"
    rows = tuple(_rows(context))
    of_country = (context.say("covered.cell_remark"),) if is_of_country(context) else ()
    listed = table(
        context.say("form.caption"),
        _columns(context),
        rows,
        sheet_name=context.say("form.sheet"),
        remarks=(*_half_year_remark(context), context.say("form.remark"), *of_country, *partial_remarks(context, rows)),
    )
    return appendix(context, "form", (listed,), orientation)


def _half_year_remark(context: SectionContext) -> tuple[str, ...]:
    """Its unit column says "a year" beside all columns; averages of six months are of the six months."""
    return (context.say("form.half_year"),) if "-" in context.content.main_column.period_key else ()


def _columns(context: SectionContext) -> tuple[TableColumn, ...]:
    first, label, unit, coverage, mark = context.say("form.heads").split("|")
    values = (
        TableColumn(context.voice.pick(column.label_vi, column.label_en), 1.4, "right") for column in context.columns
    )
    return (
        TableColumn(first, 0.6, "center"),
        TableColumn(label, 4.6),
        TableColumn(unit, 1.9, "center"),
        *values,
        TableColumn(coverage, 2.4, "center"),
        TableColumn(mark, 1.3, "center"),
    )


def _rows(context: SectionContext) -> Iterator[TableRow]:
    for row in context.content.rows:
        if row.indicator_key is None:
            yield TableRow((TableCell(_title(context, row)),), "title")
            continue
        yield _value_row(context, row, row.indicator_key)
        yield from _estimate_row(context, row.indicator_key)


def _title(context: SectionContext, row: FormRow) -> str:
    """ "I. HỢP TÁC XÃ"; a title without a number of its own stands for itself."""
    outline = row.outline.strip(" -+.")
    return f"{outline}. {row_label(context, row)}" if outline else row_label(context, row)


def row_label(context: SectionContext, row: FormRow) -> str:
    return context.voice.pick(row.label_vi, row.label_en)


def _value_row(context: SectionContext, row: FormRow, indicator_key: str) -> TableRow:
    main = context.figure(indicator_key)
    cells = (
        figure_cell(context, context.figure(indicator_key, column), is_marked=not column.is_main)
        for column in context.columns
    )
    return TableRow(
        (
            TableCell(row.outline.replace("-", "–")),
            TableCell(row_label(context, row)),
            TableCell(context.voice.unit(row.printed_unit)),
            *cells,
            TableCell(NOT_APPLICABLE if main is None else completeness_label(context, main, is_short=True)),
            TableCell(figure_mark(main)),
        ),
        "detail" if row.outline in _DETAIL_OUTLINES else "body",
    )


def _estimate_row(context: SectionContext, indicator_key: str) -> Iterator[TableRow]:
    """Where an officer switched estimates on: the same with the last stocks of who is missing, in a row of its own."""
    places = [(indicator_key, column.period_key, column.value_status) for column in context.columns]
    found = [context.estimates.get(place) for place in places]
    if all(figure is None or figure.value is None for figure in found):
        return
    main = context.content.main_column
    of_main = context.estimates.get((indicator_key, main.period_key, main.value_status))
    cells = (
        TableCell(NOT_APPLICABLE) if figure is None else figure_cell(context, figure, is_marked=False)
        for figure in found
    )
    yield TableRow(
        (
            TableCell(""),
            TableCell(context.say("form.estimate")),
            TableCell(""),
            *cells,
            TableCell(context.say("label.estimated")),
            TableCell(figure_mark(of_main)),
        ),
        "detail",
    )
