"""What a page must not part: the closing words and the signature, the last rows of a table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from publish.report.document import DocumentTable, Paragraph, ReportDocument, Run
from publish.report.pdf import write_pdf
from publish.report.word import write_docx
from tests.publish.libre_office import pages_in_libre_office
from tests.publish.printed_pages import printed_pages
from tests.publish.sample_document import long_table, sample_document

pytestmark = pytest.mark.integration
MADE_AT = datetime(2024, 5, 21, 2, 0, tzinfo=UTC)
CLOSING = "Trên đây là báo cáo của Liên minh Hợp tác xã Thành phố./."
FILLER = Paragraph((Run("Hợp tác xã hoạt động ổn định."),))
IN_PDF, IN_LIBRE_OFFICE = range(5, 13), range(7)
"""So many lines and rows more: some of them put the page's end where it would part what must not be parted."""


def _table(offset: int) -> DocumentTable:
    """Some forty short rows and a total: the last rows reach the foot of the page at some offset."""
    rows = [row for row in long_table(39 + offset).rows if len(row.cells[3].text) < 50]
    return replace(long_table(), rows=tuple(rows), sheet_name=None)


def _document(offset: int) -> ReportDocument:
    sample = sample_document()
    text = (*[FILLER] * (14 + offset), Paragraph((Run(CLOSING),)))
    return replace(sample, blocks=text, appendices=(replace(sample.appendices[0], blocks=(_table(offset),)),))


def _no_picture(_chart: object) -> bytes:
    raise AssertionError("no chart stands in these documents")


@pytest.fixture(scope="module")
def in_libre_office(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, list[str]]:
    """The text of each page of each document, as LibreOffice lays it out."""
    files = {str(offset): write_docx(_document(offset), MADE_AT, _no_picture) for offset in IN_LIBRE_OFFICE}
    found = pages_in_libre_office(files, tmp_path_factory.mktemp("office"))
    return {offset: [page.text for page in found[str(offset)]] for offset in IN_LIBRE_OFFICE}


@pytest.fixture(scope="module")
def in_pdf() -> Mapping[int, list[str]]:
    """The same as PDF."""
    return {offset: _pages(write_pdf(_document(offset), MADE_AT, lambda _: "")) for offset in IN_PDF}


def _pages(pdf: bytes) -> list[str]:
    """The letters of each page without blanks."""
    return [page.text for page in printed_pages(pdf)]


def _is_signed_below_its_closing(pages: list[str]) -> bool:
    return next("báocáocủaLiênminh" in page for page in pages if "TrầnVănMinh" in page)


def _rows_on_last_page(pages: list[str]) -> int:
    """Rows of the table on its last page; each row says this once."""
    return pages[-1].count("Hoạtđộngổnđịnh")


def _signature_follows_a_full_page(documents: Mapping[int, list[str]]) -> bool:
    """Whether some offset pushed the signature over a page's end, without which nothing would be shown."""
    return len({len([page for page in pages if "Kèmtheo" not in page]) for pages in documents.values()}) > 1


def test_the_signature_stays_below_the_closing_words(in_pdf: Mapping[int, list[str]]) -> None:
    assert _signature_follows_a_full_page(in_pdf)
    assert [offset for offset, pages in in_pdf.items() if not _is_signed_below_its_closing(pages)] == []


def test_the_signature_stays_below_the_closing_words_in_libre_office(in_libre_office: Mapping[int, list[str]]) -> None:
    assert _signature_follows_a_full_page(in_libre_office)
    assert [offset for offset, pages in in_libre_office.items() if not _is_signed_below_its_closing(pages)] == []


def test_no_page_has_the_last_row_of_a_table_alone(in_pdf: Mapping[int, list[str]]) -> None:
    last = list(map(_rows_on_last_page, in_pdf.values()))
    assert min(last) == 3, last


def test_no_page_has_the_last_row_of_a_table_alone_in_libre_office(in_libre_office: Mapping[int, list[str]]) -> None:
    last = list(map(_rows_on_last_page, in_libre_office.values()))
    assert min(last) == 3, last
