"""Reference data by COPY: the tables that dbt would have made, loaded when their files change."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from expectations.errors import BuildFailedError
from expectations.reference import load_reference, read_seeds
from htx.settings import REPOSITORY, Settings
from tests.dbt.candidate import dbt

PROJECT = REPOSITORY / "dbt_project"
TABLES = """
    select table_name, string_agg(column_name || ' ' || data_type || coalesce(numeric_scale::text, ''), ', '
        order by ordinal_position) as columns
    from information_schema.columns where table_schema = :schema and table_name <> 'communes' group by table_name
"""


@pytest.fixture
def units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one seed of a small project."""
    folder = tmp_path / "project" / "seeds"
    folder.mkdir(parents=True)
    (folder / "seeds.yml").write_text(
        "seeds:\n  - name: units\n    config:\n      column_types: {printed_unit: text, factor: numeric}\n",
        encoding="utf-8",
    )
    path = folder / "units.csv"
    path.write_text("printed_unit,factor\ntriệu đồng,1000000\n", encoding="utf-8")
    monkeypatch.setattr(Settings, "dbt_project_dir", property(lambda _: folder.parent))
    return path


@pytest.fixture
def loaded_once(fresh_warehouse: Settings, engine: Engine, units: Path) -> Engine:
    """A warehouse with a view on the loaded units, as staging has them."""
    assert load_reference(fresh_warehouse) == ("units",)
    with engine.begin() as connection:
        connection.execute(text("create schema staging"))
        connection.execute(text("create view staging.stg_unit as select printed_unit, factor from reference.units"))
    return engine


def units_by(engine: Engine, relation: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"select * from {relation} order by 2 nulls last"))]


@pytest.mark.integration
@pytest.mark.dbt
def test_the_tables_are_those_that_dbt_seed_makes(fresh_warehouse: Settings, engine: Engine) -> None:
    loaded = load_reference(fresh_warehouse)
    assert set(loaded) == {path.stem for path in (PROJECT / "seeds").glob("*.csv")}
    with engine.begin() as connection:
        connection.execute(text("alter schema reference rename to loaded_by_copy"))
    finished = dbt(fresh_warehouse, "seed", "--exclude", "communes")
    assert finished.returncode == 0, finished.stdout

    with engine.connect() as connection:
        ours, theirs = (
            {row.table_name: row.columns for row in connection.execute(text(TABLES), {"schema": schema})}
            for schema in ("loaded_by_copy", "reference")
        )
        assert ours == theirs
        for name in ours:
            by_copy, by_dbt = f"select * from loaded_by_copy.{name}", f"select * from reference.{name}"
            differences = f"({by_copy} except all {by_dbt}) union all ({by_dbt} except all {by_copy})"
            assert connection.execute(text(differences)).all() == [], name
    assert set(load_reference(fresh_warehouse)) == set(loaded), "what dbt seed has loaded is not ours any more"
    assert load_reference(fresh_warehouse) == ()


@pytest.mark.integration
def test_a_changed_file_is_loaded_under_the_views_that_hang_on_it(
    fresh_warehouse: Settings, loaded_once: Engine, units: Path
) -> None:
    units.write_text('printed_unit,factor\n"đồng, chẵn",1\nNULL,\ntriệu đồng,1000000\n', encoding="utf-8")
    assert load_reference(fresh_warehouse) == ("units",)
    assert units_by(loaded_once, "staging.stg_unit") == [("đồng, chẵn", 1), ("triệu đồng", 1_000_000), (None, None)]


@pytest.mark.integration
def test_a_column_of_another_type_makes_a_new_table_and_leaves_the_view_where_it_is(
    fresh_warehouse: Settings, loaded_once: Engine, units: Path
) -> None:
    declared = units.with_name("seeds.yml")
    declared.write_text(declared.read_text(encoding="utf-8").replace("numeric", "integer"), encoding="utf-8")
    units.write_text("printed_unit,factor\nnghìn đồng,1000\n", encoding="utf-8")
    assert load_reference(fresh_warehouse) == ("units",)
    assert units_by(loaded_once, "reference.units") == [("nghìn đồng", 1000)]
    assert units_by(loaded_once, "staging.stg_unit") == [("triệu đồng", 1_000_000)], "until dbt makes it anew"

    with loaded_once.begin() as connection:
        connection.execute(text("drop view staging.stg_unit"))
    assert load_reference(fresh_warehouse) == ()
    with loaded_once.connect() as connection:
        names = connection.scalars(text("select relname from pg_class where relname like 'units%' and relkind = 'r'"))
        assert list(names) == ["units"]


@pytest.mark.integration
def test_a_value_that_is_not_of_its_type_is_told_with_its_line_and_nothing_is_loaded(
    fresh_warehouse: Settings, loaded_once: Engine, units: Path
) -> None:
    units.write_text("printed_unit,factor\nđồng,1\nchục triệu,mười triệu\n", encoding="utf-8")
    with pytest.raises(BuildFailedError, match=r"units\.csv does not fit.*mười triệu.*line 2, column factor"):
        load_reference(fresh_warehouse)
    assert units_by(loaded_once, "reference.units") == [("triệu đồng", 1_000_000)]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("printed_unit,factor\nđồng,1,VND\n", r"units\.csv, line 2: 3 values for 2 columns"),
        ("printed_unit\nđồng\n", r"units\.csv: its columns are not the column_types of its YAML"),
    ],
)
def test_a_file_that_is_not_as_declared_is_told(units: Path, written: str, told: str) -> None:
    units.write_text(written, encoding="utf-8")
    (seed,) = read_seeds(units.parent.parent)
    with pytest.raises(BuildFailedError, match=told):
        list(seed.rows())


def test_a_file_without_declared_types_is_told(units: Path) -> None:
    units.rename(units.with_name("sectors.csv"))
    with pytest.raises(BuildFailedError, match=r"sectors\.csv: its YAML in seeds/ declares no column_types"):
        read_seeds(units.parent.parent)
