"""``htx``: a thin door to the rooms. Every verb also runs inside a flow."""

import errno
import logging
import os
import sys
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from htx.commands import approval, articles, delivery, estimates, marts, publication, reader, sealing, stack, submission

DISTRIBUTION = "htx-warehouse"

app = typer.Typer(
    name="htx",
    help="The warehouse of reports on Vietnamese cooperatives (hợp tác xã): receive, check, build, gate, publish.",
    epilog="Exit codes: 0 fine · 1 the input is refused · 2 wrong usage · 3 our own failure.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"htx {version(DISTRIBUTION)}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Tell the version.")
    ] = False,
) -> None:
    """What stands before any command."""


stack.register(app)
submission.register(app)
articles.register(app)
marts.register(app)
estimates.register(app)
reader.register(app)
publication.register(app)
approval.register(app)
delivery.register(app)
sealing.register()

USAGE, OWN_FAILURE = 2, 3
TRACE_VARIABLE = "HTX_TRACE"
"""Set to anything, it lets the trace of an error be seen."""
OWN_PACKAGES = ("htx", "ingest", "expectations", "publish")


def main() -> None:
    """Run the command line; every failure is one line on standard error that says what to do."""
    _log_in_lines()
    sys.exit(run(sys.argv[1:]))


def _log_in_lines() -> None:
    """What the rooms log is a line for a person here; the trace belongs to the flows' logs, or to `HTX_TRACE`."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(OneLine("htx: %(message)s"))
    logging.getLogger().addHandler(handler)


class OneLine(logging.Formatter):
    """A record with what its exception says, and without the trace unless that was asked for."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the name is the library's)
        return super().formatException(ei) if os.environ.get(TRACE_VARIABLE) else ""

    def format(self, record: logging.LogRecord) -> str:
        told = super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        return told if error is None or os.environ.get(TRACE_VARIABLE) else f"{told.rstrip()} ({error})"


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    command = typer.main.get_command(app)
    try:
        with command.make_context("htx", list(arguments)) as context:
            command.invoke(context)
            return 0
    except typer.Exit as exit_:
        return exit_.exit_code
    except TyperException as error:
        return _wrong_usage(error)
    except (KeyboardInterrupt, typer.Abort):
        print("htx: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # whoever read our output has read enough; Python would complain once more when it flushes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get(TRACE_VARIABLE):
            raise
        print(f"htx: {' '.join(one_line(error).split())}", file=sys.stderr)
        return _exit_code(error)


def _exit_code(error: Exception) -> int:
    """What an error of ours says of itself; everything else is our own failure."""
    is_ours = type(error).__module__.partition(".")[0] in OWN_PACKAGES
    return int(getattr(error, "exit_code", OWN_FAILURE)) if is_ours else OWN_FAILURE


def _wrong_usage(error: TyperException) -> int:
    """Tell what is wrong with the command line; without any arguments the help was printed already."""
    context: typer.Context | None = getattr(error, "ctx", None)
    message = str(getattr(error, "format_message", error.__str__)())
    if message:
        path = context.command_path if context else "htx"
        print(f"htx: {' '.join(message.split())} See `{path} --help`.", file=sys.stderr)
    return USAGE


def one_line(error: Exception) -> str:
    """What to tell a person about an error."""
    if type(error).__module__.partition(".")[0] in OWN_PACKAGES:
        return str(error)
    if told := _database_line(error):
        return told
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"no space left on the disk ({error.filename or 'unknown file'}): free some and run the command again"
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return (
        f"a defect of ours ({type(error).__name__}: {error}): please report it with what "
        f"`{TRACE_VARIABLE}=1 htx …` prints"
    )


def _database_line(error: Exception) -> str | None:
    """What to tell about the database; None where the error is not its. Its drivers are not imported for that."""
    cause = getattr(error, "orig", None) or error
    if type(cause).__module__.partition(".")[0] != "psycopg" and not type(error).__module__.startswith("sqlalchemy"):
        return None
    first = (str(cause).strip().splitlines() or [""])[0]
    match type(cause).__name__:
        case "OperationalError" | "ConnectionTimeout":
            return f"cannot reach the warehouse: {first}; run `htx status`, or check HTX_DATABASE_URL"
        case "UndefinedTable" | "InvalidSchemaName":
            return f"the warehouse has no such table yet ({first}): run `htx migrate`, then `htx build`"
        case "InsufficientPrivilege":
            return f"the warehouse does not let us ({first}): HTX_DATABASE_URL must name its owner"
    return None


if __name__ == "__main__":
    main()
