"""``htx publish`` (freeze, list, show, diff), ``explain``."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from htx.errors import InputRefusedError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

_BEGIN_OF_AN_ID = re.compile(r"[0-9a-fA-F]{4}[0-9a-fA-F-]*")
publish_app = typer.Typer()


def register(app: typer.Typer) -> None:
    """Add the verbs about publications."""
    app.add_typer(publish_app, name="publish")
    app.command()(explain)


def _uuid(text: str, what: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise UsageError(f"{text} is no {what}: give the whole id") from error


@publish_app.callback(invoke_without_command=True)
def publish(
    context: typer.Context,
    period: Annotated[str | None, typer.Option(help="The period to freeze, e.g. 2024-H1.")] = None,
    area: Annotated[str | None, typer.Option(help="The province's code, e.g. 79.")] = None,
    english: Annotated[
        bool, typer.Option("--english", help="An English version beside it, as with HTX_REPORT_LANGUAGES=vi,en.")
    ] = False,
    rebuild: Annotated[
        str | None, typer.Option(metavar="ID", help="Make the files of a publication again and compare the bytes.")
    ] = None,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Freeze and render a report; it is delivered after `htx approve`. Without options: list the publications.

    Examples: htx publish --period 2024-H1 --area 79 · htx publish list · htx publish diff 5f3c9a ·
    htx publish --rebuild 5f3c9a
    """
    if context.invoked_subcommand is not None:
        return
    if rebuild is not None:
        _rebuild(rebuild)
        return
    if period is None and area is None:
        list_all()
        return
    if period is None or area is None:
        raise UsageError("freezing a report needs both --period and --area; `htx publish` alone lists what there is")
    _freeze(period, area, now, is_english_wanted=english)


def _freeze(period: str, area: str, now: str | None, *, is_english_wanted: bool) -> None:
    from htx.commands.output import moment, period_key
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.freeze import freeze
    from publish.render import render

    key, when = period_key(period, "--period"), moment(now)
    settings = running_warehouse(read_settings()).settings
    publication = freeze(settings, area, key, when)
    files = render(settings, publication.publication_id, ("vi", "en") if is_english_wanted else None)
    typer.echo(f"{publication.publication_id}  edition {publication.edition}")
    for file in files.files:
        typer.echo(f"  {file.path}")
    correction = publication.content.correction
    if correction is not None:
        typer.echo(f"  erratum of edition {correction.edition}: {len(correction.changes)} figures differ")
    if not publication.is_new:
        typer.echo("  nothing material changed: no new publication")


def _rebuild(publication: str) -> None:
    """Exit code 1 where the publication does not come out as it was published."""
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.rebuild import rebuild, rebuild_text

    identity = named_publication(publication)
    result = rebuild(running_warehouse(read_settings()).settings, identity)
    typer.echo(rebuild_text(result))
    if not result.is_reproduced:
        raise InputRefusedError(f"publication {identity} does not come out as it was published")


@publish_app.command(name="list")
def list_all(
    period: Annotated[str | None, typer.Option(help="Of this period alone.")] = None,
    area: Annotated[str | None, typer.Option(help="Of this province alone.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object a publication.")] = False,
) -> None:
    """The publications, newest period first: draft, rejected, approved, delivered, sealed or superseded.

    Example: htx publish list --area 79
    """
    from dataclasses import asdict

    from htx.commands.output import print_json
    from publish.listing import list_publications

    with _warehouse() as connection:
        found = list_publications(connection, area, period)
    if json_output:
        for one in found:
            print_json(asdict(one))
        return
    for one in found:
        decided = f" by {one.decided_by}" if one.decided_by else ""
        number = f" No. {one.issued_number}" if one.issued_number else ""
        typer.echo(
            f"{one.publication_id}  {one.area_code:>3} {one.period_key:8} edition {one.edition}  "
            f"{one.state:10} frozen {one.frozen_at:%Y-%m-%d}, due before {one.due_before}{decided}{number}"
        )
    if not found:
        typer.echo("nothing is published yet: htx publish --period 2024-H1 --area 79")


@publish_app.command()
def show(
    publication: Annotated[str, typer.Argument(metavar="ID", help="The id, or the begin of it.")],
) -> None:
    """What the approver is asked: the gate's verdict, what differs from the edition and the period before, the files.

    Example: htx publish show 5f3c9a
    """
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.question import approval_question
    from publish.render import render

    identity = named_publication(publication)
    settings = running_warehouse(read_settings()).settings
    typer.echo(approval_question(settings, identity, render(settings, identity).files))


@publish_app.command()
def diff(
    publication: Annotated[str, typer.Argument(metavar="ID", help="The id, or the begin of it.")],
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Compared with; else the one before.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object a change.")] = False,
) -> None:
    """Every number that differs from another publication, old and new, with the reason. Exit code 0 either way.

    Example: htx publish diff 5f3c9a
    """
    from dataclasses import asdict

    from htx.commands.output import print_json
    from publish.changes import list_changes
    from publish.comparing import publication_before
    from publish.listing import find_publication
    from publish.publications import load_publication
    from publish.report.change_words import change_lines
    from publish.report.wording import VIETNAMESE

    _checked(publication, other)
    with _warehouse() as connection:
        subject = load_publication(connection, find_publication(connection, publication))
        if other is None:
            before = publication_before(connection, subject)
        else:
            before = load_publication(connection, find_publication(connection, other))
    if before is None:
        raise InputRefusedError(f"publication {subject.publication_id} is the first of its report: name another")
    changes = list_changes(before.content, subject.content)
    if json_output:
        for change in changes:
            print_json(asdict(change))
        return
    typer.echo(f"{before.publication_id} (edition {before.edition}) → {subject.publication_id} ({subject.edition})")
    for line in change_lines(VIETNAMESE, changes, subject.content) or ("no figure differs",):
        typer.echo(f"  {line}")


def _checked(*named: str | None) -> None:
    """`UsageError` for what cannot be an id, before anything is started."""
    for text in named:
        if text is not None and not _BEGIN_OF_AN_ID.fullmatch(text):
            raise UsageError(
                f"{text or 'an empty word'} is no publication id: give it, or its first digits (`htx publish list`)"
            )


@contextmanager
def _warehouse() -> "Iterator[Connection]":
    """A connection to the running warehouse, for reading."""
    from htx.runtime.warehouse import read_settings, running_warehouse
    from ingest.raw.database import connect

    engine = connect(running_warehouse(read_settings()).settings)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def named_publication(text: str) -> UUID:
    """The publication of that id or begin of one."""
    from publish.listing import find_publication

    _checked(text)
    with _warehouse() as connection:
        return find_publication(connection, text)


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
