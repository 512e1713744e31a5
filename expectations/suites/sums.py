"""What the wide marts must be: those to look up say what the figures say; those to add up give the figures' totals."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build

PARTS_OF_COLUMNS = """
    select i.indicator_key, side.part, lower(i.entity) || '_' || i.indicator_code || side.ending as mart_column
    from {marts}.dim_indicator i
    cross join (values ('value', ''), ('numerator', '_numerator'), ('denominator', '_denominator')) side (part, ending)
"""
"""The columns that a wide mart may have for an indicator: its value, and the two sides of a mean."""

NUMBER_OF_CELL = "case when named.mart_column = cell.key then cell.value::numeric end"
"""What a named cell holds. The condition of the join again: a planner may read a name as a number before it joins."""

_FIGURES_IN_PARTS = """
    select f.indicator_key, f.sector_code, f.period_key, f.area_key, part.part, part.value
    from {marts}.fct_figure f
    join {marts}.dim_indicator i using (indicator_key)
    cross join lateral (
        values ('value', f.value), ('numerator', f.numerator), ('denominator', f.denominator)
    ) part (part, value)
    where f.value_status = 'actual' and f.completeness = 'reported' and f.boundary_reading = 'todays_boundaries'
        and f.derivation is null
"""


def of_columns(keys: str) -> str:
    """Each known cell of a mart to add up, by its keys and the column's indicator and side."""
    return f"""
        select {keys}, m.period_key, named.indicator_key, named.part, {NUMBER_OF_CELL} as value
        from {{batch}} m
        cross join lateral jsonb_each_text(to_jsonb(m)) cell
        join ({PARTS_OF_COLUMNS}) named on named.mart_column = cell.key
        where cell.value is not null
    """  # noqa: S608 - declared here, from nothing outside


def _of_province(name: str, sentence_vi: str, sentence_en: str, sector: str) -> Check:
    """Summed by province (and sector), a mart gives the figures of that province of today."""
    keys = "m.province_key, m.sector_code" if sector == "cell.sector_code" else "m.province_key"
    by = keys.replace("m.", "")
    return Check(
        name=name,
        severity="critical",
        sentence_vi=sentence_vi,
        sentence_en=sentence_en,
        requirement=NoSuchRows(f"""
            with cells as ({of_columns(keys)}),
            summed as (
                select {by}, period_key, indicator_key, part, sum(value) as value
                from cells
                group by {by}, period_key, indicator_key, part
            ),
            figures as ({_FIGURES_IN_PARTS})
            select cell.*, f.value as figure_value
            from summed cell
            join {{marts}}.dim_area a on a.province_key = cell.province_key and a.area_level = 'province'
            left join figures f on f.area_key = a.area_key and f.sector_code = {sector}
                and f.period_key = cell.period_key and f.indicator_key = cell.indicator_key and f.part = cell.part
            where cell.value is distinct from f.value
        """),  # noqa: S608 - declared here, from nothing outside
    )


MART_REPORTER_PERIOD = Suite(
    "mart_reporter_period",
    "mart_reporter_period",
    (
        of_one_build(),
        Check(
            name="reporters_add_up_to_their_province",
            severity="critical",
            sentence_vi="Tổng các đơn vị khác với tổng số của tỉnh",
            sentence_en="within one period and status the reporters' cooperatives add up to their province's",
            requirement=NoSuchRows("""
                select m.province_key, m.period_key, m.value_status, sum(m.htx_coop_total) as reporters, f.value
                from {batch} m
                join {marts}.dim_area a on a.province_key = m.province_key and a.area_level = 'province'
                left join {marts}.fct_figure f on f.area_key = a.area_key and f.period_key = m.period_key
                    and f.value_status = m.value_status and f.indicator_key = 'HTX.coop_total'
                    and f.sector_code = 'all' and f.boundary_reading = 'as_reported' and f.completeness = 'reported'
                group by m.province_key, m.period_key, m.value_status, f.value
                having sum(m.htx_coop_total) is distinct from f.value
            """),
        ),
    ),
)

MART_SUM_PROVINCE = Suite(
    "mart_sum_province",
    "mart_sum_province",
    (
        of_one_build(),
        _of_province(
            "sums_are_the_figures_of_the_province",
            "Bảng để cộng theo tỉnh khác với số liệu tổng hợp",
            "each column is the figure of the province of today, or a side of its mean",
            "'all'",
        ),
        Check(
            name="one_period",
            severity="critical",
            sentence_vi="Bảng hiện trạng có hơn một kỳ: cộng sẽ sai",
            sentence_en="all rows are of one period",
            requirement=NoSuchRows("select 1 from {batch} having count(distinct period_key) > 1"),
        ),
    ),
)

MART_SUM_SECTOR = Suite(
    "mart_sum_sector",
    "mart_sum_sector",
    (
        of_one_build(),
        _of_province(
            "sums_are_the_figures_of_the_sector",
            "Bảng để cộng theo ngành khác với số liệu tổng hợp",
            "each column is the figure of the sector in the province of today, or a side of its mean",
            "cell.sector_code",
        ),
        Check(
            name="sectors_do_not_overlap",
            severity="critical",
            sentence_vi="Bảng để cộng theo ngành có ngành nằm trong ngành khác",
            sentence_en="no sector stands beside one that it is part of",
            requirement=NoSuchRows("""
                select m.sector_code
                from {batch} m
                join {marts}.dim_sector s using (sector_code)
                where m.sector_code in ('all', 'nonagri') or s.parent_sector_code not in ('all', 'nonagri')
            """),
        ),
    ),
)

MART_SUM_REPORTER = Suite(
    "mart_sum_reporter",
    "mart_sum_reporter",
    (
        of_one_build(),
        _of_province(
            "reporters_add_up_to_the_figures_of_the_province",
            "Bảng để cộng theo đơn vị khác với số liệu tổng hợp của tỉnh",
            "summed by province, each column is the figure of the province of today, or a side of its mean",
            "'all'",
        ),
    ),
)

MART_SUM_PROVINCE_FLOW = Suite(
    "mart_sum_province_flow",
    "mart_sum_province_flow",
    (
        of_one_build(),
        Check(
            name="spans_of_time_do_not_overlap",
            severity="critical",
            sentence_vi="Bảng số phát sinh có số cả năm cạnh số nửa năm của cùng chỉ tiêu: cộng sẽ sai",
            sentence_en="of a year stand its halves or the whole, never both, for each indicator",
            requirement=NoSuchRows(f"""
                with cells as ({of_columns("m.province_key, m.year")})
                select province_key, year, indicator_key
                from cells
                group by province_key, year, indicator_key
                having bool_or(period_key = year) and count(*) > 1
            """),  # noqa: S608 - declared here, from nothing outside
        ),
    ),
)
