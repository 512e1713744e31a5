"""Where a heading of benefits or directions opens its topic; at any other place the line is what it was without it.

Their words stand in titles of reports ("…, phương hướng, nhiệm vụ 6 tháng cuối năm"), in titles of tables ("Kế hoạch
phát triển năm 2025") and below other chapters ("Mục tiêu" of a programme): there they open nothing.
"""

from ingest.submissions.narrative_headings import Heading, ends_text
from ingest.submissions.narrative_words import UNASKED

CHAPTER_RANK = 2
"""Parts, capital letters and Roman numerals: what is numbered so is no item of a list."""
_PART_RANK = 1


class Chapters:
    """The headings above a paragraph, and whether the report's text has begun."""

    def __init__(self) -> None:
        self.has_begun = False
        """False in the title and the letterhead, and in what follows a signature, such as an annex's title."""
        self._ranks: list[int] = []

    def pass_by(self, text: str, heading: Heading | None) -> None:
        """Take note of a paragraph, in the order of the document."""
        is_heading = heading is not None and (heading.rank is not None or heading.topic is not None)
        if ends_text(text):
            self.has_begun = False
        elif is_heading or text.rstrip().endswith((".", ";")):
            self.has_begun = True
        if heading is not None and heading.rank is not None:
            self._ranks = [rank for rank in self._ranks if rank < heading.rank]
            self._ranks.append(heading.rank)

    def has_chapter_above(self, rank: int | None) -> bool:
        """Whether a chapter other than a part is above a heading; above one without a number any may be."""
        return any(above > _PART_RANK and (rank is None or above < rank) for above in self._ranks)


def opens_in_document(heading: Heading, own: Heading | None, chapters: Chapters, *, is_styled: bool) -> Heading | None:
    """The heading, or what the line is otherwise. `own` is the heading of the section that is open."""
    if heading.topic not in UNASKED:
        return heading
    opens = not _is_below(heading, own, is_styled=is_styled) and (heading.rank is not None or chapters.has_begun)
    if heading.manner == "chapter":
        looks_so = heading.rank is not None or is_styled
        opens = opens and looks_so and not heading.text_after and not chapters.has_chapter_above(heading.rank)
    return heading if opens else heading.otherwise


def opens_on_sheet(
    heading: Heading, own: Heading | None, text: str, *, has_text_beside: bool, has_opened: bool
) -> Heading | None:
    """The heading, or what the line is otherwise.

    On a sheet it needs a number, a colon or a text beside it; a chapter a number and another topic above it.
    """
    if heading.manner == "chapter":
        opens = heading.rank is not None and has_opened and not heading.text_after
    else:
        opens = heading.rank is not None or has_text_beside or ":" in text
    return heading if opens and not _is_below(heading, own, is_styled=True) else heading.otherwise


def _is_below(heading: Heading, own: Heading | None, *, is_styled: bool) -> bool:
    """Whether it is a sub-heading in the section of another topic."""
    if own is None or own.topic == heading.topic or own.rank is None:
        return False
    if heading.rank is None:
        return not is_styled or heading.manner == "chapter"
    return heading.rank > own.rank
