"""Forms written for the fonts of old are read as Unicode, told once a sheet, and keep what the cells hold."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference
from tests.ingest.submissions.cell_values import Rows
from tests.ingest.submissions.office_files import FORM, MAIN_COLUMN, WRITERS, csv_text

CheckNamed = Callable[[bytes, str], SubmissionReading]


@pytest.fixture
def check_named(reference: Reference) -> CheckNamed:
    def checked(content: bytes, file_name: str) -> SubmissionReading:
        return check_submission(content, file_name=file_name, round_period="2024-H1", reference=reference)

    return checked


def rows_for(encoding: str, repository: Path) -> Rows:
    """The form as typed for a font of old; what TCVN3 has no capital for is a small letter in a font of capitals."""
    path = repository / "ingest" / "vietnamese" / f"legacy_{encoding.lower()}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        table = {
            row["unicode"]: "".join(chr(int(code, 16)) for code in row["code_points"].split())
            for row in csv.DictReader(lines)
        }

    def written(text: str) -> str:
        return "".join(table.get(sign, table.get(sign.lower(), sign)) for sign in text)

    return tuple(tuple(written(value) if isinstance(value, str) else value for value in row) for row in FORM)


def main_column(reading: SubmissionReading) -> dict[str, tuple[str, object]]:
    return {
        cell.cell: (cell.coordinate.indicator_code, cell.value)
        for cell in reading.values
        if cell.coordinate.value_column == "actual_h1"
    }


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "xlsb", "ods", "docx", "html"])
def test_a_form_of_old_is_read_and_told_once_a_sheet(
    check_named: CheckNamed, repository: Path, encoding: str, suffix: str
) -> None:
    reading = check_named(WRITERS[suffix](rows_for(encoding, repository)), f"bieu.{suffix}")
    assert main_column(reading) == MAIN_COLUMN
    (finding,) = reading.findings
    assert (finding.rule_code, finding.severity, finding.cell) == ("encoding_repaired", "info", None)
    assert finding.sheet == ("table:1" if suffix in {"docx", "html"} else "Biểu 1")
    assert (reading.outcome, reading.area_code) == ("accepted", "787")


@pytest.mark.parametrize("encoding", ["TCVN3", "VNI"])
def test_a_csv_in_the_bytes_of_old_is_read(check_named: CheckNamed, repository: Path, encoding: str) -> None:
    reading = check_named(csv_text(rows_for(encoding, repository)).encode("cp1252"), "bieu.csv")
    assert main_column(reading) == MAIN_COLUMN
    assert [(finding.rule_code, finding.sheet) for finding in reading.findings] == [("encoding_repaired", "")]


def test_what_the_cell_holds_is_kept_as_it_stands(check_named: CheckNamed, repository: Path) -> None:
    rows = [list(row) for row in rows_for("TCVN3", repository)]
    rows[6][5] = "1127 thµnh viªn"
    reading = check_named(WRITERS["xlsx"](tuple(map(tuple, rows))), "bieu.xlsx")
    (value,) = [cell for cell in reading.values if cell.cell == "F7"]
    assert (value.raw_text, value.value) == ("1127 thµnh viªn", 1127)
