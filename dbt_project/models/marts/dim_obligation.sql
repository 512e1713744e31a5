-- The calendar: who owes which form to whom, from when, and strictly before which day. A report of the country is of no
-- province.
select
    obligation.obligation_code,
    obligation.obligation_kind,
    case when obligation.debtor_kind = 'agency' then 'agency' else 'area' end as debtor_kind,
    debtor.area_key as debtor_area_key,
    case when obligation.debtor_kind = 'agency' then obligation.debtor_code end as debtor_agency_code,
    obligation.creditor_agency_code,
    obligation.form_code,
    obligation.period_key,
    place.province_key,
    obligation.opens_on,
    obligation.cut_off_on,
    obligation.due_before,
    obligation.valid_from,
    obligation.valid_to,
    obligation.legal_basis,
    obligation.is_assumption,
    {{ build_id() }} as build_id
from {{ ref('obligations') }} as obligation
inner join {{ ref('dim_area') }} as place
    on
        obligation.area_code = place.area_code
        and place.area_level in ('country', 'province')
        and {{ in_force('place', 'obligation.due_before') }}
left join {{ ref('stg_area') }} as debtor
    on
        obligation.debtor_kind is distinct from 'agency'
        and obligation.debtor_code = debtor.area_code
        and {{ in_force('debtor', 'obligation.due_before') }}
