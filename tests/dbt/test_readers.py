"""Readers see the marts alone, and one with a scope its provinces' rows alone, whatever it tries."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from expectations.errors import ReaderRefusedError
from expectations.readers import add_reader, drop_reader, list_readers, reader_url
from htx import cli
from htx.runtime.postgres import PostgresAddress
from htx.settings import Settings, get_settings
from ingest.raw.database import connect

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
CITY, BAC_NINH_OF_TODAY, EVERYTHING = "doc_tphcm", "doc_bac_ninh", "doc_tat_ca"
SCOPES = {CITY: ["79"], BAC_NINH_OF_TODAY: ["24"], EVERYTHING: []}
OPEN_TO_ALL = {"dim_province", "dim_area", "bridge_area_succession"}
PRESS = "select value_low::integer from marts.fct_press_figure order by 1"
CLAIMS_OF_THE_CITY = """
    select count(*) from marts.fct_indicator_value as claim
    inner join marts.dim_area as area using (area_key)
    inner join marts.dim_province as province using (province_key)
    where province.province_code in ('79', '74', '77')
"""


@dataclass(frozen=True, slots=True)
class Doors:
    """How the tests come in: as the owner, as each reader, as the superuser."""

    settings: Settings
    urls: dict[str, str]
    superuser_url: str

    def rows(self, reader: str, *statements: str) -> list[tuple[object, ...]]:
        """What a login sees; the last statement gives the rows."""
        with psycopg.connect(self.urls[reader]) as connection:
            return run(connection, *statements)

    def owner(self, *statements: str) -> list[tuple[object, ...]]:
        url = str(self.settings.database_url).replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            return run(connection, *statements)


def run(connection: psycopg.Connection, *statements: str) -> list[tuple[object, ...]]:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement.encode())
    return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def doors(sample_marts: Settings, postgres: PostgresAddress) -> Iterator[Doors]:
    """Three readers, each with a password of its own; one may make objects in a schema of analysts."""
    urls = {
        name: reader_url(sample_marts, name, add_reader(sample_marts, name, codes)) for name, codes in SCOPES.items()
    }
    database = str(sample_marts.database_url).rpartition("/")[2]
    superuser_url = postgres.superuser_url.rpartition("/")[0] + "/" + database
    made = Doors(sample_marts, urls, superuser_url)
    made.owner("create schema analysts", f"grant usage, create on schema analysts to {', '.join(urls)}")
    yield made
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for name in urls:
            connection.execute(sql.SQL("drop owned by {} cascade").format(sql.Identifier(name)))
    for name in urls:
        drop_reader(sample_marts, name)


def scoped_marts(doors: Doors) -> list[str]:
    rows = doors.owner(
        "select relname from pg_class where relnamespace = 'marts'::regnamespace and relrowsecurity order by 1"
    )
    return [str(name) for (name,) in rows]


def test_every_mart_whose_rows_lie_in_a_province_has_its_policy_before_the_swap(doors: Doors) -> None:
    with_a_place = doors.owner(
        "select distinct table_name from information_schema.columns where table_schema = 'marts' and column_name in "
        "('province_key', 'area_key', 'reporter_area_key', 'submission_id', 'figure_id', 'claim_id') order by 1"
    )
    assert {str(name) for (name,) in with_a_place} - OPEN_TO_ALL == set(scoped_marts(doors))
    policies = doors.owner(
        "select tablename, cmd, roles::text[], permissive from pg_policies where schemaname = 'marts'"
    )
    assert {row[0] for row in policies} == set(scoped_marts(doors))
    assert {(*row[1:2], *row[2], row[3]) for row in policies} == {("SELECT", "htx_reader", "PERMISSIVE")}


def test_a_reader_without_a_scope_sees_what_the_owner_sees(doors: Doors) -> None:
    for mart in scoped_marts(doors):
        count = f"select count(*) from marts.{mart}"
        assert doors.rows(EVERYTHING, count) == doors.owner(count), mart


def test_a_scope_is_the_province_of_today_with_its_predecessors(doors: Doors) -> None:
    assert doors.rows(CITY, PRESS) == [(663,)]
    assert doors.rows(BAC_NINH_OF_TODAY, PRESS) == [(640,), (1102,), (1800,)], "Bắc Giang, old and new Bắc Ninh"
    assert len(doors.rows(EVERYTHING, PRESS)) == 7
    assert doors.rows(CITY, CLAIMS_OF_THE_CITY) == doors.owner(CLAIMS_OF_THE_CITY)


def test_a_scope_holds_in_every_mart(doors: Doors) -> None:
    line = "select province_key from marts.dim_province where province_code in ('79', '74', '77')"
    areas = f"select area_key from marts.dim_area where province_key in ({line})"
    own = {
        "province_key": line,
        "area_key": areas,
        "submission_id": f"select submission_id from marts.fct_submission where province_key in ({line})",
        "figure_id": f"select figure_id from marts.fct_figure where area_key in ({areas})",
    }
    for mart in scoped_marts(doors):
        columns = {
            name
            for (name,) in doors.owner(
                "select column_name from information_schema.columns "
                f"where table_schema = 'marts' and table_name = '{mart}'"
            )
        }
        place = next(column for column in own if column in columns)
        expected = doors.owner(f"select count(*) from marts.{mart} where {place} in ({own[place]})")
        assert doors.rows(CITY, f"select count(*) from marts.{mart}") == expected, mart


def test_a_scope_hides_the_country_and_what_has_no_place(doors: Doors) -> None:
    for hidden in (
        "select count(*) from marts.fct_press_figure where place = 'Việt Nam'",
        "select count(*) from marts.fct_figure join marts.dim_area using (area_key) where area_level = 'country'",
    ):
        assert doors.owner(hidden) != [(0,)]
        assert doors.rows(CITY, hidden) == [(0,)]


def test_set_role_never_widens_a_scope(doors: Doors) -> None:
    for role in ("htx_reader", "htx_limited", "htx_scope_79"):
        rows = doors.rows(CITY, f"set role {role}", "select count(*) from pg_roles where rolname = current_user")
        assert rows == [(1,)]
    assert doors.rows(CITY, "set role htx_reader", PRESS) == [(663,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        doors.rows(CITY, f"set role {EVERYTHING}", PRESS)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        doors.rows(CITY, f"set session authorization {EVERYTHING}", PRESS)


def test_a_tool_that_takes_the_role_of_its_user_sees_what_the_user_sees(doors: Doors) -> None:
    with psycopg.connect(doors.superuser_url) as connection:
        for role, expected in ((CITY, 1), (BAC_NINH_OF_TODAY, 3), (EVERYTHING, 7), ("htx_bi", 7)):
            connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
            assert len(run(connection, PRESS)) == expected, role


def test_a_plan_made_for_one_reader_is_not_run_for_another(doors: Doors) -> None:
    with psycopg.connect(doors.superuser_url) as connection:
        run(
            connection,
            "set plan_cache_mode = force_generic_plan",
            f"set role {EVERYTHING}",
            f"prepare press as {PRESS}",
        )
        assert len(run(connection, "execute press")) == 7
        assert len(run(connection, f"set role {CITY}", "execute press")) == 1


@pytest.mark.parametrize("options", ["", "with (security_barrier)", "with (security_invoker)"])
def test_a_view_shows_its_caller_no_more_than_the_marts_do(doors: Doors, options: str) -> None:
    made_by_all = f"create view analysts.press_of_all {options} as {PRESS.replace('order by 1', '')}"
    own = made_by_all.replace("press_of_all", "press_of_the_city")
    doors.rows(EVERYTHING, made_by_all, f"grant select on analysts.press_of_all to {CITY}")
    doors.rows(CITY, own)
    assert doors.rows(CITY, "select * from analysts.press_of_all") == [(663,)]
    assert doors.rows(CITY, "select * from analysts.press_of_the_city") == [(663,)]
    doors.rows(EVERYTHING, "drop view analysts.press_of_all")
    doors.rows(CITY, "drop view analysts.press_of_the_city")


def test_a_function_of_another_reader_shows_no_more(doors: Doors) -> None:
    for mode in ("invoker", "definer"):
        doors.rows(
            EVERYTHING,
            f"create function analysts.press_{mode}() returns bigint language sql security {mode} "
            "as 'select count(*) from marts.fct_press_figure'",
        )
        assert doors.rows(CITY, f"select analysts.press_{mode}()") == [(1,)]
        assert doors.rows(EVERYTHING, f"select analysts.press_{mode}()") == [(7,)]


def test_a_function_that_tells_what_it_is_asked_is_asked_about_own_rows_only(doors: Doors) -> None:
    with psycopg.connect(doors.urls[CITY]) as connection:
        seen: list[str] = []
        connection.add_notice_handler(lambda notice: seen.append(str(notice.message_primary)))
        run(
            connection,
            "create function pg_temp.tell(value numeric) returns boolean language plpgsql cost 0.0000001 "
            "as $$ begin raise notice '%', value; return true; end $$",
            "select count(*) from marts.fct_press_figure where pg_temp.tell(value_low)",
            "select count(*) from marts.fct_indicator_value where evidence_kind = 'sentence' and pg_temp.tell(value)",
        )
        assert {re.sub(r"\.0+$", "", message) for message in seen} == {"663"}
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="superuser"):
        doors.rows(
            CITY, "create function pg_temp.leak(numeric) returns boolean language sql leakproof as 'select true'"
        )


def test_an_error_tells_nothing_of_hidden_rows(doors: Doors) -> None:
    assert doors.rows(CITY, "select count(*) from marts.fct_press_figure where 1 / (value_low - 975) < 2") == [(1,)]
    assert doors.rows(
        CITY, "select count(*) from marts.fct_press_figure where case when value_low <> 663 then place::integer end > 0"
    ) == [(0,)]
    with pytest.raises(psycopg.errors.DivisionByZero):
        doors.rows(EVERYTHING, "select count(*) from marts.fct_press_figure where 1 / (value_low - 975) < 2")


def test_row_security_cannot_be_switched_off(doors: Doors) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        doors.rows(CITY, "set row_security = off", PRESS)
    for statement in (
        "alter table marts.fct_press_figure disable row level security",
        "drop policy rows_of_the_readers_provinces on marts.fct_press_figure",
        "create policy mine on marts.fct_press_figure using (true)",
        "alter role current_user bypassrls",
        "grant htx_scope_24 to current_user",
        "update marts.dim_province set province_code = '79'",
        "create table analysts.bait (id uuid references marts.fct_press_figure (claim_id))",
        "create trigger mine before insert on marts.fct_press_figure execute function analysts.x()",
    ):
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedFunction)):
            doors.rows(CITY, statement)


def test_copies_and_samples_hold_own_rows_only(doors: Doors) -> None:
    with psycopg.connect(doors.urls[CITY]) as connection:
        with connection.cursor().copy("copy marts.fct_press_figure (value_low) to stdout") as copied:
            assert list(copied.rows()) == [("663.000000",)]
        run(connection, "create materialized view analysts.kept as select * from marts.fct_press_figure")
        assert run(connection, "select count(*) from analysts.kept") == [(1,)]
        assert run(connection, "select count(*) from marts.fct_press_figure tablesample bernoulli (100)") == [(1,)]
        connection.rollback()


def test_a_view_keeps_its_scope_when_the_marts_below_it_retire(doors: Doors) -> None:
    doors.rows(CITY, f"create view analysts.kept as {PRESS}")
    doors.rows(EVERYTHING, f"create view analysts.all_kept as {PRESS}", f"grant select on analysts.all_kept to {CITY}")
    retire = ("revoke usage on schema marts from htx_reader", "alter schema marts rename to marts_retired_000000000000")
    bring_back = (
        "alter schema marts_retired_000000000000 rename to marts",
        "grant usage on schema marts to htx_reader",
    )
    doors.owner(*retire)
    try:
        assert doors.rows(CITY, "select * from analysts.kept") == [(663,)]
        assert doors.rows(CITY, "select * from analysts.all_kept") == [(663,)]
        for reader in (CITY, EVERYTHING):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied for schema"):
                doors.rows(reader, "select * from marts_retired_000000000000.fct_press_figure")
    finally:
        doors.owner(*bring_back)
    doors.rows(CITY, "drop view analysts.kept")
    doors.rows(EVERYTHING, "drop view analysts.all_kept")


def test_marts_as_of_a_moment_keep_the_scope(doors: Doors) -> None:
    """Such a build has the same hooks, and its candidate is renamed as that of the marts is."""
    doors.owner("alter schema marts rename to marts_as_of_20240520")
    try:
        press = PRESS.replace("marts.", "marts_as_of_20240520.")
        assert doors.rows(CITY, press) == [(663,)]
        assert doors.rows(CITY, "set role htx_reader", press) == [(663,)]
    finally:
        doors.owner("alter schema marts_as_of_20240520 rename to marts")


def test_statistics_of_the_server_tell_no_value(doors: Doors) -> None:
    doors.owner("analyze marts.fct_press_figure", "select 1")
    statistics = "select count(*) from pg_stats where schemaname = 'marts' and tablename = 'fct_press_figure'"
    assert doors.owner(statistics) != [(0,)]
    assert doors.rows(CITY, statistics) == [(0,)]
    assert doors.rows(CITY, "select count(*) from pg_stats_ext") == [(0,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        doors.rows(CITY, "select stavalues1 from pg_statistic")


def test_scopes_fail_closed(doors: Doors, sample_marts: Settings) -> None:
    """A scope role that an administrator dropped leaves its members with nothing, never with everything."""
    url = reader_url(sample_marts, "doc_ha_tinh", add_reader(sample_marts, "doc_ha_tinh", ["42", "79"]))
    with psycopg.connect(url) as connection, psycopg.connect(doors.superuser_url, autocommit=True) as superuser:
        assert run(connection, PRESS) == [(663,), (975,)], "two scopes add up"
        superuser.execute("revoke htx_scope_79 from doc_ha_tinh granted by warehouse_owner")
        assert run(connection, PRESS) == [(975,)]
        superuser.execute("drop role htx_scope_42")
        assert run(connection, PRESS) == []
        superuser.execute("revoke htx_reader from doc_ha_tinh granted by warehouse_owner")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run(connection, PRESS)
    with psycopg.connect(doors.superuser_url, autocommit=True) as superuser:
        superuser.execute("drop role doc_ha_tinh")


def test_readers_are_added_listed_and_dropped(doors: Doors, sample_marts: Settings) -> None:
    listed = {reader.name: reader for reader in list_readers(sample_marts)}
    assert {name: listed[name].province_codes for name in SCOPES} == {
        name: tuple(codes) for name, codes in SCOPES.items()
    }
    assert not listed["htx_bi"].is_limited
    for name, codes, why in (
        ("doc_tphcm", ["79"], "there is such a role already"),
        ("htx_gian", ["79"], "begins neither with htx_"),
        ("doc; drop", ["79"], "small letters"),
        ("doc_74", ["74"], "no province of today has the code 74"),
    ):
        with pytest.raises(ReaderRefusedError, match=why):
            add_reader(sample_marts, name, codes)
    for name in ("nobody", "warehouse_owner", "postgres"):
        with pytest.raises(ReaderRefusedError, match="no such reader"):
            drop_reader(sample_marts, name)
    doors.rows(CITY, "create table analysts.kept (id integer)")
    with pytest.raises(ReaderRefusedError, match="drop owned by doc_tphcm"):
        drop_reader(sample_marts, CITY)
    doors.rows(CITY, "drop table analysts.kept")


def test_the_command_line_adds_lists_and_drops_readers(
    doors: Doors,
    sample_marts: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    for name, value in {
        "HTX_HOME": str(sample_marts.home),
        "HTX_DATABASE_URL": str(sample_marts.database_url),
        "HTX_AIRFLOW_DATABASE_URL": str(sample_marts.database_url),
    }.items():
        monkeypatch.setenv(name, value)
    get_settings.cache_clear()
    request.addfinalizer(get_settings.cache_clear)
    assert cli.run(["reader", "add", "doc_hai_tinh", "--province", "42", "--province", "79", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["provinces"] == ["42", "79"]
    with psycopg.connect(made["url"]) as connection:
        assert run(connection, PRESS) == [(663,), (975,)]
    assert cli.run(["reader", "list"]) == 0
    listed = {line.split()[0]: line.split(maxsplit=1)[1] for line in capsys.readouterr().out.splitlines()}
    assert (listed["doc_hai_tinh"], listed[EVERYTHING], listed["htx_bi"]) == ("42, 79", "everything", "everything")
    assert cli.run(["reader", "add", "doc_hai_tinh", "--province", "42"]) == 1
    assert cli.run(["reader", "add", "doc_khac"]) == 2
    assert cli.run(["reader", "add", "doc_khac", "--province", "42", "--all"]) == 2
    assert cli.run(["reader", "drop", "doc_hai_tinh"]) == 0
    assert cli.run(["reader", "drop", "doc_hai_tinh"]) == 1
    said = capsys.readouterr().err
    assert "there is such a role already" in said
    assert "--province CODE, once or more, or --all" in said


def test_the_marts_are_all_that_a_reader_may_read_or_run(doors: Doors) -> None:
    for reader in (*SCOPES, "htx_bi", "htx_reader"):
        schemas = doors.owner(
            f"select nspname from pg_namespace where has_schema_privilege('{reader}', oid, 'usage') "
            "and nspname not like 'pg\\_%' and nspname not in ('information_schema', 'analysts')"
        )
        assert {name for (name,) in schemas} == {"marts", "public"}
        relations = doors.owner(
            "select distinct nspname from pg_class join pg_namespace n on n.oid = relnamespace "
            "where relkind in ('r', 'v', 'm', 'p', 'S', 'f') and nspname not in ('information_schema', 'analysts') "
            f"and nspname not like 'pg\\_%' and case relkind when 'S' then has_sequence_privilege('{reader}', "
            f"pg_class.oid, 'usage') else has_any_column_privilege('{reader}', pg_class.oid, 'select') end"
        )
        assert relations == [("marts",)]
        writable = doors.owner(
            "select relname from pg_class join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p', 'v') "
            "and nspname not in ('information_schema', 'analysts') and nspname not like 'pg\\_%' and "
            f"has_table_privilege('{reader}', pg_class.oid, 'insert, update, delete, truncate, references, trigger')"
        )
        assert writable == []
        creatable = doors.owner(
            f"select nspname from pg_namespace where has_schema_privilege('{reader}', oid, 'create') "
            "and nspname not like 'pg\\_temp%' and nspname <> 'analysts'"
        )
        assert creatable == []
    functions = doors.owner(
        "select proname from pg_proc join pg_namespace n on n.oid = pronamespace where nspname in ('marts', 'public')"
    )
    assert functions == [], "nothing of ours to run, and nothing that runs as the owner"


def test_policies_are_asked_once_a_statement(doors: Doors) -> None:
    """What a row is tested by is a parameter worked out before, or else a look into a hash table."""
    for mart in scoped_marts(doors):
        plan = [str(line) for (line,) in doors.rows(CITY, f"explain (costs off) select * from marts.{mart}")]
        scan = next(number for number, line in enumerate(plan) if f" on {mart}" in line)
        condition = plan[scan + 1]
        assert re.search(r"Filter: \(\(InitPlan \d+\)\.col1 OR \(ANY \(.*\(hashed SubPlan \d+\)", condition), plan


def test_the_owner_sees_all_and_so_do_gate_and_freeze(doors: Doors, sample_marts: Settings) -> None:
    engine = connect(sample_marts)
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from marts.fct_press_figure")) == 7
        assert connection.scalar(text("select row_security_active('marts.fct_press_figure')")) is False
    engine.dispose()
