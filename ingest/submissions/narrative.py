"""The narrative: khó khăn, vướng mắc; kiến nghị, đề xuất. Kept as written, by topic, each paragraph addressed.

No number is ever taken from it. What stands under a heading of ours belongs to it until the next heading of the same
or a higher rank, a signature or a table; sub-headings in between are part of the text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.submissions.narrative_headings import (
    Heading,
    ends_text,
    has_heading_words,
    names_both_topics,
    read_heading_line,
)
from ingest.submissions.reading import NarrativeText, NarrativeTopic
from ingest.submissions.workbook import Cell, Paragraph, Sheet, Workbook

_WIDE_ROW = 4
_MOST_BLANK_ROWS = 8
_DOCUMENT = ""


@dataclass(slots=True)
class _Section:
    """The section that is being read: its topic, or None outside of the topics that we ask for."""

    topic: NarrativeTopic | None = None
    heading: Heading | None = None
    last_of_list: int = 0

    def open(self, heading: Heading) -> None:
        self.topic, self.heading, self.last_of_list = heading.topic, heading, 0

    def close(self) -> None:
        self.topic, self.heading = None, None

    def is_ended_by(self, heading: Heading, *, is_styled: bool) -> bool:
        """Whether a heading of another matter ends the section, or is one inside it."""
        own = self.heading
        if own is None:
            return True
        if heading.rank is None or own.rank is None:
            return is_styled and (own.rank is None or heading.rank is not None)
        if heading.rank != own.rank:
            return heading.rank < own.rank
        if heading.number is None or is_styled or own.number is None:
            return True
        continues_list = heading.number == self.last_of_list + 1 and heading.number != own.number + 1
        if continues_list:
            self.last_of_list = heading.number
        return not continues_list


def read_narrative(workbook: Workbook) -> tuple[NarrativeText, ...]:
    """The paragraphs under headings that we ask for, in a document, on the template's sheet or on any other."""
    in_document = _in_document(workbook.paragraphs)
    on_sheets = (text for sheet in workbook.visible_sheets() for text in _on_sheet(sheet))
    return (*in_document, *on_sheets)


def _in_document(paragraphs: Iterable[Paragraph]) -> Iterator[NarrativeText]:
    section = _Section()
    for paragraph in paragraphs:
        if not paragraph.text.strip():
            continue
        heading = read_heading_line(paragraph.text, is_heading=paragraph.is_heading)
        if _is_taken(section, heading, paragraph.text, is_styled=paragraph.is_heading) and section.topic is not None:
            yield NarrativeText(section.topic, _DOCUMENT, paragraph.address, paragraph.text.strip())


def _is_taken(section: _Section, heading: Heading | None, text: str, *, is_styled: bool) -> bool:
    """Whether a line is text of the section that is open after it."""
    if heading is not None and heading.topic is not None:
        section.open(heading)
        return heading.text_after
    if section.topic is None:
        return False
    if ends_text(text) or (heading is not None and section.is_ended_by(heading, is_styled=is_styled)):
        section.close()
        return False
    return True


def _on_sheet(sheet: Sheet) -> Iterator[NarrativeText]:
    """Texts right of a heading ("Khó khăn, vướng mắc" | text) or below it in a block."""
    if not has_heading_words(cell.text for cell in sheet.texts):
        return
    section = _Section()
    column, is_beside, blank_rows = 0, False, 0
    for row in range(1, sheet.last_row + 1):
        cells = list(sheet.row_cells(row))
        if not cells:
            blank_rows += 1
            if blank_rows > _MOST_BLANK_ROWS:
                section.close()
            continue
        blank_rows = 0
        if _is_figures(cells):
            section.close()
            continue
        texts = [cell for cell in cells if cell.kind == "text" and cell.text.strip()]
        if any(names_both_topics(cell.text) for cell in texts):
            section.close()
            continue
        title = next((cell for cell in texts if _opens(cell)), None)
        if title is not None:
            heading = read_heading_line(title.text)
            assert heading is not None
            section.open(heading)
            beside = [cell for cell in texts if cell.column > title.column]
            column, is_beside = title.column, bool(beside)
            yield from _texts(section, sheet, [title] if heading.text_after else beside)
            continue
        if section.topic is None:
            continue
        if is_beside and any(cell.column <= column and not _is_outline(cell) for cell in texts):
            section.close()
            continue
        for cell in texts:
            line = read_heading_line(cell.text)
            if _is_taken(section, line, cell.text, is_styled=False):
                yield from _texts(section, sheet, [cell])


def _opens(cell: Cell) -> bool:
    heading = read_heading_line(cell.text)
    return heading is not None and heading.topic is not None


def _texts(section: _Section, sheet: Sheet, cells: Iterable[Cell]) -> Iterator[NarrativeText]:
    if section.topic is not None:
        for cell in cells:
            yield NarrativeText(section.topic, sheet.name, cell.address, cell.text.strip())


def _is_figures(cells: list[Cell]) -> bool:
    """Whether a row is of a table: wide, or with numbers beside its label."""
    numbers = sum(cell.kind == "number" for cell in cells[1:])
    return len(cells) >= _WIDE_ROW or numbers > 0


def _is_outline(cell: Cell) -> bool:
    return len(cell.text.strip()) <= _WIDE_ROW
