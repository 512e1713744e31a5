"""The door of this room: text in, figures out."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from ingest.figures.consistency import consistent
from ingest.figures.gazetteer import seed_districts
from ingest.figures.plausibility import IMPLAUSIBLE_DOUBT, implausibility
from ingest.figures.quantities import may_count
from ingest.figures.reader import Located, TextReader
from ingest.figures.repeats import without_repeats
from ingest.figures.scope import DocumentScope, read_scope
from ingest.figures.sentences import Block, BlockKind, blocks
from ingest.figures.tables.caption import caption_of
from ingest.figures.tables.find import find_tables, with_tables
from ingest.figures.tables.reader import TableReader
from ingest.figures.tables.shape import Table
from ingest.figures.topic import with_topic
from ingest.figures.types import EXTRACTOR_VERSION, Figure, Kind
from ingest.figures.vocabulary import Lexicon, furniture
from ingest.vietnamese.folding import AlignedText, align

__all__ = ["EXTRACTOR_VERSION", "Figure", "Kind", "extract_figures"]

_CONFIDENCE = 0.95
_UNKNOWN_PLACE_DOUBT = 0.6
_UNKNOWN_PERIOD_DOUBT = 0.85


def extract_figures(
    text: str,
    *,
    article_id: str,
    title: str | None = None,
    url: str | None = None,
    published: dt.date | None = None,
    source_province: str | None = None,
    districts: dict[str, str] | None = None,
    lexicon: Lexicon | None = None,
) -> list[Figure]:
    """Figures that a Vietnamese press text states about the collective economy, in the order of the text.

    `published`, `url`, `title` and `source_province` help to settle time and place; what neither they nor the
    text tell stays None. `districts` (folded name to province; the project's seed if not given) lets a text be
    placed that names districts only. `lexicon` stands in for the vocabulary of this room, to learn what hangs on it.
    Spans are offsets into `text` as given. A number repeated in the same sense is given once.
    """
    aligned = align(text)
    lines = blocks(aligned.text, furniture("related"))
    lines, tables = with_tables(lines, find_tables(aligned.text, lines, _tabs(text, aligned)))
    scope = read_scope(
        lines,
        title=title,
        url=url,
        published=published,
        source_province=source_province,
        districts=seed_districts() if districts is None else districts,
    )
    reader = TextReader(scope, lexicon)
    located = with_topic(list(_read(reader, lines, tables, scope)), scope.headline)
    kept = consistent(without_repeats(located, scope), scope)
    return [_figure(found, aligned, text, article_id, scope) for found in kept]


def _tabs(text: str, aligned: AlignedText) -> Sequence[int]:
    """Where the normalised text has a space for a tab."""
    if "\t" not in text:
        return ()
    return [place for place, offset in enumerate(aligned.offsets[:-1]) if text[offset] == "\t"]


def _may_tell(block: Block) -> bool:
    return block.kind is BlockKind.TABLE or (block.kind is BlockKind.PROSE and may_count(block.text))


def _read(
    reader: TextReader, lines: tuple[Block, ...], tables: Mapping[int, Table], scope: DocumentScope
) -> Iterator[Located]:
    """The numbers of prose and tables, each under the heading it stands under; what comes first is the title.

    What comes after the last paragraph or table that may count something is not read: nothing refers to it.
    """
    last = len(lines) - 1
    while last >= 0 and not _may_tell(lines[last]):
        last -= 1
    for position, block in enumerate(lines[: last + 1]):
        if block.kind is BlockKind.TABLE:
            if (table := tables.get(position)) is not None:
                table_reader = TableReader(scope, reader.times, reader.tells_of_one)
                yield from table_reader.read(table, caption_of(lines, position, scope), block.number)
        elif block.kind is BlockKind.PROSE:
            yield from reader.read(block, is_last=position == last)
        else:
            reader.head(block, is_title=position == 0)


def _figure(found: Located, aligned: AlignedText, text: str, article_id: str, scope: DocumentScope) -> Figure:
    reading = found.reading
    sentence = found.sentence.sentence
    first, last = sentence.starts[reading.quantity.first], sentence.end_of(reading.last - 1)
    start, end = aligned.original_span(first, last)
    place = reading.place or scope.place
    confidence = _CONFIDENCE * reading.doubt
    confidence *= 1.0 if place else _UNKNOWN_PLACE_DOUBT
    confidence *= 1.0 if reading.period else _UNKNOWN_PERIOD_DOUBT
    marks: tuple[str, ...] = ()
    if reading.measured is not None:
        number = reading.quantity
        marks = implausibility(reading.measured.indicator, reading.unit, number.low, number.high)
    confidence *= IMPLAUSIBLE_DOUBT if marks else 1.0
    return Figure(
        article=article_id,
        kind=reading.kind,
        indicator=reading.measured.indicator if reading.measured else None,
        entity=reading.measured.entity if reading.measured else None,
        sector=reading.sector,
        low=reading.quantity.low,
        high=reading.quantity.high,
        unit=reading.unit,
        qualifier=reading.quantity.qualifier,
        status=reading.status,
        place=place,
        period=reading.period,
        evidence=text[start:end],
        start=start,
        end=end,
        confidence=round(confidence, 4),
        rule_trace=(*reading.trace, *marks),
    )
