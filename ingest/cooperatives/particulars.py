"""Founding days, chairpersons and addresses: how two of them stand to each other."""

import re
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA

from ingest.submissions.register.words import words_of
from ingest.vietnamese.folding import fold

_DAY_LENGTH = len("2015-03-15")
_FEWEST_WORDS_OF_A_PERSON = 2
_TITLES = re.compile(r"^(?:ong|ba|mr|mrs|anh|chi|dong chi|d/c|dc)\s+")
_COMMUNE = re.compile(
    r"(?:^|[\s,;.\-(])(?:xa|phuong|thi tran|dac khu|x|p|tt)(?:\.\s*|\s+)(?!huyen\b|quan\b)([^,;()\-]+?)"
    r"(?=\s*(?:[,;()\-]|$|\b(?:huyen|quan|thi xa|thanh pho|tinh|h|q|tx|tp)[\s.]))"
)


class Agreement(Enum):
    """How two particulars stand to each other."""

    SAME = "same"
    NEAR = "near"
    PARTLY = "as far as printed"
    OTHER = "other"
    UNKNOWN = "unknown"


def compare_founding(left: str | None, right: str | None) -> Agreement:
    """Days: equal, a slip or a swap of day and month apart, equal so far as both are printed, or others."""
    if not left or not right:
        return Agreement.UNKNOWN
    if left == right:
        return Agreement.SAME if len(left) == _DAY_LENGTH else Agreement.PARTLY
    if len(left) != len(right):
        return Agreement.PARTLY if left.startswith(right) or right.startswith(left) else Agreement.OTHER
    if len(left) == _DAY_LENGTH and (
        OSA.distance(left, right, score_cutoff=1) == 1 or left == f"{right[:4]}-{right[8:]}-{right[5:7]}"
    ):
        return Agreement.NEAR
    return Agreement.OTHER


def is_whole_day(founded_on: str | None) -> bool:
    return founded_on is not None and len(founded_on) == _DAY_LENGTH


@lru_cache(maxsize=65_536)
def person_key(printed: str | None) -> str:
    """A person's name folded, without titles; empty where it is less than a family name and a given name."""
    if not printed:
        return ""
    key = _TITLES.sub("", fold(printed))
    words = re.findall(r"[a-z]+", key)
    return " ".join(words) if len(words) >= _FEWEST_WORDS_OF_A_PERSON else ""


def compare_persons(left: str, right: str) -> Agreement:
    """Keys of persons: the same, one slip apart or one without a middle name, or others."""
    if not left or not right:
        return Agreement.UNKNOWN
    if left == right:
        return Agreement.SAME
    ours, theirs = left.split(), right.split()
    if [word[0] for word in ours] == [word[0] for word in theirs] and OSA.distance(left, right, score_cutoff=1) <= 1:
        return Agreement.NEAR  # Hùng and Dũng are two, Hùng and Hungf one
    shorter, longer = sorted((ours, theirs), key=len)
    if (shorter[0], shorter[-1]) == (longer[0], longer[-1]) and set(shorter) < set(longer):
        return Agreement.NEAR
    return Agreement.OTHER


@lru_cache(maxsize=65_536)
def commune_of(printed: str | None) -> str:
    """The folded name of the commune in an address; empty where none is named."""
    if not printed:
        return ""
    match = _COMMUNE.search(fold(printed))
    return words_of(match[1]) if match else ""
