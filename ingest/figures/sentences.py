"""Text to blocks, sentences and tokens, every one with its place in the normalised text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.vietnamese.folding import fold, word_key
from ingest.vietnamese.numbers import NUMBER_TOKEN

_TOKEN = re.compile(rf"(?P<number>{NUMBER_TOKEN.pattern})|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<mark>\S)")
_SENTENCE_END = re.compile(
    r"(?:[.!?]+|…)[\"”'’)]*(?:(?=\s+[\"“'‘(\[-]*(\w))|(?<=[^\W\d_A-Z]\.|[)\]]\.)(?=([^\W\d_])[^\W\d_]))"
)
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|TX|Tx|TT|Th[sS]|TS|GS|PGS|BS|Q|P|H|X|St|[A-ZĐ])\.$")
_TERMINAL = re.compile(r"[.!?…:;,”\"»)]$")
_CAPTION = re.compile(r"^\(?\s*ảnh\s*:|\bảnh\s*\d|\bảnh\s*:", re.IGNORECASE)
_NUMBERS = re.compile(NUMBER_TOKEN.pattern)
_LIST_ITEM = re.compile(r"^[-+•*–]\s*\S")

LONG_LINE_WORDS = 25
"""A line of so many words is prose even where its full stop was cut off."""
MANY_NUMBERS = 3
"""Half as many words are enough where a line enumerates numbers."""
SHORT_LINE_WORDS = 6
"""A line of fewer words is never prose."""


class TokenKind(StrEnum):
    """Number, word or mark."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark at [start, end); `key` compares spellings (`word_key`), dashes all as "-"."""

    kind: TokenKind
    text: str
    key: str
    start: int
    end: int

    @property
    def is_capitalised(self) -> bool:
        """A word that begins with a capital and goes on in small letters, as names do."""
        return self.kind is TokenKind.WORD and self.text[0].isupper() and not self.is_abbreviation

    @property
    def is_abbreviation(self) -> bool:
        """A word of two or more capitals: HTX, UBND, KTTT."""
        return self.kind is TokenKind.WORD and len(self.text) > 1 and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its tokens, its span, and the number of the block it stands in."""

    text: str
    start: int
    block: int
    tokens: tuple[Token, ...]


class BlockKind(StrEnum):
    """Prose states facts; headlines and captions repeat them; furniture belongs to the page, not the article."""

    PROSE = "prose"
    HEADLINE = "headline"
    CAPTION = "caption"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the text and what it is."""

    kind: BlockKind
    text: str
    start: int
    number: int


def tokenise(text: str, offset: int = 0) -> tuple[Token, ...]:
    """Tokens of a text; `offset` is added to their places."""
    return tuple(_token(match, offset) for match in _TOKEN.finditer(text))


def _token(match: re.Match[str], offset: int) -> Token:
    kind = TokenKind(match.lastgroup or "mark")
    text = match[0]
    key = word_key(text) if kind is TokenKind.WORD else "-" if text in "–—−" else text
    return Token(kind, text, key, offset + match.start(), offset + match.end())


def blocks(text: str, furniture: frozenset[str]) -> tuple[Block, ...]:
    """Lines with their kind. `furniture` holds folded openings of lines that begin a page's trailing lists."""
    openings = tuple(furniture)
    found: list[Block] = []
    in_furniture = False
    prose_seen = False
    for number, match in enumerate(re.finditer(r"[^\n]+", text)):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        opens_furniture = prose_seen and fold(line).startswith(openings)
        kind = _line_kind(line, after_colon=bool(found) and found[-1].text.endswith(":"))
        if opens_furniture or (in_furniture and kind is not BlockKind.PROSE):
            in_furniture, kind = True, BlockKind.FURNITURE
        elif in_furniture and kind is BlockKind.PROSE:
            in_furniture = len(line.split()) < LONG_LINE_WORDS
            kind = BlockKind.FURNITURE if in_furniture else kind
        prose_seen = prose_seen or kind is BlockKind.PROSE
        found.append(Block(kind, line, start, number))
    return tuple(found)


def _line_kind(line: str, after_colon: bool) -> BlockKind:
    words = len(line.split())
    if _CAPTION.search(line):
        return BlockKind.CAPTION
    if words >= LONG_LINE_WORDS or (words >= SHORT_LINE_WORDS and _TERMINAL.search(line)):
        return BlockKind.PROSE
    if words >= LONG_LINE_WORDS // 2 and "," in line and len(_NUMBERS.findall(line)) >= MANY_NUMBERS:
        return BlockKind.PROSE
    if _LIST_ITEM.match(line) and after_colon and words >= SHORT_LINE_WORDS:
        return BlockKind.PROSE
    return BlockKind.HEADLINE


def sentences(block: Block) -> Iterator[Sentence]:
    """Sentences of one block."""
    start = 0
    for match in _SENTENCE_END.finditer(block.text):
        if (match[1] or match[2]).islower() or _ABBREVIATION.search(block.text[start : match.end()]):
            continue
        yield from _sentence(block, start, match.end())
        start = match.end()
    yield from _sentence(block, start, len(block.text))


def _sentence(block: Block, start: int, end: int) -> Iterator[Sentence]:
    raw = block.text[start:end]
    text = raw.strip()
    if text:
        offset = block.start + start + len(raw) - len(raw.lstrip())
        yield Sentence(text, offset, block.number, tokenise(text, offset))
