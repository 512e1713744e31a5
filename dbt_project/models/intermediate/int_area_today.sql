-- The area of today that each version of an area became part of as a whole; where there is none, why. Only transfers
-- of the whole are followed: nobody states the shares of what was divided.
with recursive path as (
    select
        area_key,
        area_key as step_area_key,
        valid_to
    from {{ ref('stg_area') }}
    union all
    select
        path.area_key,
        next_step.area_key as step_area_key,
        next_step.valid_to
    from path
    inner join {{ ref('stg_area_succession') }} as succession
        on
            path.step_area_key = succession.from_area_key
            and succession.share = 1
            and succession.is_confirmed
    inner join {{ ref('stg_area') }} as next_step on succession.to_area_key = next_step.area_key
),

whole as (
    select
        area_key,
        step_area_key as today_area_key
    from path
    where valid_to is null
),

-- where the way ends: the last version that still is the whole of the first
ended as (
    select
        path.area_key,
        path.step_area_key
    from path
    left join whole on path.area_key = whole.area_key
    where
        whole.area_key is null
        and path.step_area_key not in (
            select succession.from_area_key
            from {{ ref('stg_area_succession') }} as succession
            where succession.share = 1 and succession.is_confirmed
        )
),

reasons as (
    select
        ended.area_key,
        case min(succession.change_kind)
            when 'dissolved'
                then
                    'Cấp huyện kết thúc hoạt động từ ngày ' || {{ vietnamese_day('min(succession.changed_on)') }}
                    || ', không có đơn vị kế thừa; số liệu tiếp tục ở cấp tỉnh.'
            else
                'Bị chia từ ngày ' || {{ vietnamese_day('min(succession.changed_on)') }} || ' cho '
                || string_agg(part.area_name, ', ' order by part.sort_key) || '; không rõ tỷ lệ.'
        end as reason
    from ended
    inner join {{ ref('stg_area_succession') }} as succession
        on
            ended.step_area_key = succession.from_area_key
            and succession.is_confirmed
            and succession.change_kind in ('split', 'dissolved')
    left join {{ ref('stg_area') }} as part on succession.to_area_key = part.area_key
    group by ended.area_key
)

select
    area.area_key,
    whole.today_area_key,
    reasons.reason as not_today_reason
from {{ ref('stg_area') }} as area
left join whole on area.area_key = whole.area_key
left join reasons on area.area_key = reasons.area_key
