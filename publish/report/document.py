"""The report as a document: headings, paragraphs, tables and charts, with nothing left to decide or to compute.

The sections (`publish.report.sections`) make it from frozen content; the three writers (PDF, DOCX, XLSX) lay it out and
read nothing else. A number keeps the id of its figure wherever it is printed, so that every format can be held
against the frozen figures, and nothing is worded twice.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from uuid import UUID

from publish.report.chart_data import ChartData
from publish.report.chart_data import Language as Language

Alignment = Literal["left", "right", "center"]
RowKind = Literal["title", "body", "detail", "total"]
ParagraphKind = Literal["body", "remark", "list"]
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text. `figure_id` where it prints a frozen number, in whatever unit the text names."""

    text: str
    figure_id: UUID | None = None
    is_emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs set one after the other; a `list` paragraph is an item of a list, a `remark` a note in small type."""

    runs: tuple[Run, ...]
    kind: ParagraphKind = "body"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading with its number as administrative papers write it: "Phần I", "I.", "1.", "a)" for levels 1 to 4."""

    level: Literal[1, 2, 3, 4]
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head (over several lines where `head` has line breaks) and its share of the width."""

    head: str
    width_share: float
    alignment: Alignment = "left"


@dataclass(frozen=True, slots=True)
class TableCell:
    """What a cell prints; `value` is the same number, unrounded and in the unit of the column, for a workbook."""

    text: str
    figure_id: UUID | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells in the order of the columns. A `title` row has one cell, which spans the table."""

    cells: tuple[TableCell, ...]
    kind: RowKind = "body"


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """A table with its caption above and remarks below; `sheet_name` names its sheet in a workbook.

    A dense one is looked things up in, not read: it is set in the smallest types.
    """

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    remarks: tuple[str, ...] = ()
    sheet_name: str | None = None
    is_dense: bool = False


@dataclass(frozen=True, slots=True)
class DocumentChart:
    """A chart, its caption below it, and the sentence that says the same to who cannot see it."""

    caption: str
    data: ChartData
    description: str


Block = SectionHeading | Paragraph | DocumentTable | DocumentChart


@dataclass(frozen=True, slots=True)
class Appendix:
    """A part behind the signature, with its own heading: "Phụ lục I", what it holds, "(Kèm theo Báo cáo số …)"."""

    number: str
    title: str
    attached_to: str
    blocks: tuple[Block, ...]
    orientation: Orientation = "portrait"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of the paper (Nghị định 30/2020/NĐ-CP, Phụ lục I): each tuple is lines of one centred block."""

    superior_body: tuple[str, ...]
    issuing_body: tuple[str, ...]
    symbol: str
    """What follows the number that the registry gives: "/BC-LMHTX"."""
    place_and_date: str
    document_kind: str
    """Empty for an official letter (công văn), which has none: its subject stands below the number."""
    subject: tuple[str, ...]
    erratum_note: str
    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The foot of the paper: who signs in what capacity, and who gets a copy ("Nơi nhận")."""

    capacity: tuple[str, ...]
    signatory: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """The whole report. `imprint` is the line at the foot of each page: which publication this is."""

    language: Language
    title: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    signature: Signature
    appendices: tuple[Appendix, ...]
    imprint: str
    keywords: tuple[str, ...] = field(default=())
