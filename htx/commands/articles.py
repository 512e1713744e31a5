"""``htx figures extract``, ``review`` and ``decide``."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from htx.commands.press_review import decide, review

if TYPE_CHECKING:
    from ingest.figures.types import Figure

figures_app = typer.Typer(help="Figures in press articles.", no_args_is_help=True)
figures_app.command()(review)
figures_app.command()(decide)


def register(app: typer.Typer) -> None:
    """Add the verbs about articles and their figures."""
    app.add_typer(figures_app, name="figures")


@figures_app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(help=".txt, .html or .jsonl files.", metavar="FILE…")],
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object a figure.")] = False,
) -> None:
    """Extract the figures of articles, each with its evidence.

    Examples: htx figures extract bai-bao.html · htx figures extract articles.jsonl --json
    """
    from htx.commands.output import print_json
    from ingest.figures.cli import extract_files

    for figure in _readable(extract_files(files)):
        if json_output:
            print_json(figure.to_json())
            continue
        low, high = figure.low, figure.high
        value = f"{low}" if low == high else f"{low or '…'} – {high or '…'}"
        typer.echo(
            f"{figure.article}  {figure.kind:8} {figure.entity}.{figure.indicator:28} {value:>22} {figure.unit:14}"
            f" {figure.status:8} {figure.place or '–'}  {figure.period or '–'}  “{figure.evidence}”"
        )


def _readable(figures: "Iterator[Figure]") -> "Iterator[Figure]":
    """The figures, until a file holds no article: that is the input's fault, not ours."""
    from htx.errors import InputRefusedError
    from ingest.figures.cli import UnreadableArticleError

    try:
        yield from figures
    except UnreadableArticleError as error:
        raise InputRefusedError(str(error)) from error
