"""Where a text is: the nation, a region, a province, a district or a commune.

Each level stands for election. A level gathers votes where the text speaks of it without a name ("toàn tỉnh",
"huyện ta", "UBND xã"); the level that wins needs a name to go with it, else the next level up is asked.
"""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from ingest.figures.clause import NATION
from ingest.figures.gazetteer import seed_communes
from ingest.figures.place_names import NAME_PATTERN, canonical_name, find_provinces, known_place, names_at, regions
from ingest.figures.sentences import Block, BlockKind
from ingest.figures.vocabulary import places
from ingest.vietnamese.folding import fold
from ingest.vietnamese.word_patterns import WordPattern

_NOT_NAMED = rf"(?!\s+(?:,|\(?{NAME_PATTERN}|\d))(?!\s*[,;]\s*(?:thành phố|huyện|quận|thị|phường|xã|tỉnh))"
_NOT_SEVERAL = (
    r"(?<!các )(?<!mỗi )(?<!cấp )(?<!nhiều )(?<!số )(?<!từng )(?<!ngoại )(?<!\d )(?<!liên )"
    r"(?<!huyện, )(?<!tỉnh, )(?<!quận, )(?<!phố, )(?<!phường, )"
)
_LEVEL_WORDS = {
    "province": WordPattern(
        ("tỉnh", "Tỉnh", "thành phố", "Thành phố"),
        rf"{_NOT_SEVERAL}\b(?:[Tt]ỉnh|[Tt]hành phố)\b{_NOT_NAMED}",
    ),
    "district": WordPattern(
        ("huyện", "Huyện", "thị xã", "Thị xã", "quận", "Quận"),
        rf"{_NOT_SEVERAL}\b(?:[Hh]uyện|[Tt]hị xã|[Qq]uận)\b{_NOT_NAMED}",
    ),
    "commune": WordPattern(
        ("xã", "Xã", "phường", "Phường"),
        rf"{_NOT_SEVERAL}(?<!hợp tác )(?<!Hợp tác )(?<!HỢP TÁC )(?<!thị )(?<!Thị )(?<!làng )\b(?:[Xx]ã|[Pp]hường)\b"
        rf"(?! (?:viên|hội|nông thôn|NTM|đạt chuẩn)){_NOT_NAMED}",
    ),
}
_NAMED = {
    "district": re.compile(rf"\b(?:[Hh]uyện|[Tt]hị xã|[Qq]uận|[Tt]hành phố|TP\.?)\s+({NAME_PATTERN})"),
    "commune": re.compile(rf"(?<!hợp tác )(?<!Hợp tác )(?<!thị )\b(?:[Xx]ã|[Pp]hường|[Tt]hị trấn)\s+({NAME_PATTERN})"),
}
_IS_A = {
    "district": re.compile(rf"\b({NAME_PATTERN}) là (?:một )?(?:huyện|thị xã|quận)\b"),
    "commune": re.compile(rf"\b({NAME_PATTERN}) là (?:một )?(?:xã|phường)\b"),
}
_OPENING_UNIT = re.compile(
    rf"^(?P<unit>[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường)\s+{NAME_PATTERN}"
    r"\s*(?:[:,(–-]|hiện|có|đã|phát|đổi|nâng|xây)"
)
_LEVEL_OF_UNIT = {"huyện": "district", "thị xã": "district", "quận": "district", "xã": "commune", "phường": "commune"}
_WEIGHT_OPENING_UNIT = 2
"""A text that opens with "Huyện Quỳnh Phụ" speaks of it, though it never says "toàn huyện"."""
_NATION_WORDS = WordPattern(
    ("cả nước", "Cả nước", "toàn quốc", "Toàn quốc"),
    r"(?<!nhất )(?<!đầu )(?<!với )(?<!chung )(?<!chung của )(?<!của )\b(?:[Cc]ả nước|[Tt]oàn quốc)\b(?! (?:về|có lớn))",
)
_NATIONAL_BODIES = WordPattern(
    ("Liên minh", "Bộ", "Cục", "Tổng cục", "Chính phủ", "Thủ tướng", "Trung ương", "Quốc hội"),
    r"\b(?:Liên minh (?:HTX|[Hh]ợp tác xã|Hợp tác xã \(HTX\)) Việt Nam|Bộ [KTNCLX]\w+|Cục Kinh tế hợp tác"
    r"|Tổng cục Thống kê|Cục Thống kê|Chính phủ|Thủ tướng|Trung ương|Quốc hội)",
)
_WHOLE_REGION = WordPattern(
    ("toàn vùng", "cả vùng", "trong vùng", "vùng"),
    r"\b(?:toàn|cả|trong) vùng\b|\bvùng (?:này )?(?:có|hiện)\b",
    ignore_case=True,
)
_CITY_WORDS = WordPattern(("thành phố",), r"\bthành phố\b", ignore_case=True)
_TITLE_NAME = re.compile(rf"^({NAME_PATTERN})\s*(?::|-|–|,|\s[^\WA-Z\d_])")
_ADMIN_BEFORE = re.compile(
    r"(?:tỉnh|thành phố|TP\.?|liên minh (?:htx|hợp tác xã)(?: \(HTX\))?|UBND|KTTT|kinh tế tập thể)\s*$",
    re.IGNORECASE,
)
_AT_BEFORE = re.compile(r"\b(?:tại|ở|về|sang|đến|từ|như)\s*$", re.IGNORECASE)
_FORMER_AFTER = re.compile(r"^\s*\(?cũ\)?")

_WEIGHT_TITLE = 5.0
_WEIGHT_ADMIN = 3.0
_WEIGHT_PROSE = 1.0
_WEIGHT_VISITED = 0.3
_WEIGHT_FURNITURE = 0.3
_WEIGHT_URL = 4.0
_WEIGHT_SOURCE = 2.0
_WEIGHT_NATION = 2.0
_WEIGHT_NATIONAL_BODY = 1.0
_MOST_NATIONAL_BODIES = 2
_WEIGHT_OPENING = 2.0
_OPENING_REACH = 400
"""So many characters are the opening of a text."""
_CLEAR_LEAD = 2
"""So many times the weight of the next is clear."""
_CITY_FACTOR = 1.5
"""A text that says "thành phố" speaks of a city rather than of a province."""
_COMPARED_PROVINCES = 3
"""A text that gives so many provinces the same weight is about none of them."""


_LOCAL_PUBLISHER = re.compile(
    r"(?:bao|baodientu|dai|daiptth|ptth|lmhtx|lienminhhtx|htx|kttt|so[a-z]{2,5}|snn)?(?P<place>[a-z]{3,}?)"
    r"(?:tv|online|portal|news|moi|ngaynay)?"
)
"""Names of sites of a province: its newspaper ("baolangson"), its radio ("thainguyentv"), its alliance."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The place of a text, and the province around it if the place is a district or a commune."""

    name: str | None
    province: str | None = None


def read_place(
    blocks: tuple[Block, ...],
    headline: str,
    url: str | None,
    source_province: str | None,
    districts: dict[str, str],
    day: dt.date | None,
) -> TextPlace:
    """The place a text of `day` is about; `districts` maps folded names to provinces."""
    prose = " ".join(block.text for block in blocks if block.kind is BlockKind.PROSE)
    votes = {level: words.count(prose) for level, words in _LEVEL_WORDS.items()}
    for text in (headline, prose):
        opening = _OPENING_UNIT.match(text)
        if opening is not None:
            votes[_LEVEL_OF_UNIT[opening["unit"].lower()]] += _WEIGHT_OPENING_UNIT
    scores = _province_scores(blocks, headline, url, source_province, prose)
    province = max(scores, key=lambda name: scores[name]) if scores else None
    if province is None:
        province = _province_of_districts(prose, districts) or _province_of_communes(prose, day)
    region = _region(prose) if not votes["province"] else None
    if region is not None:
        return TextPlace(region)
    if _is_national(prose, headline, scores, votes["province"]):
        return TextPlace(NATION)
    for level in ("commune", "district"):
        above = max(votes[other] for other in votes if other != level)
        name = _named(level, prose, headline, province, districts) if votes[level] > above else None
        if name is not None:
            return TextPlace(name, province)
    return TextPlace(province)


def _is_national(prose: str, headline: str, scores: dict[str, float], province_votes: int) -> bool:
    """Whether the nation outweighs the province named most; a text that opens with the whole country speaks of it."""
    spoken = _NATION_WORDS.count(prose) + 2 * _NATION_WORDS.count(headline)
    bodies = min(_NATIONAL_BODIES.count(f"{headline} {prose}"), _MOST_NATIONAL_BODIES)
    if not spoken and not bodies:
        return False
    ranked = sorted(scores.values(), reverse=True)
    is_level = len(ranked) >= _COMPARED_PROVINCES and ranked[0] < 2 * ranked[_COMPARED_PROVINCES - 1]
    if is_level and province_votes <= spoken:
        return True
    opens = _WEIGHT_OPENING * (_NATION_WORDS.search(prose[:_OPENING_REACH]) is not None)
    nation = _WEIGHT_NATION * spoken + _WEIGHT_NATIONAL_BODY * bodies + opens
    return spoken > 0 and nation > (ranked[0] if ranked else 0.0) + province_votes


def _region(prose: str) -> str | None:
    """The region of a text that says "toàn vùng" and names one."""
    if not _WHOLE_REGION.search(prose):
        return None
    named = Counter(canonical_name(match[0]) for match in regions().finditer(prose))
    return named.most_common(1)[0][0] if named else None


def _province_scores(
    blocks: tuple[Block, ...], headline: str, url: str | None, source_province: str | None, prose: str
) -> dict[str, float]:
    scores: dict[str, float] = {}

    def add(name: str, weight: float) -> None:
        scores[name] = scores.get(name, 0.0) + weight

    for block in blocks:
        for place, match in find_provinces(block.text):
            add(place.name, _weight(block, match, headline))
    if headline not in {block.text for block in blocks}:
        for place, _ in find_provinces(headline):
            add(place.name, _WEIGHT_TITLE)
    parts = _url_parts(url)
    for place in places():
        if place.slugs & parts:
            add(place.name, _WEIGHT_URL)
    if _CITY_WORDS.search(prose):
        for name in scores.keys() & names_at("city"):
            scores[name] *= _CITY_FACTOR
    if source_province and known_place(source_province) is not None:
        add(source_province, _WEIGHT_SOURCE)
    return scores


def _url_parts(url: str | None) -> set[str]:
    parts = re.split(r"[/.?=&]", (url or "").lower())
    plain = {part.replace("-", "").replace("_", "") for part in parts if part}
    return plain | {match["place"] for part in plain if (match := _LOCAL_PUBLISHER.fullmatch(part))}


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


def _named(level: str, prose: str, headline: str, province: str | None, districts: dict[str, str]) -> str | None:
    """The district or commune a text names most; one that stands in the title counts twice more."""
    names = Counter(match[1] for match in _NAMED[level].finditer(f"{headline} . {prose}"))
    names.update(match[1] for match in _IS_A[level].finditer(prose))
    if level == "district":
        named = (match[0] for match in re.finditer(NAME_PATTERN, headline) if fold(match[0]) in districts)
        names.update(name for name in named for _ in range(2))
    title = _TITLE_NAME.match(headline)
    if title is not None and title[1] in prose and known_place(title[1]) is None:
        names[title[1]] += 2
    names.pop(province or "", None)
    return names.most_common(1)[0][0] if names else None


def _province_of_districts(prose: str, districts: dict[str, str]) -> str | None:
    """The one province most of the named districts belong to."""
    found: Counter[str] = Counter()
    for match in re.finditer(NAME_PATTERN, prose):
        words = match[0].split()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                province = districts.get(fold(" ".join(words[start : start + length])))
                if province is not None:
                    found[province] += 1
    return found.most_common(1)[0][0] if found else None


def _province_of_communes(prose: str, day: dt.date | None) -> str | None:
    """The province that the communes named share out to; None where they leave two of equal weight."""
    named = {fold(match[1]) for match in _NAMED["commune"].finditer(prose)}
    if not named:
        return None
    communes = seed_communes(day)
    shares: dict[str, float] = {}
    for name in named:
        provinces = communes.get(name, frozenset())
        for province in provinces:
            shares[province] = shares.get(province, 0.0) + 1 / len(provinces)
    ranked = sorted(shares, key=lambda province: -shares[province])
    if not ranked or (len(ranked) > 1 and shares[ranked[0]] < _CLEAR_LEAD * shares[ranked[1]]):
        return None
    return ranked[0]
