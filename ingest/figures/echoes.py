"""Numbers told beside another of the same thing: its plan, or its level at another time.

"đạt 24%, thấp hơn mục tiêu 30%", "48,7% (kế hoạch 55%)", "khoảng 3,2%, trong khi năm 2020 là 3,6%".
"""

from ingest.figures.readings import Frame, Reading
from ingest.figures.types import Status
from ingest.vietnamese.folding import word_key

_REACH = 8
_LEVEL = "mức"
_NAMES = frozenset({"entity", "people", "measure", "attribute", "grade", "sector"})
"""What would make the number one of something else."""
_PLAN_WORDS = frozenset(word_key(word) for word in ("năm", "là", "giao", "đề", "ra", "cả", "được", "đặt", "mức", "kh"))


def is_planned(frame: Frame, index: int) -> bool:
    """Whether the number at item `index` is said to be the plan: "kế hoạch 55%", "mục tiêu tối thiểu 30%"."""
    for position in range(index - 1, max(-1, index - 1 - _REACH), -1):
        item = frame.items[position]
        if item.means("cue", "plan") or item.means("status", "target") or item.value == "kh":
            return True
        if not (item.category == "time" or item.value in _PLAN_WORDS or item.means("cue", "exists")):
            return False
    return False


def repeats_last(frame: Frame, index: int, form: str) -> bool:
    """Whether nothing but a plan, a time or a comparison stands between a number of this form and the one before."""
    says_why = is_planned(frame, index) or _is_compared(frame, index) or _is_dated(frame, index)
    parted = False
    for position in range(index - 1, max(-1, index - 1 - _REACH), -1):
        item = frame.items[position]
        if item.category == "quantity":
            return says_why and item.value == form
        parted = parted or item.means("mark", ",", "(")
        if item.value == ";" or (not parted and item.category in _NAMES):
            return False
    return False


def as_plan(frame: Frame, index: int, reading: Reading | None) -> tuple[Reading, ...]:
    """The reading, as a target where the number is said to be the plan."""
    if reading is None:
        return ()
    return (reading._replace(status=Status.TARGET) if is_planned(frame, index) else reading,)


def _is_compared(frame: Frame, index: int) -> bool:
    """ "cao hơn mức 57% của năm trước": the level of another time, not by how much."""
    before, after = frame.item(index - 1), frame.items[index + 1 : index + 4]
    is_level = before is not None and frame.sentence.text_of(before).lower().endswith(_LEVEL)
    return is_level and any(item.category == "time" for item in after)


def _is_dated(frame: Frame, index: int) -> bool:
    """ "trong khi năm 2020 là 3,6%", "(2024: 14%)": a time of its own before the number."""
    for position in range(index - 1, max(-1, index - 4), -1):
        item = frame.items[position]
        if item.category == "time":
            return True
        if not (item.means("cue", "exists") or item.means("mark", ":")):
            return False
    return False
