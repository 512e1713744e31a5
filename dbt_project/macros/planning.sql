{#- Pre-hook of every model: without statistics the planner takes any join for one row and
    loops over it, or merges on half of its columns. Hashing is right whatever the numbers. -#}
{% macro hash_joins_only() -%}
    set local enable_nestloop = off; set local enable_mergejoin = off
{%- endmacro %}
