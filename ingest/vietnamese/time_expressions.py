"""Finding Vietnamese expressions of time in running text: what is written, and which part it plays.

Every form of expression is a pattern with the words it can begin with (`heads`) and words it cannot do without
(`needs`). Texts are long and expressions few, so patterns are tried only where the text has those words, and there
only at the heads.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ingest.vietnamese.word_patterns import small_letters, word_starts


class TimeKind(StrEnum):
    """What is written."""

    DATE = "date"
    DAY = "day"  # day and month, no year
    MONTH = "month"
    HALF = "half"
    QUARTER = "quarter"
    MONTHS = "months"  # the first N months of a year
    YEAR = "year"
    SPAN = "span"
    SINCE = "since"  # from a year until now
    YEAR_TO_DATE = "year_to_date"
    REST_OF_YEAR = "rest_of_year"
    THIS_YEAR = "this_year"  # the year the text speaks of
    CURRENT_YEAR = "current_year"  # "năm nay": the year the text was written in
    LAST_YEAR = "last_year"
    NEXT_YEAR = "next_year"
    NOW = "now"
    LAST_TERM = "last_term"
    NAMED_TERM = "named_term"  # "trong nhiệm kỳ": the term named before


class TimeRole(StrEnum):
    """What the expression does in its sentence."""

    SCOPE = "scope"  # when the figures hold
    COMPARISON = "comparison"  # "so với năm 2017"
    LAW = "law"  # "Luật HTX năm 2012"
    BOUND = "bound"  # "trước ngày 1/6", "sau năm 2012"


class TimeExpression(NamedTuple):
    """An expression of time at [start, end) of the text it was found in; `part` is the half, quarter or month."""

    kind: TimeKind
    start: int
    end: int
    role: TimeRole = TimeRole.SCOPE
    year: int | None = None
    end_year: int | None = None
    part: int | None = None
    day: int | None = None
    as_at: bool = False
    by_year_end: bool = False


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_IN_YEAR = rf"(?:\s*(?:/|-|năm)?\s*{_YEAR}\b)?"
_OF_THE_YEAR = rf"(?:\s+(?:đầu|qua|vừa\s+qua))?(?:\s+của)?(?:\s+năm(?:\s+nay)?)?{_IN_YEAR}(?!\w)"
_NUMBERS_IN_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_MONTHS_OF_THREE_QUARTERS = 9
_DASH = r"\s*[-–—]\s*"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DIGITS = "0"
"""Stands among heads for a number that an expression may begin with."""
_CENTURIES = "19|20"
"""Stands among needs for a year in full."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a time; heads and needs in small letters, needs with the words one of which will do."""

    kind: TimeKind
    heads: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]


def _form(kind: TimeKind, heads: str, needs: str, pattern: str) -> _Form:
    needed = tuple(frozenset(need.split("|")) for need in needs.split())
    return _Form(kind, tuple(heads.split()), needed, re.compile(pattern, re.IGNORECASE))


_FORMS: tuple[_Form, ...] = (
    _form(
        TimeKind.DATE, "0", "-",
        r"\b(?P<iso_year>(?:19|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)\b",
    ),
    _form(
        TimeKind.DATE, "0", _CENTURIES,
        rf"\b(?P<day>\d{{1,2}})\s?(?:[/.-]|tháng)\s?(?P<part>\d{{1,2}})\s?(?:[/.-]|năm)\s?{_YEAR}\b",
    ),
    _form(TimeKind.SINCE, "từ", f"nay {_CENTURIES}", rf"\btừ\s+(?:năm\s+)?{_YEAR}\s+(?:đến|tới)\s+nay\b"),
    _form(
        TimeKind.SPAN, "0", _CENTURIES,
        rf"\b{_YEAR}(?:{_DASH}|\s+đến\s+(?:(?:hết|cuối)\s+)?(?:năm\s+)?)(?P<end_year>(?:19|20)\d\d)\b",
    ),
    _form(TimeKind.MONTH, "tháng", _CENTURIES, rf"\btháng\s+(?P<part>\d{{1,2}})(?:\s*[/-]\s*|\s+năm\s+){_YEAR}\b"),
    _form(
        TimeKind.MONTH, "hết cuối giữa đầu", "tháng",
        r"\b(?:hết|cuối|giữa|đầu)\s+tháng\s+(?P<part>\d{1,2})\b(?!\s*[/.-]\s*\d|\s+năm\s+\d)",
    ),
    _form(
        TimeKind.MONTH, "tháng", "đến",
        r"(?<=đến\s)tháng\s+(?P<part>\d{1,2})\b(?!\s*[/.-]\s*\d|\s+năm\s+\d)",
    ),
    _form(
        TimeKind.DAY, "0", "đến",
        r"(?<=đến\s)(?P<day>\d{1,2})(?:\s?[/.]\s?|-(?=\d+\s*(?:[,;)]|$)))(?P<part>\d{1,2})\b"
        r"(?!\s?[/.-]\s?\d|%|\s*(?:tỷ|triệu|tỉ|nghìn|ha))",
    ),
    _form(
        TimeKind.DAY, "ngày sáng chiều tối trưa", "",
        r"\b(?:ngày|sáng|chiều|tối|trưa)\s+(?P<day>\d{1,2})\s?[/.-]\s?(?P<part>\d{1,2})\b(?![/.-]\d|%)",
    ),
    _form(TimeKind.HALF, "0 sáu", "tháng cuối năm", rf"\b(?:0?6|sáu)\s+tháng\s+(?P<second>cuối)\s+năm{_IN_YEAR}"),
    _form(
        TimeKind.QUARTER, "0 ba", f"tháng cuối năm {_CENTURIES}",
        rf"\b(?:0?3|ba)\s+tháng\s+(?P<last_quarter>cuối)\s+năm\s+{_YEAR}\b",
    ),
    _form(
        TimeKind.REST_OF_YEAR, f"0 {' '.join(_NUMBERS_IN_WORDS)}", "tháng cuối|lại năm",
        rf"\b(?:0?[1-5]|{'|'.join(_NUMBERS_IN_WORDS)})\s+tháng\s+(?:cuối|còn\s+lại)(?:\s+của)?\s+năm\b(?!\s+\d)",
    ),
    _form(TimeKind.HALF, "0 sáu", "tháng", rf"\b(?:0?6|sáu)\s+tháng{_OF_THE_YEAR}"),
    _form(TimeKind.HALF, "0", "6t", rf"\b6t\s*/\s*{_YEAR}\b"),
    _form(
        TimeKind.HALF, "nửa", "năm",
        rf"\bnửa\s+(?:đầu|(?P<second>cuối)|chặng\s+đường)(?:\s+của)?\s+năm(?:\s+nay)?{_IN_YEAR}",
    ),
    _form(TimeKind.QUARTER, "quý quí", "", rf"\b(?:quý|quí)\s+(?P<quarter>iv|iii|ii|i|[1-4])\b{_IN_YEAR}"),
    _form(TimeKind.MONTHS, "0", "tháng", rf"\b0?(?P<part>\d|1[01])\s+tháng(?=\s+(?:đầu|qua)){_OF_THE_YEAR}"),
    _form(
        TimeKind.MONTHS, " ".join(_NUMBERS_IN_WORDS), "tháng",
        rf"\b(?P<word>{'|'.join(_NUMBERS_IN_WORDS)})\s+tháng(?=\s+(?:đầu|qua|năm\s+\d)){_OF_THE_YEAR}",
    ),
    _form(TimeKind.MONTHS, "0", "tháng", rf"\b0?(?P<part>3|9|10|11)\s+tháng{_OF_THE_YEAR}"),
    _form(
        TimeKind.MONTHS, "0 ba", "quý năm",
        rf"\b(?:0?3|ba)\s+(?P<three_quarters>quý)(?:\s+đầu)?(?:\s+năm)?{_IN_YEAR}(?!\w)",
    ),
    _form(TimeKind.YEAR_TO_DATE, "từ", "đầu năm", rf"\btừ\s+đầu\s+năm{_IN_YEAR}(?:\s+(?:đến|tới)\s+nay)?"),
    _form(
        TimeKind.REST_OF_YEAR, "từ", "nay năm",
        rf"\btừ\s+nay\s+đến\s+(?:cuối|hết)\s+năm\b(?:\s+{_YEAR}\b)?(?!\s+\d)",
    ),
    _form(
        TimeKind.REST_OF_YEAR, "những các", "tháng năm",
        r"\b(?:những|các)\s+tháng\s+(?:cuối|còn\s+lại)(?:\s+của)?\s+năm\b(?!\s+\d)",
    ),
    _form(
        TimeKind.YEAR, "cuối hết cả trong riêng năm", f"năm {_CENTURIES}",
        rf"\b(?:cuối\s+|hết\s+|cả\s+|trong\s+|riêng\s+)?năm\s+{_YEAR}\b",
    ),
    _form(
        TimeKind.YEAR, "0", "đến|vụ|hoạch|tiêu|quả",
        r"(?:(?<=đến\s)|(?<=vụ\s)|(?<=hoạch\s)|(?<=tiêu\s)|(?<=quả\s))(?P<year>20\d\d)\b(?=\s*[,;:).])",
    ),
    _form(TimeKind.LAST_YEAR, "năm", "trước|ngoái|rồi", r"\bnăm\s+(?:trước(?!\s+đó)|ngoái|rồi)\b"),
    _form(TimeKind.NEXT_YEAR, "năm sang", "năm", r"\bnăm\s+(?:tới|sau|kế\s+tiếp)\b|\bsang\s+năm\b(?!\s+\d)"),
    _form(
        TimeKind.CURRENT_YEAR, "năm", "nay",
        r"(?<!nhiều\s)(?<!mấy\s)(?<!vài\s)(?<!những\s)(?<!các\s)(?<!hai\s)(?<!ba\s)(?<!\d\s)\bnăm\s+nay\b",
    ),
    _form(
        TimeKind.THIS_YEAR, "trong năm cả", "năm",
        r"\b(?:trong\s+năm(?!\s+\w*\d)|năm\s+qua|cả\s+năm)(?!\s+(?:tới|sau|trước))\b",
    ),
    _form(TimeKind.LAST_TERM, "nhiệm", "", r"\bnhiệm\s+kỳ\s+(?:qua|trước|vừa\s+qua)\b"),
    _form(
        TimeKind.NAMED_TERM, "trong sau qua", "năm",
        r"\b(?:trong|sau|qua)\s+(?:0?5|năm)\s+năm(?:\s+qua)?\b(?!\s+\d|\s+(?:tới|tiếp))",
    ),
    _form(TimeKind.NAMED_TERM, "trong", "nhiệm|giai", r"\btrong\s+(?:cả\s+)?(?:nhiệm\s+kỳ|giai\s+đoạn)\b(?!\s+\d)"),
    _form(
        TimeKind.NOW, "tính đến tới hiện nay", "hiện|nay|điểm",
        r"\b(?:tính\s+)?(?:đến|tới)\s+(?:nay|thời\s+điểm\s+này)\b|\bhiện(?:\s+(?:nay|tại))?\b|\bnay\b",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ending:
    """What may stand right before an expression: a pattern, and words in small letters one of which it needs."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def ends(self, before: str, lower: str) -> bool:
        """Whether `before`, in small letters `lower`, ends so."""
        for word in self.words:
            if word in lower:
                return self.pattern.search(before) is not None
        return False


def _ending(words: str, pattern: str) -> _Ending:
    return _Ending(tuple(words.split()), re.compile(pattern, re.IGNORECASE))


_COMPARISON = _ending(
    "với gấp bằng hơn kém so như",
    r"\b(?:so\s+với|gấp\s+[\d,.]+\s+lần|bằng)(?:\s+\w+(?:[,.]\d+)?%?){0,3}\s*$"
    r"|(?<!nếu\s)\b(?:hơn|kém|so|như)\s+(?:cùng\s+kỳ\s+)?$"
    r"|\bhơn\s+(?:mức\s+)?\d[\d,.]*%?\s+(?:của\s+)?$",
)
_LAW = _ending(
    "luật nghị thông quyết",
    r"\b(?:luật|nghị\s+quyết|nghị\s+định|thông\s+tư|quyết\s+định)\b[^,;.()]*$",
)
_NAME_OF_PLAN = _ending(
    "án trình lược hoạch",
    r"\b(?:đề\s+án|chương\s+trình|chiến\s+lược|kế\s+hoạch)\s+[\"“][^\"”]*$",
)
_PLAN = _ending("%", r"%\s+(?:\w+\s+){0,3}(?:kế\s+hoạch|chỉ\s+tiêu)\s+(?:\w+\s+){0,4}$")
_SAME_TIME = _ending("cùng", r"\bcùng\s+kỳ\s*$")
_BOUND = _ending("trước sau", r"\b(?:trước|sau)\s*(?:ngày|năm)?\s*$")
_AS_AT = _ending(
    "đến tới điểm",
    r"\b(?:(?:tính\s+)?(?:đến|tới)|thời\s+điểm)(?:\s+(?:hết|cuối|giữa|ngày|thời\s+điểm))*\s*$",
)
_AT_END = ("hết ", "cuối ")
_CUT_NOW = _ending("thực thể phát xuất biểu cải năm", r"\b(?:thực|thể|phát|xuất|biểu|cải|năm)\s+$")
"""Words that "hiện" and "nay" belong to: "thực hiện", "phát hiện", "nhiều năm nay"."""
_NO_SCOPE_WORDS = re.compile(r"\bhiện\s+(?:có\s+hiệu|đại|thực|tượng|hành|trạng)\b", re.IGNORECASE)
_YEAR_END = re.compile(r"(?:cuối|hết)\s")
_REACH = 60
"""So many characters before an expression tell its part in the sentence."""

_TIME_NUMBER = re.compile(r"\d(?<!\w.)(?:(?<=[12])[09]\d\d|\d{0,2}(?:\s?[/.-]|\s*t|\s+q))")
"""Numbers of small letters that a form can begin with: years, and those before "tháng", "quý" or the mark of a date.

It opens with the digit, which `re` finds fast, and looks back over it then.
"""
_HINTS = tuple(sorted({word for form in _FORMS for word in frozenset(form.heads).union(*form.needs)} - {_DIGITS}))
_LONGEST_CACHED = 3_000


def find_times(text: str) -> tuple[TimeExpression, ...]:
    """All expressions of time in normalised text, in order, none overlapping another."""
    return _find_cached(text) if len(text) <= _LONGEST_CACHED else _find(text)


def _find(text: str) -> tuple[TimeExpression, ...]:
    lower = small_letters(text)
    hints = [hint for hint in _HINTS if hint in lower]
    numbers = [number.start() for number in _TIME_NUMBER.finditer(lower)]
    if numbers:
        hints.append(_DIGITS)
    elif not hints:
        return ()
    starts_of = {_DIGITS: numbers}
    found: list[TimeExpression] = []
    for form, heads in _forms_of(tuple(hints)):
        for head in heads:
            if head not in starts_of:
                starts_of[head] = word_starts((head,), lower)
        starts = starts_of[heads[0]] if len(heads) == 1 else sorted([at for head in heads for at in starts_of[head]])
        done = 0
        for start in starts:
            match = form.pattern.match(text, start) if start >= done else None
            if match is None:
                continue
            done = match.end()
            if any(start < other.end and other.start < done for other in found):
                continue
            expression = _read(form.kind, match, text, lower)
            if expression is not None:
                found.append(expression)
    found.sort(key=lambda expression: expression.start)
    return tuple(found)


_find_cached = lru_cache(maxsize=512)(_find)
"""What holds for a whole text is looked for in the same paragraphs several times over."""


@lru_cache(maxsize=4_096)
def _forms_of(hints: tuple[str, ...]) -> tuple[tuple[_Form, tuple[str, ...]], ...]:
    """The forms that a text with these words can hold, each with those heads that it has."""
    there = frozenset(hints)
    forms = ((form, tuple(head for head in form.heads if head in there)) for form in _FORMS)
    return tuple(
        (form, heads) for form, heads in forms if heads and not any(there.isdisjoint(words) for words in form.needs)
    )


def _read(kind: TimeKind, match: re.Match[str], text: str, lower: str) -> TimeExpression | None:
    first = max(0, match.start() - _REACH)
    before, before_lower = text[first : match.start()], lower[first : match.start()]
    if kind is TimeKind.NOW and (_NO_SCOPE_WORDS.match(text, match.start()) or _CUT_NOW.ends(before, before_lower)):
        return None
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    year = groups.get("year") or groups.get("iso_year")
    day = groups.get("day") or groups.get("iso_day")
    part = _part(kind, groups)
    month_is_wrong = kind in _WITH_MONTH and not 1 <= (part or 0) <= 12
    if month_is_wrong or (day is not None and not 1 <= int(day) <= 31):
        return None
    ends_month = kind is TimeKind.MONTH and (before_lower + match[0].lower()).rpartition("tháng")[0].endswith(_AT_END)
    as_at = ends_month or _AS_AT.ends(before, before_lower)
    return TimeExpression(
        kind=kind,
        start=match.start(),
        end=match.end(),
        role=_role(kind, before, before_lower, as_at),
        year=int(year) if year else None,
        end_year=int(groups["end_year"]) if "end_year" in groups else None,
        part=part,
        day=int(day) if day else None,
        as_at=as_at,
        by_year_end=_YEAR_END.search(match[0] + before[-8:]) is not None,
    )


_WITH_MONTH = frozenset({TimeKind.DATE, TimeKind.DAY, TimeKind.MONTH, TimeKind.MONTHS})


def _part(kind: TimeKind, groups: dict[str, str]) -> int | None:
    if kind is TimeKind.HALF:
        return 2 if "second" in groups else 1
    if "last_quarter" in groups:
        return 4
    if kind is TimeKind.QUARTER:
        written = groups["quarter"].lower()
        return _ROMAN[written] if written in _ROMAN else int(written)
    if "three_quarters" in groups:
        return _MONTHS_OF_THREE_QUARTERS
    if "word" in groups:
        return _NUMBERS_IN_WORDS[groups["word"].lower()]
    part = groups.get("part") or groups.get("iso_month")
    return int(part) if part else None


def _role(kind: TimeKind, before: str, lower: str, as_at: bool) -> TimeRole:
    if _COMPARISON.ends(before, lower) or _PLAN.ends(before, lower):
        return TimeRole.COMPARISON
    if kind is TimeKind.LAST_YEAR and _SAME_TIME.ends(before, lower):
        return TimeRole.COMPARISON
    if kind is TimeKind.YEAR and not as_at and _LAW.ends(before, lower):
        return TimeRole.LAW
    if kind in {TimeKind.YEAR, TimeKind.SPAN} and _NAME_OF_PLAN.ends(before, lower):
        return TimeRole.LAW
    if kind is not TimeKind.NOW and _BOUND.ends(before, lower):
        return TimeRole.BOUND
    return TimeRole.SCOPE
