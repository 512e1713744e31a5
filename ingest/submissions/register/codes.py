"""What the words for status, rating and sector mean: the codes of the contract, or None rather than a guess.

Status words are those of Nghị định 92/2024/NĐ-CP, Điều 27, and what offices write for them; ratings those of
Thông tư 01/2020/TT-BKHĐT. A spelling with a slip of the keyboard is read where only one code is near.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.reference import Reference, Sector
from ingest.submissions.register.words import key_of, phrases, vocabulary_rows
from ingest.vietnamese.folding import fold

_SHORTEST_WITH_ONE_SLIP = 7
_SHORTEST_WITH_TWO_SLIPS = 16
_PARTS = re.compile(r"\s*(?:[,;/+&\n]|\s[-–—]\s|[-–—]|\bvà\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CodeWords:
    """A closed list of codes and the wordings of each, by their key."""

    codes: Mapping[str, str]

    def find(self, text: str) -> str | None:
        """The code of a wording; None where it is not known or could be two."""
        key = _key(text)
        if not key:
            return None
        return self.codes.get(key) or self._that_opens(key) or self._nearest(key)

    def exact(self, text: str) -> str | None:
        """The code of a wording that is in the list word by word."""
        return self.codes.get(_key(text))

    def _that_opens(self, key: str) -> str | None:
        """Of "dang hoat dong tu nam 2019" the longest known beginning, where what follows changes nothing."""
        words = key.split()
        for length in range(len(words) - 1, 0, -1):
            code = self.codes.get(" ".join(words[:length]))
            if code is not None:
                rest = " ".join(words[length:])
                return code if _changes_nothing(rest) and not self._names_another(rest, code) else None
        return None

    def _names_another(self, rest: str, code: str) -> bool:
        padded = f" {rest} "
        return any(f" {known} " in padded for known, other in self.codes.items() if other != code)

    def _nearest(self, key: str) -> str | None:
        slips = 2 if len(key) >= _SHORTEST_WITH_TWO_SLIPS else 1 if len(key) >= _SHORTEST_WITH_ONE_SLIP else 0
        best, found = slips + 1, set[str]()
        for known, code in self.codes.items() if slips else ():
            distance = OSA.distance(key, known, score_cutoff=slips)
            if distance < best:
                best, found = distance, {code}
            elif distance == best and distance <= slips:
                found.add(code)
        return found.pop() if len(found) == 1 else None


class SectorWords:
    """Names of sectors as registers print them: those of the tables by sector, and the registers' own."""

    def __init__(self, reference: Reference) -> None:
        self._sectors: Mapping[str, Sector] = reference.sectors
        named = [(sector.code, sector.name_vi) for sector in reference.sectors.values() if sector.code != ALL_SECTORS]
        shared = [(row["sector_code"], row["label_vi"]) for row in vocabulary_rows("sector_labels.csv")]
        own = [(row["sector_code"], row["label_vi"]) for row in vocabulary_rows("register_sectors.csv")]
        self._words = _code_words([*named, *own, *shared], is_closed=False)

    def find(self, text: str) -> str | None:
        """The sector of a wording, as precise as printed; of several the sector that holds all of them."""
        if code := self._words.find(text):
            return code
        parts = [part for part in _PARTS.split(text) if part.strip()]
        if len(parts) < 2:
            return None
        codes = [self._words.find(part) for part in parts]
        known = [code for code in codes if code is not None]
        return self._common(known) if len(known) == len(codes) else None

    def exact(self, text: str) -> str | None:
        """The sector whose name this is, slips of the keyboard and lists of several left out."""
        return self._words.exact(text)

    def _common(self, codes: Iterable[str]) -> str | None:
        """The most precise sector that all are part of; None where that is the whole economy."""
        lines = [self._line(code) for code in codes]
        shared = next((code for code in lines[0] if all(code in line for line in lines[1:])), ALL_SECTORS)
        return None if shared == ALL_SECTORS else shared

    def _line(self, code: str) -> list[str]:
        """A sector and those it is part of, the most precise first."""
        line: list[str] = []
        current: str | None = code
        while current is not None and current not in line:
            line.append(current)
            sector = self._sectors.get(current)
            current = sector.parent_code if sector else None
        return line


@lru_cache(maxsize=8_192)
def says_nothing(text: str) -> bool:
    """Whether a cell for words is as good as empty: "-", "…", "đang cập nhật"."""
    if text[:1].isdecimal():
        return False  # no phrase begins with a digit, and most codes and dates do
    folded = fold(text)
    return not folded or phrases("said_nothing").search(folded) is not None


@lru_cache(maxsize=1)
def statuses() -> CodeWords:
    """The status list, and the office word "Ngừng hoạt động", which is not in it."""
    return _code_words((row["status"], row["label_vi"]) for row in vocabulary_rows("register_statuses.csv"))


@lru_cache(maxsize=1)
def ratings() -> CodeWords:
    """Tốt, khá, trung bình, yếu, and those not rated."""
    return _code_words((row["rating"], row["label_vi"]) for row in vocabulary_rows("register_ratings.csv"))


@lru_cache(maxsize=4)
def sectors(reference: Reference) -> SectorWords:
    """The sectors of `sectors.csv`."""
    return SectorWords(reference)


@lru_cache(maxsize=4_096)
def status_of(text: str) -> str | None:
    """The status code of a wording."""
    return statuses().find(text)


@lru_cache(maxsize=4_096)
def rating_of(text: str) -> str | None:
    """The rating code of a wording."""
    return ratings().find(text)


@lru_cache(maxsize=4_096)
def sector_of(text: str, reference: Reference) -> str | None:
    """The sector code of a wording."""
    return sectors(reference).find(text)


def _changes_nothing(rest: str) -> bool:
    """Whether what follows a wording is a date, a reason or a shade: "từ năm 2019", "cầm chừng"."""
    return rest[:1].isdigit() or phrases("after_code").match(rest) is not None


def _key(text: str) -> str:
    """The words of a wording without those that announce it: "Lĩnh vực nông nghiệp" is "nong nghiep"."""
    key = key_of(text)
    while (heading := phrases("before_code").match(key)) and heading.end() < len(key):
        key = key[heading.end() :].strip()
    return key


def _code_words(worded: Iterable[tuple[str, str]], *, is_closed: bool = True) -> CodeWords:
    """The words of (code, wording) pairs; of two meanings of one wording the first is kept in an open list."""
    codes: dict[str, str] = {}
    for code, wording in worded:
        known = codes.setdefault(_key(wording), code)
        if is_closed and known != code:
            raise ValueError(f"{wording!r} stands for {known} and for {code}")
    return CodeWords(codes)
