"""What calamine does not tell of an .xlsb: errors, percent formats, links, and how far a sheet reaches. (MS-XLSB.)"""

import posixpath
import struct
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from ingest.submissions.addresses import a1
from ingest.submissions.formats.archives import read_part
from ingest.submissions.formats.formula_tokens import BIFF12, ERRORS, points_outside
from ingest.submissions.formats.sheet_notes import MAXIMUM_SHEET_CELLS, CellNote, ScatteredSheetError, SheetNotes
from ingest.submissions.workbook import UnreadableWorkbookError

_WORKBOOK, _RELATIONS, _STYLES = "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/styles.bin"
_ROW, _ERROR = 0, 3
_RK, _REAL = 2, 5
_FORMULA_STRING, _FORMULA_NUMBER, _FORMULA_ERROR = 8, 9, 11
_CELLS = frozenset(range(2, 12))
_FORMATTED_NUMBERS = frozenset({_RK, _REAL, _FORMULA_NUMBER})
_FORMAT, _STYLE, _STYLES_START, _STYLES_END = 44, 47, 617, 618
_BUNDLED_SHEET, _EXTERN_SHEET = 156, 362
_THIS_BOOK, _THIS_SHEET, _OTHER_BOOK, _ADD_IN = 357, 358, 355, 667
_BUILT_IN_PERCENT_FORMATS = frozenset({9, 10})


def read_binary_notes(archive: zipfile.ZipFile) -> dict[str, SheetNotes]:
    """The notes of every worksheet of an .xlsb by its name, in the order of the workbook.

    Raises `ScatteredSheetError`, and `UnreadableWorkbookError` for damage.
    """
    try:
        names = archive.namelist()
        targets = _targets(archive) if _RELATIONS in names else {}
        sheets, outside = _workbook(read_part(archive, _WORKBOOK))
        percent_styles = _percent_styles(read_part(archive, _STYLES)) if _STYLES in names else frozenset()
        notes: dict[str, SheetNotes] = {}
        for name, relation in sheets:
            part = targets.get(relation, "")
            if part in names:
                notes[name] = _sheet_notes(read_part(archive, part), name, percent_styles, outside)
        return notes
    except (struct.error, IndexError, ParseError, DefusedXmlException) as error:
        raise UnreadableWorkbookError("damaged", f"{type(error).__name__}: {error}") from error


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Records: number and length are written in groups of seven bits."""
    place = 0
    while place < len(part):
        number = part[place]
        place += 1
        if number & 0x80:
            number = (number & 0x7F) | (part[place] << 7)
            place += 1
        length = shift = 0
        while True:
            byte = part[place]
            place += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        record = part[place : place + length]
        if len(record) < length:
            raise UnreadableWorkbookError("damaged", "a record is cut short")
        place += length
        yield number, record


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    return {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in fromstring(read_part(archive, _RELATIONS))
    }


def _workbook(part: bytes) -> tuple[list[tuple[str, str]], frozenset[int]]:
    """The sheets as (name, relation), and the numbers in the list of sheets that lie outside of the workbook."""
    sheets: list[tuple[str, str]] = []
    books: list[bool] = []
    outside: set[int] = set()
    for number, record in _records(part):
        if number == _BUNDLED_SHEET:
            relation, end = _text(record, 8)
            sheets.append((_text(record, end)[0], relation))
        elif number in {_THIS_BOOK, _THIS_SHEET, _OTHER_BOOK, _ADD_IN}:
            books.append(number == _OTHER_BOOK)
        elif number == _EXTERN_SHEET:
            (count,) = struct.unpack_from("<I", record)
            for place in range(min(count, (len(record) - 4) // 12)):
                book = struct.unpack_from("<I", record, 4 + 12 * place)[0]
                if book < len(books) and books[book]:
                    outside.add(place)
    return sheets, frozenset(outside)


def _text(record: bytes, place: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<I", record, place)
    if count == 0xFFFFFFFF:
        return "", place + 4
    end = place + 4 + 2 * count
    return record[place + 4 : end].decode("utf-16-le", "replace"), end


def _percent_styles(part: bytes) -> frozenset[int]:
    formats = set(_BUILT_IN_PERCENT_FORMATS)
    styles: list[int] = []
    is_in_styles = False
    for number, record in _records(part):
        if number == _FORMAT and "%" in _text(record, 2)[0]:
            formats.add(struct.unpack_from("<H", record)[0])
        elif number in {_STYLES_START, _STYLES_END}:
            is_in_styles = number == _STYLES_START
        elif number == _STYLE and is_in_styles:
            styles.append(struct.unpack_from("<H", record, 2)[0])
    return frozenset(place for place, style in enumerate(styles) if style in formats)


def _sheet_notes(part: bytes, name: str, percent_styles: frozenset[int], outside: frozenset[int]) -> SheetNotes:
    notes: dict[tuple[int, int], CellNote] = {}
    row = last_row = last_column = 0
    for number, record in _records(part):
        if number == _ROW:
            row = struct.unpack_from("<I", record)[0] + 1
        elif number in _CELLS:
            column, style = struct.unpack_from("<II", record)
            column, style = column + 1, style & 0xFFFFFF
            last_row, last_column = max(last_row, row), max(last_column, column)
            if last_row * last_column > MAXIMUM_SHEET_CELLS:
                raise ScatteredSheetError(name, a1(row, column))
            note = _note(number, record, style in percent_styles, outside)
            if note is not None:
                notes[row, column] = note
    return notes


def _note(number: int, record: bytes, is_percent_style: bool, outside: frozenset[int]) -> CellNote | None:
    if number in {_ERROR, _FORMULA_ERROR}:
        return CellNote(error=ERRORS.get(record[8], "#N/A"))
    is_percent = is_percent_style and number in _FORMATTED_NUMBERS
    is_outside = bool(outside) and number in {_FORMULA_STRING, _FORMULA_NUMBER} and _is_outside(number, record, outside)
    return CellNote(is_percent_format=is_percent, points_outside=is_outside) if is_percent or is_outside else None


def _is_outside(number: int, record: bytes, outside: frozenset[int]) -> bool:
    place = _text(record, 8)[1] if number == _FORMULA_STRING else 16
    (count,) = struct.unpack_from("<I", record, place + 2)
    return points_outside(record[place + 6 : place + 6 + count], BIFF12, outside)
