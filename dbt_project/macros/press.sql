{#- What a figure of the press says, wherever it is printed and whichever extractor read it: equal coordinates and
    value, equal id. -#}
{% macro press_reading_id(figure) -%}
    {%- set parts = [
        'kind', 'entity', 'indicator_code', 'sector_code', 'value_low', 'value_high', 'unit', 'qualifier',
        'value_status', 'place', 'period'
    ] -%}
    {%- set qualified = [] -%}
    {%- for part in parts %}{% do qualified.append(figure ~ '.' ~ part) %}{% endfor -%}
    {{ content_id(qualified) }}
{%- endmacro %}

{#- A period key of the extractor that is a day: 2024-06-16. -#}
{% macro is_day(period) -%}
    {{ period }} ~ '^\d{4}-\d{2}-\d{2}$'
{%- endmacro %}

{#- A span of years: 2017..2020. -#}
{% macro is_span_of_years(period) -%}
    {{ period }} ~ '^\d{4}\.\.\d{4}$'
{%- endmacro %}

{#- "địa bàn: Châu Thành → 805" where the two differ, else null. -#}
{% macro changed_in_words(what, before, after) -%}
    case
        when {{ before }} is distinct from {{ after }}
            then '{{ what }}: ' || coalesce(({{ before }})::text, '–') || ' → ' || coalesce(({{ after }})::text, '–')
    end
{%- endmacro %}
