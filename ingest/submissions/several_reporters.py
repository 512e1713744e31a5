"""The forms of two units in one file: on two sheets, or one below the other.

Whose figures are whose cannot be told for certain then, and of two that fill in one form only one would count. A
place that is only named (a superior in the letterhead, a signature, an addressee, a note) is no second unit: two
tables must hold the same rows, and the lines over each must name one office, of one level, that are not the same.
Tables of a district over those of its communes, or of a province over those of its districts, are a breakdown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.submissions.addresses import row_and_column
from ingest.submissions.findings import Detail, Named, make_finding
from ingest.submissions.layout import Table
from ingest.submissions.places import split_place
from ingest.submissions.reading import Finding, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.reporters import NamedSender, named_senders
from ingest.vietnamese.folding import fold

_LEVELS = ("commune", "district", "province")
_NOTE = re.compile(r"[(*\s]*(?:ghi chu|nguon|luu y|kem theo|theo )")
_MOST_LINES_ABOVE = 30

_FormRow = tuple[str, str, str]
"""Entity, indicator code and sector code."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    cell: str | None
    """None for a paragraph of a document."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A table with figures and the lines over it."""

    sheet: str
    lines: tuple[_Line, ...]
    follows: bool
    """Whether the end of another form, with its signature, may stand among the lines."""
    rows: frozenset[_FormRow]


@dataclass(frozen=True, slots=True)
class _Sender:
    name: str
    level: str
    key: str
    bare_name: str
    """Without its kind: a huyện that one sheet calls thị xã is the same unit."""
    sheet: str
    cell: str | None


def several_reporters(
    tables: Sequence[Table], values: Iterable[Sequence[ValueCell]], reference: Reference, day: date
) -> Finding | None:
    """What is wrong with a file that holds the forms of two units; None where it holds those of one."""
    forms = list(_forms(tables, values))
    if not any(one.rows & other.rows for place, one in enumerate(forms) for other in forms[:place]):
        return None
    for is_office in (True, False):
        senders = [(form, _sender(form, reference, day, is_office=is_office)) for form in forms]
        if any(sender is not None for _, sender in senders):
            return _contradiction(senders, reference)
    return None


def _contradiction(senders: Sequence[tuple[_Form, _Sender | None]], reference: Reference) -> Finding | None:
    known = [(form, sender) for form, sender in senders if sender is not None]
    if len({sender.level for _, sender in known}) > 1:
        return None
    for place, (form, sender) in enumerate(known):
        for earlier, first in known[:place]:
            if first.key != sender.key and first.bare_name != sender.bare_name and earlier.rows & form.rows:
                return _finding(first, sender, reference)
    return None


def _finding(first: _Sender, second: _Sender, reference: Reference) -> Finding:
    details: dict[str, Detail] = {
        "first": first.name,
        "first_place": _place(first),
        "second": second.name,
        "second_place": _place(second),
    }
    return make_finding(reference, "several_reporters", details, sheet=second.sheet, cell=second.cell)


def _place(sender: _Sender) -> Named:
    if sender.cell is None:
        return Named(f"phía trên bảng “{sender.sheet}”", f"above “{sender.sheet}”")
    return Named(f"trang “{sender.sheet}”, ô {sender.cell}", f"“{sender.sheet}”, {sender.cell}")


def _sender(form: _Form, reference: Reference, day: date, *, is_office: bool) -> _Sender | None:
    """The one unit that the lines over a form name; the last one where another form ends among them."""
    cells: Mapping[str, str | None] = {line.text: line.cell for line in form.lines}
    named = named_senders([line.text for line in form.lines], reference, day)
    found = [one for one in named if one.is_office or not is_office]
    lowest = next((level for level in _LEVELS if any(one.reporter.level == level for one in found)), None)
    own = [one for one in found if one.reporter.level == lowest]
    if not own or (not form.follows and len({_key(one) for one in own}) > 1):
        return None
    last = own[-1]
    name = last.reporter.name
    bare_name = fold(split_place(name)[1])
    return _Sender(name, last.reporter.level, _key(last), bare_name, form.sheet, cells[last.line])


def _key(sender: NamedSender) -> str:
    return sender.reporter.area_code or fold(sender.reporter.name)


def _forms(tables: Sequence[Table], values: Iterable[Sequence[ValueCell]]) -> Iterator[_Form]:
    """The upright tables that figures were taken from, in their order."""
    held: dict[int, set[_FormRow]] = {}
    last: dict[int, int] = {}
    for cell in (cell for part in values for cell in part if cell.number is not None):
        row, column = row_and_column(cell.cell)
        place = next((place for place, table in enumerate(tables) if _holds(table, cell.sheet, row, column)), None)
        if place is not None:
            held.setdefault(place, set()).add(cell.coordinate[:3])
            last[place] = max(row, last.get(place, 0))
    for place in sorted(held):
        table = tables[place]
        ends = [last[other] for other in held if other < place and tables[other].sheet is table.sheet]
        above = max((end for end in ends if end < table.header_row), default=0)
        follows = bool(above) or (place > 0 and bool(table.sheet.preamble))
        is_beside = any(_stand_side_by_side(table, tables[other]) for other in held if other != place)
        yield _Form(table.sheet.name, tuple(_lines(table, above, is_beside)), follows, frozenset(held[place]))


def _stand_side_by_side(one: Table, other: Table) -> bool:
    return one.sheet is other.sheet and one.header_row == other.header_row


def _holds(table: Table, sheet: str, row: int, column: int) -> bool:
    header = table.header
    return (
        not table.grid.is_transposed
        and table.sheet.name == sheet
        and table.first_row <= row <= table.last_row
        and header.first_column <= column <= header.last_column
    )


def _lines(table: Table, above: int, is_beside: bool) -> Iterator[_Line]:
    """The texts between the figures before and the header of a table that are no notes; over it alone, if so said."""
    header = table.header
    if not above:
        yield from (_Line(text, None) for text in table.sheet.preamble if not _NOTE.match(fold(text)))
    for row in range(max(above + 1, table.header_row - _MOST_LINES_ABOVE), table.header_row):
        for cell in table.sheet.row_cells(row):
            is_over = not is_beside or header.first_column <= cell.column <= header.last_column
            if cell.kind == "text" and is_over and not _NOTE.match(fold(cell.text)):
                yield _Line(cell.text, cell.address)
