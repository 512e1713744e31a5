"""Paragraphs of a text: its lines, and the lines of a printed page put together again.

Pages of the web have a line for each paragraph. Reports that were printed first have lines of equal width that break
in the middle of a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_RUN = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
"""Lines without an empty one between them."""
_NARROWEST, _WIDEST = 36, 120
"""A printed line has so many characters."""
_FULL = 0.6
"""A line that breaks in the middle fills so much of the width."""
_ENDS_SENTENCE = tuple(".!?…:;")
_ENTRY = re.compile(r"\s*(?:[-+•*–●▪]\s|\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVX]{1,4}[.)]\s)")
_CELL = "|"

Paragraph = tuple[int, str]
"""Where it begins, and its words; a break within it stands as a space, so that places in it hold for the text."""


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text in order, none of them empty."""
    for run in _RUN.finditer(text):
        lines = _lines(run)
        for group in _wrapped(lines) if _is_printed(lines) else ([line] for line in lines):
            start, end = group[0][0], group[-1][0] + len(group[-1][1])
            yield start, text[start:end].replace("\n", " ")


def _lines(run: re.Match[str]) -> list[Paragraph]:
    found = []
    for match in re.finditer(r"[^\n]+", run[0]):
        line = match[0].strip()
        start = run.start() + match.start() + len(match[0]) - len(match[0].lstrip())
        found.append((start, line))
    return found


def _is_printed(lines: Sequence[Paragraph]) -> bool:
    """Whether lines of about one width break sentences more often than they end them."""
    if len(lines) < 2:
        return False
    width = max(len(line) for _, line in lines)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    pairs = [(before, after) for (_, before), (_, after) in pairwise(lines)]
    if any(_CELL in before for before, _ in pairs):
        return False
    open_ends = [(before, after) for before, after in pairs if not before.endswith(_ENDS_SENTENCE)]
    broken = sum(_breaks(before, after, width) for before, after in open_ends)
    may_break = sum(after[0].isdecimal() for _, after in open_ends)  # a number goes on a sentence or begins one
    return broken > 0 and 2 * (broken + may_break) >= len(open_ends)


def _breaks(before: str, after: str, width: int) -> bool:
    return len(before) >= _FULL * width and _is_lower(after) and _ENTRY.match(after) is None


def _is_lower(line: str) -> bool:
    first = line.lstrip('(“"')[:1]
    return first.isalpha() and first.islower()


def _wrapped(lines: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Lines of a printed page by paragraph: a short line ends one, an entry of a list begins one."""
    width = max(len(line) for _, line in lines)
    group: list[Paragraph] = []
    for start, line in lines:
        if group and (len(group[-1][1]) < _FULL * width or _ENTRY.match(line)):
            yield group
            group = []
        group.append((start, line))
    yield group
