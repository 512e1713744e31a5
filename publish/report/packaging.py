"""Office packages (DOCX, XLSX): the ZIP, and the parts that every such package has. The same parts give the same bytes.

Entries stand in the order given, with one date, stored and not compressed: compressed bytes would depend on the zlib of
the machine, which differs between builds of Python.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

Part = tuple[str, bytes]
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP entry can carry."""
_UNIX = 3
_READABLE_BY_ALL = 0o644 << 16
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class FileProperties:
    """What a file says of itself."""

    title: str
    author: str
    description: str
    made_at: datetime
    language: str = ""
    keywords: tuple[str, ...] = ()


def stored_package(parts: Iterable[Part]) -> bytes:
    """The parts as a ZIP in the order given."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE_BY_ALL
            package.writestr(entry, content)
    return file.getvalue()


def package_parts(
    main_part: str, kinds: Sequence[tuple[str, str]], properties: FileProperties
) -> list[tuple[str, str]]:
    """The first parts of a package: content types, relations to the main part, properties.

    `kinds` are the other parts with their content types.
    """
    own = [("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"), *kinds]
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in own)
    types = (
        f'{XML_DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    pointers = relations(
        [("rId1", f"{OFFICE_RELATIONS}/officeDocument", main_part), ("rId2", core, "docProps/core.xml")]
    )
    return [("[Content_Types].xml", types), ("_rels/.rels", pointers), ("docProps/core.xml", _core(properties))]


def relations(rows: Iterable[tuple[str, str, str]]) -> str:
    """A part of relations: id, kind and target of each."""
    items = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows)
    return f'{XML_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def without_forbidden_signs(text: str) -> str:
    """The text without the signs that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _core(properties: FileProperties) -> str:
    moment = f"{properties.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    elements = (
        ("dc:title", "", properties.title),
        ("dc:creator", "", properties.author),
        ("dc:description", "", properties.description),
        ("dc:language", "", properties.language),
        ("cp:keywords", "", ", ".join(properties.keywords)),
        ("dcterms:created", ' xsi:type="dcterms:W3CDTF"', moment),
        ("dcterms:modified", ' xsi:type="dcterms:W3CDTF"', moment),
    )
    written = "".join(
        f"<{name}{kind}>{escape(without_forbidden_signs(text))}</{name}>" for name, kind, text in elements if text
    )
    return (
        f'{XML_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{written}</cp:coreProperties>'
    )
