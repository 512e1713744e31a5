-- Cooperatives through time, from the registers.
with versions as (
    select
        {% for field in [
            'cooperative_name', 'address', 'founded_on', 'area_key', 'province_key', 'sector_code', 'status',
            'size_class', 'size_rule_version', 'rating', 'rating_rule_version',
        ] -%}
            (array_agg({{ field }} order by ends_on desc, period_key asc))[1] as {{ field }},
        {% endfor -%}
        cooperative_id,
        min(ends_on) as valid_from
    from {{ ref('int_cooperative_version') }}
    group by cooperative_id, version_number
),

owners as (
    -- where a person set a line apart, its code stays with the cooperative that most lines of the code are
    select distinct on (trusted_tax_code)
        trusted_tax_code,
        cooperative_id,
        max(ends_on) as last_ends_on
    from {{ ref('int_cooperative_row') }}
    where trusted_tax_code is not null
    group by trusted_tax_code, cooperative_id
    order by trusted_tax_code asc, count(*) desc, cooperative_id asc
),

codes as (
    select distinct on (cooperative_id)
        cooperative_id,
        trusted_tax_code
    from owners
    order by cooperative_id asc, last_ends_on desc, trusted_tax_code asc
),

listed as (
    select
        cooperative_id,
        (array_agg(period_key order by ends_on, period_key))[1] as first_period_key,
        (array_agg(period_key order by ends_on desc, period_key desc))[1] as last_period_key,
        min(confidence) as confidence
    from {{ ref('int_cooperative_row') }}
    group by cooperative_id
)

select
    {{ wide_key(['version.cooperative_id', 'version.valid_from']) }} as cooperative_key,
    version.cooperative_id,
    codes.trusted_tax_code as tax_code,
    version.cooperative_name,
    version.area_key,
    version.province_key,
    version.address,
    version.sector_code,
    version.founded_on,
    version.status,
    version.size_class,
    version.size_rule_version,
    version.rating,
    version.rating_rule_version,
    version.valid_from,
    lead(version.valid_from) over (partition by version.cooperative_id order by version.valid_from) as valid_to,
    lead(version.valid_from) over (partition by version.cooperative_id order by version.valid_from) is null
        as is_current,
    listed.first_period_key,
    listed.last_period_key,
    listed.confidence::numeric(5, 4) as confidence,
    {{ build_id() }} as build_id
from versions as version
inner join listed on version.cooperative_id = listed.cooperative_id
left join codes on version.cooperative_id = codes.cooperative_id
