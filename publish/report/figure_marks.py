"""How a number in the DOCX says which figure it prints, so that an edited and signed copy can be read back.

Every printed number of a figure stands in an inline content control (``w:sdt``) of its own whose tag is
``figure/<figure id in 32 hexadecimal digits>/<occurrence>``: 1 where the document prints the figure first, 2 where
it prints it again, and so on. The control is hidden (``w15:appearance``), so that a reader sees the number alone.

Content controls and not bookmarks: who selects a number and types another over it stays inside the control, where a
bookmark is lost. The tag survives saving in Word and in LibreOffice.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from lxml import etree  # type: ignore[import-untyped]

_TAG = re.compile(r"figure/([0-9a-f]{32})/([1-9][0-9]*)")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STORIES = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_STRUCK_OUT = frozenset({f"{_W}del", f"{_W}moveFrom"})


@dataclass(frozen=True, slots=True)
class MarkedNumber:
    """A number of a document as it stands there now; empty text where somebody emptied the control."""

    figure_id: UUID
    occurrence: int
    text: str


def mark_tag(figure_id: UUID, occurrence: int) -> str:
    """The tag of the control around the `occurrence`-th (from 1) printing of a figure; at most 64 characters long."""
    return f"figure/{figure_id.hex}/{occurrence}"


def parse_mark_tag(tag: str) -> tuple[UUID, int] | None:
    """Figure and occurrence of a tag; None for a control that is none of ours."""
    match = _TAG.fullmatch(tag)
    return (UUID(match[1]), int(match[2])) if match else None


def marked_numbers(docx: bytes) -> tuple[MarkedNumber, ...]:
    """Every marked number of a DOCX in the order of its text, with tracked changes taken as accepted.

    A number that was copied stands twice with the same mark; one that was deleted is not there. Raises
    `zipfile.BadZipFile` or `lxml.etree.XMLSyntaxError` where the bytes are no DOCX.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        stories = sorted(name for name in package.namelist() if _STORIES.fullmatch(name))
        return tuple(number for name in stories for number in _numbers(package.read(name)))


def _numbers(story: bytes) -> Iterator[MarkedNumber]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for control in etree.fromstring(story, parser).iter(f"{_W}sdt"):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        mark = parse_mark_tag(tag.get(f"{_W}val", "")) if tag is not None else None
        if mark is not None and not any(parent.tag in _STRUCK_OUT for parent in control.iterancestors()):
            yield MarkedNumber(*mark, _text(control))


def _text(control: etree._Element) -> str:
    """Text of a control without what a tracked change struck out and without a prompt to fill it in."""
    if control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
        return ""
    return "".join(
        piece.text or ""
        for piece in control.iterfind(f"{_W}sdtContent//{_W}t")
        if not any(parent.tag in _STRUCK_OUT for parent in piece.iterancestors())
    )
