"""Messages to people about reports that are due: who gets one on which day, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ingest.raw.ids import content_id
from publish.deadlines import deadline
from publish.report.wording import date_text, list_text, moment_text, period_text

MessageKind = Literal["reminder", "late_list", "approval_waiting", "escalation", "undeliverable"]


@dataclass(frozen=True, slots=True)
class UrgingLetter:
    """What an official letter says that urges reporters whose round is closed: a draft for the leader to sign."""

    owner_code: str
    owner_name: str
    province_code: str
    province_name: str
    period_key: str
    absent: tuple["ReporterState", ...]
    """Those whose report is missing or was sent back, in the order of the round."""
    onward_to: str | None = None
    """Whom the owner reports to, and before which day; None where it owes nobody a report of that round."""
    onward_before: date | None = None
    legal_basis: str | None = None
    """None where the calendar is an assumption of ours."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the outbox. Its id follows from what it is about, so that it is written once."""

    message_id: UUID
    kind: MessageKind
    recipient: str
    period_key: str
    subject: str
    body: str
    template_for: str | None = None
    """Code of the area or agency whose empty form goes with it."""
    letter: UrgingLetter | None = None
    """The draft that goes with a late list."""
    area_code: str | None = None
    """Of a late list: whose round it is of."""
    follows: UUID | None = None
    """Of a late list: the one before it."""


@dataclass(frozen=True, slots=True)
class ReporterState:
    """One expected reporter of one round, as the marts see it, and where it can be reached."""

    province_code: str
    period_key: str
    area_code: str
    """Of a department the code of the agency."""
    name: str
    status: str
    is_reported: bool
    due_before: date
    received_at: datetime | None
    reasons_vi: str | None
    address: str | None
    """Where it is reached by mail; None where no address is known, or those that are rest."""
    arrived_at: datetime | None = None
    """When a file without errors came that the marts do not know of yet: it counts once they are built."""
    province_name: str | None = None
    """In full, as it was called when the report was due."""

    @property
    def is_awaited(self) -> bool:
        """Whether its report still has to come: missing, or sent back and not sent again."""
        return not self.is_reported and self.arrived_at is None and self.status in {"missing", "rejected"}

    @property
    def has_arrived_in_time(self) -> bool:
        return self.arrived_at is not None and self.arrived_at < deadline(self.due_before)

    @property
    def recipient(self) -> str:
        kind = "area" if self.area_code.isdigit() else "agency"
        return self.address or f"{kind}:{self.area_code}"


def reminder(state: ReporterState, step: int, working_days_left: int, owner_name: str) -> Message:
    """The reminder of a step to a reporter whose report is missing or was refused."""
    period = period_text(state.period_key)
    when = f"còn {working_days_left} ngày làm việc, kể cả hôm nay"
    body = [
        f"Kính gửi {state.name},",
        f"Báo cáo kinh tế tập thể, hợp tác xã {period} phải được gửi trước ngày {date_text(state.due_before)}; {when}.",
    ]
    if state.status == "rejected":
        body.append(
            f"Báo cáo nhận lúc {moment_text(state.received_at)} đã bị trả lại. {state.reasons_vi or ''}".strip()
        )
        body.append("Đề nghị sửa các ô được đánh dấu trong tệp gửi trả và gửi lại.")
    else:
        body.append("Đến nay chúng tôi chưa nhận được báo cáo của đơn vị. Đề nghị gửi theo biểu mẫu A-1.")
    body.append(owner_name)
    return Message(
        content_id("reminder", state.province_code, state.area_code, state.period_key, state.due_before, step),
        "reminder",
        state.recipient,
        state.period_key,
        f"Nhắc gửi báo cáo {period}: {state.name}",
        "\n\n".join(body),
        template_for=state.area_code if state.address else None,
    )


def late_list(
    message_id: UUID,
    follows: UUID | None,
    place: tuple[str, str],
    absent: Sequence[ReporterState],
    recipient: str,
    letter: UrgingLetter | None = None,
) -> Message:
    """The list of those whose report does not count, for the owner; a new one each time the list changes.

    `place` is the area and period of the round (`publish.late_lists` gives the ids).
    """
    area_code, period_key = place
    groups = {
        "Chưa báo cáo": [state for state in absent if state.status == "missing"],
        "Nộp trễ, chờ xem xét": [state for state in absent if state.status == "late_pending"],
        "Bị trả lại": [state for state in absent if state.status == "rejected"],
    }
    body = [
        f"{title} ({len(group)}): {list_text([state.name for state in group])}."
        for title, group in groups.items()
        if group
    ]
    if letter is not None:
        body.append("Kèm theo: dự thảo công văn đôn đốc để lãnh đạo xem xét, ký.")
    return Message(
        message_id,
        "late_list",
        recipient,
        period_key,
        f"Đơn vị chưa có báo cáo được tiếp nhận, {period_text(period_key)}: {len(absent)}",
        "\n".join(body),
        letter=letter,
        area_code=area_code,
        follows=follows,
    )


def approval_waiting(
    publication_id: UUID, approver: str, period_key: str, frozen_at: datetime, due_before: date, now: datetime
) -> Message:
    """A draft that waits for its approver, once for each whole day of waiting."""
    days = (now - frozen_at).days
    return Message(
        content_id("approval_waiting", publication_id, days),
        "approval_waiting",
        approver,
        period_key,
        f"Báo cáo {period_text(period_key)} chờ phê duyệt đã {days} ngày",
        f"Ấn phẩm {publication_id}, chốt lúc {moment_text(frozen_at)}, chưa được phê duyệt. "
        f"Hạn gửi: trước ngày {date_text(due_before)}.",
    )
