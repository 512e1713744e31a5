"""When submissions are received: every few minutes, and by hand."""

from datetime import datetime
from typing import Any

from airflow.sdk import dag, get_current_context, task

from htx.flows import DEFAULTS, NOW_PARAMETER, SUBMISSIONS, flow_clock, scheduled

BATCH_FILES = 100
"""Files one task reads: the import of the readers is paid once, a killed task repeats this much."""


def settle_and_answer(settings: Any, now: datetime) -> None:
    """Join signed copies, look at senders, and answer whoever waits for an answer; nothing new costs two queries."""
    from functools import partial

    from ingest.submissions.arrivals import settle_arrivals
    from ingest.submissions.batch import marked_path
    from publish.answers import answer_submissions

    settle_arrivals(settings)
    answer_submissions(settings, now, partial(marked_path, settings))


@dag(
    schedule=scheduled("*/5 * * * *"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["htx", "in"],
    doc_md="""
    ### Nhận báo cáo của các đơn vị · Receive submissions
    Lists the inbox (a folder or a bucket) and the mailbox, takes new receipts, reads them in batches, loads
    them into `raw`, writes the findings and the marked copies, and answers the senders by mail, each once.
    What arrived before adds nothing: the work list is the table of receipts, never the event. Conf: `now`
    (ISO 8601 with zone) stands for the moment of the run.
    """,
)
def receive_submissions() -> None:
    @task
    def find_new_receipts() -> list[list[dict[str, Any]]]:
        """Batches of what lies in the inbox and the mailbox and has no receipt yet, after what a killed run left."""
        from htx.settings import get_settings
        from ingest.submissions.intake import new_receipts

        settings = get_settings()
        settle_and_answer(settings, flow_clock(get_current_context()))
        found = [receipt.to_json() for receipt in new_receipts(settings)]
        return [found[start : start + BATCH_FILES] for start in range(0, len(found), BATCH_FILES)]

    @task(outlets=[SUBMISSIONS])
    def read_and_load(receipts: list[dict[str, Any]], *, outlet_events: Any = None) -> dict[str, Any]:
        """Read one batch, load it, write the marked copies, answer the senders, and say that something is new."""
        from htx.settings import get_settings
        from ingest.submissions.decisions import load_inbox_decisions
        from ingest.submissions.intake import read_receipts
        from ingest.submissions.receipt import Receipt

        now, settings = flow_clock(get_current_context()), get_settings()
        report = read_receipts(settings, [Receipt.from_json(receipt) for receipt in receipts], now)
        load_inbox_decisions(settings)
        settle_and_answer(settings, now)
        outlet_events[SUBMISSIONS].extra = {NOW_PARAMETER: now.isoformat(), "receipts": len(receipts)}
        return report.to_json()

    read_and_load.expand(receipts=find_new_receipts())


receive_submissions()
