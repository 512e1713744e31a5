{#- Schemas have exactly the names they are given: `marts_candidate`, never `target_marts_candidate`. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
