"""Where a text and its numbers are: the province or district of the whole, and areas set apart in a sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ingest.figures.clause import NATION
from ingest.figures.sentences import Block, BlockKind
from ingest.figures.vocabulary import Place, places
from ingest.vietnamese.folding import fold

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
_CITY_FACTOR = 1.5
"""A text that says "thành phố" speaks of a city rather than of a province."""


def read_place(
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

    def add(place: Place, weight: float) -> None:
        scores[place.name] = scores.get(place.name, 0.0) + weight

    for block in blocks:
        for place, match in find_places(block.text):
            add(place, _weight(block, match, headline))
    if headline not in {block.text for block in blocks}:
        for place, _ in find_places(headline):
            add(place, _WEIGHT_TITLE)
    parts = _url_parts(url)
    for place in places():
        if place.slugs & parts:
            add(place, _WEIGHT_URL)
    if _CITY_WORDS.search(prose):
        for name in scores.keys() & {place.name for place in places() if place.level == "city"}:
            scores[name] *= _CITY_FACTOR
    if source_province and any(place.name == source_province for place in places()):
        scores[source_province] = scores.get(source_province, 0.0) + _WEIGHT_SOURCE
    if not scores:
        return _province_of_districts(prose, districts)
    return max(scores, key=lambda name: scores[name])


def _url_parts(url: str | None) -> set[str]:
    parts = re.split(r"[/.?=&]", (url or "").lower())
    return {part.replace("-", "").replace("_", "") for part in parts if part}


def find_places(text: str) -> Iterator[tuple[Place, re.Match[str]]]:
    """Provinces named in a text, the longest name at each spot; names of persons are not among them."""
    for match in _any_alias().finditer(text):
        if not _is_part_of_a_longer_name(text, match):
            yield _by_alias()[match[0]], match


@cache
def _by_alias() -> dict[str, Place]:
    return {alias: place for place in places() if place.level in {"province", "city"} for alias in place.aliases}


@cache
def _any_alias() -> re.Pattern[str]:
    longest_first = sorted(_by_alias(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _is_part_of_a_longer_name(text: str, match: re.Match[str]) -> bool:
    """Nguyễn Thái Bình is a person, not a province: capitalised words touch the name on either side."""
    before = re.search(r"([^\W\d_]+)\s$", text[: match.start()])
    after = re.match(r"\s([^\W\d_]+)", text[match.end() :])
    neighbours = [found[1] for found in (before, after) if found]
    admin = {"Tỉnh", "Thành", "Phố", "Liên", "Minh"}
    return any(word[0].isupper() and not word.isupper() and word not in admin for word in neighbours)


def _weight(block: Block, match: re.Match[str], headline: str) -> float:
    """How much one mention says about the place of the text."""
    before, after = block.text[max(0, match.start() - 40) : match.start()], block.text[match.end() :]
    if _FORMER_AFTER.match(after):
        return _WEIGHT_VISITED
    if block.text == headline:
        return _WEIGHT_TITLE + after.lstrip().startswith(":")
    if block.kind is not BlockKind.PROSE:
        return _WEIGHT_FURNITURE
    if _ADMIN_BEFORE.search(before):
        return _WEIGHT_ADMIN
    return _WEIGHT_VISITED if _AT_BEFORE.search(before) else _WEIGHT_PROSE


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
    if match is None or not (match["only"] or match["former"] or re.search(r"\b[Rr]iêng\s$", before[: match.start()])):
        return None
    return canonical_name(match["name"])


_UNIT_BEFORE = re.compile(
    rf"\b(?:[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã|[Pp]hường)\s+(?P<name>{_NAME})"
    r"\s*[(,:]?\s*(?:(?:hiện\s+|cũng\s+)?có|với|là)?\s*$"
)
_NAMED_BEFORE = re.compile(
    r"(?P<name>(?:[^\W\d_]+\s+){0,4}[^\W\d_]+)\s*[(,:]?\s*(?:(?:hiện\s+)?có|với)?\s*$", re.IGNORECASE
)


def area_before(before: str, districts: frozenset[str] = frozenset()) -> str | None:
    """The region, province or district named right before a number: "Tây Bắc, 159 HTX", "Na Rì (12 HTX)"."""
    unit = _UNIT_BEFORE.search(before)
    if unit is not None:
        return canonical_name(unit["name"])
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
