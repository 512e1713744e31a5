"""The trend: cooperatives in all and in operation through the periods that can be compared."""

from collections.abc import Mapping

from publish.content import Figure, RelatedFigure
from publish.report.chart_data import TrendChart, TrendLine, TrendPoint
from publish.report.document import Block, DocumentChart
from publish.report.sections.context import SectionContext

_Known = Figure | RelatedFigure
_LINES = ("HTX.coop_total", "HTX.coop_active")


def trend_chart(context: SectionContext) -> tuple[Block, ...]:
    """A chart where at least two periods have a number of cooperatives; nothing else."""
    by_place: dict[tuple[str, str], _Known] = {
        (one.indicator_key, one.period_key): one for one in context.content.history
    }
    for key in _LINES:
        now = context.figure(key)
        if now is not None:
            by_place[key, now.period_key] = now
    known = {period for (key, period), one in by_place.items() if key in _LINES and one.value is not None}
    periods = sorted(known, key=_in_time)
    names = {period: _period_name(context, period, by_place) for period in periods}
    lines = tuple(_line(context, key, names, by_place) for key in _LINES if _is_line(key, by_place))
    if not lines:
        return ()
    chart = TrendChart(context.voice.unit("HTX"), lines, context.voice.language)
    said = "; ".join(f"{point.period}: {point.label}" for point in lines[0].points)
    description = context.say("trend.description", name=lines[0].name, said=said)
    return (DocumentChart(context.say("trend.caption"), chart, description),)


def _in_time(period_key: str) -> tuple[str, int]:
    """Half-years in their order, and the year after both."""
    year, _, half = period_key.partition("-")
    return (year, {"H1": 1, "H2": 2}.get(half, 3))


def _period_name(context: SectionContext, period: str, by_place: Mapping[tuple[str, str], _Known]) -> str:
    """ "6T/2024"; "2024 (ước)" where a number of the period is what was expected of it."""
    name = context.voice.short_period(period)
    known = [one for key in _LINES if (one := by_place.get((key, period))) is not None and one.value is not None]
    is_expected = any(one.value_status == "estimate" for one in known)
    return context.say("period.short_estimate", period=name) if is_expected else name


def _is_line(key: str, by_place: Mapping[tuple[str, str], _Known]) -> bool:
    """One point alone is no line."""
    return sum(one.value is not None for (its_key, _), one in by_place.items() if its_key == key) > 1


def _line(
    context: SectionContext, key: str, names: Mapping[str, str], by_place: Mapping[tuple[str, str], _Known]
) -> TrendLine:
    points = []
    for period, name in names.items():
        one = by_place.get((key, period))
        value = one.value if one else None
        label = context.say("missing") if value is None else context.voice.number(value)
        is_partial = one is not None and value is not None and not one.is_whole
        points.append(TrendPoint(name, value, label, is_partial))
    return TrendLine(context.say(f"trend.{key}"), tuple(points))
