"""What runs, what is due, what is missing, what was collected."""

from datetime import datetime

from htx.runtime import airflow
from htx.runtime.postgres import EmbeddedPostgres
from htx.runtime.processes import ProcessTable
from htx.runtime.warehouse import Warehouse, running_warehouse
from htx.settings import LOCAL_ZONE, Settings

_HEALTH_SECONDS = 10.0


def describe(warehouse: Warehouse) -> dict[str, str]:
    """Where things are, for a person: pages, passwords, folders."""
    settings = warehouse.settings
    places = {
        "Airflow": airflow.airflow_address(settings).url,
        "user / password": f"{airflow.ADMINISTRATOR} / {airflow.administrator_password(settings)}",
        "inbox": settings.inbox_address,
        "outbox": str(settings.outbox_dir),
        "Data Docs": str(settings.home / "data_docs"),
    }
    if warehouse.bi_url:
        places["BI reader"] = warehouse.bi_url
    return places


def status_of(settings: Settings, now: datetime) -> dict[str, list[str]]:
    """Lines by section; sections about reports are empty while the warehouse does not run."""
    living = ProcessTable(settings.home).living()
    runs = [f"{name} (pid {record.pid})" for name, record in living.items()]
    if settings.database_url:
        runs.append("PostgreSQL (yours, by HTX_DATABASE_URL)")
    elif (port := EmbeddedPostgres(settings.home).running_port()) is not None:
        runs.append(f"PostgreSQL on port {port}")
    else:
        return {"runs": runs, "due": [], "missing": [], "collected": []}
    from publish.alarms import mail_that_came_back
    from publish.chase import look

    warehouse = running_warehouse(settings).settings
    report = look(warehouse, now)
    due = [
        f"{one.period_key} of {one.area_code} before {one.due_before}: {one.state.replace('_', ' ')}, {one.days} days"
        for one in report.owner_reports
    ]
    due += [f"{one.period_key} of {one.area_code} is to be drafted" for one in report.due_publications]
    due += [f"{one.period_key} of {one.area_code} waits for approval: {one.publication_id}" for one in report.waiting]
    due += mail_that_came_back(warehouse)
    missing = [f"{one.name} ({one.period_key}): {one.status}" for one in report.absent]
    return {"runs": runs, "due": due, "missing": missing, "collected": _collected(warehouse)}


def alarms_of(settings: Settings, now: datetime) -> list[str]:
    """What needs a person, each in one line; none where all is well."""
    if not settings.database_url and EmbeddedPostgres(settings.home).running_port() is None:
        return ["the stack does not run: `htx up`"]
    from publish.alarms import alarms
    from publish.chase import look

    warehouse = running_warehouse(settings).settings
    told = [] if _airflow_lives(settings) else ["Airflow does not answer, or its scheduler is dead: `htx up`"]
    return [*told, *alarms(warehouse, look(warehouse, now), now)]


def _airflow_lives(settings: Settings) -> bool:
    """Whether its API answers that the scheduler is healthy."""
    import httpx

    url = settings.airflow_url or airflow.airflow_address(settings).url
    try:
        health = httpx.get(f"{url.rstrip('/')}/api/v2/monitor/health", timeout=_HEALTH_SECONDS).json()
        return bool(health["scheduler"]["status"] == "healthy")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        return False


def _collected(settings: Settings) -> list[str]:
    """One line for the last collection of each source, and one for each page of it that our own code broke on."""
    from ingest.articles.history import last_collections

    lines = []
    for collection in last_collections(settings):
        counted = ", ".join(f"{number} {outcome}" for outcome, number in collection.pages.items())
        at = collection.collected_at.astimezone(LOCAL_ZONE)
        lines.append(f"{collection.source_code} at {at:%Y-%m-%d %H:%M}: {counted}")
        lines += [f"to be looked at: {incident}" for incident in collection.incidents]
    return lines
