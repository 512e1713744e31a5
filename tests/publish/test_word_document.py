"""The DOCX: real styles, headings, tables and sections, numbers that carry their figures, the same bytes every time."""

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from publish.report.document import ReportDocument, Run
from publish.report.figure_marks import mark_tag, parse_mark_tag
from publish.report.word import write_docx
from publish.seal.docx_text import read_docx
from tests.publish.sample_document import COOPERATIVES, FIGURES, REVENUE, UNKNOWN, figure_id, sample_document

MADE_AT = datetime(2024, 5, 21, 2, 0, tzinfo=UTC)


def picture(_chart: object) -> bytes:
    """A grey PNG of 4 by 2 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"\x00\x99\x99\x99\x99" * 2)
    header = struct.pack(">IIBBBBB", 4, 2, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def made(document: ReportDocument) -> bytes:
    return write_docx(document, MADE_AT, picture)


@pytest.fixture(scope="module")
def content() -> bytes:
    return made(sample_document())


@pytest.fixture(scope="module")
def word(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def test_headings_are_headings_of_their_level(word: docx.document.Document) -> None:
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Phần I\nTÌNH HÌNH PHÁT TRIỂN KINH TẾ TẬP THỂ, HỢP TÁC XÃ"),
        ("Heading 2", "I. ĐÁNH GIÁ THEO CÁC CHỈ TIÊU"),
        ("Heading 3", "1. Số lượng, doanh thu và thu nhập"),
        ("Heading 4", "a) Hợp tác xã"),
        ("Heading 1", "Phụ lục I\nSỐ LIỆU THEO ĐƠN VỊ"),
        ("Heading 1", "Phụ lục II\nCÁC CHỈ TIÊU CƠ BẢN"),
    ]


def test_paragraphs_captions_lists_and_remarks_have_styles_an_officer_can_change(word: docx.document.Document) -> None:
    styles = {p.text: p.style.name for p in word.paragraphs}
    assert styles["Đào tạo, bồi dưỡng cán bộ quản lý."] == "List Bullet"
    assert styles["Bảng 1. Các chỉ tiêu cơ bản về hợp tác xã"] == "Caption"
    assert styles["Hình 1. Số hợp tác xã qua các kỳ"] == "Figure Caption"
    assert styles["Số liệu chưa gồm ba đơn vị chưa báo cáo."] == "Remark"
    normal = word.styles["Normal"]
    assert normal.paragraph_format.first_line_indent.cm == pytest.approx(1.27)


def test_tables_repeat_their_heads_and_keep_kinds_of_rows(word: docx.document.Document) -> None:
    table = next(table for table in word.tables if table.cell(0, 0).text == "TT")
    assert table.style.name == "Report Table"
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells][3] == "Thực hiện\n6 tháng đầu\nnăm 2024"
    assert len({cell._tc for cell in table.rows[1].cells}) == 1, "a title spans the table"
    long_one = word.tables[-2]
    breakable = [row.cells[0].text for row in long_one.rows[1:] if row._tr.trPr is None]
    assert breakable == ["7"], "only the row with a long cell may break over pages"


def test_an_appendix_begins_a_section_of_its_orientation(word: docx.document.Document) -> None:
    assert [section.orientation for section in word.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    paper = word.sections[0]
    assert (round(paper.left_margin.mm), round(paper.right_margin.mm)) == (30, 15)
    assert (round(paper.top_margin.mm), round(paper.bottom_margin.mm)) == (20, 20)
    assert (round(paper.page_width.mm), round(paper.page_height.mm)) == (210, 297)


def test_pages_have_their_number_as_a_field_but_not_the_first(word: docx.document.Document) -> None:
    first, *others = word.sections
    assert first.different_first_page_header_footer
    assert "PAGE" in first.header._element.xml
    assert "PAGE" not in first.first_page_header._element.xml
    assert all(section.header.is_linked_to_previous for section in others)
    assert not any(section.different_first_page_header_footer for section in others)


def test_a_number_carries_its_figure_and_each_printing_its_own_mark(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    marks = [
        (parse_mark_tag(control.find(f".//{qn('w:tag')}").get(qn("w:val"))), "".join(control.itertext()))
        for control in body.iter(qn("w:sdt"))
    ]
    assert marks[:4] == [
        ((COOPERATIVES, 1), "1.450"),
        ((REVENUE, 1), "1,6405 tỷ đồng"),
        ((COOPERATIVES, 2), "1.450"),
        ((COOPERATIVES, 3), "1.450"),
    ]
    assert ((UNKNOWN, 1), "chưa có số liệu") in marks
    assert ((figure_id(107), 1), "1.007") in marks
    assert len({mark for mark, _ in marks}) == len(marks)
    assert {mark[0] for mark, _ in marks if mark} >= set(FIGURES)


def test_the_reader_of_signed_papers_finds_the_marks(content: bytes) -> None:
    marked = [token for block in read_docx(content).blocks for token in block.numbers if token.mark is not None]
    assert next((token.mark, token.text) for token in marked) == ((COOPERATIVES, 1), "1.450")


def test_a_mark_is_read_back_and_no_other_tag_is_one() -> None:
    tag = mark_tag(REVENUE, 12)
    assert len(tag) <= 64, "the longest tag that Word keeps"
    assert parse_mark_tag(tag) == (REVENUE, 12)
    assert parse_mark_tag("figure/1450/1") is None
    assert parse_mark_tag(tag + "x") is None


def test_a_chart_is_a_picture_with_words_for_who_cannot_see_it(content: bytes, word: docx.document.Document) -> None:
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("Số hợp tác xã tăng từ 1.402")
    assert shape.width / shape.height == pytest.approx(2, rel=0.001)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.read("word/media/chart1.png") == picture(None)


@pytest.mark.parametrize(("language", "tag"), [("vi", "vi-VN"), ("en", "en-GB")])
def test_the_text_is_tagged_with_its_language_and_names_its_font(language: str, tag: str) -> None:
    document = replace(sample_document(), language=language)
    with zipfile.ZipFile(io.BytesIO(made(document))) as package:
        styles, fonts = package.read("word/styles.xml").decode(), package.read("word/fontTable.xml").decode()
    assert f'<w:lang w:val="{tag}"' in styles
    assert 'w:ascii="Times New Roman"' in styles
    assert '<w:altName w:val="Liberation Serif"/>' in fonts


def test_text_that_xml_cannot_hold_is_left_out_and_markup_stays_text() -> None:
    strange = Run("a\x00b <w:p/> & \ud800 “c”")
    document = sample_document()
    document = replace(document, blocks=(replace(document.blocks[0], runs=(strange,)), *document.blocks[1:]))
    texts = [p.text for p in docx.Document(io.BytesIO(made(document))).paragraphs]
    assert "ab <w:p/> &  “c”" in texts


def test_parts_are_stored_in_a_fixed_order_with_one_date(content: bytes) -> None:
    assert made(sample_document()) == content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        assert package.testzip() is None
    assert entries[0].filename == "[Content_Types].xml"
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_when_it_was_frozen_and_who_issues_it(word: docx.document.Document) -> None:
    properties = word.core_properties
    assert properties.created == properties.modified == MADE_AT
    assert properties.author == "Liên minh Hợp tác xã Thành phố Hồ Chí Minh"
    assert properties.title == sample_document().title
