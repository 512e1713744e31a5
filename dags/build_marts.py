"""When marts are built: whenever submissions or articles brought something new."""

from typing import Any

from airflow.sdk import dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from htx.flows import ARTICLES, DEFAULTS, MARTS, NOW_PARAMETER, SUBMISSIONS, flow_clock, let_intake_end


@dag(
    schedule=(SUBMISSIONS | ARTICLES),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["htx", "shape", "gate"],
    doc_md="""
    ### Dựng kho dữ liệu · Build the marts
    One task spans build, gate and swap, because one advisory lock does: dbt builds `marts_candidate`, the
    gate judges it, and only a pass swaps it into `marts`. A refusal leaves `marts` as it was and is never
    retried: the same candidate would be refused again. What stands in raw decides, not the event: a
    second event about the same rows builds nothing. An intake that still runs is waited for, a minute at
    the most, so that one build serves both.
    """,
)
def build_marts() -> None:
    @task(outlets=[MARTS])
    def build_gate_swap(*, outlet_events: Any = None) -> dict[str, Any]:
        """Build the candidate, judge it, admit it."""
        from expectations.build import build_gate_swap
        from htx.settings import get_settings

        context = get_current_context()
        now = flow_clock(context)
        let_intake_end(context)
        report = build_gate_swap(get_settings(), now=now)
        if report.status == "refused":
            raise AirflowFailException(f"the gate refused the candidate: {report.detail}")
        outlet_events[MARTS].extra = {NOW_PARAMETER: now.isoformat(), "build_id": str(report.build_id)}
        return {"build_id": str(report.build_id), "status": report.status, "seconds": dict(report.seconds)}

    @task
    def drop_retired_marts() -> list[str]:
        """Drop the marts of before, where nothing of an analyst hangs on them; name what does."""
        from expectations.swap import drop_retired
        from htx.settings import get_settings

        return [str(outcome) for outcome in drop_retired(get_settings())]

    build_gate_swap() >> drop_retired_marts()


build_marts()
