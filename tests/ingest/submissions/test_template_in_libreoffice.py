"""A template filled in LibreOffice: its formulas sum up there, and what it saves is read as what was typed."""

import io
from pathlib import Path

import openpyxl
import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.reference import Reference
from ingest.submissions.template import ALL_PARTS, HEADER_ROW, build_template
from ingest.submissions.template.sectors_sheet import SECTORS_SHEET, sector_codes
from tests.ingest.submissions.libre_office import needs_libre_office, reopen

pytestmark = needs_libre_office

MAIN_COLUMN = 6
"""Of the six months, counted from 1."""


@pytest.fixture(scope="module")
def saved(reference: Reference, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The template with every sector of the cooperatives filled in, and all groups but one."""
    book = openpyxl.load_workbook(io.BytesIO(build_template("A-1", "783", "2024-H1", reference, parts=ALL_PARTS)))
    sheet = book[SECTORS_SHEET]
    count = len(sector_codes())
    first = HEADER_ROW + 3
    groups = first + 2 * (count + 1)
    for place in range(count):
        sheet.cell(first + place, MAIN_COLUMN).value = place + 1 if place else "-"
        if place:
            sheet.cell(groups + place, MAIN_COLUMN).value = 7
    buffer = io.BytesIO()
    book.save(buffer)
    return reopen({"mau.xlsx": buffer.getvalue()}, Path(tmp_path_factory.mktemp("template")))["mau.xlsx"]


def test_totals_sum_up_and_are_unknown_while_a_sector_is(saved: bytes, reference: Reference) -> None:
    reading = check_submission(saved, file_name="mau.xlsx", round_period="2024-H1", reference=reference)
    totals = {
        cell.coordinate.entity: (cell.raw_text, cell.value)
        for cell in reading.values
        if (cell.sheet, cell.coordinate.sector_code, cell.coordinate.value_column)
        == (SECTORS_SHEET, "all", "actual_h1")
    }
    expected = sum(range(2, len(sector_codes()) + 1))
    assert totals["HTX"] == (str(expected), expected)
    assert totals["THT"] == ("…", None)


def test_what_was_saved_is_still_the_template_of_the_reporter(saved: bytes, reference: Reference) -> None:
    reading = check_submission(saved, file_name="mau.xlsx", round_period="2024-H1", reference=reference)
    assert (reading.area_code, reading.period, reading.form_code) == ("783", "2024-H1", "A-1")
    assert reading.cooperatives == ()
    assert reading.narrative == ()
    assert not [finding for finding in reading.findings if finding.family != "missing_required"]
