"""The place of single numbers: areas that a sentence sets apart from the place of the whole text."""

import re

from ingest.figures.clause import NATION
from ingest.figures.place_names import NAME_PATTERN, canonical_name, ends_of_names, known_place, name_of_unit, regions
from ingest.vietnamese.folding import fold
from ingest.vietnamese.word_patterns import WordPattern

_UNIT = r"(?:[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|(?<![Tt]hị )(?<![Tt]ác )[Xx]ã|[Pp]hường)"
_LOCAL_PLACE = re.compile(
    rf"\b(?=(?:địa bàn|khu vực|[Hh]uyện|[Qq]uận|[Tt]hị xã|tỉnh)\s+(?:tỉnh\s+)?(?P<name>{NAME_PATTERN})"
    r"(?P<former>\s*\(?(?:cũ|trước đây|trước (?:khi )?(?:sáp nhập|hợp nhất))\)?)?[^;.]*$)"
)
_APART = ("iêng", "cũ", "trước")
_RIGHT_BEFORE = re.compile(r"\b[Rr]iêng\s$")
_HAS = (
    r"(?:\s+\(?(?:cũ|trước đây|trước kia)\)?)?\s*[(,:]?\s*"
    r"(?:(?:hiện\s+|cũng\s+|đã\s+)?(?:có|còn|đạt|góp|đóng góp|chiếm)|với|là)?\s*$"
)
_HAS_WORDS = tuple(word for word in re.findall(r"[^\W\d_]+", _HAS) if len(word) > 1)
"""The words of the pattern: before them a name is still looked for."""
_REACH_OF_HAS = 7
_ORGANISATION_NOUNS = frozenset({"HTX", "THT", "OCOP", "QTDND"})
_UNIT_BEFORE = WordPattern(
    (
        *("huyện", "Huyện", "quận", "Quận", "thị xã", "Thị xã", "thị trấn", "Thị trấn"),
        *("xã", "Xã", "phường", "Phường", "thành phố", "Thành phố", "TP"),
    ),
    rf"(?<!\w)(?P<unit>{_UNIT}|[Tt]hành phố|TP\.?)\s*(?P<name>{NAME_PATTERN}){_HAS}",
)
_HAS_BEFORE = re.compile(_HAS)
_WORDS_BEFORE = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]+\s+){0,6}[^\W\d_]+$")
_LONGEST_NAME_WORDS = 7
_REACH_WORDS = 13
"""No name with its unit, and what may stand between it and a number, has more words."""


def local_place(before: str) -> str | None:
    """The place named for the number that follows `before`, where it is set apart from the text's own place.

    Set apart means "riêng …" before the name or "(cũ)" after it; other names are met in passing.
    """
    if not any(sign in before for sign in _APART):
        return None
    match = max(_LOCAL_PLACE.finditer(before), key=re.Match.start, default=None)
    if match is None or not (match["former"] or _RIGHT_BEFORE.search(before[: match.start()])):
        return None
    return canonical_name(match["name"])


def area_before(before: str, districts: frozenset[str] = frozenset()) -> str | None:
    """The region, province or district named right before a number: "Tây Bắc, 159 HTX", "Na Rì (12 HTX)"."""
    if not _may_end_with_a_name(before):
        return None
    tail = _last_words(before)
    unit = _UNIT_BEFORE.search(tail)
    if unit is not None:
        return name_of_unit(unit["unit"], unit["name"])
    has = _HAS_BEFORE.search(tail)
    words_before = _WORDS_BEFORE.search(tail[: has.start()] if has else tail)
    if words_before is None:
        return None
    words = words_before[0].split()
    for length in range(min(_LONGEST_NAME_WORDS, len(words)), 1, -1):
        name = " ".join(words[-length:])
        if not name[0].isupper() and regions().fullmatch(name) is None:
            continue
        if fold(name) in districts and all(word[0].isupper() for word in words[-length:]):
            return name
        known = known_place(name)
        if known is not None and known != NATION:
            return known
    return None


def _may_end_with_a_name(before: str) -> bool:
    """Whether the last word, or the one before "hiện có" and the like, is a capital one or ends a known name."""
    for part in reversed(before.rsplit(maxsplit=_REACH_OF_HAS)[-_REACH_OF_HAS:]):
        word = part.strip("(),:")
        if not word:
            continue
        if not word[-1].isalpha():
            return False
        is_name = word[0].isupper() and word not in _ORGANISATION_NOUNS
        if is_name or not word.isalpha() or fold(word) in ends_of_names():
            return True
        if not word.endswith(_HAS_WORDS):
            return False
    return False


def _last_words(before: str) -> str:
    parts = before.rsplit(maxsplit=_REACH_WORDS)
    return before[len(parts[0]) :] if len(parts) > _REACH_WORDS else before


_SUBJECT = re.compile(
    rf"^\W*(?:Theo địa bàn\s*,\s+|(?:Trong khi đó|Cùng kỳ|Còn|Riêng|Ngược lại|Tương tự)\s*,?\s+)?"
    rf"(?:[Tt]ại|[Ởở]|Liên minh (?:HTX|[Hh]ợp tác xã))?\s*(?P<unit>[Tt]ỉnh|[Tt]hành phố|TP\.?|{_UNIT})?\s*"
    rf"(?P<name>{NAME_PATTERN})"
    r"(?=\s*[,:]|\s+(?P<has>hiện|đã|cũng|có|còn|chỉ|đang|dẫn|đứng|tiếp|chọn|đạt|là|nhiều|ít|với|thì|vẫn|mới"
    r"|thành lập)\b|\s+[^\WA-Z\d_])"
)


def subject_place(sentence: str, districts: frozenset[str] = frozenset()) -> str | None:
    """The place a sentence opens with and speaks of: "An Giang hiện có …", "Ở Cần Thơ, …", "Huyện Ba Bể …"."""
    match = _SUBJECT.match(sentence)
    if match is None:
        return None
    if known_place(match["name"]) is not None:
        known = name_of_unit(match["unit"] or "", match["name"])
        return known if known != NATION else None
    is_subject = match["has"] is not None or match["unit"] is not None
    is_area = match["unit"] is not None or fold(match["name"]) in districts
    return match["name"] if is_subject and is_area else None
