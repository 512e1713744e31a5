"""Make the seed of successions, ``area_succession.csv``: what became of each area, or of each part of it, and when.

Run by a developer when a source changes, never by the pipeline, after ``tools.make_areas`` and
``tools.make_communes``::

    python -m tools.make_succession SITE_PACKAGES/vietnamadminunits/data

Sources:

* provinces and districts: ``tools/province_changes.csv``, ``tools/district_changes.csv``, and the end of the district
  tier;
* communes: ``converter_2025.json`` of the package ``vietnamadminunits`` 1.0.4 (MIT licence), which names units by keys
  of its own that the tables of its ``dataset.db`` resolve to codes.

The package also names one new commune as the likely one for each split commune: that guess is left out, and so is every
share that nobody states. The output is the same bytes for the same sources.
"""

import argparse
import csv
import json
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from tools.make_areas import (
    DISTRICT_CHANGES,
    PROVINCE_CHANGES,
    SEEDS,
    TWO_TIERS,
    DistrictChange,
    ProvinceChange,
    read_changes,
    read_district_changes,
)
from tools.make_communes import CODE_LIST, CORRECTED_CODES, DONG_NAI_CITY, DONG_NAI_WARDS, DONG_NAI_WARDS_ACT

TWO_TIERS_ACT = "Nghị quyết 203/2025/QH15"
"""The amendment of the Constitution after which the districts ended on 30 June 2025."""

HANOI_OF_2008 = date(2008, 8, 1)
HANOI_OF_2008_ACT = "Nghị quyết 15/2008/QH12"
PARTS_GIVEN_TO_HANOI = ("17", "26")
"""Hòa Bình gave four communes of Lương Sơn, Vĩnh Phúc the district of Mê Linh; both went on."""

_WHOLE = "1"
_UNKNOWN = ""
_KINDS = {"merged_name_kept": "merged", "merged_name_kept_code_changed": "merged", "merged_name_lost": "merged"}


@dataclass(frozen=True, slots=True)
class Succession:
    """A row of ``area_succession.csv``: one area, or a part of it, became one area or a part of it.

    ``to_code`` is empty where nothing took the place of the area as a whole. ``share`` is 1 where the whole was
    transferred, else empty: nobody states the shares of divided areas. ``changed_on`` of an unconfirmed change is the
    day its only source gives.
    """

    event_id: str
    level: str
    from_code: str
    from_valid_from: str
    from_parent_code: str
    to_code: str
    to_valid_from: str
    changed_on: str
    kind: str
    share: str
    legal_act: str
    confirmed: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an area of the seeds ``areas.csv`` and ``communes.csv``."""

    code: str
    name: str
    level: str
    parent_code: str
    valid_from: str
    valid_to: str


class Versions:
    """The versions of all areas, by code and the day on which they begin or end."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self.every = tuple(versions)
        self._ended = {(version.code, version.valid_to): version for version in versions if version.valid_to}
        self._begun = {(version.code, version.valid_from): version for version in versions}
        self._lasting = {version.code: version for version in versions if not version.valid_to}

    def ended(self, code: str, day: date) -> Version:
        """The version of a code whose first day without it is ``day``."""
        return self._ended[code, day.isoformat()]

    def begun(self, code: str, day: date) -> Version:
        return self._begun[code, day.isoformat()]

    def lasting(self, code: str) -> Version:
        return self._lasting[code]

    def on(self, code: str, day: date) -> Version:
        """The version of a code in force on a day."""
        iso = day.isoformat()
        return next(
            one
            for one in self.every
            if one.code == code and one.valid_from <= iso and (not one.valid_to or iso < one.valid_to)
        )


def read_versions(seeds: Path) -> Versions:
    """The areas of the seeds."""
    return Versions([version for name in ("areas.csv", "communes.csv") for version in _versions(seeds / name)])


def _versions(path: Path) -> Iterator[Version]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Version(
                *(row["area_code"], row["area_name"], row["level"]),
                *(row["parent_code"], row["valid_from"], row["valid_to"]),
            )


def _transfer(
    origin: Version,
    target: Version | None,
    changed_on: date,
    kind: str,
    legal_act: str,
    *,
    confirmed: bool = True,
) -> Succession:
    to_code = target.code if target else ""
    return Succession(
        event_id=f"{changed_on}:{origin.code}:{to_code}",
        level=origin.level,
        from_code=origin.code,
        from_valid_from=origin.valid_from,
        from_parent_code=origin.parent_code,
        to_code=to_code,
        to_valid_from=target.valid_from if target and confirmed else "",
        changed_on=changed_on.isoformat(),
        kind=kind,
        share=_UNKNOWN if kind in {"split", "dissolved", "part_transferred"} else _WHOLE,
        legal_act=legal_act,
        confirmed=str(confirmed).lower(),
    )


def province_successions(changes: Sequence[ProvinceChange], versions: Versions) -> Iterator[Succession]:
    """Mergers and changes of name; every province goes whole. Changes that are not confirmed end nothing."""
    for change in changes:
        kind = _KINDS.get(change.change, "renamed")
        if change.effective_on is None and change.claimed_on is not None:
            stays = versions.lasting(change.old_code)
            yield _transfer(stays, stays, change.claimed_on, kind, change.legal_act, confirmed=False)
        elif change.effective_on is not None and change.change != "unchanged":
            origin = versions.ended(change.old_code, change.effective_on)
            target = versions.begun(change.new_code, change.effective_on)
            yield _transfer(origin, target, change.effective_on, kind, change.legal_act)
    hanoi = versions.begun("01", HANOI_OF_2008)
    for code in PARTS_GIVEN_TO_HANOI:
        yield _transfer(versions.on(code, HANOI_OF_2008), hanoi, HANOI_OF_2008, "part_transferred", HANOI_OF_2008_ACT)


def district_successions(
    changes: Sequence[DistrictChange], islands: Mapping[str, str], versions: Versions
) -> Iterator[Succession]:
    """Changes before the tier ended, and its end: a district of islands became one special zone, the others nothing."""
    for change in changes:
        origin = versions.ended(change.old_code, change.effective_on)
        target = versions.begun(change.new_code, change.effective_on)
        yield _transfer(origin, target, change.effective_on, change.change, change.legal_act)
    for district in versions.every:
        if district.level == "district" and district.valid_to == TWO_TIERS.isoformat():
            if district.code in islands:
                zone = versions.begun(islands[district.code], TWO_TIERS)
                yield _transfer(district, zone, TWO_TIERS, "renamed", CODE_LIST)
            else:
                yield _transfer(district, None, TWO_TIERS, "dissolved", TWO_TIERS_ACT)


def commune_successions(pairs: Sequence[tuple[str, str]], versions: Versions) -> Iterator[Succession]:
    """Old communes to new ones, by pairs of codes: an old code that occurs once went whole into the new one."""
    parts_of = Counter(old for old, _ in pairs)
    sources_of = Counter(new for _, new in pairs)
    for old_code, new_code in pairs:
        old, new = versions.ended(old_code, TWO_TIERS), versions.begun(new_code, TWO_TIERS)
        if parts_of[old_code] > 1:
            kind = "split"
        elif sources_of[new_code] > 1:
            kind = "merged"
        else:
            kind = "moved" if old.name == new.name else "renamed"
        yield _transfer(old, new, TWO_TIERS, kind, CODE_LIST)
    for code in sorted(DONG_NAI_WARDS):
        before, after = versions.ended(code, DONG_NAI_CITY), versions.begun(code, DONG_NAI_CITY)
        yield _transfer(before, after, DONG_NAI_CITY, "renamed", DONG_NAI_WARDS_ACT)


def read_conversions(data: Path) -> tuple[list[tuple[str, str]], dict[str, str]]:
    """Pairs of old and new codes of communes; and of each district without communes, the commune it became."""
    old_codes, district_codes, new_codes = _codes_by_key(data / "dataset.db")
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    pairs: defaultdict[str, list[str]] = defaultdict(list)
    islands = {}
    for new_key, old_key in _key_pairs(converter):
        new_code = CORRECTED_CODES.get(new_codes[new_key], new_codes[new_key])
        if old_key in district_codes:
            islands[district_codes[old_key]] = new_code
        else:
            pairs[old_codes[old_key]].append(new_code)
    return [(old, new) for old in sorted(pairs) for new in sorted(pairs[old])], islands


def _key_pairs(converter: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys of a new commune and of an old one that it has the whole or a part of."""
    for province, whole in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in whole.items():
            yield from ((f"{province}_{new}", old) for old in olds)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            yield from ((f"{province}_{part['newWardKey']}", old) for part in parts)


def _codes_by_key(data_set: Path) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Codes by key of the old communes, of the districts without communes, and of the new communes."""
    with sqlite3.connect(f"file:{data_set}?mode=ro", uri=True) as connection:
        legacy = "provinceKey || '_' || districtKey || '_'"
        old = connection.execute(
            f"select {legacy} || wardKey, wardCode from admin_units_legacy where wardCode is not null"  # noqa: S608
        ).fetchall()
        districts = connection.execute(
            f"select {legacy}, districtCode from admin_units_legacy where wardCode is null"  # noqa: S608
        ).fetchall()
        new = connection.execute("select provinceKey || '_' || wardKey, wardCode from admin_units").fetchall()
    return dict(old), dict(districts), dict(new)


def write_successions(path: Path, rows: Sequence[Succession]) -> None:
    """Write the seed, by day, level and codes."""
    columns = [field.name for field in fields(Succession)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([getattr(row, column) for column in columns] for row in rows)


def main(arguments: Sequence[str]) -> None:
    """Write the seed."""
    parser = argparse.ArgumentParser(description="Make the seed of successions.")
    parser.add_argument("data", type=Path, help="folder data of the package vietnamadminunits 1.0.4")
    parser.add_argument(
        "--seeds", type=Path, default=SEEDS, help="folder with areas.csv and communes.csv, to write into"
    )
    options = parser.parse_args(arguments)
    versions = read_versions(options.seeds)
    pairs, islands = read_conversions(options.data)
    rows = sorted(
        [
            *province_successions(read_changes(PROVINCE_CHANGES), versions),
            *district_successions(read_district_changes(DISTRICT_CHANGES), islands, versions),
            *commune_successions(pairs, versions),
        ],
        key=lambda row: (row.changed_on, row.level, row.from_code, row.to_code),
    )
    write_successions(options.seeds / "area_succession.csv", rows)
    counts = sorted(Counter(f"{row.level} {row.kind}" for row in rows).items())
    print(f"{len(rows)} rows of area_succession.csv: {', '.join(f'{number} {kind}' for kind, number in counts)}")


if __name__ == "__main__":
    main(sys.argv[1:])
