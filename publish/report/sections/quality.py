"""The quality of the numbers: what the gate noticed and let pass, and what was noticed in accepted reports."""

from decimal import Decimal

from publish.content import Finding, GateNote
from publish.report.document import Block, TableRow
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import columns, table, text_row, unless_empty
from publish.report.wording.voice import NOT_APPLICABLE


def quality(context: SectionContext) -> tuple[Block, ...]:
    return (context.heading("quality.heading"), _summary(context), *_gate_notes(context), *_findings(context))


def _summary(context: SectionContext) -> Block:
    notes, findings = len(context.content.gate_notes), len(_accepted_findings(context))
    if not notes and not findings:
        return context.paragraph("quality.clean")
    gate = context.say("quality.notes", count=str(notes)) if notes else context.say("quality.no_notes")
    reports = context.say("quality.findings", count=str(findings)) if findings else context.say("quality.no_findings")
    return context.paragraph("quality.summary", gate=gate, reports=reports)


def _accepted_findings(context: SectionContext) -> list[Finding]:
    accepted = {reporter.name for reporter in context.content.reporters if reporter.is_accepted}
    return [finding for finding in context.content.findings if finding.reporter in accepted]


def _gate_notes(context: SectionContext) -> tuple[Block, ...]:
    heads = columns(context.say("quality.gate_heads"), (6, 2, 1.4), "lcr")
    rows = (_note_row(context, note) for note in context.content.gate_notes)
    return unless_empty(table(context.say("quality.gate_caption"), heads, rows))


def _note_row(context: SectionContext, note: GateNote) -> TableRow:
    count = NOT_APPLICABLE if note.unexpected_count is None else context.voice.number(Decimal(note.unexpected_count))
    return text_row(note.detail_vi, context.say(f"severity.{note.severity}"), count)


def _findings(context: SectionContext) -> tuple[Block, ...]:
    heads = columns(context.say("quality.finding_heads"), (2, 1.8, 1.5, 1.2, 4), "llrcl")
    rows = (
        text_row(
            finding.reporter,
            " ".join(part for part in (finding.sheet, finding.cell) if part) or NOT_APPLICABLE,
            finding.value_seen or NOT_APPLICABLE,
            context.say(f"severity.{finding.severity}"),
            finding.sentence_vi,
        )
        for finding in _accepted_findings(context)
    )
    sheet = context.say("quality.sheet")
    return unless_empty(table(context.say("quality.finding_caption"), heads, rows, sheet_name=sheet))
