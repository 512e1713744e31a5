"""Whether a mention of a cooperative, group, union or fund means one of them: by its name, its officers, its story.

What is said of one is no figure of an area.
"""

import re
from functools import cache

from ingest.figures.mentions import Item, ReadSentence
from ingest.figures.sentences import Token, TokenKind
from ingest.figures.vocabulary import places
from ingest.vietnamese.folding import word_key

NAMED_KINDS = frozenset({"coop", "group", "union", "fund"})
"""Kinds of organisations that carry names of their own."""
_LONGEST_KIND = 6
"""So many words of what it does may stand between the noun and its name: "HTX dịch vụ nông nghiệp Mỹ Lộc"."""
_NOT_OF_A_NAME = frozenset(
    word_key(word)
    for words in (
        "có là đã đang sẽ được bị phải cần đạt theo tham gia áp ứng và với của do cho để từ đến trên trong tại ở thuộc",
        "nào này mới tỉnh huyện xã quận phường thị thành phố vùng khu bàn cũ còn hiện giữ liên kết ký hợp vay bán mua",
        "xuất sang vào như gồm kiểu khác",
    )
    for word in words.split()
)
"""Words that no name of a cooperative goes through: what follows them is a clause or an area."""
_AREAS = frozenset(word_key(word) for word in ("tỉnh", "huyện", "xã", "quận", "phường", "thị", "thành", "vùng", "khu"))
_NAME_OF_ONE = re.compile(rf"(?:HTX|[Hh]ợp tác xã)(?: [^\W\d_]+){{0,{_LONGEST_KIND}}}? [^\Wa-z\d_][^\WA-Z\d_]")
_NUMBERS = frozenset(word_key(word) for word in ("cả", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"))
_AT = frozenset(word_key(word) for word in ("ở", "tại"))
_FORMER = ("cũ", "trước đây")
_COMMUNE = frozenset(word_key(word) for word in ("xã", "phường", "thôn", "ấp", "bản", "buôn", "làng"))
_BEFORE_SOURCE = frozenset(word_key(word) for word in ("theo", "tịch", "diện", "đạo", "trực", "bộ", "từ"))
"""Last words of what comes before the organisation that tells something: "lãnh đạo", "đại diện", "cán bộ"."""
TITLES = frozenset(word_key(word) for word in ("ông", "bà", "anh", "chị", "cô", "chú", "bác"))
"""How persons are called before their names."""


def may_name_one(text: str) -> bool:
    """Whether a cooperative and a capitalised word stand together; seen without reading the sentence."""
    return _NAME_OF_ONE.search(text) is not None


def names_one(sentence: ReadSentence, index: int, known_places: tuple[str, ...]) -> bool:
    """ "HTX Nhơn Thuận", "HTX chè Khe Cốc", "QTDND Cương Gián": the noun at item `index` has a name behind it.

    A name is a capitalised word, behind what the organisation does; `known_places` are no names.
    """
    if index and sentence.items[index - 1].means("cue", "total"):
        return False
    if sentence.items[index].means("entity", "fund") and _is_of_commune(sentence, sentence.items[index].last):
        return True
    words = sentence.sentence
    position = sentence.items[index].last
    for _ in range(_LONGEST_KIND + 1):
        if position >= len(words.tokens) or words.starts[position] != words.end_of(position - 1) + 1:
            return False
        token = words.tokens[position]
        ends = token.key in _NOT_OF_A_NAME and (token.key in _AREAS or not is_name(token))
        if token.kind is not TokenKind.WORD or ends:
            return token.key in _AT and _is_of_a_crop(sentence, index, position)
        if is_name(token):
            return not _is_place(sentence, position, known_places)
        position += 1
    return False


def _is_of_commune(sentence: ReadSentence, position: int) -> bool:
    """ "QTDND xã Lạc Đạo": a commune has one credit fund at most."""
    tokens = sentence.sentence.tokens
    return position + 1 < len(tokens) and tokens[position].key in _COMMUNE and is_name(tokens[position + 1])


def _is_of_a_crop(sentence: ReadSentence, index: int, position: int) -> bool:
    """ "HTX thanh long ở Châu Thành": a crop, up to the token `position`, and a place; a sector would be a kind."""
    kind = [item for item in sentence.items[index + 1 : index + 2 + _LONGEST_KIND] if item.first < position]
    tokens = sentence.sentence.tokens
    is_place = position + 1 < len(tokens) and (is_name(tokens[position + 1]) or tokens[position + 1].key in _COMMUNE)
    return is_place and bool(kind) and all(item.category == "word" for item in kind)


def is_name(token: Token) -> bool:
    """A word in capital and small letters; "VietGAP" and "GlobalGAP" are marks of quality."""
    return token.is_capitalised and token.text[1:].islower()


def _is_place(sentence: ReadSentence, position: int, known_places: tuple[str, ...]) -> bool:
    words = sentence.sentence
    rest = words.text[words.starts[position] - words.start :]
    if rest.startswith(known_places):
        return True
    alias = next((alias for alias in _province_names() if rest.startswith(alias)), None)
    # In a text about Quảng Ngãi "HTX nông nghiệp Bình Dương" bears the name of one of its own communes.
    is_of_elsewhere = any(place in _province_names() for place in known_places)
    return alias is not None and (not is_of_elsewhere or rest[len(alias) :].lstrip(" (").startswith(_FORMER))


@cache
def _province_names() -> tuple[str, ...]:
    return tuple(alias for place in places() for alias in place.aliases)


def is_known(sentence: ReadSentence, index: int) -> bool:
    """ "Hai HTX trên", "ba tổ hợp tác này": some that the text has named."""
    before = sentence.items[index - 1] if index else None
    after = sentence.items[index + 1] if index + 1 < len(sentence.items) else None
    if before is None or after is None or before.value not in _NUMBERS:
        return False
    return sentence.text_of(after).lower() in {"này", "đó", "trên", "ấy", "kể", "nói"}


def is_source(sentence: ReadSentence, index: int) -> bool:
    """ "Chủ tịch Liên minh HTX tỉnh", "theo Liên minh HTX": the organisation at item `index` only says who tells."""
    before = sentence.items[index - 1] if index else None
    after = sentence.items[index + 1] if index + 1 < len(sentence.items) else None
    if after is not None and after.category == "whole" and index + 2 < len(sentence.items):
        after = sentence.items[index + 2]
    tells = after is not None and after.means("cue", "speech")
    return tells or (before is not None and (before.means("cue", "officer") or before.value in _BEFORE_SOURCE))


def is_of_officer(sentence: ReadSentence, index: int) -> bool:
    """ "Ông Nam, Giám đốc HTX, …", "chị Hoa, thành viên HTX": the organisation at item `index` is that of a person."""
    officer = sentence.items[index - 1] if index else None
    return officer is not None and officer.means("cue", "officer") and is_apposition(sentence, index - 1)


def is_apposition(sentence: ReadSentence, index: int) -> bool:
    """Whether the item says who a person is that was named right before, with a mark or without."""
    if index == 0:
        return True
    marked = sentence.items[index - 1].means("mark", ",", "-", "(")
    if marked and names_person(sentence, index - 1):
        return True
    item = sentence.items[index - 2 if marked and index > 1 else index - 1]
    return item.category == "word" and (is_name(sentence.token(item.first)) or item.value in TITLES)


def names_person(sentence: ReadSentence, last: int) -> bool:
    """ "Anh Dương Văn Tuấn": a title with a name behind it among the items before `last`."""
    pairs = zip(sentence.items[:last], sentence.items[1:last], strict=False)
    return any(item.value in TITLES and is_name(sentence.token(name.first)) for item, name in pairs)


def is_story_of_one(
    sentence: ReadSentence, previous: Item | None, following: Item | None, *, told_before: bool
) -> bool:
    """ "Nay HTX đã có 37 thành viên": the bare noun opens a clause that gives it something.

    It is one cooperative where its officer speaks, or the story before was of one or of a person (`told_before`).
    """
    said = told_before or any(item.means("cue", "officer") for item in sentence.items)
    opens = previous is None or previous.category in {"mark", "time"} or previous.means("cue", "speech")
    has = following is not None and (following.category == "time" or following.means("cue", "exists"))
    has = has or (told_before and following is not None and following.category == "word")
    return said and opens and has
