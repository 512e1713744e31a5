"""Percentages: growth, shares, attainment of plans, and ratios that are indicators themselves."""

from ingest.figures.clause import GRADES
from ingest.figures.mentions import Item
from ingest.figures.quantities import Quantity, with_upwards
from ingest.figures.readings import Frame, ReadNumber
from ingest.figures.right_context import RightContext, right_context
from ingest.figures.types import Kind
from ingest.figures.vocabulary import indicators


def read_percent(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """A percentage under what was said before it and after."""
    clause = frame.clause
    noun = frame.item(index + 1)
    right = right_context(frame, index + 2 if noun is not None and noun.means("cue", "exists") else index + 1)
    last = quantity.last
    change, share, plan_ratio = clause.change, clause.share, clause.plan_ratio
    clause.change = None
    clause.share = clause.plan_ratio = False
    following = frame.item(index + 1)
    if following is not None and following.means("cue", "ratio_points"):
        return (frame.other(Kind.CHANGE, quantity, last, "percent"),), index + 2
    if right.plan or plan_ratio:
        return (frame.other(Kind.PLAN_ATTAINMENT, quantity, last, "percent"),), index + 1
    if change is not None:
        if clause.measure == "revenue" and change == "change_up" and clause.subject.entity != "group":
            reading = frame.reading(
                quantity, last, "revenue", "growth", "percent",
                sector=clause.subject.sector, unit="percent", trace=("growth of revenue",),
            )  # fmt: skip
            return (reading,) if reading else (), index + 1
        return (frame.other(Kind.CHANGE, quantity, last, "percent"),), index + 1
    if share:
        return (frame.other(Kind.SHARE, quantity, last, "percent"),), index + 1
    return _ratio(frame, index, quantity, right)


def _ratio(frame: Frame, index: int, quantity: Quantity, right: RightContext) -> ReadNumber:
    clause = frame.clause
    quantity = with_upwards(quantity, right.upwards)
    candidates = [right.attribute, *right.attributes, clause.state, clause.event]
    if clause.counted is not None:
        candidates.append(clause.counted.attribute if clause.counted.attribute == "converted" else None)
    noun = frame.item(index + 1)
    manager = right.people == "manager" or (
        "manager" in clause.people and not (noun is not None and noun.means("entity", "coop"))
    )
    for subject in (
        "manager" if manager else "coop",
        "owner" if "owner" in clause.people else "",
        "economy",
    ):
        for attribute in candidates:
            if not subject or not attribute or (subject, attribute, "percent") not in indicators():
                continue
            sector = right_sector(frame.items, index) or clause.topic_sector
            reading = frame.reading(
                quantity, quantity.last, subject, attribute, "percent",
                sector=sector if subject == "coop" else "all", unit="percent", trace=(f"sector:{sector}",),
            )  # fmt: skip
            if attribute in GRADES:
                clause.grades = True
            clause.state = None
            return (reading,) if reading else (), index + 1
    clause.state = None
    return (), index + 1


def right_sector(items: tuple[Item, ...], index: int) -> str | None:
    """The sector of the organisations a percentage is of: "35% HTX nông nghiệp"."""
    nouns = items[index + 1 : index + 3]
    if len(nouns) == 2 and nouns[0].means("entity", "coop") and nouns[1].category == "sector":
        return nouns[1].value
    return None
