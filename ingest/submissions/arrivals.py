"""What an arrival says beyond its bytes: who sent it, and the signed copy that came with it.

Readings belong to bytes, so that the same bytes are read once; who sent them and what was signed belong to the
arrival. Both are settled here, after reading. The work list are the tables: whatever has not been settled is, so
that a run that was killed between reading and this leaves nothing open.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, exists

from htx.settings import Settings
from ingest.raw.arrivals import signed_copy
from ingest.raw.database import connect
from ingest.raw.files import write_whole
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.store import ContentStore
from ingest.raw.tables import file as file_table
from ingest.raw.tables import receipt as receipt_table
from ingest.submissions.arrived import Arrived, arrived, write_findings
from ingest.submissions.batch import marked_path
from ingest.submissions.check import check_submission
from ingest.submissions.history import DatabaseHistory
from ingest.submissions.marked import marked_copy
from ingest.submissions.outcome import outcome_of
from ingest.submissions.reference import load_reference
from ingest.submissions.sender_check import settle_senders, unsettled_senders
from ingest.submissions.signed_copy import Comparison, are_related, compare, name_key

logger = logging.getLogger(__name__)

_PDF = "application/pdf"
_EMAIL = "email"


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
            mailed = unsettled_senders(connection)
        pairs = _pairs(engine, signed) if signed else []
        findings = settle_senders(engine, settings, mailed)
        for signed_one, workbook in pairs:
            findings += _join(engine, settings, signed_one, workbook)
    finally:
        engine.dispose()
    return SettleReport(len(pairs), findings)


def _unjoined(connection: Connection) -> list[Arrived]:
    """Signed copies that no workbook was found for yet."""
    is_joined = exists().where(signed_copy.c.receipt_id == receipt_table.c.receipt_id)
    return arrived(connection, file_table.c.media_type == _PDF, ~is_joined)


def _pairs(engine: Engine, signed: Sequence[Arrived]) -> list[tuple[Arrived, Arrived]]:
    """Each signed copy with its workbook, where it has arrived."""
    with engine.connect() as connection:
        others = arrived(connection, file_table.c.media_type.is_distinct_from(_PDF))
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
    history = DatabaseHistory(settings)
    content = store.get(workbook.file_sha256)
    reading = check_submission(
        content,
        file_name=workbook.file_name,
        round_period=workbook.round_period,
        reference=reference,
        received_at=workbook.received_at,
        history=history,
    )
    history.close()
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
        return write_findings(connection, workbook.receipt_id, comparison.findings, signed.receipt_id)
