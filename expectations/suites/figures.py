"""What the totals must be: recomputed from their claims, and honest about how much of them is there."""

from expectations.suites.check import Check, NoSuchRows, Suite, of_one_build

FCT_FIGURE = Suite(
    "fct_figure",
    "fct_figure",
    (
        of_one_build(),
        Check(
            name="recomputed_from_its_claims",
            severity="critical",
            sentence_vi="Có số liệu tổng hợp không bằng kết quả tính lại từ các ô nguồn hoặc từ các phần của nó",
            sentence_en=(
                "a figure equals its claims and the figures it is made of: summed, or averaged by what weighs them"
            ),
            requirement=NoSuchRows("""
                with own as (
                    select b.figure_id, count(*) as claims, count(v.value) as known,
                        sum(v.value * b.weight) as total, sum(v.value) filter (where b.weight is null) as weights
                    from {marts}.bridge_figure_claim b
                    left join {marts}.fct_indicator_value v using (claim_id)
                    group by b.figure_id
                ),
                parts as (
                    select p.figure_id, count(*) as parts, count(f.value) as known,
                        sum(p.factor * coalesce(f.numerator, f.value)) as total,
                        sum(p.factor * f.denominator) as weights
                    from {marts}.bridge_figure_part p
                    left join {marts}.fct_figure f on f.figure_id = p.part_figure_id
                    group by p.figure_id
                ),
                recomputed as (
                    select f.figure_id, f.indicator_key, f.period_key, f.completeness, f.value,
                        coalesce(own.claims, 0) + coalesce(parts.parts, 0) as behind,
                        coalesce(own.known, 0) + coalesce(parts.known, 0) as known,
                        case i.aggregation
                            when 'sum' then coalesce(own.total, 0) + coalesce(parts.total, 0)
                            when 'weighted_mean' then (coalesce(own.total, 0) + coalesce(parts.total, 0))
                                / nullif(coalesce(own.weights, 0) + coalesce(parts.weights, 0), 0)
                        end as recomputed
                    from {batch} f
                    join {marts}.dim_indicator i using (indicator_key)
                    left join own using (figure_id)
                    left join parts using (figure_id)
                    where f.value is not null
                )
                select * from recomputed
                where behind <> known or recomputed is null or abs(value - recomputed) > 0.000001
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
            name="an_estimate_carries_stocks_and_says_whose",
            severity="critical",
            sentence_vi="Có số ước chuyển số phát sinh từ kỳ trước, hoặc không nêu đơn vị được ước",
            sentence_en=(
                "only an estimate carries earlier values, only stocks, only of as many as are absent, and names them"
            ),
            requirement=NoSuchRows("""
                select f.figure_id, f.completeness, i.stock_or_flow, f.reporters_carried, f.carried_from
                from {batch} f
                join {marts}.dim_indicator i using (indicator_key)
                where cardinality(f.carried_from) <> f.reporters_carried
                    or f.reporters_carried > 0 and (f.completeness <> 'estimated' or i.stock_or_flow <> 'stock')
                    or f.completeness = 'estimated' and f.value is not null
                        and f.reporters_reporting + f.reporters_carried <> f.reporters_expected
            """),
            applies_to="select 1 from {batch} where completeness = 'estimated'",
        ),
        Check(
            name="a_second_half_is_the_year_less_the_first",
            severity="critical",
            sentence_vi="Có số 6 tháng cuối năm suy ra không đúng, hoặc âm",
            sentence_en="a derived second half is of a flow, follows from whole figures, and is not negative",
            requirement=NoSuchRows("""
                select f.figure_id, f.indicator_key, f.period_key, f.value
                from {batch} f
                join {marts}.dim_indicator i using (indicator_key)
                where f.derivation is not null and (
                    f.value < 0 or f.completeness <> 'complete' or i.aggregation <> 'sum' or i.stock_or_flow <> 'flow'
                )
            """),
            applies_to="select 1 from {batch} where derivation is not null",
        ),
        Check(
            name="the_country_says_how_many_provinces_it_holds",
            severity="critical",
            sentence_vi="Có tổng số cả nước không nêu đúng số tỉnh, thành phố",
            sentence_en="a total of the country names its provinces; it is complete only where all of them are",
            requirement=NoSuchRows("""
                select f.figure_id, a.area_level, f.completeness, f.provinces_expected, f.provinces_reporting
                from {batch} f
                join {marts}.dim_area a using (area_key)
                where (a.area_level = 'country') <> (f.provinces_expected is not null)
                    or f.provinces_reporting > f.provinces_expected
                    or f.completeness = 'complete' and f.value is not null
                        and f.provinces_reporting <> f.provinces_expected
            """),
            applies_to="""
                select 1 from {batch} f join {marts}.dim_area a using (area_key) where a.area_level = 'country'
            """,
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
                " not judged where a merged province and its successor both speak of a period;"
                " the country's total is the same in both"
            ),
            requirement=NoSuchRows("""
                with summed as (
                    select f.*, a.province_key
                    from {batch} f
                    join {marts}.dim_indicator i using (indicator_key)
                    join {marts}.dim_area a using (area_key)
                    where f.completeness = 'reported' and i.aggregation = 'sum' and a.area_level = 'province'
                ),
                speakers as (
                    select distinct province_key, period_key, value_status
                    from summed
                    where boundary_reading = 'as_reported'
                ),
                spoken_twice as (
                    select distinct successor.period_key, successor.value_status
                    from speakers successor
                    join {marts}.dim_province former on former.successor_province_key = successor.province_key
                    join speakers predecessor
                        on predecessor.province_key = former.province_key
                            and predecessor.period_key = successor.period_key
                            and predecessor.value_status = successor.value_status
                ),
                totals as (
                    select indicator_key, sector_code, period_key, value_status,
                        sum(value) filter (where boundary_reading = 'as_reported') as as_reported,
                        sum(value) filter (where boundary_reading = 'todays_boundaries') as todays_boundaries
                    from summed
                    where (period_key, value_status) not in (select period_key, value_status from spoken_twice)
                    group by indicator_key, sector_code, period_key, value_status
                    union all
                    select f.indicator_key, f.sector_code, f.period_key, f.value_status,
                        max(f.value) filter (where f.boundary_reading = 'as_reported'),
                        max(f.value) filter (where f.boundary_reading = 'todays_boundaries')
                    from {batch} f
                    join {marts}.dim_area a using (area_key)
                    where f.completeness = 'reported' and a.area_level = 'country'
                    group by f.indicator_key, f.sector_code, f.period_key, f.value_status
                )
                select * from totals where as_reported is distinct from todays_boundaries
            """),
            applies_to="""
                select 1 from {batch} where completeness = 'reported' and boundary_reading = 'todays_boundaries'
            """,
        ),
        # More people with a degree than people, in an accepted submission: that commune's, not ours.
        Check(
            name="percent_between_0_and_100",
            severity="warning",
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

BRIDGE_FIGURE_PART = Suite(
    "bridge_figure_part",
    "bridge_figure_part",
    (
        of_one_build(),
        Check(
            name="parts_are_of_the_same_cell",
            severity="critical",
            sentence_vi="Có số liệu được tạo từ số của chỉ tiêu, ngành, kỳ hoặc loại số liệu khác",
            sentence_en=(
                "a figure is made of figures of its own indicator, sector, status and period;"
                " a derived second half of its year's"
            ),
            requirement=NoSuchRows("""
                select b.figure_id, b.part_figure_id, b.factor
                from {batch} b
                left join {marts}.fct_figure w using (figure_id)
                left join {marts}.fct_figure f on f.figure_id = b.part_figure_id
                where (w.indicator_key, w.sector_code, w.value_status)
                    is distinct from (f.indicator_key, f.sector_code, f.value_status)
                    or f.value is null or w.value is null
                    or case when w.derivation is null then w.period_key <> f.period_key or b.factor <> 1
                        else left(w.period_key, 4) <> left(f.period_key, 4) end
            """),
        ),
        Check(
            name="no_area_is_counted_twice",
            severity="critical",
            sentence_vi="Có địa bàn được tính hai lần trong một tổng",
            sentence_en="the parts of a figure are of different areas; of a second half, of different periods",
            requirement=NoSuchRows("""
                select b.figure_id, f.area_key, f.period_key, count(*) as parts
                from {batch} b
                join {marts}.fct_figure f on f.figure_id = b.part_figure_id
                group by b.figure_id, f.area_key, f.period_key
                having count(*) > 1
            """),
        ),
    ),
)

MART_PROVINCE_PERIOD = Suite("mart_province_period", "mart_province_period", (of_one_build(),))
