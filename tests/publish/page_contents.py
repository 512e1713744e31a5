"""Publications whose pages are looked at: the usual ones, and those that try to break a layout."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from ingest.raw.ids import content_id
from publish.content import (
    ChangeReason,
    Correction,
    Figure,
    FigureChange,
    Finding,
    GateNote,
    GateSuite,
    GateWaiver,
    Narrative,
    PressClaim,
    ProvinceOfNation,
    ReportContent,
    Reporter,
    RoundTimeliness,
    SupportTotal,
    Target,
)
from publish.publications import Publication
from publish.report.charts import province_tiles
from publish.report.document import Language
from tests.publish.chart_samples import LONG_NAME
from tests.publish.report_contents import (
    NUMBERS,
    compared,
    content,
    figure,
    figure_id,
    indicators,
    main_figures,
    publication,
    related,
    reporters,
    seed,
)
from tests.publish.report_parts import annual_of_country

NARRATIVE = (
    "Nguồn vốn hỗ trợ hợp tác xã còn hạn chế, chưa kịp thời; đa số hợp tác xã không có tài sản thế chấp nên khó tiếp "
    "cận vốn vay của các tổ chức tín dụng; cơ sở vật chất, trang thiết bị phục vụ sản xuất còn lạc hậu."
)
LONG_OFFICE = LONG_NAME.partition(" (")[0]
HUGE = Decimal(987_654_321_987_654)
STRANGE_TEXT = (
    '=HYPERLINK("http://vi.du/rat-dai?tham-so=mot,hai,ba&x=y") <b>đậm</b> & «ngoặc» \u200e\u0007 漢 ½ ≤ 10⁶ 🌾'
)


@dataclass(frozen=True, slots=True)
class PageCase:
    """A publication in one language."""

    publication: Publication
    language: Language = "vi"


def cases() -> Mapping[str, PageCase]:
    """Every publication whose pages are tested, by name."""
    return {
        "half_year": PageCase(publication(full("2024-H1"))),
        "annual": PageCase(publication(full("2024"))),
        "erratum": PageCase(publication(corrected(), edition=2)),
        "nothing_known": PageCase(publication(nothing_known())),
        "hostile": PageCase(publication(hostile())),
        "nation": PageCase(publication(nation())),
        "nation_by_year": PageCase(publication(annual_of_country())),
        "english": PageCase(publication(full("2024-H1")), "en"),
    }


def full(period_key: str) -> ReportContent:
    """A report of Hà Tĩnh with something in every part of it; two districts are missing, one was refused."""
    statuses = (*("accepted",) * 6, "accepted_with_warnings", "rejected", "late_pending", "missing")
    figures = main_figures(period_key, reporting=7)
    by_key = {one.indicator_key: one for one in figures}
    earlier = [key for key in NUMBERS if key in by_key][:14]
    before = f"{int(period_key[:4]) - 1}{period_key[4:]}"
    return content(
        period_key,
        figures=figures,
        reporters=reporters(statuses),
        comparisons=tuple(
            compared(by_key[key], related(key, NUMBERS[key] * 97 // 100, before), is_like=True) for key in earlier
        ),
        history=tuple(
            related(key, NUMBERS[key] * (80 + 4 * place) // 100, f"{year}-H1", reporting=10 - place % 2)
            for key in ("HTX.coop_total", "HTX.coop_active")
            for place, year in enumerate(range(2020, 2024))
        ),
        sector_figures=tuple(
            figure("HTX.coop_total", 7 * place + 4, period_key, by_key["HTX.coop_total"].value_status, sector_code=code)
            for place, code in enumerate(row["code"] for row in seed("sectors") if row["parent_code"] == "all")
        ),
        targets=tuple(_target(by_key[key], percent) for key, percent in zip(earlier, _PERCENTS, strict=False)),
        findings=tuple(_finding(place) for place in range(9)),
        press_claims=tuple(_press(key, period_key) for key in earlier[:4]),
        gate_notes=(
            GateNote("marts_figures", "fct_figure", "drift", "warning", 3, "Số THT tăng 41 % so với kỳ trước."),
        ),
        gate_suites=tuple(
            GateSuite(f"marts_{name}", checks=26, met=24, unmet=1) for name in ("figures", "claims", "areas")
        ),
        gate_waivers=(
            GateWaiver("marts_figures", "drift", NARRATIVE, "Nguyễn Thị Hạnh", date(2024, 6, 30), "42", period_key),
        ),
        narratives=tuple(
            Narrative(
                content_id("narrative", topic, str(place)),
                topic,
                f"Huyện Can Lộc {place}",
                False,
                place,
                NARRATIVE,
                "bao-cao.docx",
                "0" * 64,
                None,
                f"đoạn {place}",
            )
            for topic in ("difficulties", "proposals", "benefits", "directions")
            for place in range(3)
        ),
        support_totals=tuple(
            SupportTotal(
                figure_id("support", row["policy_code"]),
                row["policy_code"],
                "local",
                period_key,
                "actual",
                Decimal(10**9 + 37 * 10**6 * place),
                5,
                10,
            )
            for place, row in enumerate(seed("support_policies"))
        ),
        rounds=tuple(
            RoundTimeliness(f"{year}-H1", f"6T/{year}", f"H1 {year}", date(year, 5, 21), 10, 7, 1, 1, 0, 1, 0)
            for year in range(2021, 2025)
        ),
    )


def corrected() -> ReportContent:
    """An erratum: two numbers changed, with why."""
    whole = full("2024-H1")
    reason = ChangeReason(
        "accepted_late", "Huyện Nghi Xuân", None, "1.234", "42_Nghi-Xuan.xlsx", "Biểu A-1", "F12",
        datetime(2024, 6, 3, 2, 30, tzinfo=UTC),
    )  # fmt: skip
    changes = tuple(
        FigureChange(
            "total",
            "changed",
            True,
            one.indicator_key,
            one.indicator_name,
            "all",
            one.period_key,
            one.value_status,
            False,
            None,
            one.figure_id,
            one.figure_id,
            one.value - 12,
            one.value,
            Decimal(12),
            one.canonical_unit,
            one.canonical_unit,
            f"{one.value - 12}",
            f"{one.value}",
            6,
            7,
            10,
            10,
            (reason,) * 3,
        )
        for one in whole.figures[:2]
        if one.value is not None
    )
    before = Correction(
        content_id("publication of a test", "42", "2024-H1", 1), 1, datetime(2024, 5, 28, 2, tzinfo=UTC),
        "41/BC-LMHTX", date(2024, 5, 29), changes,
    )  # fmt: skip
    return replace(whole, correction=before)


def nothing_known() -> ReportContent:
    """Nobody reported."""
    return content(
        figures=main_figures(numbers={}, reporting=0), reporters=reporters(("missing",) * 10), indicators=(), sectors=()
    )


def hostile() -> ReportContent:
    """168 reporters; names that do not end, huge numbers, signs that no font has."""
    whole = full("2024-H1")
    model = whole.reporters[0]
    many = tuple(
        replace(
            model, area_code=f"{27000 + place}", name=f"Phường {_name(place)}", short_name=_name(place),
            status=("accepted", "rejected", "missing", "late_pending")[place % 4], is_on_time=place % 3 == 0,
            received_at=None if place % 4 == 2 else model.received_at,
            reasons_vi=STRANGE_TEXT if place % 8 == 1 else None,
        )
        for place in range(168)
    )  # fmt: skip
    huge = dict.fromkeys(NUMBERS, HUGE)
    return replace(
        whole,
        area_name=LONG_OFFICE,
        duty=replace(whole.duty, owner_name=LONG_OFFICE, creditor_name=LONG_OFFICE),
        reporters=many,
        figures=tuple(
            replace(one, absentees=tuple(reporter.name for reporter in many if reporter.status == "missing"))
            for one in main_figures(numbers=huge, reporting=42, expected=168)
        ),
        targets=tuple(replace(one, actual_value=HUGE) for one in whole.targets),
        findings=tuple(
            replace(_finding(place), reporter=many[place * 4].name, sentence_vi=STRANGE_TEXT * 3, sheet="Biểu" * 20)
            for place in range(30)
        ),
        narratives=tuple(replace(one, text=STRANGE_TEXT + "dài" * 90, reporter=LONG_NAME) for one in whole.narratives),
        gate_notes=tuple(replace(one, detail_vi="x" * 240) for one in whole.gate_notes),
    )


def nation() -> ReportContent:
    """The country: 34 provinces are its reporters."""
    whole = full("2024-H1")
    provinces = tuple(
        ProvinceOfNation(
            code, tile.short_name, tile.short_name, 100 + place, 90 + place,
            tuple(
                related(key, None if place == 5 else NUMBERS[key] + 31 * place, "2024-H1", area_code=code,
                        area_name=tile.short_name, reporting=90, expected=100)
                for key in ("HTX.coop_total", "HTX.members_total", "LHHTX.union_total", "THT.group_total")
            ),
        )
        for place, (code, tile) in enumerate(province_tiles().items())
    )  # fmt: skip
    asked: tuple[Reporter, ...] = tuple(
        replace(whole.reporters[0], area_code=one.province_code, name=one.name, short_name=one.short_name)
        for one in provinces
    )
    duty = replace(whole.duty, owner_name="Liên minh Hợp tác xã Việt Nam", creditor_name="Bộ Tài chính")
    return replace(
        whole, area_code="VN", area_name="Việt Nam", area_short_name="Việt Nam", area_level="country", duty=duty,
        provinces=provinces, provinces_today=provinces, reporters=asked,
    )  # fmt: skip


_PERCENTS = ("101.4", "62.5", "88", "640", "0", None)


def _target(actual: Figure, percent: str | None) -> Target:
    key, period_key = actual.indicator_key, actual.period_key
    reached = None if percent is None else Decimal(percent)
    verdict = "not_evaluable" if reached is None else "behind" if reached < 80 else "on_track"
    return Target(
        target_claim_id=content_id("target", key), indicator_key=key, indicator_name=indicators()[key].name_vi,
        canonical_unit=indicators()[key].canonical_unit, target_period_key=period_key[:4],
        target_low=NUMBERS[key], target_high=NUMBERS[key] * 2, qualifier="range",
        actual_figure_id=actual.figure_id,
        actual_period_key=period_key, actual_value=NUMBERS[key], progress_percent=reached,
        verdict=verdict, reason=None if reached is not None else "chưa đủ đơn vị báo cáo",  # type: ignore[arg-type]
        source_name="Báo Hà Tĩnh", article_url="https://bao.vi.du/kinh-te/2024", evidence_text="từ 10 đến 20 HTX",
    )  # fmt: skip


def _finding(place: int) -> Finding:
    return Finding(
        "Huyện Hương Khê", "out_of_range.revenue_avg", "warning", "A-1", f"F{20 + place}", "25.000",
        "Doanh thu bình quân một HTX là 25 tỷ đồng, ngoài khoảng thường gặp 0,1–20 tỷ đồng.",
        "Kiểm tra đơn vị tính của ô này.",
    )  # fmt: skip


def _press(key: str, period_key: str) -> PressClaim:
    value = NUMBERS[key] + 12
    return PressClaim(
        content_id("press", key), key, indicators()[key].name_vi, indicators()[key].canonical_unit, period_key,
        date(2024, 6, 30), "actual", "about", value, value, value, "Cổng thông tin điện tử tỉnh Hà Tĩnh",
        "https://hatinh.vi.du/tin-tuc/phat-trien-kinh-te-tap-the-hop-tac-xa-6-thang-dau-nam-2024.html",
        "toàn tỉnh có khoảng 623 hợp tác xã", None, NUMBERS[key], Decimal("2.0"),
    )  # fmt: skip


def _name(place: int) -> str:
    return LONG_NAME if place % 40 == 7 else f"Tân Thới Hiệp {place}"
