"""Figures that stand twice in a file."""

from collections.abc import Iterable, Iterator

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail, Quantity, make_finding
from ingest.submissions.reading import Coordinate, Finding, ValueCell


def duplicates(tables: Iterable[list[ValueCell]], facts: Facts) -> Iterator[Finding]:
    """Values that stand twice in one table, or with different numbers in two tables of a file."""
    first: dict[Coordinate, tuple[int, ValueCell]] = {}
    for number, values in enumerate(tables):
        for cell in values:
            known = first.setdefault(cell.coordinate, (number, cell))
            table_number, earlier = known
            if earlier is cell or (table_number != number and not _differ(earlier, cell)):
                continue
            at = cell.coordinate
            yield make_finding(
                facts.reference,
                "duplicate_indicator",
                {
                    "label": facts.label(at),
                    "column": facts.column_label(at.value_column),
                    "first_cell": earlier.cell,
                    "first_value": _shown(earlier),
                    "value": _shown(cell),
                },
                sheet=cell.sheet,
                cell=cell.cell,
                value_seen=cell.raw_text,
            )


def _differ(earlier: ValueCell, later: ValueCell) -> bool:
    """Whether two cells of one figure say two numbers; one that says nothing contradicts nobody."""
    return earlier.number is not None and later.number is not None and earlier.number != later.number


def _shown(cell: ValueCell) -> Detail:
    return Quantity(cell.value, cell.canonical_unit) if cell.value is not None else (cell.raw_text or "…")
