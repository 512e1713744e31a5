"""The workbook a reporter fills: made from the form's data, the same bytes whenever it is made.

Its sheets: basic indicators (A-1), numbers by sector (A-2), the register, support money (A-3), the narrative, a guide,
and a hidden one that says whose it is. `build` makes one; `round` makes those of all reporters of a round.
"""

from ingest.submissions.template.basic_sheet import SHEET_NAME, value_address
from ingest.submissions.template.build import build_template
from ingest.submissions.template.content import ALL_PARTS, CellContent, UnknownFormError, ValueKey
from ingest.submissions.template.figures_sheet import FIRST_VALUE_COLUMN, HEADER_ROW

__all__ = [
    "ALL_PARTS",
    "FIRST_VALUE_COLUMN",
    "HEADER_ROW",
    "SHEET_NAME",
    "CellContent",
    "UnknownFormError",
    "ValueKey",
    "build_template",
    "value_address",
]
