"""Which rows of a register are cooperatives, and which are titles of groups, totals, notes and signatures."""

import re
from functools import lru_cache
from typing import Literal

from ingest.submissions.labels import Entity
from ingest.submissions.register.words import key_of, phrases, words_of
from ingest.vietnamese.folding import fold

OutlineKind = Literal["number", "group", "blank", "other"]
NameKind = Literal["organisation", "total", "area", "plain", "blank"]

_NUMBER = re.compile(r"\(?\d{1,4}(?:[.)]\d{1,4})*[.)]?")
_GROUP = re.compile(r"\(?(?:[ivx]{1,6}|[a-h])[.)]?(?:\d{1,2})?[.)]?")
_OUTLINE_BEFORE_WORDS = re.compile(r"^(?P<outline>[ivx]{1,6}|[a-h]|\d{1,3}(?:\.\d{1,3})*)\s*[.)/:\-–]+\s+(?=\S)")
_ORGANISATION = re.compile(r"(?:hop tac xa|quy tin dung|quy tdnd|lien hiep|to hop tac)\b.*")
_UNION = re.compile(r"(?:lien hiep|lien hiep hop tac xa)\b")
_GROUP_OF_PEOPLE = re.compile(r"to hop tac\b")
_PLACES = "xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tp|tinh"
_TOTAL = re.compile(
    rf"(?:tong cong|tong so|tong|cong don|cong|luy ke|trong do)(?: (?:so|toan|chung|[ivxa-h]{{1,4}}|\d+|{_PLACES}|muc"
    r"|phan|nhom|linh vuc|khoi|cac|hop tac xa|theo|loai|nganh)\b.*)?"
    rf"|toan (?:dia ban|{_PLACES})(?: .*)?|tong hop"
)
_AREA = re.compile(rf"(?:dia ban )?(?:{_PLACES}|tt|cum|khu vuc|dac khu) \S.*")
_DATE_LINE = re.compile(r"(?:.{0,60}, ?)?ngay ?[\d.…\s]* thang ?[\d.…\s]* nam ?[\d.…\s]*")


@lru_cache(maxsize=4_096)
def outline_kind(text: str) -> OutlineKind:
    """What stands in the column of row numbers: 1, 1.2; I, A; nothing; something else."""
    bare = fold(text)
    if not bare:
        return "blank"
    if _NUMBER.fullmatch(bare):
        return "number"
    return "group" if _GROUP.fullmatch(bare) else "other"


@lru_cache(maxsize=8_192)
def name_kind(text: str) -> NameKind:
    """What a text in the column of names is, by its words alone."""
    if not text.strip():
        return "blank"
    key = key_of(_without_outline(text))
    if _ORGANISATION.fullmatch(key):
        return "organisation"
    if _TOTAL.fullmatch(key):
        return "total"
    return "area" if _AREA.fullmatch(key) else "plain"


@lru_cache(maxsize=8_192)
def entity_of_name(text: str) -> Entity | None:
    """The kind of organisation that a name or a group's title begins with; None where it says none."""
    key = words_of(_without_outline(text))
    if _UNION.match(key):
        return "LHHTX"
    if _GROUP_OF_PEOPLE.match(key):
        return "THT"
    return "HTX" if _ORGANISATION.match(key) else None


@lru_cache(maxsize=4_096)
def is_footer(text: str) -> bool:
    """Whether a cell opens what stands under a table: signatures, notes, "…, ngày 5 tháng 6 năm 2024"."""
    bare = fold(text)
    return phrases("footer").search(bare) is not None or _DATE_LINE.fullmatch(bare) is not None


def group_words(text: str) -> str:
    """A group's title without its outline: "II. Phi nông nghiệp" is "Phi nông nghiệp"."""
    return _without_outline(text).strip()


def begins_lower_case(text: str) -> bool:
    """Whether a text goes on from the row above: its first letter is a small one."""
    letter = next((character for character in text if character.isalpha()), "")
    return letter.islower() and text.strip()[0].isalpha()


def _without_outline(text: str) -> str:
    match = _OUTLINE_BEFORE_WORDS.match(fold(text))
    if match is None:
        return text
    pieces = re.split(r"^\s*\S+?[.)/:\-–]+\s+", text, maxsplit=1)
    return pieces[-1]
