"""The worksheets of an .xlsx that are written the plain way (`plain_sheets`), each read once and by nobody else."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError as XmlParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]

from ingest.submissions.formats.archives import read_part
from ingest.submissions.formats.openxml_book import ListedSheet, listed_sheets, number_styles
from ingest.submissions.formats.plain_sheets import NotPlainError, read_plain_sheet, read_plain_strings
from ingest.submissions.workbook import Sheet

_STRINGS = "xl/sharedStrings.xml"
_WORKSHEETS = "xl/worksheets/"
_VISIBLE = "visible"
_STATES = frozenset({_VISIBLE, "hidden", "veryHidden"})
_LARGEST_PART_BYTES = 4_000_000
"""A larger part is read by those who hold less of it at a time."""


@dataclass(frozen=True, slots=True)
class PlainSheets:
    """What could be read of a workbook."""

    sheets: Mapping[str, Sheet]
    """By name, in the order of the workbook."""
    parts: frozenset[str]
    """Where they stand in the archive."""
    are_all: bool


def read_plain_sheets(archive: zipfile.ZipFile) -> PlainSheets:
    """The worksheets that are written the plain way; none where the list of them or their texts are not."""
    try:
        listed = _worksheets(archive)
        styles = number_styles(archive)
        strings = read_plain_strings(_part(archive, _STRINGS)) if _STRINGS in archive.namelist() else {}
    except (NotPlainError, XmlParseError, DefusedXmlException):
        return PlainSheets({}, frozenset(), are_all=False)
    sheets: dict[str, Sheet] = {}
    parts: list[str] = []
    for one in listed:
        try:
            content = _part(archive, one.part)
            sheets[one.name] = read_plain_sheet(content, one.name, strings, styles, is_visible=one.state == _VISIBLE)
        except NotPlainError:
            continue
        parts.append(one.part)
    return PlainSheets(sheets, frozenset(parts), are_all=len(parts) == len(listed))


def _worksheets(archive: zipfile.ZipFile) -> tuple[ListedSheet, ...]:
    listed, names = listed_sheets(archive), archive.namelist()
    is_plain = (
        listed
        and len(set(names)) == len(names)
        and len({one.name for one in listed}) == len(listed)
        and len({one.part for one in listed}) == len(listed)
        and all(one.state in _STATES and one.part.startswith(_WORKSHEETS) for one in listed)
    )
    if not is_plain:
        raise NotPlainError
    return listed


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.NameToInfo or archive.getinfo(name).file_size > _LARGEST_PART_BYTES:
        raise NotPlainError
    return read_part(archive, name)
