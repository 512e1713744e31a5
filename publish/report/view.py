"""The report as ready-made text: what the template lays out, with nothing left to decide or to compute."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of a form table. `cells` are the values in the order of the columns; a title has none."""

    outline: str
    label: str
    unit: str
    cells: tuple[str, ...]
    coverage: str
    figure_mark: str
    is_title: bool
    is_detail: bool


@dataclass(frozen=True, slots=True)
class FormTable:
    """The indicators of one entity (HTX, LHHTX, THT)."""

    heading: str
    introduction: str
    lines: tuple[FormLine, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table: heads, and rows of as many cells; `caption` stands above it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The figures of one indicator: period and status, value, coverage, number of claims, full id."""

    indicator: str
    unit: str
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The formal head and foot of the paper."""

    owner: str
    issuer: tuple[str, ...]
    symbol: str
    place_and_date: str
    subject: tuple[str, ...]
    erratum: str
    addressee: str
    recipients: tuple[str, ...]
    imprint: str
    """The line at the foot of each page: which publication this is."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report. Lists of paragraphs are plain text."""

    heading: Heading
    opening: tuple[str, ...]
    coverage: tuple[str, ...]
    column_heads: tuple[str, ...]
    main_column: int
    form_tables: tuple[FormTable, ...]
    chart_caption: str
    targets: Table
    target_remarks: tuple[str, ...]
    progress_caption: str
    reporting: tuple[str, ...]
    late: Table
    rejected: Table
    quality: tuple[str, ...]
    gate_notes: Table
    findings: Table
    press: Table
    press_remark: str
    by_reporter: Table
    sources: tuple[SourceGroup, ...]
    sources_remark: str
