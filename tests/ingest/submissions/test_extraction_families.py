"""Workbooks as offices lay them out: each family with every value, null and finding that a careful clerk would take."""

import io
from collections.abc import Callable, Mapping, Sequence

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.submissions.check import check_submission
from ingest.submissions.findings import plain_number
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference

Rows = Sequence[Sequence[object]]
Read = Callable[..., dict[str, str]]

READER_FAMILIES = {
    "unknown_row",
    "not_a_number",
    "ambiguous_number",
    "duplicate_indicator",
    "formula_error",
    "unknown_form",
    "wrong_period",
}
TITLE: Rows = [["UBND HUYỆN CAN LỘC"], ["CÁC CHỈ TIÊU VỀ KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024"]]
ANNUAL_TITLE: Rows = [["UBND HUYỆN CAN LỘC"], ["BÁO CÁO KINH TẾ TẬP THỂ NĂM 2024"]]


def fill(sheet: Worksheet, rows: Rows, merged: Sequence[str] = ()) -> None:
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.cell(row, column, value)
    for cells in merged:
        sheet.merge_cells(cells)


def workbook(*sheets: tuple[str, Rows] | tuple[str, Rows, Sequence[str]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows, *merged in sheets:
        fill(book.create_sheet(name), rows, *merged)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def judged(reference: Reference, content: bytes, round_period: str = "2024-H1") -> SubmissionReading:
    return check_submission(content, file_name="bieu.xlsx", round_period=round_period, reference=reference)


def values_of(reading: SubmissionReading) -> dict[str, str]:
    """By cell: "HTX coop_total actual_h1 22", with "/sector" behind the indicator; sheets after the first are named."""
    names = list(dict.fromkeys(cell.sheet for cell in reading.values))
    found: dict[str, str] = {}
    for cell in reading.values:
        at = cell.coordinate
        sector = "" if at.sector_code == "all" else f"/{at.sector_code}"
        said = cell.reading if cell.value is None else str(plain_number(cell.value))
        place = cell.cell if cell.sheet == names[0] else f"{cell.sheet}!{cell.cell}"
        found[place] = f"{at.entity} {at.indicator_code}{sector} {at.value_column} {said}"
    return found


def findings_of(reading: SubmissionReading) -> set[tuple[str, str | None]]:
    return {(finding.family, finding.cell) for finding in reading.findings if finding.family in READER_FAMILIES}


HTX_HEAD = ["STT", "Chỉ tiêu", "ĐVT", "TH 2023", "KH 2024", "TH 6T/2024", "Ước TH 2024", "KH 2025"]
VALUE_COLUMNS = ("actual_previous_year", "plan_year", "actual_h1", "estimate_year", "plan_next_year")


def crossings(row: int, said: str, first: str, numbers: Sequence[object]) -> dict[str, str]:
    """The five value columns of a row from `first` to the right."""
    return {
        f"{chr(ord(first) + place)}{row}": f"{said} {column} {number}"
        for place, (column, number) in enumerate(zip(VALUE_COLUMNS, numbers, strict=False))
    }


def case(
    rows: Rows,
    expected: Mapping[str, str],
    findings: Sequence[tuple[str, str | None]] = (),
    merged: Sequence[str] = (),
    round_period: str = "2024-H1",
    **more: object,
) -> object:
    return pytest.param(rows, dict(expected), set(findings), merged, round_period, **more)  # type: ignore[arg-type]


THREE_ROWS: Rows = [
    ["I", "HỢP TÁC XÃ"],
    [1, "Tổng số hợp tác xã", "HTX", 20, 22, 21, 22, 24],
    ["-", "Số HTX đang hoạt động", "HTX", 18, 20, 19, 20, 22],
    [2, "Tổng số thành viên HTX", "thành viên", 500, 520, 510, 520, 540],
]


def three_rows(first_row: int, first: str = "D") -> dict[str, str]:
    return {
        **crossings(first_row, "HTX coop_total", first, [20, 22, 21, 22, 24]),
        **crossings(first_row + 1, "HTX coop_active", first, [18, 20, 19, 20, 22]),
        **crossings(first_row + 2, "HTX members_total", first, [500, 520, 510, 520, 540]),
    }


CASES = [
    case([*TITLE, HTX_HEAD, *THREE_ROWS], three_rows(5), id="plain"),
    case(
        [
            *TITLE,
            ["STT", "Chỉ tiêu", "ĐVT", "Thực hiện", "Kế hoạch", "Thực hiện", "Ước thực hiện", "Kế hoạch"],
            [None, None, None, "năm 2023", "năm 2024", "6 tháng", "cả năm", "năm 2025"],
            [None, None, None, None, None, "đầu năm 2024", "2024", None],
            ["A", "B", "C", 1, 2, 3, 4, 5],
            *THREE_ROWS,
        ],
        three_rows(8),
        id="titles split over three rows without merging",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", 2023, "Năm 2024", None, None, 2025],
            [None, None, None, "TH", "KH", "6T", "ƯTH", "KH"],
            *THREE_ROWS,
        ],
        three_rows(6),
        merged=["A3:A4", "B3:B4", "C3:C4", "E3:G3"],
        id="years as numbers over abbreviations",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện", None, "Kế hoạch", None],
            [None, None, None, "Năm 2023", "6T 2024", "Năm 2024", "Năm 2025"],
            ["I", "HỢP TÁC XÃ"],
            [1, "Tổng số HTX", "HTX", 20, 21, 22, 24],
            [2, "Tổng số thành viên", "TV", 500, 510, 520, 540],
            [3, "Tổng số lao động thường xuyên", "người", 90, 91, 92, 95],
        ],
        {
            "D6": "HTX coop_total actual_previous_year 20",
            "E6": "HTX coop_total actual_h1 21",
            "F6": "HTX coop_total plan_year 22",
            "G6": "HTX coop_total plan_next_year 24",
            "D7": "HTX members_total actual_previous_year 500",
            "E7": "HTX members_total actual_h1 510",
            "F7": "HTX members_total plan_year 520",
            "G7": "HTX members_total plan_next_year 540",
            "D8": "HTX workers_total actual_previous_year 90",
            "E8": "HTX workers_total actual_h1 91",
            "F8": "HTX workers_total plan_year 92",
            "G8": "HTX workers_total plan_next_year 95",
        },
        merged=["D3:E3", "F3:G3"],
        id="actual and plan over years",
    ),
    case(
        [
            *TITLE,
            [None, None, None, "Năm 2023", "Năm 2024", None, None, "So sánh (%)", None],
            ["TT", "Chỉ tiêu", "ĐVT", "TH", "KH", "TH 6T", "Ước cả năm", "6T/KH", "Ước/TH 2023"],
            ["I", "HỢP TÁC XÃ"],
            [1, "Tổng số HTX", "HTX", 20, 22, 21, 22, 95.5, 110],
            [2, "Tổng số thành viên", "TV", 500, 520, 510, 520, 98.1, 104],
            [3, "Doanh thu bình quân/HTX", "tr.đ", 1200, 1300, 640, 1280, 49.2, 106.7],
        ],
        {
            **crossings(6, "HTX coop_total", "D", [20, 22, 21, 22]),
            **crossings(7, "HTX members_total", "D", [500, 520, 510, 520]),
            **crossings(8, "HTX revenue_avg", "D", [1200000000, 1300000000, 640000000, 1280000000]),
        },
        merged=["E3:G3", "H3:I3"],
        id="group titles in the row above the label title, comparisons beside",
    ),
    case(
        [
            *TITLE,
            ["1. Tổng số HTX", 20, 22, 21, 22, 24],
            ["- Số HTX đang hoạt động", 18, 20, 19, 20, 22],
            ["2. Tổng số thành viên HTX", 500, 520, 510, 520, 540],
        ],
        {},
        findings=[("unknown_form", None)],
        id="no column titles at all is no form",
    ),
    case(
        [
            *TITLE,
            [None, "TH 2023", "KH 2024", "TH 6T/2024", "Ước TH 2024", "KH 2025"],
            ["I. Hợp tác xã"],
            ["1. Tổng số HTX", 20, 22, 21, 22, 24],
            ["- Số HTX đang hoạt động", 18, 20, 19, 20, 22],
            ["2. Tổng số thành viên HTX", 500, 520, 510, 520, 540],
        ],
        three_rows(5, "B"),
        id="no title over the labels, outline in the label cell",
    ),
    case(
        [
            *TITLE,
            ["Nhóm", "Chỉ tiêu", None, "TH 2023", "KH 2024", "TH 6T/2024", "Ước TH 2024", "KH 2025"],
            ["HTX", "Hợp tác xã", "Tổng số", 20, 22, 21, 22, 24],
            [None, None, "Đang hoạt động", 18, 20, 19, 20, 22],
            [None, "Thành viên", "Tổng số thành viên", 500, 520, 510, 520, 540],
            [None, None, "Thành viên mới", 5, 6, 3, 6, 7],
            ["THT", "Tổ hợp tác", "Tổng số", 50, 51, 52, 53, 54],
            [None, None, "Thành lập mới", 1, 2, 3, 4, 5],
        ],
        {
            **crossings(4, "HTX coop_total", "D", [20, 22, 21, 22, 24]),
            **crossings(5, "HTX coop_active", "D", [18, 20, 19, 20, 22]),
            **crossings(6, "HTX members_total", "D", [500, 520, 510, 520, 540]),
            **crossings(7, "HTX members_new", "D", [5, 6, 3, 6, 7]),
            **crossings(8, "THT group_total", "D", [50, 51, 52, 53, 54]),
            **crossings(9, "THT group_new", "D", [1, 2, 3, 4, 5]),
        },
        merged=["B3:C3", "B4:B5", "B6:B7", "B8:B9", "A4:A7", "A8:A9"],
        id="groups merged left of the labels",
    ),
    case(
        [
            *TITLE,
            ["Chỉ tiêu", "Tổng số HTX", "HTX đang hoạt động", "Thành viên HTX", "Doanh thu bình quân một HTX (tr.đ)"],
            ["Thực hiện 2023", 20, 18, 500, 1200],
            ["Kế hoạch 2024", 22, 20, 520, 1300],
            ["TH 6 tháng 2024", 21, 19, 510, 640],
        ],
        {
            "B4": "HTX coop_total actual_previous_year 20",
            "C4": "HTX coop_active actual_previous_year 18",
            "D4": "HTX members_total actual_previous_year 500",
            "E4": "HTX revenue_avg actual_previous_year 1200000000",
            "B5": "HTX coop_total plan_year 22",
            "C5": "HTX coop_active plan_year 20",
            "D5": "HTX members_total plan_year 520",
            "E5": "HTX revenue_avg plan_year 1300000000",
            "B6": "HTX coop_total actual_h1 21",
            "C6": "HTX coop_active actual_h1 19",
            "D6": "HTX members_total actual_h1 510",
            "E6": "HTX revenue_avg actual_h1 640000000",
        },
        id="transposed",
    ),
    case(
        [
            ["UBND HUYỆN CAN LỘC"],
            ["SỐ LƯỢNG HTX, LHHTX, THT PHÂN THEO NGÀNH NGHỀ 6 THÁNG ĐẦU NĂM 2024"],
            ["STT", "Ngành nghề", "HTX", "Liên hiệp HTX", "Tổ hợp tác"],
            [1, "Nông - lâm - ngư - diêm nghiệp", 12, 1, 40],
            ["-", "Trồng trọt", 8, 1, 30],
            [2, "Thương mại, dịch vụ", 5, 0, "-"],
            [None, "Tổng cộng", 17, 1, 40],
        ],
        {
            "C4": "HTX coop_total/agri actual_h1 12",
            "D4": "LHHTX union_total/agri actual_h1 1",
            "E4": "THT group_total/agri actual_h1 40",
            "C5": "HTX coop_total/crop actual_h1 8",
            "D5": "LHHTX union_total/crop actual_h1 1",
            "E5": "THT group_total/crop actual_h1 30",
            "C6": "HTX coop_total/trade_service actual_h1 5",
            "D6": "LHHTX union_total/trade_service actual_h1 0",
            "E6": "THT group_total/trade_service actual_h1 zero",
            "C7": "HTX coop_total actual_h1 17",
            "D7": "LHHTX union_total actual_h1 1",
            "E7": "THT group_total actual_h1 40",
        },
        id="organisations as columns, by sector",
    ),
    case(
        [
            *TITLE,
            ["STT", "Chỉ tiêu", "Thực hiện năm 2023", None, "Thực hiện 6 tháng 2024", None],
            [None, None, "HTX", "THT", "HTX", "THT"],
            [1, "Tổng số", 20, 50, 21, 52],
            ["-", "Thành lập mới", 2, 3, 1, 2],
            ["-", "Giải thể", 0, 1, 0, 0],
            [2, "Tổng số thành viên", 500, 700, 510, 710],
            [3, "Tổng số cán bộ quản lý", 80, None, 81, None],
        ],
        {
            "C5": "HTX coop_total actual_previous_year 20",
            "D5": "THT group_total actual_previous_year 50",
            "E5": "HTX coop_total actual_h1 21",
            "F5": "THT group_total actual_h1 52",
            "C6": "HTX coop_new actual_previous_year 2",
            "D6": "THT group_new actual_previous_year 3",
            "E6": "HTX coop_new actual_h1 1",
            "F6": "THT group_new actual_h1 2",
            "C7": "HTX coop_dissolved actual_previous_year 0",
            "D7": "THT group_dissolved actual_previous_year 1",
            "E7": "HTX coop_dissolved actual_h1 0",
            "F7": "THT group_dissolved actual_h1 0",
            "C8": "HTX members_total actual_previous_year 500",
            "D8": "THT members_total actual_previous_year 700",
            "E8": "HTX members_total actual_h1 510",
            "F8": "THT members_total actual_h1 710",
            "C9": "HTX managers_total actual_previous_year 80",
            "E9": "HTX managers_total actual_h1 81",
        },
        merged=["C3:D3", "E3:F3"],
        id="organisations under each value column",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            ["I", "Số lượng"],
            [1, "Hợp tác xã", "HTX", 21],
            [2, "Liên hiệp HTX", "LHHTX", 1],
            [3, "Tổ hợp tác", "THT", 52],
            ["II", "Tổng số thành viên"],
            [1, "Hợp tác xã", "người", 510],
            [2, "Tổ hợp tác", "người", 710],
            ["III", "Doanh thu bình quân"],
            [1, "Hợp tác xã", "triệu đồng", 640],
        ],
        {
            "D5": "HTX coop_total actual_h1 21",
            "D6": "LHHTX union_total actual_h1 1",
            "D7": "THT group_total actual_h1 52",
            "D9": "HTX members_total actual_h1 510",
            "D10": "THT members_total actual_h1 710",
            "D12": "HTX revenue_avg actual_h1 640000000",
        },
        id="topics above, organisations below",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            [1, "Tổng số HTX", "HTX", 21],
            [2, "Tổng số thành viên HTX", "TV", 510],
            [None, "Số thành viên mới", "TV", 5],
            [3, "Tổng số THT", "THT", 52],
            [4, "Tổng số thành viên THT", "TV", 710],
            [None, "Số thành viên mới", "TV", 7],
            [5, "Số thành viên nữ", "TV", 100],
            [6, "Số HTX không hoạt động hiệu quả", "HTX", 3],
        ],
        {
            "D4": "HTX coop_total actual_h1 21",
            "D5": "HTX members_total actual_h1 510",
            "D6": "HTX members_new actual_h1 5",
            "D7": "THT group_total actual_h1 52",
            "D8": "THT members_total actual_h1 710",
            "D9": "THT members_new actual_h1 7",
        },
        findings=[("unknown_row", "B10"), ("unknown_row", "B11")],
        id="no section titles: the rows name their organisation; other rows are unknown",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            [1, "Tổng số HTX", "HTX", 21],
            [2, "Tổng số lao động thường xuyên", "người", 90],
            ["-", "Là thành viên HTX", "người", 60],
            ["-", "Lao động mới", "người", 4],
            [3, "Cán bộ quản lý HTX", "người", 80],
            ["-", "Trình độ sơ cấp, trung cấp", "nt", 30],
            ["-", "Trình độ đại học, cao đẳng trở lên", "nt", 20],
            ["-", "Trung cấp", "nt", 12],
            [4, "Doanh thu bình quân 1 HTX", "triệu đồng", 640],
            ["-", "Với thành viên", '"', 300],
        ],
        {
            "D4": "HTX coop_total actual_h1 21",
            "D5": "HTX workers_total actual_h1 90",
            "D6": "HTX workers_who_are_members actual_h1 60",
            "D7": "HTX workers_new actual_h1 4",
            "D8": "HTX managers_total actual_h1 80",
            "D9": "HTX managers_vocational actual_h1 30",
            "D10": "HTX managers_degree actual_h1 20",
            "D12": "HTX revenue_avg actual_h1 640000000",
            "D13": "HTX revenue_from_members_avg actual_h1 300000000",
        },
        findings=[("unknown_row", "B11")],
        id="labels that mean something under their parent only",
    ),
    case(
        [
            *TITLE,
            [None, None, None, "ĐVT: nghìn đồng"],
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            [1, "Tổng số HTX", "HTX", "15 HTX"],
            [2, "Doanh thu bình quân một HTX", None, "640.000"],
            [3, "Lãi bình quân một HTX (triệu đồng)", None, "(12)"],
            [4, "Thu nhập bình quân của lao động thường xuyên", "triệu đồng/người/tháng", "5,5"],
            [5, "Tổng vốn điều lệ", "tỷ đồng", "12,345"],
            [6, "Vốn điều lệ bình quân một HTX", None, "1.250.000.000đ"],
            [7, "Tổng số thành viên", "người", "2 616"],
            [8, "Tỷ lệ HTX hoạt động hiệu quả", "%", "55%"],
        ],
        {
            "D5": "HTX coop_total actual_h1 15",
            "D6": "HTX revenue_avg actual_h1 640000000",
            "D7": "HTX profit_avg actual_h1 -12000000",
            "D8": "HTX worker_income_avg actual_h1 66000000",
            "D9": "HTX charter_capital_total actual_h1 12345000000",
            "D10": "HTX charter_capital_avg actual_h1 1250000000",
            "D11": "HTX members_total actual_h1 2616",
            "D12": "HTX coop_effective_pct actual_h1 55",
        },
        id="units from the cell, the row, the label and the sheet",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            [1, "Tổng số HTX", "HTX", "khoảng 15"],
            [2, "Số HTX đang hoạt động", "HTX", ">10"],
            [3, "Tổng số thành viên", "TV", "5-10"],
            [4, "Tổng số lao động thường xuyên", "người", "đang rà soát"],
            [5, "Tổng số cán bộ quản lý", "người", "1,284"],
            [6, "Số thành viên mới", "TV", "1/6"],
            [7, "Số HTX giải thể", "HTX", "Không"],
            [8, "Số HTX thành lập mới", "HTX", "x"],
        ],
        {
            "D4": "HTX coop_total actual_h1 unknown",
            "D5": "HTX coop_active actual_h1 unknown",
            "D6": "HTX members_total actual_h1 unknown",
            "D7": "HTX workers_total actual_h1 unknown",
            "D8": "HTX managers_total actual_h1 1284",
            "D9": "HTX members_new actual_h1 unknown",
            "D10": "HTX coop_dissolved actual_h1 zero",
            "D11": "HTX coop_new actual_h1 unknown",
        },
        findings=[
            ("ambiguous_number", "D4"),
            ("ambiguous_number", "D5"),
            ("ambiguous_number", "D6"),
            ("not_a_number", "D7"),
            ("ambiguous_number", "D8"),
            ("not_a_number", "D9"),
        ],
        id="what is no plain number",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 2023", "TH 6T/2024"],
            [1, "Tổng số HTX", "HTX", 20, 21],
            [2, "Tổng số thành viên", "TV", 500, 510],
            [3, "Doanh thu bình quân một HTX", "triệu đồng", "1,200", "1,640"],
            [4, "Lãi bình quân một HTX", "triệu đồng", "120.5", "1,164"],
        ],
        {
            "D4": "HTX coop_total actual_previous_year 20",
            "E4": "HTX coop_total actual_h1 21",
            "D5": "HTX members_total actual_previous_year 500",
            "E5": "HTX members_total actual_h1 510",
            "D6": "HTX revenue_avg actual_previous_year 1200000000",
            "E6": "HTX revenue_avg actual_h1 1640000000",
            "D7": "HTX profit_avg actual_previous_year 120500000",
            "E7": "HTX profit_avg actual_h1 1164000000",
        },
        id="money in the English style in every value of the columns",
    ),
    case(
        [
            *TITLE,
            HTX_HEAD,
            *THREE_ROWS,
            [None, "Ghi chú: số liệu đến 31/5"],
            [None, "NGƯỜI LẬP BIỂU", None, None, None, "CHỦ TỊCH"],
            [None, "Số điện thoại: 0912", None, 912345678],
        ],
        three_rows(5),
        id="what stands below the table is no row",
    ),
    case(
        [
            *TITLE,
            ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024", None, "STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            ["I", "HỢP TÁC XÃ", None, None, None, "II", "TỔ HỢP TÁC"],
            [1, "Tổng số HTX", "HTX", 21, None, 1, "Tổng số THT", "THT", 52],
            [2, "Tổng số thành viên", "TV", 510, None, 2, "Tổng số thành viên", "TV", 710],
        ],
        {
            "D5": "HTX coop_total actual_h1 21",
            "D6": "HTX members_total actual_h1 510",
            "I5": "THT group_total actual_h1 52",
            "I6": "THT members_total actual_h1 710",
        },
        id="two tables side by side",
    ),
    case(
        [
            *TITLE,
            ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            ["I", "HỢP TÁC XÃ"],
            [1, "Tổng số HTX", "HTX", 21],
            ["II", "TỔ HỢP TÁC"],
            [1, "Tổng số THT", "THT", 52],
            ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            [2, "Tổng số thành viên", "TV", 710],
            ["-", "Số thành viên mới", "TV", 7],
        ],
        {
            "D5": "HTX coop_total actual_h1 21",
            "D7": "THT group_total actual_h1 52",
            "D9": "THT members_total actual_h1 710",
            "D10": "THT members_new actual_h1 7",
        },
        id="the header repeated after a page break",
    ),
    case(
        [
            ["UBND HUYỆN CAN LỘC"],
            ["BIỂU SỐ LIỆU KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024"],
            ["I. HỢP TÁC XÃ"],
            ["STT", "Ngành nghề", "TH 6T/2024"],
            [1, "Nông nghiệp", 12],
            [2, "Xây dựng", 3],
            ["II. TỔ HỢP TÁC"],
            ["STT", "Ngành nghề", "TH 6T/2024"],
            [1, "Nông nghiệp", 40],
            [2, "Vận tải", 2],
        ],
        {
            "C5": "HTX coop_total/agri actual_h1 12",
            "C6": "HTX coop_total/construction actual_h1 3",
            "C9": "THT group_total/agri actual_h1 40",
            "C10": "THT group_total/transport actual_h1 2",
        },
        id="a table by sector for each organisation, named above it",
    ),
    case(
        [
            *TITLE,
            ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            [1, "Nông nghiệp"],
            ["-", "HTX", "HTX", 12],
            ["-", "Tổ hợp tác", "THT", 40],
            [2, "Xây dựng"],
            ["-", "HTX", "HTX", 3],
            ["-", "Tổ hợp tác", "THT", 2],
        ],
        {
            "D5": "HTX coop_total/agri actual_h1 12",
            "D6": "THT group_total/agri actual_h1 40",
            "D8": "HTX coop_total/construction actual_h1 3",
            "D9": "THT group_total/construction actual_h1 2",
        },
        id="sectors above, organisations below",
    ),
    case(
        [
            *TITLE,
            ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            ["I", "HỢP TÁC XÃ", "HTX", 21],
            [1, "Nông nghiệp", "HTX", 12],
            ["-", "Trồng trọt", "HTX", 7],
            ["-", "Khác", "HTX", 5],
            [2, "Công nghiệp - xây dựng", "HTX", 4],
            [3, "Phi nông nghiệp", "HTX", 5],
            [4, "Số HTX thành lập mới", "HTX", 2],
            ["+", "Nông nghiệp", "HTX", 1],
            ["+", "Vận tải", "HTX", 1],
        ],
        {
            "D4": "HTX coop_total actual_h1 21",
            "D5": "HTX coop_total/agri actual_h1 12",
            "D6": "HTX coop_total/crop actual_h1 7",
            "D9": "HTX coop_total/nonagri actual_h1 5",
            "D10": "HTX coop_new actual_h1 2",
            "D11": "HTX coop_new/agri actual_h1 1",
            "D12": "HTX coop_new/transport actual_h1 1",
        },
        findings=[("unknown_row", "B7"), ("unknown_row", "B8")],
        id="what is other within a sector is no sector; new ones by sector",
    ),
    case(
        [
            *ANNUAL_TITLE,
            ["STT", "Chỉ tiêu", "ĐVT", "Năm 2023", "KH 2024", "TH 6T đầu năm", "Ước TH cả năm", "Dự kiến 2025"],
            *THREE_ROWS,
        ],
        three_rows(5),
        round_period="2024",
        id="annual round",
    ),
    case(
        [
            *TITLE,
            [
                "STT",
                "Chỉ tiêu",
                "ĐVT",
                "6T/2023",
                "TH 6T/2024",
                "TH 9 tháng",
                "KH 6 tháng cuối năm",
                "Lũy kế từ đầu nhiệm kỳ",
            ],
            [1, "Tổng số HTX", "HTX", 19, 21, 22, 23, 30],
            [2, "Tổng số thành viên", "TV", 490, 510, 520, 530, 600],
            [3, "Tổng số lao động thường xuyên", "người", 88, 90, 91, 92, 99],
        ],
        {
            "E4": "HTX coop_total actual_h1 21",
            "E5": "HTX members_total actual_h1 510",
            "E6": "HTX workers_total actual_h1 90",
        },
        id="columns of other spans are no value columns",
    ),
    case(
        [
            *TITLE,
            ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            [1, "Tổng số HTX", "HTX", 21],
            [None, "Tổng số hợp tác xã", "HTX", 23],
            [2, "Tổng số thành viên", "TV", 510],
            [3, "Tổng số lao động trong HTX", "người", 120],
            ["-", "Lao động thường xuyên", "người", 90],
        ],
        {
            "D4": "HTX coop_total actual_h1 21",
            "D5": "HTX coop_total actual_h1 23",
            "D6": "HTX members_total actual_h1 510",
            "D8": "HTX workers_total actual_h1 90",
        },
        findings=[("duplicate_indicator", "D5"), ("unknown_row", "B7")],
        id="a row twice, and all workers beside the regular ones",
    ),
    case(
        [
            *TITLE,
            ["TT", "Nội dung", "ĐVT", "Kết quả thực hiện"],
            [1, "Tổng số HTX", "HTX", 21],
            [2, "Số HTX mới thành lập", "HTX", 2],
            [3, "Số xã viên HTX", "người", 510],
            [4, "Số HTX ngưng hoạt động", "HTX", 2],
            [5, "Số cán bộ QL có trình độ CĐ, ĐH trở lên", "người", 20],
            [6, "DT bình quân/HTX", "trđ", 640],
            [7, "Lợi nhuận BQ 1 HTX", "trđ", 60],
            [8, "TNBQ của LĐ thường xuyên", "trđ/tháng", 5],
        ],
        {
            "D4": "HTX coop_total actual_h1 21",
            "D5": "HTX coop_new actual_h1 2",
            "D6": "HTX members_total actual_h1 510",
            "D7": "HTX coop_inactive actual_h1 2",
            "D8": "HTX managers_degree actual_h1 20",
            "D9": "HTX revenue_avg actual_h1 640000000",
            "D10": "HTX profit_avg actual_h1 60000000",
            "D11": "HTX worker_income_avg actual_h1 60000000",
        },
        id="spellings of the south and of the law of 2003, one column of results",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            ["I", "HỢP TÁC XÃ"],
            [1, "Tổng số HTX", "HTX", 21],
            [2, "Đánh giá, xếp loại HTX"],
            ["-", "Tốt", "HTX", 5],
            ["-", "Trung bình", "HTX", 4],
            ["-", "Chưa xếp loại", "HTX", 3],
            [3, "Tỷ lệ HTX đạt loại khá, tốt", "%", 52.4],
            [4, "Phân theo quy mô"],
            ["-", "Siêu nhỏ", "HTX", 10],
            ["IV", "KINH PHÍ HỖ TRỢ"],
            [1, "Tổng kinh phí hỗ trợ phát triển KTTT, HTX", "triệu đồng", 1500],
            ["-", "Ngân sách trung ương", "nt", 1000],
            [2, "Số sản phẩm OCOP trên địa bàn", "sản phẩm", 12],
        ],
        {
            "D5": "HTX coop_total actual_h1 21",
            "D7": "HTX coop_rated_excellent actual_h1 5",
            "D8": "HTX coop_rated_average actual_h1 4",
            "D9": "HTX coop_not_rated actual_h1 3",
            "D10": "HTX coop_rated_good_pct actual_h1 52.4",
            "D12": "HTX coop_size_micro actual_h1 10",
            "D14": "KTTT support_budget actual_h1 1500000000",
            "D15": "KTTT support_budget_central actual_h1 1000000000",
            "D16": "OCOP ocop_products_total actual_h1 12",
        },
        id="ratings, sizes and money under titles without figures",
    ),
    case(
        [
            *TITLE,
            ["Chỉ tiêu", "TH 2023", "TH 6T/2024"],
            ["HỢP TÁC XÃ"],
            ["Tổng số (HTX)", 20, 21],
            ["  Thành lập mới (HTX)", 1, 2],
            ["Doanh thu bình quân/HTX (tỷ đồng)", 1.2, "0,64"],
            ["TỔ HỢP TÁC"],
            ["Tổng số THT", 5, 6],
            ["  Thành lập mới", 1, 2],
        ],
        {
            "B5": "HTX coop_total actual_previous_year 20",
            "C5": "HTX coop_total actual_h1 21",
            "B6": "HTX coop_new actual_previous_year 1",
            "C6": "HTX coop_new actual_h1 2",
            "B7": "HTX revenue_avg actual_previous_year 1200000000",
            "C7": "HTX revenue_avg actual_h1 640000000",
            "B9": "THT group_total actual_previous_year 5",
            "C9": "THT group_total actual_h1 6",
            "B10": "THT group_new actual_previous_year 1",
            "C10": "THT group_new actual_h1 2",
        },
        id="no outline and no units but in the labels",
    ),
    case(
        [
            ["UBND HUYỆN CAN LỘC"],
            ["PHÂN THEO NGÀNH NGHỀ 6 THÁNG ĐẦU NĂM 2024"],
            ["Loại hình", "Tổng số", "Nông nghiệp", "Xây dựng", "Vận tải"],
            ["HTX", 19, 12, 4, 3],
            ["THT", 47, 40, 2, 5],
        ],
        {
            "B4": "HTX coop_total actual_h1 19",
            "B5": "THT group_total actual_h1 47",
            "C4": "HTX coop_total/agri actual_h1 12",
            "C5": "THT group_total/agri actual_h1 40",
            "D4": "HTX coop_total/construction actual_h1 4",
            "D5": "THT group_total/construction actual_h1 2",
            "E4": "HTX coop_total/transport actual_h1 3",
            "E5": "THT group_total/transport actual_h1 5",
        },
        id="sectors as columns, organisations as rows",
    ),
    case(
        [
            ["UBND HUYỆN CAN LỘC"],
            ["TỔNG HỢP KINH TẾ TẬP THỂ 6 THÁNG ĐẦU NĂM 2024"],
            ["TT", "Đơn vị", "Tổng số HTX", "HTX đang hoạt động", "Tổng số thành viên HTX", "Tổng số THT"],
            [1, "Xã Thiên Lộc", 5, 4, 100, 10],
            [2, "Xã Tùng Lộc", 6, 5, 120, 11],
            [None, "Tổng cộng", 11, 9, 220, 21],
        ],
        {
            "C6": "HTX coop_total actual_h1 11",
            "D6": "HTX coop_active actual_h1 9",
            "E6": "HTX members_total actual_h1 220",
            "F6": "THT group_total actual_h1 21",
        },
        id="communes as rows: only their total is the reporter's",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "31/12/2023", "TH đến 31/5/2024", "Ước TH 6 tháng 2024"],
            [1, "Tổng số HTX", "HTX", 19, 20, 21],
            [2, "Tổng số thành viên", "triệu đồng", 500, 505, 510],
            [3, "Tổng số lao động thường xuyên", "người", 90, 91, 92],
            [4, "Tổng số cán bộ quản lý", "người", None, None, 60],
        ],
        {
            "D7": "HTX managers_total actual_previous_year unknown",
            "F7": "HTX managers_total actual_h1 60",
            "D4": "HTX coop_total actual_previous_year 19",
            "F4": "HTX coop_total actual_h1 21",
            "D6": "HTX workers_total actual_previous_year 90",
            "F6": "HTX workers_total actual_h1 92",
        },
        findings=[("unknown_row", "B5")],
        id="days as titles; members in money are not members",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024", "TH 6T/2024"],
            [1, "Tổng số HTX", "HTX", 20, 21],
            [2, "Tổng số thành viên", "TV", "45.5", 510],
            [3, "Tổng số lao động thường xuyên", "người", 90, 91],
        ],
        {
            "D4": "HTX coop_total actual_h1 20",
            "E4": "HTX coop_total actual_h1 21",
            "D5": "HTX members_total actual_h1 45.5",
            "E5": "HTX members_total actual_h1 510",
            "D6": "HTX workers_total actual_h1 90",
            "E6": "HTX workers_total actual_h1 91",
        },
        findings=[
            ("duplicate_indicator", "E4"),
            ("duplicate_indicator", "E5"),
            ("duplicate_indicator", "E6"),
            ("ambiguous_number", "D5"),
        ],
        id="one column twice: both are given, the later is reported",
    ),
    case(
        [
            *TITLE,
            ["TT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"],
            ["A", "CHỈ TIÊU CƠ BẢN"],
            ["I", "HỢP TÁC XÃ"],
            [1, "Tổng số HTX (1)", "HTX", "21 (1)"],
            [2, "Tổng số thành viên", "TV", "2.616*"],
            ["B", "PHÂN THEO NGÀNH NGHỀ"],
            ["I", "HỢP TÁC XÃ", "HTX", 21],
            [1, "Nông nghiệp", "HTX", 12],
            [2, "Xây dựng", "HTX", 9],
            ["II", "TỔ HỢP TÁC", "THT", 50],
            [1, "Nông nghiệp", "THT", 45],
        ],
        {
            "D6": "HTX coop_total actual_h1 21",
            "D7": "HTX members_total actual_h1 2616",
            "D9": "HTX coop_total actual_h1 21",
            "D10": "HTX coop_total/agri actual_h1 12",
            "D11": "HTX coop_total/construction actual_h1 9",
            "D12": "THT group_total actual_h1 50",
            "D13": "THT group_total/agri actual_h1 45",
        },
        id="indicators and sectors under one header, footnote marks",
    ),
]


@pytest.mark.parametrize(("rows", "expected", "findings", "merged", "round_period"), CASES)
def test_a_family_of_sheets_is_read_cell_by_cell(
    reference: Reference,
    rows: Rows,
    expected: dict[str, str],
    findings: set[tuple[str, str | None]],
    merged: Sequence[str],
    round_period: str,
) -> None:
    reading = judged(reference, workbook(("Biểu 01", rows, merged)), round_period)
    assert values_of(reading) == expected
    assert findings_of(reading) == findings
    told = [(finding.family, finding.sheet, finding.cell) for finding in reading.findings if finding.cell is not None]
    assert len(told) == len(set(told))
    assert reading.incidents == ()


def test_copies_of_other_years_are_not_taken_hidden_or_not(reference: Reference) -> None:
    old = [["CÁC CHỈ TIÊU CƠ BẢN 6 THÁNG ĐẦU NĂM 2023"], []]
    head = ["STT", "Chỉ tiêu", "ĐVT", "TH 2022", "KH 2023", "TH 6T/2023", "Ước TH 2023", "KH 2024"]
    undated = ["STT", "Chỉ tiêu", "ĐVT", "Năm trước", "KH", "6 tháng", "Ước cả năm", "KH năm sau"]
    content = workbook(
        ("PL1", [*TITLE, HTX_HEAD, *THREE_ROWS]),
        ("PL1 (2023)", [*old, head, *THREE_ROWS]),
        ("2022", [["SỐ LIỆU NĂM 2022"], [], undated, *THREE_ROWS]),
    )
    reading = judged(reference, content)
    assert values_of(reading) == three_rows(5)
    assert findings_of(reading) == set()


def test_a_table_goes_on_over_the_next_sheet(reference: Reference) -> None:
    head = ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"]
    content = workbook(
        (
            "Trang 1",
            [
                *TITLE,
                head,
                ["I", "HỢP TÁC XÃ"],
                [1, "Tổng số HTX", "HTX", 21],
                ["II", "TỔ HỢP TÁC"],
                [1, "Tổng số THT", "THT", 9],
            ],
        ),
        ("Trang 2", [head, [2, "Tổng số thành viên", "TV", 80], ["-", "Số thành viên mới", "TV", 3]]),
    )
    assert values_of(judged(reference, content)) == {
        "D5": "HTX coop_total actual_h1 21",
        "D7": "THT group_total actual_h1 9",
        "Trang 2!D2": "THT members_total actual_h1 80",
        "Trang 2!D3": "THT members_new actual_h1 3",
    }


def test_the_sheets_name_says_whose_table_it_is(reference: Reference) -> None:
    head = ["STT", "Chỉ tiêu", "ĐVT", "TH 6T/2024"]
    rows = [head, [1, "Tổng số", None, 21], [2, "Tổng số thành viên", "người", 510]]
    content = workbook(("HTX", [*TITLE[1:], *rows]), ("THT", [["6 tháng đầu năm 2024"], *rows]))
    assert values_of(judged(reference, content)) == {
        "D3": "HTX coop_total actual_h1 21",
        "D4": "HTX members_total actual_h1 510",
        "THT!D3": "THT group_total actual_h1 21",
        "THT!D4": "THT members_total actual_h1 510",
    }


def test_estimated_six_months_are_actual_with_that_status(reference: Reference) -> None:
    head = ["STT", "Chỉ tiêu", "ĐVT", "TH 2023", "Ước thực hiện 6 tháng đầu năm 2024"]
    rows = [
        [1, "Tổng số HTX", "HTX", 20, 21],
        [2, "Tổng số thành viên", "TV", 500, 510],
        [3, "Tổng số THT", "THT", 8, 9],
    ]
    reading = judged(reference, workbook(("Biểu", [*TITLE, head, *rows])))
    assert {(cell.cell, cell.coordinate.value_column, cell.is_estimate) for cell in reading.values} == {
        *((f"D{row}", "actual_previous_year", False) for row in (4, 5, 6)),
        *((f"E{row}", "actual_h1", True) for row in (4, 5, 6)),
    }


def test_a_register_beside_the_form_is_no_table_of_it(reference: Reference) -> None:
    register = [
        ["DANH SÁCH HTX (đến 30/5/2024)"],
        ["STT", "Tên hợp tác xã", "Mã số thuế", "Ngành nghề", "Tình trạng", "Số thành viên", "Doanh thu 2023"],
        [1, "HTX Bình Minh", "3000471692", "Nông nghiệp", "Đang hoạt động", 33, 1572],
        [2, "HTX Rạng Đông", "3000851535", "Xây dựng", "Ngừng hoạt động", 12, 0],
        [3, "HTX Sao Mai", "3000024648", "Vận tải", "Đang hoạt động", 9, 900],
        [None, "Tổng cộng", None, None, None, 54, 2472],
    ]
    reading = judged(reference, workbook(("PL1", [*TITLE, HTX_HEAD, *THREE_ROWS]), ("DS", register)))
    assert values_of(reading) == three_rows(5)
    assert len(reading.cooperatives) == 3


def test_a_sentence_makes_a_nil_return_where_the_cells_are_blank(reference: Reference) -> None:
    rows = [
        ["UBND XÃ SƠN KIM 2"],
        ["BIỂU SỐ LIỆU KINH TẾ TẬP THỂ NĂM 2025"],
        ["Trên địa bàn xã không có hợp tác xã, liên hiệp hợp tác xã nào; chỉ có 03 tổ hợp tác."],
        ["STT", "Chỉ tiêu", "ĐVT", "TH 2024", "Ước TH 2025"],
        [1, "Tổng số HTX", "HTX"],
        [2, "Tổng số thành viên HTX", "người"],
        [3, "Tổng số tổ hợp tác", "THT", 3, 3],
    ]
    reading = judged(reference, workbook(("Biểu", rows)), "2025")
    assert values_of(reading) == {
        "D5": "HTX coop_total actual_previous_year unknown",
        "E5": "HTX coop_total estimate_year zero",
        "D6": "HTX members_total actual_previous_year unknown",
        "E6": "HTX members_total estimate_year zero",
        "D7": "THT group_total actual_previous_year 3",
        "E7": "THT group_total estimate_year 3",
    }
    assert reading.is_nil_return


@pytest.mark.parametrize("hidden", ["row", "column"])
def test_hidden_rows_and_columns_of_a_visible_sheet_count(reference: Reference, hidden: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [*TITLE, HTX_HEAD, *THREE_ROWS])
    if hidden == "row":
        sheet.row_dimensions[6].hidden = True
    else:
        sheet.column_dimensions["E"].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    assert values_of(judged(reference, buffer.getvalue())) == three_rows(5)


SPLIT_BY_PLACES = ["Tổng số", "Xã An Phú", "Thị trấn Cát Tường"]


@pytest.mark.parametrize("has_total", [True, False])
def test_columns_of_places_under_one_title_are_not_the_offices_own(reference: Reference, has_total: bool) -> None:
    places = SPLIT_BY_PLACES if has_total else SPLIT_BY_PLACES[1:]
    rows = [
        *TITLE,
        ["STT", "Chỉ tiêu", "ĐVT", "TH 2023", "Thực hiện 6 tháng đầu năm 2024"],
        [None, None, None, None, *places],
        ["I", "HỢP TÁC XÃ"],
        [1, "Tổng số hợp tác xã", "HTX", 20, 21, 9, 12],
        ["-", "Số HTX đang hoạt động", "HTX", 18, 19, 8, 11],
        [2, "Tổng số thành viên HTX", "thành viên", 500, 510, 200, 310],
    ]
    merged = ["A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3" if has_total else "E3:F3"]
    found = values_of(judged(reference, workbook(("PL1", rows, merged))))
    assert {cell[0] for cell in found} == ({"D", "E"} if has_total else {"D"})
    assert found["D6"] == "HTX coop_total actual_previous_year 20"


def test_members_may_be_counted_in_thousands_of_persons(reference: Reference) -> None:
    rows = [*TITLE, HTX_HEAD, *THREE_ROWS[:3], [2, "Tổng số thành viên HTX", "nghìn người", 0.5, 0.52, 6.195]]
    found = values_of(judged(reference, workbook(("PL1", rows))))
    assert [found[cell] for cell in ("D7", "F7")] == [
        "HTX members_total actual_previous_year 500",
        "HTX members_total actual_h1 6195",
    ]


ENTERPRISES: Rows = [
    ["UBND HUYỆN CAN LỘC"],
    ["BÁO CÁO PHÁT TRIỂN DOANH NGHIỆP 6 THÁNG ĐẦU NĂM 2024"],
    ["STT", "Chỉ tiêu", "ĐVT", "TH 2023", "KH 2024", "TH 6T/2024"],
    [1, "Thành lập mới", "DN", 20, 22, 21],
    [2, "Giải thể", "DN", 2, 2, 2],
    [3, "Tổng số lao động", "người", 9000, 9100, 9050],
    [4, "Doanh thu bình quân", "triệu đồng", 500, 520, 260],
]
LIST_OF_ENTERPRISES: Rows = [
    ["UBND HUYỆN CAN LỘC"],
    ["DANH SÁCH DOANH NGHIỆP 6 THÁNG ĐẦU NĂM 2024"],
    ["STT", "Tên doanh nghiệp", "Mã số thuế", "Địa chỉ", "Vốn điều lệ"],
    [1, "Công ty TNHH An Phú", "0312345678", "Thôn 1", 5000],
    [2, "Công ty CP Bình Minh", "0312345679", "Thôn 2", 6000],
]


@pytest.mark.parametrize("rows", [ENTERPRISES, LIST_OF_ENTERPRISES])
def test_a_report_without_a_word_of_cooperatives_is_another_form_and_names_its_sender(
    reference: Reference, rows: Rows
) -> None:
    reading = judged(reference, workbook(("Biểu 1", rows)))
    assert [finding.family for finding in reading.findings] == ["unknown_form"]
    assert (reading.outcome, reading.values, reading.cooperatives) == ("rejected", (), ())
    assert (reading.reporter_name, reading.area_code, reading.period) == ("Huyện Can Lộc", "443", "2024-H1")


def test_places_in_a_narrow_list_are_not_its_sender(reference: Reference) -> None:
    rows: Rows = [
        ["UBND HUYỆN CAN LỘC"],
        ["DANH SÁCH HỢP TÁC XÃ 6 THÁNG ĐẦU NĂM 2024"],
        ["Tên HTX", "Địa chỉ", "Số TV"],
        ["HTX Bình Minh", "Xã Thiên Lộc", 20],
        ["HTX Hòa Bình", "Xã Thuần Thiện", 30],
    ]
    reading = judged(reference, workbook(("DS", rows)))
    assert (reading.reporter_name, len(reading.cooperatives)) == ("Huyện Can Lộc", 2)
