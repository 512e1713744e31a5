"""The hidden sheet by which a workbook of our template says what it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.submissions.workbook import Workbook

IDENTITY_SHEET = "_htx"
_FIELDS = ("form_code", "form_version", "area_code", "period_key")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which form, whose, and of which round."""

    form_code: str
    form_version: str
    area_code: str
    period_key: str

    def items(self) -> Iterator[tuple[str, str]]:
        return ((name, getattr(self, name)) for name in _FIELDS)


def read_identity(workbook: Workbook) -> Identity | None:
    """The identity a workbook carries, or None where it is not of our template."""
    sheet = workbook.sheet(IDENTITY_SHEET)
    if sheet is None:
        return None
    said = {sheet.text(row, 1): sheet.text(row, 2) for row in range(1, sheet.last_row + 1)}
    if any(not said.get(name) for name in _FIELDS):
        return None
    return Identity(**{name: said[name] for name in _FIELDS})
