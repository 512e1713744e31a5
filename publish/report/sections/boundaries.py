"""After a boundary change: the figures as reported then, and the same in the boundaries of today, side by side."""

from publish.content import OtherReading
from publish.report.document import Block, TableCell, TableRow
from publish.report.sections.context import SectionContext
from publish.report.sections.movement import completeness_label
from publish.report.sections.tables import columns, figure_cell, table


def boundaries(context: SectionContext) -> tuple[Block, ...]:
    """Nothing where both readings are the same."""
    readings = context.content.other_readings
    if not readings:
        return ()
    names = list(dict.fromkeys(reading.today.area_name for reading in readings))
    heads = columns(context.say("boundaries.heads"), (4, 1.4, 1.6, 1.8, 1.6, 1.8, 2), "lcrcrcl")
    rows = [row for reading in readings for row in _row(context, reading)]
    return (
        context.heading("boundaries.heading"),
        context.paragraph("boundaries.lead", areas=context.voice.names(names)),
        table(context.say("boundaries.caption"), heads, rows, sheet_name=context.say("boundaries.sheet")),
    )


def _row(context: SectionContext, reading: OtherReading) -> tuple[TableRow, ...]:
    then = next((one for one in context.content.figures if one.figure_id == reading.figure_id), None)
    if then is None:
        return ()
    today = reading.today
    measure = context.measure(then.indicator_key, then.canonical_unit)
    name = context.indicator_name(then.indicator_key, then.indicator_name)
    cells = (
        TableCell(f"{name} ({context.column_name(then.period_key, then.value_status).lower()})"),
        TableCell(context.voice.unit(measure.unit)),
        figure_cell(context, then, is_marked=False),
        TableCell(completeness_label(context, then, is_short=True)),
        figure_cell(context, today, is_marked=False),
        TableCell(completeness_label(context, today, is_short=True)),
        TableCell(today.area_name),
    )
    return (TableRow(cells),)
