"""Phần III, III: the short page of the gate – what was checked before publishing, what was let pass, and by whom."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from publish.content import GateNote, GateSuite, GateWaiver
from publish.report.document import Block, TableCell, TableRow
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import columns, count_cell, table, text_row, unless_empty
from publish.report.wording.voice import NOT_APPLICABLE

_THEMES_FILE = Path(__file__).with_name("gate_themes.csv")
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class _ThemeCount:
    """Checks of one theme: met, let pass, and those that had nothing to judge."""

    theme: str
    checks: int
    met: int
    unmet: int


def gate_page(context: SectionContext) -> tuple[Block, ...]:
    content = context.content
    return (
        context.heading("gate.heading"),
        *_checked(context),
        *_notes(context, content.gate_notes),
        *_waivers(context, content.gate_waivers),
        *_details(context),
    )


def _checked(context: SectionContext) -> Iterator[Block]:
    counts = _by_theme(context.content.gate_suites)
    if not counts:
        yield context.paragraph("gate.no_suites")
        return
    checks, met, unmet = (sum(numbers) for numbers in zip(*((c.checks, c.met, c.unmet) for c in counts), strict=True))
    key = "gate.summary" if unmet else "gate.summary_none_unmet"
    yield context.paragraph(key, checks=str(checks), met=str(met), unmet=str(unmet), rest=str(checks - met - unmet))
    heads = columns(context.say("gate.heads"), (5, 1.4, 1.2, 1.6, 1.8), "lrrrr")
    yield table(context.say("gate.caption"), heads, (_count_row(context, count) for count in counts))


def _count_row(context: SectionContext, count: _ThemeCount) -> TableRow:
    numbers = (count.checks, count.met, count.unmet, count.checks - count.met - count.unmet)
    return TableRow(
        (TableCell(context.say(f"gate.theme_{count.theme}")), *(count_cell(context, number) for number in numbers))
    )


def _by_theme(suites: tuple[GateSuite, ...]) -> list[_ThemeCount]:
    by_theme: dict[str, list[GateSuite]] = {theme: [] for theme in (*_themes().values(), _OTHER)}
    for suite in suites:
        by_theme[theme_of(suite.suite)].append(suite)
    return [
        _ThemeCount(
            theme,
            sum(suite.checks for suite in found),
            sum(suite.met for suite in found),
            sum(suite.unmet for suite in found),
        )
        for theme, found in by_theme.items()
        if found
    ]


def theme_of(suite: str) -> str:
    """What a suite is about, by how its name begins: the first row of `gate_themes.csv` that fits."""
    return next((theme for begin, theme in _themes().items() if suite.startswith(begin)), _OTHER)


@cache
def _themes() -> dict[str, str]:
    with _THEMES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["suite_begins"]: row["theme"] for row in csv.DictReader(file)}


def _notes(context: SectionContext, notes: tuple[GateNote, ...]) -> tuple[Block, ...]:
    heads = columns(context.say("gate.note_heads"), (6, 2, 1.4), "lcr")
    rows = (_note_row(context, note) for note in notes)
    return unless_empty(table(context.say("gate.note_caption"), heads, rows))


def _note_row(context: SectionContext, note: GateNote) -> TableRow:
    cases = note.unexpected_count
    count = TableCell(NOT_APPLICABLE) if cases is None else count_cell(context, cases)
    return TableRow((TableCell(note.detail_vi), TableCell(context.say(f"severity.{note.severity}")), count))


def _waivers(context: SectionContext, waivers: tuple[GateWaiver, ...]) -> tuple[Block, ...]:
    """Each with its reason, who let it pass, and until when."""
    if not waivers:
        return (context.paragraph("gate.no_waivers"),) if context.content.gate_suites else ()
    heads = columns(context.say("gate.waiver_heads"), (3, 2, 3.4, 2, 1.6), "lllll")
    rows = (
        text_row(
            f"{waiver.suite}.{waiver.expectation}",
            _where(context, waiver),
            waiver.reason,
            waiver.granted_by,
            context.say("gate.until", date=context.voice.date(waiver.expires_on)),
        )
        for waiver in waivers
    )
    return (table(context.say("gate.waiver_caption"), heads, rows),)


def _where(context: SectionContext, waiver: GateWaiver) -> str:
    parts = [waiver.area_code, context.voice.period(waiver.period_key) if waiver.period_key else None]
    return ", ".join(part for part in parts if part) or context.say("gate.everywhere")


def _details(context: SectionContext) -> tuple[Block, ...]:
    """Where every single check can be read: by the build and a command, for a place of today would not last."""
    if not context.content.gate_suites:
        return ()
    return (context.remark("gate.details", build=str(context.publication.build_id)),)
