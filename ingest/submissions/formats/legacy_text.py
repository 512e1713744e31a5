"""Sheets and documents written for the fonts of old (TCVN3, VNI), given in Unicode to every reader after."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.submissions.workbook import Cell, Paragraph, Sheet, Workbook
from ingest.vietnamese.legacy import LegacyEncoding, detect, repair

_FEWEST_WORDS_IN_COMPANY = 1
"""Where another sheet of the file is of an encoding of old, one word suffices."""


def repair_workbook(workbook: Workbook) -> tuple[Workbook, tuple[str, ...]]:
    """The workbook in Unicode, and the names of the visible sheets that were not."""
    texts = {place: list(_texts(sheet)) for place, sheet in enumerate(workbook.sheets)}
    written = [paragraph.text for paragraph in workbook.paragraphs]
    found = {place: detect(of_sheet) for place, of_sheet in texts.items()}
    of_paragraphs = detect(written)
    company = next((encoding for encoding in (*found.values(), of_paragraphs) if encoding is not None), None)
    if company is None:
        return workbook, ()
    for place, of_sheet in texts.items():
        if found[place] is None and detect(of_sheet, fewest_words=_FEWEST_WORDS_IN_COMPANY) == company:
            found[place] = company
    sheets = tuple(
        sheet if (encoding := found[place]) is None else _repaired(sheet, encoding)
        for place, sheet in enumerate(workbook.sheets)
    )
    names = tuple(sheet.name for place, sheet in enumerate(sheets) if found[place] is not None and sheet.is_visible)
    return Workbook(sheets, _repaired_paragraphs(workbook.paragraphs, of_paragraphs or company)), names


def _texts(sheet: Sheet) -> Iterator[str]:
    yield from sheet.preamble
    yield from (cell.text for cell in sheet.cells.values() if cell.kind == "text" and not cell.text.isascii())


def _repaired(sheet: Sheet, encoding: LegacyEncoding) -> Sheet:
    unicode_of = repair(_texts(sheet), encoding)
    cells = {
        place: _repaired_cell(cell, unicode_of[cell.text]) if cell.text in unicode_of and cell.kind == "text" else cell
        for place, cell in sheet.cells.items()
    }
    return replace(sheet, cells=cells, preamble=tuple(unicode_of.get(line, line) for line in sheet.preamble))


def _repaired_cell(cell: Cell, text: str) -> Cell:
    return cell._replace(text=text, undecoded=cell.text)


def _repaired_paragraphs(paragraphs: tuple[Paragraph, ...], encoding: LegacyEncoding) -> tuple[Paragraph, ...]:
    unicode_of = repair((paragraph.text for paragraph in paragraphs), encoding)
    return tuple(replace(one, text=unicode_of[one.text]) if one.text in unicode_of else one for one in paragraphs)
