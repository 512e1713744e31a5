"""Rules that hold the register ("Danh sách HTX") against the other parts of a submission."""

from collections.abc import Iterator
from decimal import Decimal

from ingest.submissions.facts import Facts
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.reading import Coordinate, RegisterRow
from ingest.submissions.rules.engine import Violation, rule

_CEASED = "ceased"


@rule
def register_not_total(facts: Facts) -> Iterator[Violation]:
    """The register lists as many cooperatives as the form counts; those that have ceased to exist are not counted.

    A row whose status could not be read may have ceased or not, so the total may lie anywhere between. Not
    evaluable without a total, without a register, or where the register by its title lists only some.
    """
    at = Coordinate("HTX", "coop_total", ALL_SECTORS, facts.main_column)
    total = facts.number(at.entity, at.indicator_code, at.value_column)
    counted = [row for row in facts.register if not row.is_second_copy and row.text("status") != _CEASED]
    if total is None or not facts.register or any(row.is_of_some for row in facts.register):
        return
    most = len(counted)
    fewest = most - sum(_may_have_ceased(row) for row in counted)
    if not fewest <= total <= most:
        listed = facts.quantity(at.entity, at.indicator_code, Decimal(most))
        stated = facts.quantity(at.entity, at.indicator_code, total)
        yield Violation(at, {"listed": listed, "total": stated})


def _may_have_ceased(row: RegisterRow) -> bool:
    """Whether something stands in the status that could not be read."""
    cell = row.cells.get("status")
    return cell is not None and cell.text is None and bool((cell.raw_text or "").strip(" -–…"))
