"""What most cells of a register hold: a number in its column's unit or a text of its field, nothing wrong about it."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from ingest.submissions.cells import LARGEST_NUMBER
from ingest.submissions.reading import RegisterCell, RegisterField
from ingest.submissions.reference import Reference, Unit
from ingest.submissions.register.codes import rating_of, says_nothing, sector_of, status_of
from ingest.submissions.register.dates import read_date_text
from ingest.submissions.register.tax_code import read_tax_code
from ingest.submissions.register.words import tidy
from ingest.submissions.workbook import Cell

PERSON_FIELDS: tuple[RegisterField, ...] = ("members", "workers")
MONEY_FIELDS: tuple[RegisterField, ...] = ("charter_capital", "revenue", "profit")
PERSON_UNITS: Mapping[RegisterField, Unit] = {
    "members": Unit("thành viên", "thành viên", Decimal(1)),
    "workers": Unit("người", "người", Decimal(1)),
}


class PlainCells:
    """Reads the plain cells of one table; all others take the long way of `FieldReader`."""

    def __init__(self, sheet_name: str, units: Mapping[RegisterField, Unit], reference: Reference) -> None:
        """`units`: of each column of money, where its cells name no other."""
        self._sheet_name = sheet_name
        self._units = {**PERSON_UNITS, **units}
        self._reference = reference

    def read(self, name_of_field: RegisterField, cell: Cell) -> RegisterCell | None:
        """The cell, or None where it is not plain."""
        if cell.points_outside:
            return None
        unit = self._units.get(name_of_field)
        if unit is not None:
            return self._number(name_of_field, cell, unit)
        text = _plain_text(name_of_field, cell.text, self._reference) if cell.kind == "text" else None
        return RegisterCell(self._sheet_name, cell.address, cell.raw_text, "value", text) if text is not None else None

    def _number(self, name_of_field: RegisterField, cell: Cell, unit: Unit) -> RegisterCell | None:
        number = cell.number
        if cell.kind != "number" or number is None or not 0 <= number < LARGEST_NUMBER:
            return None
        if name_of_field in PERSON_FIELDS and number != number.to_integral_value():
            return None
        return RegisterCell(
            self._sheet_name, cell.address, cell.raw_text, "value", None, number, unit.printed, unit.factor
        )


@lru_cache(maxsize=16_384)
def _plain_text(name_of_field: RegisterField, text: str, reference: Reference) -> str | None:
    """What a text means in its field; None where it says nothing, or there is something to tell of it."""
    if says_nothing(text):
        return None
    if name_of_field == "tax_code":
        code = read_tax_code(text, stored_as_number=False)
        return code.text if code.is_valid else None
    return read_date_text(text) if name_of_field == "founded_on" else words_in(name_of_field, text, reference)


def words_in(name_of_field: RegisterField, text: str, reference: Reference) -> str | None:
    """The code of a wording in a column of codes, None where it is not known; in other columns the text itself."""
    match name_of_field:
        case "sector":
            return sector_of(text, reference)
        case "status":
            return status_of(text)
        case "rating":
            return rating_of(text)
    return tidy(text)
