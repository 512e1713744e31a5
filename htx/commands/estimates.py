"""``htx estimate on`` and ``htx estimate off``."""

from enum import StrEnum
from typing import Annotated

import typer

from htx.errors import UsageError


class Switch(StrEnum):
    """Whether the estimated totals of a round are made."""

    ON = "on"
    OFF = "off"


def register(app: typer.Typer) -> None:
    """Add the verb about estimates."""
    app.command()(estimate)


def estimate(
    switch: Annotated[Switch, typer.Argument(metavar="on|off", help="Make estimated totals, or no more.")],
    period: Annotated[str, typer.Option(help="The period, e.g. 2024-H1.")],
    area: Annotated[str, typer.Option(help="The province's code at the end of the period, e.g. 79.")],
    decided_by: Annotated[str, typer.Option("--by", help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Carry the last accepted stocks of a round's absentees forward into totals labelled "estimated".

    Flows are never carried. The totals `complete` and `reported` stay as they are; it counts from the next build on.

    Examples: htx estimate on --period 2024-H1 --area 79 --by "Trần Thị Bình" --reason "Quận 11 xin lùi hạn" ·
    htx estimate off --period 2024-H1 --area 79 --by "Trần Thị Bình" --reason "Quận 11 đã nộp"
    """
    from htx.commands.output import moment, period_key
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.estimates import switch_estimates

    if not reason.strip() or not decided_by.strip():
        raise UsageError("a decision needs a reason and a name: give --reason and --by")
    key, decided_at = period_key(period, "--period"), moment(now)
    settings = running_warehouse(read_settings()).settings
    made = switch_estimates(
        settings,
        switch.value,
        area_code=area,
        period_key=key,
        reason=reason,
        decided_by=decided_by,
        decided_at=decided_at,
    )
    if made.is_new:
        typer.echo(f"estimates {switch.value} for {area} in {key}; it counts from the next build on (`htx build`)")
    else:
        typer.echo("decided so already: nothing new")
