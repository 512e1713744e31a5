-- The versions of a cooperative: a new one begins with the round in which something about it is printed otherwise.
-- What a round does not print is as it was printed last; a name that is only spelt otherwise changes nothing.
with placed as (
    select
        period.*,
        area.area_key,
        area.province_key
    from {{ ref('int_cooperative_period') }} as period
    inner join {{ ref('dim_area') }} as area
        on
            area.area_code
            = case period.reporter_kind when 'area' then period.reporter_code else period.province_code end
            and {{ in_force('area', 'period.due_before') }}
),

spans as (
    -- of each particular, which printing of it a round still goes by
    select
        *,
        {% for field in ['sector_code', 'status', 'rating', 'size_class', 'address', 'founded_on'] -%}
            count({{ field }}) over so_far as {{ field }}_printing,
        {% endfor -%}
        period_kind = 'year' as is_year
    from placed
    window so_far as (partition by cooperative_id order by ends_on, period_key)
),

carried as (
    select
        {% for field, printing in [
            ('sector_code', 'sector_code'), ('status', 'status'), ('rating', 'rating'),
            ('rating_rule_version', 'rating'), ('size_class', 'size_class'), ('size_rule_version', 'size_class'),
            ('address', 'address'), ('founded_on', 'founded_on'),
        ] -%}
            max({{ field }}) over (partition by cooperative_id, {{ printing }}_printing) as {{ field }},
        {% endfor -%}
        cooperative_id,
        period_key,
        ends_on,
        cooperative_name,
        name_key,
        area_key,
        province_key
    from spans
),

described as (
    select
        *,
        jsonb_build_array(
            name_key, area_key, sector_code, status, rating, rating_rule_version, size_class, size_rule_version
        ) as description
    from carried
),

followed as (
    select
        *,
        case
            when lag(description) over (partition by cooperative_id order by ends_on, period_key) = description then 0
            else 1
        end as change
    from described
)

-- periods that end on one day share a version
select
    cooperative_id,
    period_key,
    ends_on,
    cooperative_name,
    area_key,
    province_key,
    address,
    founded_on,
    sector_code,
    status,
    rating,
    rating_rule_version,
    size_class,
    size_rule_version,
    sum(change) over (partition by cooperative_id order by ends_on)::integer as version_number
from followed
