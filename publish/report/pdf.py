"""The report as PDF, by Typst: the same document gives the same bytes."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from publish.errors import LayoutError
from publish.report.chart_data import ChartData
from publish.report.document import (
    Block,
    DocumentChart,
    DocumentTable,
    Orientation,
    Paragraph,
    ReportDocument,
    SectionHeading,
    TableRow,
)
from publish.report.official_words import OFFICIAL_WORDS
from publish.report.table_fitting import FittedTable, broken, fitted
from publish.report.typeface import FONT_FOLDER, printable, serif_metrics

if TYPE_CHECKING:
    from typst import Compiler

TEMPLATE = Path(__file__).with_name("report.typ")
PDF_STANDARD: Literal["a-2a"] = "a-2a"
"""PDF/A for keeping, level A: tagged, with every character readable as Unicode."""
ChartDrawing = Callable[[ChartData], str]
"""Draws a chart as SVG."""
Laid = dict[str, object]
_NUMBER_AND_PERCENT = re.compile(r"(?<=\d) (?=%)")
_LONG_TOKEN = re.compile(r"\S{40,}")
_LINE_EMS = 34.0
"""Of the body's type: a little less than a line of a page on end."""


def write_pdf(document: ReportDocument, made_at: datetime, draw: ChartDrawing) -> bytes:
    """The document as PDF/A, with `made_at` as its date of making.

    Typst gets the fonts of the project, no other file, no network and no clock. Whatever it warns of is an error,
    `LayoutError`: a missing letter or font would otherwise be seen by the reader first.
    """
    import typst

    laid = json.dumps(_laid_document(document, draw), ensure_ascii=False)
    try:
        pdf, warnings = _compiler().compile_with_warnings(
            format="pdf",
            timestamp=int(made_at.timestamp()),
            pdf_standards=PDF_STANDARD,
            sys_inputs={"document": laid},
        )
    except typst.TypstError as error:
        raise LayoutError(f"Typst cannot set the report: {error}") from error
    if warnings:
        raise LayoutError(f"Typst warns about the report: {'; '.join(warning.diagnostic for warning in warnings)}")
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=1)
def _compiler() -> "Compiler":
    """One compiler for all reports of a process: it has read the template and the fonts."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)


def _laid_document(document: ReportDocument, draw: ChartDrawing) -> Laid:
    """What the template lays out, as JSON values."""
    words, head, foot = OFFICIAL_WORDS[document.language], document.letterhead, document.signature
    return {
        "language": document.language,
        "title": document.title,
        "keywords": document.keywords,
        "imprint": document.imprint,
        "nation": words.nation,
        "motto": words.motto,
        "superior": _lines(head.superior_body),
        "issuer": _lines(head.issuing_body),
        "number": f"{words.number}",
        "symbol": _text(head.symbol),
        "place_and_date": _text(head.place_and_date),
        "kind": _text(head.document_kind),
        "subject": _lines(head.subject),
        "erratum": _text(head.erratum_note),
        "addressees_word": words.addressees,
        "addressees": _lines(head.addressees),
        "blocks": [_laid_block(block, "portrait", draw) for block in document.blocks],
        "capacity": _lines(foot.capacity),
        "signatory": _text(foot.signatory),
        "recipients_word": words.recipients,
        "recipients": _lines(foot.recipients),
        "appendices": [
            {
                "number": _text(appendix.number),
                "title": _text(appendix.title),
                "attached_to": _text(appendix.attached_to),
                "is_landscape": appendix.orientation == "landscape",
                "blocks": [_laid_block(block, appendix.orientation, draw) for block in appendix.blocks],
            }
            for appendix in document.appendices
        ],
    }


def _laid_block(block: Block, orientation: Orientation, draw: ChartDrawing) -> Laid:
    match block:
        case SectionHeading():
            return {"is": "heading", "level": block.level, "number": _text(block.number), "text": _text(block.text)}
        case Paragraph():
            runs = [{"text": _text(run.text), "is_strong": run.is_emphasised} for run in block.runs]
            return {"is": block.kind, "runs": runs}
        case DocumentChart():
            return {
                "is": "chart",
                "svg": draw(block.data),
                "caption": _text(block.caption),
                "description": _text(block.description),
            }
        case DocumentTable():
            return _laid_table(block, orientation)


def _laid_table(table: DocumentTable, orientation: Orientation) -> Laid:
    fit = fitted(table, orientation)
    label = next((place for place, column in enumerate(table.columns) if column.alignment == "left"), None)
    return {
        "is": "table",
        "caption": _text(table.caption),
        "type_size": fit.type_size,
        "widths": fit.widths,
        "alignments": [column.alignment for column in table.columns],
        "label": label,
        "heads": [
            [fit.text(_text(line), place) for line in column.head.split("\n")]
            for place, column in enumerate(table.columns)
        ],
        "rows": [_laid_row(row, fit) for row in table.rows],
        "long_rows": [number for number, row in enumerate(table.rows) if not fit.is_whole(row)],
        "rows_kept_together": fit.rows_kept_together(table.rows),
        "remarks": _lines(table.remarks),
    }


def _laid_row(row: TableRow, fit: FittedTable) -> list[object]:
    """The kind of the row, then its texts; a number that is not known is a list of one text."""
    if row.kind == "title":
        return [row.kind, *(fit.text(_text(cell.text), None) for cell in row.cells)]
    texts = (fit.text(_text(cell.text), place) for place, cell in enumerate(row.cells))
    unknown = (cell.figure_id is not None and cell.value is None for cell in row.cells)
    return [row.kind, *([text] if is_unknown else text for text, is_unknown in zip(texts, unknown, strict=True))]


def _lines(texts: Iterable[str]) -> list[str]:
    return [_text(text) for text in texts]


def _text(text: str) -> str:
    """The text in letters of our fonts; a number and its percent sign stay on one line, an address may take two."""
    breakable = _LONG_TOKEN.sub(lambda token: broken(token[0], _LINE_EMS, serif_metrics()), printable(text))
    return _NUMBER_AND_PERCENT.sub("\N{NO-BREAK SPACE}", breakable)
