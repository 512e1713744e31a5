"""The nil return: the tick by which a reporter says that there is no organisation to report on."""

from dataclasses import replace
from decimal import Decimal

from ingest.submissions.layout import Table
from ingest.submissions.period import ValueColumnName
from ingest.submissions.reading import ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import Sheet
from ingest.vietnamese.folding import fold

_TICKS = frozenset({"x", "v", "co", "✓", "☑", "☒", "1"})


def has_nil_tick(sheet: Sheet, table: Table) -> bool:
    """Whether the cell beside "không có hợp tác xã … (đánh dấu x …)", above the table, is ticked."""
    for row in range(1, table.header_row):
        for label in sheet.row_cells(row):
            words = fold(label.text)
            if "khong co hop tac xa" in words and "danh dau" in words:
                beside = [cell for cell in sheet.row_cells(row) if cell.column > label.column]
                return any(fold(cell.text) in _TICKS for cell in beside)
    return False


def fill_nil_return(values: list[ValueCell], main_column: ValueColumnName, reference: Reference) -> list[ValueCell]:
    """Read the blank counts of the round's main column as `zero`, for every entity without figures there.

    Averages stay unknown (nothing to average), and so do the other columns: the tick speaks of now.
    """
    counted = {
        cell.coordinate.entity
        for cell in values
        if cell.coordinate.value_column == main_column and (cell.value or Decimal(0)) > 0
    }
    return [
        replace(cell, reading="zero")
        if cell.reading == "unknown"
        and cell.raw_text is None
        and cell.coordinate.value_column == main_column
        and cell.coordinate.entity not in counted
        and reference.indicator(cell.coordinate.entity, cell.coordinate.indicator_code).is_count
        else cell
        for cell in values
    ]
