"""Reading and judging one file: bytes in, a reading out; nothing is loaded and no clock is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ingest.raw.ids import content_sha256
from ingest.submissions.extraction import duplicates, extract_table
from ingest.submissions.facts import facts_of
from ingest.submissions.findings import Details, Named, make_finding
from ingest.submissions.grids import is_html, is_word, read_html, read_word
from ingest.submissions.identity import Identity, read_identity
from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY, row_labels, sector_labels
from ingest.submissions.layout import Table, find_tables
from ingest.submissions.narrative import read_narrative
from ingest.submissions.nil_return import fill_nil_return, has_nil_tick
from ingest.submissions.outcome import outcome_of
from ingest.submissions.period import Period, parse_period
from ingest.submissions.previous import History
from ingest.submissions.reading import Finding, NarrativeText, Part, SubmissionReading, ValueCell
from ingest.submissions.reference import Area, Reference
from ingest.submissions.register.reading import Registers, read_registers
from ingest.submissions.rules.engine import judge
from ingest.submissions.support import Support, read_support
from ingest.submissions.titles import names_another, stated_period, stated_reporter, title_lines
from ingest.submissions.workbook import (
    UnreadableWorkbookError,
    UnsafeWorkbookError,
    Workbook,
    read_workbook,
    refuse_bomb,
)

_FEWEST_ROWS_OF_A_FORM = 3
"""A file with fewer recognised rows is not a form of ours."""

_MACRO_SUFFIXES = (".xlsm", ".xltm")

_CAUSES = {
    "empty": Named("tệp rỗng", "it is empty"),
    "password": Named("tệp đặt mật khẩu", "it is protected by a password"),
    "damaged": Named("tệp hỏng, bị cắt cụt hoặc không phải bảng tính", "it is damaged, cut short or no spreadsheet"),
    "scattered": Named(
        "ô {cell} của trang “{sheet}” có nội dung, cách bảng quá xa; hãy xóa ô đó",
        "cell {cell} of the sheet “{sheet}” has content, too far from the table; empty that cell",
    ),
}


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the visible sheets of a workbook hold."""

    tables: tuple[list[ValueCell], ...]
    findings: tuple[Finding, ...]
    has_nil_tick: bool

    @property
    def values(self) -> list[ValueCell]:
        return [cell for values in self.tables for cell in values]


def check_submission(
    content: bytes,
    *,
    file_name: str,
    round_period: str | None,
    reference: Reference,
    received_at: datetime | None = None,
    history: History | None = None,
) -> SubmissionReading:
    """Read a file and judge it for a round; without `round_period` it is judged for its own period.

    Never raises for what a submitter sends: a file that cannot be read is a reading with a finding.
    `received_at` dates the place names where the file states no period of its own.
    """
    sha256 = content_sha256(content)
    try:
        workbook = _read(content)
    except UnsafeWorkbookError:
        return _refused(file_name, sha256, round_period, reference, "unpacks_out_of_proportion", {})
    except UnreadableWorkbookError as error:
        cause = _CAUSES[error.reason]
        place = {"sheet": error.sheet or "?", "cell": error.cell or "?"}
        details: Details = {"cause_vi": cause.vi.format_map(place), "cause_en": cause.en.format_map(place)}
        return _refused(file_name, sha256, round_period, reference, "unreadable_file", details, error.sheet, error.cell)
    told = _contradiction(content, file_name, reference)
    return _check_workbook(workbook, file_name, sha256, round_period, reference, received_at, history, told)


def _read(content: bytes) -> Workbook:
    """What the bytes are decides how they are read, not what the file is called."""
    if is_html(content):
        return read_html(content)
    if is_word(content):
        refuse_bomb(content)
        return read_word(content)
    return read_workbook(content)


def _contradiction(content: bytes, file_name: str, reference: Reference) -> tuple[Finding, ...]:
    """A page under an Excel name is read, and told: the spreadsheet program warns of it too."""
    if is_html(content) and not file_name.lower().endswith((".html", ".htm")):
        return (make_finding(reference, "content_contradicts_name", {"file_name": file_name}),)
    if file_name.lower().endswith(_MACRO_SUFFIXES):
        return (make_finding(reference, "macro_enabled", {"file_name": file_name}),)
    return ()


def _check_workbook(
    workbook: Workbook,
    file_name: str,
    sha256: str,
    round_period: str | None,
    reference: Reference,
    received_at: datetime | None,
    history: History | None,
    told: tuple[Finding, ...],
) -> SubmissionReading:
    identity = read_identity(workbook)
    registers = read_registers(workbook, reference)
    tables = [table for sheet in workbook.visible_sheets() for table in find_tables(sheet)]
    stated = _period(identity, tables)
    period = stated or (parse_period(round_period) if round_period else None)
    if period is None or not (tables or registers.rows):
        return _refused(file_name, sha256, round_period, reference, "unknown_form", {})
    taken = _take(tables, period, reference)
    if len(_rows_of(taken.values)) < _FEWEST_ROWS_OF_A_FORM and not registers.rows:
        return _refused(file_name, sha256, round_period, reference, "unknown_form", {})
    reporter = _reporter(identity, tables, reference, _day_of(period, received_at))
    by_table = list(taken.tables)
    if taken.has_nil_tick:
        by_table = [fill_nil_return(values, period.main_column, reference) for values in by_table]
    support = read_support(workbook, period, reference)
    narrative = read_narrative(workbook)
    values = [*(cell for table_values in by_table for cell in table_values), *support.values]
    previous = history.previous(reporter.code, None, period) if history is not None and reporter is not None else None
    facts = facts_of(
        by_table, period, reference, has_nil_tick=taken.has_nil_tick, register=registers.rows, previous=previous
    )
    verdict = judge(facts)
    findings = (
        *told,
        *_other_reporter(reporter, identity, tables, reference, _day_of(period, received_at)),
        *_wrong_period(period, round_period, reference),
        *taken.findings,
        *duplicates(taken.tables, facts),
        *registers.findings,
        *support.findings,
        *verdict.findings,
    )
    form = _form_of(identity, values, reference)
    return SubmissionReading(
        file_name=file_name,
        file_sha256=sha256,
        round_period=round_period,
        form_code=form[0] if form else None,
        form_version=form[1] if form else None,
        reporter_name=reporter.name if reporter else None,
        area_code=reporter.code if reporter else None,
        period=period.key,
        is_nil_return=facts.number("HTX", "coop_total", period.main_column) == 0,
        outcome=outcome_of((finding.rule_code, finding.severity) for finding in findings),
        values=tuple(values),
        findings=findings,
        incidents=verdict.incidents,
        level=reporter.level if reporter else None,
        province_code=reporter.province_code if reporter else None,
        parts=_parts(values, registers, support, narrative),
        cooperatives=registers.rows,
        support=support.cells,
        narrative=narrative,
        compared_with=previous.reading_id if previous else None,
    )


def _parts(
    values: Iterable[ValueCell], registers: Registers, support: Support, narrative: tuple[NarrativeText, ...]
) -> tuple[Part, ...]:
    """Which parts of a submission the file holds."""
    at = [cell.coordinate for cell in values]
    found: dict[Part, bool] = {
        "A-1": any(one.indicator_code not in COUNTED_BY.values() for one in at),
        "A-2": any(one.sector_code != ALL_SECTORS for one in at),
        "A-3": bool(support.cells),
        "register": bool(registers.rows),
        "narrative": bool(narrative),
    }
    return tuple(part for part, is_there in found.items() if is_there)


def _take(tables: Iterable[Table], period: Period, reference: Reference) -> _Taken:
    labels, sectors = row_labels(reference), sector_labels(reference)
    values: list[list[ValueCell]] = []
    findings: list[Finding] = []
    is_ticked = False
    for table in tables:
        extraction = extract_table(table, period, labels, sectors, reference)
        values.append(extraction.values)
        findings.extend(extraction.findings)
        is_ticked = is_ticked or has_nil_tick(table.sheet, table)
    return _Taken(tuple(values), tuple(findings), is_ticked)


def _period(identity: Identity | None, tables: Iterable[Table]) -> Period | None:
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


def _reporter(identity: Identity | None, tables: Iterable[Table], reference: Reference, day: date) -> Area | None:
    if identity is not None and (area := reference.area(identity.area_code, day)) is not None:
        return area
    for table in tables:
        if area := stated_reporter(title_lines(table.sheet, table), reference, day):
            return area
    return None


def _other_reporter(
    reporter: Area | None, identity: Identity | None, tables: Iterable[Table], reference: Reference, day: date
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


def _rows_of(values: Iterable[ValueCell]) -> set[tuple[str, str, str]]:
    """The rows that were recognised, as (entity, indicator code, sector code)."""
    return {(at.entity, at.indicator_code, at.sector_code) for at in (cell.coordinate for cell in values)}


def _form_of(identity: Identity | None, values: Iterable[ValueCell], reference: Reference) -> tuple[str, str] | None:
    """The form and version: as the identity sheet says, or the form that most of the rows belong to."""
    if identity is not None and identity.form_code in reference.forms:
        return identity.form_code, identity.form_version
    rows = _rows_of(values)
    shared = {
        form: len(rows & {(row.entity, row.indicator_code, row.sector_code) for row in form.indicator_rows()})
        for form in reference.forms.values()
    }
    best = max(shared, key=lambda form: shared[form], default=None)
    return (best.code, best.version) if best and shared[best] else None


def _refused(
    file_name: str,
    sha256: str,
    round_period: str | None,
    reference: Reference,
    rule_code: str,
    details: Details,
    sheet: str | None = None,
    cell: str | None = None,
) -> SubmissionReading:
    finding = make_finding(reference, rule_code, {"file_name": file_name, **details}, sheet=sheet, cell=cell)
    return SubmissionReading(
        file_name=file_name,
        file_sha256=sha256,
        round_period=round_period,
        form_code=None,
        form_version=None,
        reporter_name=None,
        area_code=None,
        period=None,
        is_nil_return=False,
        outcome=outcome_of([(finding.rule_code, finding.severity)]),
        values=(),
        findings=(finding,),
    )
