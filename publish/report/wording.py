"""Vietnamese wording of numbers, dates and codes in the report. Missing is words, never a zero."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from htx.settings import LOCAL_ZONE
from publish.content import Completeness, ReporterStatus

MISSING = "chưa có số liệu"
NOT_APPLICABLE = "–"
MONEY = "VND"
_MOST_DECIMALS = 6

STATUS_WORDS: dict[ReporterStatus, str] = {
    "accepted": "Đã tiếp nhận",
    "accepted_with_warnings": "Đã tiếp nhận, có lưu ý",
    "rejected": "Bị trả lại",
    "late_pending": "Nộp trễ, chờ xem xét",
    "missing": "Chưa báo cáo",
}
COMPLETENESS_WORDS: dict[Completeness, str] = {
    "complete": "đủ đơn vị",
    "reported": "đơn vị đã báo cáo",
    "estimated": "ước tính",
}
VALUE_STATUS_WORDS = {"actual": "thực hiện", "estimate": "ước thực hiện", "plan": "kế hoạch", "target": "mục tiêu"}
VERDICT_WORDS = {
    "met": "Đạt",
    "on_track": "Đúng tiến độ",
    "behind": "Chậm tiến độ",
    "not_evaluable": "Chưa đánh giá được",
}
SEVERITY_WORDS = {"error": "Lỗi", "warning": "Cảnh báo", "critical": "Nghiêm trọng (đã được cho phép)"}
_QUALIFIER_WORDS = {
    "over": "trên ",
    "at_least": "ít nhất ",
    "under": "dưới ",
    "at_most": "không quá ",
    "about": "khoảng ",
}
_INCLUSIVE_WORDS = {"over": "ít nhất ", "under": "không quá "}
_INCLUSIVE = re.compile(r"trở lên|ít nhất|tối thiểu|không dưới|không quá|tối đa", re.IGNORECASE)


def number_text(value: Decimal, decimals: int = 0, *, trim: bool = False) -> str:
    """1450 → "1.450", 2.5 → "2,5": dots part thousands, a comma the decimals, halves are rounded away from zero.

    A number that is not zero is never printed as one: it gets as many decimals as it takes. `trim` drops
    zeros at the end of the decimals.
    """
    while decimals < _MOST_DECIMALS and value and not _rounded(value, decimals):
        decimals += 1
    digits = f"{_rounded(value, decimals):,.{decimals}f}"
    if trim and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(",", " ").replace(".", ",").replace(" ", ".").replace("-", "−")


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def cell_text(value: Decimal | None, canonical_unit: str, unit_factor: Decimal) -> str:
    """A value in the unit that the row names: money with one decimal, shares with up to two, counts whole."""
    if value is None:
        return MISSING
    if canonical_unit == MONEY:
        return number_text(value / unit_factor, 1)
    if canonical_unit == "percent":
        return number_text(value, 2, trim=True)
    return number_text(value, 0 if value == value.to_integral_value() else 2)


def quantity_text(value: Decimal | None, canonical_unit: str) -> str:
    """A value in a sentence: "663 HTX", "2,5 tỷ đồng", "55,3 %"."""
    if value is None:
        return MISSING
    if canonical_unit == "percent":
        return f"{number_text(value, 2, trim=True)} %"
    if canonical_unit != MONEY:
        return f"{number_text(value, 0 if value == value.to_integral_value() else 2)} {canonical_unit}"
    for factor, word in ((Decimal(10**9), "tỷ đồng"), (Decimal(10**6), "triệu đồng")):
        if abs(value) >= factor:
            return f"{number_text(value / factor, 3, trim=True)} {word}"
    return f"{number_text(value)} đồng"


def range_text(
    low: Decimal | None, high: Decimal | None, qualifier: str | None, canonical_unit: str, evidence: str | None = None
) -> str:
    """A stated value with its qualifier: "trên 55 %", "10–15 HTX", "khoảng 28.000 người".

    The evidence tells whether a bound is itself allowed ("từ 30 HTX trở lên" is "ít nhất 30 HTX").
    """
    if low is not None and high is not None and low != high:
        return f"{quantity_text(low, canonical_unit).split(' ')[0]}–{quantity_text(high, canonical_unit)}"
    words = {**_QUALIFIER_WORDS, **(_INCLUSIVE_WORDS if _INCLUSIVE.search(evidence or "") else {})}
    return words.get(qualifier or "", "") + quantity_text(low if low is not None else high, canonical_unit)


def percent_text(value: Decimal | None) -> str:
    """A share in percent points with one decimal: 92.2 → "92,2 %"."""
    return NOT_APPLICABLE if value is None else f"{number_text(value, 1)} %"


def unit_text(canonical_unit: str) -> str:
    """The unit as a column head names it."""
    return {"percent": "%", MONEY: "đồng"}.get(canonical_unit, canonical_unit)


def date_text(day: date | None) -> str:
    """20/5/2024 → "20/05/2024"."""
    return NOT_APPLICABLE if day is None else f"{day:%d/%m/%Y}"


def moment_text(moment: datetime | None) -> str:
    """A moment in Viet Nam: "08:30 ngày 21/05/2024"."""
    return NOT_APPLICABLE if moment is None else f"{moment.astimezone(LOCAL_ZONE):%H:%M ngày %d/%m/%Y}"


def period_text(period_key: str) -> str:
    """2024-H1 → "6 tháng đầu năm 2024", 2024 → "năm 2024"."""
    year, _, half = period_key.partition("-")
    return {"": f"năm {year}", "H1": f"6 tháng đầu năm {year}", "H2": f"6 tháng cuối năm {year}"}.get(half, period_key)


def coverage_text(reporting: int | None, expected: int | None) -> str:
    """How many of the expected reporters are in a total: "20/22"."""
    return NOT_APPLICABLE if reporting is None or expected is None else f"{reporting}/{expected}"


def list_text(names: list[str]) -> str:
    """ "Quận 3, Quận 5 và Huyện Cần Giờ"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}" if names else ""
