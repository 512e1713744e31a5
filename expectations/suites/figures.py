"""What the totals must be: recomputed from their claims, and honest about how much of them is there."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build
from expectations.suites.claims import COOPERATIVES_BY_LEVEL

_TOTALS_OF_COOPERATIVES = f"""
    select f.figure_id, a.area_name, f.period_key, f.completeness, f.value, scale.low, scale.high
    from {{batch}} f
    join {{marts}}.dim_area a using (area_key)
    join {COOPERATIVES_BY_LEVEL} using (area_level)
    where f.indicator_key = 'HTX.coop_total' and f.sector_code = 'all' and f.value is not null
"""  # noqa: S608 - declared here, from nothing outside

FCT_FIGURE = Suite(
    "fct_figure",
    "fct_figure",
    (
        of_one_build(),
        Check(
            name="recomputed_from_its_claims",
            severity="critical",
            sentence_vi="Có số liệu tổng hợp không bằng kết quả tính lại từ các ô nguồn",
            sentence_en="a figure equals its claims: summed, or averaged by the claims that weigh them",
            requirement=NoSuchRows("""
                with behind as (
                    select b.figure_id, count(*) as claims, count(v.value) as known,
                        sum(v.value * b.weight) as weighted, sum(v.value) filter (where b.weight is null) as weights
                    from {marts}.bridge_figure_claim b
                    left join {marts}.fct_indicator_value v using (claim_id)
                    group by b.figure_id
                ),
                recomputed as (
                    select f.figure_id, f.indicator_key, f.period_key, f.completeness, f.value, b.claims, b.known,
                        case i.aggregation
                            when 'sum' then coalesce(b.weighted, 0)
                            when 'weighted_mean' then b.weighted / nullif(b.weights, 0)
                        end as recomputed
                    from {batch} f
                    join {marts}.dim_indicator i using (indicator_key)
                    left join behind b using (figure_id)
                    where f.value is not null
                )
                select * from recomputed
                where claims <> known or recomputed is null or abs(value - recomputed) > 0.000001
            """),
            applies_to="select 1 from {batch} where value is not null",
        ),
        Check(
            name="complete_means_everyone_reported",
            severity="critical",
            sentence_vi="Có tổng ghi là đầy đủ trong khi còn đơn vị chưa báo cáo",
            sentence_en="a complete total stands only where every expected reporter reported",
            requirement=NoSuchRows("""
                select * from {batch}
                where completeness = 'complete' and value is not null and reporters_reporting <> reporters_expected
            """),
            applies_to="select 1 from {batch} where completeness = 'complete'",
        ),
        Check(
            name="reporters_and_absentees_add_up",
            severity="critical",
            sentence_vi="Số đơn vị đã báo cáo và vắng mặt không khớp với số phải báo cáo (tỷ lệ quá 100 %)",
            sentence_en="reporters and absentees together are those expected: a rate never exceeds 100 percent",
            requirement=NoSuchRows("""
                select * from {batch}
                where reporters_reporting not between 0 and reporters_expected
                    or reporters_reporting + cardinality(absentees) <> reporters_expected
            """),
        ),
        Check(
            name="no_value_says_why",
            severity="critical",
            sentence_vi="Có số liệu để trống mà không nêu lý do",
            sentence_en="a figure without a value states its reason",
            requirement=NoSuchRows("select * from {batch} where value is null and coalesce(btrim(reason), '') = ''"),
            applies_to="select 1 from {batch} where value is null",
        ),
        Check(
            name="averages_have_their_weight",
            severity="critical",
            sentence_vi="Có số bình quân được tính khi không có quyền số",
            sentence_en="an average over reporters stands only where its weight is known",
            requirement=NoSuchRows("""
                select f.*
                from {batch} f
                join {marts}.dim_indicator i using (indicator_key)
                where f.value is not null and case i.aggregation
                    when 'not_additive' then f.reporters_expected > 1
                    when 'weighted_mean' then i.weight_indicator_key is null or coalesce(f.denominator, 0) = 0
                end
            """),
            applies_to="""
                select 1 from {batch} f join {marts}.dim_indicator i using (indicator_key) where i.aggregation <> 'sum'
            """,
        ),
        Check(
            name="both_boundary_readings_give_the_same_totals",
            severity="critical",
            sentence_vi="Tổng theo địa giới khi báo cáo và theo địa giới hiện nay khác nhau",
            sentence_en=(
                "summed over all provinces, both boundary readings give the same total;"
                " not judged where a merged province and its successor both speak of a period"
            ),
            requirement=NoSuchRows("""
                with summed as (
                    select f.*
                    from {batch} f
                    join {marts}.dim_indicator i using (indicator_key)
                    where f.completeness = 'reported' and i.aggregation = 'sum'
                ),
                spoken_twice as (
                    select distinct f.period_key, f.value_status
                    from summed f
                    join {marts}.dim_area a using (area_key)
                    join {marts}.dim_province former on former.successor_province_key = a.province_key
                    join {marts}.dim_area former_area on former_area.province_key = former.province_key
                    join summed g on g.area_key = former_area.area_key and g.period_key = f.period_key
                        and g.value_status = f.value_status and g.boundary_reading = f.boundary_reading
                    where f.boundary_reading = 'as_reported'
                ),
                totals as (
                    select indicator_key, sector_code, period_key, value_status,
                        sum(value) filter (where boundary_reading = 'as_reported') as as_reported,
                        sum(value) filter (where boundary_reading = 'todays_boundaries') as todays_boundaries
                    from summed
                    where (period_key, value_status) not in (select period_key, value_status from spoken_twice)
                    group by indicator_key, sector_code, period_key, value_status
                )
                select * from totals where as_reported is distinct from todays_boundaries
            """),
            applies_to="""
                select 1 from {batch} where completeness = 'reported' and boundary_reading = 'todays_boundaries'
            """,
        ),
        Check(
            name="percent_between_0_and_100",
            severity="critical",
            sentence_vi="Có tỷ lệ tổng hợp ngoài khoảng 0–100 %",
            sentence_en="a share lies between 0 and 100 percent",
            requirement=NoSuchRows("""
                select f.*
                from {batch} f
                join {marts}.dim_indicator i using (indicator_key)
                where f.canonical_unit = 'percent' and i.aggregation <> 'not_additive'
                    and f.value not between 0 and 100
            """),
            applies_to="select 1 from {batch} where canonical_unit = 'percent' and value is not null",
        ),
        Check(
            name="number_of_cooperatives_fits_the_area",
            severity="warning",
            sentence_vi="Có tổng số hợp tác xã không tương xứng với địa bàn",
            sentence_en="a total of cooperatives fits the scale of its area; a partial one may be too small",
            requirement=NoSuchRows(
                _TOTALS_OF_COOPERATIVES
                + " and (f.value > scale.high or (f.completeness = 'complete' and f.value < scale.low))"
            ),
            applies_to=_TOTALS_OF_COOPERATIVES,
        ),
    ),
)

BRIDGE_FIGURE_CLAIM = Suite(
    "bridge_figure_claim",
    "bridge_figure_claim",
    (
        of_one_build(),
        Check(
            name="no_claim_is_counted_twice",
            severity="critical",
            sentence_vi="Có đơn vị bị cộng hai lần vào một tổng",
            sentence_en="a reporter stands in a figure once for an indicator, sector and period",
            requirement=NoSuchRows("""
                select b.figure_id, v.area_key, v.indicator_key, v.sector_code, v.period_key, count(*) as claims
                from {batch} b
                join {marts}.fct_indicator_value v using (claim_id)
                group by b.figure_id, v.area_key, v.indicator_key, v.sector_code, v.value_status, v.period_key
                having count(*) > 1
            """),
        ),
        Check(
            name="only_admitted_submissions_are_summed",
            severity="critical",
            sentence_vi="Có tổng chứa số của báo chí, của sở, ngành hoặc của báo cáo chưa được chấp nhận",
            sentence_en=(
                "figures are made of the cells of admitted submissions of areas; neither the press nor a department"
                " enters a total"
            ),
            requirement=NoSuchRows("""
                select b.figure_id, b.claim_id, v.evidence_kind, v.source_key, s.status
                from {batch} b
                left join {marts}.fct_indicator_value v using (claim_id)
                left join {marts}.fct_submission s on s.receipt_id = v.receipt_id
                where v.evidence_kind is distinct from 'cell' or v.reporter_kind <> 'area' or s.is_reported is false
                    -- sectors or support money sent alone are beside the form, and taken by themselves
                    or s.receipt_id is null and not exists (
                        select from raw.submission_reading g
                        where g.file_sha256 = v.file_sha256 and g.outcome <> 'rejected' and not 'A-1' = any(g.parts)
                    )
            """),
        ),
    ),
)

MART_PROVINCE_PERIOD = Suite(
    "mart_province_period",
    "mart_province_period",
    (
        of_one_build(),
        Check(
            name="the_pivot_says_what_the_figures_say",
            severity="critical",
            sentence_vi="Bảng tổng hợp tỉnh khác với số liệu tổng hợp gốc",
            sentence_en="each column of the pivot holds the value of its figure, and no other",
            requirement=NoSuchRows("""
                with named as (
                    select indicator_key, lower(entity) || '_' || indicator_code as pivot_column
                    from {marts}.dim_indicator
                ),
                wide as (
                    select m.province_key, m.period_key, m.boundary_reading, m.completeness, m.value_status,
                        named.indicator_key, named.pivot_column,
                        case when named.indicator_key is not null then cell.value::numeric end as value
                    from {batch} m
                    cross join lateral jsonb_each_text(to_jsonb(m)) cell
                    join named on named.pivot_column = cell.key
                ),
                long as (
                    select a.province_key, f.period_key, f.boundary_reading, f.completeness, f.value_status,
                        f.indicator_key, f.value
                    from {marts}.fct_figure f
                    join {marts}.dim_area a using (area_key)
                    where f.sector_code = 'all' and a.area_level = 'province'
                )
                select wide.*, long.value as figure_value
                from wide
                left join long
                    using (province_key, period_key, boundary_reading, completeness, value_status, indicator_key)
                where wide.value is distinct from long.value
            """),
        ),
    ),
)
