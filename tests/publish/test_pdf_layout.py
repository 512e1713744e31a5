"""The PDF: the layout of Nghị định 30/2020/NĐ-CP, nothing beyond its margins, every letter in the fonts."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pdfplumber
import pytest
from pypdf import PdfReader

from publish.errors import LayoutError
from publish.report.document import Paragraph, ReportDocument, Run
from publish.report.pdf import write_pdf
from publish.report.typeface import printable, serif_metrics
from tests.publish.sample_document import LONG_FILE_NAME, sample_document

pytestmark = pytest.mark.integration
MADE_AT = datetime(2024, 5, 21, 2, 0, tzinfo=UTC)
POINTS_PER_MM = 72 / 25.4
GREY = '<svg xmlns="http://www.w3.org/2000/svg" width="467" height="100"><rect width="467" height="100"/></svg>'


def made(document: ReportDocument) -> bytes:
    return write_pdf(document, MADE_AT, lambda _chart: GREY)


@pytest.fixture(scope="module")
def content() -> bytes:
    return made(sample_document())


@pytest.fixture(scope="module")
def pages(content: bytes) -> list[pdfplumber.page.Page]:
    return pdfplumber.open(io.BytesIO(content)).pages


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def test_nothing_stands_beyond_the_margins(pages: list[pdfplumber.page.Page]) -> None:
    for page in pages:
        left, right = 30 * POINTS_PER_MM, page.width - 15 * POINTS_PER_MM
        assert min(char["x0"] for char in page.chars) >= left - 1
        assert max(char["x1"] for char in page.chars if char["text"].strip()) <= right + 1
        assert max(char["bottom"] for char in page.chars) <= page.height


def test_no_word_overflows_its_cell(pages: list[pdfplumber.page.Page]) -> None:
    checked = 0
    for page in (pages[0], pages[-2], pages[-1]):
        for table in page.find_tables():
            for left, top, right, bottom in table.cells:
                inside = [
                    c for c in page.chars if top <= (c["top"] + c["bottom"]) / 2 <= bottom and left <= c["x0"] < right
                ]
                checked += len(inside)
                assert all(char["x1"] <= right + 0.5 for char in inside if char["text"].strip())
    assert checked > 500


def test_a_file_name_breaks_inside_its_cell_and_no_number_does(content: bytes, pages: list) -> None:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert LONG_FILE_NAME in re.sub(r"\s+", "", text.replace("\u200b", ""))
    words = {word["text"] for page in pages for word in page.extract_words()}
    assert {"1.450", "1.640,5", "18.990", "1.048"} <= words


def test_the_head_of_a_long_table_comes_again_and_a_long_cell_breaks(pages: list[pdfplumber.page.Page]) -> None:
    with_head = [page.page_number for page in pages if "Tình hình" in page.extract_text().split("1.00")[0][:400]]
    assert len(with_head) >= 3
    story_pages = [page.page_number for page in pages if "tiêu thụ nông sản" in one_line(page.extract_text())]
    assert len(story_pages) == 2


def test_pages_are_numbered_at_their_top_but_not_the_first(pages: list[pdfplumber.page.Page]) -> None:
    first, *others = pages
    assert not any(char["bottom"] < 20 * POINTS_PER_MM for char in first.chars)
    for page in others:
        head = [word for word in page.extract_words() if word["bottom"] < 20 * POINTS_PER_MM]
        assert [word["text"] for word in head] == [str(page.page_number)]
        middle = (30 * POINTS_PER_MM + page.width - 15 * POINTS_PER_MM) / 2
        assert (head[0]["x0"] + head[0]["x1"]) / 2 == pytest.approx(middle, abs=1)


def test_an_appendix_lies_across_where_asked(pages: list[pdfplumber.page.Page]) -> None:
    assert [round(page.width / POINTS_PER_MM) for page in (pages[0], pages[-1])] == [210, 297]
    assert "Phụ lục II CÁC CHỈ TIÊU CƠ BẢN" in one_line(pages[-1].extract_text())


def test_sizes_and_styles_are_those_of_the_decree(pages: list[pdfplumber.page.Page]) -> None:
    def look(text: str) -> tuple[str, float]:
        (found, *_) = pages[0].search(re.escape(text))
        return found["chars"][0]["fontname"].partition("+")[2], round(found["chars"][0]["size"])

    assert look("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == ("LiberationSerif-Bold", 12)
    assert look("Độc lập - Tự do - Hạnh phúc") == ("LiberationSerif-Bold", 13)
    assert look("BÁO CÁO") == ("LiberationSerif-Bold", 14)
    assert look("LIÊN MINH HỢP TÁC XÃ VIỆT NAM") == ("LiberationSerif", 12)
    assert look("ngày") == ("LiberationSerif-Italic", 13)
    assert look("Kính gửi:") == ("LiberationSerif", 13)


def test_the_last_paragraph_is_never_parted_from_the_signature() -> None:
    filler = Paragraph((Run("Hợp tác xã hoạt động ổn định, đóng góp vào ngân sách địa phương. " * 4),))
    closing = Paragraph((Run("Trên đây là báo cáo của Liên minh Hợp tác xã Thành phố./."),))
    for count in (10, 11):
        document = replace(sample_document(), blocks=(*[filler] * count, closing), appendices=())
        last = PdfReader(io.BytesIO(made(document))).pages[-1].extract_text()
        assert "Trên đây là báo cáo" in last
        assert "Trần Văn Minh" in last


def test_the_same_document_gives_the_same_bytes(content: bytes) -> None:
    assert made(sample_document()) == content


def test_a_letter_that_the_fonts_lack_does_not_keep_a_report_from_being_made() -> None:
    strange = Paragraph((Run("Đề nghị hỗ trợ 👍 合作社, Ngân hàng\u0000 a\u0302\u0301"),))
    document = sample_document()
    text = PdfReader(io.BytesIO(made(replace(document, blocks=(strange, *document.blocks))))).pages[0].extract_text()
    assert "Đề nghị hỗ trợ □ □□□, Ngân hàng ấ" in one_line(text)


def test_a_warning_of_typst_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.report.pdf.printable", lambda text: text)
    document = replace(sample_document(), title="合作社", imprint="合作社")
    with pytest.raises(LayoutError):
        made(document)


def test_the_fonts_have_every_vietnamese_letter() -> None:
    vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    letters = {
        printable(vowel + tone) for vowel in vowels for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    }
    assert len(letters) == 144
    for is_bold in (False, True):
        assert {ord(letter) for letter in letters | set("đĐ–−“”…□")} <= set(serif_metrics(is_bold=is_bold).widths)
