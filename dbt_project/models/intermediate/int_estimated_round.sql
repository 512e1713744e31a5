-- The provinces and periods whose absentees an officer has estimated, in every reading that holds the province.
with switched as (
    select
        province.province_key,
        decision.period_key,
        'Ước theo quyết định ngày ' || {{ vietnamese_day("decision.decided_at at time zone 'Asia/Ho_Chi_Minh'") }}
        || ' của ' || decision.decided_by || ': ' || decision.reason || '.' as decision_vi
    from {{ ref('stg_estimate_decision') }} as decision
    inner join {{ ref('dim_period') }} as period on decision.period_key = period.period_key
    inner join {{ ref('dim_province') }} as province
        on decision.area_code = province.province_code and {{ in_force('province', 'period.ends_on') }}
)

select
    'as_reported' as boundary_reading,
    province_key as figure_province_key,
    province_key,
    period_key,
    decision_vi
from switched
union all
select
    'todays_boundaries' as boundary_reading,
    path.step_province_key as figure_province_key,
    switched.province_key,
    switched.period_key,
    switched.decision_vi
from switched
inner join {{ ref('int_province_path') }} as path on switched.province_key = path.province_key and path.is_today
