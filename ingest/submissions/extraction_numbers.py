"""Which columns of a file write numbers the English way: comma for thousands, dot for decimals."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from ingest.submissions.layout import Table

_SURELY_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+")
_MAYBE_ENGLISH = re.compile(r"\d{1,3},\d{3}")
_VIETNAMESE = re.compile(
    r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|[\d.]+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d+|0,\d+|\d{4,},\d+"
)
_FEWEST_TO_TELL = 2


DECIMAL_SCALE = Decimal(1_000_000_000)
"""In a unit as large as this nobody writes thousands: "2,002 tỷ" is two and a bit."""


class NumberStyles:
    """What the texts in the value columns of a file's tables tell of how it writes numbers."""

    def __init__(self, columns: Iterable[tuple[Table, Mapping[int, Sequence[str]]]]) -> None:
        """`columns`: of each table the columns of figures, each with its `texts_of_figures`."""
        self._english: set[tuple[int, int]] = set()
        surely = vietnamese = False
        for table, by_column in columns:
            for column, texts in by_column.items():
                if not texts:
                    continue
                here = any(_VIETNAMESE.fullmatch(text) for text in texts)
                maybe = [text for text in texts if "," in text or "." in text]
                vietnamese = vietnamese or here
                surely = surely or any(_SURELY_ENGLISH.fullmatch(text) for text in texts)
                if not here and len(maybe) >= _FEWEST_TO_TELL and all(_is_english(text) for text in maybe):
                    self._english.add((id(table.grid), column))
        self._is_english_file = surely and not vietnamese

    def is_english(self, table: Table, column: int, factor: Decimal) -> bool:
        """Whether money there parts its thousands with commas."""
        if factor >= DECIMAL_SCALE:
            return False
        return self._is_english_file or (id(table.grid), column) in self._english


def texts_of_figures(table: Table, column: int) -> tuple[str, ...]:
    """The texts in a column of a table that begin with a digit, from top to bottom."""
    cells = (table.grid.at(row, column) for row in range(table.first_row, table.last_row + 1))
    return tuple(
        cell.text.strip() for cell in cells if cell is not None and cell.kind == "text" and cell.text[:1].isdigit()
    )


def _is_english(text: str) -> bool:
    return bool(
        _MAYBE_ENGLISH.fullmatch(text) or _SURELY_ENGLISH.fullmatch(text) or re.fullmatch(r"\d+\.\d{1,2}", text)
    )
