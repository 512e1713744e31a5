"""What stands right before a table and holds for all of it: its title, its unit, the sentence that introduces it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figures.clause import GRADES, ORGANISATIONS
from ingest.figures.quantities import Form
from ingest.figures.scope import DocumentScope
from ingest.figures.sections import tells_results
from ingest.figures.sentences import Block, BlockKind, TokenKind, sentences, tokenise
from ingest.figures.tables.labels import read_label
from ingest.figures.tables.said import NOTHING, Said
from ingest.figures.tables.units import read_unit
from ingest.figures.types import Status

_UNIT_LINE = re.compile(r"^\W*(?:đơn vị(?: tính)?|đvt|đv tính)\s*:\s*([^;.]+?)\W*$", re.IGNORECASE)
_TITLE = re.compile(
    r"^\W*(?:bảng|biểu|phụ lục|phụ biểu)(?:\s+(?:số\s*)?[\dIVX]+)?(?:\.\d+)?\s*[.:)–-]?\s*", re.IGNORECASE
)
_NUMBER_TOKENS = (TokenKind.NUMBER,)
_MOST_TITLE_LINES = 3
_TOLD = frozenset({Status.TARGET, Status.ESTIMATE})


@dataclass(frozen=True, slots=True)
class Caption:
    """What holds for the whole table; `leaves_open` where it tells of an event and may mean its parts or all."""

    said: Said = NOTHING
    leaves_open: bool = False


def caption_of(blocks: Sequence[Block], first: int, scope: DocumentScope) -> Caption:
    """The caption of the table that begins with block `first`: title and unit, and an introduction with a colon."""
    caption = Caption()
    for lines, block in enumerate(reversed(blocks[max(0, first - _MOST_TITLE_LINES - 1) : first])):
        if block.kind is BlockKind.PROSE:
            is_introduction = block.text.rstrip().endswith(":")
            return _under(_of_sentence(block, scope), caption) if is_introduction else caption
        if block.kind is not BlockKind.HEADLINE or lines == _MOST_TITLE_LINES or block is blocks[0]:
            return caption
        caption = _under(_of_title(block.text, scope), caption)
    return caption


def _of_title(text: str, scope: DocumentScope) -> Caption:
    unit = _UNIT_LINE.match(text)
    if unit is not None:
        return Caption(Said(unit=read_unit(unit[1])))
    return _of_words(_TITLE.sub("", text), scope)


def _of_sentence(block: Block, scope: DocumentScope) -> Caption:
    *_, last = sentences(block)
    return _of_words(last.text, scope)


def _of_words(text: str, scope: DocumentScope) -> Caption:
    """What the words tell of all the table: who and what is counted, when, and whether it is aimed at."""
    said = read_label(text, scope, is_running=True)
    entity = said.entity if said.entity in ORGANISATIONS else None
    unit = said.unit if said.unit is not None and said.unit.form is not Form.PERCENT else None
    attribute = said.attribute if entity is not None and said.attribute not in GRADES else None
    kept = Said(
        entity=entity, people=said.people, measure=said.measure, attribute=attribute, average=said.average,
        status=said.status if said.status in _TOLD and not tells_results(text) else None, period=said.period, unit=unit,
    )  # fmt: skip
    if not _counts(text, said):
        return Caption(kept)
    # "Toàn tỉnh thành lập mới 21 HTX, cụ thể:": the numbers below may be of these or of all.
    told = kept.attribute is not None or kept.people is not None or kept.measure is not None
    return Caption(replace(kept, people=None, measure=None, attribute=None), leaves_open=told)


def _counts(text: str, said: Said) -> bool:
    """Whether the words state numbers of their own, other than years."""
    return bool(said.unknown) and any(
        token.kind is TokenKind.NUMBER and any(token.text in word for word in said.unknown) for token in tokenise(text)
    )


def _under(above: Caption, below: Caption) -> Caption:
    """Two lines of a caption: what the nearer leaves open the other tells."""
    one, other = below.said, above.said
    said = replace(
        one,
        entity=one.entity or other.entity,
        people=one.people or other.people,
        measure=one.measure or other.measure,
        attribute=one.attribute or other.attribute,
        average=one.average or other.average,
        status=one.status or other.status,
        period=one.period or other.period,
        unit=one.unit or other.unit,
    )
    return Caption(said, above.leaves_open or below.leaves_open)
