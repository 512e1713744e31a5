"""The template: the same bytes whenever it is made, and what it holds for the officer."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from ingest.submissions.addresses import a1
from ingest.submissions.formats import read_workbook
from ingest.submissions.identity import IDENTITY_SHEET, Identity, read_identity
from ingest.submissions.reference import Reference
from ingest.submissions.template import (
    HEADER_ROW,
    SHEET_NAME,
    CellContent,
    UnknownFormError,
    ValueKey,
    build_template,
    value_address,
)

Truth = dict[str, dict[ValueKey, CellContent]]


@pytest.fixture(scope="module")
def book(reference: Reference) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(build_template("A-1", "769", "2024-H1", reference)))


def test_the_same_form_has_the_same_bytes(reference: Reference, truth: Truth) -> None:
    first = build_template("A-1", "783", "2024-H1", reference, truth["783"])
    assert build_template("A-1", "783", "2024-H1", reference, truth["783"]) == first
    assert build_template("A-1", "783", "2024-H1", reference) != first


def test_the_hidden_sheet_says_what_the_form_is(reference: Reference, book: openpyxl.Workbook) -> None:
    workbook = read_workbook(build_template("A-1", "769", "2024-H1", reference))
    assert read_identity(workbook) == Identity("A-1", "v1", "769", "2024-H1")
    assert book[IDENTITY_SHEET].sheet_state == "veryHidden"


def test_titles_name_the_reporter_and_the_years(book: openpyxl.Workbook) -> None:
    sheet = book[SHEET_NAME]
    assert sheet["A2"].value == "THÀNH PHỐ THỦ ĐỨC"
    assert sheet["A4"].value == "6 THÁNG ĐẦU NĂM 2024"
    assert [cell.value for cell in sheet[HEADER_ROW]] == [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Thực hiện năm 2023",
        "Kế hoạch năm 2024",
        "Thực hiện 6 tháng đầu năm 2024",
        "Ước thực hiện cả năm 2024",
        "Kế hoạch năm 2025",
        "Giải trình",
    ]


def test_labels_are_locked_and_inputs_are_not(reference: Reference, book: openpyxl.Workbook) -> None:
    sheet = book[SHEET_NAME]
    row, column = value_address(reference.forms["A-1"], "HTX", "members_total", "actual_h1")
    assert sheet.protection.sheet
    assert sheet.cell(row, 2).value == "Tổng số thành viên HTX"
    assert sheet.cell(row, 2).protection.locked
    assert not sheet.cell(row, column).protection.locked


def test_every_input_cell_is_validated_with_a_vietnamese_message(reference: Reference, book: openpyxl.Workbook) -> None:
    sheet = book[SHEET_NAME]
    validations = sheet.data_validations.dataValidation
    for form_row in reference.forms["A-1"].indicator_rows():
        row, column = value_address(reference.forms["A-1"], form_row.entity, form_row.indicator_code or "", "actual_h1")
        here = [validation for validation in validations if a1(row, column) in validation.sqref]
        assert len(here) == 1, form_row.label_vi
        assert here[0].error.startswith("Hãy nhập số")
        assert len(here[0].error) <= 255


def test_profit_may_be_negative_and_counts_must_be_whole(reference: Reference, book: openpyxl.Workbook) -> None:
    sheet = book[SHEET_NAME]

    def formula(entity: str, code: str) -> str:
        address = a1(*value_address(reference.forms["A-1"], entity, code, "plan_year"))
        found = next(v for v in sheet.data_validations.dataValidation if address in v.sqref)
        return str(found.formula1)

    assert ">=0" not in formula("HTX", "profit_avg")
    assert ">=0" in formula("HTX", "revenue_avg")
    assert "INT(" in formula("HTX", "coop_total")
    assert "INT(" not in formula("HTX", "revenue_avg")


def test_an_unknown_form_names_those_that_are_known(reference: Reference) -> None:
    with pytest.raises(UnknownFormError, match="declared are: A-1"):
        build_template("B-9", "783", "2024-H1", reference)


def test_what_is_no_period_is_refused(reference: Reference) -> None:
    with pytest.raises(ValueError, match="write 2024-H1"):
        build_template("A-1", "783", "6T2024", reference)


def test_an_annual_form_asks_for_the_year(reference: Reference, check: Callable[..., object]) -> None:
    content = build_template("A-1", "783", "2024", reference)
    assert read_workbook(content).sheets[0].text(4, 1) == "NĂM 2024"
