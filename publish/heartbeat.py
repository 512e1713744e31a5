"""The sweep's heartbeat: a row for each sweep that came to its end, and a call to a monitor elsewhere."""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.sending import sweep_run
from publish.chase import SweepReport
from publish.outbox import SendReport

logger = logging.getLogger(__name__)

SWEEP_IS_DUE_AFTER = timedelta(hours=2)
"""The sweep runs hourly; one that is missed may be a machine that starts anew, two are not."""
_TIMEOUT_SECONDS = 10


def beat(settings: Settings, now: datetime, found: SweepReport, sent: SendReport) -> None:
    """Keep that a sweep came to its end, then call `HTX_HEARTBEAT_URL`; repeated it adds no row."""
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            connection.execute(
                insert(sweep_run)
                .values(
                    swept_at=now,
                    publications_started=len(found.due_publications),
                    messages_written=found.messages_added,
                    messages_sent=sent.sent,
                    messages_failed=sent.failed + sent.refused,
                )
                .on_conflict_do_nothing()
            )
    finally:
        engine.dispose()
    if (trouble := call_monitor(settings)) is not None:
        logger.warning("the monitor was not reached: %s", trouble)


def call_monitor(settings: Settings) -> str | None:
    """Call the monitor's URL once (GET); None where it answered or none is set, else why not. Never raises."""
    url = settings.heartbeat_url
    if url is None:
        return None
    try:
        if urlsplit(url).scheme not in {"http", "https"}:
            return "HTX_HEARTBEAT_URL must begin with https:// or http://"
        with urlopen(Request(url, method="GET"), timeout=_TIMEOUT_SECONDS):  # noqa: S310  the scheme is checked
            return None
    except Exception as error:  # URLError, ValueError for no URL, and http.client's own for what is no answer
        return f"{type(error).__name__}: {error}"


def last_sweep(connection: Connection, now: datetime) -> datetime | None:
    """When the last sweep ran, as seen at `now`; None where none did."""
    found: datetime | None = connection.scalar(
        select(func.max(sweep_run.c.swept_at)).where(sweep_run.c.swept_at <= now)
    )
    return found
