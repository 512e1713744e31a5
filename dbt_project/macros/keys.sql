{#- Keys that follow from content, so that every build gives the same row the same key. -#}

{#- A uuid equal to Python's `ingest.raw.ids.content_id(*parts)`: the first 128 bits of the sha256
    over the parts, each as text, parted by U+001F; null counts as a zero byte. -#}
{% macro content_id(parts) -%}
    encode(substring(sha256(
        {%- for part in parts %}
        coalesce(convert_to(({{ part }})::text, 'UTF8'), '\x00'::bytea)
        {%- if not loop.last %} || '\x1f'::bytea ||{% endif %}
        {%- endfor %}
    ) from 1 for 16), 'hex')::uuid
{%- endmacro %}

{#- A positive integer of a dimension version: 31 bits of an md5 over its natural key. -#}
{% macro dimension_key(parts) -%}
    (('x' || substr(md5(concat_ws('|', {{ parts | join(', ') }})), 1, 8))::bit(32)::integer & 2147483647)
{%- endmacro %}

{#- The key of an indicator; codes repeat across entities. -#}
{% macro indicator_key(entity, code) -%}
    {{ entity }} || '.' || {{ code }}
{%- endmacro %}

{#- The build a mart belongs to; `htx build` gives it. Asked for when models run, never when they are parsed: dbt
    would else parse the whole project anew for each build. -#}
{% macro build_id() -%}
    {%- if execute -%}
        '{{ env_var("HTX_BUILD_ID", "00000000-0000-0000-0000-000000000000") }}'::uuid
    {%- else -%}
        null::uuid
    {%- endif -%}
{%- endmacro %}

{#- Post-hook: the primary key of a mart, made once the rows are in. -#}
{% macro primary_key(columns) -%}
    alter table {{ this }} add primary key ({{ columns | join(', ') }})
{%- endmacro %}
