"""Reading printed Vietnamese numbers: decimal comma, thousands dot, and what people type instead.

The grammar is DOMAIN §3.1: strip spaces; with both separators the last one is the decimal mark; dots in
groups of exactly three are thousands; a lone comma is the decimal mark. Where the same token has a second
plausible reading ("1,284", "1.300" before "tỷ"), the reading says so instead of deciding in silence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ingest.vietnamese.folding import normalise

SCALES: dict[str, Decimal] = {
    "trăm": Decimal(100),
    "nghìn": Decimal(1_000),
    "ngàn": Decimal(1_000),
    "triệu": Decimal(1_000_000),
    "tỷ": Decimal(1_000_000_000),
    "tỉ": Decimal(1_000_000_000),
    "trăm nghìn": Decimal(100_000),
    "trăm ngàn": Decimal(100_000),
    "trăm triệu": Decimal(100_000_000),
    "trăm tỷ": Decimal(100_000_000_000),
    "trăm tỉ": Decimal(100_000_000_000),
    "nghìn tỷ": Decimal(1_000_000_000_000),
    "nghìn tỉ": Decimal(1_000_000_000_000),
    "ngàn tỷ": Decimal(1_000_000_000_000),
    "ngàn tỉ": Decimal(1_000_000_000_000),
}
"""Scale words and what they multiply by; "tỷ lệ" (ratio) is not one, the caller looks at the next word."""

NUMBER_TOKEN = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]\d)(?!\d)|\d+(?:[.,]\d+)*")
"""One printed number in running text, without sign; groups of three parted by spaces belong together."""

_THOUSANDS_BY_DOT = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_THOUSANDS_BY_COMMA = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")
_THOUSANDS_BY_SPACE = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d+)?")
_ONE_COMMA = re.compile(r"\d+,\d+")
_ONE_DOT = re.compile(r"\d+\.\d+")
_LONGEST_CACHED = 30


@dataclass(frozen=True, slots=True)
class NumberReading:
    """What a printed number says. `value` is None where it is no number; `reason` names a doubt or a failure.

    Reasons: `not_a_number`, `malformed_groups`, `three_digits_after_comma`, `english_thousands`,
    `dot_as_decimal_mark`, `mixed_separators`.
    """

    raw: str
    value: Decimal | None
    ambiguous: bool = False
    reason: str | None = None


def read_number(text: str, expects_count: bool = False) -> NumberReading:
    """Read one bare number token ("1.450", "2,002", "95.273,695", "05", "2 616").

    `expects_count` says that only whole numbers make sense (a column of counts): "1,284" is then 1284, still
    flagged, since the same cell may have been typed either way. No scale words and no units here.
    """
    return _read_cached(text, expects_count) if len(text) <= _LONGEST_CACHED else _read(text, expects_count)


def _read(text: str, expects_count: bool) -> NumberReading:
    token = " ".join(normalise(text).split())
    sign = Decimal(1)
    if token[:1] in {"-", "−", "+"}:
        sign = Decimal(1) if token[0] == "+" else Decimal(-1)
        token = token[1:].strip()
    reading = _read_unsigned(token, expects_count)
    value = reading.value if reading.value is None else sign * reading.value
    return NumberReading(text, value, reading.ambiguous, reading.reason)


_read_cached = lru_cache(maxsize=10_000)(_read)


def _read_unsigned(token: str, expects_count: bool) -> NumberReading:
    if token.isascii() and token.isdigit():
        return NumberReading(token, Decimal(token))
    if _THOUSANDS_BY_SPACE.fullmatch(token):
        return _read_unsigned(token.replace(" ", ""), expects_count)
    if "." in token and "," in token:
        return _read_two_separators(token)
    if _THOUSANDS_BY_DOT.fullmatch(token):
        return NumberReading(token, Decimal(token.replace(".", "")))
    if _THOUSANDS_BY_COMMA.fullmatch(token):
        return NumberReading(token, Decimal(token.replace(",", "")), True, "english_thousands")
    if _ONE_COMMA.fullmatch(token):
        return _read_lone_comma(token, expects_count)
    if _ONE_DOT.fullmatch(token):
        return NumberReading(token, Decimal(token), expects_count, "dot_as_decimal_mark")
    reason = "malformed_groups" if re.fullmatch(r"[\d., ]*\d[\d., ]*", token) else "not_a_number"
    return NumberReading(token, None, False, reason)


def _read_two_separators(token: str) -> NumberReading:
    """Both marks: the last one is decimal and must stand once; the others must part groups of three."""
    decimal_mark = "," if token.rfind(",") > token.rfind(".") else "."
    grouping_mark = "." if decimal_mark == "," else ","
    whole, _, fraction = token.partition(decimal_mark)
    groups = rf"[1-9]\d{{0,2}}(?:{re.escape(grouping_mark)}\d{{3}})+"
    if not re.fullmatch(groups, whole) or not re.fullmatch(r"\d+", fraction):
        return NumberReading(token, None, False, "mixed_separators")
    value = Decimal(f"{whole.replace(grouping_mark, '')}.{fraction}")
    english = decimal_mark == "."
    return NumberReading(token, value, english, "english_thousands" if english else None)


def _read_lone_comma(token: str, expects_count: bool) -> NumberReading:
    """One comma is the decimal mark; before exactly three digits an English thousands mark is possible."""
    whole, _, fraction = token.partition(",")
    if len(fraction) != 3 or whole.startswith("0") or len(whole) > 3:
        return NumberReading(token, Decimal(f"{whole}.{fraction}"))
    value = Decimal(whole + fraction) if expects_count else Decimal(f"{whole}.{fraction}")
    return NumberReading(token, value, True, "three_digits_after_comma")


_DIGIT_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_UNIT_WORDS = _DIGIT_WORDS | {"một": 1, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}

OPENING_NUMBER_WORDS = frozenset({"mười", "năm", *_DIGIT_WORDS})
"""Words that a number in words can begin with."""


def read_number_words(words: Sequence[str]) -> tuple[int, int] | None:
    """The small cardinal that opens `words` (folded to lower case), and how many words it takes; None if none.

    Two to ninety-nine. "một" (also the article) and "năm" (also "year") on their own are left unread.
    """
    if not words:
        return None
    first, rest = words[0], words[1:]
    if first == "mười":
        unit = _UNIT_WORDS.get(rest[0]) if rest else None
        return (10, 1) if unit is None else (10 + unit, 2)
    digit = _DIGIT_WORDS.get(first, 5 if first == "năm" else None)
    if digit is not None and rest and rest[0] == "mươi":
        unit = _UNIT_WORDS.get(rest[1]) if len(rest) > 1 else None
        return (digit * 10, 2) if unit is None else (digit * 10 + unit, 3)
    return None if digit is None or first == "năm" else (digit, 1)
