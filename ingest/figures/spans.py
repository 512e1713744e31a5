"""A number that was, told beside what it became: "tăng từ 28 HTX lên 41 HTX", "từ 174 HTX năm 2018, nay có 247 HTX"."""

from ingest.figures.quantities import Quantity
from ingest.figures.readings import Frame
from ingest.vietnamese.periods import TimeKind

_BECOMING = frozenset({"còn", "chỉ còn", "thành", "nay còn", "hiện còn", "nay", "nay có"})


def is_start_of_change(frame: Frame, index: int, quantity: Quantity) -> bool:
    """Whether the number at item `index` is the level a change began from: "từ" before it, what it became after."""
    previous = frame.item(index - 1)
    opens = quantity.from_word or (previous is not None and frame.sentence.text_of(previous).lower().endswith("từ"))
    if not opens:
        return False
    index += 1
    while (item := frame.item(index)) is not None and item.category != "quantity" and not item.means("mark", ";"):
        if item.means("cue", "level") or frame.sentence.text_of(item).lower() in _BECOMING:
            return True
        if item.time is not None and item.time.kind is TimeKind.NOW:
            return True
        index += 1
    return False
