"""When a report is published: one run a publication, started by `chase_reporters`."""

from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from htx.flow_names import APPROVAL_TASK, APPROVE, REJECT
from htx.flows import DEFAULTS, flow_clock


@dag(
    schedule=None,
    catchup=False,
    max_active_runs=16,
    default_args=DEFAULTS,
    tags=["htx", "out"],
    params={
        "area_code": Param("79", type="string", title="Mã tỉnh, thành phố"),
        "period_key": Param("2024-H1", type="string", title="Kỳ báo cáo"),
        "now": Param(None, type=["null", "string"], title="Thời điểm, ISO 8601"),
    },
    doc_md="""
    ### Phát hành báo cáo · Publish a report
    Freezes the figures, renders PDF and XLSX, waits for a person, delivers. The run id follows from period
    and area, so that a publication has one run; several wait for their approval side by side. Delivery
    itself refuses what has no approved row. Conf: `area_code`, `period_key`, `now`.
    """,
)
def publish_report() -> None:
    @task
    def freeze_and_render() -> dict[str, Any]:
        """Freeze the publication, render its files; return its id and what the approver reads."""
        from htx.settings import get_settings
        from publish.freeze import freeze
        from publish.render import render

        context = get_current_context()
        settings, conf = get_settings(), context["params"]
        publication = freeze(settings, conf["area_code"], conf["period_key"], flow_clock(context))
        files = render(settings, publication.publication_id)
        return {
            "publication_id": str(publication.publication_id),
            "edition": publication.edition,
            "files": [str(file.path) for file in files.files],
        }

    @task
    def record_decision(publication: dict[str, Any], answer: dict[str, Any]) -> str:
        """Copy who decided what, when and why from Airflow into the warehouse."""
        from uuid import UUID

        from htx.settings import get_settings
        from publish import approval

        decision = "approved" if answer["chosen_options"] == [APPROVE] else "rejected"
        approval.record_decision(
            get_settings(),
            UUID(publication["publication_id"]),
            decision,
            approver=(answer["responded_by_user"] or {}).get("name") or "unknown",
            decided_at=flow_clock(get_current_context()),
            reason=(answer["params_input"] or {}).get("reason") or "không nêu",
        )
        return decision

    @task
    def deliver(publication: dict[str, Any], decision: str) -> list[str]:
        """Hand the files over to every recipient; what was delivered before is not sent again."""
        from uuid import UUID

        from htx.settings import get_settings
        from publish import deliver

        if decision != "approved":
            raise AirflowSkipException("the approver rejected the publication; nothing goes out")
        now = flow_clock(get_current_context())
        deliveries = deliver.deliver(get_settings(), UUID(publication["publication_id"]), now)
        failed = [delivery for delivery in deliveries if delivery.status == "failed"]
        if failed:
            raise RuntimeError("; ".join(f"{one.channel} {one.recipient}: {one.detail}" for one in failed))
        return [f"{one.channel} {one.recipient}" for one in deliveries]

    publication = freeze_and_render()
    answer = HITLOperator(
        task_id=APPROVAL_TASK,
        subject="Phê duyệt báo cáo kỳ {{ params.period_key }} của khu vực {{ params.area_code }}",
        body="{% set report = ti.xcom_pull(task_ids='freeze_and_render') %}"
        "Bản số {{ report['edition'] }}, mã {{ report['publication_id'] }}.\n\n"
        "{% for file in report['files'] %}- `{{ file }}`\n{% endfor %}",
        options=[APPROVE, REJECT],
        params={"reason": Param("", type="string", title="Lý do")},
        execution_timeout=None,
        retries=5,
        retry_delay=timedelta(seconds=5),
        retry_exponential_backoff=False,
    )
    publication >> answer
    deliver(publication, record_decision(publication, answer.output))


publish_report()
