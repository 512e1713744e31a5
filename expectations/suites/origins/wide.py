"""The wide marts hold what the figures hold: every row, every column, every side of a mean."""

from expectations.suites.check import ALWAYS, PATHS_TO_TODAY, Check, NoSuchRows, Suite
from expectations.suites.sums import NUMBER_OF_CELL, PARTS_OF_COLUMNS, of_columns

_FIGURES = """
    select a.province_key, f.sector_code, f.period_key, f.boundary_reading, f.completeness, f.value_status,
        f.indicator_key, part.part, part.value
    from {marts}.fct_figure f
    join {marts}.dim_area a on a.area_key = f.area_key and a.area_level = 'province'
    cross join lateral (
        values ('value', f.value), ('numerator', f.numerator), ('denominator', f.denominator)
    ) part (part, value)
    where f.derivation is null
"""
_OF_TODAY = """
    f.value_status = 'actual' and f.completeness = 'reported' and f.boundary_reading = 'todays_boundaries'
"""
_NAMED = f"""
    select distinct named.indicator_key, named.part, named.mart_column
    from ({PARTS_OF_COLUMNS}) named
    join pg_attribute present on present.attrelid = '{{batch}}'::regclass and present.attname = named.mart_column
"""  # noqa: S608 - declared here


def _names_of_provinces() -> Check:
    return Check(
        name="its_province_is_called_so",
        severity="critical",
        sentence_vi="Có dòng ghi sai tên tỉnh, thành phố",
        sentence_en="the name of a row's province is that of its key",
        requirement=NoSuchRows("""
            select m.province_key, m.period_key, m.province_name, p.province_name as called
            from {batch} m left join {marts}.dim_province p using (province_key)
            where m.province_name is distinct from p.province_name
        """),
    )


def _holds_all_figures(name: str, keys: str, figures_where: str, sectors_where: str) -> Check:
    """Each known part of a figure that the mart has a column for stands in it, and nothing else does."""
    shared = "period_key, indicator_key, part"
    return Check(
        name=name,
        severity="critical",
        sentence_vi="Bảng theo cột thiếu, thừa hoặc sai so với số liệu tổng hợp",
        sentence_en="each column holds the known value, or side of a mean, of its figure; none is missing",
        requirement=NoSuchRows(f"""
            with cells as ({of_columns(keys)}),
            columns as ({_NAMED}),
            figures as (
                select {keys.replace("m.", "f.")}, f.period_key, f.indicator_key, f.part, f.value
                from ({_FIGURES}) f
                join columns using (indicator_key, part)
                where f.value is not null and {figures_where} and {sectors_where}
            )
            select *
            from cells
            full join figures using ({keys.replace("m.", "")}, {shared})
            where cells.value is distinct from figures.value
        """),  # noqa: S608 - declared here
        applies_to=ALWAYS,
    )


_NEWEST = "f.period_key in (select period_key from {intermediate}.int_newest_round)"
_ONE_OF_FIRST_LEVEL = """
    f.sector_code in (select sector_code from {marts}.dim_sector
        where parent_sector_code in ('all', 'nonagri') and sector_code <> 'nonagri')
"""

MART_PROVINCE_PERIOD_ORIGIN = Suite(
    "mart_province_period",
    "mart_province_period",
    (
        _names_of_provinces(),
        _holds_all_figures(
            "the_pivot_says_what_the_figures_say",
            "m.province_key, m.boundary_reading, m.completeness, m.value_status",
            "true",
            "f.sector_code = 'all'",
        ),
        Check(
            name="a_row_for_every_cell_of_figures",
            severity="critical",
            sentence_vi="Bảng tổng hợp tỉnh thiếu hoặc thừa dòng so với số liệu tổng hợp",
            sentence_en="there is a row exactly where there are figures of the province, known or not",
            requirement=NoSuchRows("""
                with figures as (
                    select distinct a.province_key, f.period_key, f.value_status, f.boundary_reading, f.completeness
                    from {marts}.fct_figure f
                    join {marts}.dim_area a on a.area_key = f.area_key and a.area_level = 'province'
                    where f.sector_code = 'all' and f.derivation is null
                )
                select *
                from {batch} m
                full join figures f using (province_key, period_key, value_status, boundary_reading, completeness)
                where m.build_id is null or f is null
            """),
            applies_to=ALWAYS,
        ),
        Check(
            name="reporters_are_those_of_the_best_known_figure",
            severity="critical",
            sentence_vi="Có số đơn vị đã báo cáo khác với số liệu tổng hợp",
            sentence_en=(
                "as many reporters are expected as of its figures, and as many reported as of any of them at least"
            ),
            requirement=NoSuchRows("""
                with heard as (
                    select p.boundary_reading, p.figure_province_key as province_key, p.period_key, p.value_status,
                        count(*) filter (where r.is_reporting) as heard
                    from {intermediate}.int_figure_province p
                    left join {marts}.mart_reporter_period r on r.province_key = p.province_key
                        and r.period_key = p.period_key and r.value_status = p.value_status and not p.is_silent
                    group by p.boundary_reading, p.figure_province_key, p.period_key, p.value_status
                )
                select m.province_key, m.period_key, m.value_status, m.boundary_reading, m.reporters_expected,
                    m.reporters_reporting, heard.heard, max(f.reporters_expected) as expected,
                    max(f.reporters_reporting) as reporting
                from {batch} m
                join {marts}.dim_area a on a.province_key = m.province_key and a.area_level = 'province'
                join {marts}.fct_figure f on f.area_key = a.area_key and f.sector_code = 'all' and f.derivation is null
                    and f.period_key = m.period_key and f.value_status = m.value_status
                    and f.boundary_reading = m.boundary_reading and f.completeness = m.completeness
                left join heard on heard.boundary_reading = m.boundary_reading and heard.province_key = m.province_key
                    and heard.period_key = m.period_key and heard.value_status = m.value_status
                group by m.province_key, m.period_key, m.value_status, m.boundary_reading, m.completeness,
                    m.reporters_expected, m.reporters_reporting, heard.heard
                having m.reporters_expected <> max(f.reporters_expected)
                    or m.reporters_reporting < max(f.reporters_reporting)
                    -- in either reading it is as many as report anything at all
                    or m.reporters_reporting is distinct from heard.heard
            """),
        ),
    ),
)

MART_REPORTER_PERIOD_ORIGIN = Suite(
    "mart_reporter_period",
    "mart_reporter_period",
    (
        Check(
            name="every_column_adds_up_to_its_province",
            severity="critical",
            sentence_vi="Tổng hoặc số lượng số liệu của các đơn vị khác với số liệu tổng hợp của tỉnh",
            sentence_en="each column of the reporters adds up to its province's figure, of as many reporters",
            requirement=NoSuchRows(f"""
                with named as ({PARTS_OF_COLUMNS}),
                columns as (
                    select m.province_key, m.period_key, m.value_status, cell.key as mart_column,
                        sum(cell.value::numeric) as total, count(cell.value) as known
                    from {{batch}} m
                    cross join lateral jsonb_each_text(to_jsonb(m)) cell
                    where cell.key in (select mart_column from named)
                    group by m.province_key, m.period_key, m.value_status, cell.key
                ),
                cells as (
                    select columns.*, named.indicator_key, named.part
                    from columns
                    join named using (mart_column)
                ),
                wide as (
                    select province_key, period_key, value_status, indicator_key,
                        max(total) filter (where part = 'value') as total,
                        max(total) filter (where part = 'numerator') as numerator,
                        max(known) filter (where part = 'value') as known,
                        max(known) filter (where part = 'numerator') as known_numerators
                    from cells
                    group by province_key, period_key, value_status, indicator_key
                )
                select w.*, f.figure_id, f.value, f.numerator as of_figure, f.reporters_reporting
                from wide w
                join {{marts}}.dim_indicator i using (indicator_key)
                left join {{marts}}.dim_area a on a.province_key = w.province_key and a.area_level = 'province'
                left join {{marts}}.fct_figure f on f.area_key = a.area_key and f.period_key = w.period_key
                    and f.value_status = w.value_status and f.indicator_key = w.indicator_key
                    and f.sector_code = 'all' and f.boundary_reading = 'as_reported' and f.completeness = 'reported'
                where case i.aggregation
                    when 'sum' then w.total is distinct from f.value
                    else f.value is not null and w.numerator is distinct from f.numerator
                end or case i.aggregation
                    when 'sum' then w.known <> coalesce(f.reporters_reporting, 0)
                    -- who has none of something has no mean of it, and has reported all the same
                    else w.known > coalesce(f.reporters_reporting, 0)
                end
            """),  # noqa: S608
        ),
        Check(
            name="a_mean_is_its_value_times_its_weight",
            severity="critical",
            sentence_vi="Có số bình quân của đơn vị khác với tử số chia cho mẫu số",
            sentence_en="a reporter's mean has the value, and the weight that stands beside it as a figure of its own",
            requirement=NoSuchRows(f"""
                with named as ({_NAMED}),
                means as materialized (
                    select i.indicator_key, mean.mart_column as mean_column, weight.mart_column as weight_column
                    from {{marts}}.dim_indicator i
                    join named mean on mean.indicator_key = i.indicator_key and mean.part = 'value'
                    left join named weight
                        on weight.indicator_key = i.weight_indicator_key and weight.part = 'value'
                    where i.aggregation = 'weighted_mean'
                ),
                -- "offset 0": each row is turned into cells once, not once for each mean
                rows as (
                    select area_key, period_key, value_status, to_jsonb(m) as cells from {{batch}} m offset 0
                )
                select rows.area_key, rows.period_key, rows.value_status, mean.*
                from rows
                cross join lateral (
                    select means.indicator_key,
                        (rows.cells ->> means.mean_column)::numeric as value,
                        (rows.cells ->> (means.mean_column || '_numerator'))::numeric as numerator,
                        (rows.cells ->> (means.mean_column || '_denominator'))::numeric as denominator,
                        (rows.cells ->> means.weight_column)::numeric as weight
                    from means
                    offset 0
                ) mean
                where mean.denominator is distinct from mean.weight
                    or mean.numerator is distinct from mean.value * mean.denominator
            """),  # noqa: S608
        ),
        Check(
            name="a_row_for_every_expected_reporter",
            severity="critical",
            sentence_vi="Có đơn vị phải báo cáo không có dòng, ghi sai tên, tỉnh hoặc tình trạng báo cáo",
            sentence_en=(
                "each expected reporter has a row for what its round asks; its name, its province of today and whether"
                " it reports are right"
            ),
            requirement=NoSuchRows(
                """
                with paths as (
                    {paths_to_today}
                ),
                expected as (
                    select distinct s.reporter_area_key as area_key, c.value_status,
                        (left(s.period_key, 4)::integer + c.period_offset_years)::text
                            || case c.period_part when 'year' then '' else '-' || c.period_part end as period_key
                    from {marts}.fct_submission s
                    join reference.form_columns c on c.form_code = s.form_code
                    where s.reporter_area_key is not null
                )
                select coalesce(m.area_key, e.area_key) as area_key, coalesce(m.period_key, e.period_key) as period_key,
                    m.reporter_name, a.area_name, m.today_province_key, paths.today
                from {batch} m
                full join expected e using (area_key, value_status, period_key)
                left join {marts}.dim_area a on a.area_key = m.area_key
                left join paths on paths.province_key = m.province_key
                left join paths of_area on of_area.province_key = a.province_key
                left join (
                    select distinct reporter.area_code
                    from {marts}.fct_submission s
                    join {marts}.dim_area reporter on reporter.area_key = s.reporter_area_key
                    where s.is_received
                ) heard on heard.area_code = a.area_code
                where m.build_id is null or e.area_key is null or m.reporter_name is distinct from a.area_name
                    or m.today_province_key is distinct from paths.today
                    or m.today_province_key is distinct from of_area.today
                    or m.is_reporting and heard.area_code is null
            """.replace("{paths_to_today}", PATHS_TO_TODAY)
            ),
            applies_to=ALWAYS,
        ),
        Check(
            name="who_reports_has_a_value",
            severity="critical",
            sentence_vi="Có đơn vị ghi là có báo cáo mà không có số nào, hoặc ngược lại",
            sentence_en="a reporter reports exactly where a known value of it stands in the row or behind it",
            requirement=NoSuchRows(f"""
                with named as (
                    select array_agg(mart_column) as columns from ({PARTS_OF_COLUMNS}) named where part = 'value'
                ),
                rows as (
                    select m.area_key, m.period_key, m.value_status, m.is_reporting,
                        jsonb_exists_any(jsonb_strip_nulls(to_jsonb(m)), named.columns) as has_value
                    from {{batch}} m cross join named
                )
                select m.*
                from rows m
                where m.has_value and not m.is_reporting or m.is_reporting and not m.has_value and not exists (
                    select from {{marts}}.fct_indicator_value v
                    where v.area_key = m.area_key and v.period_key = m.period_key and v.value_status = m.value_status
                        and v.value is not null
                )
            """),  # noqa: S608
        ),
    ),
)

MART_SUM_PROVINCE_ORIGIN = Suite(
    "mart_sum_province",
    "mart_sum_province",
    (
        _names_of_provinces(),
        _holds_all_figures(
            "holds_every_figure_of_the_newest_round",
            "m.province_key",
            f"{_OF_TODAY} and {_NEWEST}",
            "f.sector_code = 'all'",
        ),
    ),
)

MART_SUM_SECTOR_ORIGIN = Suite(
    "mart_sum_sector",
    "mart_sum_sector",
    (
        _names_of_provinces(),
        _holds_all_figures(
            "holds_every_figure_of_the_newest_round",
            "m.province_key, m.sector_code",
            f"{_OF_TODAY} and {_NEWEST}",
            _ONE_OF_FIRST_LEVEL,
        ),
    ),
)

MART_SUM_REPORTER_ORIGIN = Suite(
    "mart_sum_reporter",
    "mart_sum_reporter",
    (
        Check(
            name="says_what_the_reporter_says",
            severity="critical",
            sentence_vi="Bảng để cộng theo đơn vị khác với số liệu của đơn vị",
            sentence_en="each column is what the reporter said, under the reporter's name",
            requirement=NoSuchRows(f"""
                with cells as ({of_columns("m.area_key")}),
                columns as ({_NAMED}),
                said as (
                    select r.area_key, r.period_key, named.indicator_key, named.part, {NUMBER_OF_CELL} as value
                    from {{marts}}.mart_reporter_period r
                    cross join lateral jsonb_each_text(to_jsonb(r)) cell
                    join columns named on named.mart_column = cell.key
                    where r.value_status = 'actual' and cell.value is not null
                        and r.period_key in (select period_key from {{batch}})
                        -- a weight stands in a sum beside what it weighs alone
                        and (named.part <> 'denominator' or to_jsonb(r) ->> regexp_replace(
                            named.mart_column, 'denominator$', 'numerator') is not null)
                )
                select area_key, period_key, indicator_key, part, cells.value, said.value as said
                from cells
                full join said using (area_key, period_key, indicator_key, part)
                where cells.value is distinct from said.value
                    -- a mean without its weight somewhere in the province is left out for all of it
                    and (part = 'value' or cells.value is not null)
            """),  # noqa: S608
            applies_to=ALWAYS,
        ),
        Check(
            name="a_row_for_every_reporter_of_the_round",
            severity="critical",
            sentence_vi="Có đơn vị của kỳ mới nhất không có dòng, hoặc ghi sai tên",
            sentence_en="each reporter of the newest round has a row, under its own name and province of today",
            requirement=NoSuchRows("""
                select coalesce(m.area_key, r.area_key) as area_key, m.reporter_name, r.reporter_name as called
                from {batch} m
                full join (
                    select * from {marts}.mart_reporter_period
                    where value_status = 'actual' and period_key in (select period_key from {batch})
                ) r using (area_key, period_key)
                where (m.reporter_name, m.province_key) is distinct from (r.reporter_name, r.today_province_key)
            """),
            applies_to=ALWAYS,
        ),
    ),
)

MART_SUM_PROVINCE_FLOW_ORIGIN = Suite(
    "mart_sum_province_flow",
    "mart_sum_province_flow",
    (
        _names_of_provinces(),
        Check(
            name="flows_are_the_figures_of_their_span",
            severity="critical",
            sentence_vi="Bảng số phát sinh thiếu, thừa hoặc sai so với số liệu tổng hợp",
            sentence_en=(
                "each column is the figure of its province of today and span; of a year none that is known is missing"
            ),
            requirement=NoSuchRows(f"""
                with cells as ({of_columns("m.province_key, m.year")}),
                columns as ({_NAMED}),
                figures as (
                    select a.province_key, p.year::text as year, f.period_key, f.indicator_key, f.value,
                        p.period_kind = 'year' as is_year, p.half
                    from {{marts}}.fct_figure f
                    join {{marts}}.dim_area a on a.area_key = f.area_key and a.area_level = 'province'
                    join {{marts}}.dim_period p on p.period_key = f.period_key
                        and p.period_kind in ('year', 'half_year')
                    join columns using (indicator_key)
                    where f.sector_code = 'all' and f.value_status = 'actual' and f.value is not null
                        and f.boundary_reading = 'todays_boundaries'
                        and f.completeness = case when f.derivation is null then 'reported' else 'complete' end
                ),
                known as (
                    select *,
                        bool_or(half = 2) over same_year as has_second_half, bool_or(is_year) over same_year as has_year
                    from figures
                    window same_year as (partition by province_key, year, indicator_key)
                ),
                chosen as (
                    select * from known
                    where case when has_second_half then not is_year when has_year then is_year else true end
                )
                select *
                from cells
                full join chosen using (province_key, year, period_key, indicator_key)
                where cells.value is distinct from chosen.value
            """),  # noqa: S608
            applies_to=ALWAYS,
        ),
    ),
)
