"""The laws of the simulation: what happened against what should have happened, each breach in one line."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from ingest.raw.database import connect
from publish.deliver import report_folder
from publish.publications import load_publication
from tests.publish.simulation.drive import Sending, Simulation
from tests.publish.simulation.evidence import Evidence, OutboxRow
from tests.publish.simulation.facts import RoundFacts
from tests.publish.simulation.machines import is_within
from tests.publish.simulation.model import Key, Model, Notice, day_of, midnight
from tests.publish.simulation.post_office import Taken

_DAYS_TOLD = re.compile(r"còn (\d+) ngày làm việc|quá hạn (\d+) ngày|chờ phê duyệt đã (\d+) ngày")


@dataclass(slots=True)
class Report:
    """What was found."""

    complaints: list[str] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def summary(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in sorted(self.numbers.items()))


def check(simulation: Simulation) -> Report:
    """Hold every law against what happened."""
    report = Report()
    evidence = Evidence(simulation)
    model = Model(simulation, evidence)
    due = [model.due(sweep) for sweep in simulation.log.sweeps]
    rows = _written(simulation, evidence, due, report)
    _sent(simulation, model, due, rows, report)
    _once(simulation, report)
    _deliveries(simulation, evidence, report)
    _drafts(simulation, evidence, model, report)
    _late(simulation, evidence, model, report)
    log = simulation.log
    report.numbers["ticks"] = len(log.ticks)
    report.numbers["sweeps"] = len(log.sweeps)
    report.numbers["calls that died"] = len(simulation.breaker.broken)
    report.numbers["publications"] = len(evidence.publications)
    report.numbers["errata"] = sum(one.edition > 1 for one in evidence.publications)
    report.numbers["mails"] = len(simulation.office.taken)
    report.numbers.update(row.kind for row in evidence.outbox)
    return report


def _written(
    simulation: Simulation, evidence: Evidence, due: list[dict[Key, Notice]], report: Report
) -> dict[Key, OutboxRow]:
    """Every notice stands in the outbox once, since the first sweep that could write it; nothing else does."""
    unclaimed: defaultdict[tuple[object, ...], list[OutboxRow]] = defaultdict(list)
    for row in evidence.outbox:
        unclaimed[(row.kind, row.period_key, row.created_at)].append(row)
    written: dict[Key, OutboxRow] = {}
    missed: set[Key] = set()
    for sweep, notices in zip(simulation.log.sweeps, due, strict=True):
        for key, notice in notices.items():
            if key in written:
                continue
            candidates = unclaimed[(notice.kind, notice.period_key, sweep.at)]
            row = next((row for row in candidates if _is_of(row, notice)), None)
            if row is not None:
                candidates.remove(row)
                written[key] = row
            elif sweep.is_whole and key not in missed:
                missed.add(key)
                report.complaints.append(f"{sweep.at}: not written: {notice}")
    for rows in unclaimed.values():
        for row in rows:
            report.complaints.append(f"{row.created_at}: written, but not due: {row.kind} {row.recipient} {row.text!r}")
    return written


def _is_of(row: OutboxRow, notice: Notice) -> bool:
    """Whether a row is the notice; a reminder may go to an address that became known later."""
    is_addressed = row.recipient == notice.recipient or notice.kind == "reminder"
    return is_addressed and all(words in row.text for words in notice.says)


def _sent(
    simulation: Simulation, model: Model, due: list[dict[Key, Notice]], rows: dict[Key, OutboxRow], report: Report
) -> None:
    """What is due reaches the server as soon as it takes mail; nothing else reaches it; what it tells is true then."""
    sendings = {sending.call: sending for sending in simulation.log.sendings}
    key_of = {str(row.message_id): key for key, row in rows.items()}
    taken_in: defaultdict[Key, list[Taken]] = defaultdict(list)
    for taken in simulation.office.taken:
        key = key_of.get(taken.message_id.strip("<>").partition("@")[0])
        if key is None:
            continue
        taken_in[key].append(taken)
        _is_true(model, due, sendings, key, taken, report)
    for sending in simulation.log.sendings:
        if not sending.is_whole or sending.state != "up":
            continue
        for key, notice in due[sending.sweep].items():
            address = notice.recipient  # as it was known then; the row has the one that it went to
            if key not in rows or "@" not in address or _is_hindered(simulation, model, address, sending.at):
                continue
            if not any(taken.call <= sending.call for taken in taken_in[key]):
                report.complaints.append(f"{sending.at}: due, mail works, but not sent: {key}")
    for key, row in rows.items():
        if (row.sent_at is not None) != bool(taken_in[key]) and not _may_differ(simulation, taken_in[key]):
            report.complaints.append(f"{key}: marked at {row.sent_at}, at the server {len(taken_in[key])} times")


def _is_hindered(simulation: Simulation, model: Model, address: str, at: datetime) -> bool:
    """Whether an address rests, its mailbox is dead, or a try of today was refused for now."""
    return (
        address in model.evidence.resting(at + timedelta(minutes=1))
        or is_within(simulation.weather.dead_mailboxes.get(address, []), at)
        or any(
            who == address and at - timedelta(hours=8) <= when < at for when, who in simulation.office.refused_for_now
        )
    )


def _may_differ(simulation: Simulation, taken: list[Taken]) -> bool:
    """A message that the server took in a call that died, and that was no longer due after it."""
    return bool(taken) and all(one.call in simulation.breaker.broken for one in taken)


def _is_true(
    model: Model,
    due: list[dict[Key, Notice]],
    sendings: dict[int, Sending],
    key: Key,
    taken: Taken,
    report: Report,
) -> None:
    if not model.days.is_one(day_of(taken.at)):
        report.complaints.append(f"{taken.at}: sent on a day off: {key}")
    sending = _sending_of(sendings, taken)
    notice = due[sending.sweep].get(key) if sending is not None else None
    if notice is None:
        report.complaints.append(f"{taken.at}: sent, but no longer due: {key}")
        return
    told = {int(next(filter(None, groups))) for groups in _DAYS_TOLD.findall(f"{taken.subject}\n{taken.body}")}
    if notice.counts is not None and told != {notice.counts}:
        report.complaints.append(f"{taken.at}: {key} tells {told} days, but it is {notice.counts}")


def _sending_of(sendings: dict[int, Sending], taken: Taken) -> Sending | None:
    """The sending in which it was taken; of a try that died and was whole at once, the numbers are neighbours."""
    return sendings.get(taken.call) or sendings.get(taken.call + 1)


def _once(simulation: Simulation, report: Report) -> None:
    """A message comes again only where the call before died with it in its hand; it is the same message then."""
    taken_by_id: defaultdict[str, list[Taken]] = defaultdict(list)
    last_of_call: dict[int, Taken] = {}
    for taken in simulation.office.taken:
        taken_by_id[taken.message_id].append(taken)
        last_of_call[taken.call] = taken
    for message_id, several in taken_by_id.items():
        for earlier, later in pairwise(several):
            report.numbers["doubles with one Message-ID"] += 1
            if earlier.call not in simulation.breaker.broken or last_of_call[earlier.call] is not earlier:
                report.complaints.append(f"{later.at}: sent twice without need: {message_id} {later.subject}")
            if (earlier.recipient, earlier.attachments) != (later.recipient, later.attachments):
                report.complaints.append(f"{later.at}: the same Message-ID, another message: {message_id}")


def _deliveries(simulation: Simulation, evidence: Evidence, report: Report) -> None:
    """Delivered means delivered: the frozen bytes, at the server and in the folder; an erratum reaches all holders."""
    taken = {one.message_id.strip("<>").partition("@")[0]: one for one in simulation.office.taken}
    engine = connect(simulation.settings)
    with engine.connect() as connection:
        publications = {
            one.publication_id: load_publication(connection, one.publication_id) for one in evidence.publications
        }
    engine.dispose()
    places = {one.publication_id: one.place for one in evidence.publications}
    for row in evidence.deliveries:
        files = evidence.files[row.publication_id]
        if set(row.file_sha256s) != set(files.values()):
            report.complaints.append(f"{places[row.publication_id]}: other files than rendered for {row.recipient}")
        if row.status in {"failed", "refused"} and not row.detail:
            report.complaints.append(f"{places[row.publication_id]}: {row.recipient} failed without a reason")
        if row.status != "delivered":
            report.numbers["deliveries given up"] += 1
        elif row.channel == "email":
            mail = taken.get(str(row.delivery_id))
            if mail is None or mail.recipient != row.recipient or dict(mail.attachments) != files:
                report.complaints.append(f"{places[row.publication_id]}: {row.recipient} did not get the frozen files")
        else:
            folder = simulation.settings.outbox_dir / report_folder(publications[row.publication_id])
            lying = {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
            if not files.items() <= lying.items():
                report.complaints.append(f"{places[row.publication_id]}: other files lie in {folder.name}")
    for place in simulation.round_of:
        holders: set[str] = set()
        for one in evidence.of_place(place):
            got = {who for who in evidence.got(one.publication_id) if who != "folder"}
            if got and evidence.has_gone_out(one.publication_id, simulation.log.ticks[-1]):
                forgotten = holders - {
                    row.recipient for row in evidence.deliveries if row.publication_id == one.publication_id
                }
                if forgotten:
                    report.complaints.append(f"{place}: edition {one.edition} does not go to {sorted(forgotten)}")
            holders |= got


def _drafts(simulation: Simulation, evidence: Evidence, model: Model, report: Report) -> None:
    """A sweep that comes to its end on an office day asks for each draft that is due."""
    log = simulation.log
    asked = {(at, place) for at, place, _ in log.drafted}
    for sweep in (log.sweeps[start] for start in log.starts):
        if not model.days.is_one(day_of(sweep.at)):
            continue
        for place, facts in model.facts(sweep).items():
            one, newest = facts.round, evidence.newest(place, sweep.at)
            reported = [fact.counts for fact in facts.reporters]
            if newest is None:
                is_due = (
                    one.opens_on <= day_of(sweep.at)
                    and any(reported)
                    and (all(reported) or sweep.at >= midnight(min(one.round_due, one.owner_due)))
                )
            else:
                former = _facts_at(simulation, newest.frozen_at)[place]
                is_out = evidence.has_gone_out(newest.publication_id, sweep.at)
                is_due = former.numbers != facts.numbers if is_out else former.everything != facts.everything
                is_due = is_due or not any(
                    is_made and of == place and newest.frozen_at <= at < sweep.at for at, of, is_made in log.drafted
                )
            if is_due and (sweep.at, place) not in asked:
                report.complaints.append(f"{sweep.at}: a draft of {place} is due, but not made")


def _facts_at(simulation: Simulation, moment: datetime) -> dict[tuple[str, str], RoundFacts]:
    return [facts for at, facts in simulation.log.builds if at <= moment][-1]


def _late(simulation: Simulation, evidence: Evidence, model: Model, report: Report) -> None:
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
        or any(_is_hindered(simulation, model, who, call.at) for who in call.recipients)
        for call in log.deliverings
        if call.publication_id in {None, newest.publication_id} and approved_at <= call.at < due
    ]
    return "mail, database or flows down" if all(hindered) else "unexplained"
