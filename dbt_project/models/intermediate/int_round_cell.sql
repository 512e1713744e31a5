-- What a value speaks of by the round, the row and the column that it stands in: the coordinates that rules compare,
-- with one number for all places of the same coordinates.
with rounds as (
    select distinct
        round_number,
        form_code,
        form_version,
        period_key
    from {{ ref('int_numbered_reading') }}
),

columns_of_round as (
    select
        rounds.round_number,
        form_column.value_column,
        estimated.is_estimate,
        {{ column_period('left(rounds.period_key, 4)::integer', 'form_column') }} as period_key,
        {{ column_status('estimated.is_estimate', 'form_column') }} as value_status
    from rounds
    inner join {{ ref('form_columns') }} as form_column
        on rounds.form_code = form_column.form_code and rounds.form_version = form_column.form_version
    cross join (values (false), (true)) as estimated (is_estimate)
)

select
    place.round_number,
    place.value_column,
    place.is_estimate,
    form_row.indicator_key,
    form_row.sector_code,
    place.period_key,
    place.value_status,
    dense_rank() over (
        order by form_row.indicator_key, form_row.sector_code, place.period_key, place.value_status
    )::integer as cell_number
from columns_of_round as place
cross join {{ ref('stg_submission_row') }} as form_row
