"""``htx publish``, ``approve``, ``explain``."""

from typing import Annotated
from uuid import UUID

import typer

from htx.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the verbs about publications."""
    app.command()(publish)
    app.command()(approve)
    app.command()(explain)


def _uuid(text: str, what: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise UsageError(f"{text} is no {what}: give the whole id") from error


def publish(
    period: Annotated[str, typer.Option(help="The period, e.g. 2024-H1.")],
    area: Annotated[str, typer.Option(help="The province's code, e.g. 79.")],
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Freeze and render the report of a province and period; it is delivered after `htx approve`.

    Example: htx publish --period 2024-H1 --area 79
    """
    from htx.commands.output import moment, period_key
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.freeze import freeze
    from publish.render import render

    key, when = period_key(period, "--period"), moment(now)
    settings = running_warehouse(read_settings()).settings
    publication = freeze(settings, area, key, when)
    files = render(settings, publication.publication_id)
    typer.echo(f"{publication.publication_id}  edition {publication.edition}")
    for file in files.files:
        typer.echo(f"  {file.path}")


def approve(
    publication_id: Annotated[str, typer.Argument(metavar="PUBLICATION_ID")],
    approver: Annotated[str, typer.Option("--by", help="Who approves.")],
    reason: Annotated[str, typer.Option(help="A word on why.")] = "",
    reject: Annotated[bool, typer.Option("--reject", help="Do not let it out.")] = False,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Approve (or reject) a publication; an approved one is delivered at once.

    Example: htx approve 5f3c… --by "Trần Văn Minh"
    """
    from htx.commands.output import moment
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.approval import record_decision
    from publish.deliver import deliver

    identity, when = _uuid(publication_id, "publication id"), moment(now)
    settings = running_warehouse(read_settings()).settings
    record_decision(
        settings, identity, "rejected" if reject else "approved", approver=approver, decided_at=when, reason=reason
    )
    if reject:
        typer.echo("rejected; nothing goes out")
        return
    for delivery in deliver(settings, identity, when):
        typer.echo(f"{delivery.status}: {delivery.channel} {delivery.recipient}")


def explain(
    figure_id: Annotated[str, typer.Argument(metavar="FIGURE_ID")],
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """The cells and sentences behind a number, with the arithmetic; of a press claim its sentence and its reading.

    FIGURE_ID is the id of any figure, claim of the press, row of fct_reconciliation or preferred claim.

    Example: htx explain 0b6e…
    """
    from htx.commands.output import marks_of_evidence, print_json
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.explain import explain as explain_figure
    from publish.explain_press import explain_press
    from publish.explain_reconciliation import explain_reconciliation

    identity = _uuid(figure_id, "figure id")
    settings = running_warehouse(read_settings()).settings
    if (press := explain_press(settings, identity)) is not None:
        values, text = press.to_json(), press.text(marks_of_evidence())
    elif (reconciliation := explain_reconciliation(settings, identity)) is not None:
        values, text = reconciliation.to_json(), reconciliation.text
    else:
        explanation = explain_figure(settings, identity)
        values, text = explanation.to_json(), explanation.text
    if json_output:
        print_json(values)
    else:
        typer.echo(text)
