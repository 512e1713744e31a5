"""The hidden sheet by which a workbook of our template says what it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.submissions.workbook import Workbook

IDENTITY_SHEET = "_htx"
_FIELDS = ("form_code", "form_version", "area_code", "period_key", "agency_code")
_ALWAYS = ("form_code", "form_version", "period_key")
_REPORTER = ("area_code", "agency_code")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which form, whose, and of which round. A department has an agency code and no area code."""

    form_code: str
    form_version: str
    area_code: str
    period_key: str
    agency_code: str = ""

    def items(self) -> Iterator[tuple[str, str]]:
        """What the sheet says: a name and a text a row; what does not apply is left out."""
        said = ((name, getattr(self, name)) for name in _FIELDS)
        return ((name, text) for name, text in said if text)


def read_identity(workbook: Workbook) -> Identity | None:
    """The identity a workbook carries, or None where it is not of our template."""
    sheet = workbook.sheet(IDENTITY_SHEET)
    if sheet is None:
        return None
    said = {sheet.text(row, 1): sheet.text(row, 2) for row in range(1, sheet.last_row + 1)}
    if not all(said.get(name) for name in _ALWAYS) or not any(said.get(name) for name in _REPORTER):
        return None
    return Identity(**{name: said.get(name, "") for name in _FIELDS})
