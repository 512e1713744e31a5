"""One door for every file a submitter sends: bytes in, addressed cells out, and what has to be told about the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from ingest.submissions.findings import Detail
from ingest.submissions.formats.archives import open_archive
from ingest.submissions.formats.biff_notes import read_biff_notes
from ingest.submissions.formats.binary_notes import read_binary_notes
from ingest.submissions.formats.calamine_sheets import read_sheets
from ingest.submissions.formats.delimited import read_delimited
from ingest.submissions.formats.html import read_html
from ingest.submissions.formats.kinds import (
    KIND_NAMES,
    MACRO_SUFFIXES,
    MEDIA_TYPES,
    Kind,
    Other,
    contradicts_name,
    kind_of,
    suffix_of,
)
from ingest.submissions.formats.legacy_text import repair_workbook
from ingest.submissions.formats.opendocument import read_flat_opendocument, read_opendocument
from ingest.submissions.formats.openxml_notes import read_notes
from ingest.submissions.formats.plain_workbook import read_plain_sheets
from ingest.submissions.formats.sheet_notes import ScatteredSheetError
from ingest.submissions.formats.spreadsheetml import read_spreadsheetml
from ingest.submissions.formats.word import read_word
from ingest.submissions.workbook import Unreadable, UnreadableWorkbookError, Workbook

MAXIMUM_FILE_BYTES = 50_000_000
"""A larger file is refused before anything of it is looked at; a form with a register has some hundred kilobytes."""

_REFUSED: Mapping[Kind | Other, Unreadable] = {
    "empty": "empty",
    "password": "password",
    "damaged": "damaged",
    "pdf": "pdf",
}
"""Why what is recognised is not read; for anything else, because it is of another kind."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding to make about a file or one of its sheets: the rule, and what its sentence names."""

    rule_code: str
    details: Mapping[str, Detail] = field(default_factory=dict)
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that could be read."""

    workbook: Workbook
    kind: Kind
    media_type: str
    told: tuple[Told, ...]


def open_submission(content: bytes, file_name: str) -> Opened:
    """Read a file by its content, whatever its name says; texts for the fonts of old come in Unicode.

    Raises `UnreadableWorkbookError` (with a reason, and the cell that has to go if it is one) and
    `UnsafeWorkbookError`. Macros are never run, links never followed.
    """
    if len(content) > MAXIMUM_FILE_BYTES:
        raise UnreadableWorkbookError("too_large", f"{len(content)} bytes")
    found = kind_of(content)
    if found not in _READERS:
        raise UnreadableWorkbookError(_REFUSED.get(found, "other_format"), f"the content is {found}")
    kind = cast(Kind, found)
    try:
        workbook, legacy_sheets = repair_workbook(_READERS[kind](content))
    except ScatteredSheetError as error:
        raise UnreadableWorkbookError("scattered", str(error), sheet=error.sheet, cell=error.cell) from error
    repaired = (Told("encoding_repaired", {"sheet": name}, name) for name in legacy_sheets)
    return Opened(workbook, kind, MEDIA_TYPES[kind], (*_about_the_file(kind, file_name), *repaired))


def read_workbook(content: bytes) -> Workbook:
    """The addressed cells of a file whose name does not matter; raises what `open_submission` raises."""
    return open_submission(content, "").workbook


def _about_the_file(kind: Kind, file_name: str) -> tuple[Told, ...]:
    """Macros, and a name that promises something else: the spreadsheet program warns of both too."""
    told: list[Told] = []
    is_macro_enabled = kind == "xlsm" or suffix_of(file_name) in MACRO_SUFFIXES
    if is_macro_enabled:
        told.append(Told("macro_enabled", {"file_name": file_name}))
    if contradicts_name(kind, file_name) and not (kind == "xlsm" and suffix_of(file_name) in {".xlsx", ".xltx"}):
        told.append(Told("content_contradicts_name", {"file_name": file_name, "content": KIND_NAMES[kind]}))
    return tuple(told)


def _read_openxml(content: bytes) -> Workbook:
    with open_archive(content) as archive:
        plain = read_plain_sheets(archive)
        if plain.are_all:
            return Workbook(tuple(plain.sheets.values()))
        notes = read_notes(archive, without=plain.parts)
    return read_sheets(content, notes, plain.sheets)


def _read_binary_openxml(content: bytes) -> Workbook:
    with open_archive(content) as archive:
        notes = read_binary_notes(archive)
    return read_sheets(content, notes)


def _read_biff(content: bytes) -> Workbook:
    return read_sheets(content, read_biff_notes(content))


_READERS: Mapping[Kind, Callable[[bytes], Workbook]] = {
    "xlsx": _read_openxml,
    "xlsm": _read_openxml,
    "xlsb": _read_binary_openxml,
    "xls": _read_biff,
    "ods": read_opendocument,
    "fods": read_flat_opendocument,
    "docx": read_word,
    "html": read_html,
    "spreadsheetml": read_spreadsheetml,
    "csv": read_delimited,
}
