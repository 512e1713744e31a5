"""The seed of communes: complete on every day, under parents that live, and read by the rules of the script."""

import csv
import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tools.make_areas import write_seed
from tools.make_communes import communes_through_time, read_communes

Row = dict[str, str]
LAST_DAY_OF_DISTRICTS = "2025-06-30"


@pytest.fixture(scope="module")
def communes(repository: Path) -> list[Row]:
    return read_seed(repository, "communes.csv")


@pytest.fixture(scope="module")
def areas(repository: Path) -> list[Row]:
    return read_seed(repository, "areas.csv")


def read_seed(repository: Path, name: str) -> list[Row]:
    with (repository / "dbt_project" / "seeds" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def valid_on(rows: list[Row], day: str) -> list[Row]:
    return [row for row in rows if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"])]


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (LAST_DAY_OF_DISTRICTS, {"xã": 7692, "phường": 1726, "thị trấn": 617}),
        ("2025-07-01", {"xã": 2621, "phường": 687, "đặc khu": 13}),
        ("2026-04-30", {"xã": 2611, "phường": 697, "đặc khu": 13}),
    ],
)
def test_number_of_communes_by_kind_on_a_day(communes: list[Row], day: str, kinds: dict[str, int]) -> None:
    assert Counter(row["kind"] for row in valid_on(communes, day)) == kinds


def test_the_country_is_complete_on_both_sides_of_the_reform(communes: list[Row], areas: list[Row]) -> None:
    def counts(day: str) -> tuple[int, int, int]:
        levels = Counter(row["level"] for row in [*valid_on(areas, day), *valid_on(communes, day)])
        return levels["province"], levels["district"], levels["commune"]

    assert counts(LAST_DAY_OF_DISTRICTS) == (63, 696, 10_035)
    assert counts("2025-07-01") == (34, 0, 3_321)


@pytest.mark.parametrize(("day", "level"), [(LAST_DAY_OF_DISTRICTS, "district"), ("2025-07-01", "province")])
def test_every_commune_has_a_parent_that_lives(communes: list[Row], areas: list[Row], day: str, level: str) -> None:
    parents = {row["area_code"]: row["province_code"] for row in valid_on(areas, day) if row["level"] == level}
    assert [
        row["area_name"] for row in valid_on(communes, day) if parents.get(row["parent_code"]) != row["province_code"]
    ] == []


@pytest.mark.parametrize("day", [LAST_DAY_OF_DISTRICTS, "2025-07-01", "2026-04-30"])
def test_codes_and_everyday_names_are_unique_where_they_must_be(communes: list[Row], day: str) -> None:
    living = valid_on(communes, day)
    assert len({row["area_code"] for row in living}) == len(living)
    assert len({(row["parent_code"], row["short_name"]) for row in living}) == len(living)


def test_ho_chi_minh_city_has_168_reporters_since_the_reform(communes: list[Row]) -> None:
    living = [row for row in valid_on(communes, "2025-07-01") if row["province_code"] == "79"]
    assert len(living) == 168
    assert "Đặc khu Côn Đảo" in {row["area_name"] for row in living}


def test_corrections_of_the_source_are_in_the_seed(communes: list[Row]) -> None:
    ba_che = [(row["area_code"], row["area_name"]) for row in communes if row["short_name"] == "Ba Chẽ"]
    assert ba_che == [("06970", "Thị trấn Ba Chẽ"), ("06978", "Xã Ba Chẽ")]
    long_thanh = [(row["area_name"], row["valid_from"]) for row in communes if row["area_code"] == "26368"]
    assert long_thanh == [
        ("Thị trấn Long Thành", "2004-01-01"),
        ("Xã Long Thành", "2025-07-01"),
        ("Phường Long Thành", "2026-04-30"),
    ]


def test_the_script_makes_the_same_rows_from_the_same_source(tmp_path: Path) -> None:
    data_set = tmp_path / "dataset.db"
    with sqlite3.connect(data_set) as connection:
        connection.execute("create table admin_units_legacy (wardCode, ward, districtCode, provinceCode)")
        connection.execute("create table admin_units (wardCode, ward, provinceCode)")
        connection.executemany(
            "insert into admin_units_legacy values (?, ?, ?, ?)",
            [
                ("26740", "Phường 05", "760", "79"),
                ("20333", "Thị Trấn Năm  Căn", "972", "96"),
                (None, None, "318", "31"),
            ],
        )
        connection.execute("insert into admin_units values ('06970', 'Xã Ba Chẽ', '22')")
    old, new = read_communes(data_set)
    starts = {"760": date(2004, 1, 1), "972": date(2004, 1, 1)}
    made = communes_through_time(old, new, starts)
    assert [(area.area_code, area.area_name, area.short_name, area.parent_code) for area in made] == [
        ("06978", "Xã Ba Chẽ", "Ba Chẽ", "22"),
        ("20333", "Thị trấn Năm Căn", "Năm Căn", "972"),
        ("26740", "Phường 05", "Phường 05", "760"),
    ]
    write_seed(tmp_path / "one.csv", made)
    write_seed(tmp_path / "two.csv", communes_through_time(old, new, starts))
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
