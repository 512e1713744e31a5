"""``htx submission …`` and ``htx reread``."""

from functools import partial
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from htx.commands.rereading import reread
from htx.commands.templates import template

submission_app = typer.Typer(help="Submissions of reporters: template, check, load, accept.", no_args_is_help=True)

Files = Annotated[list[Path], typer.Argument(help="Workbooks.", metavar="FILE…")]
Round = Annotated[str | None, typer.Option("--round", help="The round they answer, e.g. 2024-H1.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a file.")]


def register(app: typer.Typer) -> None:
    """Add the verbs about submissions."""
    app.add_typer(submission_app, name="submission")
    app.command("reread")(reread)


submission_app.command("template")(template)


@submission_app.command()
def check(
    files: Files,
    round_period: Round = None,
    json_output: Json = False,
    marked: Annotated[Path | None, typer.Option(help="Folder for marked copies.")] = None,
) -> None:
    """Read and judge workbooks without loading them; exit 1 where one is refused.

    Examples: htx submission check bao-cao.xlsx · htx submission check *.xlsx --round 2024-H1 --json
    """
    from htx.commands.output import period_key, unreadable
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings
    from ingest.submissions.check import check_submission
    from ingest.submissions.marked import marked_copy
    from ingest.submissions.receipt import printable_name
    from ingest.submissions.reference import load_reference

    round_key = period_key(round_period, "--round") if round_period is not None else None
    reference = load_reference(read_settings().seeds_dir)
    if marked is not None:
        try:
            marked.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"--marked {marked}: {error.strerror}; name a folder that can be made") from error
    refused = False
    for path in files:
        if problem := unreadable(path):
            typer.echo(f"htx: {problem}", err=True)
            refused = True
            continue
        content, name = path.read_bytes(), printable_name(path)
        reading = check_submission(content, file_name=name, round_period=round_key, reference=reference)
        refused = refused or reading.outcome == "rejected"
        if marked is not None:
            (marked / f"{_short(path.stem)} - ket qua.xlsx").write_bytes(marked_copy(content, reading))
        if json_output:
            typer.echo(reading.to_json())
            continue
        typer.echo(f"{name}: {reading.outcome}")
        for finding in reading.findings:
            place = "!".join(part for part in (finding.sheet, finding.cell) if part)
            typer.echo(f"  {finding.severity:8}{place:14} {finding.sentence_vi} {finding.mend_vi}")
    raise typer.Exit(1 if refused else 0)


@submission_app.command()
def load(
    files: Files,
    round_period: Round = None,
    sender: Annotated[str, typer.Option(help="Who sent them.")] = "",
    received_at: Annotated[str | None, typer.Option(help="When they arrived; default: now.")] = None,
    json_output: Json = False,
) -> None:
    """Read, judge and load workbooks into raw; exit 1 where one is refused.

    Example: htx submission load cu-chi.xlsx --round 2024-H1 --sender "UBND huyện Củ Chi"
    """
    from htx.commands.output import moment, period_key, print_json
    from htx.runtime.warehouse import read_settings, running_warehouse
    from ingest.submissions.intake import load_files

    round_key = period_key(round_period, "--round") if round_period is not None else None
    arrived_at = moment(received_at, "--received-at")
    settings = running_warehouse(read_settings()).settings
    report = load_files(
        settings, files, round_period=round_key, sender=sender, channel="folder", received_at=arrived_at
    )
    if json_output:
        print_json(report.to_json())
    else:
        for file in report.files:
            typer.echo(f"{file.file_name}: {file.outcome}  {file.marked_copy}")
        if known := len(files) - len(report.files) - len(report.held_back):
            typer.echo(f"{known} known already: nothing new in them")
    for held in report.held_back:
        typer.echo(f"htx: {held.file_name}: {held.reason}", err=True)
    is_refused = report.held_back or any(file.outcome == "rejected" for file in report.files)
    raise typer.Exit(1 if is_refused else 0)


@submission_app.command()
def accept(
    receipt: Annotated[str, typer.Argument(help="Receipt id, or the file's name.", metavar="ID")],
    reason: Annotated[str, typer.Option(help="Why it is taken.")],
    officer: Annotated[str, typer.Option("--by", help="Who takes it.")],
    round_period: Round = None,
    now: Annotated[str | None, typer.Option(help="Another moment than the clock's.")] = None,
    explain: Annotated[
        list[str] | None,
        typer.Option(help="The reporter's reply to a finding: RULE@SHEET!CELL=text, or RULE=text.", metavar="REPLY"),
    ] = None,
) -> None:
    """Take a late or explained submission, with a reason.

    Examples: htx submission accept 0f5c… --by "Nguyễn Thị Lan" --reason "Mất điện, đã báo trước" ·
    htx submission accept 0f5c… --by Lan --reason "Đã xác minh" --explain "negative@PL1!E27=Lỗ do dịch bệnh"
    """
    from htx.commands.output import moment, period_key
    from htx.errors import InputRefusedError, UsageError
    from htx.runtime.warehouse import read_settings, running_warehouse
    from ingest.submissions.decisions import UnknownFindingError, UnknownReceiptError, accept_explained, take_late
    from ingest.submissions.replies import parse_reply

    if not reason.strip() or not officer.strip():
        raise UsageError("a decision needs a reason and a name: give --reason and --by")
    round_key = period_key(round_period, "--round") if round_period is not None else None
    decided_at = moment(now)
    try:
        replies = [parse_reply(text) for text in explain or ()]
    except ValueError as error:
        raise UsageError(f"--explain {error}") from error
    settings = running_warehouse(read_settings()).settings
    receipt_id, file_name = _receipt(receipt)
    try:
        decision = partial(accept_explained, settings, replies) if replies else partial(take_late, settings)
        decision(
            reason=reason,
            decided_by=officer,
            decided_at=decided_at,
            receipt_id=receipt_id,
            round_period=round_key,
            file_name=file_name,
        )
    except UnknownFindingError as error:
        raise InputRefusedError(str(error)) from error
    except UnknownReceiptError as error:
        raise InputRefusedError(f"{error}: give the id or the name as `htx submission load` printed it") from error
    typer.echo("taken; it counts from the next build on (`htx build`)")


def _receipt(text: str) -> tuple[UUID | None, str | None]:
    """A receipt id, or else a file name."""
    try:
        return UUID(text), None
    except ValueError:
        return None, text


def _short(stem: str) -> str:
    """So much of a file's name that another can be made of it: a name may have 255 bytes."""
    return stem.encode("utf-8", "replace")[:200].decode("utf-8", "ignore")
