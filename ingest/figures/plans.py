"""What was done beside what was planned: "13/15 HTX", "44 HTX/40 HTX theo kế hoạch", "8 HTX (kế hoạch 10 HTX)"."""

from ingest.figures.readings import Frame, Reading
from ingest.figures.right_context import RightContext
from ingest.figures.types import Status
from ingest.vietnamese.folding import word_key

_PLAN_WORDS = frozenset(word_key(word) for word in ("năm", "là", "giao", "đề", "ra", "cả", "được", "tỉnh", "huyện"))
_BESIDE_PLAN = _PLAN_WORDS | {":"}
"""What may stand between the word for the plan and its number."""


def with_plan(frame: Frame, reading: Reading | None, right: RightContext, *, is_event: bool) -> tuple[Reading, ...]:
    """The reading and, for "13/15 HTX", the plan it is held against.

    `is_event` tells that the sentence says what was done ("thành lập mới 13/15 HTX"); of what merely is, "13/15"
    is a part of a whole unless a plan is spoken of.
    """
    if reading is None:
        return ()
    planned = reading.quantity.out_of
    if planned is None:
        return (reading,)
    if not (is_event or right.plan or any(item.means("status", "target_if_first") for item in frame.items)):
        return (reading,)
    plan = reading.quantity._replace(low=planned, high=planned)
    return reading, reading._replace(quantity=plan, status=Status.TARGET, trace=(*reading.trace, "plan of a/b"))


def is_plan(frame: Frame, index: int) -> bool:
    """Whether the number at item `index` is the plan told beside what was done."""
    says_plan = False
    index -= 1
    while (item := frame.item(index)) is not None:
        if item.means("cue", "plan") or item.value == "kh":
            says_plan = True
        elif not (item.category in {"time", "whole"} or item.value in _BESIDE_PLAN or item.means("cue", "exists")):
            break
        index -= 1
    if item is None or item.category != "mark" or frame.clause.counted is None:
        return False
    if item.value == "/":
        before = frame.item(index - 1)
        return before is not None and before.category in {"entity", "people", "quantity"}
    before = frame.item(index - 1)
    return item.value == "(" and (says_plan or (before is not None and before.means("cue", "plan")))
