"""What holds for a whole text: its place, its day, the period it reviews, the plan it announces.

A careful reader settles these before reading a number, from title, lead, slogans, the page's own date and the
address; `read_scope` does the same, with reasons kept in the trace.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ingest.figures.place import read_place
from ingest.figures.sentences import Block, BlockKind
from ingest.figures.vocabulary import furniture
from ingest.vietnamese.folding import fold
from ingest.vietnamese.periods import (
    TimeContext,
    TimeExpression,
    TimeKind,
    TimeRole,
    find_times,
    first_year,
    last_day,
    last_year,
    resolve,
)
from ingest.vietnamese.word_patterns import WordPattern

_REVIEW = WordPattern(
    ("tổng kết", "sơ kết", "đánh giá", "kết quả", "tổng quan"),
    r"\b(?:tổng kết|sơ kết|đánh giá (?:tình hình|kết quả|công tác)|kết quả|tổng quan)\b",
    ignore_case=True,
)
_AHEAD = re.compile(r"\b(?:triển khai|phương hướng|bàn\b|nhiệm vụ)", re.IGNORECASE)
_PLAN = WordPattern(
    ("ban hành", "thông qua", "phê duyệt", "kế hoạch"),
    r"\b(?:ban hành|thông qua|phê duyệt)\s+(?:\w+\s+){0,4}(?:kế hoạch|chỉ tiêu)\b"
    r"|\bkế hoạch\b[^.;]{0,80}\bđặt mục tiêu\b",
    ignore_case=True,
)
_TARGET_WORDS = WordPattern(
    ("phấn đấu", "mục tiêu", "chỉ tiêu", "sẽ", "tiếp tục", "phương hướng"),
    r"\b(?:phấn đấu|mục tiêu|chỉ tiêu|sẽ|tiếp tục|phương hướng)\b",
    ignore_case=True,
)
_URL_MONTH = re.compile(r"[/=](20\d\d)(0[1-9]|1[0-2])(?:\d\d)?(?=[/\-_.]|$)")
_FIELD_WORDS = WordPattern(
    ("htx", "hợp tác", "tập thể", "quỹ tín dụng", "thành viên"),
    r"\b(?:htx|hợp tác|tập thể|quỹ tín dụng|thành viên)",
    ignore_case=True,
)
_COUNT = re.compile(r"\d\s+(?:htx|hợp tác|tổ hợp|quỹ|liên hiệp)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.;?!])\s")
_PERIOD_KINDS = frozenset({TimeKind.YEAR, TimeKind.HALF, TimeKind.QUARTER, TimeKind.MONTHS})
_TERM = WordPattern(("nhiệm", "giai", "5", "năm"), r"nhiệm\s+kỳ|giai\s+đoạn|(?:5|năm)\s+năm", ignore_case=True)
"""Words for a term that was named before."""
_PLANNED_KINDS = frozenset({TimeKind.YEAR, TimeKind.SPAN})
_DAYS_BEFORE_END = 45
_DAYS_AFTER_END = 90
"""A period is reported from some weeks before its end to some weeks after."""
_DAYS_OF_NEWS = 20
"""News are told within so many days."""
_TARGET_REACH = 60
_REPORTED_KINDS = frozenset({TimeKind.YEAR, TimeKind.HALF})
_TITLE_KINDS = _PERIOD_KINDS | {TimeKind.SPAN}
_LEAD_BLOCKS = 3
_TODAY = ("nay", "hiện", "điểm")
"""Words one of which any expression of the present has."""
_BODY = frozenset({BlockKind.PROSE, BlockKind.TABLE})
"""What comes after the head of a page."""
_CLOCK_LINES = ("clock", "counter")


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """What holds for the whole text where a sentence says nothing else; None where the text does not tell.

    `parent_place` is the province of a text about a district. `plan` is true for a text that announces a plan:
    its numbers are targets unless a sentence says otherwise. What cannot matter is not looked for: `implied_year`
    beside a day of publication, `as_at` and `main_period` beside a reviewed period.
    """

    place: str | None
    parent_place: str | None
    published: dt.date | None
    event: dt.date | None
    review: str | None
    implied_year: int | None
    plan: bool
    plan_period: str | None
    spans: tuple[tuple[int, int], ...]
    as_at: str | None
    as_at_from: int = 0
    main_period: str | None = None
    districts: frozenset[str] = frozenset()
    headline: str = ""

    @property
    def reference(self) -> dt.date | None:
        """The day the text speaks from."""
        return self.event or self.published

    @property
    def year(self) -> int | None:
        """The year the text is about."""
        if self.review is not None or self.main_period is not None:
            return last_year(self.review or self.main_period)
        return self.reference.year if self.reference else self.implied_year

    def now(self) -> str | None:
        """What "hiện nay" means where no date stands near: the reviewed period, else the day, else the year."""
        if self.review is not None:
            return self.review
        if self.reference is not None:
            return self.reference.isoformat()
        return self.as_at or (str(self.implied_year) if self.implied_year else None)

    def default_period(self, position: int) -> str | None:
        """The period of a number at `position` whose paragraph names no time: a count up to a day holds after it."""
        as_at = self.as_at if position >= self.as_at_from else None
        return self.review or as_at or self.main_period or self.now()

    def time_context(self, year: int | None = None, last_span: tuple[int, int] | None = None) -> TimeContext:
        """The context in which an expression of time of this text is resolved."""
        return TimeContext(
            reference=self.reference,
            year=year if year is not None else self.year,
            now=self.now(),
            last_span=last_span,
        )


def read_scope(
    blocks: tuple[Block, ...],
    *,
    title: str | None,
    url: str | None,
    published: dt.date | None,
    source_province: str | None,
    districts: dict[str, str] | None = None,
) -> DocumentScope:
    """Settle the scope of a text. `districts` maps folded district names to the province they belong to."""
    prose = [block for block in blocks if block.kind is BlockKind.PROSE]
    headline = title or _headline(blocks)
    place = read_place(blocks, headline, url, source_province, districts or {}, published)
    spans = tuple(_spans(blocks)) if any(_TERM.search(block.text) for block in prose) else ()
    day = published or _printed_date(blocks)
    plan, plan_period = _plan(headline, prose)
    implied = _implied_year(prose, headline) or _printed_year(blocks) or _url_year(url) if day is None else None
    review = _review(headline, prose, day.year if day else None) or _reported(blocks, headline, day)
    event = _event(prose, day, last_year(review) or implied, review)
    if review is None and _is_review_meeting(prose) and event is not None:
        review = str(event.year)
    context = TimeContext(event or day, (day.year if day else None) or implied, None, None)
    as_at, as_at_from = _as_at(prose, context) if review is None else (None, 0)
    return DocumentScope(
        place=place.name,
        parent_place=place.province,
        published=day,
        event=event,
        review=review,
        implied_year=implied,
        plan=plan,
        plan_period=plan_period,
        spans=spans,
        as_at=as_at,
        as_at_from=as_at_from,
        main_period=_main_period(prose, headline, day) if review is None else None,
        districts=frozenset(districts or {}),
        headline=headline,
    )


def _headline(blocks: tuple[Block, ...]) -> str:
    """The title as printed: the longest headline before the first paragraph, else the first line."""
    before: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.PROSE and before:
            break
        if block.kind is not BlockKind.TABLE and not _is_page_line(block.text):
            before.append(block.text)
    return max(before, key=lambda text: len(text.split()), default=blocks[0].text if blocks else "")


def _is_page_line(text: str) -> bool:
    folded = fold(text)
    return any(mark in folded for meaning in _CLOCK_LINES for mark in furniture(meaning)) or "|" in text


def _times(text: str) -> list[TimeExpression]:
    return [expression for expression in find_times(text) if expression.role is TimeRole.SCOPE]


def _printed_date(blocks: tuple[Block, ...]) -> dt.date | None:
    """The page's own date: a full date in a line above or beside the title, never the reader's clock."""
    for block in blocks:
        if block.kind in _BODY:
            return None
        folded = fold(block.text)
        if any(mark in folded for mark in furniture("clock")):
            continue
        for expression in _times(block.text):
            resolved = resolve(expression, TimeContext())
            if expression.kind is TimeKind.DATE and resolved is not None:
                return dt.date.fromisoformat(resolved)
    return None


def _printed_year(blocks: tuple[Block, ...]) -> int | None:
    """The year of a month printed above the title ("Tháng 7-2015")."""
    for block in blocks:
        if block.kind in _BODY:
            return None
        for expression in _times(block.text):
            if expression.kind is TimeKind.MONTH:
                return expression.year
    return None


def _url_year(url: str | None) -> int | None:
    match = _URL_MONTH.search(url or "")
    return int(match[1]) if match else None


def _implied_year(prose: list[Block], headline: str) -> int | None:
    """The latest year the text states as a fact: not a comparison, a law, a target or a term."""
    kinds = {TimeKind.YEAR, TimeKind.HALF, TimeKind.QUARTER, TimeKind.MONTH, TimeKind.MONTHS, TimeKind.DATE}
    years = [
        expression.year
        for block in prose
        if _names_a_year(block.text)
        for sentence in _SENTENCE_END.split(block.text)
        if _names_a_year(sentence) and not _TARGET_WORDS.search(sentence)
        for expression in _times(sentence)
        if expression.kind in kinds and expression.year is not None
    ]
    if years:
        return max(years)
    headline_years = [expression.year for expression in _times(headline) if expression.year is not None]
    return max(headline_years, default=None)


def _names_a_year(text: str) -> bool:
    return "20" in text or "19" in text


def _review(headline: str, prose: list[Block], year: int | None) -> str | None:
    """The period a meeting reviews: "tổng kết … năm 2022", "sơ kết 6 tháng đầu năm"."""
    kinds = {TimeKind.YEAR, TimeKind.HALF, TimeKind.QUARTER}
    for text in (headline, *(block.text for block in prose[:4])):
        for cue in _REVIEW.finditer(text):
            ahead = _AHEAD.search(text, cue.end())
            stop = min(ahead.start() if ahead else len(text), cue.end() + 110)
            for expression in _times(text):
                if not cue.end() <= expression.start < stop or expression.kind not in kinds:
                    continue
                if expression.kind is TimeKind.YEAR and not re.search(
                    r"\b(?:tổng|sơ) (?:kết|quan)|đánh giá", cue[0].lower()
                ):
                    continue
                named = [e.year for e in _times(text[cue.end() :]) if e.year is not None]
                return resolve(expression, TimeContext(year=year or (named[0] if named else None)))
    return None


def _reported(blocks: tuple[Block, ...], headline: str, published: dt.date | None) -> str | None:
    """The half-year or year that titles or lead name, where it had just ended or was about to end.

    A page of July that opens with "6 tháng đầu năm" tells of the half-year, also where it says "hiện có".
    """
    if published is None:
        return None
    prose = [index for index, block in enumerate(blocks) if block.kind is BlockKind.PROSE][:_LEAD_BLOCKS]
    end_of_lead = prose[-1] + 1 if prose else len(blocks)
    titles = [block for block in blocks[:end_of_lead] if block.kind in {BlockKind.HEADLINE, BlockKind.PROSE}]
    first = next((block for block in titles if block.kind is BlockKind.PROSE), None)
    for text, is_title in ((headline, True), *((block.text, _is_title(block, first)) for block in titles)):
        for expression in _times(text):
            if expression.kind is not TimeKind.HALF and not is_title:
                continue
            if expression.kind not in (_PERIOD_KINDS if text == headline else _REPORTED_KINDS) or _TARGET_WORDS.search(
                text[: expression.start][-_TARGET_REACH:]
            ):
                continue
            period = resolve(expression, TimeContext(reference=published, year=published.year))
            end = last_day(period)
            if end is not None and -_DAYS_BEFORE_END <= (published - end).days <= _DAYS_AFTER_END:
                return period
    return None


def _is_title(block: Block, first: Block | None) -> bool:
    return block.kind is BlockKind.HEADLINE or block is first


def _is_review_meeting(prose: list[Block]) -> bool:
    return any(re.search(r"\bhội nghị tổng kết\b", block.text, re.IGNORECASE) for block in prose[:3])


def _event(prose: list[Block], published: dt.date | None, year: int | None, review: str | None) -> dt.date | None:
    """The day of the meeting the text tells of, its year from the page's date or from what was reviewed."""
    for block in prose[:4]:
        for expression in _times(block.text):
            if expression.as_at or expression.kind not in {TimeKind.DAY, TimeKind.DATE}:
                continue
            if expression.kind is TimeKind.DATE:
                day = _day_just_past(expression, published)
                if day is not None:
                    return day
                continue
            if published is not None:
                return _latest_until(published, expression)
            if year is not None and expression.part is not None:
                after_the_year = review is not None and re.fullmatch(r"\d{4}", review) and expression.part <= 6
                resolved = resolve(expression, TimeContext(year=year + 1 if after_the_year else year))
                return dt.date.fromisoformat(resolved) if resolved else None
    return None


def _day_just_past(expression: TimeExpression, published: dt.date | None) -> dt.date | None:
    """A full date shortly before the page's own: the day of what the text tells of."""
    resolved = resolve(expression, TimeContext())
    if resolved is None or published is None:
        return None
    day = dt.date.fromisoformat(resolved)
    return day if 0 <= (published - day).days <= _DAYS_OF_NEWS else None


def _latest_until(published: dt.date, expression: TimeExpression) -> dt.date | None:
    for year in (published.year, published.year - 1):
        resolved = resolve(expression, TimeContext(year=year))
        if resolved is not None and dt.date.fromisoformat(resolved) <= published:
            return dt.date.fromisoformat(resolved)
    return None


def _as_at(prose: list[Block], context: TimeContext) -> tuple[str | None, int]:
    """The first date the text counts up to: "tính đến ngày 30/6/2021"."""
    for block in prose:
        for expression in _times(block.text):
            is_day = expression.kind in {TimeKind.DATE, TimeKind.DAY, TimeKind.MONTH}
            is_year_end = expression.by_year_end and expression.kind is TimeKind.YEAR and context.reference is not None
            if not expression.as_at or not (is_day or is_year_end):
                continue
            period = resolve(expression, context)
            if context.reference is None or (first_year(period) or 0) <= context.reference.year:
                return period, block.start
    return None, 0


def _main_period(prose: list[Block], headline: str, day: dt.date | None) -> str | None:
    """The period of the title, or of the first sentence that counts something of the field.

    None in a text that says "hiện nay", and where that sentence has no time: both speak of the day of the page.
    """
    of_today = (block.text for block in prose if any(word in block.text.lower() for word in _TODAY))
    if any(expression.kind is TimeKind.NOW for text in of_today for expression in _times(text)):
        return None
    sentences = (sentence for block in prose[:_LEAD_BLOCKS] for sentence in _SENTENCE_END.split(block.text))
    for text in (headline, *sentences):
        if _TARGET_WORDS.search(text) or not _FIELD_WORDS.search(text):
            continue
        for expression in _times(text):
            if expression.kind not in (_TITLE_KINDS if text is headline else _PERIOD_KINDS):
                continue
            period = resolve(expression, TimeContext(reference=day, year=day.year if day else None))
            if period is not None and (day is None or (first_year(period) or 0) <= day.year):
                return period
        if text is not headline and _COUNT.search(text):
            return None
    return None


def _spans(blocks: tuple[Block, ...]) -> Iterator[tuple[int, int]]:
    """The first span of years, which "trong nhiệm kỳ" may mean."""
    spans = (
        (expression.year, expression.end_year)
        for block in blocks
        if _names_a_year(block.text)
        for expression in _times(block.text)
        if expression.kind is TimeKind.SPAN and expression.year is not None and expression.end_year is not None
    )
    return islice(spans, 1)


def _plan(headline: str, prose: list[Block]) -> tuple[bool, str | None]:
    """Whether the text announces a plan, and for which period."""
    texts = (headline, *(block.text for block in prose[:2]))
    announcing = next((index for index, text in enumerate(texts) if _PLAN.search(text)), None)
    if announcing is None:
        return False, None
    planned = [
        time
        for text in texts[announcing:]
        for time in find_times(text)
        if time.kind in _PLANNED_KINDS and time.role in {TimeRole.SCOPE, TimeRole.LAW}
    ]
    return True, resolve(planned[0], TimeContext()) if planned else None
