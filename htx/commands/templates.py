"""``htx submission template``: the workbooks that reporters fill in, one or those of a whole round."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from htx.settings import Settings
    from ingest.submissions.reading import Part, SubmissionReading
    from ingest.submissions.reference import Reference
    from ingest.submissions.template.content import Reporter
    from ingest.submissions.template.last_round import ReadFiles, SaidInWarehouse
    from ingest.submissions.template.round import Maker

PARTS = "A-1,A-2,register,A-3,narrative"


def template(
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write; with --all a folder.")],
    period: Annotated[str, typer.Option(help="The round, e.g. 2024-H1.")],
    area: Annotated[str, typer.Option(help="Code of the reporter's area, e.g. 783 for Củ Chi.")] = "",
    agency: Annotated[str, typer.Option(help="Code of a department that reports, e.g. stc-79.")] = "",
    form: Annotated[str, typer.Option(help="Form code.")] = "A-1",
    parts: Annotated[str, typer.Option(help="Sheets wanted, with commas.")] = PARTS,
    every: Annotated[bool, typer.Option("--all", help="For all reporters of the round.")] = False,
    province: Annotated[str | None, typer.Option(help="With --all: this province alone, e.g. 79.")] = None,
    last: Annotated[
        Path | None, typer.Option(help="A workbook of the last round, or a folder of them, to show beside.")
    ] = None,
    warehouse: Annotated[
        bool, typer.Option("--warehouse", help="Show the last round as the warehouse has it.")
    ] = False,
) -> None:
    """Write the workbooks that reporters fill in.

    Examples: htx submission template --area 783 --period 2024-H1 -o cu-chi.xlsx ·
    htx submission template --all --province 79 --period 2025 --last vong-truoc -o mau-bieu
    """
    from htx.commands.output import period_key
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings
    from ingest.submissions.reference import load_reference

    if sum((bool(area), bool(agency), every)) != 1:
        raise UsageError("say whom the workbook is for: one of --area, --agency and --all")
    key = period_key(period, "--period")
    settings = read_settings()
    reference = load_reference(settings.seeds_dir)
    reporters = _reporters(settings, reference, key, area=area, agency=agency, province=province)
    wanted = _wanted_parts(parts)
    with _last_round(settings, reference, key, last, warehouse) as last_round:

        def make(reporter: "Reporter") -> bytes:
            from ingest.submissions.template import UnknownFormError, build_template

            said = last_round.of(reporter)
            try:
                return build_template(
                    form,
                    reporter.area_code,
                    key,
                    reference,
                    agency_code=reporter.agency_code,
                    parts=wanted,
                    previous=said.previous,
                    cooperatives=said.cooperatives,
                )
            except UnknownFormError as error:
                raise UsageError(f"--form {form}: {error}") from error

        if every:
            _write_all(reporters, key, output, make)
        else:
            _write(output, make(reporters[0]))
            typer.echo(f"wrote {output}: {form}, {reporters[0].name}, {key}")


def _reporters(
    settings: "Settings", reference: "Reference", key: str, *, area: str, agency: str, province: str | None
) -> "list[Reporter]":
    from htx.errors import UsageError
    from ingest.submissions.period import parse_period
    from ingest.submissions.template.content import Reporter, last_day
    from ingest.submissions.template.round import NoReportersError, reporters_of_round

    if area:
        known = reference.area(area, last_day(parse_period(key)))
        if known is None:
            raise UsageError(
                f"--area {area}: no area has this code; codes are in areas.csv and communes.csv of dbt_project/seeds"
            )
        return [Reporter(known.name, area_code=area)]
    if agency:
        if agency not in reference.agencies:
            codes = ", ".join(sorted(reference.agencies))
            raise UsageError(f"--agency {agency}: no agency has this code; declared are: {codes}")
        return [Reporter(reference.agencies[agency].name, agency_code=agency)]
    try:
        return reporters_of_round(settings.seeds_dir, reference, key, province)
    except NoReportersError as error:
        raise UsageError(f"--all: {error}") from error


def _wanted_parts(parts: str) -> "list[Part]":
    from htx.errors import UsageError
    from ingest.submissions.template import ALL_PARTS

    named = [part.strip() for part in parts.split(",")]
    if unknown := [part for part in named if part not in ALL_PARTS]:
        raise UsageError(f"--parts {', '.join(unknown)}: the parts are {', '.join(ALL_PARTS)}")
    return [part for part in ALL_PARTS if part in named]


@contextmanager
def _last_round(
    settings: "Settings", reference: "Reference", key: str, last: Path | None, warehouse: bool
) -> "Iterator[ReadFiles | SaidInWarehouse]":
    """Where the last round is taken from: files, the warehouse, or nowhere."""
    from htx.errors import UsageError
    from ingest.submissions.template.last_round import ReadFiles, SaidInWarehouse, said_in_files

    if last is not None and warehouse:
        raise UsageError("--last and --warehouse: give one of them")
    if warehouse:
        from htx.runtime.warehouse import running_warehouse

        said = SaidInWarehouse(running_warehouse(settings).settings, key)
        try:
            yield said
        finally:
            said.close()
    elif last is not None:
        yield said_in_files(_read_files(last, reference))
    else:
        yield ReadFiles()


def _read_files(last: Path, reference: "Reference") -> "Iterator[SubmissionReading]":
    from htx.commands.output import unreadable
    from htx.errors import UsageError
    from ingest.submissions.check import check_submission
    from ingest.submissions.receipt import printable_name

    paths = sorted(path for path in last.iterdir() if path.is_file()) if last.is_dir() else [last]
    for path in paths:
        if problem := unreadable(path):
            raise UsageError(f"--last {problem}")
        yield check_submission(
            path.read_bytes(), file_name=printable_name(path), round_period=None, reference=reference
        )


def _write_all(reporters: "list[Reporter]", key: str, folder: Path, make: "Maker") -> None:
    from rich.progress import track

    from htx.errors import UsageError
    from ingest.submissions.template.round import write_round

    new = 0
    try:
        workbooks = write_round(reporters, key, folder, make)
        for written in track(workbooks, f"Templates for {key}", len(reporters), transient=True):
            new += written.is_new
    except OSError as error:
        raise UsageError(f"-o {folder}: {error.strerror}; name a folder that you can write to") from error
    typer.echo(f"wrote {len(reporters)} workbooks for {key} into {folder} ({new} new or changed)")


def _write(output: Path, content: bytes) -> None:
    from htx.errors import UsageError

    try:
        output.write_bytes(content)
    except OSError as error:
        raise UsageError(f"-o {output}: {error.strerror}; name a file in a folder that you can write to") from error
