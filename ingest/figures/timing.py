"""Time and status of the numbers of a sentence: what was named, what carries over, what the text tells."""

from dataclasses import dataclass

from ingest.figures.clause import EVENTS, Clause
from ingest.figures.mentions import Item, ReadSentence
from ingest.figures.scope import DocumentScope
from ingest.figures.sections import Section
from ingest.figures.types import Status
from ingest.vietnamese.periods import (
    TimeExpression,
    TimeKind,
    TimeRole,
    first_day,
    first_year,
    last_day,
    last_year,
    resolve,
)

_NO_SECTION = Section()
_TRAILING_KINDS = frozenset(
    {
        TimeKind.YEAR, TimeKind.SPAN, TimeKind.DATE, TimeKind.MONTH, TimeKind.HALF, TimeKind.QUARTER, TimeKind.MONTHS,
        TimeKind.YEAR_TO_DATE, TimeKind.CURRENT_YEAR,
    }
)  # fmt: skip
_DAYS_OF_A_QUARTER = 92
_DAYS_JUST_BEGUN = 45
"""A period that began so lately is told of as one to come: "6 tháng cuối năm" in July."""
_BEING = frozenset({"có", "đã có", "đang có", "hiện có", "còn"})
_NOUN_REACH = 5
"""So many items after a number its noun has ended."""


@dataclass(slots=True)
class TimeMemory:
    """Times that later paragraphs may refer to.

    `last_time` is the time named last, for targets later in the text; `last_span` the term named last, for "trong
    nhiệm kỳ"; `block_as_at` the date up to which the paragraph counts; `last_target` the time to come named last.
    """

    last_time: str | None = None
    last_span: tuple[int, int] | None = None
    block_as_at: str | None = None
    last_target: str | None = None
    section: Section = _NO_SECTION

    def remember(self, period: str, as_at: bool, is_target: bool) -> None:
        """Keep the time just named."""
        self.last_time = period
        if is_target:
            self.last_target = period
        if as_at:
            self.block_as_at = period


class SentenceTime:
    """Settles status and period within one sentence."""

    def __init__(self, sentence: ReadSentence, scope: DocumentScope, memory: TimeMemory) -> None:
        self._sentence = sentence
        self._items = sentence.items
        self._scope = scope
        self._memory = memory

    def settle_status(self, clause: Clause) -> None:
        """Whether the status of the last sentence goes on: it does unless this one speaks of today."""
        if "time" in self._sentence.categories and any(_is_scope(item.time) for item in self._items):
            clause.status = None
        if clause.estimate and any(item.means("status", "target", "target_if_first") for item in self._items):
            # "Nhiệm vụ năm 2022: …" after "ước doanh thu …": what is aimed at is no estimate.
            clause.estimate = False
        of_money = clause.estimate and clause.measure is not None
        if of_money and not any(item.means("quantity", "money") for item in self._items):
            # "ước" of an amount said before says nothing of organisations counted after.
            clause.estimate = False

    def leave_aim(self, clause: Clause) -> None:
        """A sentence that opens with another area and only says what is there goes on with no aim of the last."""
        says_aim = any(item.category == "status" for item in self._items)
        if clause.status is Status.TARGET and not says_aim and any(self._is_being(item) for item in self._items):
            clause.status = clause.period = None

    def _is_being(self, item: Item) -> bool:
        return item.means("cue", "exists") and self._sentence.text_of(item).lower() in _BEING

    def status(self, clause: Clause) -> Status:
        """Whether a number said now happened, is expected or wished for."""
        if clause.estimate:
            return Status.ESTIMATE
        if clause.status is not None:
            return clause.status
        of_plan = self._scope.plan and not self._memory.section.is_result
        is_target = of_plan or self._is_future(clause.period) or self._is_aim(clause)
        return Status.TARGET if is_target else Status.ACTUAL

    def _is_aim(self, clause: Clause) -> bool:
        """Whether the number stands under a heading of aims, in a sentence that names no time gone by."""
        section = self._memory.section
        if not section.is_aim:
            return False
        named, aimed = first_year(clause.period), first_year(section.period)
        return named is None or aimed is None or named >= aimed

    def _is_future(self, period: str | None) -> bool:
        first, last, reference = first_day(period), last_day(period), self._scope.reference
        if first is None or last is None or reference is None:
            return False
        if first == last:
            return (first - reference).days > _DAYS_JUST_BEGUN
        has_just_begun = last > reference and (reference - first).days <= _DAYS_JUST_BEGUN
        return first > reference or (has_just_begun and (last - first).days > _DAYS_OF_A_QUARTER)

    def period(self, clause: Clause, status: Status, index: int) -> str | None:
        """The time of the number at item `index`; None where nothing tells."""
        each_its_own = clause.period_trails or self._is_in_span(index)
        if clause.period_is_own and each_its_own and (own := self._time_right_after(index)) is not None:
            return own
        if clause.period_is_own:
            return self._until_today(clause, clause.period) if status is Status.ACTUAL else clause.period
        trailing = self._trailing_time(index)
        if trailing is not None:
            return trailing
        if status is Status.TARGET or (self._scope.plan and status is Status.ESTIMATE):
            aimed = self._memory.section.period or self._memory.last_target
            return clause.period or aimed or self._scope.plan_period or self._memory.last_time
        carried = self._until_today(clause, clause.period)
        if carried is not None and _spans_years(carried) and not self._tells_events():
            carried = self._scope.now()
        return carried or self._memory.section.period or self._scope.default_period(self._sentence.sentence.start)

    def _tells_events(self) -> bool:
        """Whether the sentence tells what happened over a time; a stock does not hold for a span of years."""
        return any(item.means("attribute", *EVENTS) for item in self._items)

    def _until_today(self, clause: Clause, period: str | None) -> str | None:
        """A term that is not over yet says nothing of when a present number holds; today does."""
        last, reference = last_year(period), self._scope.reference
        is_open = period is not None and ".." in period and last is not None
        if is_open and reference is not None and last is not None and last > reference.year and not clause.per_year:
            return self._scope.now()
        return period

    def _trailing_time(self, index: int) -> str | None:
        """A time said after the number in the same clause: "khen thưởng 43 HTX … năm 2025"."""
        if (gloss := self._time_in_brackets(index)) is not None:
            return resolve(gloss, self._scope.time_context())
        for item in self._items[index + 1 :]:
            if item.category == "mark" and item.value in ";()":
                return None
            if item.time is not None and item.time.kind in _TRAILING_KINDS and _is_scope(item.time):
                return resolve(item.time, self._scope.time_context())
        return None

    def _time_right_after(self, index: int) -> str | None:
        """ "từ 10.000 HTX năm 2001 lên 26.112 HTX năm 2020": each number with the time behind it."""
        for item in self._items[index + 1 : index + _NOUN_REACH]:
            if item.category in {"mark", "quantity"}:
                return None
            if item.time is not None:
                is_its_own = item.time.kind in _TRAILING_KINDS and _is_scope(item.time)
                return resolve(item.time, self._scope.time_context()) if is_its_own else None
        return None

    def _is_in_span(self, index: int) -> bool:
        """ "tăng từ 2,5 triệu đồng … năm 2015 lên 4 triệu đồng … năm 2019"."""
        quantity, before = self._items[index].quantity, self._items[index - 1] if index else None
        return (quantity is not None and quantity.from_word) or (before is not None and before.means("cue", "level"))

    def _trails(self, index: int) -> bool:
        """Whether the time at item `index` stands behind a number and its noun, not before what it dates."""
        for item in reversed(self._items[max(0, index - _NOUN_REACH) : index]):
            if item.category == "mark":
                return False
            if item.category == "quantity":
                return True
        return False

    def _time_in_brackets(self, index: int) -> TimeExpression | None:
        """A time that alone fills the brackets after a number and its noun: "2.870 tổ (năm 2020)"."""
        for position, item in enumerate(self._items[index + 1 : index + _NOUN_REACH], index + 1):
            if item.category == "quantity" or (item.category == "mark" and item.value != "("):
                return None
            if item.value == "(":
                inside = self._items[position + 1 : position + 3]
                fills = len(inside) == 2 and inside[0].time is not None and inside[1].value == ")"
                return inside[0].time if fills and _is_scope(inside[0].time) else None
        return None

    def on_time(self, clause: Clause, index: int, item: Item, *, outside: Clause | None) -> None:
        """An expression of time at item `index` dates what follows; `outside` is what holds around brackets."""
        in_brackets = outside is not None
        expression = item.time
        if expression is None or not _is_scope(expression) or self._is_attributive_now(index, expression):
            return
        period = self._resolved(clause, expression)
        if expression.kind is TimeKind.NOW:
            clause.event = None
            clause.status = Status.ACTUAL if self._speaks_of_today(index) else clause.status
        if expression.kind is TimeKind.REST_OF_YEAR:
            clause.status = Status.TARGET
        clause.fresh = True
        if period is None:
            return
        if expression.kind is TimeKind.DAY and not expression.as_at:
            return
        clause.period, clause.period_is_own, clause.period_trails = period, True, self._trails(index)
        if in_brackets and not self._is_future_year(period):
            clause.status = Status.ACTUAL if clause.status is Status.TARGET else clause.status
            is_inherited = outside is not None and outside.estimate
            clause.estimate = clause.estimate and not (is_inherited and self._is_past_year(period))
        if self._scope.plan and not in_brackets and self._is_before_plan(period):
            clause.status = Status.ACTUAL
        if not in_brackets:
            as_at = expression.as_at and expression.kind in {TimeKind.DATE, TimeKind.MONTH}
            self._memory.remember(period, as_at, self._is_future(period))

    def _resolved(self, clause: Clause, expression: TimeExpression) -> str | None:
        if expression.kind is TimeKind.NOW:
            return self._memory.block_as_at or self._scope.now()
        year = None
        relative = {TimeKind.THIS_YEAR, TimeKind.REST_OF_YEAR, TimeKind.LAST_YEAR}
        if expression.kind in relative:
            year = last_year(clause.period) if clause.period else None
            if year is None and self._scope.plan:
                year = first_year(self._scope.plan_period)
        if expression.kind is TimeKind.SPAN and expression.year and expression.end_year:
            self._memory.last_span = (expression.year, expression.end_year)
        return resolve(expression, self._scope.time_context(year, last_span=self._memory.last_span))

    def _is_attributive_now(self, index: int, expression: TimeExpression) -> bool:
        """ "các HTX hiện có" are the existing ones; nothing is said of today."""
        previous = self._items[index - 1] if index else None
        return (
            expression.kind is TimeKind.NOW
            and previous is not None
            and (previous.means("cue", "all_coops") or previous.means("entity", "coop"))
            and index + 2 < len(self._items)
            and self._items[index + 2].category == "mark"
        )

    def _speaks_of_today(self, index: int) -> bool:
        words = self._sentence.text_of(self._items[index]).lower()
        before = self._items[index - 1] if index else None
        return not words.startswith("nay") or before is None or before.category == "mark"

    def _is_future_year(self, period: str) -> bool:
        year, about = first_year(period), self._scope.year
        return year is not None and about is not None and year > about

    def _is_past_year(self, period: str) -> bool:
        year, about = last_year(period), self._scope.year
        return year is not None and about is not None and year < about

    def _is_before_plan(self, period: str) -> bool:
        year, plan = first_year(period), first_year(self._scope.plan_period)
        return year is not None and plan is not None and year < plan


def _spans_years(period: str) -> bool:
    return ".." in period and first_year(period) != last_year(period)


def _is_scope(expression: TimeExpression | None) -> bool:
    return expression is not None and expression.role is TimeRole.SCOPE
