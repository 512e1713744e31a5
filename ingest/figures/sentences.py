"""Text to blocks, sentences and tokens, every one with its place in the normalised text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ingest.figures.paragraphs import paragraphs
from ingest.vietnamese.folding import fold, word_key
from ingest.vietnamese.numbers import NUMBER_TOKEN, OPENING_NUMBER_WORDS

_TOKEN = re.compile(rf"(?P<number>{NUMBER_TOKEN.pattern})|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<mark>\S)")
_SPACED_NUMBER = re.compile(r"\d \d{3}")
_LONGEST_CACHED = 40
_SENTENCE_END = re.compile(
    r"(?:[.!?]+|…)[\"”'’)]*(?:(?=\s+[\"“'‘(\[-]*(\w))|(?<=[^\W\d_A-Z]\.|[)\]]\.)(?=([^\W\d_])[^\W\d_]))"
)
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|Tp|TX|Tx|TT|Th[sS]|TS|GS|PGS|BS|Q|P|H|X|St|[A-ZĐ])\.$")
_LONGEST_ABBREVIATION = 8
_TERMINALS = tuple('.!?…:;,”"»)')
_CAPTION = re.compile(r"^\(?\s*ảnh\s*:|\bảnh\s*\d|\bảnh\s*:", re.IGNORECASE)
_CAPTION_WORD = "ảnh"
_NUMBERS = re.compile(NUMBER_TOKEN.pattern)
_BEFORE_OPENING = " ([>»*•-–|"
"""Marks before the words that open page furniture: ">> Xem thêm", "(Đọc thêm: …)"."""
_LONGEST_OPENING = 5
_LIST_ITEM = re.compile(r"^[-+•*–]\s*\S")
_COUNT = re.compile(
    r"\d[\d.,]*\s*(?:HTX|LHHTX|THT|QTDND|hợp tác xã|tổ hợp tác|liên hiệp|thành viên|lao động)\b|:\s*\d[\d.]*\W?$",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"^(?:[-+•*–●▪]\s*)?(?:trong đó\s*:?\s*)?"
    r"(?:(?:tổng )?số |tổng |doanh thu|vốn |thu nhập|lãi |lợi nhuận|nộp ngân sách|(?:thành lập|phát triển) mới"
    r"|giải thể|kết nạp|htx |hợp tác xã |tổ hợp tác|liên hiệp (?:htx|hợp tác xã)|bình quân)"
    r"[^:\d|]{0,80}:\s*(?:[^\W\d]+\s+){0,2}\d",
    re.IGNORECASE,
)
"""A line that states one number of ours: "Số HTX thành lập mới trong năm: 17 HTX"."""

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
    """A word, number or mark as written; one object serves all its places, which the sentence knows.

    `key` compares spellings (`word_key`), dashes all as "-". `is_capitalised`: a word that begins with a capital and
    goes on in small letters, as names do; `is_abbreviation`: one of two or more capitals (HTX, UBND, KTTT);
    `opens_number`: a number, or a word that may begin one.
    """

    kind: TokenKind
    text: str
    key: str
    is_capitalised: bool
    is_abbreviation: bool
    opens_number: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place in the normalised text, the number of its block, its tokens and where each begins."""

    text: str
    start: int
    block: int
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]

    def end_of(self, position: int) -> int:
        """Where the token at `position` ends in the normalised text."""
        return self.starts[position] + len(self.tokens[position].text)

    def is_glued(self, position: int) -> bool:
        """Whether nothing parts the token at `position` from the one before it."""
        return self.end_of(position - 1) == self.starts[position]


class BlockKind(StrEnum):
    """Prose states facts; headlines and captions repeat them; furniture belongs to the page, not the article.

    Lines of a table are read by `ingest.figures.tables`, which also finds them; `blocks` calls none so.
    """

    PROSE = "prose"
    HEADLINE = "headline"
    CAPTION = "caption"
    FURNITURE = "furniture"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the text and what it is."""

    kind: BlockKind
    text: str
    start: int
    number: int


def tokenise(text: str) -> tuple[Token, ...]:
    """Tokens of a text."""
    return _placed_tokens(text, 0)[0]


def _placed_tokens(text: str, offset: int) -> tuple[tuple[Token, ...], tuple[int, ...]]:
    """Tokens of a text and where they begin, counted from `offset`.

    The same words come again and again, so what stands between two spaces is cut into tokens once; only numbers
    grouped by spaces reach over them.
    """
    tokens: list[Token] = []
    starts: list[int] = []
    chunks = text.split() if _SPACED_NUMBER.search(text) is None else [match[0] for match in _TOKEN.finditer(text)]
    is_even = " ".join(chunks) == text
    position = 0
    for chunk in chunks:
        if not is_even:
            position = text.index(chunk, position)
        length = len(chunk)
        cut = _cut_chunk(chunk) if length <= _LONGEST_CACHED else _cut(chunk)
        if isinstance(cut, Token):
            tokens.append(cut)
            starts.append(offset + position)
        else:
            for token, shift in cut:
                tokens.append(token)
                starts.append(offset + position + shift)
        position += length + is_even
    return tuple(tokens), tuple(starts)


def _cut(chunk: str) -> Token | tuple[tuple[Token, int], ...]:
    """The token a chunk is, or its tokens and where in it they begin."""
    cut = tuple((_token(match), match.start()) for match in _TOKEN.finditer(chunk))
    return cut[0][0] if len(cut) == 1 else cut


_cut_chunk = lru_cache(maxsize=20_000)(_cut)


def _token(match: re.Match[str]) -> Token:
    kind = TokenKind(match.lastgroup or "mark")
    text = match[0]
    is_word = kind is TokenKind.WORD
    is_abbreviation = is_word and len(text) > 1 and text.isupper()
    return Token(
        kind,
        text,
        word_key(text) if is_word else "-" if text in "–—−" else text,
        is_capitalised=is_word and text[0].isupper() and not is_abbreviation,
        is_abbreviation=is_abbreviation,
        opens_number=kind is TokenKind.NUMBER or text.lower() in OPENING_NUMBER_WORDS,
    )


def blocks(text: str, furniture: frozenset[str]) -> tuple[Block, ...]:
    """Lines with their kind. `furniture` holds folded openings of lines that begin a page's trailing lists."""
    openings = tuple(furniture)
    longest = 2 + max((opening.count(" ") for opening in openings), default=0)
    found: list[Block] = []
    in_furniture = False
    prose_seen = False
    for number, (start, line) in enumerate(paragraphs(text)):
        opens_furniture = prose_seen and fold(_first_words(line.lstrip(_BEFORE_OPENING), longest)).startswith(openings)
        kind = _line_kind(line, in_list=bool(found) and _goes_on(found[-1]))
        if opens_furniture or (in_furniture and kind is not BlockKind.PROSE):
            # ">> Xem thêm: Một bài khác" is one link; "Tin liên quan" alone opens a list.
            in_furniture, kind = in_furniture or not _is_link(line), BlockKind.FURNITURE
        elif in_furniture and kind is BlockKind.PROSE:
            in_furniture = len(line.split()) < LONG_LINE_WORDS
            kind = BlockKind.FURNITURE if in_furniture else kind
        prose_seen = prose_seen or kind is BlockKind.PROSE
        found.append(Block(kind, line, start, number))
    return tuple(found)


def _is_link(line: str) -> bool:
    """Whether the line goes on with a title after its opening words."""
    before, colon, after = line.partition(":")
    return bool(colon) and len(before.split()) <= _LONGEST_OPENING and len(after.split()) >= SHORT_LINE_WORDS


def _first_words(line: str, count: int) -> str:
    return " ".join(line.split(maxsplit=count)[:count])


def _goes_on(before: Block) -> bool:
    """Whether a list may go on after a line: its introduction, or an item of it."""
    is_item = before.kind is BlockKind.PROSE and _LIST_ITEM.match(before.text) is not None
    return is_item or before.text.endswith(":")


def _line_kind(line: str, in_list: bool) -> BlockKind:
    words = len(line.split())
    if _CAPTION_WORD in line.lower() and _CAPTION.search(line):
        return BlockKind.CAPTION
    if words >= LONG_LINE_WORDS or (words >= SHORT_LINE_WORDS and line.endswith(_TERMINALS)):
        return BlockKind.PROSE
    if words >= LONG_LINE_WORDS // 2 and "," in line and len(_NUMBERS.findall(line)) >= MANY_NUMBERS:
        return BlockKind.PROSE
    if in_list and _LIST_ITEM.match(line) and (words >= SHORT_LINE_WORDS or _COUNT.search(line)):
        return BlockKind.PROSE
    if ":" in line and _ENTRY.match(line):
        return BlockKind.PROSE
    return BlockKind.HEADLINE


def sentences(block: Block) -> Iterator[Sentence]:
    """Sentences of one block."""
    start = 0
    for match in _SENTENCE_END.finditer(block.text):
        tail = block.text[max(start, match.end() - _LONGEST_ABBREVIATION) : match.end()]
        if (match[1] or match[2]).islower() or _ABBREVIATION.search(tail):
            continue
        yield from _sentence(block, start, match.end())
        start = match.end()
    yield from _sentence(block, start, len(block.text))


def _sentence(block: Block, start: int, end: int) -> Iterator[Sentence]:
    raw = block.text[start:end]
    text = raw.strip()
    if text:
        offset = block.start + start + len(raw) - len(raw.lstrip())
        yield whole_sentence(text, offset, block.number)


def whole_sentence(text: str, start: int, block: int) -> Sentence:
    """A text that is one sentence, such as a cell of a table, which begins at `start`."""
    return Sentence(text, start, block, *_placed_tokens(text, start))
