"""Whose sentence it is, told by how it opens: a person's, an enterprise's, one cooperative's, the law's."""

from enum import StrEnum

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.mentions import Item, ReadSentence
from ingest.figures.single import TITLES, is_name, names_person
from ingest.vietnamese.folding import word_key


class Owner(StrEnum):
    """Who people and money of a sentence belong to when it is not the organisations of the area."""

    PERSON = "person"
    OTHERS = "others"
    ONE = "one"
    LAW = "law"


_REACH = 7
"""So many items are the opening of a sentence."""
_HOUSEHOLD = frozenset(
    word_key(word) for word in ("gia", "đình", "hộ", "vợ", "chồng", "nhà", "trang", "trại", "cơ", "sở")
)
_OF_OFFICE = frozenset(
    word_key(word)
    for words in ("chủ tịch phó trưởng bí thư sở ubnd hđnd cục phòng bộ trưởng đại diện tiến sĩ chuyên lãnh đạo ban",)
    for word in words.split()
)
"""Words that tell of somebody who speaks for an area or an office."""
_SPEAKS = frozenset(word_key(word) for word in ("nói", "rằng", "chia", "khẳng", "nhấn", "nhận", "đề", "trao", "đánh"))
_CLOSING = "\"”»') "
_SAY_NOTHING = frozenset({"word", "mark", "time", "sector"})
_FIELD = "ngành"
_VERB_TOO = "tổ chức"
_LAW = "law"
_BY = word_key("theo")


def owner_of(sentence: ReadSentence) -> Owner | None:
    """The owner that the opening of the sentence tells; None where it speaks of an area or says nothing."""
    items = sentence.items[:_REACH]
    if not items:
        return None
    if _by_law(items):
        return Owner.LAW
    if _founded(sentence):
        return Owner.ONE
    if _is_person(sentence):
        return Owner.PERSON
    return Owner.OTHERS if _is_others(sentence, items) else None


def is_question(sentence: ReadSentence) -> bool:
    """ "PV: Tỉnh có 500 HTX, thưa ông?": a question states nothing."""
    return sentence.sentence.text.rstrip(_CLOSING).endswith("?")


def is_private(sentence: ReadSentence) -> bool:
    """Whether a person is named and nothing of an office: who speaks, speaks of his own cooperative."""
    return names_person(sentence, len(sentence.items)) and not any(_is_office(item) for item in sentence.items)


def _is_office(item: Item) -> bool:
    if item.category == "word":
        return item.value in _OF_OFFICE
    return item.means("entity", "alliance") or item.means("blocker", "institution")


def _by_law(items: tuple[Item, ...]) -> bool:
    """ "Theo Luật HTX năm 2023, HTX có …"."""
    return items[0].value == _BY and any(item.means("blocker", _LAW) for item in items[1:4])


def _founded(sentence: ReadSentence) -> bool:
    """ "Thành lập năm 2018 với 7 thành viên, đến nay HTX …": no number of organisations was founded."""
    opening = sentence.items[0]
    following = sentence.items[1] if len(sentence.items) > 1 else None
    if not opening.means("attribute", "new") or opening.last == opening.first + 1 or following is None:
        return False
    return following.category == "time" or following.means("cue", "exists")


def _is_person(sentence: ReadSentence) -> bool:
    """ "Anh Bình ở xã Cẩm Vịnh", "Gia đình chị Hoa": a title and a name, and nothing of an office or of speaking."""
    position = 0
    while position < len(sentence.items) and sentence.items[position].value in _HOUSEHOLD:
        position += 1
    if position + 1 >= len(sentence.items) or sentence.items[position].value not in TITLES:
        return False
    if not is_name(sentence.token(sentence.items[position + 1].first)):
        return False
    return not any(_is_public(item) for item in sentence.items[position:])


def _is_public(item: Item) -> bool:
    if item.category == "word":
        return item.value in _OF_OFFICE or item.value in _SPEAKS
    is_label = item.means("mark", ":") or item.means("entity", "alliance")
    return is_label or item.means("cue", "speech") or item.means("blocker", "institution")


def _is_others(sentence: ReadSentence, items: tuple[Item, ...]) -> bool:
    """ "Doanh nghiệp trên địa bàn có 5.200 đơn vị": others named before any of ours and before any number."""
    for item in items:
        if item.category in _SAY_NOTHING:
            continue
        if item.category in {"quantity", "attribute"} or item.means("cue", "all_coops", "exists", "of"):
            return False
        if item.means("blocker", "institution") and sentence.text_of(item).lower().startswith(_FIELD):
            return True
        if item.means("entity", "enterprise") or item.means("blocker", "bank"):
            return sentence.text_of(item).lower() != _VERB_TOO
        if item.means("entity", *ORGANISATIONS, "sector_economy", "alliance", "support_fund", "unit"):
            return False
    return False
