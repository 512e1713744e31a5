"""Which change of a number calls for an erratum: `materiality.csv`, a row for each part of the report and kind.

A change that is not there is material: what nobody judged is not kept back. Findings, warnings, narratives and what
the press says are no figures of ours; where they alone differ, nothing that was printed is wrong.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from publish.content.correction import ChangeKind, ChangePart

_RULES = Path(__file__).with_name("materiality.csv")


def is_material(part: ChangePart, kind: ChangeKind) -> bool:
    """Whether such a change makes an erratum of a delivered report."""
    return _rules().get((part, kind), True)


@cache
def _rules() -> Mapping[tuple[str, str], bool]:
    with _RULES.open(encoding="utf-8", newline="") as file:
        return {(row["part"], row["kind"]): row["is_material"] == "true" for row in csv.DictReader(file)}
