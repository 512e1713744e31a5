"""The unit of a row's figures, from the most specific place that says one."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from ingest.submissions.extraction_rows import Row
from ingest.submissions.extraction_units import is_ditto, money_unit, read_unit, with_months
from ingest.submissions.layout import Table
from ingest.submissions.reference import Indicator, Reference, Unit

PERSONS = frozenset({"người", "thành viên"})
"""Units of people, which forms print one for the other."""


class RowUnits:
    """Reads the units of one table, row by row from the top, since a row may say "as above"."""

    def __init__(self, table: Table, reference: Reference) -> None:
        self._table = table
        self._reference = reference
        self._above = ""

    def printed(self, row: Row) -> str:
        """What the unit column says of the row: its own, a merged one, or "as above"."""
        column = self._table.header.unit_column
        cell = self._table.grid.spread(row.number, column) if column is not None else None
        printed = cell.text.strip() if cell is not None else ""
        if is_ditto(printed):
            return self._above
        if printed:
            self._above = printed
        return printed

    def unit(self, row: Row, over: str | None, indicator: Indicator, printed: str) -> tuple[Unit, bool]:
        """The unit of a figure of the row, and whether what stands in the unit column is known.

        `over` is the unit in the title of its column.
        """
        reference = self._reference
        assumed = _assumed(indicator.unit, indicator.canonical_unit, reference)
        if not indicator.is_money:
            own = read_unit(printed, reference)
            kinds = PERSONS if indicator.canonical_unit in PERSONS else {indicator.canonical_unit}
            is_of_kind = own is not None and own.canonical in kinds
            return (replace(own, canonical=indicator.canonical_unit) if own and is_of_kind else assumed), True
        is_understood = True
        for place, text in enumerate((printed, over, _in_parentheses(row.label), self._table.unit_line)):
            unit = money_unit(text, reference) if text else None
            if unit is not None:
                return with_months(unit, f"{row.label} {printed}", indicator), is_understood
            if text and place == 0:
                is_understood = False
        return with_months(assumed, row.label, indicator), is_understood


@lru_cache(maxsize=1_024)
def _assumed(printed: str, canonical: str, reference: Reference) -> Unit:
    """The unit of an indicator where nothing names another."""
    return reference.unit(printed) or Unit(printed, canonical, Decimal(1))


def _in_parentheses(label: str) -> str:
    return label.rsplit("(", 1)[1].split(")", 1)[0].strip() if "(" in label else ""
