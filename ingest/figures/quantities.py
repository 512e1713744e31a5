"""Numbers of a sentence with all that belongs to them: bounds, range, scale, unit, per what."""

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ingest.figures.sentences import Sentence, Token, TokenKind
from ingest.figures.types import Qualifier
from ingest.figures.vocabulary import Match
from ingest.vietnamese.folding import word_key
from ingest.vietnamese.numbers import OPENING_NUMBER_WORDS, SCALES, read_number, read_number_words
from ingest.vietnamese.word_patterns import small_letters


class Form(StrEnum):
    """What kind of unit the number carries; `count` has none of its own and looks for a noun."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    AREA = "area"
    OTHER = "other"


class Quantity(NamedTuple):
    """A number phrase at tokens [first, last): fully scaled bounds, form, and what it is "per".

    A tuple, as the other records of which a text makes hundreds: they are made in half the time.
    """

    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    form: Form
    first: int
    last: int
    per: frozenset[str] = frozenset()
    out_of: Decimal | None = None
    ambiguous: bool = False
    from_word: bool = False

    @property
    def value(self) -> Decimal:
        """The printed number; the lower end of a range."""
        value = self.low if self.low is not None else self.high
        if value is None:
            raise ValueError("a quantity without bounds")
        return value


_SCALES_BY_KEYS = {tuple(word_key(word) for word in phrase.split()): factor for phrase, factor in SCALES.items()}
_SCALE_OPENINGS = {keys[0] for keys in _SCALES_BY_KEYS}
_BILLION = word_key("tỷ")
_RATIO_ENDS = {word_key("lệ"), word_key("trọng")}
"""With "tỷ" before they are a ratio, no number of billions."""
_LARGE_SCALE = SCALES["triệu"]
_RANGE_MARKS = {"-", word_key("đến"), word_key("tới")}
_SCALED_UNITS = {word_key(word): SCALES[scale] for word, scale in (("trđ", "triệu"), ("tỷđ", "tỷ"))}
"""Units of money that hold their scale: "820 trđ/HTX"."""
_MONEY_UNITS = {word_key(word) for word in ("đồng", "đ", "vnđ", "vnd")} | set(_SCALED_UNITS)
_PERCENT_WORDS = (word_key("phần"), word_key("trăm"))
_FOREIGN_UNITS = {"usd", "m", "kg", "km", word_key("tấn"), word_key("tạ")}
_AREA_UNITS = {"ha", word_key("héc"), "hecta", word_key("héc-ta")}
_COUNTED_IN_WORDS = frozenset({"coop", "group", "union", "fund", "member_coop"})
_BEFORE_KNOWN_ONES = frozenset(
    {"cả", "thứ", "trong", "một", "những", "các", "giữa", "hàng", "mỗi", "hai", "ba", "bốn", "với", "là"}
)
_AFTER_KNOWN_ONES = frozenset({"này", "đó", "kia", "ấy", "trên", "nói", "nêu", "còn"})
"""Words around a number of organisations that are known already and not counted."""
_ORDINAL_WORDS = {word_key(word) for word in ("thứ", "số", "khóa", "điều", "khoản", "chương", "lô", "tổ", "hạng")}
_ORDINAL_WORDS -= {word_key("tổ"), word_key("số")}
_PER_WORDS = {
    word_key("người"): "person",
    word_key("lao"): "person",
    word_key("tháng"): "month",
    word_key("năm"): "year",
    word_key("tổ"): "group",
    word_key("liên"): "union",
    "lhhtx": "union",
    "tht": "group",
    "htx": "coop",
    word_key("hợp"): "coop",
    word_key("đơn"): "coop",
    word_key("đơn vị"): "coop",
}
_EACH = {word_key(word) for word in ("mỗi", "một", "trên")}
_PER_TAIL = {word_key(word) for word in ("tác", "xã", "động", "vị", "hợp", "hiệp", "htx")}


_YEAR_OR_FIVE = "năm"
_MAY_COUNT = re.compile(
    rf"\d|(?<![^\W\d_])(?:{'|'.join(sorted(OPENING_NUMBER_WORDS - {_YEAR_OR_FIVE}))}"
    rf"|{_YEAR_OR_FIVE}\s+mươi)(?![^\W\d_])"
)


def may_count(text: str) -> bool:
    """Whether a text has digits or a number in words, without which it holds no quantity."""
    return _MAY_COUNT.search(small_letters(text)) is not None


class _Number(NamedTuple):
    """One number with its own scale, at tokens [first, last)."""

    value: Decimal
    scale: Decimal | None
    percent: bool
    last: int
    ambiguous: bool


def find_quantities(
    sentence: Sentence,
    is_taken: Callable[[int], bool],
    match_at: Callable[[int], Match | None],
    match_from: Callable[[int], Match | None],
) -> tuple[Quantity, ...]:
    """Quantities of a sentence, left to right.

    `is_taken` tells tokens that belong to an expression of time; `match_at` gives the vocabulary's phrase that
    ends right before a token, for bounds such as "trên" and "ít nhất"; `match_from` the one that begins at a token.
    """
    found: list[Quantity] = []
    tokens = sentence.tokens
    done = 0
    for position, token in enumerate(tokens):
        if not token.opens_number or position < done or is_taken(position):
            continue
        quantity = None
        if token.kind is TokenKind.NUMBER and not _is_identifier(sentence, position):
            quantity = _quantity(tokens, position, is_taken, match_at)
        elif token.kind is TokenKind.WORD and match_from(position) is None:
            quantity = _in_words(tokens, position, match_at, match_from)
        if quantity is not None:
            found.append(quantity)
            done = quantity.last
    return tuple(found)


def _quantity(
    tokens: tuple[Token, ...],
    first: int,
    is_taken: Callable[[int], bool],
    match_at: Callable[[int], Match | None],
) -> Quantity | None:
    number = _number(tokens, first)
    if number is None:
        return None
    upper, out_of, last = _second_number(tokens, number, is_taken)
    scale, percent = number.scale, number.percent
    if upper is not None:
        scale, percent = scale or upper.scale, percent or upper.percent
    compound, last = _compound_rest(tokens, last, scale) if upper is None else (Decimal(0), last)
    form, last = _unit(tokens, last, percent, scale)
    per, last, foreign = _per(tokens, last)
    if form is Form.MONEY:
        said, last = _per_in_words(tokens, last)
        per |= said
    low = number.value * (scale or 1) + compound
    high = upper.value * (upper.scale or scale or 1) if upper is not None else low
    start, bound, from_word = _bound(tokens, first, match_at)
    qualifier = Qualifier.BETWEEN if upper is not None else bound
    return Quantity(
        low=None if qualifier is Qualifier.UNDER else low,
        high=None if qualifier is Qualifier.OVER else high,
        qualifier=qualifier,
        form=Form.OTHER if foreign else form,
        first=start,
        last=last,
        per=per,
        out_of=out_of,
        ambiguous=number.ambiguous,
        from_word=from_word,
    )


def _in_words(
    tokens: tuple[Token, ...],
    first: int,
    match_at: Callable[[int], Match | None],
    match_from: Callable[[int], Match | None],
) -> Quantity | None:
    """A number in words right before a kind of organisation: "ba HTX"; not "cả hai HTX", "hai HTX này"."""
    read = read_number_words([token.text.lower() for token in tokens[first : first + 3]])
    if read is None or (first and tokens[first - 1].text.lower() in _BEFORE_KNOWN_ONES):
        return None
    last = first + read[1]
    noun = match_from(last)
    if noun is None or noun.meanings[0].category != "entity" or noun.meanings[0].value not in _COUNTED_IN_WORDS:
        return None
    if noun.last < len(tokens) and tokens[noun.last].text.lower() in _AFTER_KNOWN_ONES:
        return None
    start, qualifier, from_word = _bound(tokens, first, match_at)
    value = Decimal(read[0])
    low = None if qualifier is Qualifier.UNDER else value
    high = None if qualifier is Qualifier.OVER else value
    return Quantity(low, high, qualifier, Form.COUNT, start, last, from_word=from_word)


def _is_identifier(sentence: Sentence, position: int) -> bool:
    """Numbers that name a thing: 215/KH-UBND, lần thứ 10, Covid-19, Nhơn Thuận 2, m2."""
    tokens = sentence.tokens
    if position:
        previous, is_glued = tokens[position - 1], sentence.is_glued(position)
        if previous.key in _ORDINAL_WORDS:
            return True
        if is_glued and previous.kind is TokenKind.WORD:
            return True
        is_after_dash = is_glued and previous.key in "-/" and position > 1 and sentence.is_glued(position - 1)
        before = tokens[position - 2]
        if is_after_dash and before.kind is TokenKind.WORD and before.key not in _PER_WORDS:
            return True
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    after = tokens[position + 2] if position + 2 < len(tokens) else None
    if following is None or after is None:
        return False
    if following.text == "/":
        return after.is_abbreviation and after.key not in _PER_WORDS
    is_clock = following.text == ":" and after.kind is TokenKind.NUMBER
    return is_clock and sentence.is_glued(position + 1) and sentence.is_glued(position + 2)


def _number(tokens: tuple[Token, ...], position: int) -> _Number | None:
    if position >= len(tokens) or tokens[position].kind is not TokenKind.NUMBER:
        return None
    reading = read_number(tokens[position].text)
    if reading.value is None:
        return None
    last = position + 1
    percent = last < len(tokens) and tokens[last].text == "%"
    if percent:
        return _Number(reading.value, None, True, last + 1, reading.ambiguous)
    scale, last = _scale(tokens, last)
    return _Number(reading.value, scale, False, last, reading.ambiguous)


def _scale(tokens: tuple[Token, ...], position: int) -> tuple[Decimal | None, int]:
    if position >= len(tokens) or tokens[position].key not in _SCALE_OPENINGS:
        return _short_scale(tokens, position)
    for length in (2, 1):
        keys = tuple(token.key for token in tokens[position : position + length])
        if keys in _SCALES_BY_KEYS:
            after = tokens[position + length].key if position + length < len(tokens) else ""
            if keys[-1] == _BILLION and after in _RATIO_ENDS:
                continue
            return _SCALES_BY_KEYS[keys], position + len(keys)
    return _short_scale(tokens, position)


def _short_scale(tokens: tuple[Token, ...], position: int) -> tuple[Decimal | None, int]:
    """The million of "820 trđ" and "5,6 tr.đồng"."""
    key = tokens[position].key if position < len(tokens) else ""
    if key in _SCALED_UNITS:
        return _SCALED_UNITS[key], position
    if key != "tr":
        return None, position
    unit = position + 1 + (position + 1 < len(tokens) and tokens[position + 1].text == ".")
    is_money = unit < len(tokens) and tokens[unit].key in _MONEY_UNITS
    return (SCALES["triệu"], unit) if is_money else (None, position)


def _second_number(
    tokens: tuple[Token, ...], number: _Number, is_taken: Callable[[int], bool]
) -> tuple[_Number | None, Decimal | None, int]:
    """The upper end of a range ("10 - 15", "từ 6% đến 8%"), or the whole of a part ("13/66")."""
    mark = number.last
    if mark + 1 >= len(tokens) or tokens[mark + 1].kind is not TokenKind.NUMBER or is_taken(mark + 1):
        return None, None, number.last
    other = _number(tokens, mark + 1)
    if other is None:
        return None, None, number.last
    if tokens[mark].key in _RANGE_MARKS and other.value * (other.scale or 1) > number.value * (number.scale or 1):
        return other, None, other.last
    if tokens[mark].text == "/" and number.scale is None and not number.percent:
        return None, other.value, other.last
    return None, None, number.last


def _compound_rest(tokens: tuple[Token, ...], position: int, scale: Decimal | None) -> tuple[Decimal, int]:
    """The smaller part of a two-part amount: the 350 triệu of "168 tỷ 350 triệu"."""
    if scale is None or scale < _LARGE_SCALE:
        return Decimal(0), position
    rest = _number(tokens, position)
    if rest is None or rest.scale is None or rest.scale >= scale:
        return Decimal(0), position
    return rest.value * rest.scale, rest.last


def _unit(tokens: tuple[Token, ...], position: int, percent: bool, scale: Decimal | None) -> tuple[Form, int]:
    if percent:
        return Form.PERCENT, position
    key = tokens[position].key if position < len(tokens) else ""
    following = tokens[position + 1].key if position + 1 < len(tokens) else ""
    if key in _MONEY_UNITS:
        return Form.MONEY, position + 1
    if (key, following) == _PERCENT_WORDS:
        return Form.PERCENT, position + 2
    if key in _AREA_UNITS:
        dashed = following == "-" and position + 2 < len(tokens) and tokens[position + 2].key == "ta"
        return Form.AREA, position + (3 if dashed else 1)
    if key in _FOREIGN_UNITS:
        return Form.OTHER, position + 1
    at_end = position >= len(tokens) or tokens[position].kind is TokenKind.MARK
    return (Form.MONEY if scale is not None and scale >= _LARGE_SCALE and at_end else Form.COUNT), position


def _per(tokens: tuple[Token, ...], position: int) -> tuple[frozenset[str], int, bool]:
    """What follows in "/HTX/năm", "/người/tháng"; the last of the triple says that it is a unit not of ours."""
    per: set[str] = set()
    foreign = False
    while position + 1 < len(tokens) and tokens[position].text == "/":
        following = tokens[position + 1]
        if following.kind is not TokenKind.WORD:
            break
        if following.key in _PER_WORDS:
            per.add(_PER_WORDS[following.key])
        else:
            foreign = True
        position += 2
        while position < len(tokens) and tokens[position].key in _PER_TAIL:
            position += 1
    return frozenset(per), position, foreign


def _per_in_words(tokens: tuple[Token, ...], position: int) -> tuple[frozenset[str], int]:
    """What an amount is per in words: "5,6 triệu đồng mỗi tháng", "1,5 tỷ đồng mỗi HTX", "4 triệu một người"."""
    per: set[str] = set()
    while position + 1 < len(tokens) and tokens[position].key in _EACH:
        doubled = tokens[position].key == word_key("trên") and tokens[position + 1].key in _EACH
        noun = position + 1 + doubled
        if noun >= len(tokens) or tokens[noun].key not in _PER_WORDS:
            break
        per.add(_PER_WORDS[tokens[noun].key])
        position = noun + 1
        while position < len(tokens) and tokens[position].key in _PER_TAIL:
            position += 1
    return frozenset(per), position


def _bound(
    tokens: tuple[Token, ...], first: int, match_at: Callable[[int], Match | None]
) -> tuple[int, Qualifier, bool]:
    """The first token with the words that bound the number, the bound, and whether "từ" opens it."""
    qualifier = Qualifier.EXACT
    from_word = False
    while (match := match_at(first)) is not None and match.meanings[0].category == "qualifier":
        value = match.meanings[0].value
        if value == "from":
            from_word = True
        elif value in {"over", "under", "about"} and qualifier is Qualifier.EXACT:
            qualifier = Qualifier(value)
        elif value != "exact":
            break
        first = match.first
    return first, qualifier, from_word


def with_upwards(quantity: Quantity, upwards: bool) -> Quantity:
    """The quantity with the bound that "trở lên" after its noun gives it."""
    if not upwards or quantity.qualifier is not Qualifier.EXACT:
        return quantity
    return quantity._replace(high=None, qualifier=Qualifier.OVER)
