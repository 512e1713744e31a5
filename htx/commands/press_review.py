"""``htx figures review`` and ``htx figures decide``."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

if TYPE_CHECKING:
    from publish.press_review import ReviewedFigure, State


class Verdict(StrEnum):
    """What a person can decide about a figure of the press."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"


def review(
    decided: Annotated[bool, typer.Option("--decided", help="Those decided by a person instead.")] = False,
    flagged: Annotated[bool, typer.Option("--flagged", help="Also those whose parts do not give their total.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object a figure.")] = False,
) -> None:
    """The figures of the press that wait for a person, each with its sentence and the reason.

    Examples: htx figures review · htx figures review --decided --json
    """
    from dataclasses import asdict

    from htx.commands.output import marks_of_evidence, print_json
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.press_review import list_figures

    states: tuple[State, ...] = ("accepted", "corrected", "rejected") if decided else ("waiting",)
    figures = list_figures(running_warehouse(read_settings()).settings, *states, with_flagged=flagged)
    for figure in figures:
        if json_output:
            print_json(asdict(figure))
        else:
            typer.echo(figure.text(marks_of_evidence()) + "\n")
    if not json_output:
        typer.echo(_closing_line(figures, decided))


def _closing_line(figures: "tuple[ReviewedFigure, ...]", decided: bool) -> str:
    if decided:
        return f"{len(figures)} decided"
    if not figures:
        return "nothing waits"
    waiting = sum(figure.state == "waiting" for figure in figures)
    return f'{waiting} wait; decide with: htx figures decide ID accept --by "…" --reason "…"'


def decide(
    figure_id: Annotated[str, typer.Argument(metavar="ID", help="As `htx figures review` prints it.")],
    verdict: Annotated[Verdict, typer.Argument(help="accept, reject, or correct what was read.")],
    decided_by: Annotated[str, typer.Option("--by", help="Who decides.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    value: Annotated[str | None, typer.Option(help="The right value, in the canonical unit.")] = None,
    low: Annotated[str | None, typer.Option(help="Its lower end; alone: more than this.")] = None,
    high: Annotated[str | None, typer.Option(help="Its upper end; alone: less than this.")] = None,
    indicator: Annotated[str | None, typer.Option(help="The right indicator, e.g. HTX.coop_total.")] = None,
    sector: Annotated[str | None, typer.Option(help="The right sector.")] = None,
    status: Annotated[str | None, typer.Option(help="actual, estimate or target.")] = None,
    place: Annotated[str | None, typer.Option(help="The right area: name, or code where several have it.")] = None,
    period: Annotated[str | None, typer.Option(help="The right period, e.g. 2024-H1.")] = None,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Take a figure of the press, keep it out, or correct it; it counts from the next build on.

    Examples: htx figures decide 0f5c… accept --by "Nguyễn Thị Lan" --reason "Đã hỏi tòa soạn" ·
    htx figures decide 0f5c… correct --value 5564000000000 --by Lan --reason "Báo in nhầm triệu thành tỷ"
    """
    from htx.commands.output import moment
    from htx.errors import InputRefusedError, UsageError
    from htx.runtime.warehouse import read_settings, running_warehouse
    from ingest.articles.corrections import BadCorrectionError, Correction
    from ingest.articles.decisions import UnknownFigureError, decide_figure

    if not reason.strip() or not decided_by.strip():
        raise UsageError("a decision needs a reason and a name: give --reason and --by")
    if value is not None and (low is not None or high is not None):
        raise UsageError("--value gives both ends: leave out --low and --high")
    try:
        claim_id = UUID(figure_id)
    except ValueError as error:
        raise UsageError(f"{figure_id} is no figure's id: give it whole, as `htx figures review` prints it") from error
    correction = Correction(
        indicator_key=indicator,
        sector_code=sector,
        value_low=_number(value or low, "--value" if value else "--low"),
        value_high=_number(value or high, "--value" if value else "--high"),
        value_status=status,
        place=place,
        period=period,
    )
    decided_at = moment(now)
    settings = running_warehouse(read_settings()).settings
    try:
        made = decide_figure(
            settings,
            claim_id,
            verdict.value,
            reason=reason,
            decided_by=decided_by,
            decided_at=decided_at,
            correction=correction,
        )
    except BadCorrectionError as error:
        raise UsageError(str(error)) from error
    except UnknownFigureError as error:
        raise InputRefusedError(str(error)) from error
    typer.echo(
        f"{verdict.value}ed; it counts from the next build on (`htx build`)"
        if made.is_new
        else "decided so already: nothing new"
    )


def _number(text: str | None, option: str) -> Decimal | None:
    from htx.errors import UsageError

    if text is None:
        return None
    # "1.300" is 1300 to its writer and 1.3 to a program: neither is taken
    if not re.fullmatch(r"-?\d+([.,]\d{1,2})?", text.strip()):
        raise UsageError(f"{option} {text}: write the digits alone, such as 1300, 5564000000 or 55,5")
    return Decimal(text.strip().replace(",", "."))
