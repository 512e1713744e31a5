"""``htx reader``: who may read the marts, and of which provinces."""

from typing import Annotated

import typer

reader_app = typer.Typer(help="Readers of the marts: all of it, or their provinces only.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs about readers."""
    app.add_typer(reader_app, name="reader")


@reader_app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the login, e.g. so_tai_chinh_79.")],
    province: Annotated[
        list[str] | None, typer.Option(help="Code of a province of today; may be given more than once.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Sees every province and the country.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Make a login for a BI tool; its password is printed this once and kept nowhere.

    Examples: htx reader add so_tai_chinh_79 --province 79 · htx reader add lanh_dao --all
    """
    from expectations.errors import ReaderRefusedError
    from expectations.readers import add_reader, reader_url
    from htx.commands.output import print_json
    from htx.errors import InputRefusedError, UsageError
    from htx.runtime.warehouse import read_settings, running_warehouse

    codes = province or []
    if bool(codes) == everything:
        raise UsageError("say what the reader may see: --province CODE, once or more, or --all")
    settings = running_warehouse(read_settings()).settings
    try:
        password = add_reader(settings, name, codes)
    except ReaderRefusedError as error:
        raise InputRefusedError(str(error)) from error
    url = reader_url(settings, name, password)
    if json_output:
        print_json({"name": name, "provinces": codes, "password": password, "url": url})
    else:
        typer.echo(f"{name} reads {'everything' if everything else 'the rows of ' + ', '.join(codes)}: {url}")
        typer.echo("The password is shown this once; docs/marts.md says how tools connect.", err=True)


@reader_app.command("list")
def list_(json_output: Annotated[bool, typer.Option("--json", help="One JSON object a reader.")] = False) -> None:
    """Name every login that may read the marts, with its provinces."""
    from dataclasses import asdict

    from expectations.readers import list_readers
    from htx.commands.output import print_json
    from htx.runtime.warehouse import read_settings, running_warehouse

    for reader in list_readers(running_warehouse(read_settings()).settings):
        if json_output:
            print_json(asdict(reader))
        else:
            scope = ", ".join(reader.province_codes) or "nothing"
            typer.echo(f"{reader.name:32}{scope if reader.is_limited else 'everything'}")


@reader_app.command()
def drop(name: Annotated[str, typer.Argument(help="Name of the login.")]) -> None:
    """Take a login away. Example: htx reader drop so_tai_chinh_79"""
    from expectations.errors import ReaderRefusedError
    from expectations.readers import drop_reader
    from htx.errors import InputRefusedError
    from htx.runtime.warehouse import read_settings, running_warehouse

    try:
        drop_reader(running_warehouse(read_settings()).settings, name)
    except ReaderRefusedError as error:
        raise InputRefusedError(str(error)) from error
    typer.echo(f"{name} is gone")
