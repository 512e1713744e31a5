"""``htx publish seal``."""

import getpass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from htx.commands.publication import named_publication, publish_app
from htx.errors import InputRefusedError, UsageError


def register() -> None:
    """Add the verb to those of `htx publish`."""
    publish_app.command()(seal)


def seal(
    publication: Annotated[str, typer.Argument(metavar="ID", help="The id, or the begin of it.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The edited and signed DOCX or PDF.")],
    number: Annotated[str, typer.Option(help="The number that the registry gave it: 123/BC-LMHTX.")],
    day: Annotated[str, typer.Option("--date", help="The day on which it was signed, e.g. 2024-05-30.")],
    replace: Annotated[str | None, typer.Option(help="Why it takes the place of the paper sealed before.")] = None,
    sealed_by: Annotated[str | None, typer.Option("--by", help="Who seals; else who is logged in.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Read the signed report back: every number that is not the frozen one is listed; the paper is kept as issued.

    It is kept whatever it says, since it was issued. What is in doubt is named, never guessed; of a scan nothing can
    be compared.

    Example: htx publish seal 5f3c9a bao-cao-da-ky.docx --number 123/BC-LMHTX --date 2024-05-30
    """
    from dataclasses import asdict

    from htx.commands.output import moment, print_json, unreadable
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.seal.comparing import Issue
    from publish.seal.sealing import SignedPaper
    from publish.seal.sealing import seal as seal_paper

    try:
        signed_on = date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"--date {day}: write a day such as 2024-05-30") from error
    when = moment(now)
    if (trouble := unreadable(file)) is not None:
        raise InputRefusedError(trouble)
    identity = named_publication(publication)
    settings = running_warehouse(read_settings()).settings
    paper = SignedPaper(file.name, file.read_bytes(), Issue(number, signed_on))
    sealed = seal_paper(settings, identity, paper, sealed_by or getpass.getuser(), when, replace)
    if json_output:
        print_json(asdict(sealed))
        return
    comparison = sealed.comparison
    state = "sealed" if sealed.is_new else "sealed already"
    typer.echo(
        f"{state}: {identity} as {number} of {signed_on}; {comparison.numbers_compared} numbers compared, "
        f"{len(comparison.differences)} differ"
    )
    for one in comparison.differences:
        typer.echo(
            f"  {one.kind}: {one.place}: {one.frozen_text or '–'} → {one.signed_text or '–'}"
            f"{f' [{str(one.figure_id)[:8]}]' if one.figure_id else ''}  ({one.context})"
        )
    for note in comparison.notes:
        typer.echo(f"  {note}")
