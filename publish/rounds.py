"""The reporters of every round, as the marts see them and as what has just arrived says."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection, text

from htx.settings import Settings
from ingest.raw.senders import load_senders
from publish.addresses import resting_addresses
from publish.deadlines import local_day
from publish.reminders import ReporterState

AreaPeriod = tuple[str, str]
"""Area code and period key of a report."""

# What was read after the build of the marts began is not in them yet; what was read before, they judge alone.
_REPORTERS = text(
    """
    select o.area_code as province_code, s.period_key, o.debtor_code as reporter_code,
        coalesce(a.area_name, agency.name_vi, o.debtor_code) as reporter_name, s.status, s.is_reported,
        s.due_before, s.received_at, s.reasons_vi, province.area_name as province_name,
        coalesce(address.senders, '{}') as senders,
        arrival.received_at as arrived_at
    from marts.fct_submission as s
    left join marts.dim_area as a on s.reporter_area_key = a.area_key
    inner join reference.obligations as o
        on o.obligation_kind = 'reporter_round' and o.debtor_code = coalesce(a.area_code, s.reporter_agency_code)
        and o.period_key = s.period_key and o.form_code = s.form_code
    left join marts.dim_area as province
        on o.area_code = province.area_code and province.area_level = 'province'
        and (province.valid_from is null or province.valid_from <= o.due_before)
        and (province.valid_to is null or province.valid_to > o.due_before)
    left join reference.agencies as agency
        on s.reporter_agency_code = agency.agency_code
        and (agency.valid_from is null or agency.valid_from <= o.due_before)
        and (agency.valid_to is null or agency.valid_to > o.due_before)
    left join (
        select coalesce(reading.area_code, reading.agency_code) as reporter_code,
            array_agg(receipt.sender order by receipt.received_at desc, receipt.receipt_id) as senders
        from raw.receipt
        inner join raw.submission_reading as reading on receipt.file_sha256 = reading.file_sha256
        where receipt.sender like '%@%'
        group by coalesce(reading.area_code, reading.agency_code)
    ) as address on o.debtor_code = address.reporter_code
    left join (
        select reporter_code, period_key, form_code, min(received_at) as received_at
        from (
            select coalesce(reading.area_code, reading.agency_code) as reporter_code,
                coalesce(reading.round_period, reading.period) as period_key,
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
        group by reporter_code, period_key, form_code
    ) as arrival
        on o.debtor_code = arrival.reporter_code
        and s.period_key = arrival.period_key and s.form_code = arrival.form_code
    where o.creditor_agency_code = :owner_code
    order by o.area_code, s.period_key, a.sort_key nulls last, o.debtor_code
    """
)


def reporters_by_round(
    connection: Connection, settings: Settings, now: datetime
) -> dict[AreaPeriod, list[ReporterState]]:
    """The reporters of every round in the marts that report to the owner, by area and period: areas, then departments.

    A reporter's address is that of its last mail, else that of `senders.csv`; one that rests is none.
    """
    rounds: defaultdict[AreaPeriod, list[ReporterState]] = defaultdict(list)
    resting = resting_addresses(connection)
    senders = load_senders(settings.seeds_dir)
    for row in connection.execute(_REPORTERS, {"owner_code": settings.owner_agency}):
        known = [*row.senders, senders.address_of(row.reporter_code, local_day(now))]
        rounds[(row.province_code, row.period_key)].append(
            ReporterState(
                province_code=row.province_code,
                period_key=row.period_key,
                area_code=row.reporter_code,
                name=row.reporter_name,
                status=row.status,
                is_reported=row.is_reported,
                due_before=row.due_before,
                received_at=row.received_at,
                reasons_vi=row.reasons_vi,
                address=next((one for one in known if one and one.casefold() not in resting), None),
                arrived_at=row.arrived_at,
                province_name=row.province_name,
            )
        )
    return rounds
