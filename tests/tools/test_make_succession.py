"""The seed of successions: complete, closed under the seeds of places, and without a share that nobody states."""

import csv
import json
import re
import sqlite3
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from tools.make_areas import DISTRICT_CHANGES, PROVINCE_CHANGES, read_changes, read_district_changes
from tools.make_communes import DONG_NAI_WARDS
from tools.make_succession import (
    Version,
    Versions,
    commune_successions,
    district_successions,
    province_successions,
    read_conversions,
    read_versions,
)

Row = dict[str, str]
REFORM = "2025-07-01"


@pytest.fixture(scope="module")
def seeds(repository: Path) -> Path:
    return repository / "dbt_project" / "seeds"


def read(seeds: Path, name: str) -> list[Row]:
    with (seeds / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def successions(seeds: Path) -> list[Row]:
    return read(seeds, "area_succession.csv")


@pytest.fixture(scope="module")
def held(seeds: Path) -> Versions:
    return read_versions(seeds)


@pytest.fixture(scope="module")
def versions(seeds: Path) -> dict[tuple[str, str], Row]:
    """All versions of all areas by code and first day."""
    rows = [*read(seeds, "areas.csv"), *read(seeds, "communes.csv")]
    return {(row["area_code"], row["valid_from"]): row for row in rows}


def of_reform(successions: list[Row], level: str) -> list[Row]:
    return [row for row in successions if row["changed_on"] == REFORM and row["level"] == level]


def test_each_change_is_an_event_once(successions: list[Row]) -> None:
    assert len({row["event_id"] for row in successions}) == len(successions)


def test_the_counts_of_the_reform_are_those_of_the_law(successions: list[Row]) -> None:
    provinces, districts, communes = (of_reform(successions, level) for level in ("province", "district", "commune"))
    assert len(provinces) == 63 - 11
    assert len({row["to_code"] for row in provinces}) == 34 - 11
    assert len({row["from_code"] for row in districts}) == len(districts) == 696
    assert len({row["from_code"] for row in communes}) == 10_035
    zones_of_islands = {row["to_code"] for row in districts} - {""}
    assert len({row["to_code"] for row in communes} | zones_of_islands) == 3_321


def test_whole_communes_and_split_ones_are_as_many_as_the_source_says(successions: list[Row]) -> None:
    parts = Counter(row["from_code"] for row in of_reform(successions, "commune"))
    assert sum(number == 1 for number in parts.values()) == 9_564
    assert sum(number > 1 for number in parts.values()) == 471


def test_317_communes_of_today_draw_on_several_districts(successions: list[Row]) -> None:
    districts: defaultdict[str, set[str]] = defaultdict(set)
    for row in of_reform(successions, "commune"):
        districts[row["to_code"]].add(row["from_parent_code"])
    assert sum(len(drawn_on) > 1 for drawn_on in districts.values()) == 317


def test_381_districts_are_made_of_whole_communes_of_today(successions: list[Row]) -> None:
    """The districts of which figures of communes could be added up again."""
    districts_of: defaultdict[str, set[str]] = defaultdict(set)
    communes_of: defaultdict[str, set[str]] = defaultdict(set)
    for row in of_reform(successions, "commune"):
        districts_of[row["to_code"]].add(row["from_parent_code"])
        communes_of[row["from_parent_code"]].add(row["to_code"])
    islands = sum(bool(row["to_code"]) for row in of_reform(successions, "district"))
    whole = [one for one, communes in communes_of.items() if all(districts_of[code] == {one} for code in communes)]
    assert len(whole) + islands == 381


def test_every_old_province_has_exactly_one_successor(successions: list[Row], seeds: Path) -> None:
    ended = [row for row in read(seeds, "provinces.csv") if row["valid_to"]]
    whole = Counter((row["from_code"], row["changed_on"]) for row in successions if row["share"] == "1")
    assert {whole[row["province_code"], row["valid_to"]] for row in ended} == {1}
    named = {(row["from_code"], row["changed_on"]): row["to_code"] for row in successions if row["share"] == "1"}
    assert all(named[row["province_code"], row["valid_to"]] == row["successor_code"] for row in ended)


def test_shares_are_one_for_whole_transfers_and_never_invented(successions: list[Row]) -> None:
    shares = {kind: {row["share"] for row in successions if row["kind"] == kind} for kind in kinds(successions)}
    assert shares == {
        "merged": {"1"},
        "renamed": {"1"},
        "moved": {"1"},
        "split": {""},
        "part_transferred": {""},
        "dissolved": {""},
    }


def kinds(successions: list[Row]) -> set[str]:
    return {row["kind"] for row in successions}


def test_what_was_divided_has_several_successors_and_what_was_not_has_one(successions: list[Row]) -> None:
    parts = Counter((row["from_code"], row["changed_on"], row["kind"]) for row in successions)
    for (code, _, kind), number in parts.items():
        assert (number > 1) == (kind == "split"), code


def test_every_end_of_an_area_is_told(successions: list[Row], versions: dict[tuple[str, str], Row]) -> None:
    told = {(row["from_code"], row["changed_on"]) for row in successions if row["confirmed"] == "true"}
    ended = {(code, row["valid_to"]) for (code, _), row in versions.items() if row["valid_to"]}
    assert ended <= told
    gave_a_part = {(row["from_code"], row["changed_on"]) for row in successions if row["kind"] == "part_transferred"}
    assert told - ended == gave_a_part


def test_both_sides_of_every_confirmed_change_are_versions_of_the_seeds(
    successions: list[Row], versions: dict[tuple[str, str], Row]
) -> None:
    for row in successions:
        before = versions[row["from_code"], row["from_valid_from"]]
        assert before["parent_code"] == row["from_parent_code"]
        if row["confirmed"] == "true" and row["to_code"]:
            assert row["to_valid_from"] == row["changed_on"]
            after = versions[row["to_code"], row["to_valid_from"]]
            assert after["province_code"]
            if row["kind"] != "part_transferred":
                assert before["valid_to"] == row["changed_on"]


def test_a_commune_stays_in_the_province_that_took_its_province_over(
    successions: list[Row], versions: dict[tuple[str, str], Row], seeds: Path
) -> None:
    successor = {
        row["province_code"]: row["successor_code"] for row in read(seeds, "provinces.csv") if row["valid_to"] == REFORM
    }
    for row in of_reform(successions, "commune"):
        before = versions[row["from_code"], row["from_valid_from"]]["province_code"]
        after = versions[row["to_code"], REFORM]["province_code"]
        assert successor.get(before, before) == after, row["event_id"]


def test_unconfirmed_changes_are_noted_with_their_day_and_lead_nowhere(successions: list[Row]) -> None:
    doubtful = [row for row in successions if row["confirmed"] == "false"]
    assert [(row["from_code"], row["to_code"], row["changed_on"]) for row in doubtful] == [
        ("22", "22", "2026-09-01"),
        ("24", "24", "2026-09-20"),
    ]
    assert {row["to_valid_from"] for row in doubtful} == {""}


def test_no_period_reaches_back_before_the_last_part_that_changed_provinces(
    successions: list[Row], seeds: Path
) -> None:
    """Provinces add up exactly in today's boundaries only where each went whole."""
    parts = [row["changed_on"] for row in successions if row["kind"] == "part_transferred"]
    assert parts
    assert min(row["starts_on"] for row in read(seeds, "periods.csv")) > max(parts)


@pytest.mark.parametrize(
    ("code", "day", "kind", "successors"),
    [
        ("28", "2008-08-01", "merged", {"01"}),
        ("763", "2021-01-01", "merged", {"769"}),
        ("474", "2025-01-01", "split", {"474", "475"}),
        ("483", "2025-01-01", "merged", {"482"}),
        ("46", "2025-01-01", "renamed", {"46"}),
        ("760", REFORM, "dissolved", {""}),
        ("755", REFORM, "renamed", {"26732"}),
        ("26368", "2026-04-30", "renamed", {"26368"}),
        ("75", "2026-04-30", "renamed", {"75"}),
    ],
    ids=[
        *("Hà Tây", "Quận 9", "TP. Huế", "Nam Đông", "Thừa Thiên Huế"),
        *("Quận 1", "Côn Đảo", "Long Thành", "Đồng Nai"),
    ],
)
def test_changes_that_readers_ask_about(
    successions: list[Row], code: str, day: str, kind: str, successors: set[str]
) -> None:
    found = [row for row in successions if row["from_code"] == code and row["changed_on"] == day]
    assert {row["kind"] for row in found} == {kind}
    assert {row["to_code"] for row in found} == successors


def test_the_provinces_and_districts_of_the_seed_are_what_the_script_makes(
    successions: list[Row], held: Versions
) -> None:
    islands = {row["from_code"]: row["to_code"] for row in of_reform(successions, "district") if row["to_code"]}
    made = [
        *province_successions(read_changes(PROVINCE_CHANGES), held),
        *district_successions(read_district_changes(DISTRICT_CHANGES), islands, held),
    ]
    committed = {row["event_id"]: row for row in successions if row["level"] != "commune"}
    assert len(made) == len(committed)
    for row in made:
        assert {name: getattr(row, name) for name in committed[row.event_id]} == committed[row.event_id]


def test_the_guide_counts_the_rows_of_each_kind(successions: list[Row], repository: Path) -> None:
    guide = (repository / "docs" / "places.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|.*\| ([\d,]+) \|$", guide, re.MULTILINE)
    assert {kind: int(rows.replace(",", "")) for kind, rows in told} == Counter(row["kind"] for row in successions)


def test_pairs_of_communes_become_kinds_of_change() -> None:
    before = [
        Version("00001", "Phường Phúc Xá", "commune", "001", "2008-08-01", REFORM),
        Version("00004", "Phường Trúc Bạch", "commune", "001", "2008-08-01", REFORM),
        Version("00010", "Thị trấn Sóc Sơn", "commune", "016", "2008-08-01", REFORM),
        Version("00013", "Xã Minh Châu", "commune", "271", "2008-08-01", REFORM),
    ]
    after = [
        Version("00004", "Phường Ba Đình", "commune", "01", REFORM, ""),
        Version("00008", "Phường Ngọc Hà", "commune", "01", REFORM, ""),
        Version("00010", "Xã Sóc Sơn", "commune", "01", REFORM, ""),
        Version("00013", "Xã Minh Châu", "commune", "01", REFORM, ""),
    ]
    wards = [
        version
        for code in sorted(DONG_NAI_WARDS)
        for version in (
            Version(code, "Xã", "commune", "75", REFORM, "2026-04-30"),
            Version(code, "Phường", "commune", "75", "2026-04-30", ""),
        )
    ]
    pairs = [("00001", "00004"), ("00001", "00008"), ("00004", "00004"), ("00010", "00010"), ("00013", "00013")]
    made = commune_successions(pairs, Versions([*before, *after, *wards]))
    reform = [row for row in made if row.changed_on == REFORM]
    assert [(row.from_code, row.to_code, row.kind, row.share) for row in reform] == [
        ("00001", "00004", "split", ""),
        ("00001", "00008", "split", ""),
        ("00004", "00004", "merged", "1"),
        ("00010", "00010", "renamed", "1"),
        ("00013", "00013", "moved", "1"),
    ]


def test_keys_of_the_package_become_codes_and_its_guess_is_left_out(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "dataset.db") as connection:
        connection.execute(
            "create table admin_units_legacy (provinceKey, districtKey, wardKey, wardCode, districtCode)"
        )
        connection.execute("create table admin_units (provinceKey, wardKey, wardCode)")
        connection.executemany(
            "insert into admin_units_legacy values ('tinhquangninh', ?, ?, ?, ?)",
            [
                ("huyenbache", "thitranbache", "06970", "203"),
                ("huyenbache", "xadondac", "06979", "203"),
                ("huyencoto", None, None, "207"),
            ],
        )
        connection.executemany(
            "insert into admin_units values ('tinhquangninh', ?, ?)",
            [("xabache", "06970"), ("xaluongminh", "06985"), ("dackhucoto", "07192")],
        )
    converter = {
        "DICT_PROVINCE_WARD_NO_DIVIDED": {
            "tinhquangninh": {
                "xabache": ["tinhquangninh_huyenbache_thitranbache"],
                "dackhucoto": ["tinhquangninh_huyencoto_"],
            }
        },
        "DICT_PROVINCE_WARD_DIVIDED": {
            "tinhquangninh": {
                "tinhquangninh_huyenbache_xadondac": [
                    {"newWardKey": "xabache", "isDefaultNewWard": True},
                    {"newWardKey": "xaluongminh", "isDefaultNewWard": False},
                ]
            }
        },
    }
    (tmp_path / "converter_2025.json").write_text(json.dumps(converter), encoding="utf-8")
    pairs, islands = read_conversions(tmp_path)
    assert pairs == [("06970", "06978"), ("06979", "06978"), ("06979", "06985")]
    assert islands == {"207": "07192"}


def test_a_version_is_found_by_the_day_it_begins_ends_or_lives_on(held: Versions) -> None:
    assert held.ended("24", date(2025, 7, 1)).name == "Tỉnh Bắc Giang"
    assert held.begun("24", date(2025, 7, 1)).name == "Tỉnh Bắc Ninh"
    assert held.on("24", date(2008, 8, 1)).name == "Tỉnh Bắc Giang"
    assert held.lasting("24").name == "Tỉnh Bắc Ninh"
