"""Addressed cells: what stands where in the submitter's own file."""

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ingest.submissions.addresses import a1, row_and_column
from ingest.submissions.formats import archives, read_workbook
from ingest.submissions.formats.calamine_sheets import exact_number
from ingest.submissions.workbook import Cell, UnreadableWorkbookError, UnsafeWorkbookError


def a_workbook() -> bytes:
    """A table that does not start in A1, with everything that goes wrong in cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Phụ lục 1")
    sheet.merge_range("C4:E4", "Năm 2024")
    sheet.write("D8", 24)
    sheet.write("E8", 285.70000000000005)
    sheet.write_string("F8", "00123")
    sheet.write_formula("D9", "=1/0", None, "#DIV/0!")
    sheet.write_formula("E9", "=D8*2", None, 48)
    sheet.write_datetime("F9", datetime(2024, 6, 1), book.add_format({"num_format": "d/m"}))  # noqa: DTZ001
    sheet.write("D10", 0.55, book.add_format({"num_format": "0%"}))
    sheet.write_blank("D4000", None, book.add_format({"border": 1}))
    book.add_worksheet("Năm 2023").hide()
    book.close()
    return buffer.getvalue()


def test_cells_keep_their_addresses_and_kinds() -> None:
    sheet = read_workbook(a_workbook()).sheets[0]
    assert {cell.address: (cell.kind, cell.text) for cell in sheet.cells.values()} == {
        "C4": ("text", "Năm 2024"),
        "D8": ("number", "24"),
        "E8": ("number", "285.7"),
        "F8": ("text", "00123"),
        "D9": ("error", "#DIV/0!"),
        "E9": ("number", "48"),
        "F9": ("date", "2024-06-01"),
        "D10": ("number", "0.55"),
    }
    assert sheet.at(10, 4) == Cell(10, 4, "number", "0.55", Decimal("0.55"), is_percent_format=True)
    assert (sheet.last_row, sheet.last_column) == (10, 6)


def test_merged_ranges_and_hidden_sheets_are_known() -> None:
    book = read_workbook(a_workbook())
    (merged,) = book.sheets[0].merged
    assert (merged.first_row, merged.first_column, merged.last_row, merged.last_column) == (4, 3, 4, 5)
    assert [sheet.name for sheet in book.visible_sheets()] == ["Phụ lục 1"]


def test_whole_floats_are_integers_again() -> None:
    assert str(exact_number(123.0)) == "123"
    assert str(exact_number(1e6)) == "1000000"
    assert str(exact_number(0.1 + 0.2)) == "0.3"
    assert str(exact_number(-0.0)) in {"0", "-0"}


@given(row=st.integers(1, 1_048_576), column=st.integers(1, 16_384))
def test_addresses_go_there_and_back(row: int, column: int) -> None:
    assert row_and_column(a1(row, column)) == (row, column)


@pytest.mark.parametrize(("place", "address"), [((1, 1), "A1"), ((9, 26), "Z9"), ((9, 27), "AA9"), ((1, 703), "AAA1")])
def test_addresses_are_as_spreadsheets_write_them(place: tuple[int, int], address: str) -> None:
    assert a1(*place) == address


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="not an A1 address"):
        row_and_column("F0")


def test_an_archive_that_unpacks_out_of_all_proportion_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAXIMUM_UNPACKED_BYTES", 3_000_000)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    with pytest.raises(UnsafeWorkbookError, match="unpack to 5000000"):
        read_workbook(buffer.getvalue())


def test_a_workbook_with_a_password_says_so(repository: Path) -> None:
    examples = repository.parent / "shared" / "submissions" / "dev"
    protected = next(examples.glob("08_*.xlsx"), None)
    if protected is None:
        pytest.skip("no workbook with a password at hand: none can be made without another library")
    with pytest.raises(UnreadableWorkbookError) as caught:
        read_workbook(protected.read_bytes())
    assert caught.value.reason == "password"
