"""The laws of the simulation: what happened against what should have happened, each breach in one line."""

from tests.publish.simulation.complaints import Report
from tests.publish.simulation.deadline_laws import drafts, heartbeats, late
from tests.publish.simulation.delivery_laws import approved, erratum_to_all_holders, handed_over, handed_over_in_full
from tests.publish.simulation.drive import Simulation
from tests.publish.simulation.evidence import Evidence
from tests.publish.simulation.message_laws import once, sent, written
from tests.publish.simulation.model import Model


def check(simulation: Simulation) -> Report:
    """Hold every law against what happened."""
    report = Report()
    evidence = Evidence(simulation)
    model = Model(simulation, evidence)
    due = [model.due(sweep) for sweep in simulation.log.sweeps]
    rows = written(simulation, evidence, due, report)
    sent(simulation, model, due, rows, report)
    once(simulation, report)
    approved(simulation, evidence, report)
    handed_over(simulation, evidence, report)
    handed_over_in_full(simulation, evidence, model, report)
    erratum_to_all_holders(simulation, evidence, report)
    drafts(simulation, evidence, model, report)
    late(simulation, evidence, model, report)
    heartbeats(simulation, evidence, report)
    log = simulation.log
    report.numbers["ticks"] = len(log.ticks)
    report.numbers["sweeps"] = len(log.sweeps)
    report.numbers["calls that died"] = len(simulation.breaker.broken)
    report.numbers["publications"] = len(evidence.publications)
    report.numbers["errata"] = sum(one.edition > 1 for one in evidence.publications)
    report.numbers["mails"] = len(simulation.office.taken)
    report.numbers.update(row.kind for row in evidence.outbox)
    return report
