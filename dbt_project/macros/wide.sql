{#- The indicators of form A-1 in its order, as the wide marts have them side by side: key and kind. A stock and a flow
    are summed over areas, a mean is summed in its two sides only. -#}
{% macro form_indicators(kinds=['stock', 'flow', 'mean']) -%}
    {%- set declared = [
        ('HTX.coop_total', 'stock'),
        ('HTX.coop_active', 'stock'),
        ('HTX.coop_new', 'flow'),
        ('HTX.coop_dissolved', 'flow'),
        ('HTX.coop_effective', 'stock'),
        ('HTX.coop_hightech', 'stock'),
        ('HTX.coop_value_chain', 'stock'),
        ('HTX.members_total', 'stock'),
        ('HTX.members_new', 'flow'),
        ('HTX.workers_total', 'stock'),
        ('HTX.workers_new', 'flow'),
        ('HTX.workers_who_are_members', 'stock'),
        ('HTX.managers_total', 'stock'),
        ('HTX.managers_vocational', 'stock'),
        ('HTX.managers_degree', 'stock'),
        ('HTX.revenue_avg', 'mean'),
        ('HTX.revenue_from_members_avg', 'mean'),
        ('HTX.profit_avg', 'mean'),
        ('HTX.worker_income_avg', 'mean'),
        ('LHHTX.union_total', 'stock'),
        ('LHHTX.union_new', 'flow'),
        ('LHHTX.union_dissolved', 'flow'),
        ('LHHTX.union_member_coops', 'stock'),
        ('LHHTX.workers_total', 'stock'),
        ('LHHTX.revenue_avg', 'mean'),
        ('LHHTX.profit_avg', 'mean'),
        ('THT.group_total', 'stock'),
        ('THT.group_new', 'flow'),
        ('THT.group_dissolved', 'flow'),
        ('THT.group_registered', 'stock'),
        ('THT.members_total', 'stock'),
        ('THT.members_new', 'flow'),
        ('THT.revenue_avg', 'mean'),
        ('THT.profit_avg', 'mean')
    ] -%}
    {%- set chosen = [] -%}
    {%- for key, kind in declared if kind in kinds -%}
        {%- do chosen.append({'key': key, 'kind': kind, 'column': key | lower | replace('.', '_')}) -%}
    {%- endfor -%}
    {{ return(chosen) }}
{%- endmacro %}

{#- The columns of a wide mart that may be summed: counts as they are, means as numerator and denominator. -#}
{% macro summable_columns(relation, kinds) -%}
    {%- for indicator in form_indicators(kinds) -%}
        {%- if indicator.kind == 'mean' %}
            sum({{ relation }}.numerator) filter (where {{ relation }}.indicator_key = '{{ indicator.key }}')
                as {{ indicator.column }}_numerator,
            sum({{ relation }}.denominator) filter (where {{ relation }}.indicator_key = '{{ indicator.key }}')
                as {{ indicator.column }}_denominator
        {%- else %}
            sum({{ relation }}.value) filter (where {{ relation }}.indicator_key = '{{ indicator.key }}')
                as {{ indicator.column }}
        {%- endif -%}
        {%- if not loop.last -%},{%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- The columns of a wide mart for looking up: each value, with numerator and denominator beside each mean. -#}
{% macro looked_up_columns(relation, weight_column='denominator') -%}
    {%- for indicator in form_indicators() %}
        max({{ relation }}.value) filter (where {{ relation }}.indicator_key = '{{ indicator.key }}')
            as {{ indicator.column }}
        {%- if indicator.kind == 'mean' -%},
        max({{ relation }}.numerator) filter (where {{ relation }}.indicator_key = '{{ indicator.key }}')
            as {{ indicator.column }}_numerator,
        max({{ relation }}.{{ weight_column }}) filter (where {{ relation }}.indicator_key = '{{ indicator.key }}')
            as {{ indicator.column }}_denominator
        {%- endif -%}
        {%- if not loop.last -%},{%- endif -%}
    {%- endfor -%}
{%- endmacro %}
