"""The door of this room: text in, figures out."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ingest.figures.gazetteer import seed_districts
from ingest.figures.plausibility import IMPLAUSIBLE_DOUBT, implausibility
from ingest.figures.quantities import Quantity
from ingest.figures.reader import Located, TextReader
from ingest.figures.readings import Reading
from ingest.figures.scope import DocumentScope, read_scope
from ingest.figures.sentences import Block, BlockKind, blocks
from ingest.figures.types import EXTRACTOR_VERSION, Figure, Kind, Qualifier
from ingest.figures.vocabulary import Lexicon, furniture
from ingest.vietnamese.folding import AlignedText, align

__all__ = ["EXTRACTOR_VERSION", "Figure", "Kind", "extract_figures"]

_CONFIDENCE = 0.95
_UNKNOWN_PLACE_DOUBT = 0.6
_UNKNOWN_PERIOD_DOUBT = 0.85
_VAGUE = frozenset({Qualifier.OVER, Qualifier.UNDER, Qualifier.ABOUT})
_ROUNDING = Decimal("0.1")
"""A vague number so close to an exact one of the same kind is the same number said loosely."""


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
    scope = read_scope(
        lines,
        title=title,
        url=url,
        published=published,
        source_province=source_province,
        districts=seed_districts() if districts is None else districts,
    )
    reader = TextReader(scope, lexicon)
    located = list(_read(reader, lines))
    return [_figure(found, aligned, text, article_id, scope) for found in _without_repeats(located, scope)]


def _read(reader: TextReader, lines: tuple[Block, ...]) -> Iterator[Located]:
    """The numbers of all prose, each under the heading it stands under; what comes first is the title."""
    for position, block in enumerate(lines):
        if block.kind is BlockKind.PROSE:
            yield from reader.read(block)
        else:
            reader.head(block, is_title=position == 0)


def _without_repeats(located: list[Located], scope: DocumentScope) -> list[Located]:
    """Each number once, and no "hơn 1.100" beside the 1.128 it rounds."""
    kept: list[Located] = []
    seen: set[tuple[object, ...]] = set()
    for found in located:
        if found.reading.kind is not Kind.FIGURE:
            kept.append(found)
            continue
        key = (*_coordinates(found.reading, scope), found.reading.quantity.low, found.reading.quantity.high)
        if key not in seen:
            seen.add(key)
            kept.append(found)
    exact: dict[tuple[object, ...], list[Quantity]] = {}
    for found in kept:
        if found.reading.kind is Kind.FIGURE and found.reading.quantity.qualifier is Qualifier.EXACT:
            exact.setdefault(_coordinates(found.reading, scope), []).append(found.reading.quantity)
    return [
        found
        for found in kept
        if not (_is_vague(found.reading) and _rounds_one(found.reading, exact.get(_coordinates(found.reading, scope))))
    ]


def _coordinates(reading: Reading, scope: DocumentScope) -> tuple[object, ...]:
    is_target = reading.status == "target"
    return (reading.measured, reading.sector, is_target, reading.place or scope.place)


def _is_vague(reading: Reading) -> bool:
    return reading.kind is Kind.FIGURE and reading.unit != "percent" and reading.quantity.qualifier in _VAGUE


def _rounds_one(reading: Reading, exact: Iterable[Quantity] | None) -> bool:
    return any(_is_close(other, reading.quantity) for other in exact or ())


def _is_close(one: Quantity, other: Quantity) -> bool:
    return abs(one.value - other.value) <= max(one.value, other.value) * _ROUNDING


def _figure(found: Located, aligned: AlignedText, text: str, article_id: str, scope: DocumentScope) -> Figure:
    reading = found.reading
    sentence = found.sentence.sentence
    first, last = sentence.starts[reading.quantity.first], sentence.end_of(reading.last - 1)
    start, end = aligned.original_span(first, last)
    place = reading.place or scope.place
    confidence = _CONFIDENCE * reading.doubt
    confidence *= 1.0 if place else _UNKNOWN_PLACE_DOUBT
    confidence *= 1.0 if reading.period else _UNKNOWN_PERIOD_DOUBT
    mark = None
    if reading.measured is not None:
        number = reading.quantity
        mark = implausibility(reading.measured.indicator, reading.unit, number.low, number.high)
    confidence *= IMPLAUSIBLE_DOUBT if mark else 1.0
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
        rule_trace=(*reading.trace, mark) if mark else reading.trace,
    )
