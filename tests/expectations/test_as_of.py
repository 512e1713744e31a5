"""What a build as of a moment is called; ``test_build_with_dbt.py`` runs one."""

from datetime import UTC, datetime, timedelta

import pytest

from expectations.as_of import AsOf, build_as_of
from expectations.errors import BuildFailedError
from htx.settings import LOCAL_ZONE, Settings


def test_a_day_means_all_that_was_known_by_its_end_in_viet_nam() -> None:
    asked = AsOf.parse("2024-05-20")
    assert asked.moment < datetime(2024, 5, 21, tzinfo=LOCAL_ZONE) <= asked.moment + timedelta(microseconds=1)
    assert asked.schema("marts") == "marts_as_of_20240520"


def test_a_moment_is_one_of_viet_nam_unless_it_names_a_zone() -> None:
    asked = AsOf.parse("2024-05-20T10:15")
    assert asked.moment == datetime(2024, 5, 20, 3, 15, tzinfo=UTC)
    assert asked == AsOf.parse("2024-05-20T03:15+00:00")
    assert asked.schema("staging") == "staging_as_of_20240520t101500"


def test_moments_of_one_second_have_schemas_of_their_own() -> None:
    suffixes = {AsOf.parse(f"2024-05-20T10:15:00{part}").suffix for part in ("", ".25", ".5")}
    assert len(suffixes) == 3


@pytest.mark.parametrize("said", ["20/5/2024", "2024-13-01", "", "hôm qua"])
def test_what_is_no_moment_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        AsOf.parse(said)


def test_a_day_to_come_is_not_known_yet() -> None:
    now = datetime(2024, 5, 20, 8, tzinfo=LOCAL_ZONE)
    with pytest.raises(BuildFailedError, match="is yet to come"):
        build_as_of(Settings(_env_file=None), AsOf.parse("2024-05-21"), now)
