"""Why something that was due could not go."""

from datetime import datetime, timedelta

from tests.publish.simulation.drive import Simulation
from tests.publish.simulation.machines import is_within
from tests.publish.simulation.model import Model


def is_hindered(simulation: Simulation, model: Model, address: str, at: datetime) -> bool:
    """Whether an address rests, its mailbox is dead, or a try of today was refused for now."""
    return (
        address in model.evidence.resting(at + timedelta(minutes=1))
        or is_within(simulation.weather.dead_mailboxes.get(address, []), at)
        or any(
            who == address and at - timedelta(hours=8) <= when < at for when, who in simulation.office.refused_for_now
        )
    )
