"""Which columns of a file write numbers the English way: comma for thousands, dot for decimals."""

import re
from collections.abc import Iterable
from decimal import Decimal

from ingest.submissions.layout import Table
from ingest.submissions.period import Period

_SURELY_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+")
_MAYBE_ENGLISH = re.compile(r"\d{1,3},\d{3}")
_VIETNAMESE = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[\d.]+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+|0,\d+|\d{4,},\d+"
)
_FEWEST_TO_TELL = 2


class NumberStyles:
    """What the texts in the value columns of a file's tables tell of how it writes numbers."""

    DECIMAL_SCALE = Decimal(1_000_000_000)
    """In a unit as large as this nobody writes thousands: "2,002 tỷ" is two and a bit."""

    def __init__(self, tables: Iterable[Table], period: Period) -> None:
        self._english: set[tuple[int, int]] = set()
        surely = vietnamese = False
        tables = list(tables)
        for table in tables:
            for column in table.value_columns(period):
                texts = _texts(table, column)
                here = any(_VIETNAMESE.fullmatch(text) for text in texts)
                maybe = [text for text in texts if "," in text or "." in text]
                vietnamese = vietnamese or here
                surely = surely or any(_SURELY_ENGLISH.fullmatch(text) for text in texts)
                if not here and len(maybe) >= _FEWEST_TO_TELL and all(_is_english(text) for text in maybe):
                    self._english.add((id(table.grid), column))
        self._is_english_file = surely and not vietnamese

    def is_english(self, table: Table, column: int, factor: Decimal) -> bool:
        """Whether money there parts its thousands with commas."""
        if factor >= self.DECIMAL_SCALE:
            return False
        return self._is_english_file or (id(table.grid), column) in self._english


def _is_english(text: str) -> bool:
    return bool(
        _MAYBE_ENGLISH.fullmatch(text) or _SURELY_ENGLISH.fullmatch(text) or re.fullmatch(r"\d+\.\d{1,2}", text)
    )


def _texts(table: Table, column: int) -> list[str]:
    rows = range(table.first_row, table.last_row + 1)
    cells = (table.grid.at(row, column) for row in rows)
    return [cell.text.strip() for cell in cells if cell is not None and cell.kind == "text" and cell.text[:1].isdigit()]
