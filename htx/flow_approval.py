"""The approval of a publication as a task: Airflow's approval operator with our words and our record; light."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from airflow.providers.standard.exceptions import HITLRejectException
from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException, TaskAwaitingInput

from htx.flow_decision import LOOK_SECONDS, SETTLED, DecisionTrigger
from htx.flow_names import APPROVE, FREEZE_TASK, REJECT, UNNAMED_REASON
from htx.flows import flow_moment

if TYPE_CHECKING:
    from uuid import UUID

    from airflow.sdk import Context

ANSWER_FORM = {
    "approver": Param(None, type=["null", "string"], title="Họ và tên người quyết định"),
    "role": Param(None, type=["null", "string"], title="Chức vụ"),
    "reason": Param(None, type=["null", "string"], title="Lý do (cần có khi không phê duyệt)"),
}
"""What is asked beside yes or no; a program that answers gives all three. Who is logged in is noted beside the name."""


class PublicationApproval(ApprovalOperator):
    """Asks a person whether a publication goes out, and keeps the answer in ``ops.approval`` before anything follows.

    The record decides, whoever wrote it: a decision by ``htx approve`` ends the waiting as one on Airflow's page does,
    and who is second is told so in the log (`publish.approval.record_decision`). A draft that a newer one replaced is
    asked for no longer: the task is skipped, with what follows. Airflow's own operator waits in a state that only
    its page ends; this one is deferred, to `DecisionTrigger`, and the page ends that too.

    To be made with ``fail_on_reject=True`` and `ANSWER_FORM`: a refusal ends the run as failed, so that nothing
    downstream runs whatever its trigger rule says. Airflow's own refusal is an ordinary failure, which a task with
    retries answers by asking again; here it is final (`AirflowFailException`). The retries are for another thing: an
    answer in the moment between the parking of the task and the scheduler's note of it is lost by Airflow 3.3, which
    then asks once more.

    There is no ``response_timeout`` and no default: nothing approves itself, `chase_reporters` escalates.
    """

    APPROVE = APPROVE
    REJECT = REJECT

    def execute(self, context: "Context") -> Any:
        """Ask and wait; where nothing is left to ask, go on with what is recorded."""
        if (standing := self._recorded(context)) is not None:
            return standing
        try:
            super().execute(context)
        except TaskAwaitingInput:  # asked; what is left is where to wait
            publication, known = _asked(context)
            self.defer(
                trigger=DecisionTrigger(
                    ti_id=context["ti"].id,
                    options=self.options,
                    params=self.serialized_params,
                    timeout_datetime=None,
                    poke_interval=LOOK_SECONDS,
                    publication_id=str(publication),
                    known_decision=str(known) if known else None,
                ),
                method_name="execute_complete",
            )

    def execute_complete(self, context: "Context", event: dict[str, Any]) -> Any:
        """Record the answer, unless somebody was first, and go on with what is recorded."""
        if SETTLED not in event:
            with suppress(HITLRejectException):  # `_recorded` says it, with the name
                super().execute_complete(context=context, event=event)
            self._record(context, event)
        standing = self._recorded(context)
        return self.execute(context) if standing is None else standing

    def _recorded(self, context: "Context") -> dict[str, str] | None:
        """What lets the publication out; None where it is still to be decided.

        A refusal fails the run for good, a newer draft skips it.
        """
        from htx.settings import get_settings
        from publish.approval import decision_text, outcome_of

        publication, known = _asked(context)
        outcome = outcome_of(get_settings(), publication)
        if not outcome.is_settled(known):
            return None
        decision = outcome.decision
        said = f"publication {publication} is {decision_text(decision)}" if decision else f"publication {publication}"
        if decision is not None and decision.decision == "rejected" and decision.approval_id != known:
            raise AirflowFailException(f"{said}; nothing goes out")
        if outcome.replaced_by is not None and not outcome.is_delivered:
            self.log.warning("%s was replaced by %s: decide on that one", said, outcome.replaced_by)
            raise AirflowSkipException(f"{said} was replaced by {outcome.replaced_by}: decide on that one")
        self.log.warning(said)
        return {"recorded": said}

    def _record(self, context: "Context", event: dict[str, Any]) -> None:
        """Keep the answer; who is second reads in the log who was first."""
        from htx.settings import get_settings
        from publish.approval import record_decision
        from publish.errors import DecidedError, PublishError

        publication, known = _asked(context)
        said = {name: str((event["params_input"] or {}).get(name) or "").strip() for name in ANSWER_FORM}
        login = str((event["responded_by_user"] or {}).get("name") or "")
        try:
            record_decision(
                get_settings(),
                publication,
                "approved" if event["chosen_options"] == [self.APPROVE] else "rejected",
                approver=f"{said['approver']} ({login})" if said["approver"] and login else said["approver"] or login,
                decided_at=flow_moment(context, event["responded_at"]),
                reason=said["reason"] or UNNAMED_REASON,
                role=said["role"],
                known=known,
            )
        except DecidedError as first:
            self.log.warning(str(first))
        except PublishError as error:
            raise AirflowFailException(str(error)) from error


def _asked(context: "Context") -> "tuple[UUID, UUID | None]":
    """The publication that is asked about, and the decision that stood before."""
    from uuid import UUID

    made = context["ti"].xcom_pull(task_ids=FREEZE_TASK)
    known = made.get("decided_before")
    return UUID(made["publication_id"]), UUID(known) if known else None
