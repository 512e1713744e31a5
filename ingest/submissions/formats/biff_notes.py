"""What calamine does not tell of an .xls (BIFF5 and BIFF8): errors, percent formats, links, and how far it reaches.

The workbook is a stream of records, each with its number and its length. (MS-XLS.)
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.submissions.addresses import a1
from ingest.submissions.formats.compound import CompoundFile, DamagedCompoundError
from ingest.submissions.formats.formula_tokens import BIFF5, BIFF8, ERRORS, points_outside
from ingest.submissions.formats.sheet_notes import MAXIMUM_SHEET_CELLS, CellNote, ScatteredSheetError, SheetNotes
from ingest.submissions.workbook import UnreadableWorkbookError

_BOF, _EOF = 0x0809, 0x000A
_FILEPASS, _CODEPAGE, _BOUNDSHEET, _FORMAT, _XF = 0x002F, 0x0042, 0x0085, 0x041E, 0x00E0
_SUPBOOK, _EXTERNSHEET = 0x01AE, 0x0017
_FORMULA, _NUMBER, _RK, _MULRK, _BOOLERR = 0x0006, 0x0203, 0x027E, 0x00BD, 0x0205
_LABEL, _LABELSST, _RSTRING = 0x0204, 0x00FD, 0x00D6
_WITH_CONTENT = frozenset({_FORMULA, _NUMBER, _RK, _BOOLERR, _LABEL, _LABELSST, _RSTRING})
_FORMATTED_NUMBERS = frozenset({_FORMULA, _NUMBER, _RK})
_BUILT_IN_PERCENT_FORMATS = frozenset({9, 10})
_VERSION_8 = 0x0600
_THIS_WORKBOOK, _ADD_IN = 0x0401, 0x3A01
_SHEETS_OF_THIS_BOOK = (2, 3, 4)
"""How BIFF5 begins the name of a sheet of the workbook itself."""
_Record = tuple[int, bytes]


def read_biff_notes(content: bytes) -> dict[str, SheetNotes]:
    """The notes of every sheet of an .xls by its name, in the order of the workbook.

    Raises `ScatteredSheetError`, and `UnreadableWorkbookError` for damage or a password.
    """
    try:
        stream = _workbook_stream(content)
        book = _globals(stream)
        notes: dict[str, SheetNotes] = {}
        for name, offset in book.sheets:
            notes[name] = _sheet_notes(stream, offset, name, book)
        return notes
    except (DamagedCompoundError, struct.error, IndexError) as error:
        raise UnreadableWorkbookError("damaged", f"{type(error).__name__}: {error}") from error


@dataclass(slots=True)
class _Book:
    """What the records before the sheets say."""

    is_version_8: bool = True
    encoding: str = "cp1252"
    sheets: list[tuple[str, int]] = field(default_factory=list)
    percent_formats: set[int] = field(default_factory=lambda: set(_BUILT_IN_PERCENT_FORMATS))
    style_formats: list[int] = field(default_factory=list)
    outside_books: set[int] = field(default_factory=set)
    books: int = 0
    outside: set[int] = field(default_factory=set)
    """Numbers in the list of sheets that lie in another workbook or program."""

    def is_percent(self, style: int) -> bool:
        return style < len(self.style_formats) and self.style_formats[style] in self.percent_formats


def _workbook_stream(content: bytes) -> bytes:
    file = CompoundFile(content)
    names = file.names()
    for name in ("Workbook", "Book", "WORKBOOK", "BOOK"):
        if name in names:
            return file.stream(name)
    raise DamagedCompoundError("no workbook in the file")


def _records(stream: bytes, offset: int) -> Iterator[_Record]:
    """The records from an offset to the end of their part; parts inside a part (charts) are passed over."""
    depth = 0
    while offset + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, offset)
        record = stream[offset + 4 : offset + 4 + length]
        if len(record) < length:
            raise UnreadableWorkbookError("damaged", "a record is cut short")
        offset += 4 + length
        if number == _BOF:
            depth += 1
        elif number == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth <= 1:
            yield number, record
    raise UnreadableWorkbookError("damaged", "the workbook ends in the middle of a sheet")


def _globals(stream: bytes) -> _Book:
    book = _Book()
    for number, record in _records(stream, 0):
        if number == _BOF:
            book.is_version_8 = struct.unpack_from("<H", record)[0] >= _VERSION_8
        elif number == _FILEPASS:
            raise UnreadableWorkbookError("password", "the workbook is encrypted")
        elif number == _CODEPAGE:
            book.encoding = f"cp{struct.unpack_from('<H', record)[0]}"
        elif number == _BOUNDSHEET:
            book.sheets.append((_text(record[6:], book, 1), struct.unpack_from("<I", record)[0]))
        elif number == _FORMAT:
            if "%" in _text(record[2:], book, 2 if book.is_version_8 else 1):
                book.percent_formats.add(struct.unpack_from("<H", record)[0])
        elif number == _XF:
            book.style_formats.append(struct.unpack_from("<H", record, 2)[0])
        elif number == _SUPBOOK:
            is_here = len(record) == 4 and struct.unpack_from("<H", record, 2)[0] in {_THIS_WORKBOOK, _ADD_IN}
            if not is_here:
                book.outside_books.add(book.books)
            book.books += 1
        elif number == _EXTERNSHEET and book.is_version_8:
            count = struct.unpack_from("<H", record)[0]
            for place in range(min(count, (len(record) - 2) // 6)):
                if struct.unpack_from("<H", record, 2 + 6 * place)[0] in book.outside_books:
                    book.outside.add(place)
        elif number == _EXTERNSHEET:
            book.books += 1
            if len(record) > 1 and record[1] not in _SHEETS_OF_THIS_BOOK:
                book.outside.add(book.books)
    return book


def _text(record: bytes, book: _Book, count_bytes: int) -> str:
    count = int.from_bytes(record[:count_bytes], "little")
    if not book.is_version_8:
        try:
            return record[count_bytes : count_bytes + count].decode(book.encoding, "replace")
        except LookupError:
            return record[count_bytes : count_bytes + count].decode("cp1252", "replace")
    is_wide = bool(record[count_bytes] & 1)
    start = count_bytes + 1
    if is_wide:
        return record[start : start + 2 * count].decode("utf-16-le", "replace")
    return record[start : start + count].decode("latin-1")


def _sheet_notes(stream: bytes, offset: int, name: str, book: _Book) -> SheetNotes:
    notes: dict[tuple[int, int], CellNote] = {}
    last_row = last_column = 0
    for number, record in _records(stream, offset):
        if number == _MULRK:
            row, first = struct.unpack_from("<HH", record)
            column = first + (len(record) - 6) // 6 - 1
            for place in range(first, column + 1):
                if book.is_percent(struct.unpack_from("<H", record, 4 + 6 * (place - first))[0]):
                    notes[row + 1, place + 1] = CellNote(is_percent_format=True)
        elif number in _WITH_CONTENT:
            row, column, style = struct.unpack_from("<HHH", record)
            note = _note(number, record, style, book)
            if note is not None:
                notes[row + 1, column + 1] = note
        else:
            continue
        last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        if last_row * last_column > MAXIMUM_SHEET_CELLS:
            raise ScatteredSheetError(name, a1(row + 1, column + 1))
    return notes


def _note(number: int, record: bytes, style: int, book: _Book) -> CellNote | None:
    if number == _BOOLERR:
        return CellNote(error=ERRORS.get(record[6], "#N/A")) if record[7] else None
    if number == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return CellNote(error=ERRORS.get(record[8], "#N/A"))
    is_percent = number in _FORMATTED_NUMBERS and book.is_percent(style)
    is_outside = number == _FORMULA and _is_outside(record, book)
    return CellNote(is_percent_format=is_percent, points_outside=is_outside) if is_percent or is_outside else None


def _is_outside(record: bytes, book: _Book) -> bool:
    if not book.outside:
        return False
    (count,) = struct.unpack_from("<H", record, 20)
    return points_outside(record[22 : 22 + count], BIFF8 if book.is_version_8 else BIFF5, book.outside)
