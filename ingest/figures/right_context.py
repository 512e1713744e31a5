"""What stands to the right of a counted noun, up to the next mark, number or finite verb."""

from typing import NamedTuple

from ingest.figures.clause import EVENTS
from ingest.figures.mentions import Item
from ingest.figures.readings import Frame
from ingest.vietnamese.folding import word_key

_BOUNDARY_MARKS = frozenset(",;():.…")
_CONTEXT_ENDS = (
    *("exists", "subset", "engage", "change_up", "change_down", "share", "level", "average", "and", "reason"),
    "then",
)
_OF_FIELD = frozenset({"trong", "thuộc", "thuộc về", "ở"})
_FIELD_WORDS = frozenset(
    word_key(w) for w in ("hoạt", "động", "trong", "thuộc", "ở", "trên", "lĩnh", "vực", "ngành", "nghề", "nhóm", "khối")
) | {"kept"}
"""Words between a noun and the sector it works in: "14 HTX hoạt động trong lĩnh vực nông nghiệp"."""


_MIXED_RANK = 9
"""Above all that may be said of one kind."""


class RightContext(NamedTuple):
    """What stands between a head and the next boundary: attributes, sector, words, and where reading goes on."""

    attribute: str | None
    attributes: tuple[str, ...]
    sector: str | None
    people: str | None
    entity: str | None
    of_coops: bool
    next_item: int
    upwards: bool
    plan: bool


def right_context(frame: Frame, first: int) -> RightContext:
    """Scan from the item after a head to the next mark, number or finite verb."""
    found: list[tuple[int, str]] = []
    sector = people = entity = None
    of_coops = upwards = plan = False
    index, adjacent, touches_sector = first, True, True
    while (item := frame.item(index)) is not None and not _ends_context(frame, item, frame.item(index + 1)):
        meaning = item.meaning("any", "after", *(("adjacent",) if adjacent else ()))
        match item.category:
            case "sector" if not _is_verb_here(frame, item, frame.item(index + 1)):
                sector = sector or (item.value if touches_sector else None)
            case "attribute" if meaning is not None:
                found.append((meaning.rank, meaning.value))
            case "grade" if frame.clause.grades:
                found.append((1, item.value))
            case "entity" if entity is None:
                entity = item.value
            case "people" if people is None:
                people = item.value
            case "qualifier" if item.value == "upwards":
                upwards = True
            case "cue" if item.value == "plan":
                plan = True
        touches_sector = touches_sector and (
            item.category == "sector"
            or item.value in _FIELD_WORDS
            or item.means("attribute", *EVENTS)
            or _names_field(frame, item, frame.item(index + 1))
        )
        previous = frame.item(index - 1)
        of_word = previous is not None and previous.means("cue", "of")
        of_coops = of_coops or (of_word and (item.means("entity", "coop", "group") or item.means("cue", "all_coops")))
        adjacent = adjacent and item.category == "sector"
        index += 1
    if sector is not None and _names_another_sector(frame, index, sector):
        # "43 HTX thương mại, xây dựng, tiểu thủ công nghiệp": of several sectors together.
        found.append((_MIXED_RANK, "other_state"))
    best = max(found, key=lambda pair: pair[0], default=None)
    return RightContext(
        attribute=best[1] if best else None,
        attributes=tuple(value for _, value in found),
        sector=sector,
        people=people,
        entity=entity,
        of_coops=of_coops,
        next_item=index,
        upwards=upwards,
        plan=plan,
    )


def _names_another_sector(frame: Frame, index: int, sector: str) -> bool:
    """Whether the list goes on from item `index` with a sector that no number of its own follows."""
    joint, other, after = frame.item(index), frame.item(index + 1), frame.item(index + 2)
    if joint is None or other is None or not (joint.means("mark", ",") or joint.means("cue", "and")):
        return False
    is_numbered = after is not None and (after.category == "quantity" or after.means("mark", ":"))
    return other.category == "sector" and other.value != sector and not is_numbered


def _is_verb_here(frame: Frame, item: Item, following: Item | None) -> bool:
    """ "HTX xây dựng thương hiệu": the name of a sector that goes on as a verb."""
    verb_too = any(meaning.side == "verb_too" for meaning in item.meanings)
    return verb_too and following is not None and following.category == "word"


def _ends_context(frame: Frame, item: Item, following: Item | None) -> bool:
    if item.category in {"quantity", "measure", "status"}:
        return item.value != "none"
    if item.category == "mark":
        return item.value in _BOUNDARY_MARKS
    if following is not None and following.means("entity", "enterprise") and _is_with(frame, item):
        return False
    has_quality = item.means("cue", "exists") and following is not None and following.category == "attribute"
    return item.means("cue", *_CONTEXT_ENDS) and not (has_quality or _names_field(frame, item, following))


def _is_with(frame: Frame, item: Item) -> bool:
    """ "ký hợp đồng với doanh nghiệp theo chuỗi giá trị": with whom they do it, and more is said of them."""
    return item.means("cue", "exists") and frame.sentence.text_of(item).lower() in {"với", "cùng"}


def _names_field(frame: Frame, item: Item, following: Item | None) -> bool:
    """ "hoạt động trong lĩnh vực vận tải", "thuộc nhóm nông nghiệp": what follows is the field of work."""
    if following is None or frame.sentence.text_of(item).lower() not in _OF_FIELD:
        return False
    return following.category == "sector" or following.value in _FIELD_WORDS


def after_context(frame: Frame, following: int, right: RightContext) -> int:
    """Where to read on: attributes of this count are used up, other words are read again."""
    index = following
    while index < right.next_item and frame.items[index].category in {"sector", "attribute", "word", "grade", "whole"}:
        index += 1
    return index
