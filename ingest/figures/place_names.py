"""Names of places as texts write them: provinces and regions, and any name after "huyện" or "xã"."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from ingest.figures.vocabulary import Place, places
from ingest.vietnamese.folding import fold

_CAPITAL = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_WORD = rf"[{_CAPITAL}](?![{_CAPITAL}])[^\W\d_]*"
NAME_PATTERN = rf"{_WORD}(?:['’][^\W\d_]+)?(?:\s+{_WORD}){{0,3}}"
"""One to four words that begin with a capital and go on in small letters: Krông Pắc, Tây Giang; not HĐND."""

_CITY_KINDS = frozenset({"thành phố", "tp", "tp."})
_SHORT_KINDS = {"thành phố": "TP.", "tp": "TP.", "tp.": "TP.", "thị xã": "TX.", "thị trấn": "TT."}
_ADMINISTRATIVE = frozenset({"Tỉnh", "Thành", "Phố", "Liên", "Minh"})
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s$")
_WORD_AFTER = re.compile(r"\s([^\W\d_]+)")


def find_provinces(text: str) -> Iterator[tuple[Place, re.Match[str]]]:
    """Provinces named in a text, the longest name at each spot; names of persons are not among them."""
    for match in _any_province().finditer(text):
        if not _is_part_of_a_longer_name(text, match):
            yield _provinces()[match[0]], match


def canonical_name(name: str) -> str:
    """The name figures carry for a province or a region however it is written; other names as they are."""
    return known_place(name) or name


def known_place(name: str) -> str | None:
    """The name figures carry for a province, a region or the nation; None for what is none of these."""
    return _names().get(fold(name))


def name_of_unit(unit: str, name: str) -> str:
    """The name figures carry for a place called a `unit`, as the seed of areas shortens it.

    "thành phố Thái Nguyên" and "huyện Hòa Bình" bear names of provinces and are none: TP. Thái Nguyên, Huyện Hòa
    Bình; "thành phố Cần Thơ" is one.
    """
    known, kind = known_place(name), unit.lower()
    if known is None:
        return name
    if kind in {"", "tỉnh"} or (kind in _CITY_KINDS and known not in names_at("province")):
        return known
    return f"{_SHORT_KINDS.get(kind, unit.capitalize())} {known}"


@cache
def names_at(*levels: str) -> frozenset[str]:
    """The names of all places of these levels: `province`, `city`, `region`, `nation`."""
    return frozenset(place.name for place in places() if place.level in levels)


@cache
def ends_of_names() -> frozenset[str]:
    """The last words, folded, of all names of provinces, regions and the nation."""
    return frozenset(name.rpartition(" ")[2] for name in _names())


@cache
def regions() -> re.Pattern[str]:
    """Any spelling of a region's name."""
    aliases = (alias for place in places() if place.level == "region" for alias in place.aliases)
    return re.compile(_any_of(aliases).pattern, re.IGNORECASE)


@cache
def _provinces() -> dict[str, Place]:
    return {alias: place for place in places() if place.level in {"province", "city"} for alias in place.aliases}


@cache
def _any_province() -> re.Pattern[str]:
    return _any_of(_provinces())


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names as a whole word, the longest first; a branch for each first letter, which `re` finds fast."""
    rests: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        rests.setdefault(name[0], []).append(re.escape(name[1:]))
    branches = (rf"{re.escape(letter)}(?<!\w.)(?:{'|'.join(rest)})(?!\w)" for letter, rest in rests.items())
    return re.compile("|".join(branches))


def _is_part_of_a_longer_name(text: str, match: re.Match[str]) -> bool:
    """Nguyễn Thái Bình is a person, not a province: capitalised words touch the name on either side."""
    before = _WORD_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
    after = _WORD_AFTER.match(text, match.end())
    neighbours = [found[1] for found in (before, after) if found]
    return any(word[0].isupper() and not word.isupper() and word not in _ADMINISTRATIVE for word in neighbours)


@cache
def _names() -> dict[str, str]:
    """Folded spellings of places to the name figures carry."""
    return {fold(alias): place.name for place in places() for alias in place.aliases}
