"""Who sent a file and of which period it speaks: the hidden identity sheet, then titles, columns and signatures.

A period is wrong for a round only when the file is sure of it: where the title says another period than the columns,
or only a year where the round is a half of it, the file is taken for the round that one of them names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ingest.submissions.findings import Details, Named, make_finding
from ingest.submissions.identity import Identity, read_identity
from ingest.submissions.layout import Table
from ingest.submissions.period import Period, parse_period
from ingest.submissions.period_lines import first_stated, half_without_year, period_as_of, period_in, year_of_letter
from ingest.submissions.places import Area
from ingest.submissions.reading import Finding
from ingest.submissions.reference import Reference
from ingest.submissions.reporters import DEPARTMENT, Evidence, Reporter, find_reporter, named_instead
from ingest.submissions.titles import first_paragraphs, foot_lines, head_lines, last_paragraphs, titles_first
from ingest.submissions.workbook import Workbook

__all__ = ["Heading", "Reporter", "read_heading"]


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of itself; `period` is the round's where the file states none, None without a round too."""

    identity: Identity | None
    period: Period | None
    reporter: Reporter | None
    findings: tuple[Finding, ...]
    day: date | None = None
    """On which its places are looked up; None where there is no period."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """The texts of a file that are no figures, as printed."""

    by_sheet: tuple[Sequence[str], ...]
    """Above the tables, sheet by sheet, those with tables first."""
    feet: tuple[str, ...]
    sheet_names: tuple[str, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line for lines in self.by_sheet for line in lines))


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

    `received_at` dates the place names where the file states no period of its own. A file that has arrived and names
    nobody is told to the officer (its figures count for nobody); one that is only checked is not at fault for it.
    """
    identity = read_identity(workbook)
    lines = _lines(workbook, tables)
    round_ = parse_period(round_period) if round_period else None
    printed = _printed_period(lines, tables, round_)
    said = _identity_period(identity)
    period = said or printed or round_ or first_stated([file_name.replace("_", " ")])
    if period is None:
        return Heading(identity, None, None, ())
    day = _day_of(period, received_at)
    known = reference.area(identity.area_code, day) if identity is not None and identity.area_code else None
    reporter = _of_area(known) if known else _of_agency(identity, reference, day)
    reporter = reporter or find_reporter(_evidence(lines, file_name), reference, day)
    findings = (
        *(_nobody(reference) if received_at is not None and (reporter is None or reporter.area_code is None) else ()),
        *(_other_reporter(known, lines, reference, day) if known else ()),
        *_wrong_period(period, round_, reference),
        *_other_period(said, lines, reference),
    )
    return Heading(identity, period, reporter, findings, day)


def _lines(workbook: Workbook, tables: Sequence[Table]) -> _Lines:
    header_rows: dict[str, list[int]] = {}
    for table in tables:
        header_rows.setdefault(table.sheet.name, []).append(table.header_row)
    sheets = sorted(workbook.visible_sheets(), key=lambda sheet: sheet.name not in header_rows)
    heads = [head_lines(sheet, header_rows.get(sheet.name, ())) for sheet in sheets]
    feet = [line for sheet in sheets for line in foot_lines(sheet)]
    return _Lines(
        by_sheet=(*heads, first_paragraphs(workbook)),
        feet=(*feet, *last_paragraphs(workbook)),
        sheet_names=tuple(sheet.name for sheet in sheets),
    )


def _evidence(lines: _Lines, file_name: str) -> Evidence:
    return Evidence(lines.heads, lines.feet, lines.sheet_names, file_name)


def _of_area(area: Area) -> Reporter:
    return Reporter(area.name, area.level, area.code, area.province_code)


def _of_agency(identity: Identity | None, reference: Reference, day: date) -> Reporter | None:
    """The department that the hidden sheet names, in the province that its code ends with ("stc-79")."""
    agency = reference.agencies.get(identity.agency_code) if identity is not None else None
    if agency is None:
        return None
    province = reference.area(agency.code.rpartition("-")[2], day)
    code = province.code if province is not None and province.level == "province" else None
    return Reporter(agency.name, DEPARTMENT, code, code, agency.code)


def _identity_period(identity: Identity | None) -> Period | None:
    if identity is None:
        return None
    try:
        return parse_period(identity.period_key)
    except ValueError:
        return None


def _printed_period(lines: _Lines, tables: Sequence[Table], round_: Period | None) -> Period | None:
    """What titles say, else columns, else sheet names; where they contradict each other, the one that is the round."""
    columns = _implied_periods(tables)
    by_titles = [period for sheet in lines.by_sheet if (period := first_stated(titles_first(sheet))) is not None]
    named = [period for name in lines.sheet_names if (period := period_in(name)) is not None]
    half = _half_of_other_year(lines, columns)
    stated = [*by_titles[:1], *half, *columns, *named, *_as_of(lines)]
    if not stated:
        return None
    return round_ if round_ in stated and _may_be(stated[0], round_) else stated[0]


def _may_be(first: Period, round_: Period | None) -> bool:
    """Whether a title that says another period leaves the round open: not where it names a half-year of that year."""
    return round_ is not None and (first.year != round_.year or first.half is None)


def _implied_periods(tables: Iterable[Table]) -> list[Period]:
    """What the column titles of the first table that names years imply: its half-year, else its estimate."""
    for table in tables:
        titles = list(table.titles.values())
        halves = [Period(title.year, 1) for title in titles if title.role == "half" and title.year is not None]
        years = [Period(title.year, None) for title in titles if title.role == "estimate" and title.year is not None]
        if found := [*halves[:1], *([] if halves else years[:1])]:
            return found
    return []


def _half_of_other_year(lines: _Lines, columns: Sequence[Period]) -> list[Period]:
    """ "6 THÁNG ĐẦU NĂM" without its year, which the columns or the date of the letter give."""
    half = next((half for line in lines.heads if (half := half_without_year(line)) is not None), None)
    years = [period.year for period in columns]
    years += [year for line in (*lines.heads, *lines.feet) if (year := year_of_letter(line)) is not None]
    return [Period(years[0], half)] if half is not None and years else []


def _as_of(lines: _Lines) -> list[Period]:
    return [period for line in lines.heads if (period := period_as_of(line)) is not None][:1]


def _nobody(reference: Reference) -> Iterator[Finding]:
    yield make_finding(reference, "unknown_reporter", {})


def _other_reporter(area: Area, lines: _Lines, reference: Reference, day: date) -> Iterator[Finding]:
    """The hidden sheet and the title may not name two."""
    for heads in lines.by_sheet:
        if other := named_instead(heads, reference, area, day):
            yield make_finding(reference, "two_reporters", {"hidden": area.name, "printed": other.name})
            return


def _other_period(said: Period | None, lines: _Lines, reference: Reference) -> Iterator[Finding]:
    """The hidden sheet and the title may not name two periods."""
    titles = (first_stated(titles_first(sheet)) for sheet in lines.by_sheet[:1])
    printed = next((period for period in titles if period is not None), None)
    if said is not None and printed is not None and printed != said:
        yield make_finding(reference, "two_periods", {"hidden": _named(said), "printed": _named(printed)})


def _day_of(period: Period, received_at: datetime | None) -> date:
    """A day inside the period on which its areas lived: its last."""
    if received_at is not None and received_at.year == period.year:
        return received_at.date()
    return date(period.year, 6, 30) if period.half == 1 else date(period.year, 12, 31)


def _named(period: Period) -> Named:
    return Named(period.title_vi, period.key)


def _wrong_period(period: Period, round_: Period | None, reference: Reference) -> Iterator[Finding]:
    if round_ is not None and period != round_:
        details: Details = {"period_file": _named(period), "period_round": _named(round_)}
        yield make_finding(reference, "wrong_period", details)
