"""Tax codes (mã số thuế), which since 2024 are the cooperatives' own codes too (Nghị định 92/2024, Điều 14).

Ten digits, the last of them a check digit; a branch adds a hyphen and three more: 5800787794-001.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from ingest.vietnamese.folding import fold, normalise

_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_CODE_DIGITS = 10
_CODE = re.compile(r"(\d{10})(-\d{3})?")
_WORDS_BEFORE = re.compile(r"^(?:mst|mã số thuế|mã số)\s*:?\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.'’]+")
_DASHES = re.compile(r"\s*[-–—−‐‑]\s*")
_TRAILING_DECIMAL = re.compile(r"(\d{9,10})[.,]0+")
_NO_CODE = frozenset({"", "-", "–", "—", "x", "?", "..", "...", "....", "…", "0", "/"})
_WORDS_FOR_NO_CODE = re.compile(r"(?:chua|khong|dang|mat|ko|k co)\b")


@dataclass(frozen=True, slots=True)
class TaxCode:
    """What a cell says: a right code in its usual spelling, a wrong one as printed, or no code at all."""

    text: str | None
    is_valid: bool = True
    """False where something stands there that is no tax code."""
    lost_zero: bool = False
    """Whether it would be right with the leading zero that spreadsheets drop from numbers."""
    has_all_digits: bool = True
    """False for what is neither 10 digits nor 10 digits and a branch."""


@lru_cache(maxsize=8192)
def read_tax_code(printed: str, *, stored_as_number: bool) -> TaxCode:
    """The code in a cell. One that a spreadsheet stored as a number gets its leading zero back.

    Nine digits in a text may have lost their zero on the way as well, or one of their digits: `lost_zero` tells
    that a zero would make them right, and the caller decides.
    """
    if len(printed) == _CODE_DIGITS and printed.isascii() and printed.isdigit() and has_right_check_digit(printed):
        return TaxCode(printed)
    text = normalise(printed).strip()
    if _is_no_code(text):
        return TaxCode(None)
    code = _plain(text)
    match = _CODE.fullmatch(code)
    if match is not None:
        return TaxCode(code) if has_right_check_digit(match[1]) else TaxCode(text, is_valid=False)
    restored = code.zfill(_CODE_DIGITS)
    if code.isascii() and code.isdigit() and len(code) == _CODE_DIGITS - 1 and has_right_check_digit(restored):
        return (
            TaxCode(restored)
            if stored_as_number
            else TaxCode(text, is_valid=False, lost_zero=True, has_all_digits=False)
        )
    return TaxCode(text, is_valid=False, has_all_digits=False)


def has_right_check_digit(code: str) -> bool:
    """Whether the tenth digit is 10 − (weighted sum of the nine before it mod 11)."""
    return len(code) == _CODE_DIGITS and int(code[-1]) == _CODE_DIGITS - _weighted_sum(code) % 11


def check_digit(nine_digits: str) -> str | None:
    """The digit that completes nine; None for the few that no digit completes."""
    digit = _CODE_DIGITS - _weighted_sum(nine_digits) % 11
    return str(digit) if 0 <= digit < _CODE_DIGITS else None


def _weighted_sum(digits: str) -> int:
    return sum(map(mul, _WEIGHTS, map(int, digits)))


def _plain(text: str) -> str:
    """The digits without what people put between and around them: spaces, dots, an apostrophe, "MST:"."""
    bare = _WORDS_BEFORE.sub("", text)
    if decimal := _TRAILING_DECIMAL.fullmatch(bare):
        return decimal[1]
    return _SEPARATORS.sub("", _DASHES.sub("-", bare))


def _is_no_code(text: str) -> bool:
    key = fold(text)
    return key in _NO_CODE or (_WORDS_FOR_NO_CODE.match(key) is not None and not re.search(r"\d", key))
