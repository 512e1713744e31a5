"""When obligations are swept: hourly."""

from typing import Any

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import dag, get_current_context, task

from htx.flows import DEFAULTS, flow_clock, given_now, scheduled


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
    working days. The legal deadline lives in our own tables, so a run that was missed is made up for by the
    next. Conf: `now` stands for the moment of the run.
    """,
)
def chase_reporters() -> None:
    @task
    def sweep() -> list[dict[str, Any]]:
        """Write reminders and lists; return the publications to start, as arguments of their runs."""
        from htx.settings import get_settings
        from publish.chase import sweep as sweep_obligations
        from publish.outbox import send_outbox

        context = get_current_context()
        now, settings = flow_clock(context), get_settings()

        def template(area_code: str, period_key: str) -> bytes:
            from ingest.submissions.reference import load_reference
            from ingest.submissions.template import build_template

            return build_template("A-1", area_code, period_key, load_reference(settings.seeds_dir))

        report = sweep_obligations(settings, now, template)
        send_outbox(settings, now, still_due=[message.message_id for message in report.messages])
        return [
            {
                "trigger_run_id": due.run_id,
                "conf": {"area_code": due.area_code, "period_key": due.period_key, **given_now(context)},
            }
            for due in report.due_publications
        ]

    TriggerDagRunOperator.partial(
        task_id="start_publication",
        trigger_dag_id="publish_report",
        logical_date=None,
        skip_when_already_exists=True,
        openlineage_inject_parent_info=False,
    ).expand_kwargs(sweep())


chase_reporters()
