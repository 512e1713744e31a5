"""People, products and money that stand near organisations of ours and belong to somebody or something else."""

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.mentions import Item
from ingest.figures.readings import Frame
from ingest.figures.right_context import RightContext
from ingest.figures.types import Status
from ingest.vietnamese.folding import word_key

_BENEFIT_REACH = 5
_FOR = word_key("cho")
_MOST = word_key("nhất")
_NOT_ANY = frozenset(word_key(word) for word in ("chưa", "không", "bị", "phải", "mất", "xin", "bỏ", "rời"))
"""Words after "người", "hộ" that tell some of them apart."""
_OF_LAND_ITSELF = frozenset(
    word_key(word)
    for words in ("đất mặt gieo nuôi trồng canh của do các được mà này liên quy hơn vùng toàn",)
    for word in words.split()
)
"""Words after "diện tích" that name no crop."""
_AMONG = frozenset({"trong", "trong số", "trong tổng số"})
_ADDING = frozenset(
    {"thêm", "có thêm", "công nhận mới", "phát triển mới", "phát triển thêm", "xây dựng", "xây dựng được"}
)
_ADDING_REACH = 3
_COUNTED_PEOPLE = frozenset(
    {"member", "coop_member", "group_member", "household", "worker", "person", "manager", "class", "participant"}
)
_PREDICATE_REACH = 6
_OWNER_REACH = 3
_BEFALLING = frozenset(word_key(word) for word in ("phải", "bị", "mất", "nghỉ", "rời", "chuyển", "ngoài", "hoãn", "bỏ"))
"""Words of what befalls some people: they are not all there are."""
_OF_ORGANISATIONS = frozenset({"member", "coop_member", "group_member", "household", "worker", "person"})


def is_of_others(frame: Frame, index: int, noun: str, right: RightContext) -> bool:
    """Whether the people counted at item `index` are not those of the organisations spoken of."""
    if noun in _COUNTED_PEOPLE and _befalls(frame, index):
        return True
    if noun not in _OF_ORGANISATIONS:
        return False
    if right.upwards and _is_norm(frame, index):
        return True
    if _told_apart(frame, index, noun) or receives(frame, index) or is_extreme(frame, index):
        return True
    return noun == "household" and right.people is None and not _joined_by_households(frame, index)


def _befalls(frame: Frame, index: int) -> bool:
    """ "6.300 lao động phải nghỉ việc", "6 lớp chuyển sang trực tuyến": something is told of these alone."""
    for item in frame.items[index + 2 : index + 2 + _PREDICATE_REACH]:
        if item.category in {"mark", "quantity"} or item.means("cue", "and", "exists", "subset"):
            return False
        if item.category == "word" and item.value in _BEFALLING:
            return True
    return False


def _is_norm(frame: Frame, index: int) -> bool:
    """ "từ 5 thành viên trở lên": how many one must have, where nothing is aimed at."""
    quantity = frame.items[index].quantity
    return quantity is not None and quantity.from_word and frame.status is not Status.TARGET


def _told_apart(frame: Frame, index: int, noun: str) -> bool:
    """ "1.718 người chưa qua trường lớp nào", "11 hộ bị xóa tên": some of them, by words we do not know."""
    following = frame.item(index + 2)
    return noun in {"person", "household"} and following is not None and following.value in _NOT_ANY


def receives_anew(frame: Frame, index: int) -> bool:
    """ "lập mới 2 HTX, thay đổi đăng ký cho 5 HTX": after a comma something else is done for those counted."""
    before = frame.item(index - 1)
    if before is None or before.value != _FOR:
        return False
    for item in reversed(frame.items[: index - 1]):
        if item.category == "attribute":
            return False
        if item.means("mark", ",", ";"):
            return True
    return False


def receives(frame: Frame, index: int) -> bool:
    """ "giãn nợ cho 37 tổ viên": who gets something; "tạo việc làm cho 300 lao động" counts the workers."""
    before = frame.item(index - 1)
    if before is None or before.value != _FOR:
        return False
    earlier = frame.items[max(0, index - _BENEFIT_REACH) : index - 1]
    return not any(
        item.means("cue", "engage") or item.means("people", "worker") or item.means("measure", "income")
        for item in earlier
    )


def _joined_by_households(frame: Frame, index: int) -> bool:
    """Households belong to organisations counted before ("58 tổ hợp tác với 1.126 hộ") or drawn in by them."""
    before = frame.item(index - 1)
    if before is None or before.category == "mark" or before.means("cue", "and"):
        return False
    clause = frame.clause
    engaged = any(item.means("cue", "engage") for item in frame.items[max(0, index - _BENEFIT_REACH) : index])
    return clause.listing or engaged or (clause.licensed and any(_is_ours(item) for item in frame.items[:index]))


def _is_ours(item: Item) -> bool:
    return item.means("entity", *ORGANISATIONS, "sector_economy") or item.means("cue", "all_coops")


def adds_products(frame: Frame, index: int) -> bool:
    """ "có thêm 40 sản phẩm OCOP", "xây dựng 5 sản phẩm": how many come, not how many there are."""
    for item in reversed(frame.items[max(0, index - _ADDING_REACH) : index]):
        if item.category == "mark":
            return False
        if frame.sentence.text_of(item).lower() in _ADDING:
            return True
    return False


def is_of_crop(frame: Frame, index: int) -> bool:
    """ "diện tích nhãn 1.900 ha": land under a crop, or land of which no organisation is named in the sentence."""
    named = left = False
    for position in range(index - 1, -1, -1):
        item = frame.items[position]
        left = left or item.means("mark", ";")
        if item.means("measure", "area") and not left:
            following = frame.items[position + 1]
            is_crop = following.category == "sector" or (
                following.category == "word" and following.value not in _OF_LAND_ITSELF
            )
            if frame.sentence.text_of(item).lower() == "diện tích" and is_crop:
                return True
        named = named or _is_ours(item) or item.means("entity", "unit")
    return not (named or any(_is_ours(item) for item in frame.items[index + 1 :]))


def is_of_enterprises(frame: Frame, index: int) -> bool:
    """ "25,3% là doanh nghiệp", "9,6 triệu đồng của khu vực doanh nghiệp": the owner said after the number."""
    link = frame.item(index + 1)
    if link is None:
        return False
    if link.means("entity", "enterprise"):
        return True
    if not (link.means("cue", "of") or frame.sentence.text_of(link).lower() == "là"):
        return False
    for item in frame.items[index + 2 : index + 2 + _OWNER_REACH]:
        if item.category != "word":
            return item.means("entity", "enterprise")
    return False


def goes_on_changing(frame: Frame, index: int) -> bool:
    """ "tăng 45 HTX, 1.200 thành viên": the numbers of a list that a change opened."""
    before = frame.item(index - 1)
    goes_on = before is not None and (before.means("mark", ",") or before.means("cue", "and"))
    frame.clause.change_list = frame.clause.change_list and goes_on
    return frame.clause.change_list


def is_one_among(frame: Frame, index: int) -> bool:
    """ "là 1 trong 5 HTX tiêu biểu": the number tells nothing but that it is one of them."""
    following, after = frame.item(index + 1), frame.item(index + 2)
    if following is None or after is None:
        return False
    return frame.sentence.text_of(following).lower() in _AMONG and (
        after.category == "quantity" or after.means("cue", "some", "all_coops")
    )


def is_of_some(frame: Frame, index: int) -> bool:
    """Whether an amount is of others, of the one that has most, or the edge of a class."""
    return is_bucket(frame, index) or is_extreme(frame, index) or is_of_enterprises(frame, index)


def is_of_new(frame: Frame, index: int) -> bool:
    """ "34 HTX thành lập mới với tổng vốn điều lệ 71 tỷ đồng": what the new ones bring, not what all have."""
    counted = frame.clause.counted
    if counted is None or counted.attribute != "new" or not frame.clause.listing:
        return False
    for position in range(index - 1, 0, -1):
        item = frame.items[position]
        if item.category == "quantity" and not item.means("quantity", "percent"):
            return item.means("quantity", "count")
        if item.means("mark", ";") or item.category == "whole" or item.means("cue", "all_coops"):
            return False
    return False


def is_bucket(frame: Frame, index: int) -> bool:
    """ "HTX có doanh thu dưới 500 triệu đồng chiếm 34%": the amount is the edge of a class or part of a whole."""
    following = frame.item(index + 1)
    return following is not None and following.means("cue", "share")


def is_extreme(frame: Frame, index: int) -> bool:
    """ "quỹ lãi cao nhất 4,9 tỷ đồng": the amount of the one that has most or least."""
    before = frame.item(index - 1)
    if before is not None and before.means("cue", "exists"):
        before = frame.item(index - 2)
    return before is not None and (before.means("cue", "leads") or before.value == _MOST)
