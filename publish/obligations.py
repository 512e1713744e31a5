"""Who owes the report to whom and until when, from the reference data."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from publish.content import Duty
from publish.errors import NotReadyError

COUNTRY_CODE = "VN"
"""The area of a report of the whole country."""


@dataclass(frozen=True, slots=True)
class OwnerObligation:
    """A report that the warehouse's owner owes for an area and a period."""

    area_code: str
    period_key: str
    opens_on: date | None
    duty: Duty

    @property
    def is_of_country(self) -> bool:
        """Whether it is made of what provinces report; nobody reports to its owner then."""
        return self.area_code == COUNTRY_CODE


_OWNER_REPORTS = text(
    """
    select o.area_code, o.period_key, o.opens_on, o.obligation_code, o.debtor_code, o.creditor_agency_code,
        o.due_before, o.cut_off_on, o.legal_basis, o.is_assumption,
        debtor.name_vi as debtor_name, creditor.name_vi as creditor_name,
        debtor.name_en as debtor_name_en, creditor.name_en as creditor_name_en
    from reference.obligations as o
    left join reference.agencies as debtor
        on o.debtor_code = debtor.agency_code
        and (debtor.valid_from is null or debtor.valid_from <= o.due_before)
        and (debtor.valid_to is null or debtor.valid_to > o.due_before)
    left join reference.agencies as creditor
        on o.creditor_agency_code = creditor.agency_code
        and (creditor.valid_from is null or creditor.valid_from <= o.due_before)
        and (creditor.valid_to is null or creditor.valid_to > o.due_before)
    where o.obligation_kind = 'owner_report' and o.debtor_code = :owner_code
    order by o.due_before, o.area_code, o.period_key, o.obligation_code
    """
)


def owner_obligations(connection: Connection, owner_code: str) -> list[OwnerObligation]:
    """Every report the owner owes, earliest deadline first; empty before the reference data are loaded."""
    if connection.scalar(text("select to_regclass('reference.obligations')")) is None:
        return []
    return [
        OwnerObligation(
            area_code=row.area_code,
            period_key=row.period_key,
            opens_on=row.opens_on,
            duty=Duty(
                obligation_code=row.obligation_code,
                owner_code=row.debtor_code,
                owner_name=row.debtor_name or row.debtor_code,
                creditor_code=row.creditor_agency_code,
                creditor_name=row.creditor_name or row.creditor_agency_code,
                due_before=row.due_before,
                cut_off_on=row.cut_off_on,
                legal_basis=row.legal_basis,
                is_assumption=row.is_assumption,
                owner_name_en=row.debtor_name_en or row.debtor_code,
                creditor_name_en=row.creditor_name_en or row.creditor_agency_code,
            ),
        )
        for row in connection.execute(_OWNER_REPORTS, {"owner_code": owner_code})
    ]


def owner_obligation(connection: Connection, owner_code: str, area_code: str, period_key: str) -> OwnerObligation:
    """The one obligation of the owner for that area and period; `NotReadyError` where there is none."""
    for obligation in owner_obligations(connection, owner_code):
        if (obligation.area_code, obligation.period_key) == (area_code, period_key):
            return obligation
    raise NotReadyError(
        f"{owner_code} owes no report for area {area_code}, period {period_key}: add it to obligations.csv and build"
    )
