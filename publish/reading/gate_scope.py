"""Which rows that the gate let pass are of the report's area: errors of one province are not told in another's."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, text

from publish.reading.scope import Scope

_KEYS_LOOKED_AT = 2_000
"""Where more rows failed than this, the report tells of the whole build: looking each up would cost too much."""

_HERE = text(
    """
    with failing as (
        select g.gate_result_id, key.value as k
        from ops.gate_result as g
        cross join lateral jsonb_array_elements(g.failing_keys) as key
        where g.gate_result_id = any(:ids) and jsonb_array_length(g.failing_keys) <= :most
            and not g.observed ? 'keys_kept'
    ),

    placed as (
        select failing.gate_result_id,
            coalesce(
                cast(k ->> 'province_key' as integer),
                (select province_key from marts.dim_area where area_key = coalesce(
                    cast(k ->> 'area_key' as integer),
                    cast(k ->> 'reporter_area_key' as integer),
                    (select area_key from marts.fct_figure where figure_id = cast(k ->> 'figure_id' as uuid)),
                    (select area_key from marts.fct_indicator_value where claim_id = cast(k ->> 'claim_id' as uuid))
                )),
                (select province_key from marts.fct_submission
                    where submission_id = cast(k ->> 'submission_id' as uuid))
            ) as province_key
        from failing
    )

    select gate_result_id, count(*) filter (where province_key = :province_key)::integer as here
    from placed
    group by gate_result_id
    having bool_and(province_key is not null)
    """
)


def rows_here(connection: Connection, scope: Scope, gate_result_ids: Collection[UUID]) -> dict[UUID, int]:
    """For each result all of whose failing rows have a known place: how many are of the report's province.

    Of the country every row is its own, and nothing is left out.
    """
    if scope.area.is_country or not gate_result_ids:
        return {}
    parameters = {"ids": list(gate_result_ids), "most": _KEYS_LOOKED_AT, "province_key": scope.area.province_key}
    return {row.gate_result_id: row.here for row in connection.execute(_HERE, parameters)}
