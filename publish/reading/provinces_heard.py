"""How many provinces speak in the figures of the country, and how many reporters those have."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, text

from publish.content import Comparison, Figure, OtherReading, ProvincesHeard, RelatedFigure, ReportContent
from publish.reading.rows import record

# Told only where the provinces found are those that the figure was made of.
_HEARD = text(
    """
    select country.figure_id, country.provinces_expected as expected, country.provinces_reporting as reporting,
        sum(province.reporters_expected)::integer as reporters_expected
    from marts.fct_figure as country
    inner join marts.fct_figure as province
        on country.indicator_key = province.indicator_key and country.sector_code = province.sector_code
        and country.period_key = province.period_key and country.value_status = province.value_status
        and country.boundary_reading = province.boundary_reading
    inner join marts.dim_area as a on province.area_key = a.area_key and a.area_level = 'province'
    where country.figure_id = any(cast(string_to_array(:figure_ids, ',') as uuid[]))
        and country.provinces_expected is not null
        and province.completeness = 'reported' and province.reporters_reporting > 0
    group by country.figure_id, country.provinces_expected, country.provinces_reporting, country.reporters_reporting
    having count(*) = country.provinces_reporting
        and sum(province.reporters_reporting) = country.reporters_reporting
    """
)


def with_provinces_heard(connection: Connection, content: ReportContent) -> ReportContent:
    """The report of the country with the provinces behind its figures; another report as it is."""
    if content.area_level != "country":
        return content
    comparisons = [comparison.earlier for comparison in content.comparisons]
    readings = [reading.today for reading in content.other_readings]
    figures: list[Figure | RelatedFigure] = [
        *content.figures, *content.sector_figures, *content.history, *comparisons, *readings
    ]  # fmt: skip
    heard = _read(connection, {figure.figure_id for figure in figures})

    def of_figure(figure: Figure) -> Figure:
        return replace(figure, provinces_heard=heard.get(figure.figure_id))

    def of_related(figure: RelatedFigure) -> RelatedFigure:
        return replace(figure, provinces_heard=heard.get(figure.figure_id))

    def of_comparison(comparison: Comparison) -> Comparison:
        return replace(comparison, earlier=of_related(comparison.earlier))

    def of_reading(reading: OtherReading) -> OtherReading:
        return replace(reading, today=of_related(reading.today))

    return replace(
        content,
        figures=tuple(map(of_figure, content.figures)),
        sector_figures=tuple(map(of_figure, content.sector_figures)),
        history=tuple(map(of_related, content.history)),
        comparisons=tuple(map(of_comparison, content.comparisons)),
        other_readings=tuple(map(of_reading, content.other_readings)),
    )


def _read(connection: Connection, figure_ids: set[UUID]) -> Mapping[UUID, ProvincesHeard]:
    rows = connection.execute(_HEARD, {"figure_ids": ",".join(sorted(map(str, figure_ids)))})
    return {row.figure_id: record(ProvincesHeard, row) for row in rows}
