"""Numbers told in turn for what was named together: "HTX loại tốt, khá, yếu lần lượt là 48, 61 và 73"."""

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.labels import LABEL_WORDS, Label
from ingest.figures.mentions import Item
from ingest.figures.readings import Frame

_GRADES = {"tốt": "rated_excellent", "giỏi": "rated_excellent", "khá": "rated_fair"}
_NAMES = frozenset({"grade", "attribute", "sector", "entity"})
_BETWEEN = frozenset({"whole", "time", "blocker"})


def label_in_turn(frame: Frame, index: int) -> Label | None:
    """The label of the number at item `index`; None where names and numbers are not equally many."""
    cue = index - 1
    while cue >= 0 and _is_of_numbers(frame.items[cue]):
        cue -= 1
    if cue < 0 or not frame.items[cue].means("cue", "in_turn"):
        return None
    end = index
    while (item := frame.item(end)) is not None and _is_of_numbers(item):
        end += 1
    labels = _labels_before(frame, cue)
    before = sum(item.category == "quantity" for item in frame.items[cue:index])
    numbers = sum(item.category == "quantity" for item in frame.items[cue:end])
    return labels[before] if len(labels) == numbers else None


def _is_of_numbers(item: Item) -> bool:
    return item.category == "quantity" or item.means("cue", "and", "exists") or item.means("mark", ",", ";")


def _labels_before(frame: Frame, cue: int) -> list[Label]:
    """The names in front of the item `cue`, in their order; a kind named once holds for all."""
    parts: list[list[Item]] = [[]]
    for item in reversed(frame.items[:cue]):
        grades = _joined_grades(frame, item)
        if grades:
            parts[-1:] = [[*parts[-1], grades[-1]], *([grade] for grade in reversed(grades[:-1]))]
        elif item.category in _NAMES or item.means("cue", "all_coops"):
            parts[-1].append(item)
        elif item.means("mark", ",") or item.means("cue", "and"):
            parts.append([])
        elif not _may_stand_between(item):
            break
    named = [part for part in reversed(parts) if part]
    labels = [_label(part) for part in named]
    entity = next((label.entity for label in labels if label.entity), None)
    return [label if label.entity else Label(entity, label.attribute, label.sector, strong=True) for label in labels]


def _may_stand_between(item: Item) -> bool:
    if item.category == "word":
        return item.value in LABEL_WORDS
    return item.category in _BETWEEN or item.means("cue", "level", "exists", "total", "of", "rating")


def _joined_grades(frame: Frame, item: Item) -> list[Item]:
    """The grades of "loại tốt, khá", which elsewhere is one: fair and better."""
    if not item.means("attribute", "rated_good"):
        return []
    words = frame.sentence.text_of(item).lower().replace(",", " ").split()
    return [item._replace(category="grade", value=_GRADES[word]) for word in words if word in _GRADES]


def _label(part: list[Item]) -> Label:
    entity = attribute = sector = None
    for item in part:
        if item.means("entity", *ORGANISATIONS):
            entity = item.value
        elif item.means("cue", "all_coops"):
            entity = entity or "coop"
        elif item.category in {"grade", "attribute"}:
            attribute = item.value
        elif item.category == "sector":
            sector = item.value
    return Label(entity, attribute, sector, strong=True)
