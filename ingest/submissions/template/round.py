"""The templates of a whole round: who owes a report, and a workbook for each."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.submissions.period import parse_period
from ingest.submissions.places import Area
from ingest.submissions.reference import Reference
from ingest.submissions.template.content import Reporter, last_day

_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))

Maker = Callable[[Reporter], bytes]
"""Makes the workbook of a reporter."""


class NoReportersError(ValueError):
    """Nobody is known to owe a report for the round; the text says what to do."""


@dataclass(frozen=True, slots=True)
class WrittenTemplate:
    """A workbook of the round; `is_new` is False where the same bytes stood there already."""

    reporter: Reporter
    path: Path
    is_new: bool


def reporters_of_round(
    seeds_dir: Path, reference: Reference, period_key: str, province_code: str | None = None
) -> list[Reporter]:
    """Who owes a report: as `obligations.csv` says, else every district or commune of the province then.

    Raises `NoReportersError` where neither names anybody.
    """
    owing = list(_obliged(seeds_dir, reference, period_key, province_code))
    if not owing and province_code is not None:
        owing = [Reporter(area.name, area_code=area.code) for area in _areas_of(reference, period_key, province_code)]
    if not owing:
        advice = "give --province" if province_code is None else f"no district or commune of province {province_code}"
        raise NoReportersError(f"nobody owes a report for {period_key} by obligations.csv; {advice}")
    return owing


def write_round(reporters: list[Reporter], period_key: str, folder: Path, make: Maker) -> Iterator[WrittenTemplate]:
    """Write each reporter's workbook into the folder, one after the other; a file that is right is left alone.

    Raises ``OSError`` for a folder that cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for reporter in reporters:
        code = reporter.area_code or reporter.agency_code
        path = folder / f"{code} {reporter.name} - {period_key}.xlsx".translate(_FORBIDDEN_IN_NAMES)
        content = make(reporter)
        is_new = not path.exists() or path.read_bytes() != content
        if is_new:
            incoming = path.with_name(f".{path.name}.part")
            incoming.write_bytes(content)
            incoming.replace(path)
        yield WrittenTemplate(reporter, path, is_new)


def _obliged(seeds_dir: Path, reference: Reference, period_key: str, province_code: str | None) -> Iterator[Reporter]:
    path = seeds_dir / "obligations.csv"
    if not path.exists():
        return
    day = last_day(parse_period(period_key))
    seen: set[str] = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = row["debtor_code"]
            is_meant = row["obligation_kind"] == "reporter_round" and row["period_key"] == period_key
            if not is_meant or code in seen or province_code not in {None, row["area_code"]}:
                continue
            seen.add(code)
            if row["debtor_kind"] == "agency":
                agency = reference.agencies.get(code)
                yield Reporter(agency.name if agency else code, agency_code=code)
            else:
                area = reference.area(code, day)
                yield Reporter(area.name if area else code, area_code=code)


def _areas_of(reference: Reference, period_key: str, province_code: str) -> list[Area]:
    """The districts of a province, or its communes once there are no districts, on the last day of the period."""
    day = last_day(parse_period(period_key))
    districts = _living(reference.places.areas.values(), "district", province_code, day)
    return districts or _living(reference.places.communes.values(), "commune", province_code, day)


def _living(spans: Iterable[tuple[Area, ...]], level: str, province_code: str, day: date) -> list[Area]:
    return [
        area
        for versions in spans
        for area in versions
        if area.level == level and area.province_code == province_code and area.is_valid_on(day)
    ]
