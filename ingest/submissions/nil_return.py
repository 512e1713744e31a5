"""The nil return: the tick or the sentence by which a reporter says that there is no organisation to report on."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from ingest.submissions.labels import COUNTED_BY, Entity
from ingest.submissions.layout import Table
from ingest.submissions.period import ValueColumnName
from ingest.submissions.reading import ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import Sheet
from ingest.vietnamese.folding import fold

_TICKS = frozenset({"x", "v", "co", "✓", "☑", "☒", "1"})
_SENTENCE = re.compile(
    r"\b(?:khong|chua) (?:con |co |phat sinh )+"
    r"(?P<kinds>(?:(?:lien hiep )?(?:hop tac xa|htx)|lhhtx|to hop tac|tht|, ?| va )+)"
    r"(?: nao\b| tren dia ban| hoat dong| de bao cao|[.;]|$)"
)


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
    entities = {cell.coordinate.entity for cell in values}
    return _filled(values, entities - _counted(values, main_column), main_column, reference)


def fill_nil_sentence(
    values: list[ValueCell], lines: Iterable[str], main_column: ValueColumnName, reference: Reference
) -> list[ValueCell]:
    """The same for the kinds that a sentence says there are none of ("Không có HTX nào trên địa bàn xã").

    Only where the table itself leaves their number blank: a dash or a 0 says it already.
    """
    said = {entity for line in lines for entity in nil_entities(line)}
    blank = {
        cell.coordinate.entity
        for cell in values
        if cell.coordinate.entity in said
        and cell.coordinate.indicator_code in COUNTED_BY.values()
        and cell.coordinate.value_column == main_column
        and cell.raw_text is None
    }
    entities: set[str] = blank - _counted(values, main_column)
    return _filled(values, entities, main_column, reference) if entities else values


@lru_cache(maxsize=2048)
def nil_entities(line: str) -> frozenset[Entity]:
    """The kinds of organisations that a line says there are none of."""
    words = fold(line)
    if len(line) > 400 or "danh dau" in words:  # what a tick would mean is said beside every unticked box
        return frozenset()
    found: set[Entity] = set()
    for match in _SENTENCE.finditer(words):
        kinds = match["kinds"]
        without_unions = re.sub(r"lien hiep (?:hop tac xa|htx)|lhhtx", " ", kinds)
        if without_unions != kinds:
            found.add("LHHTX")
        if re.search(r"hop tac xa|htx", without_unions):
            found.add("HTX")
        if re.search(r"to hop tac|tht", kinds):
            found.add("THT")
    return frozenset(found)


def _counted(values: list[ValueCell], main_column: ValueColumnName) -> set[str]:
    return {
        cell.coordinate.entity
        for cell in values
        if cell.coordinate.value_column == main_column and (cell.value or Decimal(0)) > 0
    }


def _filled(
    values: list[ValueCell], entities: set[str], main_column: ValueColumnName, reference: Reference
) -> list[ValueCell]:
    return [
        cell._replace(reading="zero")
        if cell.reading == "unknown"
        and cell.raw_text is None
        and cell.coordinate.value_column == main_column
        and cell.coordinate.entity in entities
        and reference.indicator(cell.coordinate.entity, cell.coordinate.indicator_code).is_count
        else cell
        for cell in values
    ]
