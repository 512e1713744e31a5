{#- A positive key of 63 bits for dimensions of tens of thousands of rows, where 31 bits would collide. -#}
{% macro wide_key(parts) -%}
    (('x' || substr(md5(concat_ws('|', {{ parts | join(', ') }})), 1, 16))::bit(64)::bigint & 9223372036854775807)
{%- endmacro %}
