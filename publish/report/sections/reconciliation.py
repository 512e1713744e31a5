"""The figures beside what other sources say: they are compared, never replaced."""

from publish.content import PressClaim
from publish.report.document import Block, TableCell, TableRow
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import columns, table


def reconciliation(context: SectionContext) -> tuple[Block, ...]:
    heading = context.heading("reconciliation.heading")
    claims = context.content.press_claims
    if not claims:
        return (heading, context.paragraph("reconciliation.no_press"))
    heads = columns(context.say("reconciliation.press_heads"), (3, 2.2, 1.8, 1.8, 1.2, 1.8), "llrrrl")
    rows = (_press_row(context, claim) for claim in claims)
    caption, sheet = context.say("reconciliation.press_caption"), context.say("reconciliation.press_sheet")
    return (
        heading,
        table(caption, heads, rows, sheet_name=sheet),
        context.remark("reconciliation.press_remark"),
    )


def _press_row(context: SectionContext, claim: PressClaim) -> TableRow:
    voice = context.voice
    stated = voice.bounds(claim.value_low, claim.value_high, claim.qualifier, claim.canonical_unit, claim.evidence_text)
    return TableRow(
        (
            TableCell(context.indicator_name(claim.indicator_key, claim.indicator_name)),
            TableCell(f"{voice.period(claim.period_key)}, {context.say(f'value_status.{claim.value_status}')}"),
            TableCell(stated),
            TableCell(voice.quantity(claim.figure_value, claim.canonical_unit), claim.figure_id, claim.figure_value),
            TableCell(voice.percent(claim.difference_percent), value=claim.difference_percent),
            TableCell(claim.source_name),
        )
    )
