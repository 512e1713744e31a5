"""One cell of a register: what it holds, what that means, and what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.submissions.addresses import a1
from ingest.submissions.cells import CellMeaning, ReadingKind, read_cell
from ingest.submissions.findings import Detail, Named, Quantity, make_finding
from ingest.submissions.reading import Finding, RegisterCell, RegisterField
from ingest.submissions.reference import MONEY_UNIT, Reference, Unit
from ingest.submissions.register.codes import says_nothing
from ingest.submissions.register.dates import read_date
from ingest.submissions.register.money import ColumnUnit
from ingest.submissions.register.plain_cells import MONEY_FIELDS, PERSON_FIELDS, PERSON_UNITS, PlainCells, words_in
from ingest.submissions.register.tables import RegisterTable
from ingest.submissions.register.tax_code import read_tax_code
from ingest.submissions.register.words import tidy
from ingest.submissions.workbook import Cell
from ingest.vietnamese.folding import fold

_MAY_BE_NEGATIVE: frozenset[RegisterField] = frozenset({"profit"})
_PERSON_WORDS = frozenset({"nguoi", "thanh vien", "tv", "xa vien", "ho", "lao dong", "ld", "nguoi lao dong"})
_ENGLISH: Mapping[RegisterField, str] = {
    "name": "name",
    "tax_code": "tax code",
    "address": "address",
    "sector": "sector",
    "founded_on": "founding date",
    "status": "status",
    "chairperson": "chairperson",
    "members": "members",
    "workers": "regular workers",
    "charter_capital": "charter capital",
    "revenue": "revenue",
    "profit": "profit",
    "rating": "rating",
}
_WRONG_LENGTH = Named(
    "không đủ 10 chữ số (đơn vị phụ thuộc: 10 chữ số, gạch nối, 3 chữ số)",
    "it does not have 10 digits (a branch: 10 digits, a hyphen, 3 digits)",
)
_WRONG_DIGIT = Named("chữ số kiểm tra không khớp", "its check digit does not fit")
_FORMULA = re.compile(r"[=@]|[-+][^|]*\|", re.DOTALL)
_LOSS = re.compile(r"\(\s*(?P<accounting>\d[\d.,\s]*)\)|(?:lỗ|âm)\s*:?\s*(?P<words>\d.*)", re.IGNORECASE | re.DOTALL)
_ENGLISH_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+")
_UNKNOWN_WORD_IS_TOLD: frozenset[RegisterField] = frozenset({"status", "rating"})
"""Closed lists; the column of sectors is often a free description, and no code is then the right answer."""


@dataclass(slots=True)
class FieldReader:
    """Reads the cells of one table and collects what is wrong with them."""

    table: RegisterTable
    reference: Reference
    units: Mapping[RegisterField, ColumnUnit]
    has_english_thousands: bool
    code_openings: frozenset[str]
    """The first two digits of the right tax codes of the table, which stand for the province."""
    findings: list[Finding] = field(default_factory=list)

    _plain: PlainCells = field(init=False)

    def __post_init__(self) -> None:
        units = {name: unit.unit for name, unit in self.units.items()}
        self._plain = PlainCells(self.table.sheet.name, units, self.reference)

    def read_row(self, row: int, name_tail: str = "") -> dict[RegisterField, RegisterCell]:
        """The cells of a cooperative's row; `name_tail` is what its name goes on with in the row below."""
        at = self.table.sheet.cells.get
        name = tidy(f"{self.table.sheet.text(row, self.table.name_column)} {name_tail}")
        cells: dict[RegisterField, RegisterCell] = {"name": self._name(row, name)}
        for name_of_field, column in self.table.columns.items():
            if name_of_field != "name":
                cell = at((row, column))
                plain = self._plain.read(name_of_field, cell) if cell is not None else None
                cells[name_of_field] = plain or self._read(name_of_field, row, column, cell, name)
        for name_of_field, codes in self.table.ticks.items():
            cells[name_of_field] = self._ticked(row, codes)
        return cells

    def _read(self, name_of_field: RegisterField, row: int, column: int, cell: Cell | None, name: str) -> RegisterCell:
        if cell is not None and cell.points_outside:
            self._tell("formula_points_outside", name_of_field, cell, name)
        if name_of_field in PERSON_FIELDS or name_of_field in MONEY_FIELDS:
            return self._number(name_of_field, row, column, cell, name)
        if cell is None or says_nothing(cell.text):
            return self._blank(row, column, cell)
        if cell.kind == "error":
            self._tell("formula_error", name_of_field, cell, name)
            return self._blank(row, column, cell)
        return self._words(name_of_field, cell, name)

    def _name(self, row: int, name: str) -> RegisterCell:
        column = self.table.name_column
        cell = self.table.sheet.at(row, column)
        if cell is None or not name:
            return self._blank(row, column, cell)
        if cell.kind == "error" and not name.startswith("="):
            self._tell("formula_error", "name", cell, "")
            return self._blank(row, column, cell)
        if cell.points_outside:
            self._tell("formula_points_outside", "name", cell, name)
        elif _FORMULA.match(name):
            self._tell("formula_as_name", "name", cell, name)
        return self._found(cell, text=name)

    def _words(self, name_of_field: RegisterField, cell: Cell, name: str) -> RegisterCell:
        if name_of_field == "tax_code":
            return self._tax_code(cell, name)
        text = read_date(cell) if name_of_field == "founded_on" else words_in(name_of_field, cell.text, self.reference)
        if text is None and name_of_field in _UNKNOWN_WORD_IS_TOLD:
            self._tell("register_word_unknown", name_of_field, cell, name)
        return self._found(cell, text=text)

    def _tax_code(self, cell: Cell, name: str) -> RegisterCell:
        code = read_tax_code(cell.text, stored_as_number=cell.kind == "number")
        text = code.text
        if code.lost_zero and text is not None and f"0{text}"[:2] in self.code_openings:
            text = f"0{text}"
        elif not code.is_valid:
            cause = _WRONG_DIGIT if code.has_all_digits else _WRONG_LENGTH
            self._tell("invalid_tax_code", "tax_code", cell, name, {"cause": cause})
        return self._found(cell, text=text)

    def _ticked(self, row: int, codes: Mapping[int, str]) -> RegisterCell:
        """The code of the one column that is ticked; none or two say nothing."""
        ticked = [column for column in codes if (text := self.table.sheet.text(row, column)).strip() and text != "0"]
        column = ticked[0] if ticked else min(codes)
        cell = self.table.sheet.at(row, column)
        if cell is None or len(ticked) != 1:
            return self._blank(row, column, cell)
        return self._found(cell, text=codes[column])

    def _number(
        self, name_of_field: RegisterField, row: int, column: int, cell: Cell | None, name: str
    ) -> RegisterCell:
        said, sign = self._said(name_of_field, cell)
        if name_of_field == "profit" and said.number is None and self.table.loss_column:
            loss = self.table.sheet.at(row, self.table.loss_column)
            lost, _ = self._said("revenue", loss)
            if loss is not None and lost.reading != "unknown":
                cell, column, said, sign = loss, self.table.loss_column, lost, Decimal(-1)
        said, unit = self._unit(name_of_field, said)
        number = None if said.number is None else said.number * sign
        address = a1(row, column)
        found = RegisterCell(
            sheet=self.table.sheet.name,
            cell=address,
            raw_text=cell.raw_text if cell else None,
            reading=said.reading,
            number_printed=number,
            printed_unit=unit.printed,
            factor=unit.factor,
        )
        if cell is not None:
            self._judge_number(name_of_field, cell, name, said, found, unit)
        return found

    def _said(self, name_of_field: RegisterField, cell: Cell | None) -> tuple[CellMeaning, Decimal]:
        """What a cell for a number says, and the sign by which a loss is written: "(25)", "lỗ 25"."""
        sign = Decimal(1)
        if cell is not None and cell.kind == "text":
            text = tidy(cell.text)
            if name_of_field == "profit" and (loss := _LOSS.fullmatch(text)):
                text, sign = loss["accounting"] or loss["words"], Decimal(-1)
            if self.has_english_thousands and _ENGLISH_THOUSANDS.fullmatch(text):
                text = text.replace(",", "")
            if text != cell.text:
                cell = cell._replace(text=text)
        return read_cell(cell, expects_count=name_of_field in PERSON_FIELDS, expects_percent=False), sign

    def _unit(self, name_of_field: RegisterField, said: CellMeaning) -> tuple[CellMeaning, Unit]:
        """The unit of a number, from the cell's own word or its column; a word that is no unit makes it none."""
        if name_of_field in PERSON_FIELDS:
            persons = PERSON_UNITS[name_of_field]
            is_strange = said.unit is not None and fold(said.unit).strip(" .") not in _PERSON_WORDS
            return (CellMeaning("unknown", doubt="words_for_number") if is_strange else said), persons
        unit = self.units[name_of_field].unit
        if said.unit is None:
            return said, unit
        own = self.reference.unit(said.unit)
        if own is None or own.canonical != MONEY_UNIT:
            return CellMeaning("unknown", doubt="words_for_number"), unit
        return said, own

    def _judge_number(
        self,
        name_of_field: RegisterField,
        cell: Cell,
        name: str,
        said: CellMeaning,
        found: RegisterCell,
        unit: Unit,
    ) -> None:
        value = found.number if found.reading == "value" else None
        details = {} if value is None else {"value": Quantity(value, unit.canonical)}
        if said.doubt is not None:
            self._tell(said.doubt, name_of_field, cell, name, details)
        elif value is not None and value < 0 and name_of_field not in _MAY_BE_NEGATIVE:
            self._tell("negative", name_of_field, cell, name, details)
        elif value is not None and name_of_field in PERSON_FIELDS and value != value.to_integral_value():
            self._tell("count_not_whole", name_of_field, cell, name, details)

    def _tell(
        self,
        rule_code: str,
        name_of_field: RegisterField,
        cell: Cell,
        name: str,
        details: Mapping[str, Detail] | None = None,
    ) -> None:
        title = self.table.titles.get(cell.column, name_of_field)
        label = Named(f"{title} – {name}", f"{_ENGLISH[name_of_field]} – {name}") if name else title
        self.findings.append(
            make_finding(
                self.reference,
                rule_code,
                {"label": label, "seen": cell.text, **(details or {})},
                sheet=self.table.sheet.name,
                cell=cell.address,
                value_seen=cell.text,
            )
        )

    def _found(self, cell: Cell, *, text: str | None) -> RegisterCell:
        reading: ReadingKind = "unknown" if text is None else "value"
        return RegisterCell(self.table.sheet.name, cell.address, cell.raw_text, reading, text=text)

    def _blank(self, row: int, column: int, cell: Cell | None) -> RegisterCell:
        raw = cell.raw_text if cell else None
        return RegisterCell(self.table.sheet.name, a1(row, column), raw, "unknown")
