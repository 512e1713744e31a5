"""What a waiting approval watches beside Airflow's own page: our record of decisions; light, the triggerer loads it."""

import asyncio
from collections.abc import AsyncIterator
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any

from airflow.providers.standard.triggers.hitl import HITLTrigger
from airflow.triggers.base import TriggerEvent

if TYPE_CHECKING:
    from sqlalchemy import Engine

LOOK_SECONDS = 5.0
"""How long after `htx approve`, or after a newer draft, the run that waits goes on or ends, at the most."""
LOOKS_BETWEEN_ANSWERS = 120
"""Looks at our record between two at Airflow's: the first of those makes the triggerer load all of Airflow's API."""
SETTLED = "settled"
"""Key of the event that says no more than this: look at the record."""


class DecisionTrigger(HITLTrigger):
    """Wakes the approval of a publication once `ops.approval` has a decision, or a newer draft took its place.

    An answer on Airflow's page resumes a deferred task by itself, without its trigger, unless it came in the moment
    between the question and the parking of the task: then it is found within ten minutes. `known_decision` is the id
    of the decision that stood before the question. A warehouse that does not answer is asked again: waiting never
    fails because of it.
    """

    def __init__(self, *, publication_id: str, known_decision: str | None, **asked: Any) -> None:
        super().__init__(**asked)
        self.publication_id = publication_id
        self.known_decision = known_decision

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Where the class is and what it is made with, for the triggerer."""
        _, asked = super().serialize()
        here = {"publication_id": self.publication_id, "known_decision": self.known_decision}
        return f"{__name__}.{type(self).__name__}", asked | here

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look until there is nothing left to ask."""
        for look in count(1):
            if await asyncio.to_thread(self._is_settled):
                yield TriggerEvent({SETTLED: True})  # type: ignore[no-untyped-call]
                return
            if look % LOOKS_BETWEEN_ANSWERS == 0:
                answer: TriggerEvent | None = await self._handle_response()  # type: ignore[no-untyped-call]
                if answer is not None:
                    yield answer
                    return
            await asyncio.sleep(self.poke_interval)

    def _is_settled(self) -> bool:
        from uuid import UUID

        from sqlalchemy.exc import SQLAlchemyError

        from publish.approval import outcome_in

        known = UUID(self.known_decision) if self.known_decision else None
        try:
            with _warehouse().connect() as connection:
                return outcome_in(connection, UUID(self.publication_id)).is_settled(known)
        except SQLAlchemyError as error:
            self.log.warning("the warehouse does not answer, looking again: %s", error)
            return False


@lru_cache(maxsize=1)
def _warehouse() -> "Engine":
    """One engine for all approvals that this process watches."""
    from htx.settings import get_settings
    from ingest.raw.database import connect

    return connect(get_settings())
