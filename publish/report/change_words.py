"""A change between two editions in words: for the erratum's first page, for the approver, for the command line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from publish.content import ChangeReason, FigureChange, ReportContent
from publish.report.wording.voice import NOT_APPLICABLE, Voice
from publish.support_numbers import SUPPORT_FACTOR, support_key, support_name, support_source

MOST_REASONS = 4
"""In one table cell; all of them stand in the sentence of causes above the table."""
_EXPLAINED_ELSEWHERE = frozenset({"province", "earlier", "other_reading"})


def change_name(voice: Voice, change: FigureChange, content: ReportContent) -> str:
    """Which number: indicator, sector, whose, period and status."""
    name = _indicator_name(voice, change, content)
    if change.sector_code != "all":
        name = voice.say("changes.in_sector", indicator=name, sector=_sector_name(voice, change, content))
    if change.is_estimated:
        name = voice.say("changes.estimated", indicator=name)
    slots = {
        "indicator": name,
        "period": voice.period(change.period_key),
        "status": voice.say(f"value_status.{change.value_status}"),
    }
    return voice.say("changes.name_of", place=change.place, **slots) if change.place else voice.say(
        "changes.name", **slots
    )  # fmt: skip


def old_and_new(voice: Voice, change: FigureChange, unit_factor: Decimal) -> tuple[str, str]:
    """Both numbers as the table prints them, with their coverage where that is what differs."""
    sides = (
        (change.old_text, change.old_value, change.old_reporting, change.old_expected),
        (change.new_text, change.new_value, change.new_reporting, change.new_expected),
    )
    shown: list[str] = []
    for text, value, reporting, expected in sides:
        if text is None:
            shown.append(voice.say("changes.not_printed"))
            continue
        number = voice.cell(value, change.canonical_unit, unit_factor)
        coverage = voice.coverage(reporting, expected)
        is_told = change.kind == "coverage" and coverage != NOT_APPLICABLE
        shown.append(voice.say("changes.with_coverage", number=number, coverage=coverage) if is_told else number)
    return shown[0], shown[1]


def difference_text(voice: Voice, change: FigureChange, unit_factor: Decimal) -> str:
    """The difference with its sign, in the unit of the table."""
    if change.difference is None or change.difference == 0:
        return NOT_APPLICABLE
    text = voice.cell(change.difference, change.canonical_unit, unit_factor)
    return f"+{text}" if change.difference > 0 else text


def reason_text(voice: Voice, reason: ChangeReason) -> str:
    """One reason with the cell and what it said then and says now."""
    received = voice.moment(reason.received_at) if reason.received_at else voice.say("reason.unnamed_time")
    text = voice.say(f"reason.{reason.kind}", claimant=reason.claimant, received=received)
    if reason.old_printed == reason.new_printed or reason.kind not in {"corrected", "reread", "restated"}:
        return text
    slots = {
        "reason": text,
        "old": reason.old_printed or voice.say("reason.blank"),
        "new": reason.new_printed or voice.say("reason.blank"),
    }
    return voice.say("reason.at", cell=reason.cell, **slots) if reason.cell else voice.say("reason.in_place", **slots)


def reasons_text(voice: Voice, change: FigureChange) -> str:
    """The reasons of one change, the first few of them; the rest are counted."""
    if not change.reasons:
        return voice.say("changes.by_earlier") if change.part in _EXPLAINED_ELSEWHERE else NOT_APPLICABLE
    texts = [reason_text(voice, reason) for reason in change.reasons[:MOST_REASONS]]
    left = len(change.reasons) - MOST_REASONS
    return "; ".join([*texts, *([voice.say("changes.more_reasons", count=str(left))] if left > 0 else [])])


def causes(changes: Iterable[FigureChange]) -> tuple[ChangeReason, ...]:
    """What happened, each once: the reasons of all changes without their cells and numbers."""
    bare = (
        replace(reason, old_printed=None, new_printed=None, sheet=None, cell=None, file_name=None)
        for change in changes
        for reason in change.reasons
    )
    return tuple(dict.fromkeys(bare))


def change_lines(voice: Voice, changes: Sequence[FigureChange], content: ReportContent) -> tuple[str, ...]:
    """One line a change, with its reasons: "Tổng số HTX (…): 663 → 665 (+2): Quận 1 sửa báo cáo, ô F9: 16 → 18"."""
    factors = unit_factors(content)
    lines: list[str] = []
    for change in changes:
        factor = factors.get(change.indicator_key, Decimal(1))
        old, new = old_and_new(voice, change, factor)
        by = difference_text(voice, change, factor)
        line = voice.say(
            "changes.line",
            name=change_name(voice, change, content),
            old=old,
            new=new,
            difference="" if by == NOT_APPLICABLE else f" ({by})",
        )
        why = reasons_text(voice, change)
        lines.append(line if why == NOT_APPLICABLE else f"{line}: {why}")
    return tuple(lines)


def unit_factors(content: ReportContent) -> Mapping[str, Decimal]:
    """How many canonical units the unit of each indicator's row is."""
    of_rows = {row.indicator_key: row.unit_factor for row in content.rows if row.indicator_key}
    return of_rows | {support_key(total): SUPPORT_FACTOR for total in content.support_totals}


def _indicator_name(voice: Voice, change: FigureChange, content: ReportContent) -> str:
    if (policy := support_name(change.indicator_key, content, voice.language)) is not None:
        source = voice.say(f"support.source_{support_source(change.indicator_key)}")
        return voice.say("changes.of_source", policy=policy, source=source[:1].lower() + source[1:])
    if voice.language == "en":
        for indicator in content.indicators:
            if indicator.indicator_key == change.indicator_key:
                return indicator.name_en
    return change.indicator_name


def _sector_name(voice: Voice, change: FigureChange, content: ReportContent) -> str:
    for sector in content.sectors:
        if sector.sector_code == change.sector_code:
            return sector.name_en if voice.language == "en" else sector.name_vi
    return change.sector_code
