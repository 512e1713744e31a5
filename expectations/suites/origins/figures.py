"""Figures stand at their own coordinates, with everything that belongs to them, and none is lost."""

from expectations.suites.check import ALWAYS, PATHS_TO_TODAY, Check, NoSuchRows, Suite, content_id

_FIGURE_ID = content_id(
    "f.indicator_key",
    "f.sector_code",
    "a.area_code",
    "a.valid_from",
    "f.period_key",
    "f.value_status",
    "f.boundary_reading",
    "f.completeness",
)

FCT_FIGURE_ORIGIN = Suite(
    "fct_figure",
    "fct_figure",
    (
        Check(
            name="its_id_is_that_of_its_coordinates",
            severity="critical",
            sentence_vi="Có số liệu tổng hợp ghi sai chỉ tiêu, ngành, địa bàn, kỳ, loại số liệu hoặc đơn vị tính",
            sentence_en="the id of a figure follows from its coordinates, and its unit from its indicator",
            requirement=NoSuchRows(f"""
                select f.figure_id, f.indicator_key, f.sector_code, f.area_key, f.period_key, f.value_status,
                    f.boundary_reading, f.completeness, f.canonical_unit
                from {{batch}} f
                left join {{marts}}.dim_area a using (area_key)
                left join {{marts}}.dim_indicator i using (indicator_key)
                where f.figure_id is distinct from {_FIGURE_ID} or f.canonical_unit is distinct from i.canonical_unit
            """),  # noqa: S608
        ),
        Check(
            name="each_figure_stands_in_every_way",
            severity="critical",
            sentence_vi="Có số liệu tổng hợp thiếu dòng “đầy đủ”, “đã báo cáo” hoặc thiếu một cách đọc địa giới",
            sentence_en=(
                "a total stands as complete and as reported; what a province reported stands in its province of today"
                " and in the country, in both readings"
            ),
            requirement=NoSuchRows("""
                with figures as (
                    select f.*, a.area_level, coalesce(today.area_key, a.area_key) as today_area_key
                    from {batch} f
                    join {marts}.dim_area a using (area_key)
                    left join {marts}.dim_area today on today.area_key = a.today_area_key
                    where f.derivation is null
                ),
                cells as (
                    select indicator_key, sector_code, period_key, value_status, area_key, boundary_reading,
                        bool_or(completeness = 'complete') as is_complete_there,
                        bool_or(completeness = 'reported') as is_reported_there
                    from figures
                    group by indicator_key, sector_code, period_key, value_status, area_key, boundary_reading
                ),
                wanted as (
                    select indicator_key, sector_code, period_key, value_status, today_area_key as area_key,
                        'todays_boundaries' as boundary_reading
                    from figures where area_level = 'province' and boundary_reading = 'as_reported'
                    union
                    select f.indicator_key, f.sector_code, f.period_key, f.value_status, country.area_key, readings.kind
                    from figures f
                    cross join (select area_key from {marts}.dim_area where area_level = 'country' limit 1) country
                    cross join (values ('as_reported'), ('todays_boundaries')) readings (kind)
                    where exists (select from figures c where c.area_level = 'country')
                )
                select indicator_key, sector_code, period_key, value_status, area_key, boundary_reading,
                    c.is_complete_there, c.is_reported_there
                from cells c
                full join wanted w
                    using (indicator_key, sector_code, period_key, value_status, area_key, boundary_reading)
                where c.is_complete_there is not true or c.is_reported_there is not true
            """),
        ),
        Check(
            name="every_claim_of_an_area_has_its_figure",
            severity="critical",
            sentence_vi="Có số liệu của đơn vị mà tỉnh không có số liệu tổng hợp tương ứng",
            sentence_en="for each claim of an area there is a total of its province as reported at the same place",
            requirement=NoSuchRows(f"""
                with paths as ({PATHS_TO_TODAY}),
                places as (
                    select distinct paths.today, v.indicator_key, v.sector_code, v.period_key, v.value_status
                    from {{marts}}.fct_indicator_value v
                    join {{marts}}.dim_area a using (area_key)
                    join paths using (province_key)
                    where v.reporter_kind = 'area' and v.evidence_kind = 'cell'
                ),
                figures as (
                    select distinct paths.today, f.indicator_key, f.sector_code, f.period_key, f.value_status
                    from {{batch}} f
                    join {{marts}}.dim_area a on a.area_key = f.area_key and a.area_level = 'province'
                    join paths using (province_key)
                    where f.boundary_reading = 'as_reported' and f.completeness = 'reported'
                )
                select p.* from places p
                left join figures f using (today, indicator_key, sector_code, period_key, value_status)
                where f.today is null
            """),  # noqa: S608
            applies_to=ALWAYS,
        ),
        Check(
            name="sides_of_a_mean_and_shares_carried_stand_where_they_belong",
            severity="critical",
            sentence_vi="Có tử số, mẫu số, tỷ lệ ước hoặc số tỉnh ghi sai chỗ",
            sentence_en=(
                "numerator and denominator stand beside means alone, and give them; what is carried has its share; the"
                " country counts its provinces"
            ),
            requirement=NoSuchRows("""
                with parts as (
                    select b.figure_id, count(*) as provinces
                    from {marts}.bridge_figure_part b group by b.figure_id
                )
                select f.*
                from {batch} f
                join {marts}.dim_indicator i using (indicator_key)
                join {marts}.dim_area a using (area_key)
                left join parts p using (figure_id)
                where case when i.aggregation = 'weighted_mean' and f.value is not null
                        then f.numerator is null or f.denominator is null
                            or abs(f.value - f.numerator / nullif(f.denominator, 0)) > 0.000001
                        else num_nonnulls(f.numerator, f.denominator) > 0 end
                    or (f.carried_share_percent is not null) and (f.completeness <> 'estimated' or f.value is null)
                    or f.completeness = 'estimated' and f.value <> 0 and f.carried_share_percent is null
                    or f.carried_share_percent <> 0 and f.reporters_carried = 0
                    or a.area_level = 'country' and (f.provinces_expected is null or f.provinces_reporting is null
                        or f.provinces_expected not between
                            (select count(*) from {marts}.dim_province where is_current)
                            and (select count(*) from {marts}.dim_province where valid_to = '2025-07-01' or is_current)
                        or f.completeness = 'reported' and f.value is not null and f.derivation is null
                            and i.aggregation = 'sum' and p.provinces > f.provinces_reporting)
                    or a.area_level <> 'country' and num_nonnulls(f.provinces_expected, f.provinces_reporting) > 0
            """),
        ),
        Check(
            name="all_ways_of_a_figure_count_the_same_reporters",
            severity="critical",
            sentence_vi="Có số đơn vị, số tỉnh hoặc tên đơn vị vắng khác nhau giữa các dòng của cùng một số liệu",
            sentence_en="complete, reported and estimated rows of a total count the same reporters and provinces",
            requirement=NoSuchRows("""
                select indicator_key, sector_code, area_key, period_key, value_status, boundary_reading
                from {batch}
                where derivation is null
                group by indicator_key, sector_code, area_key, period_key, value_status, boundary_reading
                having count(distinct (reporters_expected, reporters_reporting, absentees, provinces_expected,
                    provinces_reporting)) > 1
            """),
        ),
        Check(
            name="the_reason_names_who_is_absent",
            severity="critical",
            sentence_vi=(
                "Có lý do của số liệu không nêu đúng số đơn vị đã báo cáo, đơn vị vắng mặt hoặc đơn vị được ước"
            ),
            sentence_en="the reason tells how many reported and who is absent, or whose earlier figure is carried",
            requirement=NoSuchRows("""
                with told as (
                    select f.*, coalesce(reason, '') as words,
                        reporters_reporting between 1 and reporters_expected - 1 as is_part,
                        reporters_reporting || '/' || reporters_expected || ' đơn vị có số liệu' as reporters,
                        '; thiếu: ' || array_to_string(absentees, ', ') || '.' as absent,
                        provinces_reporting || '/' || provinces_expected || ' tỉnh, thành phố và ' as provinces
                    from {batch} f
                    where derivation is null
                )
                select figure_id, reporters_reporting, reporters_expected, absentees, reason
                from told
                where is_part and provinces_expected is null and position(reporters || absent in words) = 0
                    or is_part and provinces_expected is not null and position(provinces || reporters in words) = 0
                    or reporters_carried > 0 and position(array_to_string(carried_from, ', ') in words) = 0
                    or reporters_reporting = reporters_expected
                        and words ~ 'đơn vị có số liệu; thiếu:|tỉnh, thành phố và'
                    or reporters_reporting = 0 and words ~ '[1-9][0-9]*/[0-9]+ đơn vị có số liệu'
            """),
        ),
        Check(
            name="an_estimate_was_asked_for",
            severity="critical",
            sentence_vi="Có số ước mà không có quyết định của cán bộ cho kỳ đó",
            sentence_en="a total is estimated only in a round that an officer switched estimates on for",
            requirement=NoSuchRows("""
                select f.figure_id, f.area_key, f.period_key
                from {batch} f
                where f.completeness = 'estimated' and not exists (select from {staging}.stg_estimate_decision)
            """),
            applies_to="select 1 from {batch} where completeness = 'estimated'",
        ),
    ),
)

BRIDGE_FIGURE_CLAIM_ORIGIN = Suite(
    "bridge_figure_claim",
    "bridge_figure_claim",
    (
        Check(
            name="claims_are_of_the_place_of_their_figure",
            severity="critical",
            sentence_vi="Có tổng chứa số của chỉ tiêu, ngành, kỳ, loại số liệu hoặc tỉnh khác",
            sentence_en=(
                "a claim in a figure is of its indicator, or of what weighs it, and of its sector, status, period and"
                " province; an estimate alone takes it from an earlier period"
            ),
            requirement=NoSuchRows(
                """
                with paths as ({paths_to_today})
                select b.figure_id, b.claim_id, f.indicator_key, v.indicator_key as of_claim, f.period_key,
                    v.period_key as period_of_claim
                from {batch} b
                join {marts}.fct_figure f using (figure_id)
                join {marts}.fct_indicator_value v using (claim_id)
                join {marts}.dim_indicator i on i.indicator_key = f.indicator_key
                join {marts}.dim_area whole on whole.area_key = f.area_key
                join {marts}.dim_area part on part.area_key = v.area_key
                left join paths of_whole on of_whole.province_key = whole.province_key
                left join paths of_part on of_part.province_key = part.province_key
                where v.sector_code <> f.sector_code or v.value_status <> f.value_status
                    or f.completeness <> 'estimated' and v.period_key <> f.period_key
                    or of_whole.today is distinct from of_part.today
                    or whole.area_level <> 'province' or f.boundary_reading <> 'as_reported'
                    or case
                        when i.aggregation = 'sum' then v.indicator_key <> f.indicator_key
                            or b.weight is distinct from 1
                        when b.weight is null then v.indicator_key <> i.weight_indicator_key
                        else v.indicator_key <> f.indicator_key and f.indicator_key <> v.indicator_key || '_pct'
                    end
            """.replace("{paths_to_today}", PATHS_TO_TODAY)
            ),
        ),
        Check(
            name="weights_add_up_to_the_denominator",
            severity="critical",
            sentence_vi="Có quyền số của số bình quân cộng lại khác với mẫu số",
            sentence_en="the weights of the claims in a mean add up to its denominator",
            requirement=NoSuchRows("""
                select b.figure_id, f.denominator, sum(b.weight) as weights
                from {batch} b
                join {marts}.fct_figure f using (figure_id)
                join {marts}.fct_indicator_value v on v.claim_id = b.claim_id and v.indicator_key = f.indicator_key
                where f.denominator is not null and f.completeness = 'reported' and b.weight is not null
                group by b.figure_id, f.denominator
                having sum(b.weight) <> f.denominator
            """),
        ),
        Check(
            name="as_many_claims_as_reporters",
            severity="critical",
            sentence_vi="Có tổng chứa nhiều đơn vị hơn số đơn vị đã báo cáo",
            sentence_en="no more claims of its indicator stand in a figure than reporters reported or are carried",
            requirement=NoSuchRows("""
                select f.figure_id, f.reporters_reporting, f.reporters_carried, count(*) as claims
                from {batch} b
                join {marts}.fct_figure f using (figure_id)
                where b.weight is not null
                group by f.figure_id, f.reporters_reporting, f.reporters_carried
                having count(*) > f.reporters_reporting + f.reporters_carried
            """),
        ),
    ),
)
