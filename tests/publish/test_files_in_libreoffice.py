"""What an office's own program makes of the files: headings stay headings, numbers numbers, nothing is lost."""

import io
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest

from publish.report.packaging import FileProperties
from publish.report.spreadsheet.book import workbook_bytes
from publish.report.table_sheets import table_sheets
from publish.seal.docx_text import read_docx
from tests.ingest.submissions.libre_office import OFFICE, needs_libre_office, reopen
from tests.publish.sample_document import sample_document
from tests.publish.test_word_document import MADE_AT, made

pytestmark = needs_libre_office


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The DOCX as LibreOffice opened and saved it."""
    assert OFFICE is not None
    folder: Path = tmp_path_factory.mktemp("office")
    (folder / "report.docx").write_bytes(made(sample_document()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, "--headless", profile, "--convert-to", "docx", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / "report.docx")], check=True, capture_output=True, timeout=240)
    return (folder / "out" / "report.docx").read_bytes()


def test_no_number_and_no_row_is_lost(saved: bytes) -> None:
    before, after = read_docx(made(sample_document())), read_docx(saved)
    assert [t.text for block in after.blocks for t in block.numbers] == [
        t.text for block in before.blocks for t in block.numbers
    ]


def test_headings_sections_and_repeated_heads_stay(saved: bytes) -> None:
    word, ours = docx.Document(io.BytesIO(saved)), docx.Document(io.BytesIO(made(sample_document())))
    headings = [
        [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
        for document in (word, ours)
    ]
    assert headings[0] == headings[1]
    assert len(headings[0]) == 6
    assert [section.orientation for section in word.sections] == [section.orientation for section in ours.sections]
    heads = [table.rows[0]._tr.xml.count("<w:tblHeader") for table in word.tables if table.cell(0, 0).text == "TT"]
    assert heads == [1, 1, 1]


def test_the_workbook_opens_with_the_same_numbers_and_no_formula(tmp_path: Path) -> None:
    content = workbook_bytes(table_sheets(sample_document()).sheets, FileProperties("Báo cáo", "LMHTX", "", MADE_AT))
    opened = openpyxl.load_workbook(io.BytesIO(reopen({"report.xlsx": content}, tmp_path)["report.xlsx"]))
    written = openpyxl.load_workbook(io.BytesIO(content))
    assert opened.sheetnames == written.sheetnames
    for sheet in written:
        values = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        again = [[cell for cell in row if cell is not None] for row in opened[sheet.title].iter_rows(values_only=True)]
        assert again[: len(values)] == values
    assert opened["Chỉ tiêu cơ bản"]["E6"].data_type == "s"
