"""Contradictions between indicators in the totals of a province.

They come out of what reporters handed in, so that all but the last group are warnings, printed in the
report. A pair is judged only where the same number of reporters stands behind both sides.
"""

from expectations.suites.check import Check, NoSuchRows, Suite

_PARTS = (
    ("HTX.coop_active", "HTX.coop_total", "Số HTX đang hoạt động lớn hơn tổng số HTX"),
    ("HTX.coop_new", "HTX.coop_total", "Số HTX thành lập mới lớn hơn tổng số HTX"),
    ("HTX.members_new", "HTX.members_total", "Số thành viên mới lớn hơn tổng số thành viên"),
    ("HTX.workers_new", "HTX.workers_total", "Số lao động mới lớn hơn tổng số lao động thường xuyên"),
    ("HTX.workers_who_are_members", "HTX.workers_total", "Lao động là thành viên nhiều hơn tổng số lao động"),
    ("HTX.workers_who_are_members", "HTX.members_total", "Lao động là thành viên nhiều hơn tổng số thành viên"),
    ("HTX.managers_vocational", "HTX.managers_total", "Cán bộ trình độ sơ, trung cấp nhiều hơn tổng số cán bộ"),
    ("HTX.managers_degree", "HTX.managers_total", "Cán bộ trình độ cao đẳng, đại học nhiều hơn tổng số cán bộ"),
    ("HTX.revenue_from_members_avg", "HTX.revenue_avg", "Doanh thu với thành viên lớn hơn doanh thu"),
    ("LHHTX.union_new", "LHHTX.union_total", "Số LHHTX thành lập mới lớn hơn tổng số LHHTX"),
    ("THT.group_new", "THT.group_total", "Số THT thành lập mới lớn hơn tổng số THT"),
    ("THT.group_registered", "THT.group_total", "Số THT có đăng ký lớn hơn tổng số THT"),
    ("THT.members_new", "THT.members_total", "Số thành viên mới của THT lớn hơn tổng số thành viên THT"),
)
_STOCK_CHANGE_PERCENT = 30
_MEMBERS_PER_COOPERATIVE = (5, 2000)
_PROVINCE_TOTALS = """
    select f.*, a.area_name
    from {batch} f
    join {marts}.dim_area a using (area_key)
    where a.area_level = 'province' and f.completeness = 'reported' and f.boundary_reading = 'as_reported'
        and f.value is not null
"""


def _both(one: str, other: str) -> str:
    """Two indicators, ``part`` and ``whole``, at the same place, period, status and sector, equally covered."""
    return f"""
        select part.area_name, period_key, value_status, sector_code, part.figure_id as part_figure_id,
            whole.figure_id as whole_figure_id, part.value as part, whole.value as whole
        from ({_PROVINCE_TOTALS} and f.indicator_key = '{one}') part
        join ({_PROVINCE_TOTALS} and f.indicator_key = '{other}') whole
            using (area_key, period_key, value_status, sector_code, reporters_reporting)
    """  # noqa: S608 - declared here, from nothing outside


def _column_name(key: str) -> str:
    return key.lower().replace(".", "_")


def _part_of(part: str, whole: str, sentence_vi: str) -> Check:
    both = _both(part, whole)
    return Check(
        name=f"{_column_name(part)}_at_most_{_column_name(whole)}",
        severity="warning",
        sentence_vi=sentence_vi,
        sentence_en=f"{part} is at most {whole} in every province",
        requirement=NoSuchRows(both + " where part.value > whole.value"),
        applies_to=both,
    )


_MEMBERS = _both("HTX.members_total", "HTX.coop_total") + " where whole.value > 0"
_HALF_AND_YEAR = f"""
    select half.area_name, half.indicator_key, half.period_key, half.value as half_year, year.value as year_estimate
    from ({_PROVINCE_TOTALS} and right(f.period_key, 3) = '-H1' and f.value_status = 'actual') half
    join ({_PROVINCE_TOTALS} and f.value_status = 'estimate') year
        on year.period_key = left(half.period_key, 4) and year.area_key = half.area_key
        and year.indicator_key = half.indicator_key and year.sector_code = half.sector_code
        and year.reporters_reporting = half.reporters_reporting
    join {{marts}}.dim_indicator i on i.indicator_key = half.indicator_key
    where i.stock_or_flow = 'flow' and i.aggregation = 'sum'
"""  # noqa: S608 - declared here, from nothing outside
_YEAR_BEFORE = f"""
    select now.area_name, now.indicator_key, now.period_key, now.value, before.value as year_before
    from ({_PROVINCE_TOTALS} and right(f.period_key, 3) = '-H1' and f.value_status = 'actual') now
    join ({_PROVINCE_TOTALS} and f.value_status = 'actual') before
        on before.period_key = (left(now.period_key, 4)::integer - 1)::text and before.area_key = now.area_key
        and before.indicator_key = now.indicator_key and before.sector_code = now.sector_code
        and before.reporters_reporting = now.reporters_reporting
    join {{marts}}.dim_indicator i on i.indicator_key = now.indicator_key
    where i.stock_or_flow = 'stock' and i.aggregation = 'sum' and before.value > 0
"""  # noqa: S608 - declared here, from nothing outside
_SPLIT_BY_SECTOR = f"""
    select whole.area_name, whole.indicator_key, whole.period_key, whole.value, sum(part.value) as sectors
    from ({_PROVINCE_TOTALS} and f.sector_code = 'all') whole
    join ({_PROVINCE_TOTALS}) part using (area_key, indicator_key, period_key, value_status)
    join {{marts}}.dim_sector s on s.sector_code = part.sector_code
    where s.parent_sector_code in ('all', 'nonagri') and s.sector_code <> 'nonagri'
    group by whole.area_name, whole.figure_id, whole.indicator_key, whole.period_key, whole.value
"""  # noqa: S608 - declared here, from nothing outside
_PUBLISHED = """
    select p.publication_id, p.figure_id, p.indicator_key, p.value as published, f.value as value_now
    from ops.published_figure p
    join {batch} f using (figure_id)
    cross join lateral (
        with recursive made_of as (
            select p.figure_id
            union
            select q.part_figure_id from made_of join {marts}.bridge_figure_part q using (figure_id)
        )
        select coalesce(array_agg(b.claim_id order by b.claim_id), '{}') as claim_ids
        from made_of join {marts}.bridge_figure_claim b using (figure_id)
    ) behind
    cross join lateral (
        select coalesce(array_agg(claim_id order by claim_id), '{}') as claim_ids from unnest(p.claim_ids) claim_id
    ) printed
"""

CROSS_INDICATOR = Suite(
    "cross_indicator",
    "fct_figure",
    (
        *(_part_of(part, whole, sentence_vi) for part, whole, sentence_vi in _PARTS),
        Check(
            name="half_year_flow_at_most_the_years_estimate",
            severity="warning",
            sentence_vi="Số phát sinh 6 tháng lớn hơn ước cả năm",
            sentence_en="what happened in six months is at most the estimate for the year (reports are cumulative)",
            requirement=NoSuchRows(_HALF_AND_YEAR + " and half.value > year.value"),
            applies_to=_HALF_AND_YEAR,
        ),
        Check(
            name="stock_changes_moderately_in_a_year",
            severity="warning",
            sentence_vi=f"Số hiện có tăng hoặc giảm hơn {_STOCK_CHANGE_PERCENT} % so với năm trước",
            sentence_en=f"a stock changes by at most {_STOCK_CHANGE_PERCENT} percent on the year before",
            requirement=NoSuchRows(
                _YEAR_BEFORE + f" and abs(now.value - before.value) > before.value * {_STOCK_CHANGE_PERCENT} / 100.0"
            ),
            applies_to=_YEAR_BEFORE,
        ),
        Check(
            name="members_per_cooperative_plausible",
            severity="warning",
            sentence_vi="Số thành viên bình quân một HTX ngoài khoảng 5–2.000 (Luật HTX 2023, Điều 4: ít nhất 5)",
            sentence_en="a cooperative has 5 to 2 000 members on average; the law of 2023 asks for at least 5",
            requirement=NoSuchRows(
                _MEMBERS + " and part.value / whole.value not between {} and {}".format(*_MEMBERS_PER_COOPERATIVE)
            ),
            applies_to=_MEMBERS,
        ),
        Check(
            name="sectors_sum_to_at_most_the_total",
            severity="warning",
            sentence_vi="Tổng theo ngành nghề lớn hơn tổng chung",
            sentence_en="the sectors together are at most the total",
            requirement=NoSuchRows(_SPLIT_BY_SECTOR + " having sum(part.value) > whole.value"),
            applies_to=_SPLIT_BY_SECTOR,
        ),
        Check(
            name="published_figures_can_be_made_again",
            severity="critical",
            sentence_vi="Có số liệu đã công bố mà nay tính ra khác từ chính các ô nguồn cũ",
            sentence_en="a published figure, made of the same claims, comes out the same again",
            requirement=NoSuchRows(
                _PUBLISHED + " where behind.claim_ids = printed.claim_ids and p.value is distinct from f.value"
            ),
            applies_to=_PUBLISHED + " where behind.claim_ids = printed.claim_ids",
        ),
        Check(
            name="published_figures_still_stand",
            severity="warning",
            sentence_vi="Có số liệu đã công bố nay thay đổi vì báo cáo bổ sung, sửa đổi: cần bản đính chính",
            sentence_en="published figures were not overtaken by late or corrected submissions; else an erratum is due",
            requirement=NoSuchRows(
                _PUBLISHED + " where behind.claim_ids <> printed.claim_ids and p.value is distinct from f.value"
            ),
            applies_to=_PUBLISHED,
        ),
    ),
)
