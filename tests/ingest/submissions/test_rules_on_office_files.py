"""The rules on the figures of workbooks as offices send them: what a careful clerk finds, and nothing else.

The figures come from the gold file, so that these tests hold the rules alone, however a file is read.
"""

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ingest.submissions.facts import facts_of
from ingest.submissions.period import parse_period
from ingest.submissions.reading import Coordinate, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.rules.engine import judge

JUDGED_HERE = {
    "missing_required",
    "active_exceeds_total",
    "part_exceeds_total",
    "parts_not_total",
    "negative",
    "out_of_range",
}


@pytest.fixture(scope="module")
def gold(repository: Path) -> list[dict[str, Any]]:
    path = repository.parent / "shared" / "submissions" / "dev" / "gold.jsonl"
    if not path.exists():
        pytest.skip("the example submissions are not beside the repository")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tables(line: dict[str, Any], reference: Reference) -> Iterator[list[ValueCell]]:
    """The figures of a file, sheet by sheet."""
    by_sheet: dict[str, list[ValueCell]] = {}
    for entry in (*line["values"], *line["nulls"]):
        indicator = reference.indicator(entry["entity"], entry["indicator"])
        number = entry.get("value")
        cell = ValueCell(
            coordinate=Coordinate(entry["entity"], entry["indicator"], entry["sector"], entry["column"]),
            label=indicator.name_vi,
            sheet=entry["sheet"],
            cell=entry["cell"],
            raw_text=str(entry["raw"]),
            reading=entry.get("reading", "value"),
            value_printed=None if number is None else Decimal(str(number)),
            printed_unit=indicator.canonical_unit,
            factor=Decimal(1),
            canonical_unit=indicator.canonical_unit,
            indicator_unit=indicator.unit,
        )
        by_sheet.setdefault(entry["sheet"], []).append(cell)
    yield from by_sheet.values()


def test_the_rules_find_what_a_clerk_finds_and_nothing_else(gold: list[dict[str, Any]], reference: Reference) -> None:
    judged = 0
    for line in gold:
        if not line["values"]:
            continue
        judged += 1
        verdict = judge(facts_of(tables(line, reference), parse_period(line["period"]), reference))
        found = Counter((finding.family, finding.sheet, finding.cell) for finding in verdict.findings)
        expected = Counter(
            (one["family"], one["sheet"], one["cell"]) for one in line["findings"] if one["family"] in JUDGED_HERE
        )
        assert found == expected, line["file"]
        assert verdict.incidents == ()
    assert judged
