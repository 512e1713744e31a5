"""Worksheets of .xlsx that are written the plain way, read in one look at their text.

Excel, LibreOffice and the libraries write a sheet as `<row …><c r="A1" s="1" t="s"><v>0</v></c>…</row>` and use
little else of what the format allows. A sheet that a strict pattern matches from end to end is sound, has nothing to
note (`openxml_notes`), and its cells are what `calamine_sheets` would give. Where one sign of a sheet is not foreseen
here `NotPlainError` says so, and the sheet is left to them: dates, error values, formulas that point outside.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter

from ingest.submissions.addresses import row_and_column
from ingest.submissions.formats.calamine_sheets import cell_of
from ingest.submissions.formats.openxml_book import NumberStyles
from ingest.submissions.formats.sheet_notes import MAXIMUM_SHEET_CELLS
from ingest.submissions.formats.xml_stream import check_xml
from ingest.submissions.workbook import Cell, CellKind, MergedRange, Sheet, UnreadableWorkbookError

_ATTRIBUTES = r'(?: [\w:]++="[^"<>]*+")*+'
_TEXT = r'<t(?: xml:space="preserve")?+>[^<]*+</t>'
_FORMULA = r'<f(?: \w++="[^"<>\[|#]*+")*+(?:/>|>[^<\[|#]*+</f>)'
"""Of a formula that points nowhere outside and has lost no cell it refers to."""
_CELL = (
    r'<c r="[A-Z]{1,3}[1-9]\d{0,6}"(?: s="(?:0|[1-9]\d*+)")?+(?: t="(?:n|s|str|inlineStr)")?+'
    rf"(?:/>|>(?:(?:{_FORMULA})?+<v>[^<]++</v>|<is>{_TEXT}</is>)?+</c>)"
)
_ROWS = re.compile(rf"(?:<row{_ATTRIBUTES}(?:/>|>(?:{_CELL})*+</row>))*+</sheetData>")
_CELLS = re.compile(
    r'<c r="([A-Z]+\d+)"(?: s="(\d+)")?(?: t="(\w+)")?>(?:<f[^>]*(?:/>|>[^<]*</f>))?<(v|is><t[^>]*)>([^<]*)<'
)
"""In rows that match: address, style, type, element of the value, and the value; of cells that hold something."""
_STRINGS = re.compile(
    rf"(?:<si>(?:{_TEXT}|(?:<r>(?:<rPr>(?:<\w++{_ATTRIBUTES}/>)*+</rPr>)?+{_TEXT}</r>)*+)</si>|<si/>)*+</sst>"
)
_STRING = re.compile(r'<si/>|<si><t(?: xml:space="(preserve)")?>([^<]*)</t></si>|<si>(.*?)</si>', re.DOTALL)
_RUN = re.compile(r'<t(?: xml:space="(preserve)")?>([^<]*)</t>')
_MERGED = re.compile(r'<mergeCell ref="([A-Z]{1,3}[1-9]\d*):([A-Z]{1,3}[1-9]\d*)"/>')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)

_PROLOG = re.compile(r"(?:<\?xml ([^>]*)\?>)?\s*")
_OTHER_ENCODING = re.compile(r"""encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_UNKNOWN_TO_XML = bytes({*range(32), 0x7F} - set(b"\t\n\r"))
_OTHER_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[1-9]\d{1,6});)")
_ENTITY = re.compile(r"&(?:#(\d+)|(\w+));")
_ESCAPED_SIGN = re.compile(r"_x[0-9A-Fa-f]{4}_")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_PLAIN_SIGNS = range(0x20, 0xD800)
_ROWS_BEGIN = "<sheetData>"
_NO_ROWS = "<sheetData/>"

_column_of = itemgetter(1)
_new_tuple = tuple.__new__


class NotPlainError(Exception):
    """Something is written in a way that is not foreseen here; it may be sound all the same."""


def read_plain_strings(content: bytes) -> dict[str, str]:
    """The texts of `xl/sharedStrings.xml` by their number, as cells write it."""
    text = _text_of(content)
    start = text.find("<si")
    if start < 0 or _STRINGS.match(text, start) is None or "<sst" not in text[:start]:
        raise NotPlainError
    return {
        str(number): "".join(_string(*run) for run in _RUN.findall(runs)) if runs else _string(preserved, plain)
        for number, (preserved, plain, runs) in enumerate(_STRING.findall(text, start))
    }


def read_plain_sheet(
    content: bytes, name: str, strings: Mapping[str, str], styles: NumberStyles, *, is_visible: bool
) -> Sheet:
    """A worksheet; `NotPlainError` where it is not written the plain way, or not soundly."""
    text = _text_of(content)
    start = text.find(_ROWS_BEGIN)
    if start >= 0:
        start += len(_ROWS_BEGIN)
        match = _ROWS.match(text, start)
        if match is None:
            raise NotPlainError
        head, tail = text[: start - 1] + "/>", text[match.end() :]
        cells = _cells(text, start, match.end(), strings, styles)
    else:
        head, empty, tail = text.partition(_NO_ROWS)
        head, cells = head + empty, {}
    if "<sheetData" in tail or head.count("<sheetData") != 1:
        raise NotPlainError
    try:
        check_xml((head + tail).encode())
    except UnreadableWorkbookError as error:
        raise NotPlainError from error
    last_row = max(cells)[0] if cells else 0
    last_column = max(map(_column_of, cells), default=0)
    if last_row * last_column > MAXIMUM_SHEET_CELLS:
        raise NotPlainError
    return Sheet(name, is_visible, cells, _merged(tail), last_row, last_column)


def _text_of(content: bytes) -> str:
    """A part as text without its prolog, in which every sign means itself but for the entities of XML."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotPlainError from error
    prolog = _PROLOG.match(text)
    if prolog is not None:
        if prolog[1] and _OTHER_ENCODING.search(prolog[1]):
            raise NotPlainError
        text = text[prolog.end() :]
    if (
        "\r" in text  # which XML reads as a line feed
        or len(content) != len(content.translate(None, _UNKNOWN_TO_XML))
        or ("&" in text and _OTHER_ENTITY.search(text))
        or ("_x" in text and _ESCAPED_SIGN.search(text))
    ):
        raise NotPlainError
    return text


def _cells(
    text: str, start: int, end: int, strings: Mapping[str, str], styles: NumberStyles
) -> dict[tuple[int, int], Cell]:
    """The cells that hold something, row by row. Built without `Cell`'s own constructor, which takes twice as long."""
    cells: dict[tuple[int, int], Cell] = {}
    percent, uncertain = styles.percent, styles.uncertain
    for address, style, kind, element, value in _CELLS.findall(text, start, end):
        place = _place(address)
        if element == "v" and kind == "s":
            said = strings.get(value)
            if said is None:
                raise NotPlainError
            if said:
                cells[place] = _new_tuple(Cell, (*place, "text", said, None, False, False, None))
        elif element == "v" and kind in ("", "n"):
            if style in uncertain:
                raise NotPlainError
            cells[place] = _new_tuple(Cell, (*place, *_number(value), style in percent, False, None))
        elif said := _said(kind, element, value):
            cells[place] = _new_tuple(Cell, (*place, "text", said, None, False, False, None))
    in_order = sorted(cells)
    return cells if in_order == list(cells) else {place: cells[place] for place in in_order}


def _said(kind: str, element: str, value: str) -> str:
    """A text that stands in the cell itself: of a formula, or written there in the place of a shared one."""
    if kind == "str" and element == "v":
        return _unescaped(value)
    if kind == "inlineStr" and element != "v":
        return _string("preserve" if "preserve" in element else "", value)
    raise NotPlainError


def _string(preserved: str, written: str) -> str:
    """A text; whether white space at its ends counts where it does not say so is left to others."""
    text = _unescaped(written)
    if not preserved and text != text.strip():
        raise NotPlainError
    return text


def _unescaped(written: str) -> str:
    return _ENTITY.sub(_sign, written) if "&" in written else written


def _sign(entity: re.Match[str]) -> str:
    if entity[2]:
        return _SIGNS[entity[2]]
    number = int(entity[1])
    if number not in _PLAIN_SIGNS:
        raise NotPlainError
    return chr(number)


@lru_cache(maxsize=65_536)
def _number(written: str) -> tuple[CellKind, str, Decimal | None]:
    """Kind, text and number of a cell with that number."""
    cell = cell_of(1, 1, float(written)) if _NUMBER.fullmatch(written) else None
    if cell is None:
        raise NotPlainError
    return cell.kind, cell.text, cell.number


_place = lru_cache(maxsize=65_536)(row_and_column)


def _merged(tail: str) -> tuple[MergedRange, ...]:
    found = _MERGED.findall(tail)
    if len(found) != tail.count("<mergeCell "):
        raise NotPlainError
    return tuple(MergedRange(*_place(first), *_place(last)) for first, last in found)
