"""Freezing: a publication says what the marts say, all from one build, and says it once."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text
from sqlalchemy.exc import OperationalError

from ingest.raw.database import connect
from ingest.raw.ops import publication, published_figure
from publish.approval import record_decision
from publish.deliver import deliver
from publish.errors import NotReadyError
from publish.freeze import freeze
from publish.render import render
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local, the_round

pytestmark = pytest.mark.integration
NOW = local("2024-05-21 09:00")


def row_counts(marts: Marts) -> tuple[int, int]:
    engine = connect(marts.settings)
    with engine.connect() as connection:
        counts = tuple(
            connection.scalar(select(func.count()).select_from(table)) or 0 for table in (publication, published_figure)
        )
    engine.dispose()
    return counts[0], counts[1]


def corrected_round(total: int) -> list:
    """The round in which the first district hands in another number of cooperatives."""
    first, *others = the_round()
    return [replace(first, versions=2, values={**first.values, "HTX.coop_total": Decimal(total)}), *others]


def test_frozen_figures_equal_the_marts(marts: Marts) -> None:
    frozen = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    with marts.connect() as connection:
        differing = connection.execute(
            "select count(*) from ops.published_figure as p left join marts.fct_figure as f using (figure_id)"
            " where p.publication_id = %s and p.indicator_key not like 'A-3.%%'"
            " and (f.figure_id is null or f.value is distinct from p.value"
            " or f.reporters_reporting is distinct from p.reporters_reporting)",
            (frozen.publication_id,),
        ).fetchone()
    assert differing == (0,)
    total = next(f for f in frozen.content.figures if f.coordinates == ("HTX.coop_total", PERIOD_KEY, "actual"))
    accepted = [reporter for reporter in the_round() if reporter.counts]
    assert total.value == sum(reporter.values["HTX.coop_total"] for reporter in accepted)
    assert (total.reporters_reporting, total.reporters_expected) == (19, 22)
    assert len(total.claims) == 19
    assert total.absentees == ("Quận Bình Thạnh", "Quận Phú Nhuận", "Quận 10")


def test_absence_is_never_a_zero(marts: Marts) -> None:
    content = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW).content
    unasked = content.figure("HTX.coop_effective", content.main_column)
    assert unasked is not None
    assert unasked.value is None
    nil = next(reporter for reporter in content.reporters if reporter.is_nil)
    missing = next(reporter for reporter in content.reporters if reporter.status == "missing")
    late = next(reporter for reporter in content.reporters if reporter.status == "late_pending")
    assert nil.value("HTX.coop_total") == 0
    assert missing.value("HTX.coop_total") is None
    assert late.value("HTX.coop_total") is None


def test_freezing_again_adds_nothing(marts: Marts) -> None:
    first = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    before = row_counts(marts)
    again = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-22 10:00"))
    assert first.is_new
    assert not again.is_new
    assert again.publication_id == first.publication_id
    assert again.frozen_at == first.frozen_at
    assert row_counts(marts) == before


def test_another_build_of_the_same_facts_is_the_same_publication(marts: Marts) -> None:
    first = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    marts.build(the_round(), build_id=uuid.UUID(int=2))
    assert freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW).publication_id == first.publication_id


def test_a_change_before_delivery_is_a_new_draft_of_the_same_edition(marts: Marts) -> None:
    first = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    second = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-22 09:00"))
    assert (first.edition, second.edition) == (1, 1)
    assert second.publication_id != first.publication_id


def test_facts_that_come_back_need_a_publication_and_an_approval_of_their_own(marts: Marts) -> None:
    first = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-22 09:00"))
    marts.build(the_round(), build_id=uuid.UUID(int=3))
    third = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-23 09:00"))
    assert third.input_hash == first.input_hash
    assert third.publication_id != first.publication_id
    assert freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW).publication_id == third.publication_id


def test_a_change_after_delivery_is_an_erratum(marts: Marts) -> None:
    first = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    render(marts.settings, first.publication_id)
    record_decision(marts.settings, first.publication_id, "approved", "Trần Văn Minh", local("2024-05-28 08:00"))
    deliver(marts.settings, first.publication_id, local("2024-05-28 09:00"))
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    second = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-06-03 09:00"))
    assert second.edition == 2
    engine = connect(marts.settings)
    with engine.connect() as connection:
        kept = connection.scalar(
            select(published_figure.c.value).where(
                published_figure.c.publication_id == first.publication_id,
                published_figure.c.indicator_key == "HTX.coop_total",
                published_figure.c.period_key == PERIOD_KEY,
            )
        )
    engine.dispose()
    assert kept == first.content.figure("HTX.coop_total", first.content.main_column).value


def test_marts_of_two_builds_are_refused(marts: Marts) -> None:
    with marts.connect() as connection:
        connection.execute("update marts.fct_submission set build_id = %s", (uuid.UUID(int=9),))
    with pytest.raises(NotReadyError, match="2 different builds"):
        freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    assert row_counts(marts) == (0, 0)


def test_freezing_before_the_first_build_says_what_to_do(fresh_warehouse) -> None:
    with pytest.raises(NotReadyError, match="run `htx build` first"):
        freeze(fresh_warehouse, CITY_CODE, PERIOD_KEY, NOW)


def test_a_period_nobody_owes_is_refused(marts: Marts) -> None:
    with pytest.raises(NotReadyError, match="2023"):
        freeze(marts.settings, CITY_CODE, "2023", NOW)


def test_freezing_waits_for_the_warehouse_lock(marts: Marts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.freeze.LOCK_WAIT_SECONDS", 1)
    engine = connect(marts.settings)
    with engine.connect() as builder:
        builder.execute(text("select pg_advisory_lock(4857002)"))
        with pytest.raises(NotReadyError, match="being built"):
            freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    engine.dispose()
    assert freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW).is_new


def test_a_connection_that_is_cut_is_not_told_as_a_build_that_hangs(marts: Marts) -> None:
    def cut(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if "pg_advisory_lock" in statement:
            backend = connection.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
            with marts.connect() as other:
                other.execute("select pg_terminate_backend(%s, 10000)", (backend,))

    event.listen(Engine, "before_cursor_execute", cut)
    try:
        with pytest.raises(OperationalError):
            freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW)
    finally:
        event.remove(Engine, "before_cursor_execute", cut)


def test_the_addressee_is_the_agency_of_that_time(marts: Marts) -> None:
    duty = freeze(marts.settings, CITY_CODE, PERIOD_KEY, NOW).content.duty
    assert duty.creditor_name == "Sở Kế hoạch và Đầu tư Thành phố Hồ Chí Minh"
