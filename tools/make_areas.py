"""Make the seeds of places, ``provinces.csv`` and ``areas.csv``, from their sources.

Run by a developer when a source changes, never by the pipeline::

    python -m tools.make_areas SITE_PACKAGES/vietnamadminunits/data/dataset.db

Sources:

* provinces: ``tools/province_changes.csv``, the old and new province of every change with its legal act;
* districts: the SQLite data set of the package ``vietnamadminunits`` 1.0.4 (MIT licence), table
  ``admin_units_legacy``: the 696 districts of the last day of the district tier, 2025-06-30;
* districts that ended before: ``tools/district_changes.csv``, what became of each with its legal act.

Corrections to the sources and assumptions are the constants below; ``docs/places.md`` explains them.
The output is the same bytes for the same sources.
"""

import argparse
import csv
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from ingest.vietnamese.folding import normalise, sort_key

REPOSITORY = Path(__file__).resolve().parent.parent
PROVINCE_CHANGES = REPOSITORY / "tools" / "province_changes.csv"
DISTRICT_CHANGES = REPOSITORY / "tools" / "district_changes.csv"
SEEDS = REPOSITORY / "dbt_project" / "seeds"

HORIZON = date(2004, 1, 1)
"""Start of what we hold: the provinces' splits of 2003 took effect on this day. Earlier starts are not recorded."""
TWO_TIERS = date(2025, 7, 1)
"""First day without districts (two-tier local government)."""

DISTRICTS_HELD_SINCE = {"01": date(2008, 8, 1)}
"""Provinces whose districts we hold only since a later day: of Hà Nội, since it took in Hà Tây."""

NEWSPAPER_NAMES = {"Hồ Chí Minh": "TP.HCM"}
"""Provinces whose everyday name is not the official one without its kind."""

ABBREVIATED_KINDS = {"thành phố": "TP.", "thị xã": "TX.", "huyện": "Huyện", "quận": "Quận"}
PROVINCE_KINDS = ("tỉnh", "thành phố")


@dataclass(frozen=True, slots=True)
class ProvinceChange:
    """One row of the change table: ``effective_on`` is None while a change is unconfirmed.

    ``claimed_on`` is the day that the source of an unconfirmed change gives for it.
    """

    effective_on: date | None
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    change: str
    legal_act: str
    claimed_on: date | None = None


@dataclass(frozen=True, slots=True)
class DistrictChange:
    """What became of a district, or of a part of it, before the tier ended; ``change`` is a kind of succession."""

    effective_on: date
    province_code: str
    old_code: str
    old_name: str
    new_code: str
    change: str
    legal_act: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province in one period; ``valid_to`` is exclusive, None while it lasts."""

    province_code: str
    province_name: str
    short_name: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    legal_act: str
    successor_code: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class District:
    """A district as the data set spells it, its kind in lower case and apart."""

    code: str
    name: str
    kind: str
    bare_name: str
    province_code: str


@dataclass(frozen=True, slots=True)
class Area:
    """A row of ``areas.csv``; ``valid_to`` is exclusive, None while it lasts."""

    area_code: str
    area_name: str
    short_name: str
    level: str
    kind: str
    parent_code: str
    province_code: str
    valid_from: date
    valid_to: date | None
    legal_act: str
    sort_key: str


def read_changes(path: Path) -> list[ProvinceChange]:
    """The table of province changes, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            ProvinceChange(
                effective_on=_day(row["effective_on"]),
                old_code=row["old_code"],
                old_name=normalise(row["old_name"]),
                new_code=row["new_code"],
                new_name=normalise(row["new_name"]),
                change=row["change"],
                legal_act=row["legal_act"],
                claimed_on=_day(row["claimed_on"]),
            )
            for row in csv.DictReader(file)
        ]


def read_district_changes(path: Path) -> list[DistrictChange]:
    """The table of district changes, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            DistrictChange(
                effective_on=date.fromisoformat(row["effective_on"]),
                province_code=row["province_code"],
                old_code=row["old_code"],
                old_name=normalise(row["old_name"]),
                new_code=row["new_code"],
                change=row["change"],
                legal_act=row["legal_act"],
            )
            for row in csv.DictReader(file)
        ]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def provinces_through_time(changes: Sequence[ProvinceChange]) -> list[Province]:
    """The provinces' versions: a new one for every change of name, kind or boundary, none where nothing changed.

    Unconfirmed changes end no version; they are listed with ``confirmed`` false and no dates.
    """
    confirmed = sorted(
        (change for change in changes if change.effective_on and change.change != "unchanged"),
        key=lambda change: (change.effective_on or date.max, change.new_code, change.old_code),
    )
    current = _first_provinces(changes)
    closed: list[Province] = []
    for day in sorted({change.effective_on for change in confirmed if change.effective_on}):
        today = [change for change in confirmed if change.effective_on == day]
        for change in today:
            ended = current.pop(change.old_code)
            if ended.province_name != change.old_name:
                raise ValueError(f"{day}: province {change.old_code} is {ended.province_name}, not {change.old_name}")
            closed.append(replace(ended, valid_to=day, successor_code=change.new_code))
        for change in today:
            current[change.new_code] = _province(change.new_code, change.new_name, day, change.legal_act)
    unconfirmed = [
        replace(_province(change.new_code, change.new_name, None, change.legal_act), confirmed=False)
        for change in changes
        if change.effective_on is None
    ]
    return sorted(
        [*closed, *current.values(), *unconfirmed],
        key=lambda province: (province.province_code, province.valid_from or date.max),
    )


def _first_provinces(changes: Sequence[ProvinceChange]) -> dict[str, Province]:
    """The provinces at the horizon: the earliest name the change table knows for each old code."""
    first: dict[str, Province] = {}
    for change in sorted(changes, key=lambda change: change.effective_on or date.max):
        if change.old_code not in first:
            first[change.old_code] = _province(change.old_code, change.old_name, HORIZON, "")
    return first


def _province(code: str, name: str, valid_from: date | None, legal_act: str) -> Province:
    kind, bare_name = split_kind(name, PROVINCE_KINDS)
    return Province(
        province_code=code,
        province_name=name,
        short_name=NEWSPAPER_NAMES.get(bare_name, bare_name),
        kind=kind,
        valid_from=valid_from,
        valid_to=None,
        legal_act=legal_act,
        successor_code="",
        confirmed=True,
    )


def split_kind(name: str, kinds: Iterable[str]) -> tuple[str, str]:
    """The kind of a unit in lower case, and the name without it."""
    for kind in kinds:
        if name.lower().startswith(f"{kind} "):
            return kind, name[len(kind) + 1 :].strip()
    raise ValueError(f"{name!r} starts with none of the kinds {', '.join(kinds)}")


def read_districts(data_set: Path) -> list[District]:
    """The districts of the data set by code, "Thành Phố" and "Thị Xã" spelt as the law spells them."""
    with sqlite3.connect(f"file:{data_set}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "select distinct districtCode, district, provinceCode from admin_units_legacy order by districtCode"
        ).fetchall()
    districts = []
    for code, printed_name, province_code in rows:
        kind, bare_name = split_kind(normalise(printed_name), ABBREVIATED_KINDS)
        districts.append(District(code, f"{kind.capitalize()} {bare_name}", kind, bare_name, province_code))
    return districts


def short_names(districts: Sequence[District], province_names: set[str]) -> dict[str, str]:
    """The everyday name of each district, by code; no two districts of a province share one.

    Numbered districts and cities keep their kind ("Quận 1", "TP. Thủ Đức"). The others drop it ("Củ Chi") unless the
    bare name would be another district's in the same province ("Huyện Kỳ Anh", "TX. Kỳ Anh") or a province's
    ("Huyện Hòa Bình" in Bạc Liêu).
    """
    bearers = Counter((district.province_code, district.bare_name) for district in districts)
    names = {}
    for district in districts:
        needs_kind = (
            district.kind == "thành phố"
            or district.bare_name.isdigit()
            or district.bare_name in province_names
            or bearers[district.province_code, district.bare_name] > 1
        )
        names[district.code] = (
            f"{ABBREVIATED_KINDS[district.kind]} {district.bare_name}" if needs_kind else district.bare_name
        )
    return names


def areas_through_time(
    provinces: Sequence[Province], districts: Sequence[District], changes: Sequence[DistrictChange]
) -> list[Area]:
    """The country, the confirmed provinces in all their versions, and the districts until they or the tier ended."""
    country = Area("VN", "Việt Nam", "Việt Nam", "country", "quốc gia", "", "", HORIZON, None, "", sort_key("Việt Nam"))
    all_districts = [*_district_areas(provinces, districts, changes), *_ended_districts(changes)]
    return [
        country,
        *_province_areas(provinces),
        *sorted(all_districts, key=lambda area: (area.area_code, area.valid_from)),
    ]


def _province_areas(provinces: Sequence[Province]) -> list[Area]:
    return [
        Area(
            area_code=province.province_code,
            area_name=province.province_name,
            short_name=province.short_name,
            level="province",
            kind=province.kind,
            parent_code="VN",
            province_code=province.province_code,
            valid_from=province.valid_from,
            valid_to=province.valid_to,
            legal_act=province.legal_act,
            sort_key=sort_key(split_kind(province.province_name, PROVINCE_KINDS)[1]),
        )
        for province in provinces
        if province.confirmed and province.valid_from
    ]


def _district_areas(
    provinces: Sequence[Province], districts: Sequence[District], changes: Sequence[DistrictChange]
) -> Iterator[Area]:
    """The districts of the last day of their tier, since their last change that we hold."""
    names = short_names(districts, {province.short_name for province in provinces})
    begun = {change.new_code: (change.effective_on, change.legal_act) for change in changes}
    for district in districts:
        held_since = DISTRICTS_HELD_SINCE.get(district.province_code, HORIZON)
        valid_from, legal_act = begun.get(district.code, (held_since, ""))
        yield _district_area(district, names[district.code], valid_from, TWO_TIERS, legal_act)


def _ended_districts(changes: Sequence[DistrictChange]) -> Iterator[Area]:
    """The districts that ended before their tier, each since the horizon."""
    ends = {change.old_code: change.effective_on for change in changes}
    ended = {}
    for change in changes:
        kind, bare_name = split_kind(change.old_name, ABBREVIATED_KINDS)
        ended[change.old_code] = District(change.old_code, change.old_name, kind, bare_name, change.province_code)
    names = short_names(list(ended.values()), set())
    for code, district in ended.items():
        yield _district_area(district, names[code], HORIZON, ends[code], "")


def _district_area(district: District, short_name: str, valid_from: date, valid_to: date, legal_act: str) -> Area:
    return Area(
        area_code=district.code,
        area_name=district.name,
        short_name=short_name,
        level="district",
        kind=district.kind,
        parent_code=district.province_code,
        province_code=district.province_code,
        valid_from=valid_from,
        valid_to=valid_to,
        legal_act=legal_act,
        sort_key=sort_key(short_name if district.bare_name.isdigit() else district.bare_name),
    )


def write_seed(path: Path, rows: Sequence[Province] | Sequence[Area]) -> None:
    """Write records as a seed: an empty cell is unknown or open, booleans are true/false, dates ISO."""
    columns = [field.name for field in fields(rows[0])]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(getattr(row, column)) for column in columns] for row in rows)


def _cell(value: str | date | bool | None) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def main(arguments: Sequence[str]) -> None:
    """Write both seeds."""
    parser = argparse.ArgumentParser(description="Make the seeds of places.")
    parser.add_argument("data_set", type=Path, help="dataset.db of the package vietnamadminunits 1.0.4")
    parser.add_argument("--changes", type=Path, default=PROVINCE_CHANGES, help="table of province changes")
    parser.add_argument("--district-changes", type=Path, default=DISTRICT_CHANGES, help="table of district changes")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="folder to write the seeds into")
    options = parser.parse_args(arguments)
    provinces = provinces_through_time(read_changes(options.changes))
    district_changes = read_district_changes(options.district_changes)
    areas = areas_through_time(provinces, read_districts(options.data_set), district_changes)
    write_seed(options.seeds / "provinces.csv", provinces)
    write_seed(options.seeds / "areas.csv", areas)
    print(f"{len(provinces)} rows of provinces.csv, {len(areas)} rows of areas.csv")


if __name__ == "__main__":
    main(sys.argv[1:])
