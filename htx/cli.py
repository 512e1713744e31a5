"""``htx``: a thin door to the rooms. Every verb also runs inside a flow."""

import sys

import typer

from htx.commands import articles, marts, publication, stack, submission
from htx.errors import HtxError

app = typer.Typer(
    name="htx",
    help="The warehouse of reports on Vietnamese cooperatives (hợp tác xã): receive, check, build, gate, publish.",
    epilog="Exit codes: 0 fine · 1 the input is refused · 2 wrong usage · 3 our own failure.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
stack.register(app)
submission.register(app)
articles.register(app)
marts.register(app)
publication.register(app)

OWN_PACKAGES = ("htx", "ingest", "expectations", "publish")


def main() -> None:
    """Run the command line; every known failure is one line on standard error that says what to do."""
    try:
        app()
    except KeyboardInterrupt:
        print("htx: stopped", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        message = one_line(error)
        if message is None:
            raise
        print(f"htx: {message}", file=sys.stderr)
        sys.exit(error.exit_code if isinstance(error, HtxError) else 3)


def one_line(error: Exception) -> str | None:
    """What to tell a person about an error; None for a defect of ours, which deserves its trace."""
    if type(error).__module__.partition(".")[0] in OWN_PACKAGES:
        return str(error)
    if type(error).__module__.startswith("sqlalchemy") and type(error).__name__ == "OperationalError":
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        return f"cannot reach the warehouse: {cause}; run `htx status`, or check HTX_DATABASE_URL"
    if isinstance(error, OSError) and error.errno == 28:
        return f"no space left on the disk ({error.filename or 'unknown file'}): free some and run the command again"
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return None


if __name__ == "__main__":
    main()
