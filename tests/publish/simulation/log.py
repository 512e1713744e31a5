"""What happened in the simulated years, for the laws."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from publish.chase import SweepReport
from publish.deliver import Delivery
from publish.errors import PublishError
from tests.publish.simulation.facts import RoundFacts
from tests.publish.simulation.people import Arrival
from tests.publish.simulation.post_office import PostOffice, State

Place = tuple[str, str]
"""Area code and period key of a report."""
_TROUBLED = frozenset({"failed", "refused", "bounced"})


@dataclass(frozen=True, slots=True)
class Sweep:
    """One sweep: when, whether it came to its end, and what the warehouse held."""

    at: datetime
    is_whole: bool
    built_at: datetime | None
    loaded: int
    """How many arrivals had been read by then."""
    years: int
    """How many years of obligations had been entered."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of the outbox after a sweep; `sweep` is its place in the list of sweeps."""

    at: datetime
    call: int
    sweep: int
    is_whole: bool
    state: State
    dead_mailboxes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Delivering:
    """One call of `deliver`, or of `deliver_what_waits` (`publication_id` is None)."""

    at: datetime
    publication_id: UUID | None
    is_whole: bool
    state: State
    dead_mailboxes: frozenset[str]
    recipients: tuple[str, ...]
    without_reason: tuple[str, ...]
    """Those to whom it failed, and no reason is kept."""


@dataclass(slots=True)
class Log:
    """What happened, for the checks."""

    ticks: list[datetime] = field(default_factory=list)
    builds: list[tuple[datetime, dict[Place, RoundFacts]]] = field(default_factory=list)
    loaded: list[tuple[datetime, Arrival]] = field(default_factory=list)
    sweeps: list[Sweep] = field(default_factory=list)
    found: list[SweepReport | None] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Places in `sweeps` of those whose publications were started."""
    deliverings: list[Delivering] = field(default_factory=list)
    drafted: list[tuple[datetime, Place, bool]] = field(default_factory=list)
    """When a draft was asked for, of what, and whether it came."""
    decided: dict[UUID, tuple[datetime, str]] = field(default_factory=dict)
    decisions_tried: list[tuple[datetime, UUID, str]] = field(default_factory=list)
    """Every decision that a person took, whether the product lived to keep it or not."""
    refused: list[tuple[datetime, UUID, PublishError]] = field(default_factory=list)
    """When a decision or a delivery of which publication was refused, and why."""

    def note_delivering(
        self,
        now: datetime,
        publication_id: UUID | None,
        office: PostOffice,
        recipients: tuple[str, ...],
        answer: list[Delivery] | None,
    ) -> None:
        """A call of `deliver` or `deliver_what_waits`, with the state of the mail server; None where it died."""
        without_reason = tuple(one.recipient for one in answer or () if one.status in _TROUBLED and not one.detail)
        self.deliverings.append(
            Delivering(
                at=now,
                publication_id=publication_id,
                is_whole=answer is not None,
                state=office.state,
                dead_mailboxes=office.dead_mailboxes,
                recipients=recipients,
                without_reason=without_reason,
            )
        )
