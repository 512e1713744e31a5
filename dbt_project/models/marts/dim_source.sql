-- Who says so: each area and department of the calendar, each press source.
with reporters as (
    select distinct on (obligation.debtor_code)
        obligation.debtor_code,
        area.area_name,
        obligation.area_code
    from {{ ref('obligations') }} as obligation
    inner join {{ ref('stg_area') }} as area
        on obligation.debtor_code = area.area_code and {{ in_force('area', 'obligation.due_before') }}
    where obligation.obligation_kind = 'reporter_round' and obligation.debtor_kind is distinct from 'agency'
    order by obligation.debtor_code asc, obligation.due_before desc
),

departments as (
    select distinct on (agency.agency_code)
        agency.agency_code,
        agency.name_vi,
        obligation.area_code
    from {{ ref('obligations') }} as obligation
    inner join {{ ref('agencies') }} as agency on obligation.debtor_code = agency.agency_code
    where obligation.obligation_kind = 'reporter_round' and obligation.debtor_kind = 'agency'
    order by agency.agency_code asc, obligation.due_before desc
),

unlisted as (
    select distinct source_code
    from {{ ref('stg_article') }}
    where source_code not in (select listed.source_code from {{ ref('sources') }} as listed)
)

select
    'submission:' || debtor_code as source_key,
    'submission' as source_kind,
    area_name as source_name,
    area_code as province_scope,
    {{ build_id() }} as build_id
from reporters
union all
select
    'submission:' || agency_code as source_key,
    'submission' as source_kind,
    name_vi as source_name,
    area_code as province_scope,
    {{ build_id() }} as build_id
from departments
union all
select
    'press:' || source_code as source_key,
    'press' as source_kind,
    name as source_name,
    province_scope,
    {{ build_id() }} as build_id
from {{ ref('sources') }}
union all
select
    'press:' || source_code as source_key,
    'press' as source_kind,
    source_code as source_name,
    null as province_scope,
    {{ build_id() }} as build_id
from unlisted
