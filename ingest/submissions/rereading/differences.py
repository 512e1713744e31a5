"""What two readings of the same bytes say differently: the file as a whole, its cells, and its findings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

_KEPT_DECIMALS = Decimal("0.000001")
_NOT_KEPT = re.compile(r"[\0\ud800-\udfff]")

Place: TypeAlias = tuple[str, str, str]
"""Sheet, address, and what the cell is read as ("HTX.coop_total.all.actual_h1", "register.members")."""
FindingKey: TypeAlias = tuple[str, str, str, str]
"""Rule, severity, sheet, address."""


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """A reading as far as two are compared; made from one in memory, or from rows of the database."""

    header: Mapping[str, str | None]
    """Outcome, reporter, period, form and parts."""
    cells: Mapping[Place, str]
    """What each cell was taken for: "1.284 người", "unknown", a code."""
    findings: Counter[FindingKey]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a cell, or the file as a whole (without sheet and cell), was read as before and is read as now."""

    sheet: str | None
    cell: str | None
    what: str
    before: str | None
    after: str | None

    def to_json(self) -> dict[str, str | None]:
        return {
            "sheet": self.sheet,
            "cell": self.cell,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class FindingDifference:
    """A finding that only one of the readings has."""

    rule_code: str
    severity: str
    sheet: str | None
    cell: str | None

    def to_json(self) -> dict[str, str | None]:
        return {"rule": self.rule_code, "severity": self.severity, "sheet": self.sheet, "cell": self.cell}


@dataclass(frozen=True, slots=True)
class Differences:
    """All that is different; nothing where both readings say the same."""

    header: tuple[Difference, ...]
    cells: tuple[Difference, ...]
    findings_gone: tuple[FindingDifference, ...]
    findings_new: tuple[FindingDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.header or self.cells or self.findings_gone or self.findings_new)


def differences_between(before: ReadingFacts, after: ReadingFacts) -> Differences:
    """What the later reading says that the earlier did not, and the other way round."""
    return Differences(
        header=tuple(_header(before.header, after.header)),
        cells=tuple(_cells(before.cells, after.cells)),
        findings_gone=tuple(_findings(before.findings - after.findings)),
        findings_new=tuple(_findings(after.findings - before.findings)),
    )


def shown(reading: str, number: Decimal | None, unit: str | None, text: str | None = None) -> str:
    """What a cell was taken for, in one text: the same from memory and from the database."""
    if number is None:
        return as_kept(text) if text is not None else reading
    plain = f"{number.quantize(_KEPT_DECIMALS, ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return f"{plain} {unit}" if unit else plain


def as_kept(text: str) -> str:
    """A text as the database keeps it: without what its encoding does not know."""
    return _NOT_KEPT.sub("\ufffd", text)


def _header(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> Iterator[Difference]:
    for what, now in after.items():
        if before.get(what) != now:
            yield Difference(None, None, what, before.get(what), now)


def _cells(before: Mapping[Place, str], after: Mapping[Place, str]) -> Iterator[Difference]:
    for place in (*before, *(place for place in after if place not in before)):
        was, now = before.get(place), after.get(place)
        if was != now:
            sheet, cell, what = place
            yield Difference(sheet, cell, what, was, now)


def _findings(keys: Counter[FindingKey]) -> Iterable[FindingDifference]:
    for rule_code, severity, sheet, cell in keys.elements():
        yield FindingDifference(rule_code, severity, sheet or None, cell or None)
