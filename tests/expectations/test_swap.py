"""The candidate becomes the marts in one step, and only after a pass."""

import uuid
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from expectations.errors import SwapRefusedError, WarehouseBusyError
from expectations.results import GateResult, record
from expectations.swap import drop_retired, swap
from htx.settings import Settings
from tests.expectations.conftest import (
    FIRST_BUILD,
    NOW,
    SECOND_BUILD,
    THIRD_BUILD,
    MakeCandidate,
)

pytestmark = pytest.mark.integration

COOP_TOTAL = "select htx_coop_total from marts.mart_province_period"
PassGate = Callable[[uuid.UUID], None]


def scalar(engine: Engine, statement: str) -> object:
    with engine.connect() as connection:
        return connection.scalar(text(statement))


def schema_names(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text("select nspname from pg_namespace where nspname like 'marts%'")))


@pytest.fixture
def swapped_once(fresh_warehouse: Settings, province_candidate: MakeCandidate, pass_gate: PassGate) -> Settings:
    """A warehouse whose marts say 65 cooperatives, and whose candidate, admitted, says 70."""
    province_candidate(FIRST_BUILD, coop_total=65)
    pass_gate(FIRST_BUILD)
    swap(fresh_warehouse, FIRST_BUILD, NOW)
    province_candidate(SECOND_BUILD, coop_total=70)
    pass_gate(SECOND_BUILD)
    return fresh_warehouse


def test_the_first_swap_works_without_marts(
    fresh_warehouse: Settings, engine: Engine, province_candidate: MakeCandidate, pass_gate: PassGate
) -> None:
    province_candidate(FIRST_BUILD)
    pass_gate(FIRST_BUILD)
    report = swap(fresh_warehouse, FIRST_BUILD, NOW)
    assert (report.retired_schema, report.retired, report.was_swapped_before) == (None, (), False)
    assert scalar(engine, COOP_TOTAL) == 65
    assert schema_names(engine) == {"marts"}
    assert scalar(engine, "select status from ops.build") == "swapped"


def test_the_former_marts_are_gone_when_nobody_uses_them(swapped_once: Settings, engine: Engine) -> None:
    report = swap(swapped_once, SECOND_BUILD, NOW)
    assert scalar(engine, COOP_TOTAL) == 70
    assert [(one.schema, one.is_dropped) for one in report.retired] == [("marts_retired_222222222222", True)]
    assert schema_names(engine) == {"marts"}


def test_a_swap_that_was_made_changes_nothing_when_repeated(swapped_once: Settings, engine: Engine) -> None:
    swap(swapped_once, SECOND_BUILD, NOW)
    report = swap(swapped_once, SECOND_BUILD, NOW)
    assert report.was_swapped_before
    assert scalar(engine, COOP_TOTAL) == 70


def test_without_a_passed_gate_nothing_is_swapped(
    fresh_warehouse: Settings, engine: Engine, province_candidate: MakeCandidate
) -> None:
    province_candidate(FIRST_BUILD)
    with pytest.raises(SwapRefusedError, match="the gate has not judged it"):
        swap(fresh_warehouse, FIRST_BUILD, NOW)
    assert schema_names(engine) == {"marts_candidate"}
    assert scalar(engine, "select status from ops.build") == "building"


def test_one_critical_failure_ever_recorded_keeps_the_build_out(
    fresh_warehouse: Settings, engine: Engine, province_candidate: MakeCandidate, pass_gate: PassGate
) -> None:
    province_candidate(FIRST_BUILD)
    failure = GateResult("fct_figure", "fct_figure", "adds_up", "critical", False, 1, "Một số liệu không khớp", {})
    with engine.begin() as connection:
        record(connection, FIRST_BUILD, [failure], NOW)
    pass_gate(FIRST_BUILD)
    with pytest.raises(SwapRefusedError, match=r"not met: fct_figure\.adds_up"):
        swap(fresh_warehouse, FIRST_BUILD, NOW)


def test_a_candidate_of_another_build_is_refused(swapped_once: Settings, engine: Engine) -> None:
    with pytest.raises(SwapRefusedError, match=f"holds {SECOND_BUILD}, not build {THIRD_BUILD}"):
        swap(swapped_once, THIRD_BUILD, NOW)
    assert scalar(engine, COOP_TOTAL) == 65


def test_a_candidate_with_a_row_of_another_build_is_refused(swapped_once: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"update marts_candidate.dim_province set build_id = '{FIRST_BUILD}'"))
    with pytest.raises(SwapRefusedError, match="holds"):
        swap(swapped_once, SECOND_BUILD, NOW)
    assert scalar(engine, COOP_TOTAL) == 65


def test_a_table_that_cannot_say_its_build_is_refused(swapped_once: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create table marts_candidate.leftover (a integer)"))
    with pytest.raises(SwapRefusedError, match="without build_id in marts_candidate: leftover"):
        swap(swapped_once, SECOND_BUILD, NOW)


def test_a_lock_lost_before_the_commit_leaves_the_marts_as_they_were(
    swapped_once: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise WarehouseBusyError("the warehouse lock was lost")

    monkeypatch.setattr("expectations.swap.assert_still_held", lost)
    with pytest.raises(WarehouseBusyError):
        swap(swapped_once, SECOND_BUILD, NOW)
    assert scalar(engine, COOP_TOTAL) == 65
    assert schema_names(engine) == {"marts", "marts_candidate"}


def reader_engine(engine: Engine) -> Engine:
    """Connections that may do what a BI reader may, and no more."""
    return create_engine(engine.url, connect_args={"options": "-c role=htx_reader"})


def test_readers_may_read_the_new_marts_and_neither_candidate_nor_former_marts(
    swapped_once: Settings, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(text("grant htx_reader to current_user"))
        connection.execute(text("create schema analyst"))
        connection.execute(text(f"create view analyst.coops as {COOP_TOTAL}"))
    reader = reader_engine(engine)
    swap(swapped_once, SECOND_BUILD, NOW)
    assert scalar(reader, COOP_TOTAL) == 70
    with pytest.raises(ProgrammingError, match="permission denied for schema"):
        scalar(reader, "select count(*) from marts_retired_222222222222.dim_province")
    reader.dispose()


def test_a_long_query_reads_its_old_rows_to_the_end_and_holds_up_only_the_drop(
    swapped_once: Settings, engine: Engine
) -> None:
    with engine.connect() as bi:
        bi.execute(text("declare slow cursor for select htx_coop_total from marts.mart_province_period"))
        report = swap(swapped_once, SECOND_BUILD, NOW)
        assert scalar(engine, COOP_TOTAL) == 70
        (kept,) = report.retired
        assert not kept.is_dropped
        assert kept.reason is not None
        assert f"still read by server process {bi.scalar(text('select pg_backend_pid()'))}" in kept.reason
        assert bi.scalar(text("fetch all from slow")) == 65
        assert bi.scalar(text(COOP_TOTAL)) == 70, "the next statement of the same session reads the new marts"
    (dropped,) = drop_retired(swapped_once)
    assert dropped.is_dropped
    assert schema_names(engine) == {"marts"}


def test_an_analysts_view_keeps_the_old_figures_until_its_owner_binds_it_anew(
    swapped_once: Settings, engine: Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(text("create schema analyst"))
        connection.execute(text(f"create view analyst.coops as {COOP_TOTAL}"))
    report = swap(swapped_once, SECOND_BUILD, NOW)
    assert scalar(engine, "select * from analyst.coops") == 65
    (kept,) = report.retired
    assert [(one.kind, one.name) for one in kept.dependants] == [("view", "analyst.coops")]
    assert kept.reason == "still used by view analyst.coops; their owner binds them anew"
    assert "marts_retired_222222222222" in schema_names(engine)
    mend = kept.dependants[0].mend_sql
    assert mend is not None
    with engine.begin() as connection:
        connection.execute(text(mend))
    assert scalar(engine, "select * from analyst.coops") == 70
    assert [one.is_dropped for one in drop_retired(swapped_once)] == [True]


def test_retired_marts_that_were_kept_go_with_a_later_swap(
    swapped_once: Settings, engine: Engine, province_candidate: MakeCandidate, pass_gate: PassGate
) -> None:
    with engine.begin() as connection:
        connection.execute(text("create schema analyst"))
        connection.execute(text(f"create view analyst.coops as {COOP_TOTAL}"))
    swap(swapped_once, SECOND_BUILD, NOW)
    with engine.begin() as connection:
        connection.execute(text("drop view analyst.coops"))
    province_candidate(THIRD_BUILD, coop_total=71)
    pass_gate(THIRD_BUILD)
    report = swap(swapped_once, THIRD_BUILD, NOW)
    assert [(one.schema, one.is_dropped) for one in report.retired] == [
        ("marts_retired_222222222222", True),
        ("marts_retired_333333333333", True),
    ]


def test_foreign_keys_and_functions_of_others_are_named_too(swapped_once: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create schema analyst"))
        connection.execute(text("alter table marts.dim_province add primary key (province_key)"))
        connection.execute(text("create table analyst.notes (province_key integer references marts.dim_province)"))
        connection.execute(text("create function analyst.coops() returns numeric begin atomic " + COOP_TOTAL + "; end"))
    (kept,) = swap(swapped_once, SECOND_BUILD, NOW).retired
    assert [(one.kind, one.name) for one in kept.dependants] == [
        ("foreign key", "notes_province_key_fkey on analyst.notes"),
        ("function", "analyst.coops"),
    ]


def test_what_hangs_on_the_former_marts_in_another_way_is_kept_as_well(swapped_once: Settings, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("create view marts.inside as " + COOP_TOTAL))
    (kept,) = swap(swapped_once, SECOND_BUILD, NOW).retired
    assert not kept.is_dropped
    assert kept.reason is not None
    assert "marts_retired_222222222222.inside" in kept.reason


def test_a_repeatable_read_session_keeps_the_old_rows_of_what_it_opened_but_new_names_show_it_no_rows(
    fresh_warehouse: Settings, engine: Engine, province_candidate: MakeCandidate, pass_gate: PassGate
) -> None:
    province_candidate(FIRST_BUILD, coop_total=65)
    pass_gate(FIRST_BUILD)
    swap(fresh_warehouse, FIRST_BUILD, NOW)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as session:
        session.execute(text("declare open_before cursor for " + COOP_TOTAL))
        province_candidate(SECOND_BUILD, coop_total=70)
        pass_gate(SECOND_BUILD)
        swap(fresh_warehouse, SECOND_BUILD, NOW)
        assert session.scalar(text("fetch all from open_before")) == 65
        rows = session.execute(text(COOP_TOTAL)).all()
        assert rows == [], "names are resolved now, rows by the old snapshot: never an old figure passed off as new"
        assert session.scalar(text("select count(distinct build_id) from marts.dim_province")) == 0
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as session:
        assert session.scalar(text(COOP_TOTAL)) == 70, "a transaction begun after the swap"


def test_a_repeatable_read_session_begun_between_build_and_swap_sees_old_rows_then_new_ones(
    swapped_once: Settings, engine: Engine
) -> None:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as session:
        assert session.scalar(text(COOP_TOTAL)) == 65
        before = session.scalar(text("select build_id from marts.dim_province"))
        swap(swapped_once, SECOND_BUILD, NOW)
        assert session.scalar(text(COOP_TOTAL)) == 70
        after = session.scalar(text("select build_id from marts.dim_province"))
    assert (before, after) == (FIRST_BUILD, SECOND_BUILD), "build_id tells such a session that it must begin again"


def test_a_statement_prepared_before_the_swap_reads_the_new_marts(swapped_once: Settings, engine: Engine) -> None:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as session:
        session.execute("prepare coops as " + COOP_TOTAL)
        assert session.execute("execute coops").fetchone() == (65,)
        swap(swapped_once, SECOND_BUILD, NOW)
        assert session.execute("execute coops").fetchone() == (70,)
