{#- Post-hook of every mart: a reader with a scope sees the rows of its provinces only.

    The scope of a role is its membership in roles named `htx_scope_<code of a province of today>`; that province
    brings all its predecessors. A member of `htx_limited` or of any scope role sees no more than its scopes give, in
    the worst case nothing; any other member of `htx_reader` sees all. Both the role that asks and the one that logged
    in count, so that neither `set role` nor a function of somebody else widens a scope. Whoever may act as the
    marts' owner has none. Rows of no province, of the country too, are for readers without a scope: a total of the
    country less one's own province tells of the others.

    Both parts are asked once a statement, not once a row. -#}
{% macro row_scope() -%}
    {%- set column = row_scope_column(model) -%}
    {%- if column -%}
        alter table {{ this }} enable row level security;
        drop policy if exists rows_of_the_readers_provinces on {{ this }};
        create policy rows_of_the_readers_provinces on {{ this }} for select to htx_reader using (
            (select not exists ({{ limited_roles() }}))
            or {{ column }} in ({{ readable_keys(column, this.include(identifier=false)) }})
        )
    {%- endif -%}
{%- endmacro %}

{#- The column that places the rows of a mart, the nearest to a province first; none for a mart that is open to all. -#}
{% macro row_scope_column(model) -%}
    {%- if model.name not in var('marts_open_to_all_readers') -%}
        {%- for column in row_scope_columns() if column in model.columns -%}
            {%- if loop.first -%}{{ return(column) }}{%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{#- Columns that place a row, and the mart whose rows they point at. -#}
{% macro row_scope_columns() -%}
    {{ return({
        'province_key': 'dim_province',
        'reporter_province_key': 'dim_province',
        'area_key': 'dim_area',
        'reporter_area_key': 'dim_area',
        'submission_id': 'fct_submission',
        'figure_id': 'fct_figure',
        'claim_id': 'fct_indicator_value',
        'cooperative_key': 'dim_cooperative',
    }) }}
{%- endmacro %}

{#- Of the role that asks and the one that logged in, those that a scope limits. -#}
{% macro limited_roles() -%}
    select acting.role_name
    from (values (current_user), (session_user)) as acting (role_name)
    where
        not pg_catalog.pg_has_role(acting.role_name, '{{ target.user }}', 'member')
        and exists (
            select 1
            from pg_catalog.pg_roles as scope
            where
                (scope.rolname = 'htx_limited' or starts_with(scope.rolname, 'htx_scope_'))
                and pg_catalog.pg_has_role(acting.role_name, scope.oid, 'member')
        )
{%- endmacro %}

{#- Keys that a limited reader may see. What points at a fact is as open as that fact is to the reader. -#}
{% macro readable_keys(column, schema) -%}
    {%- set pointed_at = row_scope_columns()[column] -%}
    {%- if pointed_at == 'dim_province' -%}
        {{ readable_provinces(schema) }}
    {%- elif pointed_at == 'dim_area' -%}
        select area.area_key
        from {{ schema }}.dim_area as area
        where area.province_key in ({{ readable_provinces(schema) }})
    {%- else -%}
        select seen.{{ column }} from {{ schema }}.{{ pointed_at }} as seen
    {%- endif -%}
{%- endmacro %}

{#- The provinces of today that every limited role has in its scope, with all their predecessors. -#}
{% macro readable_provinces(schema) -%}
    with recursive limited as materialized ({{ limited_roles() }}),

    readable as (
        select today.province_key
        from {{ schema }}.dim_province as today
        where
            today.is_current
            and not exists (
                select 1
                from limited
                where not exists (
                    select 1
                    from pg_catalog.pg_roles as scope
                    where
                        scope.rolname = 'htx_scope_' || today.province_code
                        and pg_catalog.pg_has_role(limited.role_name, scope.oid, 'member')
                )
            )
        union
        select predecessor.province_key
        from {{ schema }}.dim_province as predecessor
        inner join readable on predecessor.successor_province_key = readable.province_key
    )

    select readable.province_key from readable
{%- endmacro %}
