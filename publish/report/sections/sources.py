"""Appendix: every printed figure with its whole id, so that each number of the report can be traced."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from publish.content import Figure, RelatedFigure, SupportTotal
from publish.report.coverage_words import coverage_of, coverage_said
from publish.report.document import Appendix, TableCell, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext
from publish.report.sections.earlier_rounds import foretold
from publish.report.sections.places import is_of_country
from publish.report.sections.tables import columns, table
from publish.report.wording.voice import MONEY, Measure

_MILLIONS = Measure(MONEY, "triệu đồng", Decimal(1_000_000))


@dataclass(frozen=True, slots=True)
class _Line:
    """A figure as the list shows it; `group` is the title above it."""

    group: str
    place: str
    value: Decimal | None
    measure: Measure
    coverage: str
    figure_id: UUID


def sources_appendix(context: SectionContext) -> Appendix:
    remark = context.paragraph("sources.remark", hash=context.publication.input_hash)
    heads = columns(context.say("sources.heads"), (4.4, 1.6, 1.6, 4), "lrcc")
    caption, sheet = context.say("sources.caption"), context.say("sources.sheet")
    listed = replace(table(caption, heads, _rows(context), sheet_name=sheet), is_dense=True)
    of_country = (context.paragraph("covered.cell_remark"),) if is_of_country(context) else ()
    return appendix(context, "sources", (remark, *of_country, listed))


def _rows(context: SectionContext) -> Iterator[TableRow]:
    """The lines by indicator, in the order of the report, each id once."""
    groups: dict[str, dict[UUID, _Line]] = {}
    for line in (*_own(context), *_related(context), *_support(context)):
        groups.setdefault(line.group, {}).setdefault(line.figure_id, line)
    for group, lines in groups.items():
        yield TableRow((TableCell(group),), "title")
        yield from (_row(context, line) for line in lines.values())


def _row(context: SectionContext, line: _Line) -> TableRow:
    voice, measure = context.voice, line.measure
    value = None if line.value is None else line.value / measure.factor
    return TableRow(
        (
            TableCell(line.place),
            TableCell(voice.cell(line.value, measure.canonical_unit, measure.factor), line.figure_id, value),
            TableCell(line.coverage),
            TableCell(str(line.figure_id)),
        )
    )


def _own(context: SectionContext) -> Iterator[_Line]:
    """Every figure with a value, and those of the main column that lack one."""
    content = context.content
    main = (content.main_column.period_key, content.main_column.value_status)
    for figure in (*content.figures, *content.sector_figures):
        is_of_main = (figure.period_key, figure.value_status) == main and figure.sector_code == "all"
        if figure.value is not None or is_of_main:
            yield _line(context, figure)


def _related(context: SectionContext) -> Iterator[_Line]:
    """Figures of other periods, places and boundaries that stand beside the report's own."""
    for figure in context.content.related_figures():
        if figure.value is not None:
            yield _line(context, figure)


def _line(context: SectionContext, figure: Figure | RelatedFigure) -> _Line:
    measure = context.measure(figure.indicator_key, figure.canonical_unit)
    return _Line(
        group=_group(context, figure, measure),
        place=_place(context, figure),
        value=figure.value,
        measure=measure,
        coverage=_coverage(context, figure),
        figure_id=figure.figure_id,
    )


def _coverage(context: SectionContext, figure: Figure | RelatedFigure) -> str:
    """ "20/22"; with "ước tính" where it is estimated, and of how many reporters it was sent in an earlier round."""
    coverage = coverage_said(context.voice, coverage_of(figure), "cell")
    if figure.completeness == "estimated":
        return context.say("sources.estimated", coverage=coverage)
    earlier = foretold(context, figure)
    if earlier is None:
        return coverage
    key = "sources.foretold" if earlier.is_all else "sources.foretold_by_some"
    return context.say(key, coverage=coverage, count=str(earlier.count))


def _group(context: SectionContext, figure: Figure | RelatedFigure, measure: Measure) -> str:
    """The indicator with its unit; the sectors of one have a title of their own, which tells their period once."""
    name = context.indicator_name(figure.indicator_key, context.name_vi(figure.indicator_key))
    group = context.say("sources.group", name=name, unit=context.voice.unit(measure.unit))
    if figure.sector_code == "all":
        return group
    place = _short(context, figure.period_key, figure.value_status)
    return context.say("sources.by_sector", group=group, place=place)


def _place(context: SectionContext, figure: Figure | RelatedFigure) -> str:
    """Sector, or status and period, and what else sets the figure apart: its area, its boundaries."""
    sectors = [
        context.voice.pick(sector.name_vi, sector.name_en)
        for sector in context.content.sectors
        if sector.sector_code == figure.sector_code != "all"
    ]
    parts = sectors or [_short(context, figure.period_key, figure.value_status)]
    if isinstance(figure, RelatedFigure):
        parts += [figure.area_name] if figure.area_code != context.content.area_code else []
        parts += [context.say("sources.today")] if figure.boundary_reading == "todays_boundaries" else []
    return ", ".join(parts)


def _short(context: SectionContext, period_key: str, value_status: str) -> str:
    """ "TH 6T/2024"."""
    status, period = context.say(f"sources.short_{value_status}"), context.voice.short_period(period_key)
    return context.say("sources.place", status=status, period=period)


def _support(context: SectionContext) -> Iterator[_Line]:
    """The sums of support money by policy and source of funds."""
    policies = {policy.policy_code: policy for policy in context.content.support_policies}
    for total in context.content.support_totals:
        policy = policies.get(total.policy_code)
        if total.value is not None and policy is not None:
            name = context.voice.pick(policy.name_vi, policy.name_en)
            yield _Line(
                group=f"{name} ({context.voice.unit(_MILLIONS.unit)})",
                place=f"{_short(context, total.period_key, total.value_status)}, "
                f"{context.say(f'support.source_{total.funding_source}').lower()}",
                value=total.value,
                measure=_MILLIONS,
                coverage=_areas(context, total),
                figure_id=total.figure_id,
            )


def _areas(context: SectionContext, total: SupportTotal) -> str:
    return context.voice.coverage(total.areas_stating, total.areas_expected)
