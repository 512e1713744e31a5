"""The report as DOCX, for an officer to edit and sign: the same document gives the same bytes.

The parts are written here and not by a library: `python-docx` brings a template of 800 kB of styles, the clock in its
ZIP entries, and 0.8 s for a table of 3,000 cells where this takes 0.03. It reads what is written here, and so does
LibreOffice (tests). Styles, list and fonts are XML of their own under ``parts/``.
"""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from publish.report.document import Language, ReportDocument
from publish.report.packaging import (
    OFFICE_RELATIONS,
    FileProperties,
    Part,
    package_parts,
    relations,
    stored_package,
)
from publish.report.word.body import PictureDrawing, body, footer, header

__all__ = ["write_docx"]

_PARTS = Path(__file__).with_name("parts")
_LANGUAGES: dict[Language, str] = {"vi": "vi-VN", "en": "en-GB"}
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
_FIXED_PARTS = ("styles", "numbering", "settings", "fontTable")
_IDS = {"header1": "rIdHeader", "header2": "rIdFirstHeader", "footer1": "rIdFooter", "footer2": "rIdFirstFooter"}


def write_docx(document: ReportDocument, made_at: datetime, draw: PictureDrawing) -> bytes:
    """The document as DOCX, with `made_at` as its date of making; `draw` gives each chart as PNG."""
    written = body(document, draw)
    kinds = [("document", "document.main"), *_KINDS.items()]
    types = [(f"word/{name}.xml", f"{_WORD}.{kind}+xml") for name, kind in kinds]
    texts = [
        *package_parts("word/document.xml", types, _properties(document, made_at)),
        ("word/document.xml", written.markup),
        ("word/_rels/document.xml.rels", _document_relations(len(written.pictures))),
        *((f"word/{name}.xml", _fixed_part(name, document.language)) for name in _FIXED_PARTS),
        ("word/header1.xml", header(has_number=True)),
        ("word/header2.xml", header(has_number=False)),
        ("word/footer1.xml", footer(document.imprint)),
        ("word/footer2.xml", footer(document.imprint)),
    ]
    parts: list[Part] = [(name, text.encode("utf-8")) for name, text in texts]
    pictures = ((f"word/media/chart{number}.png", png) for number, png in enumerate(written.pictures, start=1))
    return stored_package([*parts, *pictures])


def _properties(document: ReportDocument, made_at: datetime) -> FileProperties:
    return FileProperties(
        title=document.title,
        author=" ".join(document.letterhead.issuing_body),
        description=document.imprint,
        made_at=made_at,
        language=_LANGUAGES[document.language],
        keywords=document.keywords,
    )


@lru_cache(maxsize=16)
def _fixed_part(name: str, language: Language) -> str:
    return (_PARTS / f"{name}.xml").read_text("utf-8").replace("LANGUAGE", _LANGUAGES[language])


def _document_relations(pictures: int) -> str:
    parts = [
        (_IDS.get(name, f"rId_{name}"), f"{OFFICE_RELATIONS}/{kind}", f"{name}.xml") for name, kind in _KINDS.items()
    ]
    shown = [
        (f"rIdPicture{number}", f"{OFFICE_RELATIONS}/image", f"media/chart{number}.png")
        for number in range(1, pictures + 1)
    ]
    return relations(parts + shown)
