"""The signed PDF read back: printed from an office's program, printed by us, scanned, or locked."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from publish.errors import UnreadableFileError
from publish.report.charts import svg
from publish.report.pdf import write_pdf
from publish.seal.comparing import compare
from publish.seal.pdf_text import read_pdf
from tests.publish.edited_papers import (
    ISSUE,
    Edit,
    add_paragraph,
    delete_row,
    edited,
    frozen_text,
    paper,
    replace_in_text,
    run,
    sign,
    type_over,
)
from tests.publish.sample_document import COOPERATIVES, GROUPS, figure_id

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.integration


def our_pdf() -> bytes:
    return write_pdf(paper(), datetime(2024, 5, 21, 2, 0, tzinfo=UTC), svg)


def printed_by_an_office(folder: Path, *edits: Edit) -> bytes:
    """The edited paper as LibreOffice prints it into a PDF."""
    assert OFFICE is not None
    (folder / "da-ky.docx").write_bytes(edited(*edits))
    subprocess.run(
        [OFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to", "pdf",
         "--outdir", str(folder), str(folder / "da-ky.docx")],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return (folder / "da-ky.pdf").read_bytes()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed (apt install libreoffice-writer)")
def test_a_pdf_printed_from_the_edited_paper_differs_where_the_paper_was_edited(tmp_path: Path) -> None:
    printed = printed_by_an_office(
        tmp_path,
        sign,
        type_over("18.990", "18.890"),
        type_over("1.450", "1.460"),
        replace_in_text("19/22 đơn vị", "20/22 đơn vị"),
        delete_row("1.050"),
        add_paragraph(run("Riêng Quận 8 có 15 hợp tác xã mới.")),
    )
    comparison = compare(frozen_text(), read_pdf(printed), ISSUE)
    found = {(one.kind, one.frozen_text, one.signed_text, one.figure_id) for one in comparison.differences}
    assert found == {
        ("changed", "1.450", "1.460", COOPERATIVES),
        ("changed", "18.990", "18.890", GROUPS),
        ("changed", "19", "20", None),
        ("added", None, "8", None),
        ("added", None, "15", None),
        ("removed", "50", None, None),
        ("removed", "3", None, None),
        ("removed", "1.050", None, figure_id(150)),
    }
    assert comparison.notes == ()


def test_our_own_pdf_differs_from_the_frozen_docx_in_the_labels_of_charts_alone() -> None:
    comparison = compare(frozen_text(), read_pdf(our_pdf()), ISSUE)
    assert {one.kind for one in comparison.differences} <= {"added"}
    assert {one.place.partition(",")[0] for one in comparison.differences} <= {"trang 2"}
    assert comparison.numbers_compared == frozen_text().number_count


def test_a_scan_is_kept_and_nothing_is_claimed_of_it() -> None:
    scan = PdfWriter()
    scan.add_blank_page(595, 842)
    made = io.BytesIO()
    scan.write(made)
    comparison = compare(frozen_text(), read_pdf(made.getvalue()), ISSUE)
    assert (comparison.numbers_compared, comparison.differences) == (0, ())
    assert "không so sánh được số nào" in comparison.notes[0]


def test_a_locked_or_broken_pdf_is_said_in_one_line() -> None:
    locked = PdfWriter(clone_from=PdfReader(io.BytesIO(our_pdf())))
    locked.encrypt("mat-khau")
    made = io.BytesIO()
    locked.write(made)
    for content in (made.getvalue(), b"%PDF-1.7 broken"):
        with pytest.raises(UnreadableFileError) as raised:
            read_pdf(content)
        assert "\n" not in str(raised.value)
