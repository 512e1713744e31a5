"""Support money as reporters state it in form A-3, and its totals over the areas."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import Connection, text

from ingest.raw.ids import content_id
from publish.content import SupportPolicy, SupportTotal, SupportValue
from publish.reading.rows import record
from publish.reading.scope import Scope

_VALUES = text(
    """
    select v.support_value_id, coalesce(agency.name_vi, a.area_name) as reporter,
        v.reporter_kind = 'agency' as is_department, v.policy_code, v.funding_source, v.period_key, v.value_status,
        v.label, v.value, v.value_reading, v.printed_value, v.printed_unit, v.file_name, v.file_sha256, v.sheet, v.cell
    from marts.fct_support_value as v
    inner join marts.fct_submission as s on v.submission_id = s.submission_id and s.period_key = :round_period
    inner join marts.dim_area as a on v.area_key = a.area_key
    left join marts.dim_agency as agency on s.reporter_agency_code = agency.agency_code
    left join reference.support_policies as p on v.policy_code = p.policy_code
    inner join unnest(cast(:period_keys as text[]), cast(:value_statuses as text[])) with ordinality
        as c (period_key, value_status, place)
        on v.period_key = c.period_key and v.value_status = c.value_status
    where v.province_key = :province_key
    order by p.policy_order, v.policy_code, v.funding_source, c.place, v.reporter_kind desc, a.sort_key, reporter,
        v.support_value_id
    """
)
_POLICIES = text(
    """
    select policy_code, name_vi, name_en, legal_basis
    from reference.support_policies
    where policy_code = any(:codes)
    order by policy_order, policy_code
    """
)
_EXPECTED = text(
    """
    select count(*) from marts.fct_submission
    where province_key = :province_key and period_key = :round_period and form_code = 'A-3' and reporter_kind = 'area'
    """
)


def read_support_values(connection: Connection, scope: Scope) -> tuple[SupportValue, ...]:
    """Every cell of form A-3 of the round, in the columns of the report, by policy line and source of funds."""
    parameters = {"province_key": scope.area.province_key, "round_period": scope.period.period_key}
    return tuple(
        record(SupportValue, row) for row in connection.execute(_VALUES, {**parameters, **scope.column_parameters()})
    )


def read_support_policies(connection: Connection, values: Sequence[SupportValue]) -> tuple[SupportPolicy, ...]:
    """The policy lines that somebody speaks of, in the order of the seed."""
    codes = sorted({value.policy_code for value in values})
    return tuple(record(SupportPolicy, row) for row in connection.execute(_POLICIES, {"codes": codes}))


def support_totals(connection: Connection, scope: Scope, values: Sequence[SupportValue]) -> tuple[SupportTotal, ...]:
    """The sums of the areas, in the order of the values; lines and sources are never added to one another.

    A reporter may state the total of its sources beside them ("all"), and a line that holds another one.
    """
    if not values:
        return ()
    parameters = {"province_key": scope.area.province_key, "round_period": scope.period.period_key}
    expected = connection.scalar(_EXPECTED, parameters) or None
    lines: defaultdict[tuple[str, str, str, str], list[SupportValue]] = defaultdict(list)
    for value in values:
        if not value.is_department:
            lines[value.policy_code, value.funding_source, value.period_key, value.value_status].append(value)
    return tuple(
        SupportTotal(
            figure_id=content_id("support", scope.area.area_code, scope.period.period_key, *line),
            policy_code=line[0],
            funding_source=line[1],
            period_key=line[2],
            value_status=line[3],
            value=_sum([value.value for value in stated]),
            areas_stating=len({value.reporter for value in stated if value.value is not None}),
            areas_expected=expected,
        )
        for line, stated in lines.items()
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
