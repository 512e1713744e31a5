"""What departments and the press say, in tables of their own beside what was reported."""

from collections.abc import Iterator

from publish.content import DepartmentClaim, PressClaim
from publish.report.document import Block, TableCell, TableRow
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.tables import PARTIAL_MARK, columns, partial_remarks, table


def departments(context: SectionContext) -> Iterator[Block]:
    """Departments count what the areas count too: beside their totals, never added."""
    claims = [claim for claim in context.content.department_claims if claim.department_value is not None]
    if not claims:
        return
    heads = columns(context.say("reconciliation.department_heads"), (2.2, 3.4, 1.3, 1.4, 1.6, 2.2), "llcrrl")
    rows = [_department_row(context, claim) for claim in claims]
    caption = context.say("reconciliation.department_caption")
    sheet = context.say("reconciliation.department_sheet")
    yield table(caption, heads, rows, sheet_name=sheet, remarks=partial_remarks(context, rows))


def _department_row(context: SectionContext, claim: DepartmentClaim) -> TableRow:
    voice = context.voice
    measure = context.measure(claim.indicator_key, claim.canonical_unit)
    name = context.indicator_name(claim.indicator_key, context.name_vi(claim.indicator_key))
    column = uncapitalised(context.column_name(claim.period_key, claim.value_status))
    stated, total = claim.department_value, claim.territorial_value
    text = voice.cell(total, measure.canonical_unit, measure.factor)
    is_partial = total is not None and claim.reporters_reporting != claim.reporters_expected
    return TableRow(
        (
            TableCell(claim.department),
            TableCell(f"{context.in_sector(name, claim.sector_code)} ({column})"),
            TableCell(voice.unit(measure.unit)),
            TableCell(
                voice.cell(stated, measure.canonical_unit, measure.factor),
                value=None if stated is None else stated / measure.factor,
            ),
            TableCell(
                f"{text}{PARTIAL_MARK}" if is_partial else text,
                context.frozen(claim.territorial_figure_id),
                None if total is None else total / measure.factor,
            ),
            TableCell(context.say(f"reconciliation.department_{claim.verdict}")),
        )
    )


def press(context: SectionContext) -> Iterator[Block]:
    """What the press says that the table of sources does not hold already."""
    told = {one.evidence_id for one in context.content.reconciliations}
    claims = [claim for claim in context.content.press_claims if claim.claim_id not in told]
    if not claims:
        return
    heads = columns(context.say("reconciliation.press_heads"), (3.4, 1.4, 1.6, 1.6, 1.2, 2), "lcrrrl")
    rows = [_press_row(context, claim) for claim in claims]
    yield table(
        context.say("reconciliation.press_caption"),
        heads,
        rows,
        sheet_name=context.say("reconciliation.press_sheet"),
        remarks=(context.say("reconciliation.press_remark"),),
    )


def _press_row(context: SectionContext, claim: PressClaim) -> TableRow:
    voice = context.voice
    measure = context.measure(claim.indicator_key, claim.canonical_unit)
    stated = voice.bounds_in(claim.value_low, claim.value_high, claim.qualifier, measure, claim.evidence_text)
    name = context.indicator_name(claim.indicator_key, claim.indicator_name)
    column = uncapitalised(context.column_name(claim.period_key, claim.value_status))
    ours = claim.figure_value
    return TableRow(
        (
            TableCell(f"{context.in_sector(name, claim.sector_code)} ({column})"),
            TableCell(voice.unit(measure.unit)),
            TableCell(stated, value=None if claim.value is None else claim.value / measure.factor),
            TableCell(
                voice.cell(ours, measure.canonical_unit, measure.factor),
                context.frozen(claim.figure_id),
                None if ours is None else ours / measure.factor,
            ),
            TableCell(voice.percent(claim.difference_percent), value=claim.difference_percent),
            TableCell(claim.source_name),
        )
    )
