"""Where a cooperative stays while the map around it changes: today's province, and the old districts of its place."""

from pathlib import Path

import pytest

from ingest.cooperatives.places import Places


@pytest.fixture(scope="module")
def places(repository: Path) -> Places:
    return Places(repository / "dbt_project" / "seeds")


@pytest.mark.parametrize(
    ("code", "period", "province", "neighbourhood"),
    [
        ("783", "2024-H1", "79", {"783"}),
        ("256", "2024", "24", {"256"}),
        ("213", "2024", "24", {"213"}),
        ("00001", "2024", "01", {"001"}),
        ("00004", "2026-H1", "01", {"001", "003"}),
        ("26732", "2026-H1", "79", {"755"}),
        ("755", "2024-H1", "79", {"755"}),
        ("24", "2024", "24", set()),
    ],
    ids=[
        *("Củ Chi", "Thành phố Bắc Ninh", "Thành phố Bắc Giang", "old Phúc Xá", "Ba Đình of today"),
        *("Côn Đảo of today", "Côn Đảo of old", "a province"),
    ],
)
def test_a_place_is_told_in_terms_that_outlive_the_reform(
    places: Places, code: str, period: str, province: str, neighbourhood: set[str]
) -> None:
    place = places.of(code, is_area=True, period_key=period)
    assert place.province_code == province
    assert neighbourhood <= place.neighbourhood
    assert bool(place.neighbourhood) == bool(neighbourhood)


def test_a_district_and_the_communes_of_today_made_of_it_are_neighbours(places: Places) -> None:
    district = places.of("001", is_area=True, period_key="2024-H1")
    commune = places.of("00004", is_area=True, period_key="2026-H1")
    elsewhere = places.of("26740", is_area=True, period_key="2026-H1")
    assert district.neighbourhood & commune.neighbourhood
    assert not district.neighbourhood & elsewhere.neighbourhood


def test_a_place_that_nobody_knows_is_nowhere(places: Places) -> None:
    assert places.of("99999", is_area=True, period_key="2024").province_code == ""
