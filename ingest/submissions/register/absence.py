"""Sheets without a register: known at once where another sheet of the same words had none.

"HTX" stands in the rows and units of every form and might be the title over names; offices fill in one form, so the
same rows come again with other numbers.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence

from ingest.submissions.layout.memory import words_between
from ingest.submissions.reference import Reference
from ingest.submissions.register.headers import MAXIMUM_HEADER_ROWS
from ingest.submissions.workbook import Sheet

_MOST_REMEMBERED = 128


class KnownAbsences:
    """What is looked at to find no register, of the sheets seen last."""

    def __init__(self) -> None:
        self._keys: OrderedDict[Hashable, None] = OrderedDict()

    def holds(self, key: Hashable) -> bool:
        """Whether a sheet that shows the same had no register."""
        if key not in self._keys:
            return False
        self._keys.move_to_end(key)
        return True

    def add(self, key: Hashable) -> None:
        self._keys[key] = None
        if len(self._keys) > _MOST_REMEMBERED:
            self._keys.popitem(last=False)


def what_headers_show(sheet: Sheet, rows: Sequence[int], reference: Reference) -> Hashable:
    """All that decides whether headers stand about the rows: words, places of numbers, merged ranges.

    The value of a number says nothing there: no title is a number, and the years in titles are left out.
    """
    first, last = rows[0] - MAXIMUM_HEADER_ROWS, rows[-1] + MAXIMUM_HEADER_ROWS + 1
    return reference, words_between(sheet, first, last), tuple(rows)
