"""Whose products a count is of: of cooperatives, or all of the OCOP programme."""

from ingest.figures.readings import Frame
from ingest.figures.right_context import RightContext


def product_attribute(frame: Frame, right: RightContext) -> str | None:
    """The attribute of counted products; None where they are not of the programme."""
    of_coops = right.of_coops or _owners_follow(frame, right.next_item)
    if of_coops and (frame.clause.ocop or "ocop" in right.attributes):
        return "of_coops"
    return "ocop" if "ocop" in right.attributes else None


def _owners_follow(frame: Frame, index: int) -> bool:
    """ "66 sản phẩm của 65 HTX": the owners are counted themselves."""
    before, number, noun = frame.item(index - 1), frame.item(index), frame.item(index + 1)
    return (
        before is not None
        and before.means("cue", "of")
        and number is not None
        and number.category == "quantity"
        and noun is not None
        and noun.means("entity", "coop", "group")
    )
