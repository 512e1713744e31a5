"""After a boundary change: the figures as reported then, and the same in the boundaries of today, side by side."""

from collections import Counter
from collections.abc import Iterator, Sequence

from publish.content import Figure, OtherReading, RelatedFigure
from publish.report.coverage_words import coverage_of, coverage_said
from publish.report.document import Block, Paragraph, TableCell, TableRow
from publish.report.sections.context import SectionContext
from publish.report.sections.movement import completeness_label
from publish.report.sections.tables import columns, figure_cell, table

_Pair = tuple[Figure, RelatedFigure]
"""A figure as reported then, and the same today."""


def boundaries(context: SectionContext) -> tuple[Block, ...]:
    """Nothing where both readings are the same."""
    pairs = list(_pairs(context, context.content.other_readings))
    if not pairs:
        return ()
    names = list(dict.fromkeys(today.area_name for _, today in pairs))
    others = [pair for pair in pairs if pair[0].value != pair[1].value]
    same = [today for then, today in pairs if then.value == today.value]
    return (
        context.heading("boundaries.heading"),
        _lead(context, names),
        *_same(context, same),
        *_table(context, others, is_one_area=len(names) == 1),
    )


def _lead(context: SectionContext, names: Sequence[str]) -> Paragraph:
    """What changed: the province is another today; of the country its provinces are."""
    content = context.content
    if content.area_level == "country" and content.provinces_today:
        return context.paragraph("boundaries.lead_country", provinces=str(len(content.provinces_today)))
    return context.paragraph("boundaries.lead", areas=context.voice.names(names))


def _pairs(context: SectionContext, readings: Sequence[OtherReading]) -> Iterator[_Pair]:
    figures = {figure.figure_id: figure for figure in context.content.figures}
    for reading in readings:
        then = figures.get(reading.figure_id)
        if then is not None:
            yield then, reading.today


def _same(context: SectionContext, same: Sequence[RelatedFigure]) -> Iterator[Paragraph]:
    """Figures of one value in both boundaries, of other reporters: how many, and of how many reporters today."""
    if same:
        counts = Counter(coverage_said(context.voice, coverage_of(one)) for one in same)
        said = "; ".join(
            context.say("boundaries.of_coverage", coverage=coverage, count=str(count))
            for coverage, count in counts.most_common()
        )
        yield context.paragraph("boundaries.same", count=str(len(same)), said=said)


def _table(context: SectionContext, others: Sequence[_Pair], *, is_one_area: bool) -> Iterator[Block]:
    """Figures of another value today; the area of today is a column where it is not the same for all."""
    if not others:
        return
    heads = context.say("boundaries.heads").split("|")
    shares, alignments = (4.0, 1.4, 1.6, 1.8, 1.6, 1.8, 2.0), "lcrcrcl"
    count = len(heads) - is_one_area
    rows = [TableRow(_cells(context, *pair)[:count]) for pair in others]
    yield table(
        context.say("boundaries.caption", period=context.main_period),
        columns("|".join(heads[:count]), shares[:count], alignments[:count]),
        rows,
        sheet_name=context.say("boundaries.sheet"),
    )


def _cells(context: SectionContext, then: Figure, today: RelatedFigure) -> tuple[TableCell, ...]:
    measure = context.measure(then.indicator_key, then.canonical_unit)
    name = context.indicator_name(then.indicator_key, then.indicator_name)
    main = context.content.main_column
    is_main = (then.period_key, then.value_status) == (main.period_key, main.value_status)
    column = context.column_name(then.period_key, then.value_status).lower()
    return (
        TableCell(name if is_main else f"{name} ({column})"),
        TableCell(context.voice.unit(measure.unit)),
        figure_cell(context, then, is_marked=False),
        TableCell(completeness_label(context, then, is_short=True)),
        figure_cell(context, today, is_marked=False),
        TableCell(completeness_label(context, today, is_short=True)),
        TableCell(today.area_name),
    )
