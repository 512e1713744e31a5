"""What the numbers of a row or column are counted in: "Triệu đồng/năm", "(người)", "%", "HTX"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ingest.figures.mentions import Item, read_sentence
from ingest.figures.quantities import Form
from ingest.figures.sentences import tokenise, whole_sentence
from ingest.figures.vocabulary import lexicon

_MONTH_OR_YEAR = frozenset({"month", "year"})
_COUNTABLES = frozenset({"entity", "people"})
_LONGEST_UNIT_WORDS = 6
_COUNTING_WORDS = {("lượt",): "participant", ("cái",): "", ("mô", "hình"): "model"}
"""Words that are units of a count and have no meaning in prose."""
_DIGITS = {"1.000.000": "triệu", "1000000": "triệu", "1.000": "nghìn", "1000": "nghìn"}
_SCALE_IN_DIGITS = re.compile(r"^1(?:\.?000){1,2}(?=\s)")
""" "1.000 đồng"."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`form` and `scale` of a number, what it is `per`, and the category and value of the noun it counts."""

    form: Form
    scale: Decimal = Decimal(1)
    per: frozenset[str] = frozenset()
    counted: tuple[str, str] | None = None


PERCENT = Unit(Form.PERCENT)


@lru_cache(maxsize=512)
def read_unit(text: str) -> Unit | None:
    """The unit that a text is and nothing else; None for other words. A bare "triệu" is no unit."""
    words = _SCALE_IN_DIGITS.sub(lambda number: _DIGITS[number[0]], text.strip(" .:"))
    if not words or len(words.split()) > _LONGEST_UNIT_WORDS or any(sign.isdigit() for sign in words):
        return None
    keys = tuple(token.text.lower() for token in tokenise(words))
    if keys in _COUNTING_WORDS:
        return Unit(Form.COUNT, counted=("people", _COUNTING_WORDS[keys]))
    items = read_sentence(whole_sentence(f"1 {words}", 0, 0), lexicon()).items
    if not items or (quantity := items[0].quantity) is None or quantity.low is None:
        return None
    rest = items[1:]
    if not rest:
        names_money = quantity.form is not Form.MONEY or any("đ" in key or "vn" in key for key in keys)
        return (
            Unit(quantity.form, quantity.low, quantity.per) if names_money and quantity.form is not Form.COUNT else None
        )
    noun = rest[0]
    if len(rest) == 1 and quantity.form is Form.COUNT and quantity.low == 1 and noun.category in _COUNTABLES:
        return Unit(Form.COUNT, counted=(noun.category, noun.value))
    return _in_words(quantity.form, quantity.low, quantity.per, rest)


def _in_words(form: Form, scale: Decimal, per: frozenset[str], rest: tuple[Item, ...]) -> Unit | None:
    """ "nghìn người": a scaled count of people."""
    if form is Form.COUNT and len(rest) == 1 and rest[0].category in _COUNTABLES:
        return Unit(Form.COUNT, scale, per, (rest[0].category, rest[0].value))
    return None


def period_unit(per: frozenset[str]) -> str | None:
    """The unit of an income: per month or per year; None where nothing tells which."""
    named = per & _MONTH_OR_YEAR
    return f"VND_per_{next(iter(named))}" if len(named) == 1 else None
