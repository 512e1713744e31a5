-- How complete a round is: expected reporters and what became of them, by form and over all forms together. Everything
-- is counted over those that are expected, each once, so that no rate exceeds 100 percent: a second version, a second
-- form or a reporter outside the calendar adds nothing. Over all forms a reporter has done what it did with every one.
with by_form as (
    select
        province_key,
        period_key,
        reporter_kind,
        form_code,
        coalesce(reporter_area_key::text, reporter_agency_code) as reporter,
        due_before,
        is_received,
        is_reported,
        is_reported and coalesce(is_on_time, false) as is_in_time,
        is_reported and not coalesce(is_on_time, false) as is_late,
        is_reported and is_nil as is_nil,
        status = 'rejected' as is_rejected,
        status = 'late_pending' as is_pending
    from {{ ref('fct_submission') }}
),

reporters as (
    select *
    from by_form
    union all
    select
        province_key,
        period_key,
        reporter_kind,
        'all' as form_code,
        reporter,
        max(due_before) as due_before,
        bool_and(is_received) as is_received,
        bool_and(is_reported) as is_reported,
        bool_and(is_in_time) as is_in_time,
        bool_and(is_reported) and not bool_and(is_in_time) as is_late,
        bool_and(is_nil) as is_nil,
        bool_or(is_rejected) as is_rejected,
        bool_or(is_pending) and not bool_or(is_rejected) as is_pending
    from by_form
    group by province_key, period_key, reporter_kind, reporter
),

counted as (
    select
        province_key,
        period_key,
        reporter_kind,
        form_code,
        max(due_before) as due_before,
        count(*)::integer as reporters_expected,
        (count(*) filter (where is_received))::integer as reporters_received,
        (count(*) filter (where is_reported))::integer as reporters_accepted,
        (count(*) filter (where is_in_time))::integer as reporters_on_time,
        (count(*) filter (where is_late))::integer as reporters_late,
        (count(*) filter (where is_nil))::integer as reporters_nil,
        (count(*) filter (where is_rejected))::integer as reporters_rejected,
        (count(*) filter (where is_pending))::integer as reporters_pending
    from reporters
    group by province_key, period_key, reporter_kind, form_code
)

select
    province_key,
    period_key,
    reporter_kind,
    form_code,
    due_before,
    reporters_expected,
    reporters_received,
    reporters_accepted,
    reporters_on_time,
    reporters_late,
    reporters_nil,
    reporters_rejected,
    reporters_pending,
    reporters_expected - reporters_received as reporters_missing,
    round(100.0 * reporters_received / reporters_expected, 1)::numeric(4, 1) as received_percent,
    round(100.0 * reporters_accepted / reporters_expected, 1)::numeric(4, 1) as accepted_percent,
    round(100.0 * reporters_on_time / reporters_expected, 1)::numeric(4, 1) as on_time_percent,
    {{ build_id() }} as build_id
from counted
