{#- The moment whose knowledge the build shows. -#}
{% macro as_of() -%}
    '{{ var("as_of") }}'::timestamptz
{%- endmacro %}

{#- Whether a row is of a reading known at the as-of moment. Without one every reading is, and nothing is looked up. -#}
{% macro of_known_readings(reading_id) -%}
    {%- if var("as_of").startswith("9999") -%}
        true
    {%- else -%}
        {{ reading_id }} in (select known.reading_id from {{ ref('stg_submission_reading') }} as known)
    {%- endif -%}
{%- endmacro %}

{#- Midnight in Viet Nam at the start of a day: deadlines are strictly before it. -#}
{% macro local_midnight(day) -%}
    (({{ day }})::timestamp at time zone 'Asia/Ho_Chi_Minh')
{%- endmacro %}

{#- Whether a version of an area or province is in force on a day; the end of validity is the first day without it. -#}
{% macro in_force(alias, day) -%}
    {{ alias }}.valid_from <= {{ day }} and ({{ alias }}.valid_to is null or {{ day }} < {{ alias }}.valid_to)
{%- endmacro %}

{#- The period a form column speaks of, from the year of the round. -#}
{% macro column_period(year, column) -%}
    ({{ year }} + {{ column }}.period_offset_years)::text
    || case {{ column }}.period_part when 'year' then '' else '-' || {{ column }}.period_part end
{%- endmacro %}

{#- The status of a value in a form column: what is marked as an estimate is one in the column of the actual too. -#}
{% macro column_status(is_estimate, column) -%}
    case
        when {{ is_estimate }} and {{ column }}.value_status = 'actual' then 'estimate'
        else {{ column }}.value_status
    end
{%- endmacro %}

{#- A day as offices write it: 20/05/2024. -#}
{% macro vietnamese_day(day) -%}
    to_char({{ day }}, 'DD/MM/YYYY')
{%- endmacro %}

{#- A moment on the clocks of Viet Nam: 10:15 ngày 22/05/2024. -#}
{% macro vietnamese_moment(moment) -%}
    to_char({{ moment }} at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI "ngày" DD/MM/YYYY')
{%- endmacro %}

{#- Whole months from the first day of a span to the last day of another, both included. -#}
{% macro months_between(first_day, last_day) -%}
    (
        12 * (extract(year from {{ last_day }}) - extract(year from {{ first_day }}))
        + extract(month from {{ last_day }}) - extract(month from {{ first_day }}) + 1
    )::numeric
{%- endmacro %}
