"""``htx build``, ``gate``, ``waiver``."""

import re
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from expectations.as_of import AsOf
    from expectations.gate import GateReport
    from htx.settings import Settings

_PERIOD = re.compile(r"\d{4}(-(H[12]|Q[1-4])|\.\.\d{4})?")
_JUDGED_SCHEMA = re.compile(r"marts(_candidate|_as_of_\w+)?")
as_of_app = typer.Typer(help="Builds as of a moment: what stands, and dropping it.", no_args_is_help=True)
waiver_app = typer.Typer(help="Waivers: a critical expectation that may fail until a day.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the verbs about the marts."""
    app.command()(build)
    app.command()(gate)
    app.add_typer(waiver_app, name="waiver")
    app.add_typer(as_of_app, name="as-of")


def build(
    force: Annotated[bool, typer.Option(help="Build although nothing is new.")] = False,
    as_of: Annotated[
        str | None, typer.Option(help="As it was known then: a day, or a moment. Beside the marts.")
    ] = None,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Build the candidate marts, judge them, admit them; exit 1 where the gate refuses.

    Examples: htx build · htx build --force · htx build --as-of 2024-05-20
    """
    if as_of is not None:
        _build_as_of(as_of, now, json_output)
    from dataclasses import asdict

    from expectations.build import build_gate_swap
    from htx.commands.output import moment, print_json
    from htx.runtime.warehouse import read_settings, running_warehouse

    when = moment(now)
    settings = running_warehouse(read_settings()).settings
    report = build_gate_swap(settings, now=when, force=force, on_step=lambda step: typer.echo(f"· {step}", err=True))
    if json_output:
        print_json({**asdict(report), "gate": None, "swap": None})
    else:
        took = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in report.seconds.items())
        typer.echo(f"{report.status}: {report.detail}" + (f" ({took})" if took else ""))
        for mart, rows in report.rows.items():
            typer.echo(f"  {mart:24}{rows:8} rows")
        if report.gate is not None:
            typer.echo(f"  what was checked: {report.gate.data_docs}")
    raise typer.Exit(1 if report.status == "refused" else 0)


def _build_as_of(said: str, now: str | None, json_output: bool) -> NoReturn:
    from dataclasses import asdict

    from expectations.as_of import build_as_of
    from htx.commands.output import moment, print_json
    from htx.runtime.warehouse import read_settings, running_warehouse

    asked = _as_of(said, "--as-of")
    when = moment(now)
    report = build_as_of(running_warehouse(read_settings()).settings, asked, when)
    if json_output:
        print_json({**asdict(report), "gate": None})
    else:
        typer.echo(f"{report.status}: {report.schema}, {report.detail}")
        for mart, rows in report.rows.items():
            typer.echo(f"  {mart:24}{rows:8} rows")
    raise typer.Exit(1 if report.status == "refused" else 0)


def _as_of(said: str, option: str) -> "AsOf":
    from expectations.as_of import AsOf
    from htx.errors import UsageError

    try:
        return AsOf.parse(said)
    except ValueError as error:
        raise UsageError(f"{option} {said}: write a day such as 2024-05-20, or a moment 2024-05-20T10:15") from error


@as_of_app.command("list")
def list_standing(json_output: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """The builds as of a moment that stand beside the marts, with their schemas.

    Example: htx as-of list
    """
    from dataclasses import asdict

    from expectations.as_of import list_as_of
    from htx.commands.output import print_json
    from htx.runtime.warehouse import read_settings, running_warehouse

    found = list_as_of(running_warehouse(read_settings()).settings)
    if not found and not json_output:
        typer.echo("none stands: htx build --as-of 2024-05-20 makes one")
    for standing in found:
        if json_output:
            print_json({**asdict(standing), "schema": standing.schema})
        else:
            typer.echo(f"{standing.schema:32}as of {standing.as_of}, built {standing.built_at}")


@as_of_app.command("drop")
def drop_standing(
    said: Annotated[str, typer.Argument(metavar="DATE", help="The day or moment it was built for.")],
) -> None:
    """Drop a build as of a moment, all its layers.

    Example: htx as-of drop 2024-05-20
    """
    from expectations.as_of import drop_as_of
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings, running_warehouse

    dropped = drop_as_of(running_warehouse(read_settings()).settings, _as_of(said, "DATE"))
    if not dropped:
        raise UsageError(f"{said}: no build as of then stands; `htx as-of list` names those that do")
    typer.echo(f"dropped: {', '.join(dropped)}")


def gate(
    schema: Annotated[str, typer.Option(help="What to judge: marts, or marts_candidate.")] = "marts",
    build_id: Annotated[
        str | None, typer.Option("--build", metavar="ID", help="Judge nothing: what was found in that build, kept.")
    ] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Judge the marts as they stand, without admitting anything; exit 1 where they would be refused.

    A report names its build on its page of the gate: --build shows every check of it.

    Examples: htx gate · htx gate --schema marts_candidate --json · htx gate --build 5f3c9a12
    """
    from dataclasses import asdict

    from expectations.gate import preview
    from expectations.results import GATE_SUITE
    from htx.commands.output import moment, print_json
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings, running_warehouse

    if not _JUDGED_SCHEMA.fullmatch(schema):
        raise UsageError(f"--schema {schema}: there are marts, marts_candidate and marts_as_of_… (`htx as-of list`)")
    settings = running_warehouse(read_settings()).settings
    report = preview(settings, moment(None), schema) if build_id is None else _kept(settings, build_id)
    failures = [*report.critical_failures, *report.warnings]
    told = failures if build_id is None else [one for one in report.results if one.suite != GATE_SUITE]
    if json_output:
        print_json({"verdict": report.verdict, "reason": report.reason, "found": [asdict(one) for one in told]})
    else:
        page = report.data_docs or "its Data Docs gave way to those of a later build"
        typer.echo(f"{report.verdict}: {len(report.met)} met, {len(failures)} not; {page}")
        for one in told:
            typer.echo(f"  {'met' if one.is_met else one.severity:9}{one.key}: {one.detail_vi}")
    raise typer.Exit(0 if report.is_passed else 1)


def _kept(settings: "Settings", build_id: str) -> "GateReport":
    from expectations.kept import kept_report
    from htx.errors import UsageError

    try:
        return kept_report(settings, build_id)
    except ValueError as error:
        raise UsageError(f"--build: {error}") from error


@waiver_app.command()
def add(
    suite: Annotated[str, typer.Argument(help="The suite, as `htx gate` names it.")],
    expectation: Annotated[str, typer.Argument(help="The expectation.")],
    reason: Annotated[str, typer.Option(help="Why it may fail.")],
    granted_by: Annotated[str, typer.Option("--by", help="Who grants it.")],
    expires_on: Annotated[str, typer.Option("--until", help="The last day it holds, e.g. 2024-06-30.")],
    area: Annotated[str | None, typer.Option(help="Only in this province, e.g. 79; else everywhere.")] = None,
    period: Annotated[str | None, typer.Option(help="Only in this period, e.g. 2024-H1; else always.")] = None,
) -> None:
    """Let a critical expectation fail until a day; the report prints it as a warning.

    Example: htx waiver add fct_figure recomputed_from_its_claims --area 79 --by "…" --reason "…" --until 2026-12-31
    """
    from datetime import date

    from expectations.waivers import add_waiver
    from htx.commands.output import moment
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings, running_warehouse

    try:
        last_day = date.fromisoformat(expires_on)
    except ValueError as error:
        raise UsageError(f"--until {expires_on}: write a day such as 2024-06-30") from error
    _require_scope(area, period)
    settings = running_warehouse(read_settings()).settings
    add_waiver(
        settings,
        suite,
        expectation,
        reason=reason,
        granted_by=granted_by,
        granted_at=moment(None),
        expires_on=last_day,
        area_code=area,
        period_key=period,
    )
    typer.echo(f"{suite}.{expectation} may fail until {last_day}")


def _require_scope(area: str | None, period: str | None) -> None:
    """Raise `UsageError` for a province that never was and for what is no period: such a waiver would waive nothing."""
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings
    from ingest.submissions.reference import load_reference

    if period is not None and not _PERIOD.fullmatch(period):
        raise UsageError(f"--period {period}: write 2024-H1, 2024, or 2020..2025 for a span of years")
    versions = load_reference(read_settings().seeds_dir).areas.get(area, ()) if area is not None else ()
    if area is not None and not any(version.level == "province" for version in versions):
        raise UsageError(f"--area {area}: no province has or had this code; see dbt_project/seeds/provinces.csv")


@waiver_app.command()
def rule(
    rule_code: Annotated[str, typer.Argument(help="The rule, as `fct_rule_result` names it.")],
    place: Annotated[str, typer.Option(help="Code of the province, area or department.")],
    period: Annotated[str, typer.Option(help="The period, e.g. 2024-H1.")],
    reason: Annotated[str, typer.Option(help="Why it may stand.")],
    decided_by: Annotated[str, typer.Option("--by", help="Who decides.")],
    reopen: Annotated[bool, typer.Option(help="Open it again.")] = False,
) -> None:
    """Let a contradiction between indicators stand, or open it again; it counts from the next build on.

    Example: htx waiver rule htx_coop_new_at_most_htx_coop_total --place 79 --period 2024-H1 --by "…" --reason "…"
    """
    from expectations.rule_decisions import decide_on_rule
    from htx.commands.output import moment
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings, running_warehouse

    settings = running_warehouse(read_settings()).settings
    try:
        decide_on_rule(
            settings,
            rule_code,
            place,
            period,
            decision="reopen" if reopen else "waive",
            reason=reason,
            decided_by=decided_by,
            decided_at=moment(None),
        )
    except ValueError as error:
        raise UsageError(str(error)) from error
    typer.echo(
        f"{rule_code} at {place} in {period} {'is open again' if reopen else 'may stand'} from the next build on"
    )
