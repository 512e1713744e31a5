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
    """ "66 sản phẩm của 65 HTX", "66 sản phẩm, do 65 HTX … làm ra": the owners are counted themselves."""
    at = frame.item(index)
    if at is not None and at.means("mark", ","):
        index += 1
        at = frame.item(index)
    if at is not None and at.means("cue", "reason"):
        index += 1
    before, number, noun = frame.item(index - 1), frame.item(index), frame.item(index + 1)
    if before is None or number is None or noun is None:
        return False
    is_link = before.means("cue", "of", "reason") or frame.sentence.text_of(before).lower() == "được"
    return is_link and number.category == "quantity" and noun.means("entity", "coop", "group")
