"""A report of the country: its provinces, how much of each was heard, and their values."""

from collections import defaultdict

from sqlalchemy import Connection, text

from publish.content import BoundaryReading, ProvinceOfNation, RelatedFigure, Reporter, ReporterValue
from publish.reading.reporters import REPORTER_INDICATORS
from publish.reading.rows import record
from publish.reading.scope import Scope

# Each province with those that it is made of: of the end of the period itself alone, of today all that went into it.
_PROVINCES = text(
    """
    with recursive line as (
        select province_key, province_key as part_key from marts.dim_province
        union all
        select line.province_key, before.province_key
        from line
        inner join marts.dim_province as before on before.successor_province_key = line.part_key
        where :is_today
    ),

    heard as (
        select line.province_key, sum(r.reporters_expected)::integer as reporters_expected,
            sum(r.reporters_accepted)::integer as reporters_accepted, max(r.due_before) as round_due_before
        from line
        inner join marts.mart_reporting_round as r
            on line.part_key = r.province_key and r.period_key = :period_key and r.reporter_kind = 'area'
            and r.form_code = :form_code
        group by line.province_key
    )

    select a.area_key, a.area_code as province_code, a.area_name as name, a.short_name,
        coalesce(heard.reporters_expected, 0) as reporters_expected,
        coalesce(heard.reporters_accepted, 0) as reporters_accepted, heard.round_due_before
    from marts.dim_area as a
    left join heard on a.province_key = heard.province_key
    where a.area_level = 'province' and case when :is_today then a.valid_to is null
        else (a.valid_from is null or a.valid_from <= :ends_on) and (a.valid_to is null or a.valid_to > :ends_on) end
    order by a.sort_key, a.area_code
    """
)
_FIGURES = text(
    """
    select f.area_key, f.figure_id, a.area_code, a.area_name, f.indicator_key, f.sector_code, f.period_key,
        f.value_status, f.boundary_reading, f.completeness, f.value, f.canonical_unit, f.reporters_expected,
        f.reporters_reporting, f.reason
    from marts.fct_figure as f
    inner join marts.dim_area as a on f.area_key = a.area_key
    where f.area_key = any(:area_keys) and f.indicator_key = any(:indicator_keys) and f.period_key = :period_key
        and f.value_status = :value_status and f.sector_code = 'all' and f.boundary_reading = :boundary_reading
        and f.completeness
            = case when f.reporters_reporting = f.reporters_expected then 'complete' else 'reported' end
        and f.value is not null
    order by f.area_key, array_position(:indicator_keys, f.indicator_key)
    """
)


def read_provinces(connection: Connection, scope: Scope, reading: BoundaryReading) -> tuple[ProvinceOfNation, ...]:
    """Every province of the end of the period or of today, in alphabetical order, whether or not anybody was asked."""
    parameters = {
        "period_key": scope.period.period_key,
        "form_code": scope.form[0],
        "ends_on": scope.period.ends_on,
        "is_today": reading == "todays_boundaries",
    }
    rows = connection.execute(_PROVINCES, parameters).all()
    main = scope.main_column
    found: defaultdict[int, list[RelatedFigure]] = defaultdict(list)
    for row in connection.execute(
        _FIGURES,
        {
            "area_keys": [row.area_key for row in rows],
            "indicator_keys": list(REPORTER_INDICATORS),
            "period_key": main.period_key,
            "value_status": main.value_status,
            "boundary_reading": reading,
        },
    ):
        found[row.area_key].append(record(RelatedFigure, row))
    return tuple(record(ProvinceOfNation, row, figures=tuple(found[row.area_key])) for row in rows)


def provinces_as_reporters(provinces: tuple[ProvinceOfNation, ...], scope: Scope) -> tuple[Reporter, ...]:
    """The provinces where a report of the country lists who has spoken: heard where one of its reporters was taken.

    What a province itself sent is not recorded: files and moments are those of its reporters.
    """
    last_due = max((p.round_due_before for p in provinces if p.round_due_before), default=scope.period.ends_on)
    return tuple(
        Reporter(
            area_code=province.province_code,
            name=province.name,
            short_name=province.short_name,
            status="accepted" if province.reporters_accepted else "missing",
            is_nil=False,
            is_on_time=None,
            due_before=province.round_due_before or last_due,
            versions=0,
            current_version=None,
            first_received_at=None,
            received_at=None,
            file_name=None,
            error_count=0,
            warning_count=0,
            reasons_vi=None,
            decided_by=None,
            decision_reason=None,
            values=tuple(ReporterValue(one.indicator_key, one.value, "value") for one in province.figures),
        )
        for province in provinces
    )
