"""The text of a DOCX as a reader sees it: tracked changes as accepted, text boxes once, no page numbers.

Everything is read from the XML itself, because the libraries leave out content controls, text boxes and tracked
insertions, where an edited number may stand.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree  # type: ignore[import-untyped]

from publish.errors import UnreadableFileError
from publish.report.figure_marks import parse_mark_tag
from publish.seal.tokens import Block, DocumentText, Mark, MarkedStretch, Token, tokens_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_NOT_SEEN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}rPr", f"{_W}pPr", _FALLBACK})
_SPACES = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr"})
_TRACKED = frozenset({f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"})
_STORY = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_STORY_NAMES = {"header": "đầu trang", "footer": "chân trang", "footnotes": "cước chú", "endnotes": "chú thích cuối"}
_PAGE_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b")
_MOST_XML_BYTES = 200 * 1024**2


def read_docx(content: bytes) -> DocumentText:
    """The blocks of the body, then of headers, footers and notes; `UnreadableFileError` where it is no DOCX."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _MOST_XML_BYTES:
                raise UnreadableFileError("the DOCX unpacks to more than 200 MB: is it the signed report?")
            names = sorted(filter(_STORY.fullmatch, package.namelist()), key=lambda name: (name != _BODY, name))
            if _BODY not in names:
                raise UnreadableFileError("the file is no DOCX: it has no text; save it as .docx and try again")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            roots = [(name, etree.fromstring(package.read(name), parser)) for name in names]
            pictures = frozenset(
                hashlib.sha256(package.read(name)).hexdigest()
                for name in package.namelist()
                if name.startswith("word/media/")
            )
    except (zipfile.BadZipFile, etree.XMLSyntaxError, RuntimeError, OSError) as error:
        raise UnreadableFileError(f"the DOCX cannot be read ({error}): save it anew and try again") from error
    controls = count(1)
    blocks = _once_beside_the_body(
        block for name, root in roots for block in _Story(_name_of(name), controls).blocks(root)
    )
    tracked = sum(1 for _, root in roots for element in root.iter() if element.tag in _TRACKED)
    note = f"{tracked} thay đổi được theo dõi (track changes) chưa được chấp nhận hay bỏ: đọc như đã chấp nhận"
    return DocumentText(tuple(blocks), pictures, (note,) if tracked else ())


_BODY = "word/document.xml"


def _once_beside_the_body(blocks: Iterable[Block]) -> list[Block]:
    """First pages and others have headers and footers of their own that say the same: told once."""
    kept: list[Block] = []
    seen: set[str] = set()
    for block in blocks:
        if block.place.startswith(tuple(_STORY_NAMES.values())):
            if block.text in seen:
                continue
            seen.add(block.text)
        kept.append(block)
    return kept


def _name_of(part: str) -> str:
    kind = re.sub(r"\d", "", part.removeprefix("word/").removesuffix(".xml"))
    return _STORY_NAMES.get(kind, "")


@dataclass(slots=True)
class _Stretch:
    """Text as it is gathered, with the marks on it; `controls` numbers the controls of the document."""

    controls: Iterator[int]
    text: str = ""
    marks: list[MarkedStretch] = field(default_factory=list)
    in_page_field: bool = False


@dataclass(slots=True)
class _Story:
    """Walks one part of the package and counts its paragraphs and tables."""

    name: str
    controls: Iterator[int]
    paragraphs: int = 0
    tables: int = 0

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        for element in _outermost(root):
            if element.tag == _TABLE:
                self.tables += 1
                yield from self._table(element)
            else:
                self.paragraphs += 1
                yield from self._paragraph(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        place = self._place(f"đoạn {self.paragraphs}")
        yield _block(place, [(None, paragraph)], self.controls)
        yield from self._boxes(paragraph, place)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for number, row in enumerate(_below(table, _ROW), start=1):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue  # the row itself was struck out
            place = self._place(f"bảng {self.tables}, hàng {number}")
            cells = [
                (column, paragraph)
                for column, cell in enumerate(_below(row, _CELL), start=1)
                for paragraph in _paragraphs(cell)
            ]
            yield _block(place, cells, self.controls)
            for _, paragraph in cells:
                yield from self._boxes(paragraph, place)

    def _boxes(self, paragraph: etree._Element, place: str) -> Iterator[Block]:
        for box in paragraph.iter(f"{_W}txbxContent"):
            if not any(parent.tag in _NOT_SEEN for parent in box.iterancestors()):
                inner = [(None, one) for one in _paragraphs(box)]
                yield _block(f"{place}, hộp văn bản", inner, self.controls)

    def _place(self, place: str) -> str:
        return f"{self.name}, {place}" if self.name else place


def _outermost(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables that stand in no other, through content controls and tracked insertions."""
    for child in element:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _NOT_SEEN:
            yield from _outermost(child)


def _below(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The next elements of that tag, through content controls, not those inside one another."""
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _NOT_SEEN:
            yield from _below(child, tag)


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a cell and of the tables in it, without those of text boxes."""
    for element in _outermost(cell):
        if element.tag == _PARAGRAPH:
            yield element
        else:
            for row in _below(element, _ROW):
                for inner in _below(row, _CELL):
                    yield from _paragraphs(inner)


def _block(place: str, paragraphs: Sequence[tuple[int | None, etree._Element]], controls: Iterator[int]) -> Block:
    texts: list[str] = []
    tokens: list[Token] = []
    for column, paragraph in paragraphs:
        stretch = _Stretch(controls)
        mark = _mark_around(paragraph)
        _gather(paragraph, stretch, None if mark is None else (mark, next(controls)))
        texts.append(stretch.text.strip())
        tokens += tokens_of(stretch.text, column, stretch.marks)
    return Block(place, " | ".join(filter(None, texts)), tuple(tokens))


def _mark_around(element: etree._Element) -> Mark | None:
    """The mark of a control that holds whole paragraphs or cells, as Word makes of one that fills its paragraph."""
    for control in element.iterancestors(f"{_W}sdt"):
        if (mark := _mark_of(control)) is not None:
            return mark
    return None


def _mark_of(control: etree._Element) -> Mark | None:
    tag = control.find(f"{_W}sdtPr/{_W}tag")
    return None if tag is None else parse_mark_tag(tag.get(f"{_W}val", ""))


def _gather(element: etree._Element, stretch: _Stretch, within: tuple[Mark, int] | None) -> None:
    """The text that is seen below an element, with the mark and the number of the control it stands in."""
    for child in element:
        if child.tag in _NOT_SEEN or child.tag == f"{_W}txbxContent" or not isinstance(child.tag, str):
            if child.tag == f"{_W}instrText" and _PAGE_FIELD.match(child.text or ""):
                stretch.in_page_field = True
        elif child.tag == f"{_W}fldChar":
            stretch.in_page_field = stretch.in_page_field and child.get(f"{_W}fldCharType") != "end"
        elif _is_page_number(child) or _is_hidden(child):
            continue
        elif child.tag == f"{_W}t":
            if not stretch.in_page_field:
                _add(stretch, child.text or "", within)
        elif child.tag in _SPACES:
            _add(stretch, " ", None)
        elif child.tag == f"{_W}noBreakHyphen":
            _add(stretch, "-", within)
        elif child.tag == f"{_W}sdt":
            if child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is None:
                mark = _mark_of(child)
                _gather(child, stretch, within if mark is None else (mark, next(stretch.controls)))
        else:
            _gather(child, stretch, within)


def _is_page_number(element: etree._Element) -> bool:
    return element.tag == f"{_W}fldSimple" and _PAGE_FIELD.match(element.get(f"{_W}instr", "")) is not None


def _is_hidden(element: etree._Element) -> bool:
    return element.tag == f"{_W}r" and element.find(f"{_W}rPr/{_W}vanish") is not None


def _add(stretch: _Stretch, text: str, within: tuple[Mark, int] | None) -> None:
    begin = len(stretch.text)
    stretch.text += text
    if within is not None and text:
        stretch.marks.append(MarkedStretch(begin, len(stretch.text), *within))
