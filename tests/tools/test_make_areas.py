"""The seeds of places: complete, contradiction-free at every day, and what the script makes from its sources."""

import csv
import importlib.util
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
Row = dict[str, str]


def load_script(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_areas", repository / "tools" / "make_areas.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_areas"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script(repository: Path) -> ModuleType:
    return load_script(repository)


def read_seed(repository: Path, name: str) -> list[Row]:
    with (repository / "dbt_project" / "seeds" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def provinces(repository: Path) -> list[Row]:
    return read_seed(repository, "provinces.csv")


@pytest.fixture(scope="module")
def areas(repository: Path) -> list[Row]:
    return read_seed(repository, "areas.csv")


def valid_on(rows: list[Row], day: date) -> list[Row]:
    return [
        row
        for row in rows
        if row["valid_from"]
        and date.fromisoformat(row["valid_from"]) <= day
        and (not row["valid_to"] or day < date.fromisoformat(row["valid_to"]))
    ]


def boundary_days(rows: list[Row]) -> Iterator[date]:
    """Every day on which something changes, and the day before it."""
    days = {date.fromisoformat(row[column]) for row in rows for column in ("valid_from", "valid_to") if row[column]}
    for day in sorted(days):
        yield from (day - timedelta(days=1), day)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2008, 7, 31), 64),
        (date(2008, 8, 1), 63),
        (date(2024, 6, 1), 63),
        (LAST_DAY_OF_DISTRICTS, 63),
        (date(2025, 7, 1), 34),
        (date(2026, 4, 30), 34),
        (date(2030, 1, 1), 34),
    ],
)
def test_number_of_provinces_on_a_day(provinces: list[Row], areas: list[Row], day: date, expected: int) -> None:
    assert len(valid_on(provinces, day)) == expected
    in_areas = [row["area_code"] for row in valid_on(areas, day) if row["level"] == "province"]
    assert sorted(in_areas) == sorted(row["province_code"] for row in valid_on(provinces, day))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 6, 30), 6), (date(2024, 12, 31), 5), (date(2025, 7, 1), 6), (date(2026, 4, 30), 7)],
)
def test_number_of_centrally_run_cities_on_a_day(provinces: list[Row], day: date, expected: int) -> None:
    assert sum(row["kind"] == "thành phố" for row in valid_on(provinces, day)) == expected


def test_there_are_696_districts_until_the_tier_ends_and_none_after(areas: list[Row]) -> None:
    ends = [row["valid_to"] for row in areas if row["level"] == "district"]
    assert max(ends) == "2025-07-01"
    assert ends.count("2025-07-01") == 696
    assert len([row for row in valid_on(areas, LAST_DAY_OF_DISTRICTS) if row["level"] == "district"]) == 696
    assert not [row for row in valid_on(areas, date(2025, 7, 1)) if row["level"] == "district"]


def test_reporters_of_ho_chi_minh_city_in_2024(areas: list[Row]) -> None:
    reporters = [
        row for row in valid_on(areas, date(2024, 5, 20)) if row["level"] == "district" and row["parent_code"] == "79"
    ]
    assert len(reporters) == 22
    assert sum(row["kind"] == "quận" for row in reporters) == 16
    assert sum(row["kind"] == "huyện" for row in reporters) == 5
    assert {"Quận 1", "Quận 12", "Bình Thạnh", "Củ Chi", "Cần Giờ", "TP. Thủ Đức"} <= {
        row["short_name"] for row in reporters
    }


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
    ],
)
def test_a_reused_code_is_one_province_before_and_another_after(
    provinces: list[Row], code: str, before: str, after: str
) -> None:
    def name_on(day: date) -> list[str]:
        return [row["short_name"] for row in valid_on(provinces, day) if row["province_code"] == code]

    assert name_on(LAST_DAY_OF_DISTRICTS) == [before]
    assert name_on(date(2025, 7, 1)) == [after]


@pytest.mark.parametrize(
    ("day", "present", "absent"),
    [
        (date(2020, 12, 31), {"Quận 2", "Quận 9", "Quận Thủ Đức", "Thành phố Huế"}, {"Thành phố Thủ Đức"}),
        (date(2024, 12, 31), {"Thành phố Thủ Đức", "Thành phố Huế", "Huyện Nam Đông"}, {"Quận 2", "Quận Thuận Hóa"}),
        (date(2025, 1, 1), {"Quận Thuận Hóa", "Quận Phú Xuân", "Thị xã Phong Điền"}, {"Huyện Nam Đông"}),
    ],
)
def test_districts_that_ended_before_their_tier_are_held_on_their_days(
    areas: list[Row], day: date, present: set[str], absent: set[str]
) -> None:
    names = {row["area_name"] for row in valid_on(areas, day) if row["level"] == "district"}
    assert present <= names
    assert not absent & names


def test_hue_and_dong_nai_become_cities_on_their_days(provinces: list[Row]) -> None:
    def names(code: str) -> list[tuple[str, str, str]]:
        return [
            (row["province_name"], row["valid_from"], row["valid_to"])
            for row in provinces
            if row["province_code"] == code
        ]

    assert names("46") == [
        ("Tỉnh Thừa Thiên Huế", "2004-01-01", "2025-01-01"),
        ("Thành phố Huế", "2025-01-01", ""),
    ]
    assert names("75")[1:] == [
        ("Tỉnh Đồng Nai", "2025-07-01", "2026-04-30"),
        ("Thành phố Đồng Nai", "2026-04-30", ""),
    ]


def test_unconfirmed_changes_are_listed_and_not_applied(provinces: list[Row], areas: list[Row]) -> None:
    unconfirmed = [row for row in provinces if row["confirmed"] == "false"]
    assert [row["province_name"] for row in unconfirmed] == ["Thành phố Quảng Ninh", "Thành phố Bắc Ninh"]
    assert not any(row["valid_from"] or row["valid_to"] for row in unconfirmed)
    in_areas = {row["area_name"] for row in areas if row["level"] == "province"}
    assert not {row["province_name"] for row in unconfirmed} & in_areas


def test_no_code_is_valid_twice_at_a_time(areas: list[Row]) -> None:
    for day in boundary_days(areas):
        codes = [row["area_code"] for row in valid_on(areas, day)]
        assert len(codes) == len(set(codes)), day


def test_every_parent_exists_as_long_as_its_children(areas: list[Row]) -> None:
    for day in boundary_days(areas):
        here = valid_on(areas, day)
        codes = {row["area_code"] for row in here}
        orphans = [row["area_name"] for row in here if row["level"] != "country" and row["parent_code"] not in codes]
        assert orphans == [], day


def test_everyday_names_are_unique_among_siblings(areas: list[Row]) -> None:
    for day in boundary_days(areas):
        names = [(row["parent_code"], row["short_name"]) for row in valid_on(areas, day)]
        assert len(names) == len(set(names)), day


def test_every_ended_province_has_a_successor_that_begins_the_same_day(provinces: list[Row]) -> None:
    beginnings = {(row["province_code"], row["valid_from"]) for row in provinces}
    ended = [row for row in provinces if row["valid_to"]]
    assert ended
    for row in ended:
        assert (row["successor_code"], row["valid_to"]) in beginnings, row["province_name"]
    assert not [row for row in provinces if row["successor_code"] and not row["valid_to"]]


def test_siblings_sort_in_the_order_of_the_vietnamese_alphabet(areas: list[Row]) -> None:
    reporters = [row for row in areas if row["parent_code"] == "79"]
    in_order = [row["short_name"] for row in sorted(reporters, key=lambda row: row["sort_key"])]
    assert in_order[:5] == ["Bình Chánh", "Bình Tân", "Bình Thạnh", "Cần Giờ", "Củ Chi"]
    assert in_order.index("Quận 3") < in_order.index("Quận 10")
    assert in_order[-1] == "TP. Thủ Đức"


def test_the_seed_of_provinces_is_what_the_script_makes(script: ModuleType, repository: Path, tmp_path: Path) -> None:
    made = script.provinces_through_time(script.read_changes(script.PROVINCE_CHANGES))
    script.write_seed(tmp_path / "provinces.csv", made)
    committed = repository / "dbt_project" / "seeds" / "provinces.csv"
    assert (tmp_path / "provinces.csv").read_bytes() == committed.read_bytes()


def test_a_change_that_contradicts_the_name_in_force_is_refused(script: ModuleType) -> None:
    day, later = date(2025, 1, 1), date(2025, 7, 1)
    changes = [
        script.ProvinceChange(day, "46", "Tỉnh Thừa Thiên Huế", "46", "Thành phố Huế", "status_change", ""),
        script.ProvinceChange(later, "46", "Tỉnh Thừa Thiên Huế", "46", "Tỉnh Huế", "status_change", ""),
    ]
    with pytest.raises(ValueError, match="is Thành phố Huế, not Tỉnh Thừa Thiên Huế"):
        script.provinces_through_time(changes)


def test_short_names_keep_the_kind_only_where_it_tells_places_apart(script: ModuleType) -> None:
    districts = [
        script.District("783", "Huyện Củ Chi", "huyện", "Củ Chi", "79"),
        script.District("760", "Quận 1", "quận", "1", "79"),
        script.District("447", "Huyện Kỳ Anh", "huyện", "Kỳ Anh", "42"),
        script.District("449", "Thị xã Kỳ Anh", "thị xã", "Kỳ Anh", "42"),
        script.District("961", "Huyện Hòa Bình", "huyện", "Hòa Bình", "95"),
    ]
    assert script.short_names(districts, {"Hòa Bình"}) == {
        "783": "Củ Chi",
        "760": "Quận 1",
        "447": "Huyện Kỳ Anh",
        "449": "TX. Kỳ Anh",
        "961": "Huyện Hòa Bình",
    }
