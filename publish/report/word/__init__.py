"""The report as DOCX, for an officer to edit and sign: the same document gives the same bytes.

The parts are written here and not by a library: `python-docx` brings a template of 800 kB of styles, the clock in its
ZIP entries, and 0.8 s for a table of 3,000 cells where this takes 0.03. It reads what is written here, and so does
LibreOffice (tests). Styles, list and fonts are XML of their own under ``parts/``.
"""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from publish.report.document import Language, ReportDocument
from publish.report.packaging import Part, stored_package
from publish.report.word.body import (
    XML_DECLARATION,
    Body,
    PictureDrawing,
    body,
    footer,
    header,
    text_element,
)

__all__ = ["write_docx"]

_PARTS = Path(__file__).with_name("parts")
_LANGUAGES: dict[Language, str] = {"vi": "vi-VN", "en": "en-GB"}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fontTable",
    "header1": "header",
    "header2": "header",
    "footer1": "footer",
    "footer2": "footer",
}
"""Parts beside the main one and what they are."""
_IDS = {"header1": "rIdHeader", "header2": "rIdFirstHeader", "footer1": "rIdFooter", "footer2": "rIdFirstFooter"}


def write_docx(document: ReportDocument, made_at: datetime, draw: PictureDrawing) -> bytes:
    """The document as DOCX, with `made_at` as its date of making; `draw` gives each chart as PNG."""
    written = body(document, draw)
    texts: list[tuple[str, str]] = [
        ("[Content_Types].xml", _content_types()),
        ("_rels/.rels", _package_relations()),
        ("docProps/core.xml", _properties(document, made_at)),
        ("word/document.xml", written.markup),
        ("word/_rels/document.xml.rels", _document_relations(written)),
        *((f"word/{name}.xml", _fixed_part(name, document.language)) for name in list(_KINDS)[:4]),
        ("word/header1.xml", header(has_number=True)),
        ("word/header2.xml", header(has_number=False)),
        ("word/footer1.xml", footer(document.imprint)),
        ("word/footer2.xml", footer(document.imprint)),
    ]
    parts: list[Part] = [(name, text.encode("utf-8")) for name, text in texts]
    pictures = ((f"word/media/chart{number}.png", png) for number, png in enumerate(written.pictures, start=1))
    return stored_package([*parts, *pictures])


@lru_cache(maxsize=16)
def _fixed_part(name: str, language: Language) -> str:
    return (_PARTS / f"{name}.xml").read_text("utf-8").replace("LANGUAGE", _LANGUAGES[language])


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in _KINDS.items()
    )
    return (
        f'{XML_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override '
        f'PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{overrides}<Override '
        'PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _package_relations() -> str:
    return _relations(
        [
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ]
    )


def _document_relations(written: Body) -> str:
    parts = [(_IDS.get(name, f"rId_{name}"), f"{_OFFICE}/{kind}", f"{name}.xml") for name, kind in _KINDS.items()]
    pictures = [
        (f"rIdPicture{number}", f"{_OFFICE}/image", f"media/chart{number}.png")
        for number in range(1, len(written.pictures) + 1)
    ]
    return _relations(parts + pictures)


def _relations(rows: list[tuple[str, str, str]]) -> str:
    items = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows)
    return f'{XML_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _properties(document: ReportDocument, made_at: datetime) -> str:
    moment = f"{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    kind = ' xsi:type="dcterms:W3CDTF"'
    return (
        f'{XML_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        + text_element("dc:title", document.title)
        + text_element("dc:creator", " ".join(document.letterhead.issuing_body))
        + text_element("dc:description", document.imprint)
        + text_element("dc:language", _LANGUAGES[document.language])
        + text_element("cp:keywords", ", ".join(document.keywords))
        + text_element("dcterms:created", moment, kind)
        + text_element("dcterms:modified", moment, kind)
        + "</cp:coreProperties>"
    )
