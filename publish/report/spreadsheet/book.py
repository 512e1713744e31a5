"""Sheets put together to a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from publish.report.packaging import stored_package
from publish.report.spreadsheet.sheet import HEAD_ROW, SharedTexts, Sheet, sheet_markup
from publish.report.spreadsheet.styles import StyleSheet

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True, slots=True)
class BookProperties:
    """What the file says of itself."""

    title: str
    author: str
    description: str
    made_at: datetime


def workbook_bytes(sheets: Sequence[Sheet], properties: BookProperties) -> bytes:
    """The workbook; the same sheets and properties give the same bytes."""
    styles, texts = StyleSheet(), SharedTexts()
    written = [sheet_markup(sheet, styles, texts) for sheet in sheets]
    parts = [
        ("[Content_Types].xml", _content_types(len(sheets))),
        ("_rels/.rels", _package_relations()),
        ("docProps/core.xml", _core(properties)),
        ("xl/workbook.xml", _workbook(sheets)),
        ("xl/_rels/workbook.xml.rels", _workbook_relations(len(sheets))),
        ("xl/styles.xml", styles.markup()),
        ("xl/sharedStrings.xml", texts.markup()),
        *((f"xl/worksheets/sheet{number}.xml", markup) for number, markup in enumerate(written, start=1)),
    ]
    return stored_package((name, (_DECLARATION + markup).encode("utf-8")) for name, markup in parts)


def _workbook(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rIdSheet{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    repeated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{escape(_quoted(sheet.name))}!${HEAD_ROW}:${HEAD_ROW}</definedName>"
        for place, sheet in enumerate(sheets)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        f"<definedNames>{repeated}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _workbook_relations(sheets: int) -> str:
    rows = [(f"rIdSheet{n}", f"{_OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    rows += [
        ("rIdStyles", f"{_OFFICE}/styles", "styles.xml"),
        ("rIdTexts", f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
    ]
    return _relations(rows)


def _package_relations() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return _relations([("rId1", f"{_OFFICE}/officeDocument", "xl/workbook.xml"), ("rId2", core, "docProps/core.xml")])


def _relations(rows: list[tuple[str, str, str]]) -> str:
    items = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types(sheets: int) -> str:
    parts = [
        ("/xl/workbook.xml", f"{_SHEET}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_SHEET}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{_SHEET}.sharedStrings+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        *((f"/xl/worksheets/sheet{n}.xml", f"{_SHEET}.worksheet+xml") for n in range(1, sheets + 1)),
    ]
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _core(properties: BookProperties) -> str:
    moment = f"{properties.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    dated = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(properties.title)}</dc:title><dc:creator>{escape(properties.author)}</dc:creator>"
        f"<dc:description>{escape(properties.description)}</dc:description>{dated}</cp:coreProperties>"
    )
