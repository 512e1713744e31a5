"""What an erratum corrects, on its first page: which paper, why, and every number as sent and as it is now."""

from decimal import Decimal

from publish.content import Correction, FigureChange
from publish.report.change_words import (
    causes,
    change_name,
    difference_text,
    old_and_new,
    reason_text,
    reasons_text,
    unit_factors,
)
from publish.report.document import Block, Paragraph, TableCell, TableRow
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import columns, table


def changes(context: SectionContext) -> tuple[Block, ...]:
    """Nothing in a first edition; else paragraphs and the table of all changes."""
    correction = context.content.correction
    if correction is None:
        return ()
    heading = context.heading("changes.heading")
    if not correction.changes:
        return (heading, _what_it_corrects(context, correction), context.paragraph("changes.none"))
    return (heading, _what_it_corrects(context, correction), *_why(context, correction), _table(context, correction))


def _what_it_corrects(context: SectionContext, correction: Correction) -> Paragraph:
    slots = {"edition": str(correction.edition), "frozen": context.voice.moment(correction.frozen_at)}
    if correction.issued_number is None:
        return context.paragraph("changes.of_edition", **slots)
    date = context.voice.date(correction.issued_on)
    return context.paragraph("changes.of_issued", number=correction.issued_number, date=date, **slots)


def _why(context: SectionContext, correction: Correction) -> tuple[Paragraph, ...]:
    found = [reason_text(context.voice, cause) for cause in causes(correction.changes)]
    count = context.paragraph("changes.count", count=str(len(correction.changes)))
    return (context.paragraph("changes.causes", causes="; ".join(found)), count) if found else (count,)


def _table(context: SectionContext, correction: Correction) -> Block:
    heads = columns(context.say("changes.heads"), (3.2, 1, 1.2, 1.2, 1.1, 3.4), "lcrrrl")
    factors = unit_factors(context.content)
    rows = (_row(context, change, factors.get(change.indicator_key, Decimal(1))) for change in correction.changes)
    return table(context.say("changes.caption"), heads, rows, sheet_name=context.say("changes.sheet"))


def _row(context: SectionContext, change: FigureChange, unit_factor: Decimal) -> TableRow:
    old, new = old_and_new(context.voice, change, unit_factor)
    return TableRow((
        TableCell(change_name(context.voice, change, context.content)),
        TableCell(context.voice.unit(change.printed_unit)),
        TableCell(old, value=None if change.old_value is None else change.old_value / unit_factor),
        TableCell(
            new,
            figure_id=change.new_figure_id if change.kind != "coverage" else None,
            value=None if change.new_value is None else change.new_value / unit_factor,
        ),
        TableCell(
            difference_text(context.voice, change, unit_factor),
            value=None if change.difference is None else change.difference / unit_factor,
        ),
        TableCell(reasons_text(context.voice, change)),
    ))  # fmt: skip
