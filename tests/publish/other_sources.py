"""What the marts of TP.HCM's half-year hold besides the totals: sectors, other periods, places and sources.

Small made-up rows of each kind, all of the city and its reporters, so that every part of a report has something to
print. The numbers are written out: a test can name them.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.publish.ids import named_uuid

Row = dict[str, object]

CITY_OF_TODAY_KEY = 7901
COUNTRY_KEY = 1
PROVINCE_OF_TODAY = 790100
SUPPORT_OF_DISTRICTS = (Decimal(120_000_000), Decimal(80_000_000), None)
"""What the first three districts state for training from the local budget; the third left it blank."""
COOPERATIVES_A_YEAR_BEFORE = Decimal(700)
GROUPS_A_YEAR_BEFORE = Decimal(3_000)


def dimensions(province_key: int) -> dict[str, list[Row]]:
    """Sectors, agencies, and the city before and after July 2025."""
    return {
        "dim_sector": [
            {"sector_code": code, "name_vi": vi, "name_en": en, "parent_sector_code": parent}
            for code, vi, en, parent in (
                ("all", "Tất cả", "All sectors", None),
                ("agri", "Nông - lâm - ngư - diêm nghiệp", "Agriculture, forestry, fishery, salt", "all"),
                ("nonagri", "Phi nông nghiệp", "Non-agriculture", "all"),
                ("trade_service", "Thương mại - dịch vụ", "Trade and services", "nonagri"),
            )
        ],
        "dim_agency": [
            {"agency_code": "lmhtx-79", "name_vi": "Liên minh Hợp tác xã Thành phố Hồ Chí Minh", "province_code": "79"},
            {"agency_code": "snnptnt-79", "name_vi": "Sở Nông nghiệp và Phát triển nông thôn", "province_code": "79"},
        ],
        "dim_province": [
            {
                "province_key": province_key,
                "province_code": "79",
                "province_name": "Thành phố Hồ Chí Minh",
                "successor_province_key": PROVINCE_OF_TODAY,
            },
            {"province_key": PROVINCE_OF_TODAY, "province_code": "79", "province_name": "Thành phố Hồ Chí Minh"},
        ],
    }


def city_of_today() -> Row:
    """The city with Bình Dương and Bà Rịa - Vũng Tàu, from 1 July 2025."""
    return {
        "area_key": CITY_OF_TODAY_KEY,
        "area_code": "79",
        "area_name": "Thành phố Hồ Chí Minh",
        "short_name": "TP.HCM",
        "area_level": "province",
        "sort_key": "79",
        "province_key": PROVINCE_OF_TODAY,
        "valid_from": date(2025, 7, 1),
        "valid_to": None,
    }


def country() -> Row:
    """The country, which is of no province."""
    return {
        "area_key": COUNTRY_KEY,
        "area_code": "VN",
        "area_name": "Việt Nam",
        "short_name": "Việt Nam",
        "area_level": "country",
        "sort_key": "58",
        "valid_from": date(2004, 1, 1),
        "valid_to": None,
    }


def sector_claims(claims: Sequence[Row], period_key: str) -> list[Row]:
    """Form A-2 of each reporter: its cooperatives in two sectors that make the whole."""
    rows: list[Row] = []
    for claim in claims:
        is_total = (claim["indicator_key"], claim["period_key"]) == ("HTX.coop_total", period_key)
        if is_total and isinstance(claim["value"], Decimal):
            of_farms = claim["value"] // 2
            for sector, value in (("agri", of_farms), ("trade_service", claim["value"] - of_farms)):
                rows.append(
                    {
                        **claim,
                        "claim_id": named_uuid("claim", claim["claim_id"], sector),
                        "sector_code": sector,
                        "value": value,
                        "printed_value": str(value),
                        "sheet": "A-2",
                        "cell": f"F{9 if sector == 'agri' else 14}",
                    }
                )
    return rows


def sector_figures(claims: Sequence[Row], whole: Row) -> tuple[list[Row], list[Row]]:
    """The reported total of each sector with its bridge; `whole` is the figure over all sectors."""
    figures: list[Row] = []
    bridge: list[Row] = []
    for sector in ("agri", "trade_service"):
        of_sector = [claim for claim in claims if claim["sector_code"] == sector]
        figure_id = named_uuid("figure", whole["figure_id"], sector)
        total = sum((Decimal(str(claim["value"])) for claim in of_sector), Decimal(0))
        figures.append({**whole, "figure_id": figure_id, "sector_code": sector, "value": total, "numerator": total})
        bridge += [{"figure_id": figure_id, "claim_id": claim["claim_id"], "weight": Decimal(1)} for claim in of_sector]
    return figures, bridge


def related_figures(figures: Sequence[Row]) -> list[Row]:
    """The half-year before: cooperatives of all 22, groups of those who report now; the city of today; the country."""
    rows: list[Row] = []
    for figure in figures:
        if (figure["period_key"], figure["value_status"], figure["completeness"]) != ("2024-H1", "actual", "reported"):
            continue
        key = figure["indicator_key"]
        # the city alone has spoken, of two provinces
        rows.append(
            {
                **figure,
                "figure_id": named_uuid("figure", key, "VN"),
                "area_key": COUNTRY_KEY,
                "reporters_expected": 23,
                "reason": "1/2 tỉnh, thành phố và 19/23 đơn vị có số liệu.",
            }
        )
        before = {**figure, "period_key": "2023-H1", "figure_id": named_uuid("figure", key, "2023-H1")}
        if key == "HTX.coop_total":
            everybody = {"completeness": "complete", "reporters_reporting": 22, "absentees": [], "reason": None}
            rows.append({**before, **everybody, "value": COOPERATIVES_A_YEAR_BEFORE})
            rows.append(
                {
                    **figure,
                    "figure_id": named_uuid("figure", key, "today"),
                    "area_key": CITY_OF_TODAY_KEY,
                    "boundary_reading": "todays_boundaries",
                    "reporters_expected": 24,
                }
            )
        if key == "THT.group_total":
            rows.append({**before, "value": GROUPS_A_YEAR_BEFORE})
    return rows


def beside_the_totals(submissions: Sequence[Row], figures: Sequence[Row], province_key: int) -> dict[str, list[Row]]:
    """Support, narratives, contradictions, other sources and earlier rounds."""
    first, second, third = [row for row in submissions if row["status"] == "accepted"][:3]
    total = next(
        row
        for row in figures
        if (row["indicator_key"], row["period_key"], row["completeness"], row["sector_code"])
        == ("HTX.coop_total", "2024-H1", "reported", "all")
    )
    return {
        "fct_support_value": [
            _support(submission, amount)
            for submission, amount in zip((first, second, third), SUPPORT_OF_DISTRICTS, strict=True)
        ],
        "fct_narrative": [
            _paragraph(first, "difficulties", 1, "Nhiều hợp tác xã thiếu vốn và chưa có trụ sở ổn định."),
            _paragraph(second, "difficulties", 1, "Cán bộ quản lý lớn tuổi, ít được đào tạo."),
            _paragraph(second, "proposals", 2, "Đề nghị Thành phố bổ sung vốn cho Quỹ hỗ trợ phát triển hợp tác xã."),
        ],
        "fct_rule_result": [
            _contradiction(first, "open", None, None),
            _contradiction(second, "explained", "ubnd@quan3.example", "Hai hợp tác xã mới chuyển về địa bàn."),
            _contradiction(third, "fixed", None, None),
        ],
        "fct_reconciliation": _reconciled(total),
        "fct_department_claim": [],
        "mart_reporting_round": [
            _round(province_key, "2023", date(2023, 11, 20), on_time=18, late=2, missing=2),
            _round(province_key, "2024-H1", date(2024, 5, 20), on_time=19, late=0, missing=1, rejected=1, pending=1),
        ],
    }


def _support(submission: Row, amount: Decimal | None) -> Row:
    return {
        "support_value_id": named_uuid("support", submission["submission_id"]),
        "submission_id": submission["submission_id"],
        "reporter_kind": "area",
        "area_key": submission["reporter_area_key"],
        "province_key": submission["province_key"],
        "period_key": "2024-H1",
        "value_status": "actual",
        "policy_code": "training",
        "funding_source": "local",
        "label": "Đào tạo, bồi dưỡng",
        "value": amount,
        "value_reading": "unknown" if amount is None else "value",
        "printed_value": None if amount is None else str(amount / 1_000_000),
        "printed_unit": "triệu đồng",
        "file_sha256": "a3" * 32,
        "file_name": submission["file_name"],
        "sheet": "A-3",
        "cell": "D8",
    }


def _paragraph(submission: Row, topic: str, ordinal: int, words: str) -> Row:
    return {
        "narrative_text_id": named_uuid("narrative", submission["submission_id"], ordinal),
        "submission_id": submission["submission_id"],
        "reporter_kind": "area",
        "area_key": submission["reporter_area_key"],
        "province_key": submission["province_key"],
        "period_key": "2024-H1",
        "topic": topic,
        "ordinal": ordinal,
        "text": words,
        "file_sha256": "b4" * 32,
        "file_name": submission["file_name"],
        "sheet": None,
        "address": f"đoạn {40 + ordinal}",
    }


def _contradiction(submission: Row, state: str, by: str | None, reason: str | None) -> Row:
    return {
        "rule_result_id": named_uuid("rule", submission["submission_id"]),
        "grain": "reporter",
        "rule_code": "htx_coop_new_at_most_htx_coop_total",
        "province_key": submission["province_key"],
        "area_key": submission["reporter_area_key"],
        "submission_id": submission["submission_id"],
        "indicator_key": "HTX.coop_new",
        "sector_code": "all",
        "period_key": "2024-H1",
        "value_status": "actual",
        "canonical_unit": "HTX",
        "left_value": Decimal(54),
        "right_value": Decimal(52),
        "difference": Decimal(2),
        "tolerance": Decimal(0),
        "addresses": ["A-1!F12", "A-1!F9"],
        "outcome": "broken",
        "state": state,
        "state_by": by,
        "state_reason": reason,
        "sentence_vi": "Số HTX thành lập mới không lớn hơn tổng số HTX: không đúng, 54 HTX so với 52 HTX.",
        "sentence_en": "New cooperatives are at most all: does not hold, 54 HTX against 52 HTX.",
    }


def _reconciled(total: Row) -> list[Row]:
    """The reported total and the register, which lists 40 cooperatives more."""
    common: Row = {
        "coordinates_id": named_uuid("coordinates", total["figure_id"]),
        "indicator_key": total["indicator_key"],
        "sector_code": "all",
        "area_key": total["area_key"],
        "period_key": "2024-H1",
        "value_status": "actual",
        "stated_as": "actual",
        "sources": 2,
        "qualifier": "exact",
        "preferred_source_kind": "submissions",
        "preferred_value": total["value"],
        "tolerance_percent": Decimal(5),
    }
    listed = Decimal(str(total["value"])) + 40
    return [
        {
            **common,
            "reconciliation_id": named_uuid("reconciliation", total["figure_id"]),
            "source_kind": "submissions",
            "precedence": 2,
            "is_first": True,
            "is_preferred": True,
            "value": total["value"],
            "value_low": total["value"],
            "value_high": total["value"],
            "reporters_expected": 22,
            "reporters_reporting": 19,
            "difference": Decimal(0),
            "share_percent": Decimal(100),
            "verdict": "preferred",
            "why_vi": "Cộng từ báo cáo đã nhận; còn đơn vị vắng mặt nên chỉ là một phần",
            "why_en": "Summed from the accepted submissions; some are absent, so it is a part",
            "evidence_kind": "figure",
            "evidence_id": total["figure_id"],
        },
        {
            **common,
            "reconciliation_id": named_uuid("reconciliation", total["figure_id"], "register"),
            "source_kind": "register",
            "precedence": 3,
            "is_first": False,
            "is_preferred": False,
            "value": listed,
            "value_low": listed,
            "value_high": listed,
            "difference": Decimal(40),
            "share_percent": (100 * listed / Decimal(str(total["value"]))).quantize(Decimal("0.000001")),
            "verdict": "differs_while_some_are_absent",
            "why_vi": "Đếm từ danh sách hợp tác xã",
            "why_en": "Counted from the register",
            "evidence_kind": "register",
            "evidence_id": named_uuid("register", total["figure_id"]),
        },
    ]


def _round(province_key: int, period_key: str, due: date, **counts: int) -> Row:
    known = {name: counts.get(name, 0) for name in ("on_time", "late", "rejected", "pending", "missing", "nil")}
    return {
        "province_key": province_key,
        "period_key": period_key,
        "reporter_kind": "area",
        "form_code": "A-1",
        "due_before": due,
        "reporters_expected": 22,
        "reporters_received": 22 - known["missing"],
        "reporters_accepted": known["on_time"] + known["late"],
        **{f"reporters_{name}": count for name, count in known.items()},
    }
