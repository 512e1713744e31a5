"""The laws of the calendar: drafts when they are due, nothing late without a cause, nobody left in the dark."""

from bisect import bisect_right
from datetime import datetime
from operator import itemgetter

from tests.publish.simulation.complaints import Report
from tests.publish.simulation.drive import Simulation
from tests.publish.simulation.evidence import Evidence
from tests.publish.simulation.facts import RoundFacts
from tests.publish.simulation.hindrances import is_hindered
from tests.publish.simulation.log import Sweep
from tests.publish.simulation.model import Model, day_of, midnight


def drafts(simulation: Simulation, evidence: Evidence, model: Model, report: Report) -> None:
    """A sweep that comes to its end on an office day asks for each draft that is due, and for no other."""
    asked = {(at, place) for at, place, _ in simulation.log.drafted}
    for sweep in (simulation.log.sweeps[start] for start in simulation.log.starts):
        is_office_day = model.days.is_one(day_of(sweep.at))
        for place, facts in model.facts(sweep).items():
            is_asked = (sweep.at, place) in asked
            if is_office_day and not is_asked and _is_due(simulation, evidence, facts, sweep.at):
                report.complaints.append(f"{sweep.at}: a draft of {place} is due, but not made")
            if is_asked and not (is_office_day and _may_be_due(simulation, evidence, model, sweep, place)):
                report.complaints.append(f"{sweep.at}: a draft of {place} is made, but not due")


def _is_due(simulation: Simulation, evidence: Evidence, facts: RoundFacts, at: datetime) -> bool:
    """Whether a first draft is due, or one that says what the marts say now, or one with files."""
    one, newest = facts.round, evidence.newest(facts.round.place, at)
    if newest is None:
        reported = [fact.counts for fact in facts.reporters]
        is_closed = at >= midnight(min(one.round_due, one.owner_due))
        return one.opens_on <= day_of(at) and any(reported) and (all(reported) or is_closed)
    former = _facts_at(simulation, newest.frozen_at)[one.place]
    is_out = evidence.has_gone_out(newest.publication_id, at)
    differs = former.numbers != facts.numbers if is_out else former.everything != facts.everything
    return differs or not evidence.has_files(newest, at)


def _may_be_due(simulation: Simulation, evidence: Evidence, model: Model, sweep: Sweep, place: tuple[str, str]) -> bool:
    """Whether a draft is due, or says something else because another round of its province does: it prints those
    before it beside its own."""
    facts = model.facts(sweep)
    if _is_due(simulation, evidence, facts[place], sweep.at):
        return True
    newest = evidence.newest(place, sweep.at)
    if newest is None:
        return False
    former = _facts_at(simulation, newest.frozen_at)
    return any(
        of not in former or former[of].everything != one.everything
        for of, one in facts.items()
        if of[0] == place[0] and of != place
    )


def _facts_at(simulation: Simulation, moment: datetime) -> dict[tuple[str, str], RoundFacts]:
    """What the last build before said."""
    builds = simulation.log.builds
    return builds[bisect_right(builds, moment, key=itemgetter(0)) - 1][1]


def late(simulation: Simulation, evidence: Evidence, model: Model, report: Report) -> None:
    """A report is late only where people were, or no machine could; and each late one was escalated before."""
    for one in simulation.rounds:
        due = midnight(one.owner_due)
        whole_at = evidence.whole_at(one.place, simulation.log.ticks[-1])
        if whole_at is not None and whole_at < due:
            report.numbers["reports in time"] += 1
            continue
        cause = _cause(simulation, evidence, model, one.place, due)
        report.numbers[f"late: {cause}"] += 1
        if cause == "unexplained":
            report.complaints.append(f"{one.place}: late without a cause, whole at {whole_at}")
        chances = [
            sweep.at
            for sweep in simulation.log.sweeps
            if sweep.is_whole
            and model.days.is_one(day_of(sweep.at))
            and (sweep.at >= due or 0 < model.days.left(day_of(sweep.at), one.owner_due) <= 3)
            and sweep.at >= midnight(one.opens_on)
            and (whole_at is None or sweep.at <= whole_at)
        ]
        told = [
            row.created_at
            for row in evidence.outbox
            if row.kind == "escalation" and row.period_key == one.period_key and one.province.name in row.text
        ]
        if chances and (not told or min(told) > chances[0]):
            report.complaints.append(f"{one.place}: late, but not escalated at {chances[0]}")


def _cause(simulation: Simulation, evidence: Evidence, model: Model, place: tuple[str, str], due: datetime) -> str:
    """Why a report was not with all its recipients before its date; `unexplained` where nothing hindered it."""
    log = simulation.log
    drafts = [one for one in evidence.of_place(place) if one.frozen_at < due]
    if not drafts:
        able = [
            sweep
            for sweep in (log.sweeps[start] for start in log.starts)
            if midnight(simulation.round_of[place].round_due) <= sweep.at < due and model.days.is_one(day_of(sweep.at))
        ]
        reported = [sweep for sweep in able if any(fact.counts for fact in model.facts(sweep)[place].reporters)]
        if not able:
            return "no sweep could draft it"
        if not reported:
            return "nobody had reported"
        return (
            "drafting died" if any(one == place and not is_made for _, one, is_made in log.drafted) else "unexplained"
        )
    newest = drafts[-1]
    if not any(one == place and is_made and newest.frozen_at <= at < due for at, one, is_made in log.drafted):
        return "drafting died"
    approved_at = evidence.approved_at(newest.publication_id)
    if approved_at is None or approved_at >= due:
        return "approved late or never"
    hindered = [
        not call.is_whole
        or call.state != "up"
        or any(is_hindered(simulation, model, who, call.at) for who in call.recipients)
        for call in log.deliverings
        if call.publication_id in {None, newest.publication_id} and approved_at <= call.at < due
    ]
    return "mail, database or flows down" if all(hindered) else "unexplained"


def heartbeats(simulation: Simulation, evidence: Evidence, report: Report) -> None:
    """A heart beats for each sweep that came to its end, and for none that did not find what is due."""
    log = simulation.log
    ended = {log.sweeps[start].at for start in log.starts}
    for at in sorted(ended - evidence.heartbeats):
        report.complaints.append(f"{at}: the sweep came to its end, but no heart beat")
    for at in sorted(evidence.heartbeats - {sending.at for sending in log.sendings if sending.is_whole}):
        report.complaints.append(f"{at}: a heart beat, but nothing was swept and sent")
