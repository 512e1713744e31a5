{#- At the end of a run: what the data tests of the built marts ask for becomes constraints of their tables.

    A relationship becomes a foreign key, accepted values a check, a unique column a unique constraint. The server
    looks at each table once for all of them, and tools that read the catalogue learn how the marts hang together.
    `htx build` leaves these tests out; `dbt test` runs them. -#}
{% macro hold_data_tests() -%}
    {%- set failed = results | selectattr('status', 'in', ['error', 'fail', 'runtime error']) | list -%}
    {%- if execute and not failed -%}
        {%- for result in results if result.status == 'success' and result.node.resource_type == 'model' -%}
            {%- set mart = graph.nodes[result.node.unique_id] -%}
            {%- if mart.config.contract.enforced %}{{ statements_that_hold(mart) }}{% endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{#- The statements that hold the data tests of a mart. What its primary key holds needs none. -#}
{% macro statements_that_hold(mart) -%}
    {%- set clauses = [] -%}
    {%- for test in graph.nodes.values() if test.resource_type == 'test' and test.attached_node == mart.unique_id -%}
        {%- set name, column, asked = test.test_metadata.name, test.column_name, test.test_metadata.kwargs -%}
        {%- if test.config.where or test.config.severity | lower != 'error' -%}
            {{ exceptions.raise_compiler_error(test.name ~ ' is held for all rows: drop its where and its severity') }}
        {%- elif name == 'accepted_values' -%}
            {%- set mark = "'" if asked.quote is not defined or asked.quote else '' -%}
            {%- set values = asked['values'] | map('string') | join(mark ~ ', ' ~ mark) -%}
            {%- do clauses.append(column ~ '_is_known check (' ~ column ~ ' in (' ~ mark ~ values ~ mark ~ '))') -%}
        {%- elif name == 'unique' and not is_primary_key(column, mart) -%}
            {%- do clauses.append(column ~ '_is_unique unique (' ~ column ~ ')') -%}
        {%- elif name == 'relationships' -%}
            {%- set parents = test.depends_on.nodes | reject('equalto', mart.unique_id) | list -%}
            {%- set parent = graph.nodes[parents[0]] if parents else mart -%}
            {%- if is_primary_key(asked.field, parent) -%}
                {%- set key = parent.relation_name ~ ' (' ~ asked.field ~ ')' -%}
                {%- do clauses.append(column ~ '_exists foreign key (' ~ column ~ ') references ' ~ key) -%}
            {%- else %}
{{ refuse_strangers(mart.relation_name, column, parent.relation_name, asked.field) }}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if clauses %}
alter table {{ mart.relation_name }} add constraint {{ clauses | join(', add constraint ') }};
    {%- endif -%}
{%- endmacro %}

{#- For a relationship to what is no mart: reference data are replaced under the marts, so that no key may bind them. -#}
{% macro refuse_strangers(child, column, parent, field) -%}
do $strangers$
begin
    if exists (select from {{ child }} where {{ column }} not in (select {{ field }} from {{ parent }})) then
        raise exception '{{ column }} of {{ child }} has values that are not in {{ field }} of {{ parent }}';
    end if;
end
$strangers$;
{%- endmacro %}

{% macro is_primary_key(column, mart) -%}
    {%- for hook in mart.config['post-hook'] if "primary_key(['" ~ column ~ "'])" in hook.sql -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{%- endmacro %}
