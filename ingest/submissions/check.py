"""Reading and judging one file: bytes in, a reading out; nothing is loaded and no clock is read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from ingest.raw.ids import content_sha256
from ingest.submissions.explanations import explained
from ingest.submissions.extraction_duplicates import duplicates
from ingest.submissions.facts import facts_of
from ingest.submissions.findings import Details, Named, make_finding
from ingest.submissions.formats import Told, open_submission
from ingest.submissions.heading import Reporter, read_heading
from ingest.submissions.identity import Identity
from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY
from ingest.submissions.narrative import read_narrative
from ingest.submissions.our_sheets import without_our_sheets
from ingest.submissions.outcome import outcome_of
from ingest.submissions.period import Period
from ingest.submissions.previous import History, PreviousRound
from ingest.submissions.reading import Finding, NarrativeText, Part, SubmissionReading, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.register.reading import Registers, read_registers
from ingest.submissions.reporters import DEPARTMENT
from ingest.submissions.rules.engine import judge
from ingest.submissions.several_reporters import several_reporters
from ingest.submissions.subject import is_of_collective_economy
from ingest.submissions.support import Support, read_support
from ingest.submissions.taking import tables_of, take
from ingest.submissions.workbook import UnreadableWorkbookError, UnsafeWorkbookError, Workbook

_Rows = set[tuple[str, str, str]]
"""Rows of forms, as (entity, indicator code, sector code)."""
_FEWEST_ROWS_OF_A_FORM = 3
"""A file with fewer recognised rows is not a form of ours."""

_CAUSES = {
    "empty": Named("tệp rỗng", "it is empty"),
    "password": Named("tệp đặt mật khẩu", "it is protected by a password"),
    "damaged": Named("tệp hỏng, bị cắt cụt hoặc không phải bảng tính", "it is damaged, cut short or no spreadsheet"),
    "scattered": Named(
        "ô {cell} của trang “{sheet}” có nội dung, cách bảng quá xa; hãy xóa ô đó",
        "cell {cell} of the sheet “{sheet}” has content, too far from the table; empty that cell",
    ),
    "too_large": Named("tệp lớn hơn 50 MB", "it is larger than 50 MB"),
    "other_format": Named(
        "nội dung là tệp loại khác (ảnh, tệp nén, .doc, .rtf …), không phải bảng tính",
        "its content is of another kind (a picture, an archive, .doc, .rtf …), no spreadsheet",
    ),
}


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
        opened = open_submission(content, file_name)
    except UnsafeWorkbookError:
        return _refused(file_name, sha256, round_period, reference, "unpacks_out_of_proportion", {})
    except UnreadableWorkbookError as error:
        if error.reason == "pdf":
            return _refused(file_name, sha256, round_period, reference, "pdf_alone", {})
        cause = _CAUSES[error.reason]
        place = {"sheet": error.sheet or "?", "cell": error.cell or "?"}
        details: Details = {"cause_vi": cause.vi.format_map(place), "cause_en": cause.en.format_map(place)}
        return _refused(file_name, sha256, round_period, reference, "unreadable_file", details, error.sheet, error.cell)
    told = tuple(_told(finding, reference) for finding in opened.told)
    return _check_workbook(opened.workbook, file_name, sha256, round_period, reference, received_at, history, told)


def _told(told: Told, reference: Reference) -> Finding:
    """What is to be told of the file itself, in the words of its rule."""
    return make_finding(reference, told.rule_code, told.details, sheet=told.sheet)


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
    workbook = without_our_sheets(workbook)
    registers = read_registers(workbook, reference)
    tables = tables_of(workbook, reference)
    heading = read_heading(
        workbook, tables, reference, file_name=file_name, round_period=round_period, received_at=received_at
    )
    period, reporter = heading.period, heading.reporter
    if period is None:
        return _refused(file_name, sha256, round_period, reference, "unknown_form", {})
    support = read_support(workbook, period, reference)
    taken = take(support.clear_of(tables), period, reference)
    rows = _rows_of(taken.values)
    if not (registers.rows or _is_a_form(rows, support)) or not is_of_collective_economy(workbook):
        refused = _refused(file_name, sha256, round_period, reference, "unknown_form", {})
        return _sent_by(refused, reporter, period)
    if (reporter is None or reporter.level != DEPARTMENT) and heading.day is not None:
        several = several_reporters(tables, taken.tables, reference, heading.day)
        if several is not None:
            return _sent_by(_refused_for(several, file_name, sha256, round_period), None, period)
    narrative = read_narrative(workbook, period)
    values = [*taken.values, *support.values]
    previous = _previous(history, reporter, period)
    facts = facts_of(
        [*taken.tables, support.values],
        period,
        reference,
        has_nil_tick=taken.has_nil_tick,
        register=registers.rows,
        previous=previous,
    )
    verdict = judge(facts)
    found = (
        *told,
        *heading.findings,
        *taken.findings,
        *duplicates(taken.tables, facts),
        *registers.findings,
        *support.findings,
        *verdict.findings,
    )
    findings = explained(_once(found), workbook)
    rows |= _rows_of(support.values)
    form = _form_of(heading.identity, rows, reference)
    return SubmissionReading(
        file_name=file_name,
        file_sha256=sha256,
        round_period=round_period,
        form_code=form[0] if form else None,
        form_version=form[1] if form else None,
        reporter_name=reporter.name if reporter else None,
        area_code=reporter.area_code if reporter else None,
        agency_code=reporter.agency_code if reporter else None,
        period=period.key,
        is_nil_return=facts.number("HTX", "coop_total", period.main_column) == 0,
        outcome=outcome_of((finding.rule_code, finding.severity) for finding in findings),
        values=tuple(values),
        findings=findings,
        incidents=verdict.incidents,
        level=reporter.level if reporter else None,
        province_code=reporter.province_code if reporter else None,
        parts=_parts(rows, registers, support, narrative),
        cooperatives=registers.rows,
        support=support.cells,
        narrative=narrative,
        compared_with=previous.reading_id if previous else None,
    )


def _once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding of a family at a cell: what the reader doubts, a rule on the same number need not say again."""
    kept: dict[object, Finding] = {}
    for finding in found:
        is_placed = finding.cell is not None
        kept.setdefault((finding.family, finding.sheet, finding.cell) if is_placed else len(kept), finding)
    return tuple(kept.values())


def _parts(
    rows: _Rows, registers: Registers, support: Support, narrative: tuple[NarrativeText, ...]
) -> tuple[Part, ...]:
    """Which parts of a submission the file holds."""
    found: dict[Part, bool] = {
        "A-1": any(indicator_code not in COUNTED_BY.values() for _, indicator_code, _ in rows),
        "A-2": any(sector_code != ALL_SECTORS for _, _, sector_code in rows),
        "A-3": bool(support.cells),
        "register": bool(registers.rows),
        "narrative": bool(narrative),
    }
    return tuple(part for part, is_there in found.items() if is_there)


def _previous(history: History | None, reporter: Reporter | None, period: Period) -> PreviousRound | None:
    if history is None or reporter is None:
        return None
    return history.previous(reporter.area_code, reporter.agency_code, period)


def _rows_of(values: Iterable[ValueCell]) -> _Rows:
    """The rows that were recognised."""
    return {cell.coordinate[:3] for cell in values}


def _sent_by(reading: SubmissionReading, reporter: Reporter | None, period: Period) -> SubmissionReading:
    """A reading of a file that can be opened names its sender and its period even where its form is not ours."""
    return replace(
        reading,
        period=period.key,
        reporter_name=reporter.name if reporter else None,
        area_code=reporter.area_code if reporter else None,
        agency_code=reporter.agency_code if reporter else None,
        level=reporter.level if reporter else None,
        province_code=reporter.province_code if reporter else None,
    )


def _is_a_form(rows: _Rows, support: Support) -> bool:
    """Whether enough rows of A-1 and A-2, or enough lines of A-3, were recognised."""
    lines = {cell.policy_code for cell in support.cells}
    return max(len(rows), len(lines)) >= _FEWEST_ROWS_OF_A_FORM


def _form_of(identity: Identity | None, rows: _Rows, reference: Reference) -> tuple[str, str] | None:
    """The form and version: as the identity sheet says, or the form that most of the rows belong to."""
    if identity is not None and identity.form_code in reference.forms:
        return identity.form_code, identity.form_version
    shared = [(len(rows & of_form), code) for code, of_form in _rows_of_forms(reference).items()]
    most, best = max(shared, key=lambda one: one[0], default=(0, ""))
    return (best, reference.forms[best].version) if most else None


@lru_cache(maxsize=4)
def _rows_of_forms(reference: Reference) -> dict[str, frozenset[tuple[str, str | None, str]]]:
    """The rows of each form by its code, as `_rows_of` gives those of a file."""
    return {
        code: frozenset((row.entity, row.indicator_code, row.sector_code) for row in form.indicator_rows())
        for code, form in reference.forms.items()
    }


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
    return _refused_for(finding, file_name, sha256, round_period)


def _refused_for(finding: Finding, file_name: str, sha256: str, round_period: str | None) -> SubmissionReading:
    """A reading of which nothing is taken."""
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
