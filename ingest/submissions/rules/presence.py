"""Rules on what must be there."""

from collections.abc import Iterator

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail
from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY
from ingest.submissions.reading import Coordinate
from ingest.submissions.rules.engine import Violation, rule

_BASIC_FORM = "A-1"
_DECISIVE = ("HTX", "coop_total")
"""Without the number of cooperatives a submission cannot be taken."""


@rule
def missing_coop_total(facts: Facts) -> Iterator[Violation]:
    """The number of cooperatives, in the round's main column."""
    return _missing(facts, *_DECISIVE)


@rule
def missing_required(facts: Facts) -> Iterator[Violation]:
    """The other rows that form A-1 requires, in the round's main column."""
    form = facts.reference.forms.get(_BASIC_FORM)
    for row in form.required_rows() if form else ():
        if (row.entity, row.indicator_code) != _DECISIVE:
            yield from _missing(facts, row.entity, row.indicator_code or "")


@rule
def nil_with_figures(facts: Facts) -> Iterator[Violation]:
    """The nil return is ticked, and yet an entity is counted in the main column."""
    if not facts.has_nil_tick:
        return
    for entity, indicator_code in COUNTED_BY.items():
        number = facts.number(entity, indicator_code, facts.main_column)
        if number:
            details: dict[str, Detail] = {"value": facts.quantity(entity, indicator_code, number)}
            yield Violation(Coordinate(entity, indicator_code, ALL_SECTORS, facts.main_column), details)


def _missing(facts: Facts, entity: str, indicator_code: str) -> Iterator[Violation]:
    """At the blank cell of form A-1, or nowhere where it has no such row; other parts owe nothing."""
    if not facts.has_basic_indicators:
        return
    at = Coordinate(entity, indicator_code, ALL_SECTORS, facts.main_column)
    cell = facts.basic_cells.get(at)
    if cell is None or cell.number is None:
        yield Violation(at, cell=cell)
