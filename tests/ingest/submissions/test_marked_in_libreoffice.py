"""Marked copies open in LibreOffice as they are, with their figures, marks and pictures."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.formats.opening import read_workbook
from ingest.submissions.marked import RESULT_SHEET, marked_copy
from ingest.submissions.reference import Reference
from tests.ingest.submissions.libre_office import needs_libre_office, reopen
from tests.ingest.submissions.test_marked_package import PIXEL, STRICT, finding, read_as, with_rows

pytestmark = needs_libre_office

DEV_FILES = ("05 - Duy Xuyen - bieu KTTT 6 thang 2024.xlsx", "12_DS_HTX_huyen_Dak_Mil.xlsx", "14_TX Dien Ban_KTTT.ods")


@pytest.fixture(scope="module")
def copies(repository: Path, reference: Reference) -> dict[str, bytes]:
    """Marked copies of several kinds, by file name."""
    row = b'<row r="3"><c r="B3"><v>7</v></c></row>'
    wrong = [finding(reference, "Biểu", cell) for cell in ("B3", "D3", "F9")]
    made = {
        "plain.xlsx": marked_copy(with_rows(row), read_as(*wrong)),
        "strict.xlsx": marked_copy(with_rows(row, namespace=STRICT), read_as(*wrong)),
        "alone.xlsx": marked_copy(b"%PDF-1.7", read_as(finding(reference, None, None))),
        "picture.xlsx": marked_copy(with_picture(), read_as(finding(reference, "Biểu", "B3"))),
    }
    folder = repository.parent / "shared" / "submissions" / "dev"
    for name in DEV_FILES:
        if (folder / name).exists():
            content = (folder / name).read_bytes()
            reading = check_submission(content, file_name=name, round_period=None, reference=reference)
            made[f"{Path(name).stem}.xlsx"] = marked_copy(content, reading)
    return made


@pytest.fixture(scope="module")
def reopened(copies: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The copies as LibreOffice opened and saved them."""
    return reopen(copies, tmp_path_factory.mktemp("libreoffice"))


def with_picture() -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Biểu")
    sheet.write(2, 1, 7)
    sheet.insert_image("D5", "dau.png", {"image_data": io.BytesIO(PIXEL)})
    sheet.write_comment("C4", "Đã hỏi lại xã")
    book.close()
    return buffer.getvalue()


def test_every_copy_opens(copies: Mapping[str, bytes], reopened: Mapping[str, bytes]) -> None:
    assert set(reopened) == set(copies)
    for content in reopened.values():
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == RESULT_SHEET


def test_every_cell_is_there_as_it_was_written(copies: Mapping[str, bytes], reopened: Mapping[str, bytes]) -> None:
    for name, content in reopened.items():
        before, after = read_workbook(copies[name]), read_workbook(content)
        for sheet in before.visible_sheets():
            found = after.sheet(sheet.name)
            assert found is not None
            texts = {at: cell.text.replace("\r\n", "\n") for at, cell in sheet.cells.items() if cell.kind != "error"}
            assert {at: found.cells[at].text for at in texts if at in found.cells} == texts, (name, sheet.name)


def test_marks_and_pictures_are_seen(copies: Mapping[str, bytes], reopened: Mapping[str, bytes]) -> None:
    for name in ("plain.xlsx", "strict.xlsx", "picture.xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(reopened[name]))["Biểu"]
        assert sheet["B3"].value == 7
        assert sheet["B3"].fill.fgColor.rgb == "FFF5B3B1"
        assert sheet["B3"].comment is not None
        assert "Cách sửa:" in sheet["B3"].comment.text
    with zipfile.ZipFile(io.BytesIO(reopened["picture.xlsx"])) as archive:
        assert any(part.startswith("xl/media/") for part in archive.namelist())
    assert openpyxl.load_workbook(io.BytesIO(reopened["picture.xlsx"]))["Biểu"]["C4"].comment is not None


def test_marks_go_again_from_a_copy_that_libreoffice_saved(reopened: Mapping[str, bytes]) -> None:
    again = openpyxl.load_workbook(io.BytesIO(marked_copy(reopened["plain.xlsx"], read_as())))
    assert again.sheetnames == [RESULT_SHEET, "Biểu"]
    assert again["Biểu"]["B3"].comment is None
    assert again["Biểu"]["B3"].fill.patternType is None
