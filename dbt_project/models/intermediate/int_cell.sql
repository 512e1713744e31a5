-- The cells that make totals, numbered: what forms ask of any reporter, and what a reporter says unasked, each with the
-- cells that its value may follow from. Millions of rows are joined on one number, not on four texts.
with owed as (
    select distinct
        province_key,
        form_code,
        period_key,
        value_status
    from {{ ref('int_expected_cell') }}
),

rows_of_form as (
    select distinct
        form_code,
        {{ indicator_key('entity', 'indicator_code') }} as indicator_key,
        sector_code
    from {{ ref('form_rows') }}
    where indicator_code is not null
),

asked as (
    select
        rows_of_form.indicator_key,
        rows_of_form.sector_code,
        owed.period_key,
        owed.value_status,
        count(*) as forms
    from owed
    inner join rows_of_form on owed.form_code = rows_of_form.form_code
    group by rows_of_form.indicator_key, rows_of_form.sector_code, owed.period_key, owed.value_status
),

said as (
    select distinct
        indicator_key,
        sector_code,
        period_key,
        value_status
    from {{ ref('int_submission_claim') }}
    where reporter_area_code is not null
),

coordinates as (
    select
        indicator_key,
        sector_code,
        period_key,
        value_status
    from asked
    union
    select
        indicator_key,
        sector_code,
        period_key,
        value_status
    from said
),

numbered as (
    select
        *,
        row_number() over (order by indicator_key, sector_code, period_key, value_status)::integer as cell_number
    from coordinates
),

forms_of_round as (
    select
        period_key,
        value_status,
        count(*) as forms
    from owed
    group by period_key, value_status
)

select
    cell.cell_number,
    cell.indicator_key,
    cell.sector_code,
    cell.period_key,
    cell.value_status,
    indicator.entity,
    indicator.indicator_code,
    indicator.aggregation,
    indicator.stock_or_flow,
    parent.cell_number as parent_cell_number,
    whole.cell_number as whole_cell_number,
    weight.cell_number as weight_cell_number,
    coalesce(asked.forms = forms_of_round.forms, false) as is_asked_of_all
from numbered as cell
inner join {{ ref('dim_indicator') }} as indicator on cell.indicator_key = indicator.indicator_key
left join asked
    on
        cell.indicator_key = asked.indicator_key
        and cell.sector_code = asked.sector_code
        and cell.period_key = asked.period_key
        and cell.value_status = asked.value_status
left join forms_of_round
    on cell.period_key = forms_of_round.period_key and cell.value_status = forms_of_round.value_status
left join numbered as parent
    on
        indicator.parent_indicator_key = parent.indicator_key
        and cell.sector_code = parent.sector_code
        and cell.period_key = parent.period_key
        and cell.value_status = parent.value_status
left join numbered as whole
    on
        case indicator.entity
            when 'HTX' then 'HTX.coop_total'
            when 'LHHTX' then 'LHHTX.union_total'
            when 'THT' then 'THT.group_total'
            when 'QTDND' then 'QTDND.coop_total'
        end = whole.indicator_key
        and cell.sector_code = whole.sector_code
        and cell.period_key = whole.period_key
        and cell.value_status = whole.value_status
left join numbered as weight
    on
        indicator.aggregation = 'weighted_mean'
        and indicator.weight_indicator_key = weight.indicator_key
        and cell.sector_code = weight.sector_code
        and cell.period_key = weight.period_key
        and cell.value_status = weight.value_status
