"""What persons decide about figures of the press: taken, kept out, or corrected; the last decision counts."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select

from htx.settings import Settings
from ingest.articles.corrections import BadCorrectionError, Correction, require_known
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import press_decision
from ingest.raw.tables import article_figure

Decision = Literal["accept", "reject", "correct"]


class UnknownFigureError(LookupError):
    """No such figure of the press."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands, and whether it was written now."""

    decision_id: uuid.UUID
    is_new: bool


def decide_figure(
    settings: Settings,
    claim_id: uuid.UUID,
    decision: Decision,
    *,
    reason: str,
    decided_by: str,
    decided_at: datetime,
    correction: Correction | None = None,
) -> Decided:
    """Write what a person decides about a figure; it counts from the next build on.

    Said again while it is the last word, it adds nothing. Raises `UnknownFigureError`, `BadCorrectionError`, and
    ``ValueError`` where reason, name or the offset of `decided_at` is missing.
    """
    if not reason.strip() or not decided_by.strip():
        raise ValueError("a decision needs a reason and a name: give both")
    if decided_at.tzinfo is None:
        raise ValueError("a decision needs a time with its offset, e.g. 2024-05-23T09:00:00+07:00")
    changed = correction or Correction()
    if (decision == "correct") is changed.is_empty:
        raise BadCorrectionError("`correct` needs what is put in place of what was read; `accept` and `reject` nothing")
    require_known(changed, settings.seeds_dir)
    words: dict[str, object] = {
        "decision": decision,
        **changed.row(),
        "reason": reason.strip(),
        "decided_by": decided_by.strip(),
    }
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            return _written(connection, claim_id, words, decided_at)
    finally:
        engine.dispose()


def _written(connection: Connection, claim_id: uuid.UUID, words: dict[str, object], decided_at: datetime) -> Decided:
    known = select(article_figure.c.kind).where(article_figure.c.claim_id == claim_id)
    kind = connection.scalar(known)
    if kind is None:
        raise UnknownFigureError(f"no figure {claim_id}: take the whole id from `htx figures review`")
    if kind != "figure":
        raise UnknownFigureError(f"{claim_id} is a {kind}, which never counts: there is nothing to decide")
    last = connection.execute(
        select(press_decision)
        .where(press_decision.c.claim_id == claim_id)
        .order_by(press_decision.c.decided_at.desc(), press_decision.c.decision_id.desc())
        .limit(1)
    ).one_or_none()
    if last is not None and all(last._mapping[name] == value for name, value in words.items()):
        return Decided(last.decision_id, is_new=False)
    decision_id = content_id(claim_id, *words.values(), decided_at.isoformat())
    row = {"decision_id": decision_id, "claim_id": claim_id, **words, "decided_at": decided_at}
    return Decided(decision_id, is_new=append(connection, press_decision, [row]) == 1)
