"""An officer lets a contradiction between indicators stand, or opens it again: data, never deleted."""

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import text

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import rule_decision

RuleDecision = Literal["waive", "reopen"]


def decide_on_rule(
    settings: Settings,
    rule_code: str,
    place_code: str,
    period_key: str,
    *,
    decision: RuleDecision,
    reason: str,
    decided_by: str,
    decided_at: datetime,
) -> uuid.UUID:
    """Let what a rule finds at a place (a province, a reporter) and period stand, or open it again; the decision's id.

    It counts from the next build on. Deciding the same twice adds no row. Raises ``ValueError`` where the rule found
    nothing there that is broken, or the decision says nothing.
    """
    if not reason.strip() or not decided_by.strip():
        raise ValueError("a decision needs a reason and the name of who decides")
    decision_id = content_id(
        rule_code, place_code, period_key, decision, reason, decided_by, decided_at.isoformat()
    )  # fmt: skip
    row = {
        "decision_id": decision_id,
        "rule_code": rule_code,
        "place_code": place_code,
        "period_key": period_key,
        "decision": decision,
        "reason": reason,
        "decided_by": decided_by,
        "decided_at": decided_at,
    }
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            found = {"rule_code": rule_code, "place_code": place_code, "period_key": period_key}
            if not connection.scalar(_IS_BROKEN, found):
                raise ValueError(
                    f"{rule_code} is not broken at {place_code} in {period_key}; marts.fct_rule_result lists what is"
                )
            append(connection, rule_decision, [row])
    finally:
        engine.dispose()
    return decision_id


_IS_BROKEN = text(
    """
    select exists (
        select
        from marts.fct_rule_result as result
        left join marts.dim_area as area on area.area_key = result.area_key
        where result.outcome = 'broken' and result.rule_code = :rule_code and result.period_key = :period_key
            and coalesce(result.reporter_agency_code, area.area_code) = :place_code
    )
    """
)
