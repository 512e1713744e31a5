-- What each expected reporter of a province owes: a reporter for every period and status that the
-- columns of its forms speak of, with what its newest round says about a nil return.
with rounds as (
    select
        {{ content_id(['obligation.debtor_code', 'obligation.form_code', 'obligation.period_key']) }} as submission_id,
        province.province_key,
        obligation.debtor_code as reporter_area_code,
        area.area_key as reporter_area_key,
        area.area_name as reporter_name,
        area.sort_key as reporter_sort_key,
        obligation.form_code,
        obligation.due_before,
        left(obligation.period_key, 4)::integer as round_year
    from {{ ref('obligations') }} as obligation
    inner join {{ ref('dim_province') }} as province
        on obligation.area_code = province.province_code and {{ in_force('province', 'obligation.due_before') }}
    inner join {{ ref('stg_area') }} as area
        on obligation.debtor_code = area.area_code and {{ in_force('area', 'obligation.due_before') }}
    where obligation.obligation_kind = 'reporter_round' and obligation.debtor_kind is distinct from 'agency'
),

spoken_of as (
    select distinct
        form_code,
        value_status,
        period_offset_years,
        period_part
    from {{ ref('form_columns') }}
)

select
    rounds.province_key,
    rounds.reporter_area_code,
    -- an area that was renamed or re-formed between two rounds is one reporter, as its newest round has it
    (array_agg(rounds.reporter_area_key order by rounds.due_before desc))[1] as reporter_area_key,
    (array_agg(rounds.reporter_name order by rounds.due_before desc))[1] as reporter_name,
    (array_agg(rounds.reporter_sort_key order by rounds.due_before desc))[1] as reporter_sort_key,
    spoken_of.form_code,
    spoken_of.value_status,
    {{ column_period('rounds.round_year', 'spoken_of') }} as period_key,
    -- "no cooperatives" speaks of the round's year as it is, not of last year nor of plans; the newest round counts
    coalesce((array_agg(
        version.is_nil_return and spoken_of.value_status in ('actual', 'estimate') and spoken_of.period_offset_years = 0
        order by rounds.due_before desc
    ) filter (where version.submission_id is not null))[1], false) as is_nil,
    -- at the year's end it also takes back what a round before expected of the year
    max(rounds.due_before) filter (
        where
        version.is_nil_return
        and spoken_of.value_status in ('actual', 'estimate')
        and spoken_of.period_offset_years = 0
        and spoken_of.period_part = 'year'
    ) as nil_due_before
from rounds
inner join spoken_of on rounds.form_code = spoken_of.form_code
left join {{ ref('int_submission_version') }} as version
    on rounds.submission_id = version.submission_id and version.is_current and version.is_admitted
group by
    rounds.province_key,
    rounds.reporter_area_code,
    spoken_of.form_code,
    spoken_of.value_status,
    {{ column_period('rounds.round_year', 'spoken_of') }}
