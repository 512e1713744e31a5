"""The list of changes between two versions of a submission.

Material is what changes a figure: a value, its reading or its unit, the period, the reporter, a field of the
register that counts. Everything else is clerical: labels, notes, spelling, another way of writing the same number,
and a table that moved with all its figures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from ingest.submissions.formats import open_submission
from ingest.submissions.our_sheets import without_our_sheets
from ingest.submissions.reading import Coordinate, SubmissionReading
from ingest.submissions.versions.moves import Moves
from ingest.submissions.versions.placed import Key, Placed, by_place, placed_cells
from ingest.submissions.versions.texts import changed_texts
from ingest.submissions.workbook import UnreadableWorkbookError, UnsafeWorkbookError, Workbook

ChangeClass = Literal["clerical", "material"]
ChangeKind = Literal[
    "period", "reporter", "value", "reading", "unit", "added", "removed", "notation", "moved", "text", "omitted"
]
MOST_CHANGES = 2_000
"""Changes of one version that are listed; how many more there are is told in a last one."""
_MOST_EXAMINED = 20_000


@dataclass(frozen=True, slots=True)
class Version:
    """A file with what was read from it."""

    workbook: Workbook
    reading: SubmissionReading


@dataclass(frozen=True, slots=True)
class Change:
    """What one cell says in the later version and said in the earlier one; texts as printed, None where empty.

    `sheet` and `cell` are of the later version, or of the earlier where the cell is gone from the later; None
    where it is the whole file that changed.
    """

    sheet: str | None
    cell: str | None
    change_class: ChangeClass
    change_kind: ChangeKind
    before_text: str | None
    after_text: str | None
    at: Coordinate | None = None
    """What the figure is about; None for a cell of the register, a label or a note."""


def version_of(content: bytes, reading: SubmissionReading) -> Version:
    """A version from its bytes; what cannot be opened has no cells."""
    try:
        workbook = without_our_sheets(open_submission(content, reading.file_name).workbook)
    except (UnreadableWorkbookError, UnsafeWorkbookError):
        workbook = Workbook(())
    return Version(workbook, reading)


def compare(before: Version, after: Version, *, most: int = MOST_CHANGES) -> tuple[Change, ...]:
    """Every changed cell of the later version, the material ones first; empty where nothing changed.

    At most `most` changes are listed; of more, the last one tells how many were left out.
    """
    earlier, later = placed_cells(before.reading, after.reading)
    moves = Moves(earlier, later)
    found = (
        *_whole_file(before.reading, after.reading),
        *_figures(earlier, later),
        *(Change(one.sheet, one.cell, "clerical", "moved", one.before, one.after) for one in moves.blocks()),
        *islice(_texts(before, after, earlier, later, moves), _MOST_EXAMINED),
    )
    changes = sorted(found, key=lambda change: change.change_class != "material")
    if len(changes) <= most:
        return tuple(changes)
    omitted = changes[most - 1 :]
    return (*changes[: most - 1], Change(None, None, omitted[0].change_class, "omitted", None, str(len(omitted))))


def _whole_file(before: SubmissionReading, after: SubmissionReading) -> Iterator[Change]:
    if before.period != after.period:
        yield Change(None, None, "material", "period", before.period, after.period)
    if (before.area_code, before.agency_code) != (after.area_code, after.agency_code):
        yield Change(None, None, "material", "reporter", before.reporter_name, after.reporter_name)


def _figures(earlier: Mapping[Key, Placed], later: Mapping[Key, Placed]) -> Iterator[Change]:
    """The cells that say what the form asks for, in the order of the later file, then those that are gone."""
    for key, now in later.items():
        was = earlier.get(key)
        if was is None:
            if now.says_something or now.raw_text is not None:
                yield _change("added", now, None, now.raw_text, is_material=_is_figure(now))
        elif (was.reading, was.meaning) != (now.reading, now.meaning):
            yield _change(_kind(was, now), now, was.raw_text, now.raw_text, is_material=now.counts)
        elif was.raw_text != now.raw_text or was.unit != now.unit:
            yield _change("notation", now, was.raw_text, now.raw_text, is_material=False)
    for key, was in earlier.items():
        if key not in later and (was.says_something or was.raw_text is not None):
            yield _change("removed", was, was.raw_text, None, is_material=_is_figure(was))


def _kind(was: Placed, now: Placed) -> ChangeKind:
    if was.reading != now.reading:
        return "reading"
    return "unit" if was.printed == now.printed and was.unit != now.unit else "value"


def _is_figure(placed: Placed) -> bool:
    """Whether a cell that came or went makes a difference: a cooperative more does, by whatever name."""
    return (placed.counts or placed.is_name) and placed.says_something


def _change(
    kind: ChangeKind, placed: Placed, before_text: str | None, after_text: str | None, *, is_material: bool
) -> Change:
    change_class: ChangeClass = "material" if is_material else "clerical"
    return Change(placed.sheet, placed.cell, change_class, kind, before_text, after_text, placed.at)


def _texts(
    before: Version, after: Version, earlier: Mapping[Key, Placed], later: Mapping[Key, Placed], moves: Moves
) -> Iterator[Change]:
    figures = by_place(earlier), by_place(later)
    for one in changed_texts(before.workbook, after.workbook, *figures, moves):
        yield Change(one.sheet, one.address, "clerical", "text", one.before, one.after)
