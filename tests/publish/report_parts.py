"""The parts of a report beside its figures, built by hand: targets, support money, texts, sources, checks, rounds."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from publish.content import (
    DepartmentClaim,
    Finding,
    GateNote,
    GateSuite,
    GateWaiver,
    Narrative,
    OtherReading,
    ProvinceOfNation,
    Reconciliation,
    ReportContent,
    RoundOfFigure,
    RoundTimeliness,
    RuleResult,
    SupportTotal,
    SupportValue,
    Target,
)
from publish.content.correction import ChangeReason, Correction, FigureChange
from tests.publish.report_contents import (
    MILLION,
    NUMBERS,
    compared,
    content,
    figure,
    figure_id,
    indicators,
    main_figures,
    related,
    reporters,
)


def target(indicator_key: str, aim: int | None, actual: int | None, verdict: str, **others: Any) -> Target:
    """A target of a paper for 2024, one amount to reach, unless told."""
    indicator = indicators()[indicator_key]
    percent = None if not aim or actual is None else Decimal(actual) / aim * 100
    named: dict[str, Any] = {
        "target_claim_id": None,
        "indicator_key": indicator_key,
        "indicator_name": indicator.name_vi,
        "canonical_unit": indicator.canonical_unit,
        "target_period_key": "2024",
        "target_low": None if aim is None else Decimal(aim),
        "target_high": None if aim is None else Decimal(aim),
        "qualifier": "exact",
        "actual_figure_id": figure_id(indicator_key, "2024-H1", "actual", "all", "complete"),
        "actual_period_key": "2024-H1",
        "actual_value": None if actual is None else Decimal(actual),
        "progress_percent": percent,
        "verdict": verdict,
        "reason": "Chưa có số liệu thực hiện của chỉ tiêu này trong kỳ." if verdict == "not_evaluable" else None,
        "source_name": "UBND tỉnh Hà Tĩnh",
        "article_url": None,
        "evidence_text": None,
        "target_kind": "document",
        "document_number": "10/KH-UBND",
        "document_title": "Kế hoạch phát triển kinh tế tập thể năm 2024",
        "reporters_reporting": 10,
        "reporters_expected": 10,
    }
    return Target(**{**named, **others})


def support_total(policy: str, source: str, millions: Decimal | int | None, **others: Any) -> SupportTotal:
    """What ten areas wrote for a policy and a source of funds in the first half of 2024."""
    total = SupportTotal(
        figure_id=figure_id("support", policy, source, str(sorted(others))),
        policy_code=policy,
        funding_source=source,
        period_key="2024-H1",
        value_status="actual",
        value=None if millions is None else millions * MILLION,
        areas_stating=10,
        areas_expected=10,
    )
    return replace(total, **others)


def department_support(policy: str, millions: int) -> SupportValue:
    return SupportValue(
        support_value_id=figure_id("department", policy),
        reporter="Sở Nông nghiệp và Phát triển nông thôn",
        is_department=True,
        policy_code=policy,
        funding_source="all",
        period_key="2024-H1",
        value_status="actual",
        label="Đào tạo",
        value=millions * MILLION,
        value_reading="value",
        printed_value=str(millions),
        printed_unit="triệu đồng",
        file_name="so-nn.xlsx",
        file_sha256="0" * 64,
        sheet="Phụ lục 3",
        cell="D7",
    )


def narrative(topic: str, reporter: str, text: str, ordinal: int = 1) -> Narrative:
    return Narrative(
        narrative_id=figure_id("narrative", topic, reporter, text),
        topic=topic,
        reporter=reporter,
        is_department=False,
        ordinal=ordinal,
        text=text,
        file_name="bao-cao.docx",
        file_sha256="0" * 64,
        sheet=None,
        address=f"đoạn {ordinal}",
    )


def source(kind: str, value: int, verdict: str, **others: Any) -> Reconciliation:
    """What a source says of the number of cooperatives in the first half of 2024, beside the reports' 611."""
    is_preferred = verdict == "preferred"
    named: dict[str, Any] = {
        "reconciliation_id": figure_id("reconciliation", kind),
        "coordinates_id": figure_id("coordinates", "HTX.coop_total"),
        "indicator_key": "HTX.coop_total",
        "sector_code": "all",
        "period_key": "2024-H1",
        "value_status": "actual",
        "stated_as": "actual",
        "canonical_unit": "HTX",
        "source_kind": kind,
        "source_name": None if kind == "submissions" else "Báo Hà Tĩnh",
        "is_first": True,
        "is_preferred": is_preferred,
        "value": Decimal(value),
        "value_low": Decimal(value),
        "value_high": Decimal(value),
        "qualifier": "exact",
        "reporters_expected": 10 if kind == "submissions" else None,
        "reporters_reporting": 10 if kind == "submissions" else None,
        "preferred_source_kind": "submissions",
        "preferred_value": Decimal(611),
        "difference": None if is_preferred else Decimal(value - 611),
        "share_percent": None if is_preferred else Decimal(value) / 611 * 100,
        "tolerance_percent": Decimal(5),
        "verdict": verdict,
        "why_vi": "Cộng từ báo cáo đã nhận của mọi đơn vị" if is_preferred else "Báo chí đưa tin",
        "why_en": "Summed from all reports" if is_preferred else "Told by the press",
        "evidence_kind": "figure" if kind == "submissions" else "claim",
        "evidence_id": figure_id("HTX.coop_total", "2024-H1", "actual", "all", "complete"),
    }
    return Reconciliation(**{**named, **others})


def department_claim(value: int) -> DepartmentClaim:
    return DepartmentClaim(
        claim_id=figure_id("department claim"),
        department="Sở Nông nghiệp và Phát triển nông thôn",
        indicator_key="HTX.coop_total",
        sector_code="agri",
        period_key="2024-H1",
        value_status="actual",
        canonical_unit="HTX",
        department_value=Decimal(value),
        territorial_figure_id=figure_id("HTX.coop_total", "2024-H1", "actual", "agri", "complete"),
        territorial_value=Decimal(410),
        reporters_expected=10,
        reporters_reporting=10,
        difference=Decimal(value - 410),
        share_percent=Decimal(value) / 410 * 100,
        verdict="differs",
        file_name="so-nn.xlsx",
        sheet="Biểu 1",
        cell="D5",
    )


def round_of(period_key: str, on_time: int, missing: int) -> RoundTimeliness:
    return RoundTimeliness(
        period_key=period_key,
        period_name_vi=period_key,
        period_name_en=period_key,
        due_before=date(int(period_key[:4]), 5, 21),
        expected=on_time + missing + 1,
        on_time=on_time,
        late=1,
        rejected=0,
        pending=0,
        missing=missing,
        nil=0,
    )


def rule_result(reporter: str | None, state: str) -> RuleResult:
    return RuleResult(
        rule_result_id=figure_id("rule", str(reporter), state),
        rule_code="roll_forward",
        rule_name_vi="Số cuối kỳ bằng số đầu kỳ cộng tăng trừ giảm",
        rule_name_en="End equals start plus new less dissolved",
        reporter=reporter,
        indicator_key="HTX.coop_total",
        sector_code="all",
        period_key="2024-H1",
        value_status="actual",
        canonical_unit="HTX",
        left_value=Decimal(611),
        right_value=Decimal(613),
        difference=Decimal(-2),
        tolerance=Decimal(0),
        state=state,  # type: ignore[arg-type]
        state_by="Nguyễn Thị Lan" if state != "open" else None,
        state_reason="hai hợp tác xã chuyển sang doanh nghiệp" if state != "open" else None,
        sentence_vi="Cuối kỳ 611 hợp tác xã, tính từ đầu kỳ là 613.",
        sentence_en="611 cooperatives at the end, 613 from the start.",
        addresses=("PL1!D5",),
    )


def full_content(**parts: Any) -> ReportContent:
    """Hà Tĩnh's first half of 2024 with something in every part of the report."""
    figures = main_figures()
    by_key = {one.indicator_key: one for one in figures}
    plans = (
        figure("HTX.coop_total", 663, "2024", "plan"),
        figure("HTX.coop_new", 12, "2024", "plan"),
        figure("HTX.coop_total", 640, "2024", "estimate"),
        figure("HTX.revenue_avg", 2100 * MILLION, "2024", "estimate"),
        figure("HTX.revenue_avg", 2000 * MILLION, "2024", "plan"),
        figure("HTX.coop_total", 700, "2025", "plan", reporting=8),
        figure("HTX.coop_total", 606, "2023", "actual", reporting=9),
    )
    comparisons = (
        compared(by_key["HTX.coop_total"], related("HTX.coop_total", 599, "2023-H1")),
        compared(by_key["HTX.coop_total"], related("HTX.coop_total", 606, "2023"), "previous_period"),
        compared(by_key["THT.group_total"], related("THT.group_total", 1_700, "2023-H1", reporting=8)),
        compared(by_key["HTX.members_total"], related("HTX.members_total", 67_890, "2023-H1")),
        compared(by_key["HTX.revenue_avg"], related("HTX.revenue_avg", 1_700 * MILLION, "2023-H1")),
        compared(by_key["HTX.profit_avg"], related("HTX.profit_avg", 10 * MILLION, "2023-H1")),
    )
    sectors = (("agri", 410), ("nonagri", 200), ("construction", 40), ("trade_service", 99))
    named: dict[str, Any] = {
        "figures": (*figures, *plans),
        "comparisons": comparisons,
        "history": (related("HTX.coop_total", 580, "2022-H1"), *(one.earlier for one in comparisons)),
        "sector_figures": tuple(figure("HTX.coop_total", value, sector_code=sector) for sector, value in sectors),
        "reporters": reporters(("accepted",) * 7 + ("missing", "late_pending", "rejected")),
        "targets": (
            target("HTX.coop_total", 663, 611, "behind"),
            target("HTX.coop_new", 12, 14, "met"),
            target("HTX.coop_effective", None, None, "not_evaluable"),
            target("HTX.coop_active", 560, 570, "met", target_high=Decimal(600), range_position="within"),
        ),
        "next_targets": (target("HTX.coop_new", 30, None, "not_evaluable", target_period_key="2025"),),
        "support_totals": (
            support_total("training", "all", Decimal("1250.5")),
            support_total("training", "central", 500),
            support_total("training", "local", Decimal("750.5")),
            support_total("land", "all", 0, areas_stating=3),
            support_total("training", "all", 3000, period_key="2024", value_status="plan"),
        ),
        "support_values": (department_support("training", 900),),
        "narratives": (
            narrative("difficulties", "Huyện Can Lộc", "- Thiếu vốn sản xuất, khó vay ngân hàng."),
            narrative("difficulties", "Huyện Đức Thọ", "Thiếu vốn sản xuất, khó vay ngân hàng"),
            narrative("difficulties", "Huyện Hương Sơn", "Mưa bão làm hỏng kênh mương"),
            narrative("proposals", "Huyện Can Lộc", "Đề nghị tỉnh mở lớp đào tạo cán bộ quản lý."),
            narrative("benefits", "Huyện Nghi Xuân", "Thành viên mua vật tư rẻ hơn 10%."),
            narrative("directions", "Huyện Nghi Xuân", "Thành lập hai hợp tác xã thủy sản."),
        ),
        "reconciliations": (source("submissions", 611, "preferred"), source("press", 620, "agrees")),
        "department_claims": (department_claim(398),),
        "rounds": (round_of("2023", 8, 1), round_of("2024-H1", 6, 1)),
        "rule_results": (rule_result(None, "open"), rule_result("Huyện Can Lộc", "explained")),
        "findings": (
            Finding(
                "Huyện Can Lộc", "range", "warning", "PL1", "E27", "95.000", "Ngoài khoảng thường gặp.", "Xem lại."
            ),
            Finding("Huyện Nghi Xuân", "active_over_total", "error", "PL1", "D6", "70", "70 lớn hơn 60.", "Sửa lại."),
        ),
        "gate_suites": (GateSuite("fct_figure", 40, 38, 1), GateSuite("plausible_figures", 90, 80, 0)),
        "gate_notes": (GateNote("fct_figure", "fct_figure", "sums", "critical", 1, "Tổng số THT không bằng phần."),),
        "gate_waivers": (
            GateWaiver("fct_figure", "sums", "Sửa ở kỳ sau", "Trần Văn Minh", date(2024, 6, 30), "42", "2024-H1"),
        ),
    }
    return content(**{**named, **parts})


def after_merger() -> ReportContent:
    """Năm 2024 of a province that is part of another today: both readings."""
    figures = main_figures("2024")
    today = related("HTX.coop_total", 1_020, "2024", value_status="estimate", reporting=30, expected=31)
    today = replace(today, area_code="44", area_name="Tỉnh Quảng Trị", boundary_reading="todays_boundaries")
    return content("2024", figures=figures, other_readings=(OtherReading(figures[0].figure_id, today),))


PROVINCES = (("01", "Hà Nội", 12, 1_450), ("42", "Hà Tĩnh", 10, 611), ("46", "Huế", 12, 321))


def of_country() -> ReportContent:
    """The country's first half of 2024: three provinces heard, one of them in part."""
    period_key = "2024-H1"
    provinces = tuple(
        ProvinceOfNation(
            province_code=code,
            name=name,
            short_name=name,
            reporters_expected=12,
            reporters_accepted=accepted,
            figures=(
                replace(
                    related("HTX.coop_total", value, period_key, reporting=accepted, expected=12),
                    figure_id=figure_id("province", code),
                    area_code=code,
                    area_name=name,
                ),
            ),
        )
        for code, name, accepted, value in (
            ("01", "Hà Nội", 12, 1_450),
            ("42", "Hà Tĩnh", 10, 611),
            ("46", "Huế", 12, 321),
        )
    )
    figures = main_figures(period_key, reporting=34, expected=36)
    return content(
        period_key,
        area_code="00", area_name="Cả nước", area_short_name="Cả nước", area_level="country", provinces=provinces,
        provinces_today=provinces,
        figures=figures, reporters=(),
    )  # fmt: skip


def annual_of_country() -> ReportContent:
    """The country's year 2024: of Hà Nội all sent an annual report, of Hà Tĩnh some, of Huế nobody since the half."""
    half, rounds = of_country(), {
        "01": (RoundOfFigure("2024", 12),),
        "42": (RoundOfFigure("2024", 6), RoundOfFigure("2024-H1", 4)),
        "46": (RoundOfFigure("2024-H1", 12),),
    }  # fmt: skip
    accepted = {"01": 12, "42": 6, "46": 0}
    provinces = tuple(
        replace(
            province,
            reporters_accepted=accepted[province.province_code],
            figures=tuple(
                replace(one, period_key="2024", value_status="estimate", rounds=rounds[province.province_code])
                for one in province.figures
            ),
        )
        for province in half.provinces
    )
    of_all = (RoundOfFigure("2024", 18), RoundOfFigure("2024-H1", 16))
    figures = tuple(replace(one, rounds=of_all) for one in main_figures("2024", reporting=34, expected=36))
    sectors = tuple(
        figure("HTX.coop_total", value, "2024", "estimate", sector_code=code)
        for code, value in (("agri", 410), ("nonagri", 201))
    )
    return replace(
        annual(), area_code="00", area_name="Cả nước", area_short_name="Cả nước", area_level="country",
        provinces=provinces, provinces_today=provinces, figures=figures, sector_figures=sectors, reporters=(),
    )  # fmt: skip


def erratum() -> ReportContent:
    """The same, corrected once: one district sent a mended report."""
    now = main_figures()[0]
    change = FigureChange(
        kind="changed",
        part="total",
        is_material=True,
        indicator_key="HTX.coop_total",
        indicator_name=now.indicator_name,
        sector_code="all",
        period_key="2024-H1",
        value_status="actual",
        is_estimated=False,
        place=None,
        old_figure_id=figure_id("old"),
        new_figure_id=now.figure_id,
        old_value=Decimal(609),
        new_value=Decimal(611),
        difference=Decimal(2),
        canonical_unit="HTX",
        printed_unit="HTX",
        old_text="609",
        new_text="611",
        old_reporting=10,
        new_reporting=10,
        old_expected=10,
        new_expected=10,
        reasons=(ChangeReason("corrected", "Huyện Can Lộc", "52", "54", "can-loc.xlsx", "PL1", "D5", None),),
    )
    frozen = datetime(2024, 5, 21, 2, 0, tzinfo=UTC)
    correction = Correction(figure_id("first"), 1, frozen, "12/BC-LMHTX", date(2024, 5, 25), (change,))
    return content(correction=correction)


def partial() -> ReportContent:
    """Seven of ten reporters in every total, and an estimate beside the first."""
    figures = main_figures(reporting=7)
    estimate = figure("HTX.coop_total", 698, completeness="estimated", reporting=7)
    statuses = ("accepted",) * 7 + ("missing",) * 3
    return content(figures=(*figures, estimate), reporters=reporters(statuses))


def nil_round() -> ReportContent:
    """Everybody reported that there is nothing."""
    figures = main_figures(numbers=dict.fromkeys(NUMBERS, Decimal(0)))
    return content(figures=figures, reporters=reporters(is_nil=True, values=()))


def nothing_known() -> ReportContent:
    """Nobody reported."""
    return content(figures=main_figures(numbers={}, reporting=0), reporters=reporters(("missing",) * 10))


def huge() -> ReportContent:
    """Numbers as large as the store takes, with six decimals, and negative ones."""
    great = Decimal("987654321012345678.123456")
    figures = tuple(
        replace(one, value=-great if place % 2 else great)
        for place, one in enumerate(main_figures(numbers=dict.fromkeys(NUMBERS, great)))
    )
    return content(figures=figures)


def annual() -> ReportContent:
    """Năm 2024: the estimate of the year, beside the actual of the year before."""
    figures = main_figures("2024")
    total = next(one for one in figures if one.indicator_key == "HTX.coop_total")
    plan = figure("HTX.coop_total", 611, "2024", "plan")
    comparison = compared(total, related("HTX.coop_total", 615, "2023"))
    return content("2024", figures=(*figures, plan), comparisons=(comparison,), history=(comparison.earlier,))
