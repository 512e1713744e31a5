"""What an .xlsx says of itself beside its sheets: which there are, and which styles show numbers as what.

Thousands of offices fill the same template, so that these parts are the same bytes in file after file: what they say
is remembered by the bytes.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from ingest.submissions.formats.archives import read_part

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_LARGEST_REMEMBERED_BYTES = 256_000

_PERCENT_FORMATS = frozenset({"9", "10"})
_NUMBER_FORMATS = frozenset(map(str, (*range(14), *range(37, 45), 48, 49)))
"""The formats that every program knows by their number and that show no date."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?:Red|Black|Blue|Green|\$[^\]]*)\]|General', re.IGNORECASE)
_OF_NUMBERS = re.compile(r"(?:[#0?.,%\s()+\-;/@]|E[+-])*")

_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    """Where it stands in the archive."""
    state: str
    """``visible``, ``hidden`` or ``veryHidden``; anything else is none that a program writes."""


@dataclass(frozen=True, slots=True)
class NumberStyles:
    """Styles of cells, by the number that the attribute `s` of a cell gives."""

    percent: frozenset[str] = frozenset()
    """That show a share of one as percent."""
    uncertain: frozenset[str] = frozenset()
    """Whose numbers may be dates or times."""


def listed_sheets(archive: zipfile.ZipFile) -> tuple[ListedSheet, ...]:
    """The sheets of a workbook in their order; none where it has no list. Raises what the XML parser raises."""
    if _RELATIONS not in archive.namelist() or _WORKBOOK not in archive.namelist():
        return ()
    return _remembered(_listed, read_part(archive, _WORKBOOK), read_part(archive, _RELATIONS))


def number_styles(archive: zipfile.ZipFile) -> NumberStyles:
    """The styles of a workbook that say more of a number. Raises what the XML parser raises."""
    if _STYLES not in archive.namelist():
        return NumberStyles()
    return _remembered(_styles, read_part(archive, _STYLES))


def _remembered(read: Callable[..., _Said], *parts: bytes) -> _Said:
    return _read_once(read, *parts) if sum(map(len, parts)) <= _LARGEST_REMEMBERED_BYTES else read(*parts)


@lru_cache(maxsize=64)
def _read_once(read: Callable[..., _Said], *parts: bytes) -> _Said:
    return read(*parts)


def _listed(workbook: bytes, relations: bytes) -> tuple[ListedSheet, ...]:
    targets = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _root(relations)
    }
    found: list[ListedSheet] = []
    for sheet in (element for element in _root(workbook).iter() if _local(element.tag) == "sheet"):
        relation = next((value for key, value in sheet.attrib.items() if "}" in key and _local(key) == "id"), "")
        if relation in targets:
            found.append(ListedSheet(sheet.get("name", ""), targets[relation], sheet.get("state", "visible")))
    return tuple(found)


def _styles(content: bytes) -> NumberStyles:
    percent, numbers = set(_PERCENT_FORMATS), set(_NUMBER_FORMATS)
    styles: list[Element] = []
    for element in _root(content).iter():
        if _local(element.tag) == "numFmt":
            number, code = element.get("numFmtId", ""), element.get("formatCode", "")
            (numbers.add if _OF_NUMBERS.fullmatch(_LITERAL.sub("", code)) else numbers.discard)(number)
            if "%" in code:
                percent.add(number)
        elif _local(element.tag) == "cellXfs":
            styles = list(element)
    formats = {str(place): style.get("numFmtId", "0") for place, style in enumerate(styles)}
    return NumberStyles(
        percent=frozenset(place for place, number in formats.items() if number in percent),
        uncertain=frozenset(place for place, number in formats.items() if number not in numbers),
    )


def _root(content: bytes) -> Element:
    root: Element = fromstring(content)
    return root


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
