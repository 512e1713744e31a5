"""Making the marked copy: which cells are coloured, what their comments say, and where the list comes from."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.submissions.addresses import row_and_column
from ingest.submissions.marked.book import Book, BookSheet
from ingest.submissions.marked.conversion import BLANK_WORKBOOK, Conversion, convert
from ingest.submissions.marked.notes import MARK, Comments, with_boxes
from ingest.submissions.marked.package import Package
from ingest.submissions.marked.results import LONGEST_LIST, Listed, ResultSheet
from ingest.submissions.marked.sheet_part import Place, SheetPart
from ingest.submissions.marked.styles import Styles
from ingest.submissions.marked.wording import CONVERTED, MACROS_REMOVED, NOT_SHOWN, comment_text
from ingest.submissions.our_sheets import RESULT_SHEET
from ingest.submissions.reading import GRAVITY, Finding, Severity, SubmissionReading

logger = logging.getLogger(__name__)

_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_LONGEST_COMMENT = 4_000


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is wrong with one cell, the gravest first."""

    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        return self.findings[0].severity

    @property
    def text(self) -> str:
        said = "\n\n".join(dict.fromkeys(comment_text(finding) for finding in self.findings))
        return f"{MARK}\n{said if len(said) <= _LONGEST_COMMENT else said[:_LONGEST_COMMENT] + '…'}"


def marked_copy(content: bytes, reading: SubmissionReading) -> bytes:
    """The marked workbook (.xlsx): the submitter's own, or one of the same cells where his cannot be written to.

    Where nothing of it can be shown, the result sheet stands alone. What the reader refused to open is not opened
    here either. Never raises for what a submitter sends.
    """
    if any(_was_not_opened(finding) for finding in reading.findings):
        return _mark(BLANK_WORKBOOK, reading)
    if content.startswith(b"PK"):
        try:
            return _mark(content, reading)
        except Exception as error:  # a strange archive raises whatever it likes: the sender gets his cells all the same
            logger.info("%s is not marked in place: %s: %s", reading.file_name, type(error).__name__, error)
    try:
        conversion = convert(content, reading)
        return _mark(conversion.content, reading, conversion, remarks=[CONVERTED])
    except Exception:  # the last resort must not fail: the sender still gets the list
        logger.warning("no cells of %s in its marked copy", reading.file_name, exc_info=True)
        return _mark(BLANK_WORKBOOK, reading, remarks=[NOT_SHOWN])


def _mark(
    content: bytes,
    reading: SubmissionReading,
    conversion: Conversion | None = None,
    remarks: Sequence[tuple[str, str]] = (),
) -> bytes:
    package = Package(content)
    book = Book(package)
    said = [*remarks, *([MACROS_REMOVED] if book.drop_macros() else [])]
    book.drop_earlier_results()
    styles_part = book.styles_part()
    styles = Styles(package.part(styles_part) or b"")
    styles.forget_marks(is_own_colour_kept=not book.was_saved_by_libre_office())
    listed = [_listed(finding, conversion) for finding in sorted(reading.findings, key=_gravity)]
    sheets = {sheet.name: sheet for sheet in book.sheets() if sheet.kind == "worksheet"}
    listed = [one if one.sheet in sheets else Listed(one.finding, None, None) for one in listed]
    for sheet in sheets.values():
        _mark_sheet(book, sheet, [one for one in listed[:LONGEST_LIST] if one.sheet == sheet.name], styles)
    result = ResultSheet(styles, book.namespace)
    written = result.write(reading, listed, said)
    book.put_first(RESULT_SHEET, written, result.heading_row)
    package.put(styles_part, styles.to_bytes())
    book.save()
    return package.to_bytes()


def _was_not_opened(finding: Finding) -> bool:
    is_unsafe = finding.family == "unsafe_content" and finding.severity == "error"
    return is_unsafe or finding.family == "unreadable_file"


def _gravity(finding: Finding) -> int:
    return GRAVITY[finding.severity]


def _listed(finding: Finding, conversion: Conversion | None) -> Listed:
    """Where a finding is in this copy; its own address is told where that is nowhere."""
    if conversion is not None:
        return Listed(finding, *conversion.place(finding.sheet, finding.cell))
    return Listed(finding, finding.sheet, finding.cell)


def _mark_sheet(book: Book, sheet: BookSheet, listed: Sequence[Listed], styles: Styles) -> None:
    """Colour the cells of a sheet and comment on them; without findings only the marks of earlier rounds go."""
    package = book.package
    comments_part = package.relations(sheet.part).of_kind("comments")
    comments = Comments(package.part(comments_part) if comments_part else None, book.namespace)
    if not listed and not comments.has_marks():
        return
    part = SheetPart(package.part(sheet.part) or b"")
    marks = _marks(part, listed)
    part.restyle(marks, lambda place, style: styles.marked(style, marks[place].severity))
    new, gone = comments.mark({place: mark.text for place, mark in marks.items()})
    written = comments.to_bytes()
    if comments_part and written:
        package.put(comments_part, written)
    elif comments_part:
        package.relations(sheet.part).drop(comments_part)
        package.remove(comments_part)
    elif written:
        name = package.free_name("xl/comments{}.xml")
        package.put(name, written)
        package.declare_type(name, _COMMENTS_TYPE)
        package.relations(sheet.part).add(book.relation_uri("comments"), name)
    if new or gone:
        _draw_boxes(book, sheet, part, {place: marks[place].text for place in sorted(new)}, gone)
    package.put(sheet.part, part.to_bytes())


def _marks(part: SheetPart, listed: Sequence[Listed]) -> dict[Place, _Mark]:
    """The marks of a sheet; a cell inside a merged range is marked at the range's first."""
    by_place: dict[Place, list[Finding]] = {}
    merged = part.merged()
    for one in listed:
        if one.cell is not None:
            try:
                row, column = row_and_column(one.cell)
            except ValueError:  # a paragraph, a table: nothing that can be coloured
                continue
            over = (
                (top, left) for top, left, bottom, right in merged if top <= row <= bottom and left <= column <= right
            )
            by_place.setdefault(next(over, (row, column)), []).append(one.finding)
    return {place: _Mark(tuple(findings)) for place, findings in by_place.items()}


def _draw_boxes(book: Book, sheet: BookSheet, part: SheetPart, new: dict[Place, str], gone: set[Place]) -> None:
    package = book.package
    relations = package.relations(sheet.part)
    relation_id = part.legacy_drawing()
    name = relations.target(relation_id) if relation_id else None
    if name is None:
        if not new:
            return
        name = package.free_name("xl/drawings/vmlDrawing{}.vml")
        relation = relations.add(book.relation_uri("vmlDrawing"), name)
        package.declare_extension("vml", _VML_TYPE)
        part.point_to_notes(relation, book.relations_namespace)
    package.put(name, with_boxes(package.part(name), sheet.sheet_id, new, gone))
