"""The rules of dbt-project-evaluator, held over the manifest, one test a rule. Exceptions stand in one table."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.dbt.manifest import LAYERS, Manifest, folder

pytestmark = [pytest.mark.integration, pytest.mark.dbt]

EXCEPTIONS: dict[str, dict[str, str]] = {
    "staging_depends_on_staging": {
        "stg_submission_reply": "a reply is a line inside the text of a decision",
        "stg_submission_change": "the arrival of a change is what the moment of the build lets through",
        "stg_press_decision": "a decision counts for the article that stands",
        "stg_receipt_finding": "what was told of an arrival counts where the build knows the arrival",
        "stg_cooperative_doubt": "a doubt is about a line, and counts where the build knows the line",
    },
    "multiple_sources_joined": {
        "stg_article": "an article stands by its last visit; three tables of raw tell one thing",
        "stg_cooperative_line": "a person's ruling goes before what the line was taken for",
        "stg_press_decision": "a decision names the figure, and the figure its sentence",
    },
    "direct_join_to_source": {
        "stg_press_decision": "as above: the article that stands is known in staging only",
        "stg_submission_change": "as above: the arrivals that the build knows are known in staging only",
        "stg_receipt_finding": "as above",
        "stg_cooperative_doubt": "as above: the lines that the build knows",
    },
    "source_fanout": {
        "raw.article_figure": "read as figures, and to find what a decision was about",
        "raw.submission_value": "read as values, and for the rows of forms alone: units cost more than all of it",
    },
    "unused_seeds": {
        "holidays": "read by publish: working days between a reminder and the deadline",
        "plausibility": "read by ingest and by the gate: what a value may be, by indicator, entity and level",
        "rules": "read by ingest: the wording of findings",
        "senders": "read by ingest: who may send for whom",
        "support_policies": "read by ingest: the policy lines of form A-3",
    },
    "too_many_joins": {
        "fct_rule_result": "a rule compares figures of every kind: of this year and the last, of reports and provinces",
    },
    "rejoining_of_upstream_concepts": {
        "int_press_sum": "sums over the sentences of readings go back to each reading",
        "stg_press_decision": "a decision is about an article and lies beside it",
        "stg_receipt_finding": "a finding is about an arrival and lies beside it",
        "stg_cooperative_doubt": "a doubt is about a line and lies beside it",
        "int_register_row": "cells become rows before the version that counts is known",
        "int_area_today": "the way to today's area is a walk over all versions",
        "int_country_total": "the country adds up its provinces and stands beside them",
        "int_reading_value": "values are compared by numbers of readings and cells, and told by what they stand for",
        "int_known_cell": "values are joined by numbers of reporters and cells, and told by what they stand for",
    },
}  # fmt: skip
"""By rule: what may break it, and why. A name that no longer breaks its rule must leave."""

MAY_DEPEND_ON = {
    "staging": {"source", "seed"},
    "intermediate": {"staging", "seed", "intermediate", "dim"},
    "dim": {"staging", "seed", "intermediate", "dim"},
    "fct": {"staging", "seed", "intermediate", "dim", "fct", "bridge"},
    "bridge": {"staging", "seed", "intermediate", "dim", "fct", "bridge"},
    "mart": {"seed", "intermediate", "dim", "fct", "bridge", "mart"},
}
"""Downwards only. Dimensions are words that every layer above staging uses; facts are asked by marts alone."""
PREFIXES = {"staging": ("stg_",), "intermediate": ("int_",), "marts": ("dim_", "fct_", "bridge_", "mart_")}
MOST_JOINS = 7
MOST_CHAINED_VIEWS = 3
OUR_SCHEMAS = r"(?:raw|ops|reference|staging|intermediate|marts|marts_candidate|public)"


def only_exceptions(rule: str, breakers: Iterable[str]) -> None:
    assert set(breakers) == EXCEPTIONS.get(rule, {}).keys()


def test_layers_depend_downwards_only(manifest: Manifest) -> None:
    upwards = [
        (model, parent)
        for model, parent in manifest.edges()
        if manifest.layer(parent) not in MAY_DEPEND_ON[manifest.layer(model)]
        and not manifest.layer(parent) == manifest.layer(model) == "staging"
    ]
    assert upwards == []


def test_staging_depends_on_staging_only_where_told(manifest: Manifest) -> None:
    only_exceptions(
        "staging_depends_on_staging",
        {model for model, parent in manifest.edges() if manifest.layer(model) == manifest.layer(parent) == "staging"},
    )


def test_staging_never_depends_on_intermediate_or_marts(manifest: Manifest) -> None:
    assert not [
        edge for edge in manifest.edges()
        if manifest.layer(edge[0]) == "staging" and manifest.layer(edge[1]) not in {"source", "seed", "staging"}
    ]  # fmt: skip


def test_only_staging_reads_sources(manifest: Manifest) -> None:
    readers = {model for model, parent in manifest.edges() if parent in manifest.sources}
    assert {manifest.layer(model) for model in readers} == {"staging"}


def test_a_source_is_joined_directly_to_a_model_only_where_told(manifest: Manifest) -> None:
    joined = set()
    for model, parents in manifest.parents.items():
        kinds = {
            "source" if parent in manifest.sources else "model" for parent in parents if parent not in manifest.seeds
        }
        if kinds == {"source", "model"}:
            joined.add(model)
    only_exceptions("direct_join_to_source", joined)


def test_sources_are_joined_to_each_other_only_where_told(manifest: Manifest) -> None:
    several = {
        model for model in manifest.models if sum(parent in manifest.sources for parent in manifest.parents[model]) > 1
    }
    only_exceptions("multiple_sources_joined", several)


def test_each_source_feeds_one_model(manifest: Manifest) -> None:
    only_exceptions("source_fanout", {name for name in manifest.sources if len(manifest.children[name]) > 1})


def test_no_source_is_unused(manifest: Manifest) -> None:
    assert [name for name in manifest.sources if not manifest.children[name]] == []


def test_no_seed_is_unused(manifest: Manifest) -> None:
    only_exceptions("unused_seeds", {name for name in manifest.seeds if not manifest.children[name]})


def test_no_table_is_declared_as_two_sources(manifest: Manifest) -> None:
    relations = [node["relation_name"] for node in manifest.sources.values()]
    assert len(relations) == len(set(relations))


def test_no_model_is_a_root(manifest: Manifest) -> None:
    assert [model for model in manifest.models if not manifest.parents[model]] == []


def test_no_model_below_the_marts_is_a_dead_end(manifest: Manifest) -> None:
    ends = {model for model in manifest.models if not manifest.children[model]}
    assert {model for model in ends if folder(manifest.models[model]) != "marts"} == set()


def test_references_are_never_hard_coded(manifest: Manifest) -> None:
    hard_coded = re.compile(rf"\b(?:from|join)\s+\"?{OUR_SCHEMAS}\"?\s*\.", re.IGNORECASE)
    assert [name for name, node in manifest.models.items() if hard_coded.search(node["raw_code"])] == []
    assert hard_coded.search('left join "raw".receipt'), "the pattern sees what it looks for"


def test_no_model_fans_out_into_many_ends(manifest: Manifest) -> None:
    """Below the marts; dimensions and facts are there to be used by many."""
    for model, children in manifest.children.items():
        if model in manifest.models and folder(manifest.models[model]) != "marts":
            ends = [child for child in children if not manifest.children[child]]
            assert len(ends) <= 3, f"{model} → {ends}"


def test_no_model_joins_more_than_it_can_explain(manifest: Manifest) -> None:
    only_exceptions("too_many_joins", {name for name in manifest.models if len(manifest.parents[name]) > MOST_JOINS})


def test_a_concept_is_not_rejoined_to_what_was_made_of_it_alone(manifest: Manifest) -> None:
    """Where B is made of A and serves C alone, C does not join A again."""
    rejoined = set()
    for model in manifest.models:
        for between in manifest.parents[model]:
            if between in manifest.models and manifest.children[between] == (model,):
                again = set(manifest.parents[between]) & set(manifest.parents[model])
                if any(manifest.layer(name) not in {"seed", "dim"} for name in again):
                    rejoined.add(between)
    only_exceptions("rejoining_of_upstream_concepts", rejoined - set(manifest.marts))


def test_views_are_not_chained(manifest: Manifest) -> None:
    def depth(name: str) -> int:
        node = manifest.models.get(name)
        if node is None or node["config"]["materialized"] != "view":
            return 0
        return 1 + max((depth(parent) for parent in manifest.parents[name]), default=0)

    assert max(map(depth, manifest.models)) < MOST_CHAINED_VIEWS


def test_models_are_called_after_their_layer(manifest: Manifest) -> None:
    for name, node in manifest.models.items():
        assert name.startswith(PREFIXES[folder(node)]), name


def test_models_and_what_describes_them_lie_in_the_folder_of_their_layer(manifest: Manifest) -> None:
    for name, node in manifest.models.items():
        assert folder(node) in LAYERS, name
        assert Path(node["patch_path"].partition("://")[2]).parent == Path(node["original_file_path"]).parent, name
    for name, node in manifest.unit_tests.items():
        assert Path(node["path"]).parts[0] == folder(manifest.models[node["model"]]), name
    assert {Path(node["path"]).parts[1] for node in manifest.sources.values()} == {"staging"}


def test_models_are_materialised_as_their_layer_is(manifest: Manifest) -> None:
    expected = {"staging": {"view"}, "intermediate": {"table", "incremental"}, "marts": {"table"}}
    for name, node in manifest.models.items():
        assert node["config"]["materialized"] in expected[folder(node)], name


def test_models_seeds_sources_and_exposures_are_described(manifest: Manifest) -> None:
    for nodes in (manifest.models, manifest.seeds, manifest.sources, manifest.exposures):
        assert [name for name, node in nodes.items() if not node["description"].strip()] == []
    assert {node["source_description"].strip() for node in manifest.sources.values()} - {""}


def test_public_models_have_a_contract_and_only_marts_are_public(manifest: Manifest) -> None:
    public = {name for name, node in manifest.models.items() if node["access"] == "public"}
    assert public == manifest.marts.keys()
    assert [name for name in public if not manifest.models[name]["contract"]["enforced"]] == []


def test_exposures_depend_on_marts_only(manifest: Manifest) -> None:
    for name in manifest.exposures:
        assert set(manifest.parents[name]) <= manifest.marts.keys(), name


def test_every_mart_has_a_primary_key_that_is_never_null(manifest: Manifest) -> None:
    """A constraint of the table: a build with a key twice fails, and needs no test that counts."""
    for name, node in manifest.marts.items():
        columns = primary_key(node["config"]["post-hook"])
        assert columns, f"{name} has no primary key"
        assert set(columns) <= not_null(node), name


def test_keys_of_marts_are_of_one_type_wherever_they_stand(manifest: Manifest) -> None:
    types: dict[str, set[str]] = {}
    for node in manifest.marts.values():
        for column in node["columns"].values():
            if column["name"].endswith(("_key", "_id")):
                types.setdefault(column["name"], set()).add(column["data_type"])
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def primary_key(hooks: Iterable[dict[str, str]]) -> list[str]:
    """The columns that the post-hook of a mart makes its primary key."""
    for hook in hooks:
        if found := re.search(r"primary_key\(\[(.*?)\]\)", hook["sql"]):
            return re.findall(r"'(\w+)'", found[1])
    return []


def not_null(node: dict[str, object]) -> set[str]:
    columns = node["columns"]
    assert isinstance(columns, dict)
    return {
        name for name, column in columns.items()
        if any(constraint["type"] == "not_null" for constraint in column["constraints"])
    }  # fmt: skip
