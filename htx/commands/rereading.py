"""``htx reread``: kept bytes are read again after the reader or a mapping was mended."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ingest.submissions.rereading.differences import Difference


_MOST_CELLS_SHOWN = 20


def reread(
    round_period: Annotated[str | None, typer.Option("--round", help="The round, e.g. 2024-H1; default: all.")] = None,
    is_applied: Annotated[
        bool, typer.Option("--apply", "--yes", help="Add the new readings; without it they are only shown.")
    ] = False,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
    json_output: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Read the kept files of a round again and show what would change; with --apply, add readings.

    Nobody is asked to send again for our fault: old readings stay, marts take the newest, publications keep theirs.

    Examples: htx reread --round 2024-H1 · htx reread --round 2024-H1 --apply
    """
    from htx.commands.output import moment, period_key, print_json
    from htx.runtime.warehouse import read_settings, running_warehouse
    from ingest.submissions.rereading import reread as read_again

    round_key = period_key(round_period, "--round") if round_period is not None else None
    read_at = moment(now)
    settings = running_warehouse(read_settings()).settings
    report = read_again(
        settings, round_period=round_key, now=read_at, is_applied=is_applied, on_progress=_tell_progress
    )
    if json_output:
        print_json(report.to_json())
    else:
        for one in report.changed:
            typer.echo(f"{one.file_name}  ({one.version_before} → {one.version_after})")
            for line in _lines((*one.differences.header, *one.differences.cells)):
                typer.echo(f"  {line}")
            for sign, findings in (("-", one.differences.findings_gone), ("+", one.differences.findings_new)):
                for finding in findings:
                    place = "!".join(part for part in (finding.sheet, finding.cell) if part)
                    typer.echo(f"  {sign} {finding.rule_code} ({finding.severity})  {place}".rstrip())
        typer.echo(_summary(report.files_read, len(report.changed), report.readings_added, is_applied))
    for one in report.problems:
        typer.echo(f"htx: {one.file_name}: {one.problem}", err=True)
    raise typer.Exit(1 if report.problems else 0)


def _lines(differences: "tuple[Difference, ...]") -> list[str]:
    lines = [
        f"{'!'.join(part for part in (one.sheet, one.cell) if part) or 'file'}  {one.what}: "
        f"{one.before or '(nothing)'} → {one.after or '(nothing)'}"
        for one in differences[:_MOST_CELLS_SHOWN]
    ]
    if len(differences) > _MOST_CELLS_SHOWN:
        lines.append(f"… and {len(differences) - _MOST_CELLS_SHOWN} more; --json lists them all")
    return lines


def _summary(files: int, changed: int, added: int, is_applied: bool) -> str:
    if not changed:
        return f"{files} files read again: nothing would change"
    if not is_applied:
        return f"{files} files read again: {changed} would change; add their readings with --apply"
    return f"{files} files read again: {added} readings added; they count from the next build on (`htx build`)"


def _tell_progress(done: int, of: int, file_name: str) -> None:
    """One line that is written over, where a person looks on."""
    import sys

    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        sys.stderr.write(f"\r\033[K{done}/{of}  {file_name[:60]}{end}")
        sys.stderr.flush()
