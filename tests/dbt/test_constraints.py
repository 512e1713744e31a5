"""What the data tests of marts ask for, the tables hold: a build does not ask it again test by test."""

from collections import Counter

import pytest
from sqlalchemy import text

from htx.settings import Settings
from ingest.raw.database import connect
from tests.dbt.manifest import Manifest
from tests.dbt.test_evaluator import primary_key

pytestmark = [pytest.mark.integration, pytest.mark.dbt]

CONSTRAINTS = """
    select c.relname as mart, k.conname as name, k.contype::text as kind, k.convalidated as holds
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'marts' and k.contype in ('c', 'f', 'u')
"""


def test_each_data_test_of_a_mart_is_a_constraint_of_its_table(sample_marts: Settings, manifest: Manifest) -> None:
    declared = {
        (mart, column, name)
        for mart, node in manifest.marts.items()
        for name, column in manifest.tests[mart]
        if not (name == "unique" and primary_key(node["config"]["post-hook"]) == [column])
    }
    ends = {"relationships": "_exists", "accepted_values": "_is_known", "unique": "_is_unique"}
    engine = connect(sample_marts)
    with engine.connect() as connection:
        found = connection.execute(text(CONSTRAINTS)).all()
    engine.dispose()
    held = {(one.mart, one.name) for one in found}
    # reference data are replaced under the marts: no key binds a mart to them, the build asks once
    beyond_marts = {("fct_rule_result", "rule_code_exists")}
    assert held == {(mart, f"{column}{ends[name]}") for mart, column, name in declared} - beyond_marts
    assert all(one.holds for one in found)
    assert Counter(one.kind for one in found)["f"] > 50
