"""The narrative: khó khăn; kiến nghị; lợi ích tới thành viên; phương hướng. Kept as written, each paragraph addressed.

No number is ever taken from it. What stands under a heading of ours belongs to it until the next heading of the same
or a higher rank, a signature or a table; sub-headings in between are part of the text. Benefits and directions, which
nobody is asked for, open only where the place leaves no doubt (`narrative_places`).
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
from ingest.submissions.narrative_places import CHAPTER_RANK, Chapters, opens_in_document, opens_on_sheet
from ingest.submissions.narrative_words import UNASKED
from ingest.submissions.period import Period
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
            is_chapter = self.topic in UNASKED and heading.rank is not None and heading.rank <= CHAPTER_RANK
            return is_chapter or (is_styled and (own.rank is None or heading.rank is not None))
        if heading.rank != own.rank:
            return heading.rank < own.rank
        if heading.number is None or is_styled or own.number is None:
            return True
        continues_list = heading.number == self.last_of_list + 1 and heading.number != own.number + 1
        if continues_list:
            self.last_of_list = heading.number
        return not continues_list

    def holds(self, heading: Heading, *, is_styled: bool) -> bool:
        """Whether a heading of the section's own topic is a part of it: "1. Mục tiêu" under "II. PHƯƠNG HƯỚNG"."""
        if self.heading is None or heading.topic != self.topic or heading.topic not in UNASKED:
            return False
        if self.heading.rank is None and heading.rank is not None:
            return True
        return not self.is_ended_by(heading, is_styled=is_styled)


def read_narrative(workbook: Workbook, period: Period | None = None) -> tuple[NarrativeText, ...]:
    """The paragraphs under headings of ours, in a document, on the template's sheet or on any other.

    `period` is the report's, where it is known: what was planned for a time that is over is no direction.
    """
    in_document = _in_document(workbook.paragraphs, period)
    on_sheets = (text for sheet in workbook.visible_sheets() for text in _on_sheet(sheet, period))
    return (*in_document, *on_sheets)


def _in_document(paragraphs: Iterable[Paragraph], period: Period | None) -> Iterator[NarrativeText]:
    section, chapters = _Section(), Chapters()
    for paragraph in paragraphs:
        text, is_styled = paragraph.text, paragraph.is_heading
        if not text.strip():
            continue
        heading = read_heading_line(text, is_heading=is_styled, period=period)
        if heading is not None and not section.holds(heading, is_styled=is_styled):
            heading = opens_in_document(heading, section.heading, chapters, is_styled=is_styled)
        chapters.pass_by(text, heading)
        if _is_taken(section, heading, text, is_styled=is_styled) and section.topic is not None:
            yield NarrativeText(section.topic, _DOCUMENT, paragraph.address, text.strip())


def _is_taken(section: _Section, heading: Heading | None, text: str, *, is_styled: bool) -> bool:
    """Whether a line is text of the section that is open after it."""
    if heading is not None and heading.topic is not None:
        if section.holds(heading, is_styled=is_styled):
            return heading.text_after or not heading.is_whole
        section.open(heading)
        return heading.text_after
    if section.topic is None:
        return False
    if ends_text(text) or (heading is not None and section.is_ended_by(heading, is_styled=is_styled)):
        section.close()
        return False
    return True


def _on_sheet(sheet: Sheet, period: Period | None) -> Iterator[NarrativeText]:
    """Texts right of a heading ("Khó khăn, vướng mắc" | text) or below it in a block."""
    if not has_heading_words(cell.text for cell in sheet.texts):
        return
    section = _Section()
    column, is_beside, blank_rows, has_opened = 0, False, 0, False
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
        lines = [(cell, _line_on_sheet(cell, texts, section, period, has_opened=has_opened)) for cell in texts]
        opening = next(((cell, line) for cell, line in lines if _opens(line, section)), None)
        if opening is not None:
            title, heading = opening
            assert heading is not None
            section.open(heading)
            beside = [cell for cell in texts if cell.column > title.column]
            column, is_beside, has_opened = title.column, bool(beside), True
            yield from _texts(section, sheet, [title] if heading.text_after else beside)
            continue
        if section.topic is None:
            continue
        if is_beside and any(cell.column <= column and not _is_outline(cell) for cell in texts):
            section.close()
            continue
        for cell, line in lines:
            if _is_taken(section, line, cell.text, is_styled=False):
                yield from _texts(section, sheet, [cell])


def _line_on_sheet(
    cell: Cell, texts: list[Cell], section: _Section, period: Period | None, *, has_opened: bool
) -> Heading | None:
    """A cell as a heading, of a topic only where it opens it or is a part of the section."""
    heading = read_heading_line(cell.text, period=period)
    if heading is None or heading.topic not in UNASKED:
        return heading
    if section.topic == heading.topic and (heading.text_after or heading.manner == "chapter"):
        return heading if section.holds(heading, is_styled=False) else heading.otherwise
    has_text_beside = any(other.column > cell.column for other in texts)
    return opens_on_sheet(heading, section.heading, cell.text, has_text_beside=has_text_beside, has_opened=has_opened)


def _opens(heading: Heading | None, section: _Section) -> bool:
    return heading is not None and heading.topic is not None and not section.holds(heading, is_styled=False)


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
