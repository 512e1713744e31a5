"""Form A-3: support money by policy line and funding source."""

from dataclasses import dataclass

from ingest.submissions.period import Period
from ingest.submissions.reading import Finding, SupportCell, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Support:
    """The amounts by policy line; `values` are the totals by funding source, which are indicators of their own."""

    cells: tuple[SupportCell, ...] = ()
    values: tuple[ValueCell, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_support(workbook: Workbook, period: Period, reference: Reference) -> Support:
    """All tables of support money on the visible sheets."""
    return Support()
