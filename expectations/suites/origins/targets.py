"""Targets say what their document, article or plan says, beside the actual that is there."""

from expectations.suites.check import ALWAYS, Check, NoSuchRows, Suite, same_rows

_MONTHS = """
    (12 * (extract(year from {last}) - extract(year from {first})) + extract(month from {last})
        - extract(month from {first}) + 1)::numeric
"""
_PROGRESS = f"""
    select t.*, i.name_vi, i.name_en, i.canonical_unit as unit_of_indicator,
        i.aggregation = 'sum' and i.stock_or_flow = 'flow' as is_flow,
        i.aggregation = 'sum' and i.canonical_unit <> 'VND' as is_lower_bound,
        i.aggregation = 'weighted_mean' and i.stock_or_flow = 'flow'
            and i.canonical_unit <> 'percent' as is_mean_of_flow,
        t.reporters_reporting = t.reporters_expected as is_whole, p.name_vi as period_vi, p.name_en as period_en,
        of_actual.name_vi as actual_period_vi, of_actual.name_en as actual_period_en,
        {_MONTHS.format(first="p.starts_on", last="of_actual.ends_on")}
            / {_MONTHS.format(first="p.starts_on", last="p.ends_on")} as elapsed
    from {{batch}} t
    left join {{marts}}.dim_indicator i using (indicator_key)
    left join {{marts}}.dim_period p on p.period_key = t.target_period_key
    left join {{marts}}.dim_period of_actual on of_actual.period_key = t.actual_period_key
"""  # noqa: S608 - declared by us

FCT_TARGET_PROGRESS_ORIGIN = Suite(
    "fct_target_progress",
    "fct_target_progress",
    (
        same_rows(
            "targets_of_documents_are_as_declared",
            "Mục tiêu của văn bản bị thiếu, thừa hoặc khác với văn bản",
            "each target of a document for a province is there as the document sets it",
            said="""
                select t.target_id, t.target_code, t.stated_by, t.document_title, t.document_number, t.version,
                    t.stated_on, t.replaced_by_target_id, t.is_confirmed, t.indicator_key, t.sector_code,
                    p.province_code, t.target_period_key, t.measure, t.canonical_unit, t.target_low, t.target_high,
                    t.qualifier, t.target_claim_id, t.target_figure_id
                from {batch} t left join {marts}.dim_province p using (province_key)
                where t.target_kind = 'document'
            """,
            source="""
                select t.target_id, t.target_code, t.issuing_body, t.document_title, t.document_number, t.version,
                    coalesce(t.issued_on, t.in_force_from), t.replaced_by_target_id, t.is_confirmed, t.indicator_key,
                    t.sector_code, t.area_code, t.period_key, t.measure, t.canonical_unit, t.value_low, t.value_high,
                    t.qualifier, null::uuid, null::uuid
                from {staging}.stg_target t
                join {marts}.dim_area a on a.area_code = t.area_code and a.area_level = 'province'
                    and a.valid_from <= t.in_force_from and t.in_force_from < coalesce(a.valid_to, 'infinity')
            """,
        ),
        same_rows(
            "targets_of_plans_are_the_planned_figures",
            "Mục tiêu trong biểu của các đơn vị bị thiếu, thừa hoặc khác với số kế hoạch",
            "each plan of a province as its reporters state it is a target, with how many of them planned",
            said="""
                select t.target_id, t.target_figure_id, t.stated_by, t.indicator_key, t.sector_code, t.province_key,
                    t.target_period_key, t.canonical_unit, t.target_low, t.target_high, t.qualifier, t.measure,
                    t.is_confirmed, t.is_in_force,
                    num_nonnulls(t.target_code, t.document_title, t.document_number, t.version, t.stated_on) as others
                from {batch} t where t.target_kind = 'plan'
            """,
            source="""
                select f.figure_id, f.figure_id,
                    'Kế hoạch trong biểu của ' || f.reporters_reporting || '/' || f.reporters_expected || ' đơn vị',
                    f.indicator_key, f.sector_code, a.province_key, f.period_key, f.canonical_unit, f.value, f.value,
                    'exact', 'level', true, true, 0
                from {marts}.fct_figure f
                join {marts}.dim_area a on a.area_key = f.area_key and a.area_level = 'province'
                where f.value_status = 'plan' and f.boundary_reading = 'as_reported' and f.completeness = 'reported'
                    and f.value is not null
            """,
        ),
        same_rows(
            "targets_of_the_press_are_its_claims",
            "Mục tiêu báo chí nêu bị thiếu, thừa hoặc khác với số liệu báo chí",
            "each target that the press tells of a province is there as it was let in",
            said="""
                select t.target_id, t.target_claim_id, t.stated_by, t.indicator_key, t.sector_code, t.province_key,
                    t.target_period_key, t.canonical_unit, t.target_low, t.target_high, t.is_confirmed, t.is_in_force,
                    t.qualifier in ('at_least', 'at_most')
                        and t.qualifier <> v.qualifier as is_read_as_bound,
                    num_nonnulls(t.target_code, t.document_title, t.document_number, t.version, t.stated_on) as others
                from {batch} t
                left join {marts}.fct_indicator_value v on v.claim_id = t.target_claim_id
                where t.target_kind = 'press' and (t.qualifier = v.qualifier or t.qualifier in ('at_least', 'at_most'))
            """,
            source="""
                select v.claim_id, v.claim_id, s.source_name, v.indicator_key, v.sector_code, a.province_key,
                    v.period_key, v.canonical_unit, v.value_low, v.value_high, true, true,
                    v.qualifier in ('over', 'under') and v.evidence_text
                        ~* '(trở lên|ít nhất|tối thiểu|không dưới|không quá|tối đa)', 0
                from {marts}.fct_indicator_value v
                join {marts}.dim_area a on a.area_key = v.area_key and a.area_level = 'province'
                left join {marts}.dim_source s using (source_key)
                where v.reporter_kind = 'press' and v.value_status = 'target' and v.period_key is not null
            """,
        ),
        Check(
            name="the_actual_is_the_figure_beside_it",
            severity="critical",
            sentence_vi="Có số thực hiện của mục tiêu không phải số liệu của chỉ tiêu, địa bàn, kỳ đó",
            sentence_en=(
                "the actual, its period and its reporters are those of a figure of the same indicator and place"
            ),
            requirement=NoSuchRows("""
                select t.target_id, t.actual_figure_id, t.actual_period_key, t.actual_amount, t.actual_value
                from {batch} t
                left join {marts}.fct_figure f on f.figure_id = t.actual_figure_id
                left join {marts}.dim_area a on a.area_key = f.area_key
                left join {marts}.fct_figure b on b.figure_id = t.compared_figure_id
                where (t.actual_figure_ids is null) <> (t.actual_period_key is null)
                    or cardinality(t.actual_figure_ids) = 0
                    or t.actual_figure_ids is null and num_nonnulls(t.actual_figure_id, t.actual_amount, t.actual_value,
                        t.reporters_reporting, t.reporters_expected, t.progress_percent, t.compared_figure_id,
                        t.compared_amount) > 0
                    or t.actual_figure_id is not null and (
                        (t.actual_period_key, t.reporters_reporting, t.reporters_expected, t.sector_code, a.area_level,
                            f.value_status, f.boundary_reading) is distinct from (f.period_key, f.reporters_reporting,
                            f.reporters_expected, f.sector_code, 'province', 'actual', 'as_reported')
                        or t.actual_figure_ids <> array[t.actual_figure_id]
                        or a.province_key is distinct from t.province_key
                        or t.actual_amount is distinct from case
                            when t.measure <> 'level' and f.indicator_key <> t.indicator_key
                            then coalesce(f.numerator, f.value) else f.value end
                        or f.indicator_key <> t.indicator_key and (t.measure = 'level'
                            or f.indicator_key not in (regexp_replace(t.indicator_key, '_growth_pct$', '_total'),
                                regexp_replace(t.indicator_key, '_growth_pct$', '_avg')))
                    )
                    or (t.compared_figure_id is null) and t.compared_amount is not null
                    or t.compared_figure_id is not null and (b.figure_id is null or t.compared_amount is distinct from
                        case when t.measure <> 'level' and b.indicator_key <> t.indicator_key
                            then coalesce(b.numerator, b.value) else b.value end
                        or b.indicator_key is distinct from f.indicator_key or b.area_key is distinct from f.area_key
                        or b.period_key >= f.period_key)
                    or t.actual_value is distinct from case t.measure
                        when 'change' then t.actual_amount - t.compared_amount
                        when 'change_percent'
                            then (100 * (t.actual_amount / nullif(t.compared_amount, 0) - 1))::numeric(24, 6)
                        else t.actual_amount end
            """),
        ),
        Check(
            name="no_newer_actual_is_passed_over",
            severity="critical",
            sentence_vi="Có mục tiêu không được so với số thực hiện mới nhất trong kỳ",
            sentence_en="a target stands beside the newest actual within its period, where there is one",
            requirement=NoSuchRows(f"""
                with figures as (
                    select f.indicator_key, f.sector_code, a.province_key, p.starts_on, p.ends_on, f.period_key
                    from {{marts}}.fct_figure f
                    join {{marts}}.dim_area a on a.area_key = f.area_key and a.area_level = 'province'
                    join {{marts}}.dim_period p on p.period_key = f.period_key
                    where f.boundary_reading = 'as_reported' and f.value_status = 'actual' and f.value is not null
                        and f.completeness <> 'estimated'
                )
                select t.target_id, t.actual_period_key, f.period_key as newer
                from ({_PROGRESS}) t
                join {{marts}}.dim_period p on p.period_key = t.target_period_key
                left join {{marts}}.dim_period had on had.period_key = t.actual_period_key
                join figures f using (indicator_key, sector_code, province_key)
                where p.starts_on < f.ends_on and p.ends_on >= f.ends_on
                    and (not (t.is_flow or t.measure = 'change_percent') or p.starts_on = f.starts_on)
                    and f.ends_on > coalesce(had.ends_on, '-infinity')
            """),  # noqa: S608
        ),
        Check(
            name="progress_follows_from_target_and_actual",
            severity="critical",
            sentence_vi="Có tiến độ, mức cần có hoặc kết luận của mục tiêu không theo đúng mục tiêu và số thực hiện",
            sentence_en="progress, what is due by now and the verdict follow from the target, the actual and the time",
            requirement=NoSuchRows(f"""
                with due as (
                    select t.*,
                        case
                            when t.is_mean_of_flow and t.elapsed < 1 then null
                            when t.elapsed >= 1 or t.measure = 'change_percent' then t.target_low
                            when t.is_flow or t.measure = 'change' then t.target_low * t.elapsed
                            else t.compared_amount + (t.target_low - t.compared_amount) * t.elapsed
                        end::numeric(24, 6) as due_by_now,
                        case t.qualifier
                            when 'over' then t.actual_value > t.target_low
                            when 'under' then t.actual_value < coalesce(t.target_high, t.target_low)
                            when 'at_most' then t.actual_value <= coalesce(t.target_high, t.target_low)
                            else t.actual_value >= coalesce(t.target_low, t.target_high)
                        end as is_reached
                    from ({_PROGRESS}) t
                )
                select target_id, target_low, target_high, qualifier, actual_value, expected_by_now, due_by_now,
                    progress_percent, verdict, range_position
                from due
                where expected_by_now is distinct from due_by_now
                    or progress_percent is distinct from case
                        when measure = 'level' and qualifier not in ('under', 'at_most') and (is_whole
                            or is_lower_bound)
                        then (100 * actual_value / nullif(target_low, 0))::numeric(24, 6) end
                    or verdict = 'met' and is_reached is not true
                    or verdict = 'on_track' and is_reached is not true and (actual_value >= expected_by_now) is not true
                    or verdict = 'behind' and qualifier not in ('under', 'at_most') and is_reached
                    or range_position is distinct from case
                        when target_low = target_high or num_nonnulls(target_low, target_high) < 2
                            or actual_value is null then null
                        when actual_value > target_high and (is_whole or is_lower_bound) then 'above'
                        when not is_whole then null
                        when actual_value < target_low then 'below'
                        when actual_value <= target_high then 'within'
                    end
            """),  # noqa: S608
        ),
        Check(
            name="its_words_tell_the_verdict",
            severity="critical",
            sentence_vi="Có câu hoặc lý do của mục tiêu không đúng chỉ tiêu, kỳ, kết luận hoặc số đơn vị",
            sentence_en="reason and sentences tell the indicator, both periods, the verdict and how many reported",
            requirement=NoSuchRows(f"""
                select target_id, verdict, reason, sentence_vi, sentence_en
                from ({_PROGRESS}) t
                where not starts_with(sentence_vi, name_vi || ': mục tiêu ')
                    or not starts_with(sentence_en, name_en || ': target ')
                    or right(sentence_vi, length(reason) + 2) <> '. ' || reason
                    or position(' (' || period_vi || '); ' in sentence_vi) = 0
                    or position(' (' || period_en || '); ' in sentence_en) = 0
                    or actual_value is not null and position(' (' || actual_period_vi || '). ' in sentence_vi) = 0
                    or actual_value is not null and position(' (' || actual_period_en || '). ' in sentence_en) = 0
                    or (actual_value is null) <> (position('; chưa có số thực hiện so được. ' in sentence_vi) > 0)
                    or (actual_value is null) <> (position('; no actual to compare yet. ' in sentence_en) > 0)
                    or (verdict = 'met') <> (reason like 'Đã đạt%')
                    or (verdict = 'behind') <> (reason like 'Chưa đạt mức cần có%')
                    or (verdict = 'on_track') <> (reason like 'Đúng tiến độ%')
                    or (actual_figure_ids is null) <> (reason like 'Chưa có số liệu thực hiện%')
                        and num_nonnulls(target_low, target_high) > 0
                    or (is_whole is false) <> (position('Số liệu của ' || coalesce(reporters_reporting, 0) || '/'
                        || coalesce(reporters_expected, 0) || ' đơn vị.' in reason) > 0)
                    or is_confirmed <> (position('Chưa đối chiếu với văn bản gốc.' in reason) = 0)
                    or is_in_force <> (position('Mục tiêu này đã được điều chỉnh.' in reason) = 0)
                    or canonical_unit not in ('VND', 'percent') and abs(target_low) < 1000000
                        and position(trunc(target_low)::text in regexp_replace(
                            substr(sentence_vi, length(name_vi) + 1), '[^0-9,]', '', 'g')) <> 1
                    or canonical_unit not in ('VND', 'percent') and abs(target_low) < 1000000
                        and position(trunc(target_low)::text in regexp_replace(
                            substr(sentence_en, length(name_en) + 1), '[^0-9.]', '', 'g')) <> 1
            """),  # noqa: S608
            applies_to=ALWAYS,
        ),
    ),
)
