"""WordprocessingML in small pieces: text, runs, paragraphs, cells. Written as text: a table of thousands of cells
costs milliseconds so, and seconds as objects."""

import re
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from publish.report.document import Alignment
from publish.report.figure_marks import mark_tag
from publish.report.packaging import without_forbidden_signs

KEEP_WITH_NEXT = "<w:keepNext/>"
"""Of a paragraph: it stands on the page of what follows; in a row of a table, of the next row."""
_NUMBER_AND_PERCENT = re.compile(r"(?<=\d) (?=%)")


def clean(text: str) -> str:
    """The text with the signs that XML forbids left out; a number and its percent sign stay on one line."""
    return _NUMBER_AND_PERCENT.sub("\N{NO-BREAK SPACE}", without_forbidden_signs(text))


def attribute(text: str) -> str:
    """The text as an attribute's value, with its quotes."""
    return quoteattr(clean(text))


def run(text: str, *, style: str | None = None, properties: str = "") -> str:
    """A run; `style` is a character style, `properties` more of `w:rPr`. Line breaks stay line breaks."""
    lines = escape(clean(text)).split("\n")
    body = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f"<w:r><w:rPr>{named}{properties}</w:rPr>{body}</w:r>" if named or properties else f"<w:r>{body}</w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph of a style; `properties` follow the style in `w:pPr`, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def cell(width: int, content: str, properties: str = "") -> str:
    """A cell of a table, `width` in twentieths of a point; `properties` follow the width in `w:tcPr`."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def justification(alignment: Alignment) -> str:
    return f'<w:jc w:val="{alignment}"/>'


class FigureMarker:
    """Puts numbers into content controls that name their figure, and counts how often each was printed."""

    def __init__(self) -> None:
        self._printed: dict[UUID, int] = {}
        self._controls = 0

    def marked(self, figure_id: UUID | None, content: str) -> str:
        """The runs in a control of the figure; as they are where they print none."""
        if figure_id is None:
            return content
        occurrence = self._printed[figure_id] = self._printed.get(figure_id, 0) + 1
        self._controls += 1
        return (
            f'<w:sdt><w:sdtPr><w:tag w:val="{mark_tag(figure_id, occurrence)}"/><w:id w:val="{self._controls}"/>'
            f'<w15:appearance w15:val="hidden"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
        )
