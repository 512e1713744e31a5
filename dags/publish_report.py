"""When a report is published: one run a publication, started by `chase_reporters`."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from htx.flow_approval import ANSWER_FORM, PublicationApproval
from htx.flow_names import APPROVAL_TASK
from htx.flows import DEFAULTS, flow_clock, flow_moment

WAITING_AT_ONCE = 256
"""Runs that may wait for a person side by side: more than a country has provinces. A run that waits holds no worker."""


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=WAITING_AT_ONCE,
    default_args=DEFAULTS,
    tags=["htx", "out"],
    params={
        "area_code": Param("79", type="string", title="Mã tỉnh, thành phố"),
        "period_key": Param("2024-H1", type="string", title="Kỳ báo cáo"),
        "now": Param(None, type=["null", "string"], title="Thời điểm, ISO 8601"),
    },
    doc_md="""
    ### Phát hành báo cáo · Publish a report
    Freezes the figures, renders the files, asks a person, delivers. The question shows the gate's verdict, what
    differs from the edition and from the period before, and the draft's files; the answer is kept in `ops.approval`.
    A refusal fails the run. What `htx approve` records is an answer here too: the run goes on, or fails, by itself. The
    run of a draft that a newer one replaced ends, its last tasks skipped. The run id follows from period and area, so
    that a publication has one run; many wait for their approval side by side. Delivery itself refuses what has no
    approved row. Conf: `area_code`, `period_key`, `now`.
    """,
)
def publish_report() -> None:
    @task
    def freeze_and_render() -> dict[str, Any]:
        """Freeze the publication, render its files; return its id and what the approver reads."""
        from htx.settings import get_settings
        from publish.approval import outcome_of
        from publish.freeze import freeze
        from publish.question import approval_question
        from publish.render import render

        context = get_current_context()
        settings, conf = get_settings(), context["params"]
        publication = freeze(settings, conf["area_code"], conf["period_key"], flow_clock(context))
        outcome = outcome_of(settings, publication.publication_id)
        if outcome.is_delivered:
            raise AirflowSkipException(f"publication {publication.publication_id} is delivered and still says the same")
        files = render(settings, publication.publication_id)
        return {
            "publication_id": str(publication.publication_id),
            "edition": publication.edition,
            "decided_before": str(outcome.decision.approval_id) if outcome.decision else None,
            "question": approval_question(settings, publication.publication_id, files.files),
        }

    @task
    def deliver(publication: dict[str, Any]) -> list[str]:
        """Hand the files over to every recipient; what was delivered before is not sent again."""
        from uuid import UUID

        from htx.settings import get_settings
        from publish import deliver

        now = flow_moment(get_current_context(), datetime.now(UTC))
        deliveries = deliver.deliver(get_settings(), UUID(publication["publication_id"]), now)
        failed = [delivery for delivery in deliveries if delivery.status == "failed"]
        if failed:
            raise RuntimeError("; ".join(f"{one.channel} {one.recipient}: {one.detail}" for one in failed))
        return [f"{one.channel} {one.recipient}" for one in deliveries]

    publication = freeze_and_render()
    approval = PublicationApproval(
        task_id=APPROVAL_TASK,
        fail_on_reject=True,
        params=ANSWER_FORM,
        subject="Phê duyệt báo cáo kỳ {{ params.period_key }} của khu vực {{ params.area_code }}",
        body="{{ ti.xcom_pull(task_ids='freeze_and_render')['question'] }}",
        execution_timeout=None,
        retries=5,
        retry_delay=timedelta(seconds=5),
        retry_exponential_backoff=False,
    )
    delivered = deliver(publication)  # type: ignore[arg-type]  # what a task returns, as Airflow hands it on
    publication >> approval >> delivered


publish_report()
