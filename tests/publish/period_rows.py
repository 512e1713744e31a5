"""Rows of `marts.dim_period` for marts made by hand."""

from datetime import date


def year_row(year: int) -> dict[str, object]:
    return {
        "period_key": f"{year}",
        "period_kind": "year",
        "year": year,
        "half": None,
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "name_vi": f"Năm {year}",
        "name_en": f"{year}",
    }


def first_half_row(year: int) -> dict[str, object]:
    return {
        "period_key": f"{year}-H1",
        "period_kind": "half_year",
        "year": year,
        "half": 1,
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 6, 30),
        "name_vi": f"6 tháng đầu năm {year}",
        "name_en": f"First half of {year}",
    }
