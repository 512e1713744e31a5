"""What was read from one file: values with their addresses, findings, the outcome."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from ingest.submissions.cells import ReadingKind
from ingest.submissions.outcome import Outcome
from ingest.submissions.period import ValueColumnName
from ingest.submissions.reference import MONEY_UNIT

READER_VERSION = "5"
"""Raised when the reader takes something else from the same bytes; `htx reread` then makes new readings."""

Severity = Literal["error", "warning", "info"]
GRAVITY: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
"""The order in which findings are told: the gravest first."""

_REGISTER_TEXTS: tuple["RegisterField", ...] = (
    "name",
    "tax_code",
    "address",
    "sector",
    "founded_on",
    "status",
    "chairperson",
    "rating",
)
_REGISTER_NUMBERS: tuple["RegisterField", ...] = ("members", "workers", "charter_capital", "revenue", "profit")

JsonValue = str | int | float | bool | None


class Coordinate(NamedTuple):
    """What a value is about, within one file.

    A tuple, because rules look it up by the thousand in every file and a dataclass takes five times as long to hash.
    """

    entity: str
    indicator_code: str
    sector_code: str
    value_column: ValueColumnName


class ValueCell(NamedTuple):
    """A crossing of a recognised row and value column, at its address in the submitter's own file.

    A tuple, as are the cells of registers: a round has hundreds of thousands of them.
    """

    coordinate: Coordinate
    label: str
    """The row's label as printed."""
    sheet: str
    cell: str
    raw_text: str | None
    """What the cell holds; None where it is empty."""
    reading: ReadingKind
    value_printed: Decimal | None
    """In the printed unit; set for the reading `value` alone."""
    printed_unit: str
    factor: Decimal
    """One printed unit in the canonical one: 1000000 for "triệu đồng"."""
    canonical_unit: str
    indicator_unit: str
    """The unit in `indicators.csv`, which the JSON names for everything but money."""
    is_estimate: bool = False
    """Whether the header says that what would be an actual is still estimated ("Ước thực hiện 6 tháng")."""

    @property
    def value(self) -> Decimal | None:
        """In the canonical unit: VND for money, points for percent."""
        return None if self.value_printed is None else self.value_printed * self.factor

    @property
    def number(self) -> Decimal | None:
        """What rules calculate with: the value, 0 for `zero`, None where nothing is known."""
        if self.reading == "zero":
            return Decimal(0)
        printed = self.value_printed
        return None if printed is None else printed * self.factor


RegisterField = Literal[
    "name",
    "tax_code",
    "address",
    "sector",
    "founded_on",
    "status",
    "chairperson",
    "members",
    "workers",
    "charter_capital",
    "revenue",
    "profit",
    "rating",
]
"""The columns of a register ("Danh sách HTX"), one cooperative a row."""

Part = Literal["A-1", "A-2", "A-3", "register", "narrative"]
NarrativeTopic = Literal["difficulties", "proposals", "benefits", "directions"]
"""Khó khăn, vướng mắc; kiến nghị, đề xuất: what the plan asks every reporter to write. Tác động, lợi ích tới thành
viên; phương hướng, nhiệm vụ, giải pháp của kỳ tới: what reports hold besides."""


class RegisterCell(NamedTuple):
    """One cell of a register's row: what it holds, and what that means."""

    sheet: str
    cell: str
    raw_text: str | None
    reading: ReadingKind
    text: str | None = None
    """Names, addresses and dates (ISO) as text; sector, status and rating as codes; the tax code with its zeros."""
    number_printed: Decimal | None = None
    printed_unit: str | None = None
    factor: Decimal = Decimal(1)

    @property
    def number(self) -> Decimal | None:
        """In VND for money, else in persons; 0 for `zero`; None where nothing is known."""
        if self.reading == "zero":
            return Decimal(0)
        return None if self.number_printed is None else self.number_printed * self.factor


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A cooperative as a register lists it; a field whose column is absent has no cell."""

    sheet: str
    row: int
    cells: Mapping[RegisterField, RegisterCell]
    is_second_copy: bool = False
    """Whether the same cooperative stands in an earlier row; both are kept, one is counted."""
    is_of_some: bool = False
    """Whether its register lists only some of the cooperatives ("thành lập mới"): counting it proves nothing."""

    def text(self, field: RegisterField) -> str | None:
        cell = self.cells.get(field)
        return cell.text if cell else None

    def number(self, field: RegisterField) -> Decimal | None:
        cell = self.cells.get(field)
        return cell.number if cell else None


@dataclass(frozen=True, slots=True)
class SupportCell:
    """One amount of support money (form A-3): a policy line, where the money is from, and what kind of amount."""

    policy_code: str
    funding_source: Literal["all", "central", "local", "other"]
    value_column: ValueColumnName
    label: str
    sheet: str
    cell: str
    raw_text: str | None
    reading: ReadingKind
    value_printed: Decimal | None
    printed_unit: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class NarrativeText:
    """A paragraph or cell of the narrative, as written."""

    topic: NarrativeTopic
    sheet: str
    """Sheet name; ``""`` for a document."""
    address: str
    """A1 address; ``paragraph:12`` in a document, counted from 1 over all its paragraphs."""
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found, in words, and where; `sheet` and `cell` are None for the file as a whole."""

    rule_code: str
    family: str
    severity: Severity
    sheet: str | None
    cell: str | None
    value_seen: str | None
    sentence_vi: str
    mend_vi: str
    sentence_en: str
    mend_en: str
    details: Mapping[str, JsonValue]
    explanation: str | None = None
    """What the submitter wrote beside it, in the template's column "Giải trình"."""


@dataclass(frozen=True, slots=True)
class SubmissionReading:
    """What this version of the reader takes from one file, handed in for one round."""

    file_name: str
    file_sha256: str
    round_period: str | None
    """The round it was handed in for; None: the file's own period."""
    form_code: str | None
    form_version: str | None
    reporter_name: str | None
    area_code: str | None
    period: str | None
    """What the file itself says, e.g. "2024-H1"."""
    is_nil_return: bool
    outcome: Outcome
    values: tuple[ValueCell, ...]
    findings: tuple[Finding, ...]
    incidents: tuple[str, ...] = ()
    """Rules that crashed: ours to mend, never held against the submitter."""
    reader_version: str = READER_VERSION
    agency_code: str | None = None
    """The reporter where it is a department and no area: its figures are claims of their own."""
    level: str | None = None
    """``commune``, ``district``, ``province`` or ``department``."""
    province_code: str | None = None
    parts: tuple[Part, ...] = ()
    cooperatives: tuple[RegisterRow, ...] = ()
    support: tuple[SupportCell, ...] = ()
    narrative: tuple[NarrativeText, ...] = ()
    compared_with: str | None = None
    """The id of the reading of the round before that rules across rounds compared with."""

    def as_json(self) -> dict[str, object]:
        """The reading in the published shape of ``htx submission check --json``."""
        numbers = [cell for cell in self.values if cell.reading == "value"]
        nulls = [cell for cell in self.values if cell.reading != "value"]
        return {
            "file": self.file_name,
            "sha256": self.file_sha256,
            "reporter": self.reporter_name,
            "area_code": self.area_code,
            "agency_code": self.agency_code,
            "level": self.level,
            "province_code": self.province_code,
            "form": self.form_code,
            "parts": list(self.parts),
            "round": self.round_period,
            "period": self.period,
            "is_nil_return": self.is_nil_return,
            "outcome": self.outcome,
            "values": [_place(cell) | {"value": plain_number(cell.value), "unit": _unit(cell)} for cell in numbers],
            "nulls": [_place(cell) | {"reading": cell.reading} for cell in nulls],
            "cooperatives": [_cooperative(row) for row in self.cooperatives],
            "support": [_support(cell) for cell in self.support],
            "narrative": [
                {"topic": one.topic, "sheet": one.sheet, "address": one.address, "text": one.text}
                for one in self.narrative
            ],
            "findings": [_finding(finding) for finding in self.findings],
        }

    def to_json(self) -> str:
        """`as_json` on one line."""
        return json.dumps(self.as_json(), ensure_ascii=False)


def plain_number(value: Decimal | None) -> int | float | None:
    """A JSON number: whole ones without a decimal point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _cooperative(row: RegisterRow) -> dict[str, object]:
    texts: dict[str, object] = {field: row.text(field) for field in _REGISTER_TEXTS}
    numbers: dict[str, object] = {field: plain_number(row.number(field)) for field in _REGISTER_NUMBERS}
    return {**texts, **numbers, "sheet": row.sheet, "row": row.row}


def _support(cell: SupportCell) -> dict[str, object]:
    value = None if cell.value_printed is None else cell.value_printed * cell.factor
    return {
        "policy": cell.policy_code,
        "funding_source": cell.funding_source,
        "column": cell.value_column,
        "value": plain_number(value),
        "reading": cell.reading,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "raw": cell.raw_text,
    }


def _unit(cell: ValueCell) -> str:
    return MONEY_UNIT if cell.canonical_unit == MONEY_UNIT else cell.indicator_unit


def _place(cell: ValueCell) -> dict[str, object]:
    at = cell.coordinate
    return {
        "indicator": at.indicator_code,
        "entity": at.entity,
        "sector": at.sector_code,
        "column": at.value_column,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "raw": cell.raw_text,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule_code,
        "family": finding.family,
        "severity": finding.severity,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "value_seen": finding.value_seen,
        "sentence": finding.sentence_vi,
        "mend": finding.mend_vi,
        "sentence_en": finding.sentence_en,
        "mend_en": finding.mend_en,
        "explanation": finding.explanation,
    }
