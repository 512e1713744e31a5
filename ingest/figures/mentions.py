"""A sentence as a row of items: phrases of the vocabulary, quantities, expressions of time, other words, marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.figures.quantities import Quantity, find_quantities
from ingest.figures.sentences import Sentence, Token, TokenKind
from ingest.figures.vocabulary import Lexicon, Match, Meaning
from ingest.vietnamese.periods import TimeExpression, find_times


@dataclass(frozen=True, slots=True)
class Item:
    """One item at tokens [first, last). `category` is that of the vocabulary, or quantity, time, word, mark."""

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
    """A sentence with its items."""

    sentence: Sentence
    items: tuple[Item, ...]

    def token(self, position: int) -> Token:
        """The token at a position."""
        return self.sentence.tokens[position]

    def text_before(self, item: Item) -> str:
        """The sentence up to an item."""
        return self.sentence.text[: self.token(item.first).start - self.sentence.start]

    def text_of(self, item: Item) -> str:
        """The words of an item as written."""
        start = self.token(item.first).start - self.sentence.start
        end = self.token(item.last - 1).end - self.sentence.start
        return self.sentence.text[start:end]


def read_sentence(sentence: Sentence, lexicon: Lexicon) -> ReadSentence:
    """Cut a sentence into items; expressions of time come first, then quantities, then the longest phrases."""
    tokens = sentence.tokens
    times = _times_by_token(sentence)
    matches = _matches(tokens, times, lexicon)
    beginnings = {match.first: match for match in matches}
    endings = {match.last: match for match in matches}
    quantities = {
        quantity.first: quantity
        for quantity in find_quantities(tokens, lambda position: position in times, endings.get, beginnings.get)
    }
    items: list[Item] = []
    position = 0
    while position < len(tokens):
        item = _item(position, tokens, times, quantities, beginnings)
        items.append(item)
        position = item.last
    return ReadSentence(sentence, tuple(_without_glosses(items, tokens)))


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
        for position, token in enumerate(sentence.tokens):
            if token.start < end and start < token.end:
                covered[position] = expression
    return covered


def _matches(tokens: tuple[Token, ...], times: dict[int, TimeExpression], lexicon: Lexicon) -> list[Match]:
    found: list[Match] = []
    position = 0
    while position < len(tokens):
        match = None if position in times else lexicon.longest(tokens, position)
        if match is not None and not any(covered in times for covered in range(match.first, match.last)):
            found.append(match)
            position = match.last
        else:
            position += 1
    return found


def _item(
    position: int,
    tokens: tuple[Token, ...],
    times: dict[int, TimeExpression],
    quantities: dict[int, Quantity],
    beginnings: dict[int, Match],
) -> Item:
    if position in times:
        expression = times[position]
        last = position
        while times.get(last) is expression:
            last += 1
        return Item("time", expression.kind.value, position, last, time=expression)
    if position in quantities:
        quantity = quantities[position]
        return Item("quantity", quantity.form.value, position, quantity.last, quantity=quantity)
    match = beginnings.get(position)
    if match is not None:
        meaning = match.meanings[0]
        return Item(meaning.category, meaning.value, position, match.last, match.meanings)
    token = tokens[position]
    category = "word" if token.kind is TokenKind.WORD else "mark" if token.kind is TokenKind.MARK else "number"
    return Item(category, token.key, position, position + 1)
