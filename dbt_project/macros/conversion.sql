{#- Text as a key for comparison: lower case, no marks, đ as d, single spaces. The same reading as the
    folding of intake, done here because the embedded server has no extension for it. -#}
{% macro fold(text) -%}
    btrim(regexp_replace(
        translate(regexp_replace(normalize(lower({{ text }}), nfd), '[\u0300-\u036f]', '', 'g'), 'đð', 'dd'),
        '\s+', ' ', 'g'
    ))
{%- endmacro %}

{#- The key under which spellings of a unit compare equal: folded, without spaces. -#}
{% macro unit_key(text) -%}
    replace({{ fold(text) }}, ' ', '')
{%- endmacro %}

{#- A money amount of the press in VND; averages per month become averages per year. -#}
{% macro press_value(amount, unit) -%}
    ({{ amount }} * case {{ unit }} when 'VND_per_month' then 12 else 1 end)::numeric(24, 6)
{%- endmacro %}

{#- Units measure the same thing: money with money, shares with shares, counts with counts. -#}
{% macro same_measure(left_unit, right_unit) -%}
    (
        {{ left_unit }} = {{ right_unit }}
        or ({{ left_unit }} not in ('VND', 'percent', 'ha') and {{ right_unit }} not in ('VND', 'percent', 'ha'))
    )
{%- endmacro %}

{#- The numbers of a version in their order, so that 1.10 comes after 1.9. -#}
{% macro version_numbers(version) -%}
    string_to_array(nullif(btrim(regexp_replace({{ version }}, '[^0-9]+', '.', 'g'), '.'), ''), '.')::numeric[]
{%- endmacro %}
