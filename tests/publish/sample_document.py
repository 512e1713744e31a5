"""A report document made by hand: every kind of block, realistic words, and the hard cases of a layout."""

from decimal import Decimal
from uuid import UUID

from publish.report.chart_data import TrendChart, TrendLine, TrendPoint
from publish.report.document import (
    Appendix,
    Block,
    DocumentChart,
    DocumentTable,
    Letterhead,
    Paragraph,
    ReportDocument,
    Run,
    SectionHeading,
    Signature,
    TableCell,
    TableColumn,
    TableRow,
)
from publish.report.wording import number_text

LONG_FILE_NAME = "BaoCao_KTTT_HTX_6thang_2024_QuanBinhTan_ban_sua_lan_2_(da_ky_so).signed.final.xlsx"
PARTS = ("Quận 1", "Quận 3", "Quận Bình Tân", "Thành phố Thủ Đức", "Huyện Bình Chánh", "Huyện Cần Giờ", "Huyện Nhà Bè")


def figure_id(number: int) -> UUID:
    """The id of the `number`-th figure of the sample."""
    return UUID(int=0x5F3C << 112 | number)


COOPERATIVES, REVENUE, UNKNOWN, GROUPS = (figure_id(number) for number in range(1, 5))
FIGURES = {
    COOPERATIVES: Decimal("1450"),
    REVENUE: Decimal("1640500000"),
    UNKNOWN: None,
    GROUPS: Decimal("18990"),
}


def number_cell(identity: UUID, value: Decimal | None, decimals: int = 0) -> TableCell:
    text = "chưa có số liệu" if value is None else number_text(value, decimals)
    return TableCell(text, identity, value)


def form_table() -> DocumentTable:
    """Titles, details and a total; a number in the unit of the column, one that is not known, and a long cell."""
    return DocumentTable(
        caption="Bảng 1. Các chỉ tiêu cơ bản về hợp tác xã",
        columns=(
            TableColumn("TT", 0.06, "center"),
            TableColumn("Chỉ tiêu", 0.40),
            TableColumn("Đơn vị tính", 0.12, "center"),
            TableColumn("Thực hiện\n6 tháng đầu\nnăm 2024", 0.16, "right"),
            TableColumn("Nguồn", 0.26),
        ),
        rows=(
            TableRow((TableCell("I. Hợp tác xã"),), "title"),
            TableRow(
                (
                    TableCell("1"),
                    TableCell("Tổng số hợp tác xã"),
                    TableCell("HTX"),
                    number_cell(COOPERATIVES, FIGURES[COOPERATIVES]),
                    TableCell(LONG_FILE_NAME),
                )
            ),
            TableRow(
                (
                    TableCell("1.1"),
                    TableCell("Trong đó: hoạt động hiệu quả"),
                    TableCell("HTX"),
                    number_cell(UNKNOWN, None),
                    TableCell("=cmd|' /C calc'!A1"),
                ),
                "detail",
            ),
            TableRow(
                (
                    TableCell("2"),
                    TableCell("Doanh thu bình quân một hợp tác xã"),
                    TableCell("triệu đồng"),
                    number_cell(REVENUE, Decimal("1640.5"), 1),
                    TableCell("19/22 đơn vị"),
                )
            ),
            TableRow(
                (
                    TableCell(""),
                    TableCell("Tổng cộng"),
                    TableCell("THT"),
                    number_cell(GROUPS, FIGURES[GROUPS]),
                    TableCell(""),
                ),
                "total",
            ),
        ),
        remarks=("Ghi chú: số liệu tổng hợp từ 19/22 đơn vị; ba đơn vị chưa báo cáo.",),
        sheet_name="Chỉ tiêu cơ bản",
    )


def long_table(rows: int = 48) -> DocumentTable:
    """Longer than two pages, so that its head must come again; one cell is longer than a page."""
    story = "Hợp tác xã gặp khó khăn về vốn, đất đai và thị trường tiêu thụ nông sản; đề nghị hỗ trợ lãi suất. " * 50
    return DocumentTable(
        caption="Bảng 2. Số liệu theo đơn vị báo cáo",
        columns=(
            TableColumn("TT", 0.05, "center"),
            TableColumn("Đơn vị", 0.2),
            TableColumn("Số hợp tác xã", 0.1, "right"),
            TableColumn("Tình hình", 0.65),
        ),
        rows=tuple(
            TableRow(
                (
                    TableCell(str(number)),
                    TableCell(PARTS[number % len(PARTS)]),
                    number_cell(figure_id(100 + number), Decimal(1000 + number)),
                    TableCell(story if number == 7 else "Hoạt động ổn định"),
                )
            )
            for number in range(1, rows + 1)
        ),
        sheet_name="Theo đơn vị: [2024]",
    )


def trend_chart() -> DocumentChart:
    points = (
        TrendPoint("6T/2023", Decimal(1402), "1.402"),
        TrendPoint("2023", None, ""),
        TrendPoint("6T/2024", Decimal(1450), "1.450", is_partial=True),
    )
    return DocumentChart(
        caption="Hình 1. Số hợp tác xã qua các kỳ",
        data=TrendChart("HTX", (TrendLine("Hợp tác xã", points),)),
        description="Số hợp tác xã tăng từ 1.402 (6 tháng đầu năm 2023) lên 1.450 (6 tháng đầu năm 2024).",
    )


def blocks() -> tuple[Block, ...]:
    return (
        Paragraph(
            (Run("Liên minh Hợp tác xã Thành phố báo cáo tình hình kinh tế tập thể 6 tháng đầu năm 2024 như sau:"),)
        ),
        SectionHeading(1, "Phần I", "Tình hình phát triển kinh tế tập thể, hợp tác xã"),
        SectionHeading(2, "I.", "ĐÁNH GIÁ THEO CÁC CHỈ TIÊU"),
        SectionHeading(3, "1.", "Số lượng, doanh thu và thu nhập"),
        SectionHeading(4, "a)", "Hợp tác xã"),
        Paragraph(
            (
                Run("Đến ngày 31/5/2024, toàn Thành phố có "),
                Run("1.450", COOPERATIVES, is_emphasised=True),
                Run(" hợp tác xã, tăng 3,4 % so với cùng kỳ; doanh thu bình quân một hợp tác xã "),
                Run("1,6405 tỷ đồng", REVENUE),
                Run("; trong đó "),
                Run("1.450", COOPERATIVES),
                Run(" hợp tác xã đã gửi báo cáo. Nghĩa của chữ: Ẩ Ẫ Ậ Ở Ỡ Ợ Ữ ỹ ẵ ằ đ."),
            )
        ),
        Paragraph((Run("Hỗ trợ vốn từ Quỹ hỗ trợ phát triển hợp tác xã;"),), "list"),
        Paragraph((Run("Đào tạo, bồi dưỡng cán bộ quản lý."),), "list"),
        form_table(),
        Paragraph((Run("Số liệu chưa gồm ba đơn vị chưa báo cáo."),), "remark"),
        trend_chart(),
    )


def sample_document(*, orientation_of_second: str = "landscape") -> ReportDocument:
    """The report with two appendices, the second in landscape."""
    assert orientation_of_second in {"portrait", "landscape"}
    return ReportDocument(
        language="vi",
        title="Báo cáo tình hình kinh tế tập thể, hợp tác xã 6 tháng đầu năm 2024",
        letterhead=Letterhead(
            superior_body=("Liên minh Hợp tác xã Việt Nam",),
            issuing_body=("Liên minh Hợp tác xã", "Thành phố Hồ Chí Minh"),
            symbol="/BC-LMHTX",
            place_and_date="Thành phố Hồ Chí Minh, ngày       tháng 5 năm 2024",
            document_kind="Báo cáo",
            subject=("Tình hình phát triển kinh tế tập thể, hợp tác xã", "6 tháng đầu năm 2024"),
            erratum_note="",
            addressees=("Sở Kế hoạch và Đầu tư Thành phố Hồ Chí Minh",),
        ),
        blocks=blocks(),
        signature=Signature(
            capacity=("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"),
            signatory="Trần Văn Minh",
            recipients=("Như trên;", "Liên minh HTX Việt Nam;", "Lưu: VT, KHĐT."),
        ),
        appendices=(
            Appendix("Phụ lục I", "Số liệu theo đơn vị", "(Kèm theo Báo cáo số       /BC-LMHTX)", (long_table(),)),
            Appendix(
                "Phụ lục II",
                "Các chỉ tiêu cơ bản",
                "(Kèm theo Báo cáo số       /BC-LMHTX)",
                (form_table(),),
                "landscape" if orientation_of_second == "landscape" else "portrait",
            ),
        ),
        imprint="Ấn phẩm 5f3c0000, bản 1, số liệu chốt 09:00 ngày 21/05/2024",
        keywords=("kinh tế tập thể", "hợp tác xã"),
    )
