"""Whether what follows a counted noun narrows it: "45 HTX tham gia hội chợ" are not all cooperatives.

A count is of all only where what follows is known to leave it whole: a mark, an area, a sector, a time, a list of
its members or money. Whatever else follows, a verb or a relative clause, narrows.
"""

from ingest.figures.mentions import Item
from ingest.figures.readings import Frame
from ingest.figures.vocabulary import not_narrowing

_ENDING_CUES = frozenset(
    {
        *("and", "subset", "partitive", "level", "share", "engage", "total", "average", "plan", "plan_ratio"),
        *("change_up", "change_down", "change_other", "speech", "per_year", "all_coops", "ratio", "some", "aside"),
        "then",
    }
)
_LINKING = frozenset({"cùng", "cùng với", "với"})
"""What is joined by these is said of all that was counted, if it is a number."""
_HAVING = frozenset({"có", "có tổng số", "gồm có", "còn", "còn có", "đang có", "hiện có"})
_OF_THESE = frozenset({"trong số đó", "trong số này", "trong số ấy"})
"""Right after a count they tell that it is a part: "18 HTX trong số đó được vay vốn"."""
_SAYING = frozenset({"word", "attribute", "blocker"})
_CLASSES = frozenset("ABCD")
"""Classes of an older rating: "12 QTDND loại B"."""
_INCLUDING = frozenset({"tính cả", "kể cả", "gồm cả", "bao gồm cả", "chưa kể", "chưa tính", "không kể"})
_TURNING = frozenset({"nhưng", "song", "nên", "tuy nhiên", "trong khi", "vì", "để", "nhằm", "sau"})


def is_narrowed(frame: Frame, following: int, until: int | None = None) -> bool:
    """Whether the items from `following`, the one after the noun, up to `until` restrict what was counted."""
    index = following
    while (item := frame.item(index)) is not None and index != until:
        verdict = _verdict(frame, index, item)
        if verdict is not None:
            return verdict
        index += 1
    return False


def _verdict(frame: Frame, index: int, item: Item) -> bool | None:
    """True if the item narrows, False if it ends what may narrow, None if it leaves that open."""
    match item.category:
        case "sector" | "whole" | "qualifier":
            return None
        case "attribute":
            return None if item.value == "active" else True
        case "grade":
            return True
        case "blocker":
            return True if item.value in {"negated", "joined_by_verb"} else None
        case "measure":
            following = frame.item(index + 1)
            return None if following is not None and following.category == "sector" else True
        case "cue":
            return _cue_verdict(frame, index, item)
        case "word":
            return _word_verdict(frame, item)
    return False


def _cue_verdict(frame: Frame, index: int, item: Item) -> bool | None:
    words = frame.sentence.text_of(item).lower()
    following = frame.item(index + 1)
    if words in _OF_THESE:
        return not (following is not None and following.category in {"quantity", "mark"})
    if words == "còn lại" or (words == "trong đó" and following is not None and following.category in _SAYING):
        return True
    if words in _INCLUDING:
        return False
    if item.value == "speech":
        return True
    if item.value in _ENDING_CUES or words in _TURNING:
        return False
    if item.value == "of" or words == "trong":
        return None
    if words == "đạt" and following is not None and following.means("cue", "total"):
        return False
    if words in _HAVING and following is not None and following.category == "whole":
        return None
    if words in _LINKING or words in _HAVING:
        is_numbered = following is not None and (
            (following.category == "quantity" and not following.means("quantity", "percent"))
            or following.means("cue", "total")
        )
        is_amount = words in _LINKING and following is not None and following.category in {"measure", "people"}
        return not (is_numbered or is_amount)
    return True


def _word_verdict(frame: Frame, item: Item) -> bool | None:
    token = frame.sentence.token(item.first)
    if len(token.text) == 1 and token.text in _CLASSES:
        return True
    if token.is_capitalised or token.is_abbreviation or token.text.lower() in _TURNING:
        return False
    return None if token.key in not_narrowing() else True
