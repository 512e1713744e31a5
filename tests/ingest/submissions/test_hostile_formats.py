"""Files of every format that are built to take all memory or all time, and files that are merely broken."""

import struct

import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.formats import open_submission
from ingest.submissions.formats.opening import MAXIMUM_FILE_BYTES
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import UnreadableWorkbookError, UnsafeWorkbookError
from tests.ingest.submissions.binary_workbooks import xls, xlsb
from tests.ingest.submissions.cell_values import zipped
from tests.ingest.submissions.office_files import FORM, fods, opendocument_xml, repacked, spreadsheetml, xlsx

SHEET_PART = "xl/worksheets/sheet1.xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WIDE_CELL = '<w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr></w:tc>'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + number)} "{f"&{chr(97 + number)};" * 10}">' for number in range(9))
    + "]>"
).encode()


def refused(content: bytes, name: str = "bieu.xlsx") -> UnreadableWorkbookError:
    with pytest.raises(UnreadableWorkbookError) as caught:
        open_submission(content, name)
    return caught.value


def in_sheet(addition: bytes) -> bytes:
    return repacked(xlsx(FORM), SHEET_PART, lambda xml: xml.replace(b"</sheetData>", addition + b"</sheetData>"))


def word_document(body: str) -> bytes:
    return zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/workbook.bin", "content.xml", "word/document.xml"])
def test_an_archive_of_any_format_that_unpacks_out_of_proportion_is_not_unpacked(part: str) -> None:
    content = bytearray(zipped({part: b"x"}))
    struct.pack_into("<I", content, content.find(b"PK\x01\x02") + 24, 400_000_000)
    with pytest.raises(UnsafeWorkbookError, match="unpack to"):
        open_submission(bytes(content), "bieu.xlsx")


def test_an_archive_that_lies_about_its_sizes_is_damaged() -> None:
    content = bytearray(repacked(xlsx(FORM), SHEET_PART, lambda xml: xml + b" " * 3_000_000))
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET_PART.encode()))
    struct.pack_into("<I", content, entry + 24, 1_000)
    assert refused(bytes(content)).reason == "damaged"


def test_parts_of_an_archive_that_share_their_bytes_are_refused() -> None:
    content = bytearray(xlsx(FORM))
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    with pytest.raises(UnsafeWorkbookError, match="overlap"):
        open_submission(bytes(content), "bieu.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        repacked(xlsx(FORM), SHEET_PART, lambda xml: BOMB + xml.replace(b"<t>STT", b"<t>&j;")),
        fods(FORM).replace(b'<?xml version="1.0"?>', BOMB).replace(b">STT<", b">&j;<"),
        spreadsheetml(FORM).replace(b'<?xml version="1.0"?>', BOMB).replace(b">STT<", b">&j;<"),
        zipped({"content.xml": BOMB + opendocument_xml(FORM).encode()[21:]}),
        zipped({"word/document.xml": BOMB + f'<w:document xmlns:w="{WORD}">&j;</w:document>'.encode()}),
    ],
    ids=["xlsx", "fods", "xml", "ods", "docx"],
)
def test_entities_are_never_expanded(content: bytes) -> None:
    assert refused(content).reason == "damaged"


REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
    'office:value="1" table:number-columns-repeated="16384"/></table:table-row></table:table>'
)


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (in_sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
        (xls((*FORM, *[(None,)] * 60_000, (*[None] * 255, 1))), "IV60012"),
        (xlsb((*FORM, *[(None,)] * 1_000_000, (*[None] * 9_999, 1))), "NTP1000012"),
        (zipped({"content.xml": opendocument_xml(FORM).replace("</table:table>", REPEATED)}), "XFD1048587"),
    ],
    ids=["xlsx", "xls", "xlsb", "ods"],
)
def test_a_cell_far_from_all_others_is_named_before_the_sheet_is_laid_out(content: bytes, cell: str) -> None:
    error = refused(content)
    assert (error.reason, error.sheet, error.cell) == ("scattered", "Biểu 1", cell)


def test_twenty_thousand_blank_rows_are_no_content() -> None:
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(100, 20_100))
    sheet = open_submission(in_sheet(blank), "bieu.xlsx").workbook.sheets[0]
    assert (sheet.last_row, sheet.last_column) == (11, 6)


def test_a_file_larger_than_any_form_is_refused_unread(reference: Reference) -> None:
    content = b"PK\x03\x04" + bytes(MAXIMUM_FILE_BYTES)
    reading = check_submission(content, file_name="lon.xlsx", round_period="2024-H1", reference=reference)
    (finding,) = reading.findings
    assert (reading.outcome, finding.rule_code) == ("rejected", "unreadable_file")
    assert "50 MB" in finding.sentence_vi


@pytest.mark.parametrize(
    "page",
    [
        b"<table>" + b"<" * 30_000,
        b"<table>" + b"<a " * 100_000,
        b"<table>" + b"<!--" * 100_000,
        b"<table>" + b"</" * 100_000,
        b"<table>" + b"<?" * 100_000,
        b"<table><td " + b"a='" * 100_000,
        b"<table><td>" + b"&" * 100_000,
        b"<table><td colspan=1000000000 rowspan=1000000000>x",
        b"<table><tr><td>" * 29,
    ],
)
def test_pages_that_make_parsers_slow_are_read_or_refused(page: bytes) -> None:
    for sheet in open_submission(page, "trang.html").workbook.sheets:
        assert sheet.last_row <= 200
        assert sheet.last_column <= 200


@pytest.mark.parametrize(
    "content",
    [
        b"<table><tr><td>" * 10_000,
        b"<p>x</p><table><tr><td>1</td><td>2</td></tr></table>" * 2_000,
        b"<table>" + (b"<tr>" + b"<td colspan=200 rowspan=200>x</td>" * 50 + b"</tr>") * 20,
        b"<table>" + b"<tr><td colspan=200>1<td colspan=200>2" * 1_100,
        word_document("<w:tbl><w:tr><w:tc>" * 1_000 + "</w:tc></w:tr></w:tbl>" * 1_000),
        word_document("<w:p/>" * 60_000),
        word_document("<w:tbl><w:tr>" + WIDE_CELL * 3_000 + "</w:tr></w:tbl>"),
        fods(FORM).replace(b"<office:body>", b"<office:body>" + b"<x>" * 1_000),
        b"a;b;" + b"x" * 3_000_000,
        b";" * 3_000_000,
        b"a\n" * 1_200_000,
        b'a;"' + b"x\n" * 100_000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\xff\xfe" + b"\x00\xd8" * 50 + "a;b".encode("utf-16-le"),
    ],
)
def test_what_is_out_of_all_bounds_is_refused(content: bytes) -> None:
    with pytest.raises((UnreadableWorkbookError, UnsafeWorkbookError)):
        open_submission(content, "bieu.xls")


def test_a_word_document_of_many_cells_is_read() -> None:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>" * 10 + "</w:tr>"
    sheet = open_submission(word_document(f"<w:tbl>{row * 1_000}</w:tbl>"), "bieu.docx").workbook.sheets[0]
    assert (sheet.last_row, sheet.last_column, len(sheet.cells)) == (1_000, 10, 10_000)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_password_is_told_in_every_format(kind: str) -> None:
    if kind == "xls":
        content = xls(FORM).replace(struct.pack("<HHH", 0x0042, 2, 1200), struct.pack("<HHH", 0x002F, 2, 1))
    else:
        manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
        content = zipped({"content.xml": "\x01\x02", "META-INF/manifest.xml": manifest})
    assert refused(content).reason == "password"


@pytest.mark.parametrize(
    "name",
    ["../../bieu.xlsx", "..\\..\\bieu.xlsx", "bieu\0.xlsx", "", ".", "a" * 5_000 + ".xlsx", "\ud800.xlsx", "CON.xlsx "],
)
def test_a_name_is_never_more_than_a_name(name: str, reference: Reference) -> None:
    reading = check_submission(xlsx(FORM), file_name=name, round_period="2024-H1", reference=reference)
    assert (reading.outcome, reading.file_name) == ("accepted", name)
