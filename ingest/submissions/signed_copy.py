"""The signed copy: a PDF that an office sends beside its workbook, compared with it number by number.

The workbook is what is read; the paper with the red stamp is what was signed. A number of the workbook that does not
stand on the row of the same label in the PDF is a warning at its cell. A row that the PDF does not have, and a
column that it does not print, are not compared.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from ingest.submissions.addresses import row_and_column
from ingest.submissions.findings import Quantity, make_finding
from ingest.submissions.outcome import outcome_of
from ingest.submissions.pdf_text import pdf_rows
from ingest.submissions.reading import Finding, SubmissionReading, ValueCell
from ingest.submissions.reference import Reference
from ingest.vietnamese.folding import fold
from ingest.vietnamese.numbers import read_number

_NUMBERING = re.compile(r"(?:(?:[ivx]+|[a-z]|\d+(?:\.\d+)*)[.)]?|[-–+*•])\s+")
_NUMBER = re.compile(r"[-−]?\d[\d.,]*%?")
_DIGIT_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?%?")
_LONGEST_JOINED_GROUPS = 4
_LEAST_SHARE_OF_A_COLUMN = Decimal("0.5")
"""A column of which fewer numbers occur is not printed in the PDF, or the PDF is of another report."""
_FEWEST_TO_SAY_ANOTHER = 5
_MOST_FINDINGS = 200
_NOISE_OF_NAMES = frozenset({
    "ban", "bieu", "chinh", "co", "cua", "da", "dau", "do", "dong", "file", "final", "ky", "pdf", "scan", "sign",
    "signed", "so", "tep", "thuc", "va", "xls", "xlsx",
})  # fmt: skip
"""Words that say of a file that it is signed, not whose it is."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the signed copy says against the workbook."""

    has_text: bool
    numbers_compared: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _PrintedRow:
    """What stands behind a label on one row of the PDF."""

    words_before: frozenset[str]
    """Between the label and the first number: the unit, as a rule."""
    numbers: tuple[str, ...]


def compare(signed: bytes, signed_name: str, reading: SubmissionReading, reference: Reference) -> Comparison:
    """Compare the numbers of a workbook's reading with the PDF; never raises for what the PDF holds."""
    rows = [fold(row) for row in pdf_rows(signed)]
    if not rows:
        finding = make_finding(reference, "signed_copy_is_scan", {"file_name": signed_name})
        return Comparison(has_text=False, numbers_compared=0, findings=(finding,))
    found = _matched_rows(reading.values, rows)
    columns: defaultdict[str, list[tuple[ValueCell, list[_PrintedRow]]]] = defaultdict(list)
    for cell, printed in found:
        columns[cell.coordinate.value_column].append((cell, printed))
    compared = 0
    differing: list[tuple[ValueCell, list[_PrintedRow]]] = []
    is_another = False
    for column in columns.values():
        missing = [(cell, printed) for cell, printed in column if not _is_printed(cell, printed)]
        if Decimal(len(column) - len(missing)) < _LEAST_SHARE_OF_A_COLUMN * len(column):
            is_main = column[0][0].coordinate.value_column == _main_column(reading)
            is_another = is_another or (is_main and len(column) >= _FEWEST_TO_SAY_ANOTHER)
            if len(column) >= _FEWEST_TO_SAY_ANOTHER:
                continue
        compared += len(column)
        differing.extend(missing)
    shown = [_difference(cell, printed, found, signed_name, reference) for cell, printed in differing[:_MOST_FINDINGS]]
    if is_another:
        shown.insert(0, make_finding(reference, "signed_copy_of_another", {"file_name": signed_name}))
    return Comparison(has_text=True, numbers_compared=compared, findings=tuple(shown))


def name_key(file_name: str) -> frozenset[str]:
    """The telling words of a file's name, for `are_related`."""
    stem = file_name.rpartition(".")[0] or file_name
    return frozenset(re.findall(r"[a-z]+|\d+", fold(stem))) - _NOISE_OF_NAMES


def are_related(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may be of one report: the same words, or all words of the shorter in the longer."""
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) > 1 and shorter < longer)


def _main_column(reading: SubmissionReading) -> str:
    is_half = (reading.period or reading.round_period or "").endswith("-H1")
    return "actual_h1" if is_half else "estimate_year"


def _matched_rows(values: Iterable[ValueCell], rows: Sequence[str]) -> list[tuple[ValueCell, list[_PrintedRow]]]:
    """The cells with a number, each with the rows of the PDF that bear its label.

    Where a label stands as often in the PDF as in the workbook ("Tổng số" of HTX and of THT), each of the
    workbook's rows has one of the PDF's, in their order; else any of them will do.
    """
    by_label: defaultdict[str, dict[tuple[str, int], list[ValueCell]]] = defaultdict(dict)
    for cell in values:
        if cell.reading == "value" and (label := _bare_label(cell.label)):
            by_label[label].setdefault((cell.sheet, row_and_column(cell.cell)[0]), []).append(cell)
    index = _index(rows, by_label)
    found: list[tuple[ValueCell, list[_PrintedRow]]] = []
    for label, rows_of_label in by_label.items():
        units = frozenset(word for cells in rows_of_label.values() for cell in cells for word in _unit_words(cell))
        printed = [row for row in index.get(label, ()) if row.words_before <= units and row.numbers]
        for position, cells in enumerate(rows_of_label.values()):
            its_rows = [printed[position]] if len(printed) == len(rows_of_label) else printed
            found.extend((cell, its_rows) for cell in cells if its_rows)
    return found


def _index(rows: Iterable[str], labels: Iterable[str]) -> Mapping[str, list[_PrintedRow]]:
    """The rows of the PDF by the labels of the workbook that they begin with."""
    by_first_word: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels:
        by_first_word[label.partition(" ")[0]].append(label)
    index: defaultdict[str, list[_PrintedRow]] = defaultdict(list)
    for row in rows:
        for text in {row, _bare_label(row)}:
            for label in by_first_word.get(text.partition(" ")[0], ()):
                if text == label or text.startswith(f"{label} "):
                    index[label].append(_printed_row(text[len(label) :]))
    return index


def _bare_label(text: str) -> str:
    """A label without its numbering, folded, with single spaces."""
    folded = " ".join(fold(text).split())
    return _NUMBERING.sub("", folded, count=1) if _NUMBERING.match(folded) else folded


def _printed_row(rest: str) -> _PrintedRow:
    words = rest.split()
    first = next((at for at, word in enumerate(words) if _NUMBER.fullmatch(word)), len(words))
    before = frozenset(part for word in words[:first] for part in re.findall(r"[a-z]+", word))
    return _PrintedRow(before, tuple(word.rstrip("%") for word in words[first:] if _NUMBER.fullmatch(word)))


def _unit_words(cell: ValueCell) -> list[str]:
    return re.findall(r"[a-z]+", fold(f"{cell.printed_unit} {cell.indicator_unit} dvt"))


def _is_printed(cell: ValueCell, rows: Sequence[_PrintedRow]) -> bool:
    return any(_says(word, cell) for row in rows for word in _joined(row.numbers))


def _joined(words: Sequence[str]) -> Iterable[str]:
    """The words, and what they are where groups of three digits are parted by spaces ("2 616")."""
    for start, word in enumerate(words):
        yield word
        joined = word
        for group in words[start + 1 : start + _LONGEST_JOINED_GROUPS]:
            if not _DIGIT_GROUP.fullmatch(group):
                break
            joined += group
            yield joined


def _says(word: str, cell: ValueCell) -> bool:
    """Whether a printed word is the number of the cell, rounded as far as the word goes; either reading of "1.284"."""
    assert cell.value_printed is not None
    number = cell.value_printed
    plain = f"{number.normalize():f}"
    if re.sub(r"\D", "", word) == re.sub(r"\D", "", plain):
        return True
    read = read_number(word.lstrip("-−")).value
    if read is None:
        return False
    exponent = read.as_tuple().exponent
    step = Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)
    return abs(number).quantize(step, ROUND_HALF_UP) == read


def _difference(
    cell: ValueCell,
    rows: Sequence[_PrintedRow],
    found: Iterable[tuple[ValueCell, list[_PrintedRow]]],
    signed_name: str,
    reference: Reference,
) -> Finding:
    """The finding at a cell whose number the PDF does not have; it has instead what no neighbour claims."""
    assert cell.value_printed is not None
    beside = [other for other, its_rows in found if its_rows is rows or list(its_rows) == list(rows)]
    instead = [word for row in rows for word in row.numbers if not any(_says(word, other) for other in beside)]
    return make_finding(
        reference,
        "signed_copy_differs",
        {
            "label": cell.label.strip(),
            "workbook": Quantity(cell.value_printed, ""),
            "signed": "; ".join(dict.fromkeys(instead)) or "–",
            "file_name": signed_name,
        },
        sheet=cell.sheet,
        cell=cell.cell,
        value_seen=cell.raw_text,
    )


def with_signed_copy(
    reading: SubmissionReading, signed: bytes, signed_name: str, reference: Reference
) -> SubmissionReading:
    """The reading of a workbook with what its signed copy says against it."""
    findings = (*reading.findings, *compare(signed, signed_name, reading, reference).findings)
    outcome = outcome_of((finding.rule_code, finding.severity) for finding in findings)
    return replace(reading, findings=findings, outcome=outcome)


def workbook_of(signed_name: str, names: Iterable[str]) -> str | None:
    """The workbook that a signed copy of that name belongs to, by its name alone; None where none or several may."""
    key = name_key(signed_name)
    keys = {name: name_key(name) for name in names}
    same = [name for name, other in keys.items() if other == key]
    related = same or [name for name, other in keys.items() if are_related(other, key)]
    return related[0] if len(related) == 1 else None
