"""Which attribute makes the indicator of a count of organisations, and whether the sentence states the count."""

from ingest.figures.clause import EVENTS
from ingest.figures.labels import Label
from ingest.figures.readings import Frame
from ingest.figures.right_context import RightContext, right_context
from ingest.figures.types import Status
from ingest.figures.vocabulary import indicators

_DISTRIBUTIVE = frozenset({"new", "dissolved", "awarded", "women"})
_BULLETS = "-+•*–●▪"
_STRONG_AFTER = frozenset({"new", "dissolved", "dissolving", "to_coop", "joined", "awarded"})
_STATES_AFTER = frozenset({"inactive", "not_converted"})
"""States that no event of a list can have: "lập mới 18 HTX, 5 HTX ngừng hoạt động"."""


def attribute_of(frame: Frame, index: int, head: str, right: RightContext) -> tuple[str, str]:
    """The attribute that makes the indicator, and where it was found."""
    clause = frame.clause
    candidates: list[tuple[str, str]] = []
    after, before = right.attribute, frame.item(index - 1)
    if "not_rated" in right.attributes and clause.grades:
        # "20 HTX mới thành lập chưa xếp loại": of the rating, not of the year's new ones.
        return "not_rated", "after"
    goes_on = clause.listing and before is not None and not before.means("attribute", *EVENTS)
    if after is not None and (clause.event is None or after in _STRONG_AFTER or (goes_on and after in _STATES_AFTER)):
        candidates.append((after, "after"))
    if clause.state is not None and before is not None and before.means("attribute", clause.state):
        candidates.append((clause.state, "right before"))
    if clause.event is not None:
        candidates.append((clause.event, "event"))
    if clause.state is not None:
        candidates.append((clause.state, "before"))
    if after is not None:
        candidates.append((after, "after"))
    distributed = _distributed(frame, right) if not candidates else None
    if distributed is not None:
        candidates.append((distributed, "list"))
    by_parts = clause.in_parts and (right.sector or clause.pending_sector or frame.area)
    is_part = clause.subset or by_parts
    if is_part and clause.counted is not None and clause.counted.attribute in {"active", *EVENTS}:
        quantity = frame.items[index].quantity
        if quantity is None or clause.counted.may_hold(quantity.value):
            candidates.append((clause.counted.attribute, "parent"))
    if not candidates and clause.counted is not None and is_compared(frame, index):
        candidates.append((clause.counted.attribute, "compared"))
    for attribute, source in candidates:
        if attribute == "new" and clause.per_year and (head, "new_per_year", "count") in indicators():
            return "new_per_year", source
        if attribute == "dissolved" and clause.per_year and source == "event":
            # "mỗi năm thành lập 20 HTX, giải thể 5 HTX": a rate that we have no indicator for.
            return "other_state", source
        if attribute == "other_state" or (head, attribute, "count") in indicators():
            return attribute, source
    return "", "none"


def is_compared(frame: Frame, index: int) -> bool:
    """ "gấp 1,8 lần năm 2020 (1.550 HTX)", "tăng so với cùng kỳ (38 HTX)": the same at another time, in brackets."""
    bracket, before = frame.item(index - 1), frame.item(index - 2)
    return bracket is not None and bracket.value == "(" and before is not None and before.category == "time"


def _distributed(frame: Frame, right: RightContext) -> str | None:
    """An attribute said once after a list: "9 HTX, 17 tổ hợp tác được thành lập mới"."""
    index = right.next_item
    heads: set[str] = set()
    while (joint := frame.item(index)) is not None and (joint.value == "," or joint.means("cue", "and")):
        number, noun = frame.item(index + 1), frame.item(index + 2)
        if number is None or noun is None or number.category != "quantity":
            return None
        if noun.category not in {"entity", "people"} or noun.value in heads:
            return None
        heads.add(noun.value)
        context = right_context(frame, index + 3)
        if context.attribute in _DISTRIBUTIVE or (context.attribute == "active" and frame.clause.subset):
            return context.attribute
        index = context.next_item
    return None


def is_licensed(frame: Frame, index: int, attribute: str, right: RightContext, head: str, label: Label | None) -> bool:
    """Whether the sentence states the number: a verb of being, an event or state, or a list that goes on."""
    if attribute == "other_state":
        return False
    if attribute not in {"", "active"}:
        return True
    previous = frame.item(index - 1)
    if _is_labelled(frame, index, label, head, right) or _opens_of_area(frame, index, right):
        return True
    if previous is None:
        return head == "model"
    if frame.area is not None:
        return True
    if previous.means("cue", "engage") and frame.sentence.text_of(previous).lower().endswith("tham gia của"):
        return False
    if frame.sentence.text_of(previous).lower() == "với" and _is_told_of_enterprises(frame, index):
        return False
    if previous.category in {"cue", "time"}:
        by_whom = previous.value == "of" or frame.sentence.text_of(previous).lower() == "do"
        return not by_whom or frame.clause.of_products
    if previous.category in {"sector", "attribute", "status", "whole"} or previous.value == "area":
        return True
    if previous.value == ":" and _heads_a_count(frame, index):
        return True
    if previous.category == "mark":
        return frame.clause.listing or frame.clause.licensed or frame.clause.pending_sector is not None
    return head == "model" and frame.status is Status.TARGET


def _heads_a_count(frame: Frame, index: int) -> bool:
    """ "Tổng số HTX tính đến ngày 30/11/2023: 722 HTX"."""
    for item in reversed(frame.items[: index - 1]):
        if item.category == "quantity" or item.means("mark", ";", ":"):
            return False
        if item.means("cue", "all_coops"):
            return True
    return False


def _is_told_of_enterprises(frame: Frame, index: int) -> bool:
    """ "một doanh nghiệp ký hợp đồng với 8 HTX": its partners are not counted."""
    return frame.clause.counted is None and any(item.means("entity", "enterprise") for item in frame.items[:index])


def _is_labelled(frame: Frame, index: int, label: Label | None, head: str, right: RightContext) -> bool:
    """ "Tổ hợp tác: 4.907 tổ", "Số HTX trên địa bàn 251 HTX", "Theo ngành nghề: 831 HTX nông nghiệp", "• 348 HTX"."""
    previous = frame.item(index - 1)
    heads_list = previous is not None and previous.means("mark", ":") and right.sector is not None
    is_list_item = previous is not None and index == 1 and previous.value in _BULLETS
    if heads_list or is_list_item:
        return True
    if label is None:
        return False
    if label.entity == head and (frame.clause.listing or frame.clause.subset):
        return True
    return label.strong and (label.entity == head or label.sector is not None or label.attribute is not None)


def _opens_of_area(frame: Frame, index: int, right: RightContext) -> bool:
    """ "Năm 2022, 715 HTX trên địa bàn tỉnh đạt doanh thu …": the clause speaks of all of the area."""
    previous = frame.item(index - 1)
    if previous is not None and not previous.means("mark", ",", ";", ":") and previous.category != "time":
        return False
    first = index + 2
    while (item := frame.item(first)) is not None and first < right.next_item:
        if item.category == "whole":
            return True
        if not (item.means("attribute", "active") or item.category == "sector"):
            return False
        first += 1
    return False


def follows_partitive(frame: Frame, index: int) -> bool:
    """ "trong 45 HTX", "trong số 45 HTX": a whole that parts are taken from."""
    previous = frame.item(index - 1)
    if previous is None:
        return False
    return frame.sentence.text_of(previous).lower() == "trong" or previous.means("cue", "partitive")
