"""The text of the document in WordprocessingML: headings, paragraphs, tables, pictures, appendices, sections."""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from publish.report.chart_data import ChartData
from publish.report.document import (
    Appendix,
    Block,
    DocumentChart,
    DocumentTable,
    Orientation,
    Paragraph,
    ParagraphKind,
    ReportDocument,
    Run,
    SectionHeading,
)
from publish.report.packaging import XML_DECLARATION
from publish.report.word.letterhead import foot, letterhead
from publish.report.word.markup import KEEP_WITH_NEXT, FigureMarker, attribute, paragraph, run
from publish.report.word.tables import table, text_width

PictureDrawing = Callable[[ChartData], bytes]
"""Draws a chart as PNG."""
_STYLES: dict[ParagraphKind, str] = {"body": "Normal", "list": "ListBullet", "remark": "Remark"}
_EMU_PER_TWIP = 635
_SHORT_EDGE, _LONG_EDGE = 11906, 16838
_MARGINS = (
    '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1701" w:header="567" w:footer="397" w:gutter="0"/>'
)
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    )
)
HEADER_AND_FOOTER_REFERENCES = (
    '<w:headerReference w:type="default" r:id="rIdHeader"/><w:headerReference w:type="first" r:id="rIdFirstHeader"/>'
    '<w:footerReference w:type="default" r:id="rIdFooter"/><w:footerReference w:type="first" r:id="rIdFirstFooter"/>'
)


@dataclass(frozen=True, slots=True)
class Body:
    """The main part, and the pictures it shows in the order of their ids: ``rIdPicture1`` on."""

    markup: str
    pictures: tuple[bytes, ...]


def body(document: ReportDocument, draw: PictureDrawing) -> Body:
    """The whole text; a section for the paper and one for each appendix."""
    writer = _Writer(draw)
    orientations: list[Orientation] = ["portrait", *(appendix.orientation for appendix in document.appendices)]
    parts = [
        letterhead(document) + writer.text(document.blocks) + foot(document),
        *map(writer.appendix, document.appendices),
    ]
    sections = [_section(orientation, is_first=place == 0) for place, orientation in enumerate(orientations)]
    ended = "".join(
        part + paragraph("EndOfPart", "", section) for part, section in zip(parts[:-1], sections[:-1], strict=True)
    )
    markup = (
        f'{XML_DECLARATION}<w:document {_NAMESPACES} mc:Ignorable="w15"><w:body>{ended}{parts[-1]}'
        f"{paragraph('EndOfPart', '')}{sections[-1]}</w:body></w:document>"
    )
    return Body(markup, tuple(writer.pictures))


def _section(orientation: Orientation, *, is_first: bool) -> str:
    """Size and margins of the pages; only the very first page of the paper has no number."""
    size = (
        f'<w:pgSz w:w="{_LONG_EDGE}" w:h="{_SHORT_EDGE}" w:orient="landscape"/>'
        if orientation == "landscape"
        else f'<w:pgSz w:w="{_SHORT_EDGE}" w:h="{_LONG_EDGE}"/>'
    )
    references = HEADER_AND_FOOTER_REFERENCES if is_first else ""
    return f"<w:sectPr>{references}{size}{_MARGINS}{'<w:titlePg/>' if is_first else ''}</w:sectPr>"


class _Writer:
    """Writes blocks one after the other, marks the figures and collects the pictures."""

    def __init__(self, draw: PictureDrawing) -> None:
        self._draw, self._marker = draw, FigureMarker()
        self.pictures: list[bytes] = []

    def blocks(self, blocks: tuple[Block, ...], orientation: Orientation) -> str:
        return "".join(self._block(block, orientation) for block in blocks)

    def text(self, blocks: tuple[Block, ...]) -> str:
        """The text before the signature; its last paragraph stays on the page of the signature."""
        if not blocks or not isinstance(blocks[-1], Paragraph):
            return self.blocks(blocks, "portrait")
        return self.blocks(blocks[:-1], "portrait") + self._paragraph(blocks[-1], KEEP_WITH_NEXT)

    def appendix(self, appendix: Appendix) -> str:
        heading = paragraph("Heading1", run(f"{appendix.number}\n{appendix.title.upper()}"))
        note = paragraph("AppendixNote", run(appendix.attached_to)) if appendix.attached_to else ""
        return heading + note + self.blocks(appendix.blocks, appendix.orientation)

    def _block(self, block: Block, orientation: Orientation) -> str:
        match block:
            case SectionHeading():
                return _heading(block)
            case Paragraph():
                return self._paragraph(block)
            case DocumentTable():
                return table(block, orientation, self._marker)
            case DocumentChart():
                return self._picture(block)

    def _paragraph(self, block: Paragraph, properties: str = "") -> str:
        return paragraph(_STYLES[block.kind], "".join(map(self._run, block.runs)), properties)

    def _run(self, printed: Run) -> str:
        written = run(printed.text, style="Strong" if printed.is_emphasised else None)
        return self._marker.marked(printed.figure_id, written)

    def _picture(self, chart: DocumentChart) -> str:
        """As wide as a page in portrait, also in an appendix in landscape."""
        self.pictures.append(self._draw(chart.data))
        width, height = _pixels(self.pictures[-1])
        number, across = len(self.pictures), text_width("portrait") * _EMU_PER_TWIP
        size = f'cx="{across}" cy="{across * height // width}"'
        described = f'id="{number}" name="chart{number}" descr={attribute(chart.description)}'
        drawing = (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr {described}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
            '</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
            f'picture"><pic:pic><pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        return paragraph("Picture", drawing) + paragraph("FigureCaption", run(chart.caption))


def _heading(heading: SectionHeading) -> str:
    """Level 1 has its number ("Phần I") on a line of its own and its text in capitals, as the decree asks."""
    if heading.level == 1:
        lines = [line for line in (heading.number, heading.text.upper()) if line]
        return paragraph("Heading1", run("\n".join(lines)))
    return paragraph(f"Heading{heading.level}", run(f"{heading.number} {heading.text}".strip()))


def _pixels(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk."""
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def header(*, has_number: bool) -> str:
    """The head of a page: its number, centred."""
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>' if has_number else ""
    return f"{XML_DECLARATION}<w:hdr {_NAMESPACES}>{paragraph('Header', number)}</w:hdr>"


def footer(imprint: str) -> str:
    """The foot of a page: which publication this is."""
    return f"{XML_DECLARATION}<w:ftr {_NAMESPACES}>{paragraph('Footer', run(imprint))}</w:ftr>"
