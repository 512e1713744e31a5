"""The report as a workbook: its tables with the numbers themselves, and where each number comes from.

Text is always text: there is no cell type for a formula in what is written here, so that a reporter's "=1+1" stays
what it is. The parts are written here and not by XlsxWriter, which takes a second for the cells behind a province of a
hundred communes.
"""

from publish.publications import Publication
from publish.report.document import ReportDocument
from publish.report.packaging import FileProperties
from publish.report.provenance import provenance_sheets
from publish.report.spreadsheet.book import workbook_bytes
from publish.report.table_sheets import table_sheets
from publish.report.wording.voice import Voice


def write_workbook(document: ReportDocument, publication: Publication) -> bytes:
    """The document's tables and the sources of the publication as XLSX; its date of making is that of freezing."""
    tables = table_sheets(document)
    taken = {sheet.name.casefold() for sheet in tables.sheets}
    sources = provenance_sheets(publication, Voice(document.language), tables.places, taken)
    properties = FileProperties(
        title=document.title,
        author=" ".join(document.letterhead.issuing_body),
        description=document.imprint,
        made_at=publication.frozen_at,
    )
    return workbook_bytes((*tables.sheets, *sources), properties)
