"""Whether who sent a submission is whose submission it is."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, exists

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.arrivals import receipt_finding
from ingest.raw.senders import Senders, load_senders
from ingest.raw.tables import receipt as receipt_table
from ingest.submissions.arrived import Arrived, arrived, write_findings
from ingest.submissions.findings import make_finding
from ingest.submissions.reading import Finding
from ingest.submissions.receipt import OFFICER_CHANNELS
from ingest.submissions.reference import Reference, load_reference

_EMAIL = "email"
_RULES = ("sender_is_another", "sender_is_unknown", "entered_for_another")


def unsettled_senders(connection: Connection) -> list[Arrived]:
    """Mail, and what officers entered, about whose sender nothing was found yet."""
    is_settled = exists().where(
        receipt_finding.c.receipt_id == receipt_table.c.receipt_id, receipt_finding.c.rule_code.in_(_RULES)
    )
    return arrived(connection, receipt_table.c.channel.in_([_EMAIL, *OFFICER_CHANNELS]), ~is_settled)


def settle_senders(engine: Engine, settings: Settings, mailed: Sequence[Arrived]) -> int:
    """Findings where a mail address is not known, or speaks for another reporter than the file names."""
    senders = load_senders(settings.seeds_dir)
    doubtful = [one for one in mailed if _rule_of_sender(one, senders, settings.owner_agency)]
    if not doubtful:
        return 0
    reference = load_reference(settings.seeds_dir)
    added = 0
    with engine.begin() as connection:
        for one in doubtful:
            finding = _sender_finding(one, senders, settings.owner_agency, reference)
            added += write_findings(connection, one.receipt_id, [finding], None)
    return added


def _rule_of_sender(one: Arrived, senders: Senders, owner_agency: str) -> str | None:
    if one.channel in OFFICER_CHANNELS:
        is_other = None not in {one.on_behalf_of, one.reporter_code} and one.on_behalf_of != one.reporter_code
        return "entered_for_another" if is_other else None
    if "@" not in one.sender:
        return None
    sender = senders.of(one.sender, one.received_at.astimezone(LOCAL_ZONE).date())
    if sender is None:
        return "sender_is_unknown" if one.period is not None else None
    is_other = one.reporter_code is not None and sender.code not in {one.reporter_code, owner_agency}
    return "sender_is_another" if is_other else None


def _sender_finding(one: Arrived, senders: Senders, owner_agency: str, reference: Reference) -> Finding:
    rule_code = _rule_of_sender(one, senders, owner_agency)
    assert rule_code is not None
    day = one.received_at.astimezone(LOCAL_ZONE).date()
    known = senders.of(one.sender, day)
    code = one.on_behalf_of if one.channel in OFFICER_CHANNELS else known.code if known else None
    area = reference.area(code, day) if code else None
    details = {
        "address": one.sender,
        "file_name": one.file_name,
        "sender": area.name if area else code or "",
        "reporter": one.reporter_name or one.reporter_code or "",
    }
    return make_finding(reference, rule_code, details)
