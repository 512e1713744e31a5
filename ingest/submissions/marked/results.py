"""The first sheet of a marked copy: the outcome, what to do, and every finding with a link to its cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ingest.submissions.addresses import a1
from ingest.submissions.marked.ooxml import printable
from ingest.submissions.marked.styles import Styles
from ingest.submissions.marked.wording import HEADINGS, SEVERITIES_VI, WHOLE_FILE, heading_lines
from ingest.submissions.our_sheets import RESULT_TITLE
from ingest.submissions.reading import Finding, Severity, SubmissionReading

LONGEST_LIST = 5_000
"""Findings in the list; a file with more has one cause for most of them."""
_LONGEST_VALUE_SEEN = 300
_ROW_POINTS, _LINE_POINTS = 17, 15
_ENGLISH_COLOUR = "FF595959"
_LINK_COLOUR = "FF0563C1"
_ENGLISH_COLUMN = len(HEADINGS)
_TEXT_COLUMN = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding in the list; `sheet` is its sheet as this copy names it, None where there is nothing to link to."""

    finding: Finding
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class _Looks:
    title: int
    name: int
    said: int
    outcome: int
    english: int
    english_cell: int
    heading: int
    cell: int
    number: int
    link: int
    severities: dict[Severity, int]


class ResultSheet:
    """The XML of the sheet, row by row."""

    def __init__(self, styles: Styles, namespace: str) -> None:
        self._looks = _looks(styles)
        self._namespace = namespace
        self._rows: list[str] = []
        self._links: list[str] = []
        self.heading_row = 0
        """The row of the list's headings, to be repeated on every page."""

    def write(self, reading: SubmissionReading, listed: Sequence[Listed], remarks: Sequence[tuple[str, str]]) -> bytes:
        """The part of the sheet; `remarks` are said of the copy itself, in Vietnamese and English."""
        looks = self._looks
        self._add([(1, RESULT_TITLE, looks.title), (_ENGLISH_COLUMN, "Result of the check", looks.english)])
        for name, said, english in heading_lines(reading):
            look = looks.outcome if name == "Kết quả:" else looks.said
            self._add([(1, name, looks.name), (_TEXT_COLUMN, said, look), (_ENGLISH_COLUMN, english, looks.english)])
        for vi, en in remarks:
            self._add([(_TEXT_COLUMN, vi, looks.said), (_ENGLISH_COLUMN, en, looks.english)])
        self._add([])
        self._add([(place, text, looks.heading) for place, (text, _) in enumerate(HEADINGS, start=1) if listed])
        self.heading_row = len(self._rows)
        for number, one in enumerate(listed[:LONGEST_LIST], start=1):
            self._add(self._finding(number, one))
        if len(listed) > LONGEST_LIST:
            rest = f"… và {len(listed) - LONGEST_LIST} điểm khác"
            self._add([(6, rest, looks.cell)])
        return self._part()

    def _finding(self, number: int, one: Listed) -> Iterator[tuple[int, str, int]]:
        looks, finding = self._looks, one.finding
        seen = finding.value_seen or ""
        mend = finding.mend_vi + (f" Đã giải trình: “{finding.explanation}”" if finding.explanation else "")
        yield 1, str(number), looks.number
        yield 2, SEVERITIES_VI[finding.severity], looks.severities[finding.severity]
        yield 3, one.sheet or finding.sheet or WHOLE_FILE, looks.cell
        yield 4, one.cell or finding.cell or "", looks.link if one.sheet and one.cell else looks.cell
        yield 5, seen if len(seen) <= _LONGEST_VALUE_SEEN else seen[:_LONGEST_VALUE_SEEN] + "…", looks.cell
        yield 6, finding.sentence_vi, looks.cell
        yield 7, mend, looks.cell
        yield 8, f"{finding.sentence_en} {finding.mend_en}", looks.english_cell
        if one.sheet and one.cell:
            location = "'{}'!{}".format(one.sheet.replace("'", "''"), one.cell)
            self._links.append(f'<hyperlink ref="{a1(len(self._rows) + 1, 4)}" location={quoteattr(location)}/>')

    def _add(self, cells: Sequence[tuple[int, str, int]] | Iterator[tuple[int, str, int]]) -> None:
        row = len(self._rows) + 1
        cells = list(cells)
        written = "".join(_cell(row, column, text, style) for column, text, style in cells)
        lines = max(
            (_lines(text, HEADINGS[column - 1][1]) for column, text, style in cells if self._wraps(style)), default=1
        )
        height = max(_ROW_POINTS, _LINE_POINTS * lines + 2)
        self._rows.append(f'<row r="{row}" ht="{height}" customHeight="1">{written}</row>')

    def _wraps(self, style: int) -> bool:
        return style in {self._looks.cell, self._looks.english, self._looks.english_cell}

    def _part(self) -> bytes:
        columns = "".join(
            f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
            for place, (_, width) in enumerate(HEADINGS, start=1)
        )
        top = self.heading_row
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{self._namespace}">'
            '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
            f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft"/></sheetView></sheetViews>'
            f"<cols>{columns}</cols><sheetData>{''.join(self._rows)}</sheetData>{links}"
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
        ).encode()


def _cell(row: int, column: int, text: str, style: int) -> str:
    """Text as text: what a submitter wrote must never become a formula of ours."""
    address = a1(row, column)
    if not text:
        return f'<c r="{address}" s="{style}"/>'
    said = escape(printable(text))
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


def _lines(text: str, width: int) -> int:
    """Lines of a text in a column of that width, as programs that do not measure it themselves must be told."""
    return sum(1 + len(line) // width for line in text.splitlines())


def _looks(styles: Styles) -> _Looks:
    severities: tuple[Severity, ...] = ("error", "warning", "info")
    return _Looks(
        title=styles.text(size=14, bold=True, wrapped=False),
        name=styles.text(bold=True, wrapped=False),
        said=styles.text(wrapped=False),
        outcome=styles.text(bold=True, size=12, wrapped=False),
        english=styles.text(italic=True, colour=_ENGLISH_COLOUR),
        english_cell=styles.text(italic=True, colour=_ENGLISH_COLOUR, boxed=True),
        heading=styles.text(bold=True, boxed=True, centred=True),
        cell=styles.text(boxed=True),
        number=styles.text(boxed=True, centred=True),
        link=styles.text(boxed=True, colour=_LINK_COLOUR, underlined=True),
        severities={one: styles.text(boxed=True, bold=True, severity=one) for one in severities},
    )
