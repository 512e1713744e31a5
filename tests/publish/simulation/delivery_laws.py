"""The laws of what is handed over: approved, whole, to everybody, and nothing else."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from ingest.raw.database import connect
from publish.deliver import report_folder
from publish.errors import SupersededError
from publish.publications import load_publication
from tests.publish.simulation.complaints import Report
from tests.publish.simulation.drive import Simulation
from tests.publish.simulation.evidence import Evidence
from tests.publish.simulation.hindrances import is_hindered
from tests.publish.simulation.log import Delivering
from tests.publish.simulation.model import Model


def approved(simulation: Simulation, evidence: Evidence, report: Report) -> None:
    """Nothing goes out but what a person approved before and nothing newer replaced; no decision is made up."""
    tried = simulation.log.decisions_tried
    for at, one, decision in set(evidence.decisions) - set(tried):
        report.complaints.append(f"{at}: nobody decided, but it is written: {decision} of {one}")
    publications = {one.publication_id: one for one in evidence.publications}
    for at, subject, error in simulation.log.refused:
        one = publications[subject]
        is_replaced = evidence.newest(one.place, at + timedelta(minutes=1)) != one
        if not (is_replaced and isinstance(error, SupersededError)):
            report.complaints.append(f"{at}: {one.place} was refused without need: {error}")
    for row in evidence.deliveries:
        if row.delivered_at is None:
            continue
        one = publications[row.publication_id]
        said = [decision for at, subject, decision in tried if subject == one.publication_id and at <= row.delivered_at]
        if said[-1:] != ["approved"]:
            report.complaints.append(f"{row.delivered_at}: {one.place} went to {row.recipient} without an approval")
        if evidence.newest(one.place, row.delivered_at) != one:
            report.complaints.append(f"{row.delivered_at}: {one.place} went to {row.recipient}, but was replaced")


def handed_over(simulation: Simulation, evidence: Evidence, report: Report) -> None:
    """Delivered means delivered: the frozen bytes, at the server and in the folder, with a receipt of each file."""
    taken = {one.message_id.strip("<>").partition("@")[0]: one for one in simulation.office.taken}
    folders = _folders(simulation, evidence)
    places = {one.publication_id: one.place for one in evidence.publications}
    for call in simulation.log.deliverings:
        for who in call.without_reason:
            report.complaints.append(f"{call.at}: {who} did not get a report, without a reason")
    for row in evidence.deliveries:
        files, place = evidence.files[row.publication_id], places[row.publication_id]
        if set(row.file_sha256s) != set(files.values()):
            report.complaints.append(f"{place}: other files than rendered for {row.recipient}")
        if row.status != "delivered":
            report.numbers["deliveries given up"] += 1
            continue
        receipt = evidence.receipts.get(row.delivery_id, "")
        if not all(f"{digest}  {name}" in receipt for name, digest in files.items()):
            report.complaints.append(f"{place}: {row.recipient} has no receipt of its files")
        if row.channel == "email":
            mail = taken.get(str(row.delivery_id))
            if mail is None or mail.recipient != row.recipient or dict(mail.attachments) != files:
                report.complaints.append(f"{place}: {row.recipient} did not get the frozen files")
        elif not files.items() <= _lying(folders[row.publication_id]).items():
            report.complaints.append(f"{place}: other files lie in {folders[row.publication_id].name}")


def _folders(simulation: Simulation, evidence: Evidence) -> dict[UUID, Path]:
    """Where each publication lies under the outbox."""
    engine = connect(simulation.settings)
    try:
        with engine.connect() as connection:
            return {
                one.publication_id: simulation.settings.outbox_dir
                / report_folder(load_publication(connection, one.publication_id))
                for one in evidence.publications
            }
    finally:
        engine.dispose()


def _lying(folder: Path) -> dict[str, str]:
    """The files of a folder, by name, with their hash."""
    if not folder.exists():
        return {}
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def handed_over_in_full(simulation: Simulation, evidence: Evidence, model: Model, report: Report) -> None:
    """What is approved is with everybody after the first call that nothing hindered; nothing is lost."""
    for one in evidence.publications:
        approved_at = evidence.approved_at(one.publication_id)
        if approved_at is None:
            continue
        got, missed = evidence.got(one.publication_id), set[str]()
        for call in simulation.log.deliverings:
            if call.publication_id not in {None, one.publication_id} or not call.is_whole or call.at < approved_at:
                continue
            if evidence.newest(one.place, call.at) != one:
                break
            lacking = [who for who in ("folder", *call.recipients) if who not in got or got[who] > call.at]
            if not lacking:
                break  # who is named later does not get it any more
            for who in lacking:
                if who not in missed and (who == "folder" or not _is_hindered(simulation, model, who, call)):
                    missed.add(who)
                    report.complaints.append(f"{call.at}: approved, mail works, but {one.place} is not with {who}")


def _is_hindered(simulation: Simulation, model: Model, address: str, call: Delivering) -> bool:
    """Whether mail did not work, or a try of today failed and the next waits for its time."""
    last_tries = (other for other in simulation.log.deliverings if call.at - timedelta(hours=8) <= other.at <= call.at)
    return (
        any(other.state != "up" for other in last_tries)
        or address in model.evidence.resting(call.at)
        or is_hindered(simulation, model, address, call.at)
    )


def erratum_to_all_holders(simulation: Simulation, evidence: Evidence, report: Report) -> None:
    """An erratum reaches whoever holds an edition before."""
    last = simulation.log.ticks[-1]
    for place in simulation.round_of:
        holders: set[str] = set()
        for one in evidence.of_place(place):
            got = evidence.got(one.publication_id).keys() - {"folder"}
            if got and evidence.has_gone_out(one.publication_id, last):
                named = {row.recipient for row in evidence.deliveries if row.publication_id == one.publication_id}
                if forgotten := holders - named:
                    report.complaints.append(f"{place}: edition {one.edition} does not go to {sorted(forgotten)}")
            holders |= got
