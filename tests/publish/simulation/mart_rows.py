"""Rows of the marts that say what the simulated rounds say."""

import hashlib
from decimal import Decimal
from uuid import UUID

from tests.publish.half_year_round import named_uuid, seed
from tests.publish.period_rows import first_half_row, year_row
from tests.publish.simulation.calendar_rows import FIRST_YEAR, Province, Round
from tests.publish.simulation.facts import ReporterFact, RoundFacts

Row = dict[str, object]
INDICATORS = {"coop_total": "HTX", "members_total": "thành viên", "revenue_avg": "triệu đồng/năm"}
"""Those the simulated form asks for, with their printed unit."""


def province_row(province: Province) -> Row:
    return {
        "area_key": int(province.code),
        "area_code": province.code,
        "area_name": province.name,
        "short_name": province.name.removeprefix("Thành phố "),
        "area_level": "province",
        "province_key": int(province.code),
        "sort_key": province.code,
    }


def indicator_row(place: int, row: dict[str, str]) -> Row:
    unit = {one["printed_unit"]: one["canonical_unit"] for one in seed("units")}[row["printed_unit"]]
    is_mean = row["indicator_code"] == "revenue_avg"
    return {
        "indicator_key": f"HTX.{row['indicator_code']}",
        "indicator_code": row["indicator_code"],
        "entity": "HTX",
        "name_vi": row["label_vi"],
        "name_en": row["label_en"],
        "canonical_unit": unit,
        "stock_or_flow": "flow" if is_mean else "stock",
        "aggregation": "weighted_mean" if is_mean else "sum",
        "weight_indicator_key": "HTX.coop_total" if is_mean else None,
        "display_order": place,
    }


def period_rows(years: int) -> list[Row]:
    return [make(year) for year in range(FIRST_YEAR - 2, FIRST_YEAR + years + 2) for make in (year_row, first_half_row)]


def submission_row(one: Round, fact: ReporterFact) -> Row:
    current = fact.current
    return {
        "submission_id": named_uuid("submission", fact.reporter.area_code, one.period_key),
        "reporter_area_key": int(fact.reporter.area_code),
        "province_key": int(one.province.code),
        "form_code": "A-1",
        "period_key": one.period_key,
        "due_before": one.round_due,
        "status": fact.status,
        "is_reported": fact.counts,
        "is_nil": current is not None and fact.counts and current.is_nil,
        "is_on_time": None if current is None else not fact.is_decided and fact.status != "late_pending",
        "versions": fact.versions,
        "current_version": None if current is None else current.number,
        "file_name": None if current is None else f"{current.area_code}_{current.place[1]}_{current.number}.xlsx",
        "first_received_at": fact.first_received_at,
        "received_at": None if current is None else current.received_at,
        "error_count": 1 if fact.status == "rejected" else 0,
        "warning_count": 1 if fact.status == "accepted_with_warnings" else 0,
        "reasons_vi": "Ô D9: lớn hơn tổng số HTX." if fact.status == "rejected" else None,
        "decided_by": "Nguyễn Thị Lan" if fact.is_decided else None,
        "decision_reason": "Nhận theo công văn giải trình" if fact.is_decided else None,
    }


def _amounts(fact: ReporterFact) -> dict[str, Decimal]:
    """The numbers of one reporter that counts, in canonical units; a nil return has no average."""
    total = fact.coop_total
    assert total is not None
    amounts = {"coop_total": Decimal(total), "members_total": Decimal(23 * total)}
    return amounts | ({"revenue_avg": Decimal(1_200_000_000 + 1_000_000 * total)} if total else {})


def _claim_id(fact: ReporterFact, indicator: str, period_key: str) -> UUID:
    assert fact.current is not None
    return named_uuid("claim", fact.reporter.area_code, period_key, fact.current.number, indicator)


def claim_rows(fact: ReporterFact, period_key: str, status: str) -> list[Row]:
    if not fact.counts or fact.current is None:
        return []
    return [
        {
            "claim_id": _claim_id(fact, indicator, period_key),
            "indicator_key": f"HTX.{indicator}",
            "sector_code": "all",
            "area_key": int(fact.reporter.area_code),
            "period_key": period_key,
            "value_status": status,
            "source_key": "submission",
            "value": value,
            "value_reading": "value",
            "canonical_unit": "VND" if indicator == "revenue_avg" else INDICATORS[indicator],
            "printed_value": str(value / 1_000_000 if indicator == "revenue_avg" else value),
            "printed_unit": INDICATORS[indicator],
            "evidence_kind": "cell",
            "file_sha256": hashlib.sha256(fact.reporter.area_code.encode()).hexdigest(),
            "file_name": f"{fact.reporter.area_code}_{period_key}.xlsx",
            "sheet": "A-1",
            "cell": f"E{place}",
            "received_at": fact.current.received_at,
        }
        for place, (indicator, value) in enumerate(_amounts(fact).items(), start=8)
    ]


def figure_rows(facts: RoundFacts, period_key: str, status: str) -> tuple[list[Row], list[Row]]:
    figures: list[Row] = []
    bridge: list[Row] = []
    counted = [fact for fact in facts.reporters if fact.counts]
    for indicator in INDICATORS:
        said = [(fact, _amounts(fact)) for fact in counted if indicator in _amounts(fact)]
        weights = [amounts["coop_total"] if indicator == "revenue_avg" else Decimal(1) for _, amounts in said]
        numerator = sum(
            (amounts[indicator] * weight for (_, amounts), weight in zip(said, weights, strict=True)), Decimal()
        )
        denominator = sum(weights, Decimal())
        total = numerator / denominator if indicator == "revenue_avg" and denominator else numerator
        absentees = [fact.reporter.name for fact in facts.reporters if not fact.counts]
        for completeness in ("complete", "reported"):
            is_known = bool(said) and (completeness == "reported" or not absentees)
            figure_id = named_uuid("figure", facts.round.place, indicator, completeness)
            figures.append(
                {
                    "figure_id": figure_id,
                    "indicator_key": f"HTX.{indicator}",
                    "sector_code": "all",
                    "area_key": int(facts.round.province.code),
                    "period_key": period_key,
                    "value_status": status,
                    "boundary_reading": "as_reported",
                    "completeness": completeness,
                    "value": total if is_known else None,
                    "numerator": numerator if is_known else None,
                    "denominator": denominator if is_known else None,
                    "canonical_unit": "VND" if indicator == "revenue_avg" else INDICATORS[indicator],
                    "reporters_expected": len(facts.reporters),
                    "reporters_reporting": len(counted),
                    "absentees": absentees,
                    "reason": None if is_known else "chưa đủ đơn vị",
                }
            )
            if is_known:
                bridge += [
                    {"figure_id": figure_id, "claim_id": _claim_id(fact, indicator, period_key), "weight": weight}
                    for (fact, _), weight in zip(said, weights, strict=True)
                ]
    return figures, bridge
