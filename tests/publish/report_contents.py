"""Contents of reports built by hand, on the real form and indicators: no PostgreSQL, no marts.

`content()` is Hà Tĩnh's first half of 2024 with ten reporters; keyword arguments replace any part of it.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from htx.settings import REPOSITORY
from ingest.raw.ids import content_id
from publish.content import (
    Comparison,
    Completeness,
    Duty,
    Figure,
    FormRow,
    Indicator,
    RelatedFigure,
    ReportColumn,
    ReportContent,
    Reporter,
    ReporterValue,
    Sector,
    SupportPolicy,
    input_hash,
)
from publish.publications import Publication

SEEDS = REPOSITORY / "dbt_project" / "seeds"
DISTRICTS = (
    "Thành phố Hà Tĩnh", "Thị xã Hồng Lĩnh", "Thị xã Kỳ Anh", "Huyện Can Lộc", "Huyện Cẩm Xuyên", "Huyện Đức Thọ",
    "Huyện Hương Khê", "Huyện Hương Sơn", "Huyện Kỳ Anh", "Huyện Nghi Xuân",
)  # fmt: skip
MILLION = Decimal(1_000_000)

NUMBERS: Mapping[str, Decimal] = {
    "HTX.coop_total": Decimal(611),
    "HTX.coop_active": Decimal(570),
    "HTX.coop_new": Decimal(14),
    "HTX.coop_dissolved": Decimal(2),
    "HTX.coop_effective": Decimal(402),
    "HTX.coop_hightech": Decimal(0),
    "HTX.members_total": Decimal(67_890),
    "HTX.members_new": Decimal(310),
    "HTX.workers_total": Decimal(9_120),
    "HTX.workers_who_are_members": Decimal(5_400),
    "HTX.managers_total": Decimal(2_444),
    "HTX.managers_vocational": Decimal(1_002),
    "HTX.managers_degree": Decimal(731),
    "HTX.revenue_avg": Decimal("1640.5") * MILLION,
    "HTX.revenue_from_members_avg": Decimal(820) * MILLION,
    "HTX.profit_avg": Decimal("-36.25") * MILLION,
    "HTX.worker_income_avg": Decimal("61.4") * MILLION,
    "LHHTX.union_total": Decimal(3),
    "LHHTX.union_member_coops": Decimal(14),
    "THT.group_total": Decimal(1_830),
    "THT.group_new": Decimal(41),
    "THT.members_total": Decimal(24_010),
}
"""The main column: what is not named here is not known."""


@cache
def seed(name: str) -> tuple[dict[str, str], ...]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def indicators() -> dict[str, Indicator]:
    return {
        f"{row['entity']}.{row['code']}": Indicator(
            indicator_key=f"{row['entity']}.{row['code']}",
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            canonical_unit=row["canonical_unit"],
            stock_or_flow="stock" if row["stock_or_flow"] == "stock_start" else row["stock_or_flow"],
            aggregation=row["aggregation"],
            display_order=int(row["display_order"]),
        )
        for row in seed("indicators")
    }


@cache
def form_rows() -> tuple[FormRow, ...]:
    factors = {row["printed_unit"]: Decimal(row["factor"]) for row in seed("units")}
    return tuple(
        FormRow(
            entity=row["entity"],
            outline=row["outline"],
            label_vi=row["label_vi"],
            indicator_key=f"{row['entity']}.{row['indicator_code']}" if row["indicator_code"] else None,
            printed_unit=row["printed_unit"],
            unit_factor=factors.get(row["printed_unit"], Decimal(1)),
            label_en=row["label_en"],
        )
        for row in seed("form_rows")
        if row["form_code"] == "A-1"
    )


def form_columns(period_key: str) -> tuple[ReportColumn, ...]:
    year = int(period_key[:4])
    main = (period_key, "actual" if "-" in period_key else "estimate")
    columns = []
    for row in seed("form_columns"):
        its_year = year + int(row["period_offset_years"])
        key = str(its_year) if row["period_part"] == "year" else f"{its_year}-{row['period_part']}"
        labels = [row[name].replace("{year}", str(its_year)) for name in ("label_vi", "label_en")]
        is_main = (key, row["value_status"]) == main
        columns.append(ReportColumn(labels[0], key, row["value_status"], is_main, labels[1]))
    return tuple(columns)


def figure(
    indicator_key: str,
    value: Decimal | int | None,
    period_key: str = "2024-H1",
    value_status: str = "actual",
    *,
    reporting: int = 10,
    expected: int = 10,
    completeness: Completeness | None = None,
    sector_code: str = "all",
    **others: Any,
) -> Figure:
    """A figure; without `completeness` it is complete where everybody reported."""
    indicator = indicators()[indicator_key]
    kind: Completeness = completeness or ("complete" if reporting == expected else "reported")
    return Figure(
        figure_id=figure_id(indicator_key, period_key, value_status, sector_code, kind),
        indicator_key=indicator_key,
        indicator_name=indicator.name_vi,
        sector_code=sector_code,
        period_key=period_key,
        value_status=value_status,
        completeness=kind,
        aggregation=indicator.aggregation,
        value=None if value is None else Decimal(value),
        numerator=None,
        denominator=None,
        canonical_unit=indicator.canonical_unit,
        reporters_expected=expected,
        reporters_reporting=reporting,
        absentees=DISTRICTS[reporting:expected],
        reason=None,
        claims=(),
        **others,
    )


def related(
    indicator_key: str,
    value: Decimal | int | None,
    period_key: str,
    *,
    value_status: str = "actual",
    reporting: int = 10,
    expected: int = 10,
    **others: Any,
) -> RelatedFigure:
    """A figure of another period (or, by `others`, of another place or reading)."""
    return replace(
        RelatedFigure(
            figure_id=figure_id(indicator_key, period_key, value_status, "related", str(sorted(others.items()))),
            area_code="42",
            area_name="Tỉnh Hà Tĩnh",
            indicator_key=indicator_key,
            sector_code="all",
            period_key=period_key,
            value_status=value_status,
            boundary_reading="as_reported",
            completeness="complete" if reporting == expected else "reported",
            value=None if value is None else Decimal(value),
            canonical_unit=indicators()[indicator_key].canonical_unit,
            reporters_expected=expected,
            reporters_reporting=reporting,
            reason=None,
        ),
        **others,
    )


def compared(
    now: Figure, earlier: RelatedFigure, kind: Any = "year_before", *, is_like: bool | None = None
) -> Comparison:
    """The comparison that the content would hold: like for like where both are whole, unless told."""
    alike = (now.is_whole and earlier.is_whole) if is_like is None else is_like
    known = alike and now.value is not None and earlier.value is not None
    difference = now.value - earlier.value if known else None  # type: ignore[operator]
    change = None
    if difference is not None and earlier.value and earlier.canonical_unit != "percent":
        change = (difference / abs(earlier.value) * 100).quantize(Decimal("0.01"))
    return Comparison(kind, now.indicator_key, now.figure_id, earlier, alike, difference, change)


def figure_id(*parts: str) -> UUID:
    return content_id("figure of a test", *parts)


def reporters(statuses: Sequence[str] = ("accepted",) * 10, **changes: Any) -> tuple[Reporter, ...]:
    """Ten districts, each with a tenth of the cooperatives; `statuses` in their order."""
    found = []
    for place, (name, status) in enumerate(zip(DISTRICTS, statuses, strict=True), start=1):
        is_there = status != "missing"
        values = {"HTX.coop_total": 50 + place, "HTX.coop_active": 45 + place, "HTX.coop_new": place % 3}
        found.append(
            Reporter(
                area_code=f"4{place:02}",
                name=name,
                short_name=name.removeprefix("Huyện "),
                status=status,  # type: ignore[arg-type]
                is_nil=False,
                is_on_time=(status != "late_pending") if is_there else None,
                due_before=date(2024, 5, 21),
                versions=int(is_there),
                current_version=1 if is_there else None,
                first_received_at=datetime(2024, 5, 17, 1, 30, tzinfo=UTC) if is_there else None,
                received_at=datetime(2024, 5, 17, 1, 30, tzinfo=UTC) if is_there else None,
                file_name=f"bao-cao-{place}.xlsx" if is_there else None,
                error_count=2 if status == "rejected" else 0,
                warning_count=0,
                reasons_vi=None,
                decided_by=None,
                decision_reason=None,
                values=tuple(ReporterValue(key, Decimal(value), "value") for key, value in values.items())
                if is_there
                else (),
            )
        )
    return tuple(replace(reporter, **changes) for reporter in found)


def sectors() -> tuple[Sector, ...]:
    return tuple(
        Sector(row["code"], row["name_vi"], row["name_en"], row["parent_code"] or None) for row in seed("sectors")
    )


def support_policies() -> tuple[SupportPolicy, ...]:
    return tuple(
        SupportPolicy(row["policy_code"], row["name_vi"], row["name_en"], row["legal_basis"] or None)
        for row in seed("support_policies")
    )


def main_figures(
    period_key: str = "2024-H1", numbers: Mapping[str, Decimal | None] = NUMBERS, **coverage: int
) -> tuple[Figure, ...]:
    """The main column: a figure for every row of the form, not known where `numbers` has none."""
    status = "actual" if "-" in period_key else "estimate"
    return tuple(
        figure(row.indicator_key, numbers.get(row.indicator_key), period_key, status, **coverage)  # type: ignore[arg-type]
        for row in form_rows()
        if row.indicator_key
    )


def content(period_key: str = "2024-H1", **parts: Any) -> ReportContent:
    """The report of Hà Tĩnh; any part of the content by its name."""
    year = int(period_key[:4])
    named = {
        "area_code": "42",
        "area_name": "Tỉnh Hà Tĩnh",
        "area_short_name": "Hà Tĩnh",
        "period_key": period_key,
        "period_name": f"6 tháng đầu năm {year}" if "-" in period_key else f"Năm {year}",
        "year": year,
        "duty": Duty(
            obligation_code="owner-42",
            owner_code="lmhtx-42",
            owner_name="Liên minh Hợp tác xã tỉnh Hà Tĩnh",
            creditor_code="skhdt-42",
            creditor_name="Sở Kế hoạch và Đầu tư tỉnh Hà Tĩnh",
            due_before=date(year, 6, 1) if "-" in period_key else date(year, 12, 1),
            cut_off_on=date(year, 5, 15) if "-" in period_key else date(year, 11, 15),
            legal_basis="Kế hoạch số 10/KH-UBND",
            is_assumption=False,
            owner_name_en="Cooperative Alliance of Hà Tĩnh province",
            creditor_name_en="Department of Planning and Investment of Hà Tĩnh province",
        ),
        "round_due_before": date(year, 5, 21),
        "columns": form_columns(period_key),
        "rows": form_rows(),
        "figures": main_figures(period_key),
        "reporters": reporters(),
        "targets": (),
        "findings": (),
        "gate_notes": (),
        "press_claims": (),
        "indicators": tuple(indicators().values()),
        "sectors": sectors(),
        "support_policies": support_policies(),
    }
    return ReportContent(**{**named, **parts})


def publication(of: ReportContent, edition: int = 1) -> Publication:
    return Publication(
        publication_id=content_id("publication of a test", of.area_code, of.period_key, edition),
        area_code=of.area_code,
        period_key=of.period_key,
        edition=edition,
        build_id=UUID(int=1),
        due_before=of.duty.due_before,
        frozen_at=datetime(2024, 5, 21, 2, 0, tzinfo=UTC),
        input_hash=input_hash(of),
        code_version="test",
        content=of,
    )
