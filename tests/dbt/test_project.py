"""The project as files: reference data typed and closed, marts described, nothing fetched from elsewhere."""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.submissions.reference import unit_key
from tests.dbt.properties import PROJECT, properties

SEEDS = sorted((PROJECT / "seeds").glob("*.csv"))
CONTRACTED = {
    "dim_province", "dim_area", "bridge_area_succession", "dim_agency", "dim_obligation", "dim_period",
    "dim_indicator", "dim_sector", "dim_source", "fct_indicator_value",
    "fct_submission", "fct_finding", "fct_figure", "bridge_figure_claim", "bridge_figure_part",
    "fct_target_progress",
    "fct_rule_result", "mart_reporting_round",
    "mart_province_period", "fct_narrative", "fct_support_value", "fct_submission_change", "fct_department_claim",
    "fct_press_figure", "dim_cooperative", "fct_cooperative_period", "fct_cooperative_review",
    "fct_reconciliation", "fct_preferred_claim", "mart_reporter_period", "mart_sum_province",
    "mart_sum_sector", "mart_sum_reporter", "mart_sum_province_flow",
}  # fmt: skip


def rows(seed: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def marts() -> list[Mapping[str, Any]]:
    return list(properties("models", "models/marts"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_seed_column_has_a_declared_type(path: Path) -> None:
    declared = {seed["name"]: seed["config"]["column_types"] for seed in properties("seeds", "seeds")}
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert list(declared[path.stem]) == header


def test_every_model_is_described() -> None:
    described = {
        model["name"] for model in properties("models", "models/staging", "models/intermediate", "models/marts")
        if model["description"].strip()
    }  # fmt: skip
    assert described == {path.stem for path in (PROJECT / "models").rglob("*.sql")}


def test_every_mart_column_is_typed_and_described_and_carries_the_build() -> None:
    assert {mart["name"] for mart in marts()} == CONTRACTED
    for mart in marts():
        names = [column["name"] for column in mart["columns"]]
        assert names[-1] == "build_id", mart["name"]
        assert all(column["data_type"] and column["description"] for column in mart["columns"]), mart["name"]
        assert "primary_key" in mart["config"]["post_hook"], mart["name"]


def test_the_wide_view_has_a_column_for_every_indicator_of_the_form() -> None:
    (wide,) = [mart for mart in marts() if mart["name"] == "mart_province_period"]
    columns = {column["name"] for column in wide["columns"]}
    asked = {
        f"{row['entity'].lower()}_{row['indicator_code']}"
        for row in rows("form_rows")
        if row["form_code"] == "A-1" and row["indicator_code"]
    }
    of_the_form = {name for name in columns if name.split("_")[0] in {"htx", "lhhtx", "tht"}}
    sides = {f"{name}_{side}" for name in of_the_form for side in ("numerator", "denominator")}
    assert of_the_form - sides == asked
    assert of_the_form & sides == {f"{name}_{side}" for name in asked if name.endswith("_avg")
                                   for side in ("numerator", "denominator")}  # fmt: skip


def test_indicators_are_closed_under_weights_and_parents() -> None:
    keys = Counter((row["entity"], row["code"]) for row in rows("indicators"))
    assert max(keys.values()) == 1
    for row in rows("indicators"):
        assert not row["weight_code"] or (row["entity"], row["weight_code"]) in keys, row["code"]
        parents = {(row["entity"], row["parent_code"]), ("HTX", row["parent_code"])} - {(row["entity"], row["code"])}
        assert not row["parent_code"] or parents & keys.keys(), row["code"]


def test_no_two_printed_units_read_the_same() -> None:
    keys = Counter(unit_key(row["printed_unit"]) for row in rows("units"))
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_debtor_and_creditor_of_the_calendar_exists() -> None:
    agencies = {row["agency_code"] for row in rows("agencies")}
    areas = {(row["area_code"], row["province_code"]) for row in [*rows("areas"), *rows("communes")]}
    periods = {row["period_key"] for row in rows("periods")}
    for row in rows("obligations"):
        assert row["creditor_agency_code"] in agencies
        assert row["period_key"] in periods
        if row["debtor_kind"] == "agency":
            assert row["debtor_code"] in agencies
        else:
            assert (row["debtor_code"], row["area_code"]) in areas


def test_the_city_owes_what_its_plan_says() -> None:
    owed = rows("obligations")
    reports = {
        row["obligation_code"]: row
        for row in owed
        if row["obligation_kind"] == "owner_report" and row["debtor_code"] in {"lmhtx-79", "lmhtx-46"}
    }
    assert {code: (row["creditor_agency_code"], row["due_before"]) for code, row in reports.items()} == {
        "lmhtx-79:report:2024-H1": ("skhdt-79", "2024-06-01"),
        "lmhtx-79:report:2024": ("skhdt-79", "2024-12-01"),
        "lmhtx-46:report:2026-H1": ("stc-46", "2026-06-01"),
    }
    rounds = [row for row in owed if row["obligation_kind"] == "reporter_round"]
    assert Counter((row["debtor_kind"], row["due_before"]) for row in rounds) == {
        ("area", "2024-05-20"): 22,
        ("area", "2024-11-20"): 22,
        ("agency", "2024-11-20"): 3,
        ("area", "2026-05-20"): 40,
    }
    assert all(row["is_assumption"] == "true" for row in rounds)
    stated = {code for code, row in reports.items() if row["is_assumption"] == "false"}
    assert stated == {"lmhtx-79:report:2024-H1", "lmhtx-79:report:2024"}, "no document states Huế's date"


def test_each_province_version_is_an_area_version_too() -> None:
    provinces = {(row["province_code"], row["valid_from"]) for row in rows("provinces") if row["confirmed"] == "true"}
    areas = {(row["area_code"], row["valid_from"]) for row in rows("areas") if row["level"] == "province"}
    assert provinces == areas


def test_each_threshold_of_the_press_says_when_and_how_it_was_set() -> None:
    thresholds = rows("press_thresholds")
    assert [row["set_on"] for row in thresholds] == sorted({row["set_on"] for row in thresholds}), "the last one holds"
    for row in thresholds:
        assert 0 < float(row["threshold"]) <= 1
        assert date.fromisoformat(row["set_on"])
        assert row["extractor_version"]
        assert row["procedure"]


def test_each_target_is_of_a_known_indicator_place_and_period_and_replaces_an_older_one() -> None:
    targets = {row["target_code"]: row for row in rows("targets")}
    assert len(targets) == len(rows("targets"))
    indicators = {(row["entity"], row["code"]) for row in rows("indicators")}
    provinces = {row["province_code"] for row in rows("provinces")}
    periods = {row["period_key"] for row in rows("periods")}
    for code, row in targets.items():
        assert (row["entity"], row["indicator_code"]) in indicators, code
        assert row["area_code"] in provinces, code
        assert row["period_key"] in periods or re.fullmatch(r"\d{4}\.\.\d{4}", row["period_key"]), code
        assert row["value_low"] or row["value_high"], code
        assert row["measure"] in {"level", "change", "change_percent"}, code
        assert row["note_vi"] or row["confirmed"] == "true", "what was not seen says where it is from"
        if row["replaces_target_code"]:
            replaced = targets[row["replaces_target_code"]]
            assert (replaced["in_force_from"], int(replaced["version"])) < (row["in_force_from"], int(row["version"]))


def test_the_rules_between_indicators_are_closed() -> None:
    told_by_intake = {row["rule_code"] for row in rows("rules")}
    indicators = {(row["entity"], row["code"]) for row in rows("indicators")}
    sides: dict[str, set[str]] = {}
    for term in rows("indicator_rule_terms"):
        assert (term["entity"], term["indicator_code"]) in indicators, term
        assert term["period"] in {"same", "year", "year_before"}
        assert term["reads"] in {"same", "sectors", "actual", "estimate"}
        assert (term["period"] == "same") == (term["reads"] in {"same", "sectors"}), "another period names its status"
        sides.setdefault(term["rule_code"], set()).add(term["side"])
    listed = {row["rule_code"]: row for row in rows("indicator_rules")}
    assert len(listed) == len(rows("indicator_rules"))
    assert sides == {code: {"left", "right"} for code in listed}
    for rule in listed.values():
        assert rule["comparison"] in {"at_most", "equals"}
        assert set(rule["finding_rule_codes"].split(",")) <= told_by_intake, rule["rule_code"]


def test_the_targets_of_the_real_plans_are_there() -> None:
    said = {
        (row["area_code"], row["period_key"], f"{row['entity']}.{row['indicator_code']}"):
        (row["value_low"], row["value_high"], row["qualifier"])
        for row in rows("targets")
    }  # fmt: skip
    assert said["79", "2024", "HTX.coop_active"] == ("663", "663", "exact")
    assert said["79", "2024", "HTX.coop_new"] == ("30", "30", "exact")
    assert said["79", "2024", "KTTT.workers_total"] == ("28000", "28000", "about")
    assert said["79", "2024", "HTX.managers_degree_pct"] == ("55", "", "over")
    assert said["46", "2026", "HTX.coop_new"] == ("10", "15", "between")
    assert said["46", "2026", "HTX.revenue_growth_pct"] == ("6", "8", "between")
    assert said["46", "2026", "HTX.coop_rated_good_pct"] == ("50", "", "over")


def test_nothing_comes_from_a_hub() -> None:
    assert not list(PROJECT.glob("packages.y*ml"))
    assert not list(PROJECT.glob("dependencies.y*ml"))
