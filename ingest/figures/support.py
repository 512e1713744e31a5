"""Money of the state for the collective economy: the whole of it, and its sources."""

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.readings import Frame
from ingest.vietnamese.folding import word_key

_SOURCES = {
    word_key("trung") + word_key("ương"): "support_central",
    word_key("địa") + word_key("phương"): "support_local",
}
_FOR_WHOM = (*ORGANISATIONS, "sector_economy")
_GIVING = frozenset(
    word_key(word) for word in ("dành", "chi", "bố", "trí", "cấp", "phân", "bổ", "huy", "động", "lồng", "ghép", "giải")
)


def support_measure(frame: Frame, index: int, measure: str | None) -> str | None:
    """The source or the whole that the amount at item `index` is of; the measure in force where it is none.

    "ngân sách đã chi 87 tỷ đồng để hỗ trợ 412 HTX" is support; an amount for one class or one cooperative is not.
    """
    before = _words_before(frame, index)
    if measure is not None and measure.startswith("support"):
        named = next((value for key, value in _SOURCES.items() if before.endswith(key)), None)
        if frame.items[index - 1].means("whole", "here") and named is None:
            named = "support_local"
        measure = named or measure
    elif _is_given(frame, index):
        measure = "support"
    if measure is None or not measure.startswith("support"):
        return measure
    if any(item.means("cue", "each") for item in frame.items[max(0, index - 4) : index]):
        return "none"
    return measure


def _words_before(frame: Frame, index: int) -> str:
    return "".join(item.value for item in frame.items[max(0, index - 3) : index] if item.category == "word")


def _is_given(frame: Frame, index: int) -> bool:
    """ "tỉnh đã dành 218 tỷ đồng hỗ trợ kinh tế tập thể": given, and for the collective economy as a whole."""
    before = frame.items[max(0, index - 3) : index]
    if not any(item.category == "word" and item.value in _GIVING for item in before):
        return False
    helps = False
    for item in frame.items[index + 1 : index + 7]:
        if item.category == "mark":
            return False
        helps = helps or item.means("attribute", "supported")
        if helps and (item.means("entity", *_FOR_WHOM) or item.means("cue", "all_coops")):
            return True
    return False
