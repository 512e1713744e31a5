"""Files that LibreOffice writes say in every format what the workbook said that it opened."""

import subprocess
from pathlib import Path

import pytest

from ingest.submissions.formats import open_submission
from ingest.submissions.workbook import Workbook
from tests.ingest.submissions.cell_values import Percent, Rows
from tests.ingest.submissions.libre_office import OFFICE, needs_libre_office
from tests.ingest.submissions.office_files import FORM, xlsx

ROWS: Rows = (*FORM, ("", "Tỷ lệ khá trở lên", "%", Percent(0.5), 0.5, Percent(0.55)), (None, "2 616", "1,284", -3.25))
CONVERSIONS = {
    "xls": "MS Excel 97",
    "ods": "calc8",
    "fods": "OpenDocument Spreadsheet Flat XML",
    "xlsx": "Calc MS Excel 2007 XML",
}


def cells(workbook: Workbook) -> dict[str, tuple[str, str, bool]]:
    return {cell.address: (cell.kind, cell.text, cell.is_percent_format) for cell in workbook.sheets[0].cells.values()}


pytestmark = needs_libre_office


@pytest.mark.parametrize("suffix", CONVERSIONS)
def test_what_libreoffice_saves_again_says_the_same(suffix: str, tmp_path: Path) -> None:
    assert OFFICE is not None
    source = tmp_path / "bieu.xlsx"
    source.write_bytes(xlsx(ROWS))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = f"{suffix}:{CONVERSIONS[suffix]}"
    command = [OFFICE, profile, "--headless", "--convert-to", target, "--outdir", str(tmp_path / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    opened = open_submission((tmp_path / "out" / f"bieu.{suffix}").read_bytes(), f"bieu.{suffix}")
    assert opened.told == ()
    assert cells(opened.workbook) == cells(open_submission(source.read_bytes(), "bieu.xlsx").workbook)
