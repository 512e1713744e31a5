"""What the result sheet says around the findings, Vietnamese first, English beside it."""

from collections.abc import Iterator

from ingest.submissions.outcome import Outcome
from ingest.submissions.reading import Finding, Severity, SubmissionReading

SEVERITIES_VI: dict[Severity, str] = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Lưu ý"}
_SEVERITIES_EN: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
HEADINGS = (
    ("STT", 6),
    ("Mức độ", 11),
    ("Trang tính", 18),
    ("Ô", 8),
    ("Giá trị đã ghi", 18),
    ("Sai ở đâu", 46),
    ("Cách sửa", 46),
    ("In English", 46),
)
"""The columns of the list of findings, and how wide they are in characters."""
WHOLE_FILE = "(cả tệp)"
MACROS_REMOVED = (
    "Tệp gốc có macro; bản này không còn macro.",
    "The file has macros; this copy has none.",
)
CONVERTED = (
    "Định dạng của tệp gốc không đánh dấu được, nên đây là bản .xlsx có cùng các ô; hãy sửa trong tệp gốc rồi gửi lại.",
    "The original cannot be written to, so this is an .xlsx of the same cells; mend the original and send it again.",
)
NOT_SHOWN = (
    "Không dựng lại được bảng của tệp gốc; xem địa chỉ ô trong danh sách.",
    "The tables of the original could not be copied; see the addresses in the list.",
)

_OUTCOMES: dict[Outcome, tuple[str, str]] = {
    "accepted": ("ĐƯỢC NHẬN", "Accepted"),
    "accepted_with_warnings": ("ĐƯỢC NHẬN, CÓ ĐIỂM CẦN XEM LẠI", "Accepted, with points to look at"),
    "rejected": ("CHƯA ĐƯỢC NHẬN", "Not accepted"),
}
_NEXT_STEPS: dict[Outcome, tuple[str, str]] = {
    "accepted": ("Không phải làm gì thêm.", "Nothing more to do."),
    "accepted_with_warnings": (
        "Xem các ô dưới đây: ghi nhầm thì sửa và gửi lại tệp; đúng thì ghi lý do ở cột Giải trình hoặc Ghi chú.",
        "Look at the cells below: mend and send again what is wrong; explain in the notes column what is right.",
    ),
    "rejected": (
        "Sửa các điểm có mức “Lỗi” dưới đây rồi gửi lại tệp trước hạn; số liệu của tệp này chưa được dùng.",
        "Mend the errors below and send the file again before the deadline; its figures are not used.",
    ),
}


def heading_lines(reading: SubmissionReading) -> Iterator[tuple[str, str, str]]:
    """The lines above the list: what it is about in Vietnamese, what is said, and the same in English."""
    outcome, next_step = _OUTCOMES[reading.outcome], _NEXT_STEPS[reading.outcome]
    period = reading.round_period or reading.period
    yield "Tệp:", reading.file_name, "File"
    yield "Đơn vị báo cáo:", reading.reporter_name or "chưa nhận ra", "Reporter" + _unknown(reading.reporter_name)
    yield "Kỳ báo cáo:", period or "chưa nhận ra", "Round" + _unknown(period)
    yield "Kết quả:", outcome[0], outcome[1]
    yield "Việc cần làm:", next_step[0], next_step[1]
    if reading.findings:
        yield "Số điểm:", *counts(reading)


def counts(reading: SubmissionReading) -> tuple[str, str]:
    """How many findings there are by severity: "2 lỗi, 1 cảnh báo"."""
    by_severity: dict[Severity, int] = {}
    for finding in reading.findings:
        by_severity[finding.severity] = by_severity.get(finding.severity, 0) + 1
    present = [(severity, by_severity[severity]) for severity in SEVERITIES_VI if severity in by_severity]
    vi = ", ".join(f"{count} {SEVERITIES_VI[severity].lower()}" for severity, count in present)
    return vi, ", ".join(f"{count} {_SEVERITIES_EN[severity]}{'s' * (count > 1)}" for severity, count in present)


def comment_text(finding: Finding) -> str:
    """What the comment on a cell says of a finding."""
    return f"{SEVERITIES_VI[finding.severity]}: {finding.sentence_vi}\nCách sửa: {finding.mend_vi}"


def _unknown(known: str | None) -> str:
    return "" if known else ": not recognised"
