"""Phần I, I.2: cooperatives, unions and groups by sector, and the appendix with form A-2."""

from collections.abc import Iterator

from publish.content import Figure
from publish.report.chart_data import StackedBar, StackedChart
from publish.report.coverage_words import coverage_of, coverage_said
from publish.report.document import (
    Appendix,
    Block,
    DocumentChart,
    Orientation,
    Paragraph,
    RowKind,
    Run,
    TableCell,
    TableColumn,
    TableRow,
)
from publish.report.sections.appendices import appendix
from publish.report.sections.attainment import attainment_percent, of_same_reporters
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.sector_tree import SECTOR_TOTALS, SectorLine, left_over, sector_lines, top_lines
from publish.report.sections.statements import joined
from publish.report.sections.tables import figure_cell, partial_remarks, table
from publish.report.wording.voice import NOT_APPLICABLE

_PORTRAIT_INDICATORS = 3


def sectors(context: SectionContext) -> tuple[Block, ...]:
    lines = sector_lines(context)
    heading = context.heading("sectors.heading")
    paragraphs = [paragraph for key in SECTOR_TOTALS for paragraph in _by_sector(context, lines, key)]
    if not paragraphs:
        return (heading, context.paragraph("sectors.unknown"))
    return (heading, *paragraphs, *_chart(context, lines))


def _by_sector(context: SectionContext, lines: tuple[SectorLine, ...], indicator_key: str) -> Iterator[Paragraph]:
    top = top_lines(lines, indicator_key)
    if not top:
        return
    said = joined([_said_of(context, lines, line, indicator_key) for line in top])
    yield context.paragraph(f"sectors.{indicator_key}", sectors=said, expected=_expected(context))
    rest = left_over(context, lines, indicator_key)
    if rest:
        measure = context.measure(indicator_key, context.totals_unit(indicator_key))
        key = "sectors.too_few" if rest > 0 else "sectors.too_many"
        yield context.remark(key, amount=context.voice.amount(abs(rest), measure))


def _expected(context: SectionContext) -> str:
    """ ", ước thực hiện năm 2024" where the numbers are no results but expected ones."""
    if context.content.main_column.value_status != "estimate":
        return ""
    return context.say("sectors.expected", period=context.main_period)


def _said_of(
    context: SectionContext, lines: tuple[SectorLine, ...], line: SectorLine, indicator_key: str
) -> tuple[Run, ...]:
    """ "phi nông nghiệp 201 hợp tác xã (chiếm 32,9%), trong đó: xây dựng 40 hợp tác xã, vận tải 32 hợp tác xã"."""
    runs = _amount_of(context, line, indicator_key)
    below = [_amount_of(context, part, indicator_key) for part in _parts(lines, line) if part.figure(indicator_key)]
    return (*runs, *context.runs("sectors.of_which", parts=joined(below, ", "))) if below else runs


def _parts(lines: tuple[SectorLine, ...], whole: SectorLine) -> list[SectorLine]:
    """The sectors right below one of the first level."""
    return [line for line in lines if line.sector.parent_sector_code == whole.sector.sector_code]


def _amount_of(context: SectionContext, line: SectorLine, indicator_key: str) -> tuple[Run, ...]:
    figure = line.figure(indicator_key)
    if figure is None or figure.value is None:
        return ()
    measure = context.measure(indicator_key, figure.canonical_unit)
    runs = [
        Run(f"{uncapitalised(_name(context, line))} "),
        Run(context.voice.amount(figure.value, measure), figure.figure_id),
        *(_share(context, figure) if line.depth == 0 else ()),
    ]
    if not figure.is_whole:
        coverage = coverage_said(context.voice, coverage_of(figure), "brackets")
        runs += context.runs("label.of_some", coverage=coverage)
    return tuple(runs)


def _share(context: SectionContext, figure: Figure) -> tuple[Run, ...]:
    total = context.figure(figure.indicator_key)
    if total is None or total.value is None or not figure.value or not of_same_reporters(figure, total):
        return ()
    percent = attainment_percent(figure.value, total.value)
    if percent is None or percent > 100:
        return ()
    return context.runs("clause.share", share=context.voice.share(percent))


def _name(context: SectionContext, line: SectorLine) -> str:
    return context.voice.pick(line.sector.name_vi, line.sector.name_en)


def _chart(context: SectionContext, lines: tuple[SectorLine, ...]) -> tuple[Block, ...]:
    """Bars of cooperatives by sector; the part in operation where the sectors tell it."""
    known = [(line, line.figure("HTX.coop_total"), line.figure("HTX.coop_active")) for line in lines]
    has_active = any(active for _, _, active in known)
    bars = tuple(
        StackedBar(
            name=_name(context, line),
            part=(active.value if active else None) if has_active else total.value,
            total=total.value,
            label=context.voice.number(total.value),
            is_partial=not total.is_whole,
        )
        for line, total, active in known
        if total is not None and total.value is not None
    )
    if len(bars) < 2:
        return ()
    chart = StackedChart(
        axis_name=context.say("reporting.chart_axis"),
        part_name=context.say("reporting.chart_active" if has_active else "sectors.chart_part"),
        rest_name=context.say("reporting.chart_rest") if has_active else "",
        bars=bars,
        language=context.voice.language,
    )
    said = "; ".join(f"{bar.name}: {bar.label}" for bar in bars)
    return (
        DocumentChart(
            context.say("sectors.chart", expected=_expected(context)),
            chart,
            context.say("sectors.chart_description", said=said),
        ),
    )


def sector_appendix(context: SectionContext) -> tuple[Appendix, ...]:
    """Form A-2; no appendix where no sector has a number."""
    lines = sector_lines(context)
    keys = [key for key in _indicators(context) if any(line.figure(key) for line in lines)]
    if not keys:
        return ()
    rows = [_row(context, "", context.say("sectors.total"), [context.figure(key) for key in keys], "total")]
    for number, line in enumerate(lines, start=1):
        figures = [line.figure(key) for key in keys]
        rows.append(_row(context, str(number), _name(context, line), figures, "detail" if line.depth else "body"))
    listed = table(
        context.say("sectors.caption", expected=_expected(context)),
        _columns(context, keys),
        rows,
        sheet_name=context.say("sectors.sheet"),
        remarks=(context.say("sectors.remark"), *partial_remarks(context, rows)),
    )
    orientation: Orientation = "portrait" if len(keys) <= _PORTRAIT_INDICATORS else "landscape"
    return (appendix(context, "sectors", (listed,), orientation),)


def _indicators(context: SectionContext) -> list[str]:
    """The totals first, then what else is told by sector."""
    told = dict.fromkeys(figure.indicator_key for figure in context.content.sector_figures)
    return [*(key for key in SECTOR_TOTALS if key in told), *(key for key in told if key not in SECTOR_TOTALS)]


def _columns(context: SectionContext, keys: list[str]) -> tuple[TableColumn, ...]:
    number, name = context.say("sectors.heads").split("|")
    names = {figure.indicator_key: figure.indicator_name for figure in context.content.sector_figures}
    return (
        TableColumn(number, 0.6, "center"),
        TableColumn(name, 4),
        *(TableColumn(_head(context, key, names[key]), 1.8, "right") for key in keys),
    )


def _head(context: SectionContext, indicator_key: str, name_vi: str) -> str:
    unit = context.measure(indicator_key, context.totals_unit(indicator_key)).unit
    return f"{context.indicator_name(indicator_key, name_vi)}\n({context.voice.unit(unit)})"


def _row(context: SectionContext, number: str, name: str, figures: list[Figure | None], kind: RowKind) -> TableRow:
    return TableRow((TableCell(number), TableCell(name), *(_cell(context, figure) for figure in figures)), kind)


def _cell(context: SectionContext, figure: Figure | None) -> TableCell:
    """A sector that has no number for an indicator was not asked about it."""
    return TableCell(NOT_APPLICABLE) if figure is None else figure_cell(context, figure)
