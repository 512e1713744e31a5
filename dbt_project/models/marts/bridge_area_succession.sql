-- Every change of the map as an event: one area, or a part of it, became one area or a part of it.
select
    event_id,
    from_area_key,
    to_area_key,
    from_level,
    changed_on,
    change_kind,
    share,
    legal_act,
    is_confirmed,
    {{ build_id() }} as build_id
from {{ ref('stg_area_succession') }}
