"""What a waiting approval watches: the record of decisions, through outages of the warehouse, and nothing else."""

import asyncio
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from ingest.raw.database import connect
from publish.approval import record_decision
from publish.freeze import freeze
from publish.publications import Publication
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local

pytestmark = pytest.mark.integration  # imports Airflow
AWAY = create_engine("postgresql+psycopg://htx@127.0.0.1:9/htx")


class StillWaitingError(Exception):
    """The trigger looked as often as it may in a test, and nothing woke the task."""


@pytest.fixture
def draft(marts: Marts) -> Publication:
    return freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))


@pytest.fixture
def here(marts: Marts) -> Iterator[Engine]:
    engine = connect(marts.settings)
    yield engine
    engine.dispose()


def wake(draft: Publication, known: uuid.UUID | None, monkeypatch: pytest.MonkeyPatch, *seen: Engine) -> object:
    """The event of the trigger as the triggerer makes it anew, which sees these warehouses look by look."""
    from htx.flow_decision import DecisionTrigger

    engines = list(seen)

    def warehouse() -> Engine:
        if not engines:
            raise StillWaitingError
        return engines.pop(0)

    monkeypatch.setattr("htx.flow_decision._warehouse", warehouse)
    made = DecisionTrigger(
        ti_id=uuid.uuid4(),
        options=["Phê duyệt", "Không phê duyệt"],
        params={},
        timeout_datetime=None,
        poke_interval=0.0,
        publication_id=str(draft.publication_id),
        known_decision=str(known) if known else None,
    )
    path, arguments = made.serialize()
    assert path == "htx.flow_decision.DecisionTrigger"
    trigger = DecisionTrigger(**arguments)

    async def first() -> object:
        return (await anext(trigger.run())).payload

    return asyncio.run(first())


def test_a_recorded_decision_wakes_the_task_though_the_warehouse_was_away(
    marts: Marts, draft: Publication, here: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StillWaitingError):
        wake(draft, None, monkeypatch, here, AWAY, here)
    record_decision(marts.settings, draft.publication_id, "approved", "Trần Văn Minh", local("2024-05-28 08:30"))
    assert wake(draft, None, monkeypatch, AWAY, here) == {"settled": True}


def test_a_refusal_that_was_known_when_asked_anew_wakes_nobody(
    marts: Marts, draft: Publication, here: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = record_decision(
        marts.settings, draft.publication_id, "rejected", "Lê Thị Hoa", local("2024-05-28 08:30"), "Thiếu Quận 10"
    )
    with pytest.raises(StillWaitingError):
        wake(draft, refusal.approval_id, monkeypatch, here, here)
    assert wake(draft, None, monkeypatch, here) == {"settled": True}
