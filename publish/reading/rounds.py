"""How this round and those before it went: counts of reporters by what they did."""

from sqlalchemy import Connection, text

from publish.content import RoundTimeliness
from publish.reading.rows import record
from publish.reading.scope import Scope

_ROUNDS_SHOWN = 6

_ROUNDS = text(
    """
    select r.period_key, p.name_vi as period_name_vi, p.name_en as period_name_en, max(r.due_before) as due_before,
        sum(r.reporters_expected)::integer as expected, sum(r.reporters_on_time)::integer as on_time,
        sum(r.reporters_late)::integer as late, sum(r.reporters_rejected)::integer as rejected,
        sum(r.reporters_pending)::integer as pending, sum(r.reporters_missing)::integer as missing,
        sum(r.reporters_nil)::integer as nil
    from marts.mart_reporting_round as r
    inner join marts.dim_period as p on r.period_key = p.period_key
    where (:is_country or r.province_key = any(:province_keys)) and r.reporter_kind = 'area'
        and r.form_code = :form_code and p.ends_on <= :ends_on
    group by r.period_key, p.name_vi, p.name_en, p.ends_on
    order by p.ends_on desc, r.period_key
    limit :shown
    """
)
_LINE = text(
    """
    with recursive line as (
        select cast(:province_key as integer) as province_key
        union
        select before.province_key
        from line
        inner join marts.dim_province as before on before.successor_province_key = line.province_key
    )

    select province_key from line
    """
)


def read_rounds(connection: Connection, scope: Scope) -> tuple[RoundTimeliness, ...]:
    """Up to six rounds, the earliest first; those of a province before it was made are of the ones it is made of."""
    province_key = scope.area.province_key
    line = [] if province_key is None else list(connection.scalars(_LINE, {"province_key": province_key}))
    parameters = {
        "is_country": province_key is None,
        "province_keys": line,
        "form_code": scope.form[0],
        "ends_on": scope.period.ends_on,
        "shown": _ROUNDS_SHOWN,
    }
    rows = connection.execute(_ROUNDS, parameters).all()
    return tuple(record(RoundTimeliness, row) for row in reversed(rows))
