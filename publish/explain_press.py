"""What stands behind a figure of the press: its article, its sentence, how it was read, who told it, who decided."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pydantic import TypeAdapter

from htx.settings import Settings
from ingest.raw.database import connect
from publish.reading.press import Copy, PressFigure, find_press_figure
from publish.report.wording import (
    MONEY,
    VALUE_STATUS_WORDS,
    date_text,
    moment_text,
    number_text,
    percent_text,
    period_text,
    range_text,
)
from publish.trace_words import trace_in_words

PLAIN_MARKS = ("»", "«")
"""What stands around the words of the figure where there is no colour."""

_UNITS = {"count": "", "person": "người", "product": "sản phẩm", "VND_per_month": MONEY, "VND_per_year": MONEY}
_PER = {"VND_per_month": "/tháng", "VND_per_year": "/năm"}
_STATES = {
    "taken": "Đang được tính: đủ chắc chắn nên không cần cán bộ xem.",
    "accepted": "Đang được tính: cán bộ đã nhận.",
    "corrected": "Đang được tính, sau khi cán bộ đính chính.",
    "waiting": "Chưa được tính: chờ cán bộ xem xét.",
    "rejected": "Không được tính: cán bộ đã loại.",
}
_DECISIONS = {"accept": "nhận", "reject": "loại", "correct": "đính chính"}
_ABSENT = (
    "Không có trong kho số liệu hiện nay: bài đã đổi, bài khác của cùng tin đã nói đúng như vậy, "
    "hoặc kho chưa được dựng lại."
)
_NEVER_COUNTED = "Không bao giờ được tính hay cộng: không phải mức của một địa bàn."
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")
"""A page may hold bytes that a terminal would obey."""


@dataclass(frozen=True, slots=True)
class PressExplanation:
    """A figure of the press and the steps of its reading in words."""

    figure: PressFigure
    steps: tuple[str, ...]

    def text(self, marks: tuple[str, str] = PLAIN_MARKS) -> str:
        """The explanation in Vietnamese; `marks` stand around the words of the figure in its sentence."""
        figure = self.figure
        opening, closing = marks
        before, words, after = map(printable, (figure.words_before, figure.evidence, figure.words_after))
        lines = [
            self._head(),
            f"Mã {figure.claim_id}",
            *self._standing(),
            f"Bài: {printable(figure.title or 'không có tên')}",
            f"  {printable(figure.canonical_url)} · {_published(figure.published_on)} · "
            f"lấy về {moment_text(figure.fetched_at)}",
            f"Câu: {before.lstrip()}{opening}{words}{closing}{after.rstrip()}",
            f"Cách đọc (bộ đọc bản {figure.extractor_version}, "
            f"độ tin cậy {number_text(figure.confidence, 4, trim=True)}):",
            *(f"  {number}. {step}" for number, step in enumerate(self.steps, start=1)),
        ]
        if figure.newer_extractor_version is not None:
            lines.append(f"Bộ đọc bản {figure.newer_extractor_version} đã đọc lại bài này; cách đọc trên là cách cũ.")
        if figure.copies:
            lines.append(f"Cùng tin ở {len(figure.copies)} địa chỉ khác, chỉ tính một lần:")
            lines += [f"  {_copy(copy)}" for copy in figure.copies]
        lines += [
            f"Quyết định: {_DECISIONS.get(made.decision, made.decision)}, {made.decided_by}, "
            f"{moment_text(made.decided_at)}: {made.reason}"
            for made in figure.decisions
        ]
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """The figure and its steps as JSON values; decimals as text."""
        dumped: dict[str, object] = TypeAdapter(PressFigure).dump_python(
            self.figure, mode="json", exclude={"sector_names"}
        )
        return {**dumped, "steps": list(self.steps)}

    def _head(self) -> str:
        figure = self.figure
        what = figure.indicator_name or figure.indicator_key or figure.kind
        sector = figure.sector_names.get(figure.sector_code, figure.sector_code)
        said_of = [
            what if figure.sector_code == "all" else f"{what} ({sector})",
            figure.place or "không rõ địa bàn",
            f"{VALUE_STATUS_WORDS.get(figure.value_status, figure.value_status)} "
            f"{period_text(figure.period) if figure.period else 'không rõ kỳ'}",
        ]
        return f"{', '.join(said_of)}: {self._value()}"

    def _value(self) -> str:
        figure = self.figure
        unit = _UNITS.get(figure.unit, figure.unit)
        if figure.unit == "count" and figure.canonical_unit is not None:
            unit = figure.canonical_unit
        value = range_text(figure.value_low, figure.value_high, figure.qualifier, unit, figure.evidence)
        return value.strip() + _PER.get(figure.unit, "")

    def _standing(self) -> list[str]:
        figure = self.figure
        if figure.kind != "figure":
            return [_NEVER_COUNTED]
        if figure.standing is None:
            return [_ABSENT]
        lines = [_STATES.get(figure.standing.state, figure.standing.state)]
        if figure.standing.correction_vi:
            lines.append(f"Đính chính: {figure.standing.correction_vi}")
        if figure.standing.reason_vi:
            lines.append(f"Lưu ý: {figure.standing.reason_vi}")
        return lines


def explain_press(settings: Settings, claim_id: UUID) -> PressExplanation | None:
    """Explain a figure of the press, whether or not it counts; None where the id is no figure of the press."""
    engine = connect(settings)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            figure = find_press_figure(connection, claim_id)
    finally:
        engine.dispose()
    if figure is None:
        return None
    return PressExplanation(figure, trace_in_words(figure.rule_trace, figure.sector_names))


def _copy(copy: Copy) -> str:
    told = [copy.canonical_url, _published(copy.published_on)]
    if copy.similarity is not None:
        told.append(f"giống {percent_text(100 * copy.similarity)}")
    return printable(" · ".join(told))


def _published(day: date | None) -> str:
    return "không rõ ngày đăng" if day is None else f"đăng {date_text(day)}"


def printable(words: str) -> str:
    """Words of a page, letter for letter, without what a terminal would obey."""
    return words.translate(_CONTROLS)
