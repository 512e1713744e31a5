"""When obligations are swept: hourly."""

from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import dag, get_current_context, task

from htx.flow_names import PUBLICATION_FLOW
from htx.flows import DEFAULTS, flow_clock, given_now, run_to_start, scheduled


@dag(
    schedule=scheduled("@hourly"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["htx", "out"],
    doc_md="""
    ### Theo dõi hạn báo cáo · Chase reporters
    Sweeps the obligations: starts the publications that are due and not drafted, reminds those still
    missing, lists the late, escalates approvals that wait and reports that are not delivered, all of it on
    working days. Mail that came back is read, a delivery that failed is tried again when its time has come, and
    a monitor elsewhere is called. The legal deadline lives in our own tables, so a run that was missed is made
    up for by the next; a publication whose run failed before it froze anything gets another. Conf: `now` stands
    for the moment of the run.
    """,
)
def chase_reporters() -> None:
    @task
    def sweep() -> list[dict[str, Any]]:
        """Read bounces, write and send what is due, deliver what waits, tell the monitor; return what to start."""
        from htx.settings import get_settings
        from publish.bounces import read_bounces
        from publish.chase import sweep as sweep_obligations
        from publish.deliver import deliver_what_waits
        from publish.heartbeat import beat
        from publish.outbox import send_outbox

        context = get_current_context()
        now, settings = flow_clock(context), get_settings()

        def template(area_code: str, period_key: str) -> bytes:
            from ingest.submissions.reference import load_reference
            from ingest.submissions.template import build_template

            reference = load_reference(settings.seeds_dir)
            agency_code = area_code if area_code in reference.agencies else ""
            return build_template("A-1", area_code, period_key, reference, agency_code=agency_code)

        read_bounces(settings, now)
        report = sweep_obligations(settings, now, template)
        sent = send_outbox(settings, now, still_due=[message.message_id for message in report.messages])
        deliver_what_waits(settings, now)
        beat(settings, now, report, sent)
        return [
            {
                "trigger_run_id": run_to_start(context, PUBLICATION_FLOW, due.run_id),
                "conf": {"area_code": due.area_code, "period_key": due.period_key, **given_now(context)},
            }
            for due in report.due_publications
        ]

    TriggerDagRunOperator.partial(
        task_id="start_publication",
        trigger_dag_id=PUBLICATION_FLOW,
        logical_date=None,
        skip_when_already_exists=True,
        openlineage_inject_parent_info=False,
    ).expand_kwargs(sweep())


chase_reporters()
