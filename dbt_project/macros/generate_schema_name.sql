{#- Schemas have exactly the names they are given: `marts_candidate`, never `target_marts_candidate`. A build as of a
    moment stands beside the others, under a suffix of its own; the reference data is one for all. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
    {%- if node.resource_type != 'seed' %}{{ var("schema_suffix") }}{% endif %}
{%- endmacro %}
