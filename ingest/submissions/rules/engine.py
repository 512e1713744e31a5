"""The register of rules, and how they are run."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.submissions.facts import Facts
from ingest.submissions.findings import Detail, make_finding
from ingest.submissions.reading import Coordinate, Finding, ValueCell

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule found, where, and the numbers of both sides for the sentence."""

    at: Coordinate
    details: Mapping[str, Detail] = field(default_factory=dict)
    cell: ValueCell | None = None
    """Which of several cells of that coordinate is meant; None: the one that the facts know."""
    upper_bound: Decimal | None = None
    """What the number may be at most. Of several bounds of one family the lowest is told: it holds the others."""


Rule = Callable[[Facts], Iterable[Violation]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The findings of all rules, and the crashes, which are ours."""

    findings: tuple[Finding, ...]
    incidents: tuple[str, ...]


_registered: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Register a rule under its function's name, which is its code in `rules.csv`."""
    code = function.__name__
    if code in _registered:
        raise ValueError(f"two rules of the code {code!r}")
    _registered[code] = function
    return function


def registered_rules() -> Mapping[str, Rule]:
    """All rules by code, in the order in which they are run."""
    from ingest.submissions.rules import (  # noqa: F401 - registers them
        averages,
        presence,
        ranges,
        register,
        rounds,
        totals,
    )

    return _registered


def judge(facts: Facts, rules: Mapping[str, Rule] | None = None) -> Verdict:
    """Run the rules. A crash in one is logged and told as an incident, and the others still run."""
    found: list[tuple[Finding, Decimal | None]] = []
    incidents: list[str] = []
    for code, function in (registered_rules() if rules is None else rules).items():
        try:
            found.extend(_findings(facts, code, function))
        except Exception as error:  # a rule must never judge by crashing
            logger.exception("rule %s crashed", code)
            incidents.append(f"{code}: {type(error).__name__}: {error}")
    return Verdict(tuple(_tightest(found)), tuple(incidents))


def _findings(facts: Facts, code: str, function: Rule) -> Iterator[tuple[Finding, Decimal | None]]:
    for violation in list(function(facts)):
        cell = violation.cell or facts.cells.get(violation.at)
        details: dict[str, Detail] = {
            "label": facts.label(violation.at),
            "column": facts.column_label(violation.at.value_column),
            **violation.details,
        }
        finding = make_finding(
            facts.reference,
            code,
            details,
            sheet=cell.sheet if cell else None,
            cell=cell.cell if cell else None,
            value_seen=cell.raw_text if cell else None,
        )
        yield finding, violation.upper_bound


def _tightest(found: list[tuple[Finding, Decimal | None]]) -> Iterator[Finding]:
    """Of several upper bounds that one cell breaks in one family, the lowest alone: below it all are kept."""
    lowest: dict[tuple[str, str | None, str | None], Decimal] = {}
    for finding, bound in found:
        place = (finding.family, finding.sheet, finding.cell)
        if bound is not None:
            lowest[place] = min(bound, lowest.get(place, bound))
    for finding, bound in found:
        place = (finding.family, finding.sheet, finding.cell)
        if bound is None:
            yield finding
        elif lowest.get(place) == bound:
            del lowest[place]
            yield finding
