"""What a marked copy does to the package of an .xlsx: all that it need not touch stays the same bytes."""

import base64
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter

from ingest.submissions.findings import make_finding
from ingest.submissions.marked import COMMENT_AUTHOR, RESULT_SHEET, marked_copy
from ingest.submissions.reading import Finding, SubmissionReading
from ingest.submissions.reference import Reference

pytestmark = pytest.mark.filterwarnings("ignore:Conditional Formatting extension")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ALWAYS_CHANGED = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def finding(reference: Reference, sheet: str | None, cell: str | None, seen: str = "x") -> Finding:
    details = {"label": "Tổng số hợp tác xã", "value": "−3"}
    return make_finding(reference, "negative", details, sheet=sheet, cell=cell, value_seen=seen)


def read_as(*findings: Finding, file_name: str = "bieu.xlsx") -> SubmissionReading:
    return SubmissionReading(
        file_name=file_name,
        file_sha256="0" * 64,
        round_period="2024-H1",
        form_code="A-1",
        form_version="v1",
        reporter_name="Huyện Can Lộc",
        area_code="443",
        period="2024-H1",
        is_nil_return=False,
        outcome="accepted_with_warnings",
        values=(),
        findings=findings,
    )


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(content: bytes, changes: Mapping[str, tuple[bytes, bytes]]) -> bytes:
    """The archive with text replaced in some parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts(content).items():
            old, new = changes.get(name, (b"", b""))
            assert old in part, name
            archive.writestr(name, part.replace(old, new) if old else part)
    return buffer.getvalue()


def with_rows(rows: bytes, namespace: str = MAIN) -> bytes:
    """A plain workbook whose only sheet "Biểu" holds these rows as they are written."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("Biểu")
    book.close()
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    changes = {"xl/worksheets/sheet1.xml": (b"<sheetData/>", b"<sheetData>" + rows + b"</sheetData>")}
    content = repacked(buffer.getvalue(), changes)
    if namespace == MAIN:
        return content
    swaps = [(MAIN, namespace), (relations, "http://purl.oclc.org/ooxml/officeDocument/relationships")]
    for old, new in swaps:
        named = [name for name, part in parts(content).items() if old.encode() in part]
        content = repacked(content, {name: (old.encode(), new.encode()) for name in named})
    return content


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook with all that a library would lose: picture, chart, validation, formats by rule, names, printing."""
    picture = tmp_path_factory.mktemp("rich") / "dau.png"
    picture.write_bytes(PIXEL)
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet, register, hidden = (book.add_worksheet(name) for name in ("Biểu '01' A", "Danh sách", "Nháp"))
    bold = book.add_format({"bold": True, "bg_color": "#C6E0B4", "num_format": "#,##0", "border": 2})
    sheet.write(4, 3, "Tổng số hợp tác xã")
    sheet.write(4, 4, 24, bold)
    sheet.write_formula(5, 4, "=SUM(E5:E5)", bold, 24)
    sheet.write_rich_string(6, 3, bold, "Trong đó", ": đang hoạt động")
    sheet.merge_range("G5:H6", "chưa có", bold)
    sheet.write_comment("E6", "Đã hỏi lại xã", {"author": "Chị Hoa"})
    sheet.insert_image("J2", str(picture))
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Biểu ''01'' A'!$E$5:$E$6"})
    sheet.insert_chart("J10", chart)
    sheet.data_validation("E5:E9", {"validate": "integer", "criteria": ">=", "value": 0, "input_title": "a > b"})
    sheet.conditional_format("E5:E9", {"type": "data_bar", "data_bar_2010": True})
    sheet.print_area("A1:H40")
    sheet.repeat_rows(3, 4)
    sheet.set_footer("&LNgười lập&RTrang &P")
    sheet.autofilter("D4:E9")
    register.add_table("B3:C5", {"data": [["HTX Tân Phú", 12], ["HTX Hòa Bình", 9]]})
    register.activate()
    register.set_first_sheet()
    book.define_name("'Danh sách'!Vung", "='Danh sách'!$B$3:$C$5")
    book.define_name("Tong", "='Biểu ''01'' A'!$E$5")
    hidden.hide()
    book.close()
    return buffer.getvalue()


def test_parts_that_no_finding_concerns_are_the_same_bytes(rich: bytes, reference: Reference) -> None:
    reading = read_as(finding(reference, "Biểu '01' A", "E5"), finding(reference, None, None))
    before, after = parts(rich), parts(marked_copy(rich, reading))
    changed = {name for name in before if before[name] != after.get(name)}
    touched = {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert changed == ALWAYS_CHANGED | touched
    assert set(after) - set(before) == {"xl/worksheets/sheet4.xml"}
    unselected = re.sub(rb' tabSelected="1"', b"", before["xl/worksheets/sheet2.xml"])
    assert after["xl/worksheets/sheet2.xml"] == unselected


def test_a_sheet_is_changed_at_the_wrong_cell_alone(rich: bytes, reference: Reference) -> None:
    name = "xl/worksheets/sheet1.xml"
    before = parts(rich)[name]
    after = parts(marked_copy(rich, read_as(finding(reference, "Biểu '01' A", "E5"))))[name]
    style = re.search(rb'<c r="E5"[^>]* s="(\d+)"', after)
    assert style is not None
    assert after == re.sub(rb'<c r="E5" s="\d+">', b'<c r="E5" s="%b">' % style[1], before)


def test_names_and_print_settings_follow_their_sheets(rich: bytes, reference: Reference) -> None:
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(rich, read_as(finding(reference, "Danh sách", "B4")))))
    assert book.sheetnames == [RESULT_SHEET, "Biểu '01' A", "Danh sách", "Nháp"]
    assert book["Biểu '01' A"].print_title_rows == "$4:$5"
    assert book["Biểu '01' A"].print_area == "'Biểu ''01'' A'!$A$1:$H$40"
    assert set(book["Danh sách"].defined_names) == {"Vung"}
    assert book.defined_names["Tong"].attr_text == "'Biểu ''01'' A'!$E$5"
    assert book["Nháp"].sheet_state == "hidden"
    assert book.active is not None
    assert book.active.title == RESULT_SHEET
    assert book[RESULT_SHEET].print_title_rows is not None


def test_what_a_cell_looked_like_shows_below_the_colour(rich: bytes, reference: Reference) -> None:
    content = marked_copy(rich, read_as(finding(reference, "Biểu '01' A", "E5")))
    cell = openpyxl.load_workbook(io.BytesIO(content))["Biểu '01' A"]["E5"]
    assert cell.font.bold
    assert cell.number_format == "#,##0"
    assert cell.border.left.style == "medium"
    again = openpyxl.load_workbook(io.BytesIO(marked_copy(content, read_as())))["Biểu '01' A"]["E5"]
    assert again.fill.fgColor.rgb == "FFC6E0B4"
    assert again.comment is None


def test_a_comment_of_the_office_is_kept_above_ours(rich: bytes, reference: Reference) -> None:
    content = marked_copy(rich, read_as(finding(reference, "Biểu '01' A", "E6")))
    comment = openpyxl.load_workbook(io.BytesIO(content))["Biểu '01' A"]["E6"].comment
    assert comment is not None
    assert comment.author == "Chị Hoa"
    before, _, ours = comment.text.partition(f"[{COMMENT_AUTHOR}]")
    assert before.strip() == "Đã hỏi lại xã"
    assert "Cách sửa:" in ours
    cleared = openpyxl.load_workbook(io.BytesIO(marked_copy(content, read_as())))["Biểu '01' A"]["E6"].comment
    assert cleared is not None
    assert cleared.text.strip() == "Đã hỏi lại xã"


def test_every_comment_has_its_box_and_no_box_is_left_over(rich: bytes, reference: Reference) -> None:
    def boxes(content: bytes) -> list[tuple[bytes, bytes]]:
        drawing = parts(content)["xl/drawings/vmlDrawing1.vml"]
        return sorted(re.findall(rb"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", drawing))

    first = marked_copy(rich, read_as(finding(reference, "Biểu '01' A", "E5"), finding(reference, "Biểu '01' A", "E6")))
    assert boxes(first) == [(b"4", b"4"), (b"5", b"4")]
    numbers = re.findall(rb'id="_x0000_s(\d+)"', parts(first)["xl/drawings/vmlDrawing1.vml"])
    assert len(set(numbers)) == 2
    assert boxes(marked_copy(first, read_as())) == [(b"5", b"4")]


def test_a_cell_inside_a_merged_range_is_marked_at_its_first(rich: bytes, reference: Reference) -> None:
    content = marked_copy(rich, read_as(finding(reference, "Biểu '01' A", "H6")))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Biểu '01' A"]
    assert sheet["G5"].comment is not None
    assert sheet["G5"].fill.fgColor.rgb == "FFF5B3B1"


@pytest.mark.parametrize(
    ("rows", "cell", "expected"),
    [
        (b'<row r="3"><c r="B3"><v>1</v></c><c r="F3"><v>2</v></c></row>', "D3", [b"B3", b"D3", b"F3"]),
        (b'<row r="3"><c r="B3"><v>1</v></c></row>', "Z3", [b"B3", b"Z3"]),
        (b'<row r="3"><c r="B3"><v>1</v></c></row>', "A3", [b"A3", b"B3"]),
        (b'<row r="3"><c r="B3"><v>1</v></c></row><row r="9"/>', "C9", [b"B3", b"C9"]),
        (b'<row r="3"><c r="B3"/></row><row r="9"><c r="B9"/></row>', "C5", [b"B3", b"C5", b"B9"]),
        (b'<row r="3"><c r="B3"/></row>', "C1", [b"C1", b"B3"]),
        (b'<row r="3"><c r="B3"/></row>', "C12", [b"B3", b"C12"]),
    ],
    ids=["between", "after the last", "before the first", "empty row", "row between", "row before", "row after"],
)
def test_a_cell_that_is_not_written_is_put_in_at_its_place(
    reference: Reference, rows: bytes, cell: str, expected: list[bytes]
) -> None:
    content = marked_copy(with_rows(rows), read_as(finding(reference, "Biểu", cell)))
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert re.findall(rb'<c r="(\w+)"', sheet) == expected
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Biểu"][cell].comment is not None
    assert book["Biểu"][cell].fill.fgColor.rgb == "FFF5B3B1"


def test_cells_that_give_no_address_are_counted(reference: Reference) -> None:
    """Some exporters write neither row numbers nor addresses."""
    rows = b"<row><c><v>1</v></c></row><row><c><v>2</v></c><c><v>3</v></c></row>"
    content = marked_copy(with_rows(rows), read_as(finding(reference, "Biểu", "B2")))
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Biểu")
    assert sheet.to_python()[1] == [2.0, 3.0]
    assert re.search(rb'<c s="\d+"><v>3</v>', parts(content)["xl/worksheets/sheet1.xml"])


def test_a_blank_cell_keeps_the_look_of_its_column(reference: Reference) -> None:
    content = with_rows(b'<row r="3"><c r="B3"/></row>')
    columns = b'<cols><col min="4" max="6" width="9" style="1"/></cols><sheetData>'
    styled = b'<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="10"/></cellXfs>'
    old = re.search(rb"<cellXfs.*</cellXfs>", parts(content)["xl/styles.xml"])
    assert old is not None
    content = repacked(
        content,
        {"xl/worksheets/sheet1.xml": (b"<sheetData>", columns), "xl/styles.xml": (old[0], styled)},
    )
    marked = marked_copy(content, read_as(finding(reference, "Biểu", "E3")))
    assert openpyxl.load_workbook(io.BytesIO(marked))["Biểu"]["E3"].number_format == "0.00%"


def test_a_strict_workbook_stays_strict(reference: Reference) -> None:
    content = with_rows(b'<row r="3"><c r="B3"><v>7</v></c></row>', namespace=STRICT)
    after = parts(marked_copy(content, read_as(finding(reference, "Biểu", "B3"))))
    assert not [name for name, part in after.items() if MAIN.encode() in part]
    assert STRICT.encode() in after["xl/comments1.xml"]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in after["xl/worksheets/_rels/sheet1.xml.rels"]


def test_a_prefixed_workbook_is_marked_in_its_own_words(reference: Reference) -> None:
    """Some libraries write every element with a prefix."""
    content = with_rows(b'<row r="3"><c r="B3"><v>7</v></c></row>')
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    prefixed = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", sheet).replace(b"xmlns=", b"xmlns:x=")
    marked = marked_copy(
        repacked(content, {"xl/worksheets/sheet1.xml": (sheet, prefixed)}),
        read_as(finding(reference, "Biểu", "B3"), finding(reference, "Biểu", "D5")),
    )
    book = openpyxl.load_workbook(io.BytesIO(marked))
    assert book["Biểu"]["B3"].value == 7
    assert [book["Biểu"][cell].comment is not None for cell in ("B3", "D5")] == [True, True]


def test_macros_stay_behind_and_the_copy_says_so(rich: bytes, reference: Reference) -> None:
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>'
    )
    content = repacked(
        rich,
        {"[Content_Types].xml": (plain, kind), "xl/_rels/workbook.xml.rels": (b"</Relationships>", relation)},
    )
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()")
    after = parts(marked_copy(buffer.getvalue(), read_as(finding(reference, "Biểu '01' A", "E5"))))
    assert "xl/vbaProject.bin" not in after
    assert b"vbaProject" not in after["xl/_rels/workbook.xml.rels"]
    assert plain in after["[Content_Types].xml"]
    assert kind not in after["[Content_Types].xml"]
    assert any("không còn macro".encode() in part for part in after.values())


def test_a_sheet_of_the_office_with_our_name_stays(reference: Reference) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet("Kết quả kiểm tra").write(0, 0, "Kết quả kiểm tra thuế")
    book.close()
    marked = marked_copy(buffer.getvalue(), read_as(finding(reference, RESULT_SHEET, "A1")))
    names = openpyxl.load_workbook(io.BytesIO(marked)).sheetnames
    assert names == [f"{RESULT_SHEET} (2)", RESULT_SHEET]
    again = marked_copy(marked, read_as(finding(reference, RESULT_SHEET, "A1")))
    assert openpyxl.load_workbook(io.BytesIO(again)).sheetnames == names


def test_a_part_that_declares_entities_is_never_expanded(reference: Reference) -> None:
    bomb = b'<!DOCTYPE styleSheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><styleSheet '
    content = repacked(
        with_rows(b'<row r="3"><c r="B3"><v>7</v></c></row>'), {"xl/styles.xml": (b"<styleSheet ", bomb)}
    )
    after = parts(marked_copy(content, read_as(finding(reference, "Biểu", "B3"))))
    assert not any(b"ENTITY" in part for part in after.values())


def test_a_hundred_thousand_rows_are_marked_where_they_stand(reference: Reference) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 100_001))
    before = with_rows(rows)
    content = marked_copy(before, read_as(finding(reference, "Biểu", "A99999"), finding(reference, "Biểu", "B5")))
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert re.search(rb'<c r="A99999" s="\d+"><v>1</v>', sheet)
    assert sheet.count(b"<c ") == 100_001


@pytest.mark.parametrize(
    "name", ["03_nghiahung_kttt_2023.xls", "14_TX Dien Ban_KTTT.ods", "06_Bao cao KTTT huyen Yen Chau.docx"]
)
def test_formats_that_cannot_be_written_get_the_same_cells_at_the_same_addresses(
    repository: Path, reference: Reference, name: str
) -> None:
    from ingest.submissions.formats.opening import read_workbook

    path = repository.parent / "shared" / "submissions" / "dev" / name
    if not path.exists():
        pytest.skip("the sample files of offices are not beside the repository")
    original = read_workbook(path.read_bytes())
    sheet = next(original.visible_sheets())
    place = max(sheet.cells)
    marked = marked_copy(path.read_bytes(), read_as(finding(reference, sheet.name, sheet.cells[place].address)))
    copy = read_workbook(marked)
    assert copy.sheets[0].name == RESULT_SHEET
    for before, after in zip(original.visible_sheets(), list(copy.visible_sheets())[1:], strict=False):
        texts = {at: cell.text.strip() for at, cell in before.cells.items() if cell.text.strip()}
        assert {at: cell.text.strip() for at, cell in after.cells.items()} == texts
    written = openpyxl.load_workbook(io.BytesIO(marked)).worksheets[1]
    assert written.cell(*place).comment is not None
    assert written.cell(*place).fill.fgColor.rgb == "FFF5B3B1"
