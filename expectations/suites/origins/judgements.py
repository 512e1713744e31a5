"""What is concluded – of sources, rules and targets – follows from both of its sides."""

from expectations.suites.check import ALWAYS, Check, NoSuchRows, Suite, content_id, same_rows

FCT_RECONCILIATION_ORIGIN = Suite(
    "fct_reconciliation",
    "fct_reconciliation",
    (
        Check(
            name="each_source_stands_at_its_coordinates",
            severity="critical",
            sentence_vi="Có dòng đối chiếu ghi sai chỉ tiêu, địa bàn, kỳ, thứ hạng hoặc bằng chứng của nguồn",
            sentence_en=(
                "the ids of a row follow from its coordinates and evidence, its rank from the declared precedence"
            ),
            requirement=NoSuchRows(f"""
                select r.*
                from {{batch}} r
                left join reference.source_precedence p on p.source_kind = r.source_kind and p.is_whole = r.is_whole
                    and p.status_group = case when r.stated_as in ('plan', 'target') then 'planned' else 'observed' end
                left join (
                    select coordinates_id, count(*)::integer as sources from {{batch}} group by coordinates_id
                ) c using (coordinates_id)
                where r.coordinates_id is distinct from {
                content_id("r.indicator_key", "r.sector_code", "r.area_key", "r.period_key", "r.value_status")
            }
                    or r.reconciliation_id
                        is distinct from {content_id("r.coordinates_id", "r.source_kind", "r.evidence_id")}
                    or (r.precedence, r.tolerance_percent, r.why_vi, r.why_en)
                        is distinct from (p.precedence, p.tolerance_percent, p.why_vi, p.why_en)
                    or r.sources is distinct from c.sources
                    or r.value_status is distinct from
                        case when r.stated_as in ('plan', 'target') then 'plan' else r.stated_as end
                    or r.evidence_kind <> case
                        when r.source_kind = 'submissions' and r.source_key is null then 'figure'
                        when r.source_kind in ('submissions', 'department', 'press') then 'claim'
                        when r.source_kind = 'target' then 'target' else 'register' end
            """),  # noqa: S608
        ),
        Check(
            name="what_a_source_says_is_its_evidence",
            severity="critical",
            sentence_vi="Có dòng đối chiếu ghi sai nguồn, cách nói, số đơn vị hoặc khoảng giá trị của bằng chứng",
            sentence_en=(
                "value, bounds, wording, reporters and name of a source are those of its figure, claim or target"
            ),
            requirement=NoSuchRows("""
                select r.*
                from {batch} r
                left join {marts}.fct_figure f on r.evidence_kind = 'figure' and f.figure_id = r.evidence_id
                left join {marts}.fct_indicator_value v on r.evidence_kind = 'claim' and v.claim_id = r.evidence_id
                left join {staging}.stg_target t on r.evidence_kind = 'target' and t.target_id = r.evidence_id
                where r.value is distinct from
                        case when r.qualifier = 'exact' and r.value_low = r.value_high then r.value_low end
                    or case r.evidence_kind
                        when 'figure' then
                            (r.value_low, r.value_high, r.qualifier, r.reporters_expected, r.reporters_reporting,
                                r.is_whole, r.area_key, r.indicator_key, r.period_key, r.stated_as)
                            is distinct from (f.value, f.value, 'exact', f.reporters_expected, f.reporters_reporting,
                                f.reporters_reporting = f.reporters_expected, f.area_key, f.indicator_key,
                                f.period_key, f.value_status)
                        when 'claim' then
                            (r.value_low, r.value_high, r.qualifier, r.source_key, r.area_key, r.indicator_key,
                                r.period_key, r.stated_as)
                            is distinct from (v.value_low, v.value_high, v.qualifier, v.source_key, v.area_key,
                                v.indicator_key, v.period_key, v.value_status)
                            or r.source_kind <> case v.reporter_kind when 'agency' then 'department'
                                when 'press' then 'press' else 'submissions' end
                            or not r.is_whole or r.source_kind = 'submissions'
                                and (r.reporters_expected, r.reporters_reporting) is distinct from (1, 1)
                            or r.source_kind <> 'submissions'
                                and num_nonnulls(r.reporters_expected, r.reporters_reporting) > 0
                        when 'target' then
                            (r.value_low, r.value_high, r.qualifier, r.source_key, r.indicator_key, r.period_key)
                            is distinct from (t.value_low, t.value_high, t.qualifier, t.issuing_body, t.indicator_key,
                                t.period_key)
                            or r.stated_as <> 'target' or not r.is_whole
                            or num_nonnulls(r.reporters_expected, r.reporters_reporting) > 0
                        else r.value_low > r.value_high or num_nulls(r.value_low, r.value_high) > 0
                            or (r.qualifier = 'exact') <> (r.value_low = r.value_high)
                            or r.source_key is not null
                            or r.reporters_reporting is null or r.is_whole
                                <> coalesce(r.reporters_reporting >= r.reporters_expected, false)
                    end
            """),
        ),
        same_rows(
            "registers_count_what_they_list",
            "Có số đếm từ danh sách hợp tác xã bị thiếu, thừa hoặc sai trong bảng đối chiếu",
            "what registers count stands beside the other sources as it was counted",
            said="""
                select indicator_key, area_key, period_key, stated_as, value_low, value_high, reporters_expected,
                    reporters_reporting
                from {batch} where source_kind = 'register'
            """,
            source="""
                select indicator_key, area_key, period_key, value_status, value_low::numeric(24, 6),
                    value_high::numeric(24, 6), registers_expected, registers
                from {intermediate}.int_register_count
            """,
        ),
        Check(
            name="the_first_source_is_the_one_that_counts",
            severity="critical",
            sentence_vi="Có tọa độ mà nguồn được ưu tiên, chênh lệch hoặc kết luận không theo đúng thứ hạng",
            sentence_en=(
                "the first by precedence is preferred unless its equals contradict it; all others are held to it"
            ),
            requirement=NoSuchRows("""
                with firsts as (
                    select distinct on (coordinates_id) coordinates_id, precedence as first_precedence,
                        value as first_value, source_kind as first_kind, is_whole as first_whole,
                        tolerance_percent as first_tolerance, evidence_id as first_evidence,
                        qualifier as first_qualifier, value_low as first_low, value_high as first_high
                    from {batch} where is_first
                    order by coordinates_id, reconciliation_id
                ),
                contested as (
                    select distinct r.coordinates_id
                    from {batch} r join firsts f using (coordinates_id)
                    where r.precedence = f.first_precedence and r.evidence_id <> f.first_evidence
                        and abs(r.value - f.first_value) > abs(f.first_value) * f.first_tolerance / 100
                ),
                judged as (
                    select r.*, f.*, c.coordinates_id is not null as is_contested,
                        case when c.coordinates_id is null then f.first_value end as held_to,
                        case when c.coordinates_id is null then f.first_kind end as held_to_kind
                    from (select reconciliation_id, coordinates_id as at, precedence, is_first, is_preferred, sources,
                        value, value_low, value_high, qualifier, is_whole, preferred_source_kind, preferred_value,
                        share_percent, tolerance_percent, verdict from {batch}) r
                    left join firsts f on f.coordinates_id = r.at
                    left join contested c on c.coordinates_id = r.at
                )
                select reconciliation_id, at, verdict, is_preferred, preferred_value, held_to
                from judged
                where precedence < first_precedence
                    or (preferred_source_kind, preferred_value) is distinct from (held_to_kind, held_to)
                    or is_preferred <> (is_first and not is_contested)
                    or share_percent is distinct from (100 * value / nullif(preferred_value, 0))::numeric(24, 6)
                    or verdict <> case
                        when is_preferred and sources = 1 then 'only_source'
                        when is_preferred then 'preferred'
                        when is_contested then 'contested'
                        when preferred_value is null then case
                            when (qualifier, value_low, value_high)
                                is not distinct from (first_qualifier, first_low, first_high)
                                then 'agrees' else 'not_comparable'
                        end
                        when value is not null
                            and abs(value - preferred_value) <= abs(preferred_value) * tolerance_percent / 100
                            then 'agrees'
                        when value is null
                            and coalesce(preferred_value >= value_low - abs(preferred_value) * tolerance_percent / 100,
                                true)
                            and coalesce(preferred_value <= value_high + abs(preferred_value) * tolerance_percent / 100,
                                true)
                            then 'agrees'
                        when not is_whole or not first_whole then 'differs_while_some_are_absent'
                        else 'differs'
                    end
            """),
        ),
        Check(
            name="no_source_is_lost",
            severity="critical",
            sentence_vi="Có số liệu của báo cáo, của sở, ngành hoặc của báo chí không được đối chiếu",
            sentence_en="each total as reported and each claim of a department or the press with a place is there",
            requirement=NoSuchRows("""
                select f.figure_id as evidence_id
                from {marts}.fct_figure f
                left join {batch} r on r.evidence_id = f.figure_id
                where f.boundary_reading = 'as_reported' and f.completeness = 'reported' and f.value is not null
                    and r.evidence_id is null
                union all
                select v.claim_id
                from {marts}.fct_indicator_value v
                left join {batch} r on r.evidence_id = v.claim_id
                where v.reporter_kind in ('agency', 'press') and v.area_key is not null and v.period_key is not null
                    and num_nonnulls(v.value_low, v.value_high) > 0 and r.evidence_id is null
                union all
                select t.target_id
                from {staging}.stg_target t
                left join {batch} r on r.evidence_id = t.target_id
                where t.measure = 'level' and t.replaced_by_target_id is null
                    and num_nonnulls(t.value_low, t.value_high) > 0 and r.evidence_id is null
            """),
            applies_to=ALWAYS,
        ),
    ),
)

FCT_PREFERRED_CLAIM_ORIGIN = Suite(
    "fct_preferred_claim",
    "fct_preferred_claim",
    (
        same_rows(
            "is_the_first_source_in_every_word",
            "Số được chọn khác với nguồn đứng đầu ở bảng đối chiếu",
            "each chosen value is the first source of actual figures, with its evidence, its reporters and the reason",
            said="""
                select preferred_claim_id, area_level, indicator_key, sector_code, area_key, period_key, source_kind,
                    source_key, value, value_low, value_high, qualifier, canonical_unit, is_whole, reporters_expected,
                    reporters_reporting, sources, why_vi, why_en, evidence_kind, evidence_id
                from {batch}
            """,
            source="""
                select r.coordinates_id, a.area_level, r.indicator_key, r.sector_code, r.area_key, r.period_key,
                    r.source_kind, r.source_key, case when r.is_preferred then r.value end,
                    case when r.is_preferred then r.value_low end, case when r.is_preferred then r.value_high end,
                    r.qualifier, i.canonical_unit, r.is_whole, r.reporters_expected, r.reporters_reporting, r.sources,
                    case when r.is_preferred then r.why_vi || '.'
                        else 'Các nguồn cùng hạng nói khác nhau: không chọn nguồn nào.' end,
                    case when r.is_preferred then r.why_en || '.'
                        else 'Sources of one standing contradict each other: none is taken.' end,
                    r.evidence_kind, r.evidence_id
                from {marts}.fct_reconciliation r
                join {marts}.dim_area a on a.area_key = r.area_key and a.area_level in ('country', 'province')
                join {marts}.dim_indicator i on i.indicator_key = r.indicator_key
                where r.is_first and r.value_status = 'actual'
            """,
        ),
    ),
)

_OF_PROVINCE = content_id(
    "'province'", "r.rule_code", "a.area_code", "a.valid_from", "r.sector_code", "r.period_key", "r.value_status"
)
_OF_REPORTER = content_id(
    "'reporter'", "r.rule_code", "r.submission_id", "r.sector_code", "r.period_key", "r.value_status"
)

FCT_RULE_RESULT_ORIGIN = Suite(
    "fct_rule_result",
    "fct_rule_result",
    (
        Check(
            name="its_id_is_that_of_what_it_judges",
            severity="critical",
            sentence_vi="Có kết quả quy tắc ghi sai quy tắc, địa bàn, đơn vị, ngành, kỳ hoặc loại số liệu",
            sentence_en="the id of a result follows from the rule and what it judges; place and unit are those of that",
            requirement=NoSuchRows(f"""
                select r.*
                from {{batch}} r
                left join {{marts}}.dim_area a on a.area_key = r.area_key
                left join {{marts}}.dim_indicator i on i.indicator_key = r.indicator_key
                left join {{marts}}.fct_submission s using (submission_id)
                left join (
                    select distinct rule_code, entity || '.' || indicator_code as indicator_key
                    from reference.indicator_rule_terms
                ) term on term.rule_code = r.rule_code and term.indicator_key = r.indicator_key
                where r.rule_result_id is distinct from case r.grain when 'province' then {_OF_PROVINCE}
                        else {_OF_REPORTER} end
                    or r.canonical_unit is distinct from i.canonical_unit
                    or case r.grain
                        when 'province' then r.province_key is distinct from a.province_key
                            or num_nonnulls(r.submission_id, r.submission_version, r.reporter_agency_code) > 0
                        else (r.area_key, r.province_key, r.reporter_agency_code) is distinct from
                            (s.reporter_area_key, s.province_key, s.reporter_agency_code)
                            or r.submission_version is null
                    end
                    or term.rule_code is null
            """),  # noqa: S608
        ),
        Check(
            name="the_outcome_follows_from_both_numbers",
            severity="critical",
            sentence_vi="Có kết luận của quy tắc không theo đúng hai vế và mức cho phép",
            sentence_en="a rule is broken where the difference is beyond its tolerance, and holds where it is not",
            requirement=NoSuchRows("""
                select r.*
                from {batch} r
                left join reference.indicator_rules rule using (rule_code)
                where rule.rule_code is null
                    or r.right_value is not null and r.tolerance is distinct from greatest(rule.tolerance_absolute,
                        abs(r.right_value) * rule.tolerance_percent / 100)::numeric(24, 6)
                    or r.right_value is null and (r.tolerance >= rule.tolerance_absolute) is not true
                    or num_nulls(r.left_value, r.right_value, r.difference) not in (0, 3)
                    or r.difference is distinct from r.left_value - r.right_value
                    or r.outcome = 'broken' and abs(r.difference) <= r.tolerance
                    or r.outcome = 'holds' and r.difference > r.tolerance
                    or r.outcome = 'not_evaluable' and r.left_value is not null
                        and position('không cùng các đơn vị' in r.sentence_vi) = 0
                    -- sums of sectors have no address of their own
                    or coalesce(cardinality(r.addresses), 0) = 0
                        and (r.outcome <> 'not_evaluable' or r.rule_code not like 'sectors\\_sum%')
            """),
        ),
        Check(
            name="its_sentence_tells_the_rule_and_both_numbers",
            severity="critical",
            sentence_vi="Có câu nêu mâu thuẫn không đúng quy tắc, kết luận hoặc hai vế",
            sentence_en=(
                "each sentence begins with the name of its rule, tells its outcome and differs with its numbers"
            ),
            requirement=NoSuchRows("""
                with told as (
                    select r.*,
                        coalesce(rule.name_vi, '?') || case r.outcome when 'holds' then ': đúng, '
                            when 'broken' then ': không đúng, ' else ': chưa xét được, ' end as begins_vi,
                        coalesce(rule.name_en, '?') || case r.outcome when 'holds' then ': holds, '
                            when 'broken' then ': does not hold, ' else ': cannot be judged, ' end as begins_en,
                        r.outcome <> 'not_evaluable' and r.canonical_unit not in ('VND', 'percent') as is_counted
                    from {batch} r
                    left join reference.indicator_rules rule using (rule_code)
                )
                select *
                from told
                where not starts_with(sentence_vi, begins_vi) or not starts_with(sentence_en, begins_en)
                    or case when is_counted then
                        not starts_with(translate(substr(sentence_vi, length(begins_vi) + 1), '.', ''),
                            trunc(left_value)::text)
                        or not starts_with(translate(substr(sentence_en, length(begins_en) + 1), ',', ''),
                            trunc(left_value)::text)
                        or position(' so với ' || trunc(right_value)::text in translate(sentence_vi, '.', '')) = 0
                        or position(' against ' || trunc(right_value)::text in translate(sentence_en, ',', '')) = 0
                    end
            """),
        ),
        Check(
            name="its_life_is_told_by_decisions_and_findings",
            severity="critical",
            sentence_vi="Có tình trạng của mâu thuẫn không theo quyết định, giải trình hoặc bản báo cáo sau",
            sentence_en=(
                "explained by its finding, waived by a decision, fixed by a later version, else open; since then"
            ),
            requirement=NoSuchRows("""
                select r.*
                from {batch} r
                left join {marts}.fct_finding f using (finding_id)
                left join {marts}.dim_area a on a.area_key = r.area_key
                left join {intermediate}.int_submission_version v on v.submission_id = r.submission_id
                    and v.version = r.submission_version and v.holds_form
                left join (
                    select submission_id, array_agg(received_at) as received
                    from {intermediate}.int_submission_version group by submission_id
                ) times on times.submission_id = r.submission_id
                left join {staging}.stg_rule_decision decided on decided.rule_code = r.rule_code
                    and decided.place_code = coalesce(a.area_code, r.reporter_agency_code)
                    and decided.period_key = r.period_key
                where r.state is not null and (
                        r.state = 'explained'
                            and (f.is_explained is not true or r.state_since is distinct from f.explained_at)
                        or r.state = 'fixed' and r.state_since = any(times.received) is not true
                        or r.state = 'open' and r.grain = 'province' and r.state_by is null
                            and r.state_since is not null
                        or r.state = 'fixed' and (v.is_current is not false
                            or r.state_by is distinct from coalesce(a.area_code, r.reporter_agency_code))
                        or r.state = 'explained' and f.explained_by is null
                            and r.state_by is distinct from coalesce(a.area_code, r.reporter_agency_code)
                        or r.state = 'open' and r.grain = 'reporter'
                            and (v.received_at is distinct from r.state_since and r.state_by is null or f.is_explained)
                        or r.state = 'open' and decided.decision = 'waive'
                        or r.state = 'waived' and decided.decision is distinct from 'waive'
                            and not exists (select from {staging}.stg_submission_decision d
                                where d.decision = 'accept_explained' and d.decided_by = r.state_by)
                        or r.state_since > (select max(moment) from (
                            select max(received_at) as moment from raw.receipt
                            union all select max(decided_at) from {staging}.stg_rule_decision
                            union all select max(decided_at) from {staging}.stg_submission_decision
                            union all select max(explained_at) from {marts}.fct_finding) moments)
                    )
                    or r.grain = 'reporter' and v.submission_id is null
                    or r.state is null and num_nonnulls(r.state_since, r.state_by, r.state_reason) > 0
                    or r.finding_id is not null and (
                        r.outcome <> 'broken' or f.submission_id is distinct from r.submission_id
                        or f.rule_code not in (select unnest(string_to_array(rule.finding_rule_codes, ','))
                            from reference.indicator_rules rule where rule.rule_code = r.rule_code)
                        or not coalesce(f.sheet, '') || '!' || coalesce(f.cell, '') = any(r.addresses)
                    )
            """),
        ),
        same_rows(
            "no_result_of_a_reporter_is_lost",
            "Có kết quả quy tắc trong báo cáo bị mất, bị thêm hoặc ghi sai hai vế",
            "each rule that a report keeps or breaks is there, with both numbers and their cells",
            said="""
                select submission_id, submission_version, rule_code, sector_code, period_key, value_status,
                    indicator_key, left_value, right_value, difference, tolerance, outcome, addresses
                from {batch} where grain = 'reporter'
            """,
            source="""
                select r.submission_id, r.version, r.rule_code, r.sector_code, r.period_key, r.value_status,
                    r.indicator_key, r.left_value, r.right_value, r.difference, r.tolerance, r.outcome, r.addresses
                from {intermediate}.int_reporter_rule r
                join {marts}.fct_submission s using (submission_id)
            """,
        ),
        Check(
            name="both_numbers_of_a_province_are_its_figures",
            severity="critical",
            sentence_vi="Có vế của quy tắc khác với tổng các số liệu của tỉnh, hoặc có quy tắc không được xét",
            sentence_en=(
                "what a rule within one period compares in a province is the sum of its terms; a rule whose terms are"
                " all known is looked at"
            ),
            requirement=NoSuchRows("""
                with simple as (
                    select rule_code from reference.indicator_rule_terms
                    group by rule_code having bool_and(period = 'same' and reads = 'same' and required)
                ),
                figures as (
                    select f.indicator_key, f.sector_code, f.area_key, f.period_key, f.value_status, f.value
                    from {marts}.fct_figure f
                    join {marts}.dim_area a on a.area_key = f.area_key and a.area_level = 'province'
                    where f.boundary_reading = 'as_reported' and f.completeness = 'reported' and f.value is not null
                ),
                sides as (
                    select t.rule_code, f.area_key, f.sector_code, f.period_key, f.value_status,
                        sum(t.sign * f.value) filter (where t.side = 'left') as left_sum,
                        sum(t.sign * f.value) filter (where t.side = 'right') as right_sum,
                        count(*) as known
                    from reference.indicator_rule_terms t
                    join simple using (rule_code)
                    join figures f on f.indicator_key = t.entity || '.' || t.indicator_code
                    group by t.rule_code, f.area_key, f.sector_code, f.period_key, f.value_status
                ),
                whole as (
                    select s.* from sides s
                    join reference.indicator_rules rule using (rule_code)
                    where known = (select count(*) from reference.indicator_rule_terms t
                        where t.rule_code = s.rule_code)
                        and (rule.period_part is null or right(s.period_key, 2) = rule.period_part)
                )
                select *
                from (select * from {batch} where grain = 'province' and rule_code in (select rule_code from simple)) r
                full join whole w using (rule_code, area_key, sector_code, period_key, value_status)
                where (r.left_value, r.right_value)
                    is distinct from (w.left_sum::numeric(24, 6), w.right_sum::numeric(24, 6))
            """),
            applies_to=ALWAYS,
        ),
    ),
)
