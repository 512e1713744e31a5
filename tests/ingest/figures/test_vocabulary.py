"""The vocabulary is well formed, and what it names exists in the reference data."""

import csv
from pathlib import Path

import pytest

from ingest.figures.gazetteer import load_districts, seed_districts
from ingest.figures.vocabulary import VOCABULARY_DIR, indicators, lexicon, places, plausible_bounds, spellings

_SEEDS = Path(__file__).resolve().parents[3] / "dbt_project" / "seeds"


@pytest.mark.parametrize("path", sorted(VOCABULARY_DIR.glob("*.csv")), ids=lambda path: path.name)
def test_every_line_has_exactly_the_columns_of_its_header(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(rows[0])}


def test_no_phrase_has_meanings_of_two_kinds() -> None:
    assert lexicon()


def test_every_indicator_named_is_in_the_reference_data() -> None:
    with (_SEEDS / "indicators.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["code"], row["entity"]) for row in csv.DictReader(file)}
    assert {(measured.indicator, measured.entity) for measured in indicators().values()} - known == set()


def test_every_indicator_with_bounds_is_one_that_can_be_read() -> None:
    assert {indicator for indicator, _ in plausible_bounds()} - {
        known.indicator for known in indicators().values()
    } == set()


def test_every_sector_named_is_in_the_reference_data() -> None:
    with (_SEEDS / "sectors.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"] for row in csv.DictReader(file)}
    with (VOCABULARY_DIR / "sectors.csv").open(encoding="utf-8", newline="") as file:
        assert {row["value"] for row in csv.DictReader(file)} - known == set()


def test_every_province_of_the_reference_data_can_be_named() -> None:
    with (_SEEDS / "provinces.csv").open(encoding="utf-8", newline="") as file:
        known = {row["short_name"] for row in csv.DictReader(file)}
    assert known - {place.name for place in places()} == set()


def test_a_district_name_borne_in_two_provinces_tells_no_province() -> None:
    districts = seed_districts()
    assert districts["na ri"] == "Bắc Kạn"
    assert districts["cai be"] == "Tiền Giang"
    assert "chau thanh" not in districts


def test_without_the_seed_there_are_no_districts(tmp_path: Path) -> None:
    assert load_districts(tmp_path / "areas.csv") == {}


def test_a_pattern_stands_for_all_its_spellings() -> None:
    assert set(spellings("{đã|được|} {giải thể|xóa tên}")) == {
        *("đã giải thể", "được giải thể", "giải thể", "đã xóa tên", "được xóa tên", "xóa tên"),
    }
