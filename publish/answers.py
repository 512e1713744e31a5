"""Answers to submissions: each arrival is answered once, by mail, with the marked copy.

Written into the outbox first, sent after, like every message of ours. The work list are the tables, so that a run
that was killed after reading leaves no sender without an answer. Programs are never answered: automatic mail,
bounces, our own addresses, a marked copy of ours that comes back as it went out; and nobody gets more than
`MOST_ANSWERS_A_DAY`, whatever his program sends.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, text

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import outbox_message
from ingest.raw.senders import Senders, load_senders
from ingest.raw.store import ContentStore
from publish.answer_text import AnswerContent, FindingLine, SignedCopyLine, body_of, subject_of, told_outcome
from publish.deadlines import local_day
from publish.outbox import ANSWER, SendReport, send_outbox

OLDEST_ANSWERED = timedelta(days=14)
"""What arrived longer ago is not answered any more: a mailbox that is connected late must not write to everybody."""
MOST_ANSWERS_A_DAY = 60
"""To one address; an office that forwards all its districts' files stays below it, two programs do not."""
_MACHINES = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+._-].*)?@.*")

MarkedCopyOf = Callable[[str | None, str | None, str, str], Path]
"""Where the marked copy is, by round, period, file name and sha256 of the submission; intake knows."""


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """How many answers were written now, and what became of those that waited."""

    written: int
    sent: SendReport


def answer_submissions(settings: Settings, now: datetime, marked_copy_of: MarkedCopyOf) -> AnswerReport:
    """Write the answers that are due and send what waits; nothing where no mail server is set."""
    if settings.smtp_url is None:
        return AnswerReport(0, SendReport(0, 0, 0))
    written = write_answers(settings, now, marked_copy_of)
    return AnswerReport(written, send_outbox(settings, now, kinds=(ANSWER,)))


def write_answers(settings: Settings, now: datetime, marked_copy_of: MarkedCopyOf) -> int:
    """Write an answer for every arrival that has none; how many were written. Repeated it writes nothing twice."""
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            answers = _Answers(connection, settings, now, marked_copy_of)
            return append(connection, outbox_message, answers.due())
    finally:
        engine.dispose()


class _Answers:
    """One look at what is to be answered."""

    def __init__(self, connection: Connection, settings: Settings, now: datetime, marked_copy_of: MarkedCopyOf) -> None:
        self.connection = connection
        self.settings = settings
        self.now = now
        self.marked_copy_of = marked_copy_of
        self.store = ContentStore(settings.store_dir)
        self.senders = load_senders(settings.seeds_dir)
        self.ours = _own_addresses(settings)
        written = connection.execute(select(outbox_message).where(outbox_message.c.kind == ANSWER)).all()
        self.written_at = {row.message_id: row.created_at for row in written}
        self.copies_sent = {row.attachment_sha256 for row in written}
        self.of_today = Counter(row.recipient for row in written if row.created_at > now - timedelta(days=1))

    def due(self) -> list[dict[str, object]]:
        """The rows of the answers that are due, in the order the submissions arrived."""
        arrivals = self.connection.execute(_ARRIVALS, {"since": self.now - OLDEST_ANSWERED}).all()
        open_ones = [row for row in arrivals if _answer_id(row.receipt_id) not in self.written_at]
        recognised = {(row.sender, row.received_at) for row in arrivals if row.period is not None}
        wanted = [row for row in open_ones if self._may_answer(row, recognised)]
        findings = _findings(self.connection, [row.receipt_id for row in wanted]) if wanted else {}
        rows: list[dict[str, object]] = []
        for row in wanted:
            recipient = _recipient(row, self.senders)
            if recipient is None or self._is_ours(recipient) or self.of_today[recipient] >= MOST_ANSWERS_A_DAY:
                continue
            self.of_today[recipient] += 1
            rows.append(self._row(row, recipient, findings.get(row.receipt_id, ())))
        return rows

    def _may_answer(self, row: Row[Any], recognised: set[tuple[str, datetime]]) -> bool:
        """Whether a person waits for an answer about this arrival."""
        if row.may_be_answered is False or row.file_sha256 in self.copies_sent:
            return False
        if row.workbook_receipt_id is not None:
            # What came with its workbook is told in the workbook's answer.
            answered_at = self.written_at.get(_answer_id(row.workbook_receipt_id))
            return answered_at is not None and answered_at < row.received_at
        is_letter = row.period is None and (row.sender, row.received_at) in recognised
        is_stranger = row.channel == "email" and self.senders.of(row.sender, local_day(row.received_at)) is None
        return not is_letter and not (is_stranger and row.period is None)

    def _is_ours(self, recipient: str) -> bool:
        return recipient in self.ours or _MACHINES.fullmatch(recipient) is not None

    def _row(self, row: Row[Any], recipient: str, found: Sequence[FindingLine]) -> dict[str, object]:
        copy = self._marked_copy(row)
        content = AnswerContent(
            file_name=row.file_name,
            received_at=row.received_at,
            period_key=row.round_period or row.period,
            reporter_name=row.reporter_name,
            outcome=told_outcome(row.outcome, found),
            findings=tuple(found),
            due_before=_due_before(self.connection, row),
            owner_name=_agency_name(self.connection, self.settings.owner_agency),
            has_marked_copy=copy is not None,
            signed_copy=_signed_copy(row),
        )
        return {
            "message_id": _answer_id(row.receipt_id),
            "kind": ANSWER,
            "recipient": recipient,
            "period_key": content.period_key or "",
            "subject": subject_of(content),
            "body": body_of(content),
            "created_at": self.now,
            "attachment_name": copy.name if copy else None,
            "attachment_sha256": self.store.put(copy.read_bytes()) if copy else None,
            "in_reply_to": row.message_id_header,
        }

    def _marked_copy(self, row: Row[Any]) -> Path | None:
        """The marked copy; of a signed copy that of its workbook. None where it was cleared away."""
        of_signed = row.workbook_receipt_id is not None
        name, sha256 = (row.workbook_name, row.workbook_sha256) if of_signed else (row.file_name, row.file_sha256)
        path = self.marked_copy_of(row.round_period, row.period, name, sha256)
        return path if path.is_file() else None


def _answer_id(receipt_id: UUID) -> UUID:
    return content_id(ANSWER, receipt_id)


def _own_addresses(settings: Settings) -> frozenset[str]:
    named = [settings.smtp_sender, *settings.mailbox_addresses.split(",")]
    return frozenset(address.strip().casefold() for address in named if address.strip())


def _recipient(row: Row[Any], senders: Senders) -> str | None:
    """Who is answered: whoever sent the mail, or else the reporter's own address."""
    if row.channel == "email" and "@" in row.sender:
        return str(row.sender).casefold()
    code = row.area_code or row.agency_code or row.on_behalf_of
    return senders.address_of(code, local_day(row.received_at)) if code else None


_ARRIVALS = text(
    """
    select receipt.receipt_id, receipt.file_sha256, receipt.channel, receipt.sender, receipt.file_name,
        receipt.received_at, receipt.round_period, receipt.on_behalf_of, reading.outcome, reading.reporter_name,
        reading.area_code, reading.agency_code, reading.period, mail.message_id_header, mail.may_be_answered,
        signed.workbook_receipt_id, signed.has_text, signed.numbers_compared, signed.numbers_different,
        workbook.file_name as workbook_name, workbook.file_sha256 as workbook_sha256
    from raw.receipt as receipt
    inner join lateral (
        select candidate.*
        from raw.submission_reading as candidate
        where candidate.file_sha256 = receipt.file_sha256
            and candidate.round_period is not distinct from receipt.round_period
        order by candidate.read_at desc, candidate.reading_id
        limit 1
    ) as reading on true
    left join lateral (
        select message.message_id_header, message.may_be_answered
        from raw.mail_attachment as attachment
        inner join raw.mail_message as message on attachment.mail_message_id = message.mail_message_id
        where attachment.file_sha256 = receipt.file_sha256 and attachment.file_name = receipt.file_name
            and message.sender = receipt.sender and message.received_at = receipt.received_at
        limit 1
    ) as mail on receipt.channel = 'email'
    left join raw.signed_copy as signed on receipt.receipt_id = signed.receipt_id
    left join raw.receipt as workbook on signed.workbook_receipt_id = workbook.receipt_id
    where receipt.received_at > :since
    order by receipt.received_at, receipt.receipt_id
    """
)

_FINDINGS = text(
    """
    select receipt.receipt_id, finding.severity, finding.sheet, finding.cell, finding.sentence_vi, finding.mend_vi,
        1 as part, finding.ordinal
    from raw.receipt as receipt
    inner join lateral (
        select candidate.reading_id
        from raw.submission_reading as candidate
        where candidate.file_sha256 = receipt.file_sha256
            and candidate.round_period is not distinct from receipt.round_period
        order by candidate.read_at desc, candidate.reading_id
        limit 1
    ) as reading on true
    inner join raw.submission_finding as finding on reading.reading_id = finding.reading_id
    where receipt.receipt_id = any(:receipt_ids)
        and not exists (select from raw.signed_copy as signed where signed.receipt_id = receipt.receipt_id)
    union all
    select coalesce(signed.receipt_id, finding.receipt_id), finding.severity, finding.sheet, finding.cell,
        finding.sentence_vi, finding.mend_vi, 2 as part, finding.ordinal
    from raw.receipt_finding as finding
    left join raw.signed_copy as signed
        on finding.receipt_id = signed.workbook_receipt_id and signed.receipt_id = any(:receipt_ids)
            and finding.family = 'signed_copy'
    where finding.receipt_id = any(:receipt_ids) or signed.receipt_id is not null
    order by part, ordinal
    """
)


def _findings(connection: Connection, receipt_ids: Sequence[UUID]) -> dict[UUID, list[FindingLine]]:
    """What was found in each arrival's bytes and about the arrival itself; of a signed copy what it differs in."""
    found: defaultdict[UUID, list[FindingLine]] = defaultdict(list)
    for row in connection.execute(_FINDINGS, {"receipt_ids": list(receipt_ids)}):
        found[row.receipt_id].append(FindingLine(row.severity, row.sheet, row.cell, row.sentence_vi, row.mend_vi))
    return found


def _signed_copy(row: Row[Any]) -> SignedCopyLine | None:
    if row.workbook_receipt_id is None:
        return None
    return SignedCopyLine(row.workbook_name, row.has_text, row.numbers_compared, row.numbers_different)


def _due_before(connection: Connection, row: Row[Any]) -> date | None:
    """Until when that reporter owes the round; None before the reference data are loaded."""
    codes = [code for code in (row.area_code, row.agency_code, row.on_behalf_of) if code]
    if not codes or not _has_reference(connection):
        return None
    found: date | None = connection.scalar(
        text(
            "select min(due_before) from reference.obligations where obligation_kind = 'reporter_round'"
            " and debtor_code = any(:codes) and period_key = :period"
        ),
        {"codes": codes, "period": row.round_period or row.period},
    )
    return found


def _agency_name(connection: Connection, code: str) -> str:
    if not _has_reference(connection):
        return code
    name = connection.scalar(text("select name_vi from reference.agencies where agency_code = :code"), {"code": code})
    return str(name or code)


def _has_reference(connection: Connection) -> bool:
    tables: Iterable[str] = ("reference.obligations", "reference.agencies")
    return all(connection.scalar(text("select to_regclass(:name)"), {"name": name}) for name in tables)
