"""``htx demo``, ``up``, ``down``, ``status``, ``migrate``, ``airflow``."""

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the verbs of the stack."""
    app.command()(demo)
    app.command()(up)
    app.command()(down)
    app.command()(status)
    app.command()(migrate)
    app.command(
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    )(airflow)


def demo(
    stop: Annotated[bool, typer.Option("--stop", help="Stop the stack at the end.")] = False,
    json_output: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    correct: Annotated[bool, typer.Option("--correct", help="A correction and an erratum follow.")] = False,
) -> None:
    """The whole pipeline on the samples: from workbooks and articles to a delivered report.

    With --correct a second round follows: a corrected workbook, another build, an erratum to the same recipients. Run
    again, it adds no row and says that nothing is new.

    Examples: htx demo · htx demo --correct · htx demo --stop · HTX_SAMPLE_ARTICLES=~/articles htx demo
    """
    from htx.demo import run_demo
    from htx.runtime.warehouse import read_settings

    run_demo(read_settings(), stop=stop, json_output=json_output, correct=correct)


def up() -> None:
    """Start the stack: PostgreSQL (or yours, by HTX_DATABASE_URL) and Airflow, on loopback.

    Example: htx up
    """
    from htx.runtime.stack import up as start
    from htx.runtime.status import describe
    from htx.runtime.warehouse import read_settings

    settings = read_settings()
    stack = start(settings, lambda step: typer.echo(f"· {step}"))
    for name, value in describe(stack.warehouse).items():
        typer.echo(f"{name:22} {value}")


def down() -> None:
    """Stop the whole stack; data stays.

    Example: htx down
    """
    from htx.runtime.stack import down as stop
    from htx.runtime.warehouse import read_settings

    stopped = stop(read_settings())
    typer.echo(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")


def status(
    now: Annotated[str | None, typer.Option(help="Another moment, e.g. 2024-05-28T09:00.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="One line; exit code 1 where something needs a person.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """What runs, what is due, what is missing.

    With --check one line for a monitor: whether the sweep runs, no report is overdue, the outbox flows, Airflow lives.

    Examples: htx status · htx status --now 2024-05-28T09:00 --json · htx status --check
    """
    from htx.commands.output import moment, print_json
    from htx.runtime.status import alarms_of, status_of
    from htx.runtime.warehouse import read_settings

    if check:
        alarms = alarms_of(read_settings(), moment(now))
        if json_output:
            print_json({"alarms": alarms})
        else:
            typer.echo(" · ".join(" ".join(alarm.split()) for alarm in alarms) or "all is well")
        raise typer.Exit(1 if alarms else 0)
    report = status_of(read_settings(), moment(now))
    if json_output:
        print_json(report)
        return
    for section, lines in report.items():
        typer.echo(f"{section}")
        for line in lines or ["–"]:
            typer.echo(f"  {line}")


def migrate() -> None:
    """Bring the warehouse's and Airflow's databases to their newest revisions.

    Example: htx migrate
    """
    from htx.runtime.stack import migrate_all
    from htx.runtime.warehouse import open_warehouse, read_settings

    migrate_all(open_warehouse(read_settings()))
    typer.echo("the warehouse and Airflow's metadata are up to date")


def airflow(context: typer.Context) -> None:
    """Run Airflow's own command line with the stack's environment.

    Examples: htx airflow dags list · htx airflow scheduler
    """
    import os

    from htx.runtime.airflow import airflow_address, airflow_environment, airflow_executable
    from htx.runtime.warehouse import read_settings, running_warehouse

    warehouse = running_warehouse(read_settings())
    environment = airflow_environment(warehouse, airflow_address(warehouse.settings))
    os.execve(airflow_executable(), ["airflow", *context.args], environment)  # noqa: S606
