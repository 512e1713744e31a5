"""Sheets put together to a workbook."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from publish.report.packaging import (
    OFFICE_RELATIONS,
    XML_DECLARATION,
    FileProperties,
    package_parts,
    relations,
    stored_package,
)
from publish.report.spreadsheet.sheet import HEAD_ROW, SharedTexts, Sheet, sheet_markup
from publish.report.spreadsheet.styles import StyleSheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook_bytes(sheets: Sequence[Sheet], properties: FileProperties) -> bytes:
    """The workbook; the same sheets and properties give the same bytes."""
    styles, texts = StyleSheet(), SharedTexts()
    written = [
        (f"xl/worksheets/sheet{number}.xml", sheet_markup(sheet, styles, texts))
        for number, sheet in enumerate(sheets, start=1)
    ]
    kinds = [
        ("xl/workbook.xml", f"{_SHEET}.sheet.main+xml"),
        ("xl/styles.xml", f"{_SHEET}.styles+xml"),
        ("xl/sharedStrings.xml", f"{_SHEET}.sharedStrings+xml"),
        *((name, f"{_SHEET}.worksheet+xml") for name, _ in written),
    ]
    own = [
        ("xl/workbook.xml", _workbook(sheets)),
        ("xl/styles.xml", styles.markup()),
        ("xl/sharedStrings.xml", texts.markup()),
        *written,
    ]
    parts = [
        *package_parts("xl/workbook.xml", kinds, properties),
        ("xl/_rels/workbook.xml.rels", _workbook_relations(len(sheets))),
        *((name, XML_DECLARATION + markup) for name, markup in own),
    ]
    return stored_package((name, markup.encode("utf-8")) for name, markup in parts)


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
        f'<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE_RELATIONS}"><sheets>{listed}</sheets>'
        f"<definedNames>{repeated}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _workbook_relations(sheets: int) -> str:
    rows = [(f"rIdSheet{n}", f"{OFFICE_RELATIONS}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)]
    return relations(
        [
            *rows,
            ("rIdStyles", f"{OFFICE_RELATIONS}/styles", "styles.xml"),
            ("rIdTexts", f"{OFFICE_RELATIONS}/sharedStrings", "sharedStrings.xml"),
        ]
    )
