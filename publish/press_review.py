"""The figures of the press that wait for a person, as the marts hold them, and what was decided since."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import text

from htx.settings import Settings
from ingest.raw.database import connect
from publish.explain_press import PLAIN_MARKS, printable
from publish.reading.press import require_press_mart
from publish.report.wording import VALUE_STATUS_WORDS, date_text, number_text, period_text, range_text

State = Literal["taken", "accepted", "corrected", "waiting", "rejected"]

_FIGURES = text(
    """
    select f.claim_id, f.state, f.reasons, f.reason_vi, i.name_vi as indicator_name, f.indicator_key, f.sector_code,
        f.place, f.period_text, f.value_status, f.value_low, f.value_high, f.qualifier, f.canonical_unit, f.confidence,
        f.article_title, f.article_url, f.published_on, f.sentence_offset, f.sentence_text, f.start_offset,
        f.end_offset, f.articles_telling,
        f.correction_vi, f.decided_by, f.decision_reason, later.decision as decided_since_build
    from marts.fct_press_figure as f
    inner join marts.dim_indicator as i using (indicator_key)
    left join lateral (
        select d.decision
        from ops.press_decision as d
        where d.claim_id = f.claim_id and d.decided_at is distinct from f.decided_at
            and (f.decided_at is null or d.decided_at > f.decided_at)
        order by d.decided_at desc, d.decision_id desc
        limit 1
    ) as later on true
    where f.state = any(:states) or (:with_flagged and f.stated_total is not null)
    order by f.published_on desc nulls last, f.article_url, f.start_offset, f.claim_id
    """
)


@dataclass(frozen=True, slots=True)
class ReviewedFigure:
    """A figure of the press with its sentence, how it was read, how sure that is, and why it waits."""

    claim_id: UUID
    state: State
    reasons: tuple[str, ...]
    reason_vi: str | None
    indicator_name: str
    indicator_key: str
    sector_code: str
    place: str | None
    period_text: str | None
    value_status: str
    value_low: Decimal | None
    value_high: Decimal | None
    qualifier: str
    canonical_unit: str
    confidence: Decimal
    article_title: str | None
    article_url: str
    published_on: date | None
    sentence_offset: int
    sentence_text: str
    start_offset: int
    end_offset: int
    articles_telling: int
    correction_vi: str | None
    decided_by: str | None
    decision_reason: str | None
    decided_since_build: str | None
    """A decision that the marts do not know yet."""

    def text(self, marks: tuple[str, str] = PLAIN_MARKS) -> str:
        """What an officer reads to decide, in Vietnamese; `marks` stand around the words of the figure."""
        value = range_text(self.value_low, self.value_high, self.qualifier, self.canonical_unit)
        sector = "" if self.sector_code == "all" else f" ({self.sector_code})"
        period = period_text(self.period_text) if self.period_text else "không rõ kỳ"
        lines = [
            str(self.claim_id),
            f"  {self.indicator_name}{sector}, {self.place or 'không rõ địa bàn'}, "
            f"{VALUE_STATUS_WORDS.get(self.value_status, self.value_status)} {period}: {value}"
            f"  (độ tin cậy {number_text(self.confidence, 4, trim=True)})",
            f"  Câu: {self._marked_sentence(*marks)}",
            f"  Bài: {printable(self.article_title or 'không có tên')} · {printable(self.article_url)} · "
            f"{date_text(self.published_on)}",
        ]
        lines += [f"  {words}" for words in (self.reason_vi, self.correction_vi) if words]
        if self.decided_by:
            lines.append(f"  {self.state}: {self.decided_by}: {self.decision_reason}")
        if self.decided_since_build:
            lines.append(f"  Đã quyết định ({self.decided_since_build}), có hiệu lực từ lần dựng tới.")
        return "\n".join(lines)

    def _marked_sentence(self, opening: str, closing: str) -> str:
        first, last = self.start_offset - self.sentence_offset, self.end_offset - self.sentence_offset
        sentence = printable(self.sentence_text)
        return f"{sentence[:first]}{opening}{sentence[first:last]}{closing}{sentence[last:]}".strip()


_ADAPTER = TypeAdapter(ReviewedFigure)


def list_figures(settings: Settings, *states: State, with_flagged: bool = False) -> tuple[ReviewedFigure, ...]:
    """The figures of the press in these states, newest article first; `NotReadyError` where there are no marts.

    `with_flagged` adds those of any state that contradict the parts or the total in their sentence.
    """
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            require_press_mart(connection)
            rows = connection.execute(_FIGURES, {"states": list(states), "with_flagged": with_flagged}).mappings()
            return tuple(_ADAPTER.validate_python(dict(row)) for row in rows)
    finally:
        engine.dispose()
