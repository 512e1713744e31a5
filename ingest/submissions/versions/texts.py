"""What changed besides the figures: labels, titles, notes, remarks, and the paragraphs of a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from ingest.submissions.addresses import a1
from ingest.submissions.versions.moves import Moves
from ingest.submissions.workbook import Cell, Paragraph, Workbook

_Address = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that is another one now; None where it was added or taken away."""

    sheet: str
    address: str
    before: str | None
    after: str | None


def changed_texts(
    before: Workbook, after: Workbook, figures_before: set[_Address], figures_after: set[_Address], moves: Moves
) -> Iterator[TextChange]:
    """Texts outside of the figures that are new, gone or other than at their place in the earlier version."""
    later = _cells(after)
    seen: set[_Address] = set()
    for (sheet, address), cell in _cells(before).items():
        if (sheet, address) in figures_before:
            continue
        to_sheet, row, column = moves.later(sheet, cell.row, cell.column)
        place = (to_sheet, a1(row, column))
        now = None if place in figures_after else later.get(place)
        if now is None:
            yield TextChange(sheet, address, cell.text, None)
            continue
        seen.add(place)
        if now.text != cell.text:
            yield TextChange(*place, cell.text, now.text)
    for place, cell in later.items():
        if place not in seen and place not in figures_after:
            yield TextChange(*place, None, cell.text)
    yield from _changed_paragraphs(before.paragraphs, after.paragraphs)


def _cells(workbook: Workbook) -> dict[_Address, Cell]:
    return {(sheet.name, cell.address): cell for sheet in workbook.sheets for cell in sheet.cells.values()}


def _changed_paragraphs(before: tuple[Paragraph, ...], after: tuple[Paragraph, ...]) -> Iterator[TextChange]:
    """Paragraphs whose text the other version does not have, in pairs as they follow each other."""
    was, now = {one.text for one in before}, {one.text for one in after}
    gone = [one for one in before if one.text not in now]
    new = [one for one in after if one.text not in was]
    for old, fresh in zip_longest(gone, new):
        place = fresh or old
        assert place is not None
        yield TextChange("", place.address, old.text if old else None, fresh.text if fresh else None)
