"""The label a number stands behind: "nông nghiệp 198", "loại khá: 71", "Tổng số HTX trên địa bàn: 268".

Lists of the press name a thing and give its number, with or without a copula and without a noun after it. A label is
read backwards from its number; it is one only where it begins after a mark, a connective or another number, so that
names ("HTX Nông nghiệp 19-5") and running text are none.
"""

from dataclasses import dataclass

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.mentions import Item
from ingest.figures.readings import Frame
from ingest.vietnamese.folding import word_key

_COPULA_WORDS = frozenset(
    word_key(word) for word in ("được", "chỉ", "mới", "hiện", "đã", "vỏn", "vẹn", "đang", "cũng", "vẫn", "ở", "mức")
)
LABEL_WORDS = frozenset(
    word_key(word)
    for word in (
        *("số", "lượng", "nhóm", "khối", "phần", "mảng", "loại", "hình", "làm", "nghề", "ngành", "lĩnh", "vực"),
        *("thuộc", "trong", "ở", "trên", "hoạt", "động", "đã", "được", "các", "mô", "chuyên"),
    )
)  # fmt: skip
_KEPT = frozenset({"hoạt động", "tổng hợp"})
_FARMING = frozenset({"crop", "livestock", "forestry", "fishery"})
"""Among these, what is mixed is a mixed farm."""
_REMAINING = frozenset({"còn lại", "chỉ còn lại"})
_ABOUT = frozenset({"đối với", "về", "thì"})
_BOUNDING_CUES = (
    *("and", "subset", "partitive", "exists", "split", "total", "level", "of", "reason", "speech", "leads"),
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says: whose number, in what state, of which sector; `strong` if a copula or colon ties them."""

    entity: str | None
    attribute: str | None
    sector: str | None
    strong: bool


def label_before(frame: Frame, index: int) -> Label | None:
    """The label right before the number at item `index`; None where none is, or where two labels share it."""
    index, strong = _before_copula(frame, index - 1)
    entity = attribute = sector = None
    rank = -1
    while (item := frame.item(index)) is not None and _is_part(frame, item):
        match item.category:
            case "entity":
                entity = entity or item.value
            case "sector":
                sector = sector or item.value
            case "grade" if frame.clause.grades:
                attribute = attribute or item.value
            case "attribute":
                meaning = item.meaning("any", "before", "after", "adjacent", "label")
                if meaning is not None and meaning.rank > rank and _is_said(frame, meaning.value):
                    attribute, rank = meaning.value, meaning.rank
            case "blocker" if frame.sentence.text_of(item).lower() == "tổng hợp":
                sector = sector or ("mixed_agri" if frame.clause.sectors_listed & _FARMING else "general")
            case "blocker" if attribute is None:
                attribute = "active"
            case "cue":
                entity = entity or "coop" if item.value == "all_coops" else entity
                strong = strong or item.value in {"all_coops", "total"}
        index -= 1
    if not (entity or attribute or sector) or not _is_bounded(frame, index):
        return None
    return Label(entity, attribute, sector, strong)


def _before_copula(frame: Frame, index: int) -> tuple[int, bool]:
    """The last item of what may be a label, and whether a copula stands between it and the number."""
    strong = False
    while (item := frame.item(index)) is not None:
        is_copula = item.means("cue", "exists", "leads") or item.means("mark", ":")
        after_leader = item.means("mark", ",") and _is_leader(frame.item(index - 1))
        is_copula = is_copula or frame.sentence.text_of(item).lower() in _REMAINING
        if not (is_copula or after_leader or item.category == "time" or item.value in _COPULA_WORDS):
            break
        strong = strong or is_copula or after_leader
        index -= 1
    return index, strong


def _is_leader(item: Item | None) -> bool:
    return item is not None and item.means("cue", "leads")


def _is_part(frame: Frame, item: Item) -> bool:
    """Whether an item may belong to a label."""
    match item.category:
        case "sector" | "attribute" | "grade" | "whole" | "time":
            return True
        case "entity":
            return item.value in ORGANISATIONS
        case "cue":
            return item.value in {"all_coops", "of", "total"}
        case "blocker":
            return item.value == "kept" and frame.sentence.text_of(item).lower() in _KEPT
    return item.category == "word" and item.value in LABEL_WORDS


def _is_said(frame: Frame, attribute: str) -> bool:
    """Sizes are understood where sizes are spoken of; "nhỏ" and "lớn" are common words."""
    return frame.clause.sizes or not attribute.startswith("size_")


def _is_bounded(frame: Frame, index: int) -> bool:
    """Whether a label that begins after item `index` begins there by rights."""
    item = frame.item(index)
    if item is None or item.category in {"quantity", "number"}:
        return True
    if item.category == "mark":
        if item.value == ",":
            return not _is_open_label(frame, index - 1)
        return item.value in ";:([.-–+•*"
    if item.means("cue", "and"):
        return not _is_open_label(frame, index - 1)
    return item.means("cue", *_BOUNDING_CUES) or frame.sentence.text_of(item).lower() in _ABOUT


def _is_open_label(frame: Frame, index: int) -> bool:
    """Whether a label without a number of its own ends here: "điện và lĩnh vực khác 778" is one number of two."""
    item = frame.item(index)
    if item is None or not (item.category in {"sector", "grade"} or item.means("entity", *ORGANISATIONS)):
        return False
    while item is not None and _is_part(frame, item):
        index -= 1
        item = frame.item(index)
    return item is None or item.category != "quantity"
