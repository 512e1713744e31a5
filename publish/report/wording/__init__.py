"""The wording of the report: phrases as data, numbers and dates by `Voice`. What other rooms use is Vietnamese."""

from publish.content import Completeness, ReporterStatus
from publish.report.wording.phrases import words
from publish.report.wording.voice import ENGLISH, MONEY, NOT_APPLICABLE, VIETNAMESE, Voice

MISSING = VIETNAMESE.say("missing")
STATUS_WORDS: dict[ReporterStatus, str] = words("status", "vi")  # type: ignore[assignment]
COMPLETENESS_WORDS: dict[Completeness, str] = words("completeness", "vi")  # type: ignore[assignment]
VALUE_STATUS_WORDS = words("value_status", "vi")
VERDICT_WORDS = words("verdict", "vi")
SEVERITY_WORDS = words("severity", "vi")

number_text = VIETNAMESE.number
cell_text = VIETNAMESE.cell
quantity_text = VIETNAMESE.quantity
range_text = VIETNAMESE.bounds
percent_text = VIETNAMESE.percent
unit_text = VIETNAMESE.unit
date_text = VIETNAMESE.date
moment_text = VIETNAMESE.moment
period_text = VIETNAMESE.period
coverage_text = VIETNAMESE.coverage
list_text = VIETNAMESE.names

__all__ = [
    "COMPLETENESS_WORDS",
    "ENGLISH",
    "MISSING",
    "MONEY",
    "NOT_APPLICABLE",
    "SEVERITY_WORDS",
    "STATUS_WORDS",
    "VALUE_STATUS_WORDS",
    "VERDICT_WORDS",
    "VIETNAMESE",
    "Voice",
    "cell_text",
    "coverage_text",
    "date_text",
    "list_text",
    "moment_text",
    "number_text",
    "percent_text",
    "period_text",
    "quantity_text",
    "range_text",
    "unit_text",
]
