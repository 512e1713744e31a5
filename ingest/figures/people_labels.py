"""People named before their number: "thành viên HTX: 19.466", "thành viên chính thức 121.450 người"."""

from dataclasses import dataclass

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.mentions import Item
from ingest.figures.readings import Frame

_LONGEST_LABEL = 8
_COPULA_WORDS = frozenset({"được", "chỉ", "mới", "hiện", "đã", "đang", "cũng", "vẫn", "số", "là", "tại", "trong", "ở"})
_LINKING_CUES = frozenset({"exists", "level", "of", "total", "all_coops"})


@dataclass(frozen=True, slots=True)
class PeopleLabel:
    """Who is counted by the number behind a label: the noun, its attribute, the organisation named with it."""

    noun: str
    attribute: str | None
    entity: str | None
    is_total: bool = False


def people_label(frame: Frame, index: int) -> PeopleLabel | None:
    """The people whose label ends right before the number at item `index`; None where something parts them."""
    attribute: str | None = None
    entity: str | None = None
    for position in range(index - 1, max(-1, index - 1 - _LONGEST_LABEL), -1):
        item = frame.items[position]
        if item.category == "people":
            in_total = position > 0 and frame.items[position - 1].means("cue", "total")
            return PeopleLabel(item.value, attribute, entity, in_total)
        if item.category == "attribute":
            meaning = item.meaning("any", "after", "adjacent")
            attribute = attribute or (meaning.value if meaning is not None else None)
        elif item.category == "entity":
            entity = entity or item.value
        if not _may_stand_between(frame, item):
            return None
    return None


def _may_stand_between(frame: Frame, item: Item) -> bool:
    """Whether an item may part people from their number: a copula, a time, what kind they are, whose they are."""
    match item.category:
        case "attribute" | "time" | "whole" | "qualifier" | "status":
            return True
        case "entity":
            return item.value in ORGANISATIONS or item.value in {"alliance", "sector_economy"}
        case "cue":
            return item.value in _LINKING_CUES
        case "mark":
            return item.value == ":"
        case "word":
            return frame.sentence.text_of(item).lower() in _COPULA_WORDS
    return False
