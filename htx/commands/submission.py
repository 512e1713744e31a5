"""``htx submission …`` and ``htx reread``."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from htx.commands.rereading import reread
from htx.commands.templates import template

submission_app = typer.Typer(help="Submissions of reporters: template, check, load, accept.", no_args_is_help=True)

LOAD_CHANNELS = ("folder", "email", "portal", "phone", "paper")
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

    A PDF that belongs to one of them by its name is its signed copy: its numbers are compared with the workbook's.

    Examples: htx submission check bao-cao.xlsx · htx submission check *.xlsx --round 2024-H1 --json ·
    htx submission check cu-chi.xlsx cu-chi.pdf
    """
    from htx.commands.output import period_key, unreadable
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings
    from ingest.submissions.check import check_submission
    from ingest.submissions.marked import marked_copy
    from ingest.submissions.receipt import printable_name
    from ingest.submissions.reference import load_reference
    from ingest.submissions.signed_copy import with_signed_copy

    round_key = period_key(round_period, "--round") if round_period is not None else None
    reference = load_reference(read_settings().seeds_dir)
    signed_copies = _signed_copies(files)
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
        if path in signed_copies.values():
            continue
        content, name = path.read_bytes(), printable_name(path)
        reading = check_submission(content, file_name=name, round_period=round_key, reference=reference)
        if (signed := signed_copies.get(path)) is not None:
            reading = with_signed_copy(reading, signed.read_bytes(), printable_name(signed), reference)
        refused = refused or reading.outcome == "rejected"
        if marked is not None:
            (marked / f"{_short(path.stem)} - ket qua.xlsx").write_bytes(marked_copy(content, reading))
        if json_output:
            typer.echo(reading.to_json())
            continue
        known = reading.area_code or reading.agency_code
        typer.echo(
            f"{name}: {reading.outcome}, {_of_whom(reading.reporter_name, known)}, {reading.period or 'no period'}"
        )
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
    channel: Annotated[str, typer.Option(help=f"How they came: {', '.join(LOAD_CHANNELS)}.")] = "folder",
    entered_by: Annotated[str, typer.Option(help="The officer who entered what came by telephone or on paper.")] = "",
    on_behalf_of: Annotated[str | None, typer.Option(help="Code of the area or agency whose figures they are.")] = None,
    json_output: Json = False,
) -> None:
    """Read, judge and load workbooks into raw; exit 1 where one is refused.

    Examples: htx submission load cu-chi.xlsx --round 2024-H1 --sender "UBND huyện Củ Chi" ·
    htx submission load cu-chi.xlsx --channel phone --entered-by "Nguyễn Thị Lan" --on-behalf-of 783
    """
    from htx.commands.output import moment, period_key, print_json
    from htx.runtime.warehouse import read_settings, running_warehouse
    from ingest.submissions.intake import load_files

    round_key = period_key(round_period, "--round") if round_period is not None else None
    arrived_at = moment(received_at, "--received-at")
    sender = _sender(channel, sender.strip(), entered_by.strip())
    if on_behalf_of is not None:
        _require_reporter(on_behalf_of, arrived_at.date())
    settings = running_warehouse(read_settings()).settings
    report = load_files(
        settings,
        files,
        round_period=round_key,
        sender=sender,
        channel=channel,
        received_at=arrived_at,
        on_behalf_of=on_behalf_of,
    )
    if json_output:
        print_json(report.to_json())
    else:
        for file in report.files:
            whose = _of_whom(file.reporter_name, file.area_code or on_behalf_of)
            typer.echo(f"{file.file_name}: {file.outcome}, {whose}  {file.marked_copy}")
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


def _signed_copies(files: list[Path]) -> dict[Path, Path]:
    """The signed copy of each workbook among the files that has one, by name."""
    from ingest.submissions.pdf_text import is_pdf
    from ingest.submissions.signed_copy import workbook_of

    signed = [path for path in files if path.is_file() and is_pdf(_beginning(path))]
    workbooks = {path.name: path for path in files if path not in signed}
    found = {path: workbook_of(path.name, workbooks) for path in signed}
    return {workbooks[name]: path for path, name in found.items() if name is not None}


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError:
        return b""


def _of_whom(name: str | None, code: str | None) -> str:
    """Whose figures they are; an accepted file of nobody counts for nobody, so that is said on its line."""
    if code:
        return name or code
    return f"“{name}” is no known reporter: counts for nobody" if name else "of no known reporter: counts for nobody"


def _sender(channel: str, sender: str, entered_by: str) -> str:
    """Who sent the files; of what came by telephone or on paper the officer who entered it."""
    from htx.errors import UsageError
    from ingest.submissions.receipt import OFFICER_CHANNELS

    if channel not in LOAD_CHANNELS:
        raise UsageError(f"--channel {channel}: there are {', '.join(LOAD_CHANNELS)}")
    if channel in OFFICER_CHANNELS and not entered_by:
        raise UsageError(f"--channel {channel}: give the officer's name with --entered-by")
    if channel not in OFFICER_CHANNELS and entered_by:
        raise UsageError(f"--entered-by is for --channel {' or '.join(sorted(OFFICER_CHANNELS))}")
    return entered_by or sender


def _require_reporter(code: str, day: date) -> None:
    """Raise `UsageError` for a code that no area and no agency has."""
    from htx.errors import UsageError
    from htx.runtime.warehouse import read_settings
    from ingest.submissions.reference import load_reference

    reference = load_reference(read_settings().seeds_dir)
    if reference.area(code, day) is None and code not in reference.agencies:
        raise UsageError(f"--on-behalf-of {code}: no area and no agency has this code; see dbt_project/seeds")


def _receipt(text: str) -> tuple[UUID | None, str | None]:
    """A receipt id, or else a file name."""
    try:
        return UUID(text), None
    except ValueError:
        return None, text


def _short(stem: str) -> str:
    """So much of a file's name that another can be made of it: a name may have 255 bytes."""
    return stem.encode("utf-8", "replace")[:200].decode("utf-8", "ignore")
