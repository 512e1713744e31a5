{#- The moment whose knowledge the build shows. -#}
{% macro as_of() -%}
    '{{ var("as_of") }}'::timestamptz
{%- endmacro %}

{#- Midnight in Viet Nam at the start of a day: deadlines are strictly before it. -#}
{% macro local_midnight(day) -%}
    (({{ day }})::timestamp at time zone 'Asia/Ho_Chi_Minh')
{%- endmacro %}

{#- Whether a version of an area or province is in force on a day; the end of validity is the first day without it. -#}
{% macro in_force(alias, day) -%}
    {{ alias }}.valid_from <= {{ day }} and ({{ alias }}.valid_to is null or {{ day }} < {{ alias }}.valid_to)
{%- endmacro %}
