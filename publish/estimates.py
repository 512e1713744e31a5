"""The officer's switch: whether the absent of a round are estimated by their last stocks. The last decision counts."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import estimate_decision
from publish.errors import NotReadyError

Decision = Literal["on", "off"]


@dataclass(frozen=True, slots=True)
class Switched:
    """The decision that stands, and whether it was written now."""

    decision_id: UUID
    is_new: bool


def switch_estimates(
    settings: Settings,
    decision: Decision,
    *,
    area_code: str,
    period_key: str,
    reason: str,
    decided_by: str,
    decided_at: datetime,
) -> Switched:
    """Switch the estimated totals of a province and period on or off; it counts from the next build on.

    Said again while it is the last word, it adds nothing. Raises `NotReadyError` where no province has the code at
    the end of the period, and ``ValueError`` where reason, name or the offset of `decided_at` is missing.
    """
    if not reason.strip() or not decided_by.strip():
        raise ValueError("a decision needs a reason and a name: give both")
    if decided_at.tzinfo is None:
        raise ValueError("a decision needs a time with its offset, e.g. 2024-05-23T09:00:00+07:00")
    _require_province(settings, area_code, period_key)
    words = {
        "area_code": area_code,
        "period_key": period_key,
        "decision": decision,
        "reason": reason.strip(),
        "decided_by": decided_by.strip(),
    }
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            return _written(connection, words, decided_at)
    finally:
        engine.dispose()


def _written(connection: Connection, words: dict[str, str], decided_at: datetime) -> Switched:
    last = connection.execute(
        select(estimate_decision)
        .where(
            estimate_decision.c.area_code == words["area_code"],
            estimate_decision.c.period_key == words["period_key"],
        )
        .order_by(estimate_decision.c.decided_at.desc(), estimate_decision.c.decision_id.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and all(last._mapping[column] == said for column, said in words.items()):
        return Switched(last.decision_id, is_new=False)
    decision_id = content_id("estimate", *words.values(), decided_at.isoformat())
    row: dict[str, object] = {"decision_id": decision_id, **words, "decided_at": decided_at}
    return Switched(decision_id, is_new=append(connection, estimate_decision, [row]) > 0)


def _require_province(settings: Settings, area_code: str, period_key: str) -> None:
    """Codes were used again in 2025: the one in force on the period's last day is meant."""
    with (settings.seeds_dir / "periods.csv").open(encoding="utf-8", newline="") as file:
        ends = {row["period_key"]: date.fromisoformat(row["ends_on"]) for row in csv.DictReader(file)}
    if period_key not in ends:
        raise NotReadyError(f"unknown period {period_key}: write 2024-H1 or 2024")
    last_day = ends[period_key]
    with (settings.seeds_dir / "provinces.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            begins = date.fromisoformat(row["valid_from"]) if row["valid_from"] else date.min
            ended = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
            if row["province_code"] == area_code and row["confirmed"] == "true" and begins <= last_day < ended:
                return
    raise NotReadyError(f"no province had the code {area_code} on {last_day:%d/%m/%Y}: see provinces.csv")
