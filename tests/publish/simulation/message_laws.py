"""The laws of what is said: every notice that is due goes once, nothing else does, and what it tells is true."""

import re
from collections import defaultdict
from itertools import pairwise

from tests.publish.simulation.complaints import Report
from tests.publish.simulation.drive import Simulation
from tests.publish.simulation.evidence import Evidence, OutboxRow
from tests.publish.simulation.hindrances import is_hindered
from tests.publish.simulation.log import Sending
from tests.publish.simulation.model import Key, Model, Notice, day_of
from tests.publish.simulation.post_office import Taken

_DAYS_TOLD = re.compile(r"còn (\d+) ngày làm việc|quá hạn (\d+) ngày|chờ phê duyệt đã (\d+) ngày")


def written(
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


def sent(
    simulation: Simulation, model: Model, due: list[dict[Key, Notice]], rows: dict[Key, OutboxRow], report: Report
) -> None:
    """What is due reaches the server as soon as it takes mail; nothing else reaches it; what it tells is true then."""
    sendings = {sending.call: sending for sending in simulation.log.sendings}
    key_of = {str(row.message_id): key for key, row in rows.items()}
    taken_in: defaultdict[Key, list[Taken]] = defaultdict(list)
    messages = {str(row.message_id) for row in model.evidence.outbox}
    known = messages | {str(row.delivery_id) for row in model.evidence.deliveries}
    for taken in simulation.office.taken:
        message_id = taken.message_id.strip("<>").partition("@")[0]
        if message_id not in known:
            report.complaints.append(f"{taken.at}: sent, but it stands in no table: {taken.subject}")
        if message_id in messages and not model.days.is_one(day_of(taken.at)):
            report.complaints.append(f"{taken.at}: sent on a day off: {taken.subject}")
        if (key := key_of.get(message_id)) is not None:
            taken_in[key].append(taken)
            _is_true(due, sendings, key, taken, report)
    for sending in simulation.log.sendings:
        if not sending.is_whole or sending.state != "up":
            continue
        for key, notice in due[sending.sweep].items():
            address = notice.recipient  # as it was known then; the row has the one that it went to
            if key not in rows or "@" not in address or is_hindered(simulation, model, address, sending.at):
                continue
            if not any(taken.call <= sending.call for taken in taken_in[key]):
                report.complaints.append(f"{sending.at}: due, mail works, but not sent: {key}")
    for key, row in rows.items():
        if (row.sent_at is not None) != bool(taken_in[key]) and not _may_differ(simulation, taken_in[key]):
            report.complaints.append(f"{key}: marked at {row.sent_at}, at the server {len(taken_in[key])} times")


def _may_differ(simulation: Simulation, taken: list[Taken]) -> bool:
    """A message that the server took in a call that died, and that was no longer due after it."""
    return bool(taken) and all(one.call in simulation.breaker.broken for one in taken)


def _is_true(
    due: list[dict[Key, Notice]],
    sendings: dict[int, Sending],
    key: Key,
    taken: Taken,
    report: Report,
) -> None:
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


def once(simulation: Simulation, report: Report) -> None:
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
