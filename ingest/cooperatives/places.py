"""Places of reporters through time: today's province, and the old districts that an area is made of.

A cooperative stays where it is while the areas around it change their names and bounds. Two reporters are
neighbours in time where they share an old district (districts ended on 30 June 2025).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_SUCCESSION = "area_succession.csv"
_NOWHERE = ""
_REFORM = "2025-07-01"
"""63 provinces became 34, and districts ended (Nghị quyết 202/2025/QH15)."""


_LAST_DAYS = {"H1": "06-30", "Q1": "03-31", "Q2": "06-30", "Q3": "09-30"}


def period_end(period_key: str) -> str:
    """The last day of a period as ISO: of "2024-H1" 2024-06-30, of "2024" 2024-12-31."""
    return f"{period_key[:4]}-{_LAST_DAYS.get(period_key[5:], '12-31')}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reporter is, told in terms that outlive the reform of its area."""

    province_code: str
    """Today's province."""
    neighbourhood: frozenset[str]
    """Keys of the old districts it covers; empty for a province, a department, and where it is not known."""


class Places:
    """Reporters' areas by code and period, from the seeds."""

    def __init__(self, seeds_dir: Path) -> None:
        self._successor = _province_successors(seeds_dir)
        self._areas = _areas(seeds_dir)
        self._agencies = _agency_provinces(seeds_dir)
        self._districts_of_commune = _old_districts(seeds_dir)
        self._known: dict[tuple[str, bool, str], Place] = {}

    def of(self, reporter_code: str, *, is_area: bool, period_key: str) -> Place:
        """The place of an area or department that reported in a period; its province is "" where nobody knows it."""
        key = reporter_code, is_area, period_key
        if key not in self._known:
            self._known[key] = self._find(reporter_code, is_area, period_key)
        return self._known[key]

    def _find(self, code: str, is_area: bool, period_key: str) -> Place:
        ends = period_end(period_key)
        if not is_area:
            return Place(self._today(self._agencies.get(code, _NOWHERE), ends), frozenset())
        begun = [one for one in self._areas.get(code, ()) if one.valid_from <= ends]
        if not begun:
            return Place(_NOWHERE, frozenset())
        return Place(self._today(begun[-1].province_code, begun[-1].valid_from), self._neighbourhood(begun[-1]))

    def _neighbourhood(self, area: "_Area") -> frozenset[str]:
        match area.level:
            case "district":
                return frozenset({area.code})
            case "commune" if area.valid_from < _REFORM:
                return frozenset({area.parent_code})
            case "commune":
                return self._districts_of_commune.get(area.code, frozenset())
            case _:
                return frozenset()

    def _today(self, province_code: str, day: str) -> str:
        """The province that the whole of this one became part of; codes were reused, so the day decides."""
        return self._successor.get(province_code, province_code) if day < _REFORM else province_code


@dataclass(frozen=True, slots=True)
class _Area:
    code: str
    level: str
    parent_code: str
    province_code: str
    valid_from: str
    valid_to: str


def _province_successors(seeds_dir: Path) -> Mapping[str, str]:
    """Of each province that ended or changed hands, the code that took over the whole of it."""
    return {
        row["province_code"]: row["successor_code"]
        for row in _rows(seeds_dir / "provinces.csv")
        if row["successor_code"] and row["valid_to"] == _REFORM
    }


def _areas(seeds_dir: Path) -> Mapping[str, list[_Area]]:
    found: defaultdict[str, list[_Area]] = defaultdict(list)
    for name in ("areas.csv", "communes.csv"):
        for row in _rows(seeds_dir / name):
            found[row["area_code"]].append(
                _Area(
                    row["area_code"],
                    row["level"],
                    row["parent_code"],
                    row["province_code"],
                    row["valid_from"],
                    row["valid_to"],
                )
            )
    for versions in found.values():
        versions.sort(key=lambda one: one.valid_from)
    return found


def _agency_provinces(seeds_dir: Path) -> Mapping[str, str]:
    """The province that each department reports for, from what it owes."""
    return {
        row["debtor_code"]: row["area_code"]
        for row in _rows(seeds_dir / "obligations.csv")
        if row["debtor_kind"] == "agency"
    }


def _old_districts(seeds_dir: Path) -> Mapping[str, frozenset[str]]:
    """The old districts that each commune of today draws on; a district of islands became one commune whole."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in _rows(seeds_dir / _SUCCESSION):
        if row["changed_on"] == _REFORM and row["to_code"]:
            match row["level"]:
                case "commune":
                    found[row["to_code"]].add(row["from_parent_code"])
                case "district":
                    found[row["to_code"]].add(row["from_code"])
    return {code: frozenset(districts) for code, districts in found.items()}


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
