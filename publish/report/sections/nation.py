"""A report of the country: the provinces beside each other, on a map of tiles and in an appendix."""

from collections.abc import Iterator

from publish.content import ProvinceOfNation, RelatedFigure
from publish.reading.reporters import REPORTER_INDICATORS
from publish.report.chart_data import Tile, TileMap
from publish.report.charts.tiles import province_tiles
from publish.report.document import Appendix, Block, DocumentChart, TableCell, TableColumn, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext
from publish.report.sections.earlier_rounds import Foretold, foretold_of_province
from publish.report.sections.tables import columns, count_cell, figure_cell, partial_remarks, table
from publish.report.wording.voice import NOT_APPLICABLE

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
    caption = context.say("map.caption", period=context.main_period)
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
    foretold = [foretold_of_province(context, province) for province in provinces]
    is_foretold = any(foretold)
    rows = [
        _row(context, number, province, _foretold_cells(told) if is_foretold else ())
        for number, (province, told) in enumerate(zip(provinces, foretold, strict=True), start=1)
    ]
    main = context.content.main_column
    caption = context.say("by_province.caption", column=context.voice.pick(main.label_vi, main.label_en))
    listed = table(
        caption,
        _columns(context, is_foretold=is_foretold),
        rows,
        sheet_name=context.say("by_province.sheet"),
        remarks=(*partial_remarks(context, rows), *((context.say("by_province.foretold"),) if is_foretold else ())),
    )
    return (appendix(context, "by_province", (listed,), "landscape"),)


def _columns(context: SectionContext, *, is_foretold: bool) -> tuple[TableColumn, ...]:
    """Beside how many reporters were heard of how many that is told only by what they expected earlier, if any."""
    number, name, heard, *indicators = context.say("by_province.heads").split("|")
    between = [context.say("by_province.foretold_head")] if is_foretold else []
    shares = (0.6, 3, 1.6, *(1.6 for _ in between), *(1.4 for _ in indicators))
    alignments = "clc" + "c" * len(between) + "r" * len(indicators)
    return columns("|".join((number, name, heard, *between, *indicators)), shares, alignments)


def _foretold_cells(told: Foretold | None) -> tuple[TableCell, ...]:
    return (TableCell(NOT_APPLICABLE if told is None else str(told.count)),)


def _row(context: SectionContext, number: int, province: ProvinceOfNation, foretold: tuple[TableCell, ...]) -> TableRow:
    heard = f"{province.reporters_accepted}/{province.reporters_expected}"
    return TableRow(
        (
            count_cell(context, number),
            TableCell(province.name),
            TableCell(heard),
            *foretold,
            *(figure_cell(context, province.value(key)) for key in REPORTER_INDICATORS),
        )
    )
