"""What an answer to a submission says: the outcome, what was found, what to do, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from publish.deadlines import deadline
from publish.report.wording import date_text, moment_text, number_text, period_text

Severity = Literal["error", "warning", "info"]
_MOST_FINDINGS = 15
_GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_COUNTED_VI: dict[Severity, str] = {"error": "lỗi", "warning": "cảnh báo", "info": "lưu ý"}
_OUTCOMES_VI = {
    "accepted": "ĐƯỢC NHẬN",
    "accepted_with_warnings": "ĐƯỢC NHẬN, có điểm cần xem lại",
    "rejected": "CHƯA ĐƯỢC NHẬN",
}
_NEXT_STEPS_VI = {
    "accepted": "Không phải làm gì thêm.",
    "accepted_with_warnings": (
        "Số liệu đã được dùng như đã ghi. Nếu ghi nhầm, đề nghị sửa ngay trên bản có đánh dấu gửi kèm rồi gửi lại; nếu "
        "số đúng, ghi lời giải trình hoặc trả lời thư này."
    ),
    "rejected": "Số liệu chưa được dùng. Đề nghị sửa các điểm dưới đây rồi gửi lại tệp.",
}


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as an answer tells it."""

    severity: Severity
    sheet: str | None
    cell: str | None
    sentence_vi: str
    mend_vi: str


@dataclass(frozen=True, slots=True)
class SignedCopyLine:
    """Of a signed copy that was joined to a workbook answered before."""

    workbook_name: str
    has_text: bool
    numbers_compared: int
    numbers_different: int


@dataclass(frozen=True, slots=True)
class AnswerContent:
    """Everything an answer is written from."""

    file_name: str
    received_at: datetime
    period_key: str | None
    reporter_name: str | None
    outcome: str
    findings: tuple[FindingLine, ...]
    due_before: date | None
    owner_name: str
    has_marked_copy: bool
    signed_copy: SignedCopyLine | None = None


def subject_of(content: AnswerContent) -> str:
    """One line, without anything a sender wrote that could break it."""
    period = f" {period_text(content.period_key)}" if content.period_key else ""
    reporter = f", {content.reporter_name}" if content.reporter_name else ""
    said = "đã ghép bản ký" if content.signed_copy else _OUTCOMES_VI[content.outcome]
    return " ".join(f"Kết quả kiểm tra báo cáo{period}{reporter}: {said}".split())


def body_of(content: AnswerContent) -> str:
    """The letter: short, for a person who wants to know what to do."""
    lines = [
        f"Kính gửi {content.reporter_name or 'Quý đơn vị'},",
        "",
        f"Tệp “{content.file_name}” nhận lúc {moment_text(content.received_at)} đã được kiểm tra.",
    ]
    if content.signed_copy is not None:
        lines.append(_signed_copy_line(content.signed_copy))
    else:
        lines += [f"Kết quả: {_OUTCOMES_VI[content.outcome]}. {_NEXT_STEPS_VI[content.outcome]}"]
    if content.findings:
        lines += ["", f"Có {_counts(content.findings)}:", *_finding_lines(content.findings)]
    if content.due_before is not None:
        lines += ["", _deadline_line(content.due_before, content.received_at)]
    if content.has_marked_copy:
        lines += ["", "Gửi kèm bản có đánh dấu: trang “Kết quả kiểm tra” liệt kê từng điểm và dẫn đến đúng ô."]
    return "\n".join([*lines, "", content.owner_name, "(Thư do hệ thống tự động gửi.)", ""])


def told_outcome(outcome: str, findings: Sequence[FindingLine]) -> str:
    """The outcome with what was found about the arrival beside its bytes: a signed copy that differs is a warning."""
    if outcome == "accepted" and any(finding.severity != "info" for finding in findings):
        return "accepted_with_warnings"
    return outcome


def _signed_copy_line(line: SignedCopyLine) -> str:
    joined = f"Bản ký đã được ghép với tệp “{line.workbook_name}”"
    if not line.has_text:
        return f"{joined}; bản quét không có chữ nên không đối chiếu được."
    compared = number_text(Decimal(line.numbers_compared))
    return f"{joined}: đối chiếu {compared} số, khác nhau {number_text(Decimal(line.numbers_different))} số."


def _counts(findings: Sequence[FindingLine]) -> str:
    counted = [
        f"{sum(finding.severity == severity for finding in findings)} {word}" for severity, word in _COUNTED_VI.items()
    ]
    return ", ".join(text for text in counted if not text.startswith("0 "))


def _finding_lines(findings: Sequence[FindingLine]) -> list[str]:
    gravest_first = sorted(findings, key=lambda finding: _GRAVITY[finding.severity])
    lines = [
        f"{number}. {_place(finding)}{finding.sentence_vi} {finding.mend_vi}"
        for number, finding in enumerate(gravest_first[:_MOST_FINDINGS], start=1)
    ]
    left = len(findings) - _MOST_FINDINGS
    return [*lines, f"… và {left} điểm khác, xem bản có đánh dấu."] if left > 0 else lines


def _place(finding: FindingLine) -> str:
    place = ", ".join(
        text for text in (finding.sheet and f"trang “{finding.sheet}”", finding.cell and f"ô {finding.cell}") if text
    )
    return f"[{place}] " if place else ""


def _deadline_line(due_before: date, received_at: datetime) -> str:
    late = " Tệp này đến sau hạn, chờ cán bộ tổng hợp xem xét." if received_at >= deadline(due_before) else ""
    return f"Hạn gửi: trước 0 giờ ngày {date_text(due_before)}.{late}"
