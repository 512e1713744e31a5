"""Rendering: the files print what was frozen, in Vietnamese, the same bytes every time."""

import io
import re
from dataclasses import replace

import openpyxl
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_sha256
from ingest.raw.ops import rendered_file
from ingest.raw.store import ContentStore
from publish.errors import NotReproducibleError
from publish.formats import WRITERS, Draft
from publish.freeze import freeze
from publish.publications import Publication
from publish.render import RenderedFiles, render
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local, the_round

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def marts(warehouse: Settings) -> Marts:
    """One round for all tests of this module: none of them changes it."""
    writer = Marts(warehouse)
    writer.reference()
    writer.build(the_round())
    writer.warn("Số THT của Quận 5 tăng 41 % so với năm trước.")
    return writer


@pytest.fixture(scope="module")
def frozen(marts: Marts) -> Publication:
    return freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))


@pytest.fixture(scope="module")
def files(marts: Marts, frozen: Publication) -> RenderedFiles:
    return render(marts.settings, frozen.publication_id)


@pytest.fixture(scope="module")
def pdf_text(files: RenderedFiles) -> str:
    """The text of all pages, with single spaces."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(files.pdf.path).pages))


def test_the_pdf_prints_numbers_as_vietnamese_offices_do(pdf_text: str) -> None:
    assert "18.990" in pdf_text
    assert "1.640,5" in pdf_text
    assert "101,4%" in pdf_text


def test_the_pdf_keeps_every_diacritic(pdf_text: str) -> None:
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pdf_text
    assert "Độc lập - Tự do - Hạnh phúc" in pdf_text
    assert "LIÊN MINH HỢP TÁC XÃ" in pdf_text
    assert "trên địa bàn Thành phố Hồ Chí Minh" in pdf_text


def test_the_pdf_gives_short_ids_beside_numbers_and_whole_ids_in_the_appendix(
    pdf_text: str, frozen: Publication
) -> None:
    column = frozen.content.main_column
    for key in ("HTX.coop_total", "THT.group_total", "HTX.revenue_avg"):
        figure = frozen.content.figure(key, column)
        assert figure is not None
        assert str(figure.figure_id)[:8] in pdf_text
        assert str(figure.figure_id) in pdf_text


def test_the_pdf_names_those_who_are_missing_late_refused_nil_and_corrected(pdf_text: str) -> None:
    assert "Chưa báo cáo (1): Quận Bình Thạnh." in pdf_text
    assert "Nộp trễ (1): Quận Phú Nhuận." in pdf_text
    assert "Bị trả lại (1): Quận 10." in pdf_text
    assert "Báo cáo không phát sinh (1): Quận 5." in pdf_text
    assert "Đã nộp lại bản sửa (1): Quận Bình Tân." in pdf_text
    assert "số HTX đang hoạt động (58) lớn hơn tổng số HTX (52)" in pdf_text


def test_the_pdf_prints_missing_as_words(pdf_text: str) -> None:
    assert "chưa có số liệu" in pdf_text


def test_the_pdf_prints_warnings_and_the_press(pdf_text: str) -> None:
    assert "Số THT của Quận 5 tăng 41 % so với năm trước." in pdf_text
    assert "ngoài khoảng thường gặp 0,1–20 tỷ đồng" in pdf_text
    assert "4.368" in pdf_text
    assert "30,9%" in pdf_text


def test_the_first_page_has_no_number_and_the_others_have(files: RenderedFiles) -> None:
    pages = PdfReader(files.pdf.path).pages
    assert not pages[0].extract_text().startswith("1\n")
    for number, page in enumerate(pages[1:], start=2):
        assert page.extract_text().startswith(str(number))


def test_the_pdf_carries_its_own_fonts_and_is_for_keeping(files: RenderedFiles) -> None:
    reader = PdfReader(files.pdf.path)
    assert b"<pdfaid:part>2</pdfaid:part>" in files.pdf.path.read_bytes()
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert fonts
    assert all("LiberationSerif" in name or "LiberationSans" in name for name in fonts)


def test_the_workbook_has_the_tables_and_the_address_of_every_claim(files: RenderedFiles, frozen: Publication) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files.xlsx.path.read_bytes()))
    assert "Tổng hợp" in book.sheetnames
    assert book.sheetnames[-4:] == ["Ấn phẩm", "Số liệu", "Nguồn số liệu", "Tệp nguồn"]
    figure = frozen.content.figure("HTX.coop_total", frozen.content.main_column)
    assert figure is not None
    rows = [
        row for row in book["Nguồn số liệu"].iter_rows(min_row=4, values_only=True) if str(figure.figure_id) in row[0]
    ]
    assert len(rows) == 19
    assert sum(row[8] for row in rows) == figure.value
    assert {(row[2], row[3], row[4]) for row in rows} == {
        (claim.file_name, claim.sheet, claim.cell) for claim in figure.claims
    }
    files_behind = {row[1]: row[2] for row in book["Tệp nguồn"].iter_rows(min_row=4, values_only=True)}
    assert {files_behind[claim.file_name] for claim in figure.claims} == {claim.file_sha256 for claim in figure.claims}


def test_the_workbook_holds_numbers_in_the_unit_of_the_row(files: RenderedFiles, frozen: Publication) -> None:
    sheet = openpyxl.load_workbook(files.xlsx.path)["Tổng hợp"]
    heads = [cell.value for cell in sheet[3]]
    place = heads.index("Thực hiện 6 tháng đầu năm 2024")
    rows = {row[1]: row for row in sheet.iter_rows(min_row=4, values_only=True)}
    revenue = frozen.content.figure("HTX.revenue_avg", frozen.content.main_column)
    assert revenue is not None
    assert rows["Doanh thu bình quân một HTX"][place] == pytest.approx(float(revenue.value / 1_000_000))
    assert rows["Số HTX hoạt động hiệu quả"][place] == "chưa có số liệu"


def test_what_was_rendered_once_is_taken_from_the_store(
    marts: Marts, frozen: Publication, files: RenderedFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.render._BUILDERS", dict.fromkeys(WRITERS, lambda _: b"other"))
    files.pdf.path.unlink()
    assert render(marts.settings, frozen.publication_id) == files
    assert content_sha256(files.pdf.path.read_bytes()) == files.pdf.file_sha256


def test_bytes_lost_from_the_store_are_made_again_only_if_they_come_out_the_same(
    marts: Marts, frozen: Publication, files: RenderedFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ContentStore(marts.settings.store_dir)
    store.path(files.pdf.file_sha256).unlink()
    assert render(marts.settings, frozen.publication_id) == files
    store.path(files.xlsx.file_sha256).unlink()
    monkeypatch.setattr("publish.render._BUILDERS", dict.fromkeys(WRITERS, lambda _: b"made by other code"))
    with pytest.raises(NotReproducibleError, match="restore"):
        render(marts.settings, frozen.publication_id)


def test_an_erratum_says_so(marts: Marts, frozen: Publication) -> None:
    text = " ".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(WRITERS["pdf"](Draft(replace(frozen, edition=2), "vi")))).pages
    )
    assert "Đính chính lần 1" in text


def test_rendering_is_recorded_once(marts: Marts, frozen: Publication, files: RenderedFiles) -> None:
    render(marts.settings, frozen.publication_id)
    engine = connect(marts.settings)
    with engine.connect() as connection:
        rows = connection.execute(
            select(rendered_file.c.file_format, rendered_file.c.file_sha256, rendered_file.c.size_bytes)
            .where(rendered_file.c.publication_id == frozen.publication_id)
            .order_by(rendered_file.c.file_format)
        ).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [
        (file.file_format, file.file_sha256, file.size_bytes) for file in (files.docx, files.pdf, files.xlsx)
    ]
