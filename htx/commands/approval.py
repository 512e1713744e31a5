"""``htx approve``: a person's decision on a publication."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

import typer

from htx.errors import HtxError, UsageError

if TYPE_CHECKING:
    from htx.settings import Settings

_NOT_DELIVERED = frozenset({"failed", "refused", "bounced"})


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(approve)


def approve(
    publication: Annotated[str, typer.Argument(metavar="ID", help="The id, or the begin of it.")],
    approver: Annotated[str, typer.Option("--by", help="Who decides.")],
    role: Annotated[str, typer.Option(help="In what office.")],
    reason: Annotated[str, typer.Option(help="A word on why.")],
    reject: Annotated[bool, typer.Option("--reject", help="Do not let it out.")] = False,
    overrule: Annotated[bool, typer.Option("--overrule", help="In the place of a decision that stands.")] = False,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Approve (or reject) a publication; an approved one is delivered at once. Read `htx publish show ID` before.

    A run of `publish_report` that waits for it goes on, or fails, by itself. Of two who decide the first counts.

    Example: htx approve 5f3c9a --by "Trần Văn Minh" --role "Chủ tịch" --reason "Đã đối chiếu với Sở"
    """
    from htx.commands.output import moment
    from htx.commands.publication import named_publication
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.deliver import deliver

    for option, text in (("--by", approver), ("--role", role), ("--reason", reason)):
        if not text.strip():
            raise UsageError(f"{option} is empty: a decision has a name, an office and a reason")
    when = moment(now)
    identity = named_publication(publication)
    settings = running_warehouse(read_settings()).settings
    decision: Literal["approved", "rejected"] = "rejected" if reject else "approved"
    _decide(settings, identity, decision, (approver, role, reason), when, is_overruling=overrule)
    if reject:
        typer.echo("rejected; nothing goes out")
        return
    deliveries = deliver(settings, identity, when)
    for delivery in deliveries:
        why = f": {delivery.detail}" if delivery.detail and delivery.status != "delivered" else ""
        typer.echo(f"{delivery.status}: {delivery.channel} {delivery.recipient}{why}")
    missing = sum(delivery.status in _NOT_DELIVERED for delivery in deliveries)
    if missing:
        raise HtxError(
            f"approved, but {missing} of {len(deliveries)} hand-overs failed: mend what is named above; the next sweep"
            " tries again, or call `htx approve` again"
        )


def _decide(
    settings: "Settings",
    publication: UUID,
    decision: Literal["approved", "rejected"],
    person: tuple[str, str, str],
    when: datetime,
    *,
    is_overruling: bool,
) -> None:
    """Record what the person (name, office, reason) decides; where somebody else decided the same before, say so."""
    from publish.approval import decision_text, outcome_of, record_decision
    from publish.errors import DecidedError

    approver, role, reason = person
    before = outcome_of(settings, publication).decision
    known = before.approval_id if before is not None and is_overruling else None
    try:
        record_decision(settings, publication, decision, approver, when, reason, role, known)
    except DecidedError as error:
        standing = outcome_of(settings, publication).decision
        if standing is None or standing.decision != decision:
            raise DecidedError(f"{error}: add --overrule to put yours in its place") from error
        typer.echo(f"already {decision_text(standing)}; yours is not recorded")
