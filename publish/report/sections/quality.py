"""Phần III, II: the quality of the numbers – contradictions and what was noticed in accepted reports."""

from collections import Counter
from collections.abc import Iterator

from publish.content import Finding, RuleResult
from publish.report.document import Appendix, Block, DocumentTable, Paragraph, TableCell, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import columns, table, text_row
from publish.report.wording.voice import NOT_APPLICABLE


def quality(context: SectionContext) -> tuple[Block, ...]:
    return (context.heading("quality.heading"), _summary(context), *_contradictions(context))


def _summary(context: SectionContext) -> Paragraph:
    findings = len(accepted_findings(context))
    notes = len(context.content.gate_notes)
    if not notes and not findings and not context.content.rule_results:
        return context.paragraph("quality.clean")
    gate = context.say("quality.notes", count=str(notes)) if notes else context.say("quality.no_notes")
    reports = context.say("quality.findings", count=str(findings)) if findings else context.say("quality.no_findings")
    return context.paragraph("quality.summary", gate=gate, reports=reports)


def accepted_findings(context: SectionContext) -> list[Finding]:
    """What was noticed in reports that count; the faults of refused ones stand with their refusal."""
    content = context.content
    accepted = {one.name for one in (*content.reporters, *content.departments) if one.is_accepted}
    return [finding for finding in content.findings if finding.reporter in accepted]


def _contradictions(context: SectionContext) -> Iterator[Block]:
    """How many are open, explained and waived; those of the totals word for word."""
    results = context.content.rule_results
    if not results:
        return
    states = Counter(str(result.state) for result in results)
    said = [
        context.say(f"quality.state_{state}", count=str(states[state]))
        for state in ("open", "explained", "waived")
        if states[state]
    ]
    if len(states) == 1 and len(results) > 1:
        said = [context.say("quality.all", state=context.say(f"quality.is_{results[0].state}"))]
    yield context.paragraph("quality.contradictions", count=str(len(results)), said=", ".join(said))
    for result in results:
        if result.reporter is None:
            yield context.item(
                "quality.contradiction", sentence=_sentence(context, result), state=_state(context, result)
            )


def _sentence(context: SectionContext, result: RuleResult) -> str:
    return context.voice.pick(result.sentence_vi, result.sentence_en).rstrip(".")


def _state(context: SectionContext, result: RuleResult) -> str:
    """ "đã giải trình: …", with who did it."""
    state = context.say(f"quality.is_{result.state}")
    by = ", ".join(part for part in (result.state_by, result.state_reason) if part)
    return f"{state}: {by}" if by else state


def quality_appendix(context: SectionContext) -> tuple[Appendix, ...]:
    """The remarks one by one; no appendix where there are none."""
    tables = (*_rule_table(context), *_finding_table(context))
    return (appendix(context, "quality", tables, "landscape"),) if tables else ()


def _rule_table(context: SectionContext) -> Iterator[DocumentTable]:
    results = [result for result in context.content.rule_results if result.reporter is not None]
    if not results:
        return
    heads = columns(context.say("quality.rule_heads"), (2, 2.4, 5, 3, 2), "lllll")
    rows = (
        text_row(
            result.reporter or "",
            context.voice.pick(result.rule_name_vi, result.rule_name_en),
            context.voice.pick(result.sentence_vi, result.sentence_en),
            _state(context, result),
            ", ".join(result.addresses) or NOT_APPLICABLE,
        )
        for result in results
    )
    caption, sheet = context.say("quality.rule_caption"), context.say("quality.rule_sheet")
    yield table(caption, heads, rows, sheet_name=sheet)


def _finding_table(context: SectionContext) -> Iterator[DocumentTable]:
    findings = accepted_findings(context)
    if findings:
        heads = columns(context.say("quality.finding_heads"), (2, 1.6, 1.5, 1.2, 4.4, 2.6), "llrcll")
        rows = (_finding_row(context, finding) for finding in findings)
        yield table(context.say("quality.finding_caption"), heads, rows, sheet_name=context.say("quality.sheet"))


def _finding_row(context: SectionContext, finding: Finding) -> TableRow:
    return TableRow(
        (
            TableCell(finding.reporter),
            TableCell(" ".join(part for part in (finding.sheet, finding.cell) if part) or NOT_APPLICABLE),
            TableCell(finding.value_seen or NOT_APPLICABLE),
            TableCell(context.say(f"severity.{finding.severity}")),
            TableCell(finding.sentence_vi),
            TableCell(finding.explanation or NOT_APPLICABLE),
        )
    )
