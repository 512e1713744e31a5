"""The report has the sections of a provincial report, in their order, whatever is known and whatever is not."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from expectations.suites import ALL_SUITES
from publish.content import ReportContent
from publish.report.chart_data import StackedChart, TargetChart, TileMap, TimelinessChart, TrendChart
from publish.report.document import (
    Block,
    DocumentChart,
    DocumentTable,
    Language,
    Paragraph,
    ReportDocument,
    SectionHeading,
)
from publish.report.sections import build_document
from publish.report.sections.gate_page import theme_of
from publish.report.sections.narrative_subjects import subject_of
from tests.publish import report_parts
from tests.publish.report_contents import content, figure, main_figures, publication, reporters

HEADINGS = [
    "Phần I",
    "I.",
    "1.",
    "a)",
    "b)",
    "c)",
    "2.",
    "3.",
    "4.",
    "II.",
    "III.",
    "IV.",
    "1.",
    "2.",
    "Phần II",
    "I.",
    "II.",
    "Phần III",
    "I.",
    "II.",
    "III.",
]
KINDS: dict[str, Callable[[], ReportContent]] = {
    "full": report_parts.full_content,
    "annual": report_parts.annual,
    "nothing": report_parts.nothing_known,
    "country": report_parts.of_country,
    "annual of the country": report_parts.annual_of_country,
}


def document(of: ReportContent, language: Language = "vi", edition: int = 1) -> ReportDocument:
    return build_document(publication(of, edition), language)


def tables(blocks: tuple[Block, ...]) -> dict[str, DocumentTable]:
    return {block.caption: block for block in blocks if isinstance(block, DocumentTable)}


def texts(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def cells(table: DocumentTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def section(of: ReportDocument, begins: str) -> tuple[Block, ...]:
    """The blocks below the heading that begins so, up to the next heading of its level or above."""
    found: list[Block] = []
    level = 0
    for block in of.blocks:
        if isinstance(block, SectionHeading):
            if level and block.level <= level:
                break
            level = level or (block.level if block.text.startswith(begins) else 0)
        elif level:
            found.append(block)
    assert found, begins
    return tuple(found)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_sections_stand_in_the_order_of_a_provincial_report(kind: str, language: Language) -> None:
    built = document(KINDS[kind](), language)
    numbers = [block.number.replace("Part", "Phần") for block in built.blocks if isinstance(block, SectionHeading)]
    assert numbers == HEADINGS


def test_headings_have_the_level_of_their_number() -> None:
    for block in document(report_parts.full_content()).blocks:
        if isinstance(block, SectionHeading):
            kind = 1 if block.number.startswith("Phần") else 2 if block.number[0] == "I" else 3
            assert block.level == (4 if block.number.endswith(")") else kind)


def test_tables_and_charts_are_numbered_through_the_body() -> None:
    blocks = document(report_parts.full_content()).blocks
    captions = [block.caption for block in blocks if isinstance(block, DocumentTable)]
    pictures = [block.caption for block in blocks if isinstance(block, DocumentChart)]
    assert [caption.partition(". ")[0] for caption in captions] == [f"Bảng {n}" for n in range(1, len(captions) + 1)]
    assert [caption.partition(". ")[0] for caption in pictures] == [f"Hình {n}" for n in range(1, len(pictures) + 1)]


def test_every_kind_of_chart_is_given_with_a_sentence_that_says_the_same() -> None:
    charts = [
        block
        for of in (report_parts.full_content(), report_parts.of_country())
        for block in document(of).blocks
        if isinstance(block, DocumentChart)
    ]
    assert {type(chart.data) for chart in charts} == {
        TrendChart,
        StackedChart,
        TargetChart,
        TimelinessChart,
        TileMap,
    }
    assert all(chart.description.endswith(".") for chart in charts)


def test_appendices_are_numbered_and_wide_ones_lie_on_their_side() -> None:
    appendices = document(report_parts.full_content()).appendices
    assert [one.number for one in appendices] == [
        f"Phụ lục {numeral}" for numeral in ("I", "II", "III", "IV", "V", "VI", "VII")
    ]
    assert appendices[0].orientation == "landscape"
    assert document(content()).appendices[0].orientation == "portrait"
    assert "Kèm theo Báo cáo số" in appendices[0].attached_to


def test_every_total_of_the_form_says_how_complete_it_is() -> None:
    form = document(report_parts.partial()).appendices[0].blocks[0]
    assert isinstance(form, DocumentTable)
    labels = [row.cells[-2].text for row in form.rows if row.kind != "title"]
    assert set(labels) == {"theo báo cáo (7/10)", "ước tính"}
    assert labels.count("ước tính") == 1


def test_a_column_beside_the_main_one_marks_what_is_partial() -> None:
    form = document(report_parts.full_content()).appendices[0].blocks[0]
    assert isinstance(form, DocumentTable)
    total = next(row for row in form.rows if row.cells[0].text == "1")
    assert [cell.text for cell in total.cells[3:8]] == ["606*", "663", "611", "640", "700*"]
    assert any(remark.startswith("* ") for remark in form.remarks)


def test_sectors_that_do_not_add_up_are_told() -> None:
    told = texts(section(document(report_parts.full_content()), "Đánh giá theo lĩnh vực"))
    assert "phi nông nghiệp 200 hợp tác xã (chiếm 32,7%), trong đó: xây dựng 40 hợp tác xã" in told
    assert "cộng các lĩnh vực thấp hơn tổng số 1 hợp tác xã" in told


def test_sectors_of_other_reporters_than_the_total_are_not_added_up() -> None:
    by_sector = (figure("HTX.coop_total", 400, sector_code="agri", reporting=8),)
    told = texts(section(document(content(sector_figures=by_sector)), "Đánh giá theo lĩnh vực"))
    assert "400 hợp tác xã (theo số liệu của 8/10 đơn vị)" in told
    assert "chiếm" not in told
    assert "cộng các lĩnh vực" not in told


def test_targets_met_behind_and_within_a_range() -> None:
    blocks = section(document(report_parts.full_content()), "Mục tiêu và kết quả")
    told = texts(blocks)
    assert "1 mục tiêu chậm tiến độ, 2 mục tiêu đã đạt, 1 mục tiêu chưa đánh giá được" in told
    assert "tổng số hợp tác xã: 611 hợp tác xã, đạt 92,2% mục tiêu 663 HTX của năm 2024" in told
    assert "thành lập mới" not in told
    assert tables(blocks) == {}
    bullets = next(block.data for block in blocks if isinstance(block, DocumentChart))
    assert isinstance(bullets, TargetChart)
    of_range = next(bullet for bullet in bullets.bullets if bullet.low_percent is not None)
    assert round(of_range.low_percent or 0, 1) == Decimal("93.3")
    assert round(of_range.percent or 0, 1) == Decimal("95.0")


def test_every_target_stands_in_an_appendix_below_what_set_it() -> None:
    of_targets = next(
        one for one in document(report_parts.full_content()).appendices if one.title.startswith("MỤC TIÊU")
    )
    listed = of_targets.blocks[0]
    assert isinstance(listed, DocumentTable)
    titles = [row.cells[0].text for row in listed.rows if row.kind == "title"]
    assert titles
    assert all(" – " in title for title in titles)
    assert len([row for row in listed.rows if row.kind == "body"]) == len(report_parts.full_content().targets)
    not_judged = [row.cells[-1].text for row in listed.rows if row.cells[-1].text.startswith("Chưa đánh giá được")]
    assert not_judged == ["Chưa đánh giá được (1)"]
    assert any(remark.startswith("(1) ") for remark in listed.remarks)


def test_an_actual_of_another_period_names_it() -> None:
    """In the report of a year the last that is known may be the half-year's."""
    of = report_parts.full_content()
    behind = next(one for one in of.targets if one.verdict == "behind")
    own, other = document(replace(of, targets=(behind,))), replace(behind, actual_period_key="2023")
    later = document(replace(of, targets=(other,)))

    def titles(built: ReportDocument) -> list[str]:
        listed = next(one for one in built.appendices if one.title.startswith("MỤC TIÊU")).blocks[0]
        assert isinstance(listed, DocumentTable)
        return [row.cells[0].text for row in listed.rows if row.kind == "title"]

    assert not any("số thực hiện" in title for title in titles(own))
    assert all(title.endswith("(số thực hiện: năm 2023)") for title in titles(later))
    assert " (năm 2023)" in texts(section(later, "Mục tiêu và kết quả"))


def test_each_target_is_drawn_once_and_no_plan_of_other_reporters() -> None:
    of = report_parts.full_content()
    behind = next(one for one in of.targets if one.verdict == "behind")
    by_press = replace(behind, target_kind="press", target_id=None)
    plan = replace(behind, indicator_key="HTX.coop_active", target_kind="plan", verdict="not_evaluable")
    blocks = section(document(replace(of, targets=(behind, by_press, plan))), "Mục tiêu và kết quả")
    chart = next(block.data for block in blocks if isinstance(block, DocumentChart))
    assert isinstance(chart, TargetChart)
    assert [bullet.name for bullet in chart.bullets] == ["Tổng số hợp tác xã"]


def test_support_is_told_by_policy_with_its_sources_and_departments_apart() -> None:
    blocks = section(document(report_parts.full_content()), "KẾT QUẢ TRIỂN KHAI LUẬT")
    told = texts(blocks)
    assert (
        "Đào tạo, bồi dưỡng nguồn nhân lực (Nghị định 113/2024/NĐ-CP): 1,25 tỷ đồng, trong đó ngân sách trung ương "
        "500 triệu đồng, ngân sách địa phương 750,5 triệu đồng, đạt 41,7% kế hoạch năm 2024."
    ) in told
    assert "Tiếp cận, thuê đất đai (Nghị định 113/2024/NĐ-CP): 0 đồng (theo số liệu của 3/10 đơn vị)." in told
    assert any("không cộng vào số của các địa bàn" in caption for caption in tables(blocks))


def test_difficulties_stand_word_for_word_by_subject_with_who_wrote_them() -> None:
    told = texts(section(document(report_parts.full_content()), "KHÓ KHĂN"))
    assert "Thiếu vốn sản xuất, khó vay ngân hàng (Huyện Can Lộc, Huyện Đức Thọ)." in told
    assert told.index("Về vốn, tín dụng:") < told.index("Về thiên tai, dịch bệnh:")
    assert "Đề nghị tỉnh mở lớp đào tạo cán bộ quản lý (Huyện Can Lộc)." in told


def test_nothing_that_was_written_is_left_out() -> None:
    strange = report_parts.narrative("miscellaneous", "Huyện Can Lộc", "Xin gia hạn nộp báo cáo")
    assert "Xin gia hạn nộp báo cáo (Huyện Can Lộc)." in texts(document(content(narratives=(strange,))).blocks)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Mưa bão kéo dài", "weather"),
        ("Gửi báo cáo cho huyện", "other"),
        ("HTX chưa thuê được đất làm trụ sở", "land"),
        ("Thiếu vốn; lãi suất cao; cán bộ yếu", "capital"),
    ],
)
def test_marks_count_when_a_subject_is_looked_for(text: str, subject: str) -> None:
    assert subject_of(text) == subject


def test_the_next_period_has_what_is_left_of_the_plan_and_the_plan_of_the_next_year() -> None:
    built = document(report_parts.full_content())
    told = texts(section(built, "PHƯƠNG HƯỚNG, MỤC TIÊU"))
    assert "còn phải thực hiện: tổng số hợp tác xã 52 hợp tác xã (kế hoạch 663 hợp tác xã)." in told
    assert "Kế hoạch năm 2025 do 8/10 đơn vị báo cáo: tổng số hợp tác xã là 700 hợp tác xã." in told
    annual = [block.text for block in document(report_parts.annual()).blocks if isinstance(block, SectionHeading)]
    assert "PHƯƠNG HƯỚNG, MỤC TIÊU NĂM 2025" in annual


def test_sources_stand_beside_each_other_with_the_one_used_and_why() -> None:
    blocks = section(document(report_parts.full_content()), "ĐỐI CHIẾU VỚI")
    rows = cells(next(table for caption, table in tables(blocks).items() if "giữa các nguồn" in caption))
    assert rows[1] == ["Báo cáo của các đơn vị", "611", "–", "–", "Được dùng", "Cộng từ báo cáo đã nhận của mọi đơn vị"]
    assert rows[2] == ["Báo chí: Báo Hà Tĩnh", "620", "+9", "101,5%", "Khớp", "Báo chí đưa tin"]


def test_the_gate_page_tells_checks_warnings_and_waivers_with_reason_and_end() -> None:
    blocks = section(document(report_parts.full_content()), "KIỂM TRA TRƯỚC KHI CÔNG BỐ")
    assert "Số liệu qua 130 phép kiểm tra tự động trước khi công bố: 118 đạt; 1 không đạt" in texts(blocks)
    rows = cells(next(table for caption, table in tables(blocks).items() if "cho phép bỏ qua" in caption))
    assert rows == [
        ["fct_figure.sums", "42, 6 tháng đầu năm 2024", "Sửa ở kỳ sau", "Trần Văn Minh", "đến hết ngày 30/06/2024"]
    ]


def test_the_gate_page_says_where_each_check_can_be_read_without_naming_a_place_that_does_not_last() -> None:
    made = publication(report_parts.full_content())
    blocks = section(build_document(made), "KIỂM TRA TRƯỚC KHI CÔNG BỐ")
    assert f"htx gate --build {made.build_id}" in texts(blocks)


def test_every_suite_of_the_gate_has_a_theme() -> None:
    assert [suite.name for suite in ALL_SUITES if theme_of(suite.name) == "other"] == []


def test_both_readings_after_a_boundary_change() -> None:
    built = document(report_parts.after_merger())
    blocks = section(built, "Số liệu theo địa giới")
    assert "nay là Tỉnh Quảng Trị" in texts(blocks)
    row = cells(next(iter(tables(blocks).values())))[0]
    assert row[2:] == ["611", "đầy đủ (10/10)", "1.020", "theo báo cáo (30/31)"]


def test_numbers_that_a_boundary_change_left_as_they_are_fill_no_table() -> None:
    of = report_parts.after_merger()
    now = replace(of.other_readings[0].today, value=Decimal(611), reporters_reporting=10, reporters_expected=12)
    same = replace(of, other_readings=(replace(of.other_readings[0], today=now),))
    blocks = section(document(same), "Số liệu theo địa giới")
    assert "Có 1 số liệu cùng một giá trị ở cả hai địa giới" in texts(blocks)
    assert "1 số liệu của 10/12 đơn vị" in texts(blocks)
    assert tables(blocks) == {}


def test_the_country_lists_its_provinces_and_maps_them() -> None:
    built = document(report_parts.of_country())
    map_of_tiles = next(
        block.data for block in built.blocks if isinstance(block, DocumentChart) and isinstance(block.data, TileMap)
    )
    by_code = {tile.province_code: tile for tile in map_of_tiles.tiles}
    assert len(by_code) == 34
    assert by_code["01"].label == "1.450"
    assert by_code["42"].is_partial
    assert by_code["79"].value is None
    assert any(one.title == "SỐ LIỆU THEO TỈNH, THÀNH PHỐ" for one in built.appendices)


def test_provinces_of_before_2025_are_not_put_on_the_map_of_today() -> None:
    blocks = document(replace(report_parts.of_country(), provinces_today=())).blocks
    assert not any(isinstance(block, DocumentChart) and isinstance(block.data, TileMap) for block in blocks)


def test_the_country_counts_provinces_and_claims_no_punctuality() -> None:
    told = texts(section(document(report_parts.of_country()), "TÌNH HÌNH GỬI BÁO CÁO"))
    assert told.startswith("Có số liệu của 3/3 tỉnh, thành phố; số đơn vị đã tiếp nhận báo cáo: 34/36.")
    assert "đúng hạn" not in told


def test_an_erratum_says_so_and_lists_what_it_corrects_first() -> None:
    built = document(report_parts.erratum(), edition=2)
    assert built.letterhead.erratum_note == "(Đính chính lần 1, thay thế báo cáo đã gửi trước đây)"
    assert isinstance(built.blocks[0], SectionHeading)
    assert built.blocks[0].text == "NỘI DUNG ĐÍNH CHÍNH"
    assert document(content()).letterhead.erratum_note == ""


def test_very_many_absentees_are_counted_and_listed_in_the_appendix() -> None:
    one = reporters(("missing",) * 10)[0]
    many = tuple(replace(one, name=f"Xã {number}", area_code=str(number)) for number in range(100))
    told = texts(document(content(reporters=many)).blocks)
    assert "Chưa báo cáo (100): Xã 0, " in told
    assert "Xã 29 và 70 đơn vị khác (xem phụ lục)." in told


def test_a_publication_of_before_these_sections_is_told_as_well() -> None:
    old = content(indicators=(), sectors=(), support_policies=(), figures=main_figures())
    assert "toàn tỉnh có 611 hợp tác xã" in texts(document(old).blocks)
