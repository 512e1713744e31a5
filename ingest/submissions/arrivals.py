"""What an arrival says beyond its bytes: who sent it, and the signed copy that came with it.

Readings belong to bytes, so that the same bytes are read once; who sent them and what was signed belong to the
arrival. Both are settled here, after reading. The work list are the tables: whatever has not been settled is, so
that a run that was killed between reading and this leaves nothing open.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, exists, select
from sqlalchemy.dialects.postgresql import distinct_on

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.arrivals import receipt_finding, signed_copy
from ingest.raw.database import connect
from ingest.raw.files import write_whole
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.senders import Senders, load_senders
from ingest.raw.store import ContentStore
from ingest.raw.tables import file as file_table
from ingest.raw.tables import receipt as receipt_table
from ingest.raw.tables import submission_reading
from ingest.submissions.batch import marked_path
from ingest.submissions.check import check_submission
from ingest.submissions.findings import make_finding
from ingest.submissions.marked import marked_copy
from ingest.submissions.outcome import outcome_of
from ingest.submissions.reading import Finding
from ingest.submissions.receipt import OFFICER_CHANNELS
from ingest.submissions.reference import Reference, load_reference
from ingest.submissions.signed_copy import Comparison, are_related, compare, name_key

logger = logging.getLogger(__name__)

_PDF = "application/pdf"
_EMAIL = "email"
SENDER_RULES = ("sender_is_another", "sender_is_unknown", "entered_for_another")


@dataclass(frozen=True, slots=True)
class Arrived:
    """An arrival with what was read of it."""

    receipt_id: UUID
    file_sha256: str
    media_type: str | None
    round_period: str | None
    channel: str
    sender: str
    file_name: str
    received_at: datetime
    on_behalf_of: str | None
    reporter_code: str | None
    reporter_name: str | None
    period: str | None
    """As the file says; None too where it is no form of ours."""


@dataclass(frozen=True, slots=True)
class SettleReport:
    """What was settled now; nothing new gives an empty report."""

    signed_copies: int = 0
    findings: int = 0


def settle_arrivals(settings: Settings) -> SettleReport:
    """Join signed copies to their workbooks and compare them, and hold senders against reporters."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            signed = _unjoined(connection)
            mailed = _unsettled_mail(connection)
        pairs = _pairs(engine, signed) if signed else []
        findings = _settle_senders(engine, settings, mailed)
        for signed_one, workbook in pairs:
            findings += _join(engine, settings, signed_one, workbook)
    finally:
        engine.dispose()
    return SettleReport(len(pairs), findings)


def _arrived(connection: Connection, *conditions: object) -> list[Arrived]:
    """Arrivals with their newest reading."""
    newest = (
        select(submission_reading)
        .ext(distinct_on(submission_reading.c.file_sha256, submission_reading.c.round_period))
        .order_by(
            submission_reading.c.file_sha256, submission_reading.c.round_period, submission_reading.c.read_at.desc()
        )
        .subquery()
    )
    query = (
        select(receipt_table, file_table.c.media_type, newest)
        .join(file_table, file_table.c.file_sha256 == receipt_table.c.file_sha256)
        .outerjoin(
            newest,
            (newest.c.file_sha256 == receipt_table.c.file_sha256)
            & newest.c.round_period.is_not_distinct_from(receipt_table.c.round_period),
        )
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(receipt_table.c.received_at, receipt_table.c.receipt_id)
    )
    return [
        Arrived(
            receipt_id=row[receipt_table.c.receipt_id],
            file_sha256=row[receipt_table.c.file_sha256],
            media_type=row[file_table.c.media_type],
            round_period=row[receipt_table.c.round_period],
            channel=row[receipt_table.c.channel],
            sender=row[receipt_table.c.sender],
            file_name=row[receipt_table.c.file_name],
            received_at=row[receipt_table.c.received_at],
            on_behalf_of=row[receipt_table.c.on_behalf_of],
            reporter_code=row[newest.c.area_code] or row[newest.c.agency_code],
            reporter_name=row[newest.c.reporter_name],
            period=row[newest.c.period],
        )
        for row in connection.execute(query).mappings()
    ]


def _unjoined(connection: Connection) -> list[Arrived]:
    """Signed copies that no workbook was found for yet."""
    is_joined = exists().where(signed_copy.c.receipt_id == receipt_table.c.receipt_id)
    return _arrived(connection, file_table.c.media_type == _PDF, ~is_joined)


def _unsettled_mail(connection: Connection) -> list[Arrived]:
    """Mail, and what officers entered, about whose sender nothing was found yet."""
    is_settled = exists().where(
        receipt_finding.c.receipt_id == receipt_table.c.receipt_id, receipt_finding.c.rule_code.in_(SENDER_RULES)
    )
    return _arrived(connection, receipt_table.c.channel.in_([_EMAIL, *OFFICER_CHANNELS]), ~is_settled)


def _pairs(engine: Engine, signed: Sequence[Arrived]) -> list[tuple[Arrived, Arrived]]:
    """Each signed copy with its workbook, where it has arrived."""
    with engine.connect() as connection:
        others = _arrived(connection, file_table.c.media_type.is_distinct_from(_PDF))
    workbooks = [other for other in others if other.period is not None]
    found = [(one, _workbook_of(one, workbooks)) for one in signed]
    return [(one, workbook) for one, workbook in found if workbook is not None]


def _workbook_of(signed: Arrived, workbooks: Iterable[Arrived]) -> Arrived | None:
    """The workbook of the same round and sender with a related name, or else the only one of the same mail."""
    key = name_key(signed.file_name)
    beside = [
        workbook
        for workbook in workbooks
        if workbook.round_period == signed.round_period and signed.sender in {"", workbook.sender}
    ]
    related = [workbook for workbook in beside if are_related(name_key(workbook.file_name), key)]
    if signed.channel == _EMAIL and not related:
        related = [
            workbook for workbook in beside if workbook.channel == _EMAIL and workbook.received_at == signed.received_at
        ]
        if len(related) > 1:
            return None
    nearest = sorted(
        related,
        key=lambda workbook: (
            name_key(workbook.file_name) != key,
            abs(workbook.received_at - signed.received_at),
            workbook.file_name,
        ),
    )
    return nearest[0] if nearest else None


def _join(engine: Engine, settings: Settings, signed: Arrived, workbook: Arrived) -> int:
    """Compare a signed copy with its workbook, mark the workbook anew, and write it down; the findings added."""
    store, reference = ContentStore(settings.store_dir), load_reference(settings.seeds_dir)
    content = store.get(workbook.file_sha256)
    reading = check_submission(
        content,
        file_name=workbook.file_name,
        round_period=workbook.round_period,
        reference=reference,
        received_at=workbook.received_at,
    )
    try:
        comparison = compare(store.get(signed.file_sha256), signed.file_name, reading, reference)
    except Exception:  # ours to mend: one strange PDF must not stop a round
        logger.exception("comparing %s with %s crashed", signed.file_name, workbook.file_name)
        comparison = Comparison(has_text=False, numbers_compared=0, findings=())
    if comparison.findings:
        findings = (*reading.findings, *comparison.findings)
        outcome = outcome_of((finding.rule_code, finding.severity) for finding in findings)
        told = replace(reading, findings=findings, outcome=outcome)
        copy_path = marked_path(
            settings, workbook.round_period, reading.period, workbook.file_name, workbook.file_sha256
        )
        write_whole(copy_path, marked_copy(content, told), is_durable=False)
    different = sum(finding.rule_code == "signed_copy_differs" for finding in comparison.findings)
    with engine.begin() as connection:
        row = {
            "signed_copy_id": content_id(signed.receipt_id, workbook.receipt_id),
            "receipt_id": signed.receipt_id,
            "workbook_receipt_id": workbook.receipt_id,
            "has_text": comparison.has_text,
            "numbers_compared": comparison.numbers_compared,
            "numbers_different": different,
        }
        append(connection, signed_copy, [row])
        return _write_findings(connection, workbook.receipt_id, comparison.findings, signed.receipt_id)


def _settle_senders(engine: Engine, settings: Settings, mailed: Sequence[Arrived]) -> int:
    """Findings where a mail address is not known, or speaks for another reporter than the file names."""
    senders = load_senders(settings.seeds_dir)
    doubtful = [one for one in mailed if _rule_of_sender(one, senders, settings.owner_agency)]
    if not doubtful:
        return 0
    reference = load_reference(settings.seeds_dir)
    added = 0
    with engine.begin() as connection:
        for one in doubtful:
            finding = _sender_finding(one, senders, settings.owner_agency, reference)
            added += _write_findings(connection, one.receipt_id, [finding], None)
    return added


def _rule_of_sender(one: Arrived, senders: Senders, owner_agency: str) -> str | None:
    if one.channel in OFFICER_CHANNELS:
        is_other = None not in {one.on_behalf_of, one.reporter_code} and one.on_behalf_of != one.reporter_code
        return "entered_for_another" if is_other else None
    if "@" not in one.sender:
        return None
    sender = senders.of(one.sender, one.received_at.astimezone(LOCAL_ZONE).date())
    if sender is None:
        return "sender_is_unknown" if one.period is not None else None
    is_other = one.reporter_code is not None and sender.code not in {one.reporter_code, owner_agency}
    return "sender_is_another" if is_other else None


def _sender_finding(one: Arrived, senders: Senders, owner_agency: str, reference: Reference) -> Finding:
    rule_code = _rule_of_sender(one, senders, owner_agency)
    assert rule_code is not None
    day = one.received_at.astimezone(LOCAL_ZONE).date()
    known = senders.of(one.sender, day)
    code = one.on_behalf_of if one.channel in OFFICER_CHANNELS else known.code if known else None
    area = reference.area(code, day) if code else None
    details = {
        "address": one.sender,
        "file_name": one.file_name,
        "sender": area.name if area else code or "",
        "reporter": one.reporter_name or one.reporter_code or "",
    }
    return make_finding(reference, rule_code, details)


def _write_findings(
    connection: Connection, receipt_id: UUID, findings: Iterable[Finding], signed_receipt_id: UUID | None
) -> int:
    rows: list[dict[str, object]] = [
        {
            "receipt_finding_id": content_id(
                receipt_id, finding.rule_code, finding.sheet, finding.cell, signed_receipt_id
            ),
            "receipt_id": receipt_id,
            "ordinal": ordinal,
            "rule_code": finding.rule_code,
            "family": finding.family,
            "severity": finding.severity,
            "sheet": finding.sheet,
            "cell": finding.cell,
            "value_seen": finding.value_seen,
            "sentence_vi": finding.sentence_vi,
            "mend_vi": finding.mend_vi,
            "sentence_en": finding.sentence_en,
            "mend_en": finding.mend_en,
            "details": dict(finding.details),
        }
        for ordinal, finding in enumerate(findings, start=1)
    ]
    return append(connection, receipt_finding, rows)
