"""Products of the OCOP programme: whose a count of them is, and who is counted as their owner."""

from ingest.figures.mentions import Item
from ingest.figures.narrowing import is_narrowed
from ingest.figures.readings import Frame
from ingest.figures.right_context import RightContext
from ingest.vietnamese.folding import word_key

_OWNERS = ("coop", "group", "sector_economy")
_OWNING_WORDS = frozenset(
    word_key(word)
    for words in (
        "sở hữu giữ nắm là chủ nhân của được công nhận đóng góp mang về đưa góp xây dựng",
        "đang hiện đã riêng tham gia dự chương trình",
    )
    for word in words.split()
)
_NAMED_AFTER = frozenset(word_key(word) for word in ("mang", "tên", "do", "từ", "thuộc", "khối", "trong", "số", "đó"))
"""Words between products and the owners named after them: "169 sản phẩm trong số đó mang tên HTX"."""
_REACH_OF_OWNERS = 12
_REACH = 7
_STAR = word_key("sao")


def product_attribute(frame: Frame, index: int, right: RightContext) -> str | None:
    """The attribute of the products counted at item `index`; None where they are not all of the programme's."""
    of_programme = frame.clause.ocop or "ocop" in right.attributes or _recognised_after(frame, index)
    if not of_programme or _has_stars(frame, right.next_item):
        return None
    if _owned_after(frame, index, right) or _owned_before(frame, index):
        return "of_coops"
    if "ocop" in right.attributes or _is_ranked(frame, right.next_item) or not is_narrowed(frame, index + 2):
        return "ocop"
    return None


def _recognised_after(frame: Frame, index: int) -> bool:
    """ "27 sản phẩm của 23 HTX, tổ hợp tác được công nhận OCOP": said after the owners."""
    for item in frame.items[index + 1 : index + _REACH_OF_OWNERS]:
        if item.means("mark", ";", "."):
            return False
        if item.means("attribute", "ocop"):
            frame.clause.ocop = True
            return True
    return False


def owns_products(frame: Frame, following: int) -> bool:
    """ "196 HTX sở hữu 287 sản phẩm": whether organisations, nouns up to item `following`, own products told next."""
    clause = frame.clause
    if clause.subset and clause.people and clause.people[-1] == "owner":
        return True
    for position in range(following, following + _REACH):
        item = frame.item(position)
        if item is None or item.category == "mark":
            return False
        if item.category == "quantity":
            noun, after = frame.item(position + 1), frame.item(position + 2)
            named = (*frame.items[following:position], *((after,) if after is not None else ()))
            is_ocop = clause.ocop or any(item.means("attribute", "ocop") for item in named)
            return position > following and is_ocop and noun is not None and noun.means("people", "product")
        if not (_is_owning(item) or item.means("attribute", "ocop")):
            return False
    return False


def _has_stars(frame: Frame, following: int) -> bool:
    """ "116 sản phẩm 3 sao": products of one rank only; "đạt từ 3 sao", "3 - 5 sao" are all of them."""
    rank, star = frame.item(following), frame.item(following + 1)
    if rank is None or star is None or rank.quantity is None or star.value != _STAR:
        return False
    return rank.quantity.qualifier == "exact" and not rank.quantity.from_word and not _is_upwards(frame, following + 2)


def _is_ranked(frame: Frame, following: int) -> bool:
    """ "405 sản phẩm đạt từ 3 - 5 sao": all that have a rank."""
    before, rank, star = frame.item(following), frame.item(following + 1), frame.item(following + 2)
    if before is not None and before.category == "quantity":
        rank, star = before, rank
    return rank is not None and rank.category == "quantity" and star is not None and star.value == _STAR


def _is_upwards(frame: Frame, index: int) -> bool:
    item = frame.item(index)
    return item is not None and item.means("qualifier", "upwards")


def _owned_after(frame: Frame, index: int, right: RightContext) -> bool:
    if right.of_coops or _owners_follow(frame, right.next_item):
        return True
    for position in range(index + 2, index + 2 + _REACH):
        item = frame.item(position)
        if item is None:
            return False
        if position == index + 2 and item.means("mark", ",") and _is_own(frame, position + 1):
            continue
        if _is_owner(item):
            return position > index + 2
        is_link = item.value in _NAMED_AFTER or item.means("cue", "subset", "partitive", "of", "exists", "reason")
        if not (is_link or item.means("attribute", "ocop")):
            return False
    return False


def _is_own(frame: Frame, index: int) -> bool:
    """ "…, là của": what follows the comma says whose they are."""
    item = frame.item(index)
    return item is not None and item.means("cue", "of")


def _owned_before(frame: Frame, index: int) -> bool:
    """ "HTX là chủ thể của 287 sản phẩm", "của HTX, tổ hợp tác là 338 sản phẩm", "39 HTX …, với 61 sản phẩm"."""
    before = frame.item(index - 1)
    if before is not None and before.means("cue", "total"):
        before = frame.item(index - 2)
    is_linked = before is not None and frame.sentence.text_of(before).lower() == "với"
    if is_linked and any(item.means("attribute", "with_ocop") for item in frame.items[:index]):
        return True
    for position in range(index - 1, max(-1, index - 1 - _REACH), -1):
        item = frame.items[position]
        if _is_owner(item):
            return True
        if not (_is_owning(item) or item.means("mark", ":")):
            return False
    return False


def _is_owner(item: Item) -> bool:
    return item.means("entity", *_OWNERS) or item.means("cue", "all_coops") or item.means("attribute", "are_coops")


def _is_owning(item: Item) -> bool:
    """A word that may stand between owners and the number of their products."""
    if item.means("cue", "exists", "of", "share", "contribute") or item.means("people", "owner"):
        return True
    return item.value in _OWNING_WORDS or item.category in {"qualifier", "time"}


def _owners_follow(frame: Frame, index: int) -> bool:
    """ "66 sản phẩm của 65 HTX", "66 sản phẩm, do 65 HTX … làm ra": the owners are counted themselves."""
    at = frame.item(index)
    if at is not None and at.means("mark", ","):
        index += 1
        at = frame.item(index)
    if at is not None and at.means("cue", "reason"):
        index += 1
    before, number, noun = frame.item(index - 1), frame.item(index), frame.item(index + 1)
    if before is None or number is None or noun is None:
        return False
    is_link = before.means("cue", "of", "reason") or frame.sentence.text_of(before).lower() == "được"
    are_owners = number.category == "quantity" and noun.means("entity", "coop", "group")
    return is_link and are_owners and not _goes_on_to_others(frame, index + 2)


def _goes_on_to_others(frame: Frame, index: int) -> bool:
    """ "của 74 HTX, 20 doanh nghiệp", "của các HTX, doanh nghiệp và hộ": they own the products together."""
    joint = frame.item(index)
    if joint is None or not (joint.means("mark", ",") or joint.means("cue", "and")):
        return False
    other = frame.item(index + 1)
    if other is not None and other.category == "quantity":
        other = frame.item(index + 2)
    return other is not None and (other.means("entity", "enterprise") or other.category == "people")
