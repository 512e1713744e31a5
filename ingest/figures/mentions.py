"""A sentence as a row of items: phrases of the vocabulary, quantities, expressions of time, other words, marks."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ingest.figures.quantities import Quantity, find_quantities
from ingest.figures.sentences import Sentence, Token, TokenKind
from ingest.figures.vocabulary import Lexicon, Match, Meaning
from ingest.vietnamese.periods import TimeExpression, find_times

_CATEGORIES = {kind: kind.value for kind in TokenKind}


class Item(NamedTuple):
    """One item at tokens [first, last). `category` is that of the vocabulary, or quantity, time, word, mark, number.

    A tuple, since a sentence makes one of nearly every word.
    """

    category: str
    value: str
    first: int
    last: int
    meanings: tuple[Meaning, ...] = ()
    quantity: Quantity | None = None
    time: TimeExpression | None = None

    def meaning(self, *sides: str) -> Meaning | None:
        """The meaning of an attribute on one of these sides, highest rank first."""
        fitting = [meaning for meaning in self.meanings if meaning.side in sides]
        return max(fitting, key=lambda meaning: meaning.rank, default=None)

    def means(self, category: str, *values: str) -> bool:
        """Whether the item is of this category and, if values are given, has one of them."""
        return self.category == category and (not values or self.value in values)


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with its items, and which categories are among them."""

    sentence: Sentence
    items: tuple[Item, ...]
    categories: frozenset[str]

    def token(self, position: int) -> Token:
        """The token at a position."""
        return self.sentence.tokens[position]

    def text_before(self, item: Item) -> str:
        """The sentence up to an item."""
        return self.sentence.text[: self.sentence.starts[item.first] - self.sentence.start]

    def text_of(self, item: Item) -> str:
        """The words of an item as written."""
        sentence = self.sentence
        if item.last == item.first + 1:
            return sentence.tokens[item.first].text
        start = sentence.starts[item.first] - sentence.start
        return sentence.text[start : sentence.end_of(item.last - 1) - sentence.start]


def read_sentence(sentence: Sentence, lexicon: Lexicon) -> ReadSentence:
    """Cut a sentence into items; expressions of time come first, then quantities, then the longest phrases."""
    times = _times_by_token(sentence)
    matches = lexicon.matches(sentence.tokens, times)
    beginnings = {match.first: match for match in matches}
    endings = {match.last: match for match in matches}
    quantities = {
        quantity.first: quantity
        for quantity in find_quantities(sentence, times.__contains__, endings.get, beginnings.get)
    }
    items = _items(sentence.tokens, times, quantities, beginnings)
    if "(" in sentence.text:
        items = list(_without_glosses(items, sentence.tokens))
    return ReadSentence(sentence, tuple(items), frozenset([item.category for item in items]))


def _without_glosses(items: list[Item], tokens: tuple[Token, ...]) -> Iterator[Item]:
    """Items without abbreviations in brackets, which say the noun before once more: "hợp tác xã (HTX)"."""
    skip = 0
    for index, item in enumerate(items):
        if skip:
            skip -= 1
            continue
        inside = items[index + 1 : index + 3]
        if item.value == "(" and len(inside) == 2 and inside[1].value == ")":
            covered = tokens[inside[0].first : inside[0].last]
            if all(token.is_abbreviation for token in covered):
                skip = 2
                continue
        yield item


def _times_by_token(sentence: Sentence) -> dict[int, TimeExpression]:
    """Expressions of time by every token they cover."""
    covered: dict[int, TimeExpression] = {}
    for expression in find_times(sentence.text):
        start, end = sentence.start + expression.start, sentence.start + expression.end
        position = bisect_right(sentence.starts, start) - 1
        if sentence.end_of(position) <= start:
            position += 1
        while position < len(sentence.starts) and sentence.starts[position] < end:
            covered[position] = expression
            position += 1
    return covered


def _items(
    tokens: tuple[Token, ...],
    times: dict[int, TimeExpression],
    quantities: dict[int, Quantity],
    matches: dict[int, Match],
) -> list[Item]:
    items: list[Item] = []
    done = 0
    for position in sorted({*times, *quantities, *matches}):
        if position < done:
            continue
        if position > done:
            items += _words(tokens, done, position)
        if (expression := times.get(position)) is not None:
            done = position + 1
            while times.get(done) is expression:
                done += 1
            item = Item("time", expression.kind.value, position, done, time=expression)
        elif (quantity := quantities.get(position)) is not None:
            done = quantity.last
            item = Item("quantity", quantity.form.value, position, done, quantity=quantity)
        else:
            meanings = matches[position].meanings
            done = matches[position].last
            kind, _, sector = meanings[0].value.partition("+")
            item = tuple.__new__(Item, (meanings[0].category, kind, position, done, meanings, None, None))
            if sector:
                items.append(item)
                item = Item("sector", sector, position, done)
        items.append(item)
    items += _words(tokens, done, len(tokens))
    return items


def _words(tokens: tuple[Token, ...], first: int, last: int) -> list[Item]:
    """The tokens [first, last) as items that mean nothing.

    The constructor of a NamedTuple costs twice as much as that of a tuple, and here nearly every word passes.
    """
    new = tuple.__new__
    return [
        new(Item, (_CATEGORIES[token.kind], token.key, position, position + 1, (), None, None))
        for position, token in enumerate(tokens[first:last], first)
    ]
