"""The approval of a publication as a task: Airflow's approval operator with our words and our record; light."""

from typing import TYPE_CHECKING, Any

from airflow.providers.standard.exceptions import HITLRejectException
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowFailException

from htx.flow_names import APPROVE, FREEZE_TASK, REJECT, UNNAMED_REASON
from htx.flows import flow_moment

if TYPE_CHECKING:
    from airflow.sdk import Context

ANSWER_FORM = {
    "approver": Param(None, type=["null", "string"], title="Họ và tên người quyết định"),
    "role": Param(None, type=["null", "string"], title="Chức vụ"),
    "reason": Param(None, type=["null", "string"], title="Lý do (cần có khi không phê duyệt)"),
}
"""What is asked beside yes or no; a program that answers gives all three. Who is logged in is noted beside the name."""


class PublicationApproval(ApprovalOperator):
    """Asks a person whether a publication goes out, and keeps the answer in ``ops.approval`` before anything follows.

    To be made with ``fail_on_reject=True`` and `ANSWER_FORM`: a refusal ends the run as failed, so that nothing
    downstream runs whatever its trigger rule says. Airflow's own refusal is an ordinary failure, which a task with
    retries answers by asking again; here it is final (`AirflowFailException`). The retries are for another thing: an
    answer in the moment between the parking of the task and the scheduler's note of it is lost by Airflow 3.3, which
    then asks once more.

    There is no ``response_timeout`` and no default: nothing approves itself, `chase_reporters` escalates.
    """

    APPROVE = APPROVE
    REJECT = REJECT

    def execute_complete(self, context: "Context", event: dict[str, Any]) -> Any:
        """Record the decision; a refusal, and a draft that a newer one replaced, fail the run for good."""
        try:
            answer = super().execute_complete(context=context, event=event)
        except HITLRejectException as refusal:
            self._record(context, event, "rejected")
            raise AirflowFailException("the approver refused the publication; nothing goes out") from refusal
        self._record(context, event, "approved")
        return answer

    def _record(self, context: "Context", event: dict[str, Any], decision: str) -> None:
        from uuid import UUID

        from htx.settings import get_settings
        from publish.approval import record_decision
        from publish.errors import PublishError

        made = context["ti"].xcom_pull(task_ids=FREEZE_TASK)
        said = {name: str((event["params_input"] or {}).get(name) or "").strip() for name in ANSWER_FORM}
        login = str((event["responded_by_user"] or {}).get("name") or "")
        try:
            record_decision(
                get_settings(),
                UUID(made["publication_id"]),
                "approved" if decision == "approved" else "rejected",
                approver=f"{said['approver']} ({login})" if said["approver"] and login else said["approver"] or login,
                decided_at=flow_moment(context, event["responded_at"]),
                reason=said["reason"] or UNNAMED_REASON,
                role=said["role"],
            )
        except PublishError as error:
            raise AirflowFailException(str(error)) from error
