"""Appendix: every figure with its whole id, so that each number of the report can be traced."""

from collections.abc import Iterator
from decimal import Decimal

from publish.content import Figure
from publish.report.document import Appendix, Paragraph, TableCell, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext, capitalised
from publish.report.sections.tables import columns, figure_cell, table


def sources_appendix(context: SectionContext) -> Appendix:
    remark = context.runs("sources.remark", hash=context.publication.input_hash)
    heads = columns(context.say("sources.heads"), (2.6, 1.5, 2.4, 1, 4), "lrccc")
    listed = table(context.say("sources.caption"), heads, _rows(context), sheet_name=context.say("sources.sheet"))
    return appendix(context, "sources", (Paragraph(remark), listed))


def _rows(context: SectionContext) -> Iterator[TableRow]:
    """Every figure with a value, and those of the main column that lack one, by indicator."""
    units = {row.indicator_key: (row.printed_unit, row.unit_factor) for row in context.content.rows}
    before = ""
    for figure in _listed(context):
        unit, factor = units.get(figure.indicator_key, (context.voice.unit(figure.canonical_unit), Decimal(1)))
        if figure.indicator_key != before:
            before = figure.indicator_key
            name = context.indicator_name(figure.indicator_key, figure.indicator_name)
            yield TableRow((TableCell(f"{name} ({unit})"),), "title")
        yield _row(context, figure, factor)


def _listed(context: SectionContext) -> list[Figure]:
    main = context.content.main_column
    here = (main.period_key, main.value_status)
    return [
        figure
        for figure in context.content.figures
        if figure.value is not None or (figure.period_key, figure.value_status) == here
    ]


def _row(context: SectionContext, figure: Figure, factor: Decimal) -> TableRow:
    voice = context.voice
    place = f"{capitalised(context.say(f'value_status.{figure.value_status}'))} {voice.period(figure.period_key)}"
    coverage = voice.coverage(figure.reporters_reporting, figure.reporters_expected)
    claims = len(figure.claims)
    return TableRow(
        (
            TableCell(place),
            figure_cell(context, figure, is_marked=False),
            TableCell(f"{coverage} ({context.say(f'completeness.{figure.completeness}')})"),
            TableCell(voice.number(Decimal(claims)), value=Decimal(claims)),
            TableCell(str(figure.figure_id)),
        )
    )
