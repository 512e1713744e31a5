-- The readings whose values rules compare, numbered: millions of values are sorted by a number, not by an id.
select
    reading_id,
    form_code,
    form_version,
    period_key,
    row_number() over (order by reading_id)::integer as reading_number,
    dense_rank() over (order by form_code, form_version, period_key)::integer as round_number
from {{ ref('int_submission_version') }}
where holds_form
group by reading_id, form_code, form_version, period_key
