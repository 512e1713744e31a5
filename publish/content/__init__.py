"""What a publication says, frozen: everything the report prints, and where each number came from.

The content is stored as JSON in ``ops.publication`` and is all that rendering may read. It holds nothing
that changes from build to build (no build id, no run time), so that the same facts have the same hash.
"""

from publish.content.claim import Claim
from publish.content.correction import ChangeReason, Correction, FigureChange
from publish.content.figure import (
    BoundaryReading,
    Comparison,
    Completeness,
    Figure,
    OtherReading,
    ProvinceOfNation,
    ProvincesHeard,
    RelatedFigure,
    RoundOfFigure,
)
from publish.content.form import Duty, FormRow, Indicator, PeriodName, ReportColumn, Sector
from publish.content.report import ReportContent
from publish.content.reporters import (
    ACCEPTED_STATUSES,
    Finding,
    Narrative,
    Reporter,
    ReporterStatus,
    ReporterValue,
    RoundTimeliness,
    RuleResult,
    SupportPolicy,
    SupportTotal,
    SupportValue,
)
from publish.content.sources import (
    DepartmentClaim,
    GateNote,
    GateSuite,
    GateWaiver,
    PressClaim,
    Reconciliation,
    Target,
)
from publish.content.stored import content_from_json, content_to_json, hash_of_stored, input_hash, with_correction

__all__ = [
    "ACCEPTED_STATUSES",
    "BoundaryReading",
    "ChangeReason",
    "Claim",
    "Comparison",
    "Completeness",
    "Correction",
    "DepartmentClaim",
    "Duty",
    "Figure",
    "FigureChange",
    "Finding",
    "FormRow",
    "GateNote",
    "GateSuite",
    "GateWaiver",
    "Indicator",
    "Narrative",
    "OtherReading",
    "PeriodName",
    "PressClaim",
    "ProvinceOfNation",
    "ProvincesHeard",
    "Reconciliation",
    "RelatedFigure",
    "ReportColumn",
    "ReportContent",
    "Reporter",
    "ReporterStatus",
    "ReporterValue",
    "RoundOfFigure",
    "RoundTimeliness",
    "RuleResult",
    "Sector",
    "SupportPolicy",
    "SupportTotal",
    "SupportValue",
    "Target",
    "content_from_json",
    "content_to_json",
    "hash_of_stored",
    "input_hash",
    "with_correction",
]
