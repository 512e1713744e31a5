"""Which build, area, period and form a report is about."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, text

from publish.content import FormRow, ReportColumn
from publish.errors import NotReadyError
from publish.reading.rows import record

MARTS_READ = (
    "dim_agency",
    "dim_area",
    "dim_indicator",
    "dim_period",
    "dim_province",
    "dim_sector",
    "dim_source",
    "fct_indicator_value",
    "fct_submission",
    "fct_figure",
    "bridge_figure_claim",
    "bridge_figure_part",
    "fct_target_progress",
    "fct_finding",
    "fct_rule_result",
    "fct_reconciliation",
    "fct_department_claim",
    "fct_narrative",
    "fct_support_value",
    "mart_reporting_round",
)
"""Every mart that a publication reads; all must come from one build."""


@dataclass(frozen=True, slots=True)
class Area:
    """The province a report is about, as it was at the end of the period, or the country (without `province_key`)."""

    area_key: int
    province_key: int | None
    area_code: str
    name: str
    short_name: str
    level: Literal["province", "country"]

    @property
    def is_country(self) -> bool:
        return self.level == "country"


@dataclass(frozen=True, slots=True)
class Period:
    """The period a report is about; `half` is None for a year."""

    period_key: str
    name_vi: str
    year: int
    half: int | None
    ends_on: date
    name_en: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What every part of the report is read for."""

    build_id: UUID
    area: Area
    period: Period
    form: tuple[str, str]
    """Code and version of the form that the reporters fill in."""
    columns: tuple[ReportColumn, ...]

    @property
    def main_column(self) -> ReportColumn:
        return next(column for column in self.columns if column.is_main)

    def column_parameters(self) -> dict[str, list[str]]:
        """The columns as two arrays for `unnest`."""
        return {
            "period_keys": [column.period_key for column in self.columns],
            "value_statuses": [column.value_status for column in self.columns],
        }


def absent_marts(connection: Connection) -> list[str]:
    """The marts we read that do not exist (before the first swap: all of them)."""
    present = set(connection.scalars(text("select tablename from pg_catalog.pg_tables where schemaname = 'marts'")))
    return [mart for mart in MARTS_READ if mart not in present]


def marts_build_id(connection: Connection) -> UUID:
    """The build that every mart we read comes from.

    `NotReadyError` where a mart is absent or empty dimensions tell that nothing was built, or where the
    marts come from different builds. A fact without rows (no target yet) says nothing about its build.
    """
    absent = absent_marts(connection)
    if absent:
        raise NotReadyError(f"marts.{absent[0]} does not exist: run `htx build` first")
    # a mart is made in one statement: any of its rows tells the build of all
    every_build = " union ".join(f"(select build_id from marts.{mart} limit 1)" for mart in MARTS_READ)  # noqa: S608
    builds: list[UUID] = list(connection.scalars(text(every_build)))
    if not builds:
        raise NotReadyError("the marts are empty: load submissions and run `htx build` first")
    if len(builds) > 1:
        raise NotReadyError(f"the marts come from {len(builds)} different builds: run `htx build` again")
    return builds[0]


def find_period(connection: Connection, period_key: str) -> Period:
    """The period with that key, or `NotReadyError`."""
    row = connection.execute(
        text(
            "select period_key, name_vi, year, half, ends_on, name_en from marts.dim_period"
            " where period_key = :period_key and period_kind in ('half_year', 'year')"
        ),
        {"period_key": period_key},
    ).one_or_none()
    if row is None:
        raise NotReadyError(f"unknown period {period_key}: write 2024-H1 or 2024")
    return Period(row.period_key, row.name_vi, row.year, row.half, row.ends_on, row.name_en)


def find_area(connection: Connection, area_code: str, period: Period) -> Area:
    """The province that had the code at the end of the period, or the country.

    Codes were used again in 2025 (DOMAIN §2.2).
    """
    row = connection.execute(
        text(
            """
            select area_key, province_key, area_code, area_name as name, short_name, area_level as level
            from marts.dim_area
            where area_code = :area_code and area_level in ('province', 'country')
                and (valid_from is null or valid_from <= :ends_on)
                and (valid_to is null or valid_to > :ends_on)
            order by valid_from desc nulls last
            limit 1
            """
        ),
        {"area_code": area_code, "ends_on": period.ends_on},
    ).one_or_none()
    if row is None:
        raise NotReadyError(f"no province had the code {area_code} on {period.ends_on:%d/%m/%Y}: see areas.csv")
    return record(Area, row)


def find_form(connection: Connection, area: Area, period_key: str) -> tuple[str, str]:
    """Code and newest version of the form that the reporters of the area, or anywhere, fill in for the period."""
    row = connection.execute(
        text(
            """
            select r.form_code, max(r.form_version) as form_version
            from reference.form_rows as r
            where r.form_code in (
                select o.form_code from reference.obligations as o
                where (o.area_code = :area_code or :is_country) and o.period_key = :period_key
                    and o.obligation_kind = 'reporter_round'
            )
            group by r.form_code
            order by r.form_code
            limit 1
            """
        ),
        {"area_code": area.area_code, "is_country": area.is_country, "period_key": period_key},
    ).one_or_none()
    if row is None:
        raise NotReadyError(
            f"no reporter owes a form for area {area.area_code}, period {period_key}: see obligations.csv"
        )
    return row.form_code, row.form_version


def form_columns(connection: Connection, form: tuple[str, str], period: Period) -> tuple[ReportColumn, ...]:
    """The value columns of the form; the main one is the half-year's actual, in an annual round the estimate."""
    main = (period.period_key, "actual" if period.half else "estimate")
    columns: list[ReportColumn] = []
    for row in connection.execute(
        text(
            """
            select label_vi, label_en, value_status, period_offset_years, period_part
            from reference.form_columns
            where form_code = :form_code and form_version = :form_version
            order by column_order
            """
        ),
        {"form_code": form[0], "form_version": form[1]},
    ):
        year = period.year + row.period_offset_years
        key = str(year) if row.period_part == "year" else f"{year}-{row.period_part}"
        label_vi, label_en = (label.replace("{year}", str(year)) for label in (row.label_vi, row.label_en))
        columns.append(ReportColumn(label_vi, key, row.value_status, (key, row.value_status) == main, label_en))
    if not any(column.is_main for column in columns):
        raise NotReadyError(f"form {form[0]} has no column for {period.period_key}: see form_columns.csv")
    return tuple(columns)


def form_rows(connection: Connection, form: tuple[str, str]) -> tuple[FormRow, ...]:
    """The rows of the form in their order, with the factor from the printed to the canonical unit."""
    return tuple(
        FormRow(
            entity=row.entity,
            outline=row.outline or "",
            label_vi=row.label_vi,
            indicator_key=f"{row.entity}.{row.indicator_code}" if row.indicator_code else None,
            printed_unit=row.printed_unit or "",
            unit_factor=row.factor,
            label_en=row.label_en or "",
        )
        for row in connection.execute(
            text(
                """
                select r.entity, r.outline, r.label_vi, r.label_en, r.indicator_code, r.printed_unit,
                    cast(coalesce(u.factor, 1) as numeric) as factor
                from reference.form_rows as r
                left join reference.units as u on r.printed_unit = u.printed_unit
                where r.form_code = :form_code and r.form_version = :form_version
                order by r.row_order
                """
            ),
            {"form_code": form[0], "form_version": form[1]},
        )
    )
