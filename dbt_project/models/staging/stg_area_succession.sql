-- What became of each area, or of a part of it, with the keys of both versions. An unconfirmed change leads nowhere.
select
    event_id,
    {{ dimension_key(['from_code', 'from_valid_from']) }} as from_area_key,
    case when to_valid_from is not null then {{ dimension_key(['to_code', 'to_valid_from']) }} end as to_area_key,
    level as from_level,
    from_code,
    to_code,
    changed_on,
    kind as change_kind,
    share,
    legal_act,
    confirmed as is_confirmed
from {{ ref('area_succession') }}
