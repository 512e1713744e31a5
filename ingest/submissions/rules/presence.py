"""Rules on what must be there."""

from collections.abc import Iterator

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.reading import Coordinate
from ingest.submissions.rules.engine import Violation, rule

_DECISIVE = ("HTX", "coop_total")
"""Without the number of cooperatives a submission cannot be taken."""


@rule
def missing_coop_total(facts: Facts) -> Iterator[Violation]:
    """The number of cooperatives, in the round's main column."""
    if facts.number(*_DECISIVE, facts.main_column) is None:
        yield Violation(Coordinate(*_DECISIVE, ALL_SECTORS, facts.main_column))


@rule
def missing_required(facts: Facts) -> Iterator[Violation]:
    """The other rows that a form requires, in the round's main column."""
    required = {
        (row.entity, row.indicator_code or ""): None
        for form in facts.reference.forms.values()
        for row in form.required_rows()
    }
    for entity, indicator_code in required:
        if (entity, indicator_code) == _DECISIVE:
            continue
        if facts.number(entity, indicator_code, facts.main_column) is None:
            yield Violation(Coordinate(entity, indicator_code, ALL_SECTORS, facts.main_column))


@rule
def nil_with_figures(facts: Facts) -> Iterator[Violation]:
    """The nil return is ticked, and yet an entity is counted in the main column."""
    if not facts.has_nil_tick:
        return
    for entity, indicator_code in (("HTX", "coop_total"), ("LHHTX", "union_total"), ("THT", "group_total")):
        number = facts.number(entity, indicator_code, facts.main_column)
        if number:
            details: dict[str, Detail] = {"value": facts.quantity(entity, indicator_code, number)}
            yield Violation(Coordinate(entity, indicator_code, ALL_SECTORS, facts.main_column), details)
