"""Several sources at the coordinates of the report: reconciled, and departments beside the areas' totals."""

from sqlalchemy import Connection, text

from publish.content import DepartmentClaim, Reconciliation
from publish.reading.rows import record
from publish.reading.scope import Scope

# A plan is held against targets at one coordinate, whoever calls it what.
_RECONCILIATIONS = text(
    """
    select r.*, i.canonical_unit, coalesce(s.source_name, agency.name_vi, r.source_key) as source_name
    from marts.fct_reconciliation as r
    inner join marts.dim_indicator as i on r.indicator_key = i.indicator_key
    inner join unnest(cast(:period_keys as text[]), cast(:value_statuses as text[])) as c (period_key, value_status)
        on r.period_key = c.period_key and r.value_status = c.value_status
    left join marts.dim_source as s on r.source_key = s.source_key
    left join marts.dim_agency as agency on r.source_key = agency.agency_code
    where r.area_key = :area_key and r.sources > 1
    order by i.display_order, r.indicator_key, r.sector_code, r.period_key, r.value_status, r.precedence,
        r.is_first desc, r.reconciliation_id
    """
)
_DEPARTMENTS = text(
    """
    select d.*, i.canonical_unit, s.source_name as department, v.file_name, v.sheet, v.cell
    from marts.fct_department_claim as d
    inner join marts.dim_indicator as i on d.indicator_key = i.indicator_key
    inner join unnest(cast(:period_keys as text[]), cast(:value_statuses as text[])) with ordinality
        as c (period_key, value_status, place)
        on d.period_key = c.period_key and d.value_status = c.value_status
    inner join marts.fct_indicator_value as v on d.claim_id = v.claim_id
    inner join marts.dim_source as s on d.source_key = s.source_key
    where d.province_key = :province_key
    order by s.source_name, i.display_order, d.indicator_key, d.sector_code, c.place, d.claim_id
    """
)


def read_reconciliations(connection: Connection, scope: Scope) -> tuple[Reconciliation, ...]:
    """Every source at the coordinates of the report where more than one speaks, the first by precedence first."""
    parameters = {"area_key": scope.area.area_key, **scope.column_parameters()}
    return tuple(record(Reconciliation, row) for row in connection.execute(_RECONCILIATIONS, parameters))


def read_department_claims(connection: Connection, scope: Scope) -> tuple[DepartmentClaim, ...]:
    """The figures of departments in the columns of the report, each beside the total of the areas."""
    parameters = {"province_key": scope.area.province_key, **scope.column_parameters()}
    return tuple(record(DepartmentClaim, row) for row in connection.execute(_DEPARTMENTS, parameters))
