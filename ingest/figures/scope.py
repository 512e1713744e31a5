"""What holds for a whole text: its place, its day, the period it reviews, the plan it announces.

A careful reader settles these before reading a number, from title, lead, slogans, the page's own date and the
address; `read_scope` does the same, with reasons kept in the trace.
"""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from ingest.figures.clause import NATION
from ingest.figures.sentences import Block, BlockKind
from ingest.figures.vocabulary import Place, furniture, places
from ingest.vietnamese.folding import fold
from ingest.vietnamese.periods import (
    TimeContext,
    TimeExpression,
    TimeKind,
    TimeRole,
    find_times,
    last_year,
    resolve,
)

_REVIEW = re.compile(
    r"\b(?:tổng kết|sơ kết|đánh giá (?:tình hình|kết quả|công tác)|kết quả|tổng quan)\b", re.IGNORECASE
)
_AHEAD = re.compile(r"\b(?:triển khai|phương hướng|bàn\b|nhiệm vụ)", re.IGNORECASE)
_PLAN = re.compile(
    r"\bban hành\s+(?:\w+\s+){0,3}kế hoạch\b|\bkế hoạch\b[^.;]{0,80}\bđặt mục tiêu\b", re.IGNORECASE
)
_TARGET_WORDS = re.compile(r"\b(?:phấn đấu|mục tiêu|chỉ tiêu|sẽ|tiếp tục|phương hướng)\b", re.IGNORECASE)
_URL_MONTH = re.compile(r"[/=](20\d\d)(0[1-9]|1[0-2])(?:\d\d)?(?=[/\-_.]|$)")
_CLOCK_LINES = ("clock", "counter")

_DISTRICT_WORDS = re.compile(r"\b(?:toàn|cả|trên địa bàn|của)\s+(?:huyện|thị xã|quận)\b", re.IGNORECASE)
_PROVINCE_WORDS = re.compile(r"\b(?:toàn|cả|trên địa bàn|trong)\s+(?:tỉnh|thành phố)\b", re.IGNORECASE)
_NATION_WORDS = re.compile(r"\b(?:cả nước|toàn quốc)\b", re.IGNORECASE)
_CITY_WORDS = re.compile(r"\bthành phố\b", re.IGNORECASE)
_NAME = r"[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){0,3}"
_DISTRICT_NAME = re.compile(rf"\b(?:[Hh]uyện|[Tt]hị xã|[Qq]uận)\s+({_NAME})")
_TITLE_NAME = re.compile(rf"^({_NAME})\s*(?::|\s[a-zà-ỹđ])")
_ADMIN_BEFORE = re.compile(
    r"(?:tỉnh|thành phố|TP\.?|liên minh (?:htx|hợp tác xã)(?: \(HTX\))?|UBND|KTTT|kinh tế tập thể)\s*$",
    re.IGNORECASE,
)
_AT_BEFORE = re.compile(r"\b(?:tại|ở|về|sang|đến|từ)\s*$", re.IGNORECASE)
_FORMER_AFTER = re.compile(r"^\s*\(?cũ\)?")

_WEIGHT_TITLE = 5.0
_WEIGHT_ADMIN = 3.0
_WEIGHT_PROSE = 1.0
_WEIGHT_VISITED = 0.3
_WEIGHT_FURNITURE = 0.3
_WEIGHT_URL = 4.0
_WEIGHT_SOURCE = 2.0
_NATIONAL_ALLIANCE = re.compile(r"liên minh (?:htx|hợp tác xã)(?: \(HTX\))?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocumentScope:
    """What holds for the whole text where a sentence says nothing else; None where the text does not tell.

    `parent_place` is the province of a text about a district. `plan` is true for a text that announces a plan:
    its numbers are targets unless a sentence says otherwise.
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
    districts: frozenset[str] = frozenset()

    @property
    def reference(self) -> dt.date | None:
        """The day the text speaks from."""
        return self.event or self.published

    @property
    def year(self) -> int | None:
        """The year the text is about."""
        if self.review is not None:
            return last_year(self.review)
        return self.reference.year if self.reference else self.implied_year

    def now(self) -> str | None:
        """What "hiện nay" means where no date stands near: the reviewed period, else the day, else the year."""
        if self.review is not None:
            return self.review
        if self.reference is not None:
            return self.reference.isoformat()
        return self.as_at or (str(self.implied_year) if self.implied_year else None)

    def default_period(self) -> str | None:
        """The period of a number whose paragraph names no time."""
        return self.review or self.as_at or self.now()

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
    place, parent = _place(blocks, headline, url, source_province, districts or {})
    spans = tuple(_spans(blocks))
    day = published or _printed_date(blocks)
    month_year = _printed_year(blocks) or _url_year(url)
    plan, plan_period = _plan(headline, prose)
    implied = _implied_year(prose, headline) or month_year
    review = _review(headline, prose, day.year if day else None)
    event = _event(prose, day, last_year(review) or implied, review)
    if review is None and _is_review_meeting(prose) and event is not None:
        review = str(event.year)
    context = TimeContext(event or day, (day.year if day else None) or implied, None, None)
    return DocumentScope(
        place=place,
        parent_place=parent,
        published=day,
        event=event,
        review=review,
        implied_year=implied,
        plan=plan,
        plan_period=plan_period,
        spans=spans,
        as_at=_as_at(prose, context),
        districts=frozenset(districts or {}),
    )


def _headline(blocks: tuple[Block, ...]) -> str:
    """The title as printed: the longest headline before the first paragraph, else the first line."""
    before: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.PROSE and before:
            break
        if not _is_page_line(block.text):
            before.append(block.text)
    return max(before, key=lambda text: len(text.split()), default=blocks[0].text if blocks else "")


def _is_page_line(text: str) -> bool:
    folded = fold(text)
    return any(mark in folded for meaning in _CLOCK_LINES for mark in furniture(meaning)) or "|" in text


def _times(text: str) -> list[TimeExpression]:
    return [expression for expression in find_times(text) if expression.role is TimeRole.SCOPE]


# --- days and periods ------------------------------------------------------------------------------------------


def _printed_date(blocks: tuple[Block, ...]) -> dt.date | None:
    """The page's own date: a full date in a line above or beside the title, never the reader's clock."""
    for block in blocks:
        if block.kind is BlockKind.PROSE:
            return None
        if any(mark in fold(block.text) for mark in furniture("clock")):
            continue
        for expression in _times(block.text):
            resolved = resolve(expression, TimeContext())
            if expression.kind is TimeKind.DATE and resolved is not None:
                return dt.date.fromisoformat(resolved)
    return None


def _printed_year(blocks: tuple[Block, ...]) -> int | None:
    """The year of a month printed above the title ("Tháng 7-2015")."""
    for block in blocks:
        if block.kind is BlockKind.PROSE:
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
        for sentence in (s for block in prose for s in re.split(r"(?<=[.;?!])\s", block.text))
        if not _TARGET_WORDS.search(sentence)
        for expression in _times(sentence)
        if expression.kind in kinds and expression.year is not None
    ]
    if years:
        return max(years)
    headline_years = [expression.year for expression in _times(headline) if expression.year is not None]
    return max(headline_years, default=None)


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


def _is_review_meeting(prose: list[Block]) -> bool:
    return any(re.search(r"\bhội nghị tổng kết\b", block.text, re.IGNORECASE) for block in prose[:3])


def _event(
    prose: list[Block], published: dt.date | None, year: int | None, review: str | None
) -> dt.date | None:
    """The day of the meeting the text tells of, its year from the page's date or from what was reviewed."""
    for block in prose[:4]:
        for expression in _times(block.text):
            if expression.kind is not TimeKind.DAY or expression.as_at:
                continue
            if published is not None:
                return _latest_until(published, expression)
            if year is not None and expression.part is not None:
                after_the_year = (
                    review is not None and re.fullmatch(r"\d{4}", review) and expression.part <= 6
                )
                resolved = resolve(expression, TimeContext(year=year + 1 if after_the_year else year))
                return dt.date.fromisoformat(resolved) if resolved else None
    return None


def _latest_until(published: dt.date, expression: TimeExpression) -> dt.date | None:
    for year in (published.year, published.year - 1):
        resolved = resolve(expression, TimeContext(year=year))
        if resolved is not None and dt.date.fromisoformat(resolved) <= published:
            return dt.date.fromisoformat(resolved)
    return None


def _as_at(prose: list[Block], context: TimeContext) -> str | None:
    """The first date the text counts up to: "tính đến ngày 30/6/2021"."""
    for block in prose:
        for expression in _times(block.text):
            if expression.as_at and expression.kind in {TimeKind.DATE, TimeKind.DAY, TimeKind.MONTH}:
                return resolve(expression, context)
    return None


def _spans(blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    return [
        (expression.year, expression.end_year)
        for block in blocks
        for expression in _times(block.text)
        if expression.kind is TimeKind.SPAN
        and expression.year is not None
        and expression.end_year is not None
    ][:1]


def _plan(headline: str, prose: list[Block]) -> tuple[bool, str | None]:
    """Whether the text announces a plan, and for which period."""
    for text in (headline, *(block.text for block in prose[:2])):
        if _PLAN.search(text):
            years = [expression.year for expression in _times(text) if expression.year is not None]
            return True, str(years[0]) if years else None
    return False, None


# --- place -----------------------------------------------------------------------------------------------------


def _place(
    blocks: tuple[Block, ...],
    headline: str,
    url: str | None,
    source_province: str | None,
    districts: dict[str, str],
) -> tuple[str | None, str | None]:
    """Place of the text, and the province around it if the place is a district."""
    prose = " ".join(block.text for block in blocks if block.kind is BlockKind.PROSE)
    nation = len(_NATION_WORDS.findall(prose))
    province_words = len(_PROVINCE_WORDS.findall(prose))
    province = _province(blocks, headline, url, source_province, districts, prose)
    if nation > province_words and (nation > 1 or province is None):
        return NATION, None
    if len(_DISTRICT_WORDS.findall(prose)) > province_words:
        district = _district(prose, headline)
        if district is not None:
            return district, province
    return province, None


def _province(
    blocks: tuple[Block, ...],
    headline: str,
    url: str | None,
    source_province: str | None,
    districts: dict[str, str],
    prose: str,
) -> str | None:
    scores: dict[str, float] = {}
    for place in places():
        if place.level in {"nation", "region"}:
            continue
        score = sum(_mentions(block, place, headline) for block in blocks)
        score += (
            _WEIGHT_TITLE * (headline not in {block.text for block in blocks}) * bool(_find(place, headline))
        )
        score += _WEIGHT_URL * bool(place.slugs & _url_parts(url))
        if score and place.level == "city" and _CITY_WORDS.search(prose):
            score *= 1.5
        if score:
            scores[place.name] = score
    if source_province and any(place.name == source_province for place in places()):
        scores[source_province] = scores.get(source_province, 0.0) + _WEIGHT_SOURCE
    if not scores:
        return _province_of_districts(prose, districts)
    return max(scores, key=lambda name: scores[name])


def _url_parts(url: str | None) -> set[str]:
    parts = re.split(r"[/.?=&]", (url or "").lower())
    return {part.replace("-", "").replace("_", "") for part in parts if part}


def _find(place: Place, text: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for alias in place.aliases:
        for match in re.finditer(rf"(?<![\w]){re.escape(alias)}(?![\w])", text):
            inside_other = any(match.start() < other.end() and other.start() < match.end() for other in found)
            if not inside_other and not _is_part_of_a_longer_name(text, match):
                found.append(match)
    return found


def _is_part_of_a_longer_name(text: str, match: re.Match[str]) -> bool:
    """Nguyễn Thái Bình is a person, not a province: capitalised words touch the name on either side."""
    before = re.search(r"([^\W\d_]+)\s$", text[: match.start()])
    after = re.match(r"\s([^\W\d_]+)", text[match.end() :])
    neighbours = [found[1] for found in (before, after) if found]
    admin = {"Tỉnh", "Thành", "Phố", "Liên", "Minh"}
    return any(word[0].isupper() and not word.isupper() and word not in admin for word in neighbours)


def _mentions(block: Block, place: Place, headline: str) -> float:
    score = 0.0
    for match in _find(place, block.text):
        before, after = block.text[max(0, match.start() - 40) : match.start()], block.text[match.end() :]
        if _FORMER_AFTER.match(after):
            score += _WEIGHT_VISITED
        elif block.kind in {BlockKind.FURNITURE, BlockKind.CAPTION}:
            score += _WEIGHT_FURNITURE
        elif block.text == headline:
            score += _WEIGHT_TITLE + (1 if after.lstrip().startswith(":") else 0)
        elif block.kind is BlockKind.HEADLINE:
            score += _WEIGHT_FURNITURE
        elif _ADMIN_BEFORE.search(before):
            score += _WEIGHT_ADMIN
        else:
            score += _WEIGHT_VISITED if _AT_BEFORE.search(before) else _WEIGHT_PROSE
    return score


def _district(prose: str, headline: str) -> str | None:
    names = Counter(match[1] for match in _DISTRICT_NAME.finditer(prose))
    title = _TITLE_NAME.match(headline)
    if title is not None and prose.count(title[1]) >= 1:
        names[title[1]] += 2
    return names.most_common(1)[0][0] if names else None


_LOCAL_PLACE = re.compile(
    rf"(?P<only>\b[Rr]iêng\s+)?(?:trên\s+)?\b(?:địa bàn|khu vực|[Hh]uyện|[Qq]uận|[Tt]hị xã|tỉnh)\s+(?P<name>{_NAME})"
    r"(?P<former>\s*\(cũ\))?[^;.]*$"
)


def local_place(before: str) -> str | None:
    """The place named for the number that follows `before`, where it is set apart from the text's own place.

    Set apart means "riêng …" before the name or "(cũ)" after it; other names are met in passing.
    """
    match = None
    for start in range(len(before) - 1, -1, -1):
        match = _LOCAL_PLACE.match(before, start)
        if match is not None:
            break
    if match is None or not (
        match["only"] or match["former"] or re.search(r"\b[Rr]iêng\s$", before[: match.start()])
    ):
        return None
    return canonical_name(match["name"])


_NAMED_BEFORE = re.compile(
    r"(?P<name>(?:[^\W\d_]+\s+){0,4}[^\W\d_]+)\s*[(,:]?\s*(?:(?:hiện\s+)?có|với)?\s*$", re.IGNORECASE
)


def area_before(before: str, districts: frozenset[str]) -> str | None:
    """The region, province or district named right before a number: "Tây Bắc, 159 HTX", "Na Rì (12 HTX)"."""
    match = _NAMED_BEFORE.search(before)
    if match is None:
        return None
    words = match["name"].split()
    for length in range(min(5, len(words)), 1, -1):
        name = " ".join(words[-length:])
        if not name[0].isupper():
            continue
        if fold(name) in districts and all(word[0].isupper() for word in words[-length:]):
            return name
        known = _names().get(fold(name))
        if known is not None and known != NATION:
            return known
    return None


def canonical_name(name: str) -> str:
    """The name figures carry for a province however it is written; other names as they are."""
    return _names().get(fold(name), name)


@cache
def _names() -> dict[str, str]:
    """Folded spellings of places to the name figures carry."""
    return {fold(alias): place.name for place in places() for alias in place.aliases}


def _province_of_districts(prose: str, districts: dict[str, str]) -> str | None:
    """The one province most of the named districts belong to."""
    found: Counter[str] = Counter()
    for match in re.finditer(_NAME, prose):
        words = match[0].split()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                province = districts.get(fold(" ".join(words[start : start + length])))
                if province is not None:
                    found[province] += 1
    return found.most_common(1)[0][0] if found else None
