"""What holds for a section: the time and the aim that a heading, an introduction or a question gives to what follows.

"II. Nhiệm vụ năm 2025", "Mục tiêu đến năm 2030 như sau:", "PV: Mục tiêu từ nay đến cuối năm ra sao?"
"""

import re
from dataclasses import dataclass

from ingest.figures.clause import Clause
from ingest.figures.scope import DocumentScope
from ingest.figures.sentences import Block, BlockKind
from ingest.vietnamese.periods import TimeExpression, TimeKind, TimeRole, find_times, resolve

_AIM = re.compile(r"\b(?:phấn đấu|mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ|kế hoạch)\b", re.IGNORECASE)
_RESULT = re.compile(r"\b(?:kết quả|tình hình|thực trạng|đã thực hiện|đạt được|đánh giá)\b", re.IGNORECASE)
_INDICATORS = re.compile(r"^\W*(?:(?:một số|các|những)\s+)?chỉ tiêu(?:\s+(?:chủ yếu|cơ bản|chính))?\W*$", re.IGNORECASE)
"""The head of a table of indicators, which are no aims."""
_NUMBERED = re.compile(
    r"^\s*(?:(?P<roman>[IVX]{1,4})\s?[-.)–]|(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]|(?P<letter>[a-zđ])[.)]|[*#])\s"
)
_DEPTH_OF_NUMBER, _DEPTH_OF_LETTER = 2, 9
_LIST_ITEM = re.compile(r"^\s*(?:[-+•*–]|[a-zđ]\)|\d{1,2}[.)])\s*\S")
_LONGEST_HEADING_WORDS = 25
_PERIODS = frozenset({TimeKind.YEAR, TimeKind.SPAN, TimeKind.HALF, TimeKind.QUARTER, TimeKind.MONTHS})


@dataclass(frozen=True, slots=True)
class Section:
    """What the heading above says: a period, and whether it speaks of aims or of results; None and False if not."""

    period: str | None = None
    is_aim: bool = False
    is_result: bool = False


def _depth(number: re.Match[str]) -> int:
    """How deep a numbered heading stands: II above 2 above 2.1 above a."""
    if number["number"]:
        return _DEPTH_OF_NUMBER + number["number"].count(".")
    return _DEPTH_OF_LETTER if number["letter"] else 1


def tells_results(text: str) -> bool:
    """Whether a heading or an introduction announces results, whatever it says of plans."""
    return _RESULT.search(text) is not None


class Sections:
    """Keeps the section that is being read, and the introduction that list items go on from."""

    def __init__(self, scope: DocumentScope) -> None:
        self._scope = scope
        self._introduction: Clause | None = None
        self.current = Section()
        self._chapters: list[tuple[int, Section]] = []

    def head(self, block: Block, *, is_title: bool) -> None:
        """Take a line that is no prose as the heading of what follows, if it is one."""
        if is_title or block.kind is not BlockKind.HEADLINE:
            return
        section = self._section(block.text)
        number = _NUMBERED.match(block.text)
        if number is not None:
            # What a preamble announced is not said of the chapters that follow it.
            self._introduction = None
            self._chapter(_depth(number), section)
        elif section.is_aim or section.period is not None:
            self.current, self._chapters = section, []

    def _chapter(self, depth: int, section: Section) -> None:
        """A numbered heading: what the chapter above it says holds for it, where it does not say otherwise."""
        self._chapters = [above for above in self._chapters if above[0] < depth]
        above = self._chapters[-1][1] if self._chapters else Section()
        self.current = Section(
            section.period or above.period,
            section.is_aim or (above.is_aim and not section.is_result),
            section.is_result or (above.is_result and not section.is_aim),
        )
        self._chapters.append((depth, self.current))

    def opening(self, block: Block) -> Clause:
        """What a paragraph begins with: items of a list go on from their introduction."""
        if self._introduction is None or not _LIST_ITEM.match(block.text):
            return Clause()
        clause = self._introduction.next_sentence()
        clause.estimate, clause.event = self._introduction.estimate, self._introduction.event
        return clause

    def closing(self, block: Block, clause: Clause) -> None:
        """Remember how a paragraph ended: with a colon it introduces a list, which ends at the next paragraph."""
        if block.text.rstrip().endswith(":"):
            self._introduction = clause
        elif not _LIST_ITEM.match(block.text):
            self._introduction = None

    def _section(self, heading: str) -> Section:
        if len(heading.split()) > _LONGEST_HEADING_WORDS:
            return Section()
        times = [time for time in find_times(heading) if self._dates(time)]
        period = resolve(times[0], self._scope.time_context()) if times else None
        is_result = _RESULT.search(heading) is not None
        is_aim = bool(_AIM.search(heading)) and not (is_result or _INDICATORS.match(heading))
        return Section(period, is_aim, is_result)

    @staticmethod
    def _dates(time: TimeExpression) -> bool:
        return time.kind in _PERIODS and time.role is TimeRole.SCOPE
