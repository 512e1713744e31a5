"""A report of the country: the provinces beside each other, on a map of tiles and in an appendix."""

from collections.abc import Iterator

from publish.content import ProvinceOfNation, RelatedFigure
from publish.reading.reporters import REPORTER_INDICATORS
from publish.report.chart_data import Tile, TileMap
from publish.report.charts.tiles import province_tiles
from publish.report.document import Appendix, Block, DocumentChart, TableCell, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import columns, count_cell, figure_cell, partial_remarks, table

_MAPPED = "HTX.coop_total"


def province_map(context: SectionContext) -> Iterator[Block]:
    """The number of cooperatives by province of today, whose tiles they are; that of the report stands out.

    Some codes of today were those of other provinces before July 2025: provinces of then are never drawn.
    """
    provinces = {province.province_code: province for province in context.content.provinces_today}
    values = {code: province.value(_MAPPED) for code, province in provinces.items()}
    tiles = tuple(
        _tile(context, code, place.short_name, (place.column, place.row), values.get(code))
        for code, place in province_tiles().items()
    )
    known = [tile for tile in tiles if tile.value is not None]
    if len(known) < 2:
        return
    said = "; ".join(f"{tile.short_name}: {tile.label}" for tile in known)
    caption = context.say("map.caption", period=context.voice.period(context.content.period_key))
    chart = TileMap(context.voice.unit("HTX"), tiles, context.voice.language)
    yield DocumentChart(caption, chart, context.say("map.description", said=said))


def _tile(
    context: SectionContext, code: str, short_name: str, place: tuple[int, int], figure: RelatedFigure | None
) -> Tile:
    value = figure.value if figure else None
    return Tile(
        province_code=code,
        short_name=short_name,
        column=place[0],
        row=place[1],
        value=value,
        label=context.say("missing") if value is None else context.voice.number(value),
        is_highlighted=code == context.content.area_code,
        is_partial=figure is not None and value is not None and not figure.is_whole,
    )


def by_province_appendix(context: SectionContext) -> tuple[Appendix, ...]:
    """How much of each province was heard, and its figures; none in the report of a province."""
    provinces = context.content.provinces
    if context.content.area_level != "country" or not provinces:
        return ()
    shares = (0.6, 3, 1.6, *(1.4 for _ in REPORTER_INDICATORS))
    heads = columns(context.say("by_province.heads"), shares, "clc" + "r" * len(REPORTER_INDICATORS))
    rows = [_row(context, number, province) for number, province in enumerate(provinces, start=1)]
    main = context.content.main_column
    caption = context.say("by_province.caption", column=context.voice.pick(main.label_vi, main.label_en))
    listed = table(
        caption, heads, rows, sheet_name=context.say("by_province.sheet"), remarks=partial_remarks(context, rows)
    )
    return (appendix(context, "by_province", (listed,), "landscape"),)


def _row(context: SectionContext, number: int, province: ProvinceOfNation) -> TableRow:
    heard = f"{province.reporters_accepted}/{province.reporters_expected}"
    return TableRow(
        (
            count_cell(context, number),
            TableCell(province.name),
            TableCell(heard),
            *(figure_cell(context, province.value(key)) for key in REPORTER_INDICATORS),
        )
    )
