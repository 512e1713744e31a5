"""What every mart has: words in two languages, a contract, keys, indexes, and rows that only their readers see."""

import re

import pytest

from tests.dbt.manifest import Manifest
from tests.dbt.test_evaluator import primary_key

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
VIETNAMESE = re.compile("[à-ỹÀ-ỸđĐăĂâÂêÊôÔơƠưƯ]")
PLACES = {
    "province_key": "dim_province",
    "area_key": "dim_area",
    "submission_id": "fct_submission",
    "figure_id": "fct_figure",
    "claim_id": "fct_indicator_value",
}
"""Columns that place a row, the nearest to a province first, and where their keys are looked up."""
WITHOUT_A_SCOPE = {
    "dim_province": "public law",
    "dim_area": "public law",
    "bridge_area_succession": "public law",
    "dim_agency": "names of agencies",
    "dim_indicator": "words, not figures",
    "dim_period": "words, not figures",
    "dim_sector": "words, not figures",
    "dim_source": "names of reporters and papers",
}
"""Marts that every reader sees whole, and why."""


def test_every_mart_and_every_column_is_described_in_vietnamese_and_in_english(manifest: Manifest) -> None:
    for name, node in manifest.marts.items():
        columns = {f"{name}.{column['name']}": column["description"] for column in node["columns"].values()}
        for what, description in {name: node["description"], **columns}.items():
            vietnamese, bar, english = description.partition(" | ")
            assert bar, f"{what}: write “Tiếng Việt. | English.”"
            assert VIETNAMESE.search(vietnamese), what
            assert english.strip(), what
            assert " | " not in english, what


def test_descriptions_become_comments_that_tools_show(manifest: Manifest) -> None:
    for name, node in manifest.marts.items():
        assert node["config"]["persist_docs"] == {"relation": True, "columns": True}, name


def test_every_mart_has_an_enforced_contract_with_a_type_for_every_column(manifest: Manifest) -> None:
    for name, node in manifest.marts.items():
        assert node["config"]["contract"]["enforced"], name
        assert all(column["data_type"] for column in node["columns"].values()), name


def test_every_mart_is_found_by_the_place_of_its_rows(manifest: Manifest) -> None:
    """The first column of the primary key or of an index."""
    for name, node in manifest.marts.items():
        places = [column for column in PLACES if column in node["columns"]]
        first = {index["columns"][0] for index in node["config"].get("indexes") or []}
        first.add(primary_key(node["config"]["post-hook"])[0])
        assert not places or places[0] in first, f"{name}: an index on {places[0]}"


def test_every_mart_with_a_place_has_row_security_before_the_swap(manifest: Manifest) -> None:
    """Also through what its rows point at; that mart stands before it."""
    for name, node in manifest.marts.items():
        assert any("row_scope()" in hook["sql"] for hook in node["config"]["post-hook"]), name
        place = next((column for column in PLACES if column in node["columns"]), None)
        if name in WITHOUT_A_SCOPE:
            continue
        assert place is not None, f"{name}: whose rows are these? or tell why everybody sees them"
        assert PLACES[place] in manifest.ancestors(name) | {name}, f"{name}: {PLACES[place]} must be built before"


def test_no_mart_is_open_to_all_that_is_not_told(manifest: Manifest) -> None:
    assert manifest.marts.keys() >= WITHOUT_A_SCOPE.keys()
    for name in WITHOUT_A_SCOPE:
        columns = manifest.marts[name]["columns"]
        assert not [column for column in columns if column in {"value", "value_low", "numerator", "submission_id"}], (
            name
        )
