"""Gives every line of every register in `raw` its cooperative, once: the step between the readers and the marts.

Lines that were resolved keep what they were given. New ones are resolved in the order of their arrival against what
is known by then; so the ids that a build as of some day shows are those that it would have shown on that day.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from sqlalchemy import Connection, Engine

from htx.settings import Settings
from ingest.cooperatives.decisions import DECISIONS_FILE, Decision, apart, read_decisions, rulings, sides
from ingest.cooperatives.features import features_of
from ingest.cooperatives.lines import Doubt, Resolution
from ingest.cooperatives.resolve import Resolver
from ingest.cooperatives.storage import (
    known_lines,
    known_spellings,
    last_listings,
    new_registers,
    replace_rulings,
    ruled_by,
    store,
    touched_lines,
)
from ingest.raw.database import connect

LINES_AT_ONCE = 5_000
"""So many lines, and the rest of their register, are stored in one transaction."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a run added."""

    lines: int
    new_cooperatives: int
    doubts: int


def assign_cooperatives(settings: Settings, *, lines_at_once: int = LINES_AT_ONCE) -> Assigned:
    """Resolve the lines that are no cooperatives yet, and follow the decisions of persons.

    Repeated or cut off anywhere it ends in the same rows; two runs at once are kept apart by the lock of the build.
    Raises `WrongDecisionError` for a decision that cannot be followed.
    """
    decisions = read_decisions(settings.seeds_dir / DECISIONS_FILE)
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            _rule(connection, decisions)
        assigned = _assign(engine, decisions, settings, lines_at_once)
        if decisions and assigned.lines:
            with engine.begin() as connection:
                _rule(connection, decisions)
        return assigned
    finally:
        engine.dispose()


def _assign(engine: Engine, decisions: tuple[Decision, ...], settings: Settings, lines_at_once: int) -> Assigned:
    lines = new = doubtful = 0
    resolutions: list[tuple[datetime, Resolution]] = []
    doubts: list[Doubt] = []
    unstored: dict[UUID, UUID] = {}

    def store_all() -> tuple[int, int]:
        with engine.begin() as writing:
            added = store(writing, resolutions, doubts)
        for stored in (resolutions, doubts, unstored):
            stored.clear()
        return added

    with engine.connect() as reading, engine.connect() as asking:
        registers = new_registers(reading, settings.seeds_dir)
        first = next(registers, None)
        if first is None:
            return Assigned(0, 0, 0)
        resolver = _resolver(asking, decisions)
        for register in chain((first,), registers):
            known = unstored | dict(known_lines(asking, register.lines)) if register.is_read_again else unstored
            resolved = resolver.resolve(register.lines, known)
            unstored |= {one.line.line_id: one.cooperative_id for one in resolved.resolutions}
            resolutions += ((register.received_at, one) for one in resolved.resolutions)
            doubts += resolved.doubts
            new += sum(one.method == "new" for one in resolved.resolutions)
            if len(resolutions) >= lines_at_once:
                added_lines, added_doubts = store_all()
                lines, doubtful = lines + added_lines, doubtful + added_doubts
        added_lines, added_doubts = store_all()
    return Assigned(lines + added_lines, new, doubtful + added_doubts)


def _resolver(connection: Connection, decisions: tuple[Decision, ...]) -> Resolver:
    """What is known by now."""
    ruled = ruled_by(rulings(decisions, touched_lines(connection, sides(decisions))))
    given = {line.line_id: line.cooperative_id for line in touched_lines(connection, sides(decisions))}
    resolver = Resolver(apart(decisions, {**given, **ruled}), ruled)
    for cooperative_id, line, trusts_code in known_spellings(connection):
        resolver.profiles.learn(cooperative_id, features_of(line, trusts_code=trusts_code))
    for listing in last_listings(connection):
        profile = resolver.profiles.get(listing.cooperative_id)
        if profile is not None:
            resolver.profiles.place(profile, listing.reporter_code, listing.neighbourhood, listing.listed_until)
    return resolver


def _rule(connection: Connection, decisions: tuple[Decision, ...]) -> None:
    """Put what the decisions make of lines in place of what stood there."""
    touched = touched_lines(connection, sides(decisions))
    replace_rulings(connection, tuple(rulings(decisions, touched)))
