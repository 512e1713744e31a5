"""``htx receipts``, ``address``, ``round``: what goes out, and what is said about where it goes."""

from pathlib import Path
from typing import Annotated

import typer

addresses = typer.Typer(help="Mail addresses that rest, and an officer's word on them.", no_args_is_help=True)

rounds = typer.Typer(help="A round of reporters.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs about delivery."""
    app.command()(receipts)
    app.add_typer(addresses, name="address")
    app.add_typer(rounds, name="round")


def receipts(
    publication: Annotated[str, typer.Argument(metavar="ID", help="The id, or the begin of it.")],
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object a receipt.")] = False,
) -> None:
    """What each recipient of a publication was given: files, sizes, sha256, when, by which channel.

    Example: htx receipts 5f3c9a
    """
    from htx.commands.output import print_json
    from htx.commands.publication import named_publication
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.receipts import receipts as receipts_of

    identity = named_publication(publication)
    found = receipts_of(running_warehouse(read_settings()).settings, identity)
    for one in found:
        if json_output:
            print_json(
                {"channel": one.channel, "recipient": one.recipient, "issued_at": one.issued_at, "receipt": one.text}
            )
        else:
            typer.echo(one.text)
    if not found and not json_output:
        typer.echo("nobody has received it yet")


@addresses.command("list")
def list_addresses() -> None:
    """The addresses that rest, since when and why.

    Example: htx address list
    """
    from htx.runtime.warehouse import read_settings, running_warehouse
    from htx.settings import LOCAL_ZONE
    from publish.addresses import read_resting_addresses

    found = read_resting_addresses(running_warehouse(read_settings()).settings)
    if not found:
        typer.echo("no address rests")
    for one in found:
        typer.echo(f"{one.address}  since {one.since.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}: {one.why}")


@addresses.command("use-again")
def use_again(
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    decided_by: Annotated[str, typer.Option("--by", help="Who says so.")],
    reason: Annotated[str, typer.Option(help="What was done about it.")],
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Write to an address again; a report that did not arrive there goes out with the next sweep.

    Example: htx address use-again vanthu@stc.example --by "Lê Thị Hoa" --reason "Sở đã mở lại hộp thư"
    """
    from htx.commands.output import moment
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.addresses import decide_about_address

    settings = running_warehouse(read_settings()).settings
    number = decide_about_address(settings, address, "use_again", decided_by, reason, moment(now))
    typer.echo(f"{address} is used again; {number} hand-overs go out with the next sweep")


@addresses.command("rest")
def rest(
    address: Annotated[str, typer.Argument(metavar="ADDRESS")],
    decided_by: Annotated[str, typer.Option("--by", help="Who says so.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Write no more to an address.

    Example: htx address rest cu@stc.example --by "Lê Thị Hoa" --reason "Sở đã đổi địa chỉ"
    """
    from htx.commands.output import moment
    from htx.runtime.warehouse import read_settings, running_warehouse
    from publish.addresses import decide_about_address

    settings = running_warehouse(read_settings()).settings
    decide_about_address(settings, address, "rest", decided_by, reason, moment(now))
    typer.echo(f"{address} rests")


@rounds.command("letter")
def letter(
    period: Annotated[str, typer.Option(help="The period, e.g. 2024-H1.")],
    area: Annotated[str, typer.Option(help="The province's code, e.g. 79.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write it.")] = None,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
) -> None:
    """Draft the letter that urges those whose report is missing after the close of a round (DOCX, to be signed).

    Example: htx round letter --period 2024-H1 --area 79 -o cong-van.docx
    """
    from htx.commands.output import moment, period_key
    from htx.runtime.warehouse import read_settings, running_warehouse
    from ingest.raw.files import write_whole
    from publish.notices import urging_letter_of
    from publish.urging_letter import letter_name, urging_letter_docx

    key, when = period_key(period, "--period"), moment(now)
    drafted = urging_letter_of(running_warehouse(read_settings()).settings, area, key, when)
    path = output or Path(letter_name(drafted))
    write_whole(path, urging_letter_docx(drafted))
    typer.echo(f"{path}: {len(drafted.absent)} reporters")
