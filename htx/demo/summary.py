"""What the demo prints at its end, collected from the warehouse: nothing here is remembered, all is read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, text

from htx.commands.output import print_json
from htx.demo import provinces
from htx.demo.progress import Step, table_of_steps
from htx.demo.province_tables import readings_table, reconciliation_table, target_table
from htx.demo.publications import published, show_publications
from htx.runtime.stack import Stack
from htx.runtime.status import describe
from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect

ROUND_PERIOD, AREA_CODE = "2024-H1", "79"
REPORT_PERIODS = ("2024-H1", "2024")
COUNTED_SCHEMAS = ("raw", "ops", "marts")
STATUSES_VI = {
    "accepted": "được nhận",
    "accepted_with_warnings": "được nhận, có lưu ý",
    "late_pending": "nộp muộn, chờ xem xét",
    "rejected": "bị trả lại",
    "missing": "chưa nộp",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The demo's result, in plain values."""

    added_rows: dict[str, int]
    rows: dict[str, int]
    submissions: dict[str, int]
    refusals: list[dict[str, Any]]
    late: list[dict[str, Any]]
    article_figures: list[dict[str, Any]]
    press_claims: list[dict[str, Any]]
    readings: list[dict[str, Any]]
    reconciliation: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    gate: dict[str, Any]
    due_dates: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    publications: list[dict[str, Any]]
    places: dict[str, str]
    seconds_by_step: dict[str, float]
    steps: Sequence[Step] = field(repr=False, default=())


def count_rows(settings: Settings) -> dict[str, int]:
    """Rows by table of raw, ops and marts; a table that is not there yet is not named."""
    names = text(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema = any(:schemas) and table_name <> 'alembic_version' order by 1"
    )
    engine = connect(settings)
    with engine.connect() as connection:
        tables = connection.scalars(names, {"schemas": list(COUNTED_SCHEMAS)}).all()
        counts = {name: int(connection.scalar(text(f"select count(*) from {name}")) or 0) for name in tables}  # noqa: S608
    engine.dispose()
    return counts


def collect(stack: Stack, now: datetime, before: dict[str, int], steps: Sequence[Step]) -> Summary:
    """Read everything the summary tells."""
    settings = stack.warehouse.settings
    rows = count_rows(settings)
    engine = connect(settings)
    with engine.connect() as connection:
        summary = Summary(
            added_rows={name: added for name, count in rows.items() if (added := count - before.get(name, 0))},
            rows=rows,
            submissions=_submissions(connection),
            refusals=_rows(connection, _REFUSALS),
            late=_rows(connection, _LATE),
            article_figures=_rows(connection, _ARTICLE_FIGURES),
            press_claims=_rows(connection, _PRESS_CLAIMS),
            readings=provinces.readings(connection),
            reconciliation=provinces.reconciliation(connection),
            targets=provinces.targets(connection),
            gate=_gate(connection),
            due_dates=_due_dates(connection, settings, now),
            figures=_rows(connection, _FIGURES),
            publications=published(connection),
            places=describe(stack.warehouse) | _files(connection, settings),
            seconds_by_step={step.name: round(step.seconds, 1) for step in steps},
            steps=steps,
        )
    engine.dispose()
    return summary


_REFUSALS = """
    select area.area_name as reporter, finding.cell, finding.sentence_vi
    from marts.fct_finding as finding
    join marts.fct_submission as submission using (submission_id)
    join marts.dim_area as area on area.area_key = submission.reporter_area_key
    where submission.status = 'rejected' and finding.is_current and finding.severity = 'error'
    order by area.sort_key, finding.cell
"""
_LATE = """
    select area.area_name as reporter, submission.first_received_at, submission.status, submission.decided_by
    from marts.fct_submission as submission
    join marts.dim_area as area on area.area_key = submission.reporter_area_key
    where submission.is_on_time is false
    order by area.sort_key
"""
_ARTICLE_FIGURES = """
    select coalesce(article.title, article.url) as article, count(*) filter (where figure.kind = 'figure') as figures,
        count(*) filter (where figure.kind <> 'figure') as others
    from raw.article as article
    left join raw.article_figure as figure using (article_version_id)
    group by article.article_version_id, 1
    order by figures desc, 1
"""
_PRESS_CLAIMS = """
    select coalesce(area.short_name, figure.place, '?') as place, count(*) filter (where figure.is_claim) as claims,
        count(*) filter (where figure.state = 'waiting') as waiting, min(figure.claim_id::text) as one_of_them
    from marts.fct_press_figure as figure
    left join marts.dim_area as area using (area_key)
    group by 1
    order by 1
"""
_ROUND = f"""
    select due_before, count(*) as expected, count(*) filter (where is_on_time) as on_time,
        count(*) filter (where is_reported) as reported
    from marts.fct_submission where period_key = '{ROUND_PERIOD}' group by due_before
"""  # noqa: S608
_REFUSED_FILES = "select distinct file_name from marts.fct_submission where status = 'rejected'"
_SPARE = {"met": "to spare", "not_yet_due": "to go", "overdue": "late", "delivered_late": "late"}
_FIGURES = """
    select distinct figure.indicator_key, figure.value, figure.canonical_unit, figure.completeness,
        figure.reporters_reporting, figure.reporters_expected, figure.figure_id
    from ops.published_figure as figure
    join ops.publication as publication using (publication_id)
    where figure.value_status in ('actual', 'estimate') and figure.completeness = 'reported'
        and figure.period_key = publication.period_key and figure.sector_code = 'all'
        and publication.publication_id in (
            select distinct on (sent.area_code, sent.period_key) sent.publication_id
            from ops.publication as sent join ops.delivery as delivery using (publication_id)
            where delivery.status = 'delivered'
            order by sent.area_code, sent.period_key, sent.edition desc
        )
    order by 1
"""


def _rows(connection: Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(text(query)).mappings()]


def _submissions(connection: Connection) -> dict[str, int]:
    counted = _rows(
        connection,
        f"select status, count(*) as reporters from marts.fct_submission where period_key = '{ROUND_PERIOD}'"  # noqa: S608
        " group by status order by status",
    )
    return {row["status"]: row["reporters"] for row in counted}


def _gate(connection: Connection) -> dict[str, Any]:
    counted = connection.execute(
        text(
            "select count(*) as expectations, count(*) filter (where not is_met and severity = 'critical') as critical,"
            " count(*) filter (where not is_met and severity = 'warning') as warnings from ops.gate_result"
            " where build_id = (select build_id from marts.dim_province limit 1)"
        )
    )
    gate = dict(counted.mappings().one())
    gate["verdict"] = "passed" if gate["expectations"] and not gate["critical"] else "refused"
    return gate


def _due_dates(connection: Connection, settings: Settings, now: datetime) -> list[dict[str, Any]]:
    """The reporters' round, then both reports of the owner."""
    from publish.timeliness import timeliness

    dues = [
        {
            "due_before": row["due_before"],
            "what": f"{ROUND_PERIOD}, reporters to the alliance",
            "state": f"{row['on_time']} of {row['expected']} on time, {row['reported']} reported",
        }
        for row in _rows(connection, _ROUND)
    ]
    for period_key in REPORT_PERIODS:
        report = timeliness(settings, AREA_CODE, period_key, now)
        dues.append(
            {
                "due_before": report.due_before,
                "what": f"{period_key}, the alliance's report",
                "state": f"{report.state.replace('_', ' ')}, {report.days} days {_SPARE[report.state]}",
            }
        )
    return dues


def _files(connection: Connection, settings: Settings) -> dict[str, str]:
    delivered = _rows(
        connection,
        "select file.file_format, file.file_name from ops.rendered_file as file"
        " join ops.delivery as delivery using (publication_id) where delivery.channel = 'folder' order by 1",
    )
    places = {
        f"report {row['file_format'].upper()}": str(path)
        for row in delivered
        for path in (settings.outbox_dir / "reports").rglob(row["file_name"])
    }
    marked = settings.outbox_dir / "marked" / ROUND_PERIOD
    refused = _rows(connection, _REFUSED_FILES)
    for row in refused:
        places["marked workbook"] = str(next(marked.glob(f"{row['file_name'].rpartition('.')[0]}*"), marked))
    return places


def show(summary: Summary, console: Console, *, json_output: bool) -> None:
    """Print the summary for a person, or as one JSON object for a program."""
    if json_output:
        values = asdict(summary)
        del values["steps"]
        print_json(values)
        return
    console.print()
    if not summary.added_rows:
        console.print("Nothing is new: no row was added.", style="bold")
    for table in (
        _submission_table(summary),
        _article_table(summary),
        _press_table(summary),
        readings_table(summary.readings),
        reconciliation_table(summary.reconciliation),
        target_table(summary.targets),
        _due_table(summary),
        table_of_steps(summary.steps),
    ):
        console.print(table)
        console.print()
    show_publications(summary.publications, console)
    gate = summary.gate
    console.print(
        f"Gate: {gate['verdict']}: {gate['expectations']} expectations, {gate['critical']} critical failures,"
        f" {gate['warnings']} warnings"
    )
    places = Table(title="Where things are", title_justify="left", box=None, show_header=False, pad_edge=False)
    for name, place in summary.places.items():
        places.add_row(name, place)
    console.print(places, soft_wrap=True)


def _submission_table(summary: Summary) -> Table:
    table = Table(title="Submissions by status", title_justify="left", box=None, pad_edge=False)
    for name in ("status", "reporters", "reason"):
        table.add_column(name)
    reasons = {"rejected": [f"{r['reporter']} {r['cell'] or ''}: {r['sentence_vi']}" for r in summary.refusals]}
    for status, count in summary.submissions.items():
        table.add_row(STATUSES_VI.get(status, status), str(count), "\n".join(reasons.get(status, [])))
    for late in summary.late:
        taken = f"taken by {late['decided_by']}" if late["decided_by"] else "waits for an officer"
        table.add_row(
            "late",
            "",
            f"{late['reporter']}: {late['first_received_at'].astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}, {taken}",
        )
    return table


def _article_table(summary: Summary) -> Table:
    table = Table(title="Figures from articles", title_justify="left", box=None, pad_edge=False)
    table.add_column("article")
    table.add_column("figures", justify="right")
    for article in summary.article_figures:
        table.add_row(article["article"], str(article["figures"]))
    return table


def _press_table(summary: Summary) -> Table:
    table = Table(title="What the press says, beside the submissions", title_justify="left", box=None, pad_edge=False)
    table.add_column("place")
    table.add_column("claims", justify="right")
    table.add_column("wait for a person", justify="right")
    table.add_column("htx explain …")
    for press in summary.press_claims:
        table.add_row(press["place"], str(press["claims"]), str(press["waiting"]), press["one_of_them"])
    return table


def _due_table(summary: Summary) -> Table:
    table = Table(title="Due dates", title_justify="left", box=None, pad_edge=False)
    for name in ("due before", "what", "state"):
        table.add_column(name)
    for due in summary.due_dates:
        table.add_row(f"{due['due_before']:%Y-%m-%d}", due["what"], due["state"])
    return table
