"""Who sent a file and of which period it speaks: the hidden identity sheet, then the titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ingest.submissions.findings import Details, make_finding
from ingest.submissions.identity import Identity, read_identity
from ingest.submissions.layout import Table
from ingest.submissions.period import Period, parse_period
from ingest.submissions.reading import Finding
from ingest.submissions.reference import Area, Reference
from ingest.submissions.titles import names_another, stated_period, stated_reporter, title_lines
from ingest.submissions.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whose figures these are: an area's office, or a department (then `agency_code` where it is known)."""

    name: str
    level: str
    area_code: str | None
    province_code: str | None
    agency_code: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of itself; `period` is what it states, None where nothing does."""

    identity: Identity | None
    period: Period | None
    reporter: Reporter | None
    findings: tuple[Finding, ...]


def read_heading(
    workbook: Workbook,
    tables: Sequence[Table],
    reference: Reference,
    *,
    file_name: str,
    round_period: str | None,
    received_at: datetime | None,
) -> Heading:
    """The sender and the period of a file, and what contradicts itself about them or the round.

    `received_at` dates the place names where the file states no period of its own.
    """
    identity = read_identity(workbook)
    stated = _period(identity, tables)
    period = stated or (parse_period(round_period) if round_period else None)
    if period is None:
        return Heading(identity, None, None, ())
    day = _day_of(period, received_at)
    area = _reporter(identity, tables, reference, day)
    findings = (
        *_other_reporter(area, identity, tables, reference, day),
        *_wrong_period(period, round_period, reference),
    )
    reporter = Reporter(area.name, area.level, area.code, area.province_code) if area else None
    return Heading(identity, period, reporter, findings)


def _period(identity: Identity | None, tables: Sequence[Table]) -> Period | None:
    """What the file says of itself: the identity sheet first, then the titles."""
    if identity is not None:
        try:
            return parse_period(identity.period_key)
        except ValueError:
            pass
    for table in tables:
        if period := stated_period(title_lines(table.sheet, table), table):
            return period
    return None


def _reporter(identity: Identity | None, tables: Sequence[Table], reference: Reference, day: date) -> Area | None:
    if identity is not None and (area := reference.area(identity.area_code, day)) is not None:
        return area
    for table in tables:
        if area := stated_reporter(title_lines(table.sheet, table), reference, day):
            return area
    return None


def _other_reporter(
    reporter: Area | None, identity: Identity | None, tables: Sequence[Table], reference: Reference, day: date
) -> Iterator[Finding]:
    """Whose figures these are must be known: nobody named, or the hidden sheet and the title name two."""
    if reporter is None:
        yield make_finding(reference, "unknown_reporter", {})
    elif identity is not None:
        for table in tables:
            if other := names_another(title_lines(table.sheet, table), reference, reporter, day):
                yield make_finding(reference, "two_reporters", {"hidden": reporter.name, "printed": other.name})
                return


def _day_of(period: Period, received_at: datetime | None) -> date:
    """A day inside the period on which its areas lived: its last."""
    if received_at is not None and received_at.year == period.year:
        return received_at.date()
    return date(period.year, 6, 30) if period.half == 1 else date(period.year, 12, 31)


def _wrong_period(period: Period, round_period: str | None, reference: Reference) -> tuple[Finding, ...]:
    if round_period is None or period.key == round_period:
        return ()
    details: Details = {"period_file": period.key, "period_round": round_period}
    return (make_finding(reference, "wrong_period", details),)
