"""What one value cell says: a number, nothing, not known, or something that does not belong there.

Blank, "-", "…", "x" and 0 stay apart: 0 is a value, "-" and "không" say that there is none (`zero`), the rest
that nothing is known (`unknown`).
"""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from ingest.submissions.workbook import Cell
from ingest.vietnamese.folding import fold, normalise
from ingest.vietnamese.numbers import read_number

ReadingKind = Literal["value", "zero", "unknown"]
Doubt = Literal["words_for_number", "date_for_number", "formula_error", "range_for_number", "ambiguous_number"]

LARGEST_NUMBER = Decimal(10) ** 15
"""No figure of a form comes near; a telephone number or a slip of the keyboard does."""

_BILLIONS = frozenset({"ty", "ti"})
_ZERO = frozenset({"-", "–", "—", "−", "--", "- -", "---", "khong", "khong co", "khong phat sinh"})
_UNKNOWN = frozenset({"", "x", "xx", "xxx", "…", "……", "..", "...", "....", ".....", "?", "??", "chua giao"})
_NUMBER_AND_UNIT = re.compile(r"(?P<number>[+\-−–]?\s*\d[\d.,\s]*?)\s*(?P<unit>[^\d\s.,(][^\d]*|1\.?000 ?(?:đ|đồng))?")
_IN_PARENTHESES = re.compile(r"\(\s*(\d[\d.,\s]*)\)")
_FOOTNOTE = re.compile(r"(?<=[\w%])\s*(?:\(\d{1,2}\)|\(?\*{1,3}\)?|[¹²³⁴⁵⁶⁷⁸⁹]+)$")
_BOUND = re.compile(
    r"(?:~|≈|>=?|<=?|≥|≤|(?:khoang|chung|tren|hon|duoi|gan|xap xi|tam|it nhat|toi da|toi thieu|vuot|uoc|uoc khoang)\b)"
    r"\s*\d[\d.,\s]*\D*"
)
_RANGE = re.compile(r"(?:tu )?\d[\d.,]*\s*(?:-|–|—|~|÷|±|\+/-|den)\s*\d[\d.,]*(?:\s*\D*)?")
_FULL_STOP = re.compile(r"(?<=\d)\.$")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}.*")
_EXCEL_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|N/A|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_SPACED_DIGITS = re.compile(r"\d(?: \d)+")
_COMMA_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_HARMLESS = frozenset({"english_thousands"})


class CellMeaning(NamedTuple):
    """`number` is in the printed unit and set for `value` alone; `unit` is a word of the cell's own ("trđ")."""

    reading: ReadingKind
    number: Decimal | None = None
    unit: str | None = None
    doubt: Doubt | None = None


def read_cell(
    cell: Cell | None,
    *,
    expects_count: bool,
    expects_percent: bool,
    is_english: bool = False,
    is_decimal_comma: bool = False,
) -> CellMeaning:
    """The meaning of a cell where a number belongs; an empty one is None.

    `is_english`: the column parts the thousands of money with commas. `is_decimal_comma`: "2,002" cannot mean
    thousands here (shares, money in billions).
    """
    if cell is None:
        return CellMeaning("unknown")
    if cell.kind == "number":
        assert cell.number is not None
        if abs(cell.number) >= LARGEST_NUMBER:
            return CellMeaning("unknown", doubt="words_for_number")
        is_share = expects_percent and cell.is_percent_format
        return CellMeaning("value", cell.number * 100 if is_share else cell.number)
    if cell.kind == "error" or _EXCEL_ERROR.fullmatch(cell.text.strip()):
        return CellMeaning("unknown", doubt="formula_error")
    if cell.kind == "date":
        return CellMeaning("unknown", doubt="date_for_number")
    if cell.kind == "boolean":
        return CellMeaning("unknown", doubt="words_for_number")
    return _read_text(cell.text, expects_count, is_english and not expects_count, is_decimal_comma)


def holds_number(cell: Cell | None) -> bool:
    """Whether a cell says a number, of whatever unit."""
    return read_cell(cell, expects_count=False, expects_percent=False).reading == "value"


def _read_text(text: str, expects_count: bool, is_english: bool, is_decimal_comma: bool) -> CellMeaning:
    printed = " ".join(normalise(text).split()).lstrip("'’").strip()
    key = fold(printed)
    if key in _ZERO:
        return CellMeaning("zero")
    if key in _UNKNOWN:
        return CellMeaning("unknown")
    printed = _FULL_STOP.sub("", _FOOTNOTE.sub("", printed))
    if negative := _IN_PARENTHESES.fullmatch(printed):
        printed = f"-{negative[1]}"
    if match := _NUMBER_AND_UNIT.fullmatch(printed):
        unit = (match["unit"] or "").strip() or None
        is_decimal_comma = is_decimal_comma or (unit is not None and fold(unit).split()[0] in _BILLIONS)
        said = _read_token(match["number"].strip().replace("–", "-"), expects_count, is_english, is_decimal_comma)
        if said is not None and not (unit is not None and _RANGE.fullmatch(key)):
            return CellMeaning("value", said[0], unit, said[1])
    if _RANGE.fullmatch(key) or _BOUND.fullmatch(key):
        return CellMeaning("unknown", doubt="range_for_number")
    if _DATE.fullmatch(key):
        return CellMeaning("unknown", doubt="date_for_number")
    return CellMeaning("unknown", doubt="words_for_number")


def _read_token(
    token: str, expects_count: bool, is_english: bool, is_decimal_comma: bool
) -> tuple[Decimal, Doubt | None] | None:
    """The number of a token, and whether there is another way to read it."""
    if _SPACED_DIGITS.fullmatch(token):
        token = token.replace(" ", "")
    if is_english and _COMMA_THOUSANDS.fullmatch(token.lstrip("+-−")):
        token = token.replace(",", "")
        return Decimal(token.replace("−", "-")), None
    reading = read_number(token, expects_count)
    if reading.value is None or abs(reading.value) >= LARGEST_NUMBER:
        return None
    is_sure = reading.reason in _HARMLESS or (is_decimal_comma and reading.reason == "three_digits_after_comma")
    is_whole = reading.reason == "dot_as_decimal_mark" and reading.value % 1 == 0
    is_doubtful = reading.ambiguous and (expects_count or not is_sure) and not is_whole
    is_doubtful = is_doubtful and reading.reason not in _HARMLESS
    return reading.value, "ambiguous_number" if is_doubtful else None
