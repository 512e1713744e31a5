"""The reporters of every round, as the marts see them and as what has just arrived says."""

from collections import defaultdict

from sqlalchemy import Connection, text

from publish.reminders import ReporterState

AreaPeriod = tuple[str, str]
"""Area code and period key of a report."""

# What was read after the build of the marts began is not in them yet; what was read before, they judge alone.
_REPORTERS = text(
    """
    select o.area_code as province_code, s.period_key, a.area_code, a.area_name, s.status, s.is_reported,
        s.due_before, s.received_at, s.reasons_vi, address.sender,
        arrival.received_at as arrived_at
    from marts.fct_submission as s
    inner join marts.dim_area as a on s.reporter_area_key = a.area_key
    inner join reference.obligations as o
        on o.obligation_kind = 'reporter_round' and o.debtor_code = a.area_code
        and o.period_key = s.period_key and o.form_code = s.form_code
    left join (
        select distinct on (reading.area_code) reading.area_code, receipt.sender
        from raw.receipt
        inner join raw.submission_reading as reading on receipt.file_sha256 = reading.file_sha256
        where receipt.sender like '%@%'
        order by reading.area_code, receipt.received_at desc, receipt.receipt_id
    ) as address on a.area_code = address.area_code
    left join (
        select area_code, period_key, form_code, min(received_at) as received_at
        from (
            select reading.area_code, coalesce(reading.round_period, reading.period) as period_key,
                unnest(reading.parts || reading.form_code) as form_code, receipt.received_at
            from raw.submission_reading as reading
            inner join raw.receipt
                on reading.file_sha256 = receipt.file_sha256
                and reading.round_period is not distinct from receipt.round_period
            where reading.outcome <> 'rejected'
                and reading.read_at > coalesce(
                    (select max(build.started_at) from ops.build
                    where build.build_id in (select build_id from marts.fct_submission)),
                    '-infinity'
                )
        ) as form_in_a_file
        group by area_code, period_key, form_code
    ) as arrival
        on a.area_code = arrival.area_code and s.period_key = arrival.period_key and s.form_code = arrival.form_code
    where o.creditor_agency_code = :owner_code
    order by o.area_code, s.period_key, a.sort_key, a.area_code
    """
)


def reporters_by_round(connection: Connection, owner_code: str) -> dict[AreaPeriod, list[ReporterState]]:
    """The reporters of every round in the marts that report to the owner, by area and period."""
    rounds: defaultdict[AreaPeriod, list[ReporterState]] = defaultdict(list)
    for row in connection.execute(_REPORTERS, {"owner_code": owner_code}):
        rounds[(row.province_code, row.period_key)].append(
            ReporterState(
                province_code=row.province_code,
                period_key=row.period_key,
                area_code=row.area_code,
                name=row.area_name,
                status=row.status,
                is_reported=row.is_reported,
                due_before=row.due_before,
                received_at=row.received_at,
                reasons_vi=row.reasons_vi,
                address=row.sender,
                arrived_at=row.arrived_at,
            )
        )
    return rounds
