"""What is said to those who answer for the owner's report while it is not delivered."""

from collections.abc import Collection
from uuid import UUID

from ingest.raw.ids import content_id
from publish.addresses import Undelivered
from publish.approval import Approval
from publish.obligations import OwnerObligation
from publish.reminders import Message
from publish.report.wording import date_text, moment_text, period_text
from publish.steps import OVERDUE

NO_DRAFT = "Chưa có dự thảo. Đề nghị kiểm tra số liệu nhận được và lập dự thảo."
"""Where a report hangs that nobody has drafted."""


def escalations(
    obligation: OwnerObligation,
    step: int,
    when: int,
    standing: str,
    recipients: Collection[str],
) -> list[Message]:
    """The escalation of a step to each recipient, once.

    `when` counts working days: those left, today among them, or with `OVERDUE` calendar days past the deadline.
    `standing` is the sentence that says where the report hangs (`NO_DRAFT`, `standing_text`).
    """
    period, due = period_text(obligation.period_key), obligation.duty.due_before
    urgency = f"đã quá hạn {when} ngày" if step == OVERDUE else f"còn {when} ngày làm việc, kể cả hôm nay"
    return [
        Message(
            content_id("escalation", obligation.area_code, obligation.period_key, due, step, recipient),
            "escalation",
            recipient,
            obligation.period_key,
            f"Báo cáo {period} chưa gửi: {urgency}",
            f"Báo cáo {period} của {obligation.duty.owner_name} phải được gửi tới {obligation.duty.creditor_name} "
            f"trước ngày {date_text(due)}; {urgency}. {standing}",
        )
        for recipient in dict.fromkeys(recipients)
    ]


def undeliverable_notices(undelivered: Undelivered, recipients: Collection[str]) -> list[Message]:
    """What did not arrive where, to each recipient, once for each time."""
    body = (
        f"Thư “{undelivered.subject}” không đến được {undelivered.address} "
        f"({moment_text(undelivered.happened_at)}): {undelivered.why}. "
        "Địa chỉ này tạm ngừng dùng. Đề nghị liên hệ đơn vị bằng cách khác; khi địa chỉ dùng lại được: "
        f"htx address use-again {undelivered.address} --by HỌ_TÊN --reason LÝ_DO"
    )
    return [
        Message(
            content_id("undeliverable", undelivered.undeliverable_id, recipient),
            "undeliverable",
            recipient,
            undelivered.period_key,
            f"Thư không đến nơi: {undelivered.address}",
            body,
        )
        for recipient in dict.fromkeys(recipients)
        if recipient.casefold() != undelivered.address
    ]


def standing_text(publication_id: UUID, decision: Approval | None) -> str:
    """Where a draft that is not delivered hangs, and what a person has to do."""
    draft = f"Dự thảo {publication_id}"
    if decision is None:
        return f"{draft} chưa được phê duyệt. Đề nghị phê duyệt hoặc trả lại kèm lý do."
    moment = moment_text(decision.decided_at)
    if decision.decision == "rejected":
        reason = decision.reason.strip().rstrip(".")
        return f"{draft} bị {decision.approver} trả lại lúc {moment}: {reason}. Đề nghị sửa và lập dự thảo mới."
    return f"{draft} được {decision.approver} phê duyệt lúc {moment} nhưng chưa đến đủ nơi nhận. Đề nghị gửi lại."
