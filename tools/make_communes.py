"""Make the seed of communes, ``communes.csv``, from its source and the seed of areas.

Run by a developer when the source changes, never by the pipeline, after ``tools/make_areas.py``::

    python -m tools.make_communes SITE_PACKAGES/vietnamadminunits/data/dataset.db

Source: the SQLite data set of the package ``vietnamadminunits`` 1.0.4 (MIT licence): table ``admin_units_legacy``,
the 10,035 communes of the last day of the district tier, and table ``admin_units``, the 3,321 since 1 July 2025.

Corrections to the source are the constants below; ``docs/places.md`` explains them.
The output is the same bytes for the same sources.
"""

import argparse
import csv
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest.vietnamese.folding import normalise, sort_key
from tools.make_areas import SEEDS, TWO_TIERS, Area, split_kind, write_seed

KINDS = ("xã", "phường", "thị trấn", "đặc khu")

CODE_LIST = "Quyết định 19/2025/QĐ-TTg"
"""The code list of the communes since 1 July 2025."""

CORRECTED_CODES = {"06970": "06978"}
"""Of communes since 1 July 2025: xã Ba Chẽ, where the data set carries the code of the old thị trấn on."""

DONG_NAI_CITY = date(2026, 4, 30)
DONG_NAI_WARDS_ACT = "Nghị quyết 237/NQ-UBTVQH16"
DONG_NAI_WARDS = frozenset(
    {
        "25270",
        "25357",
        "25363",
        "26116",
        "26170",
        "26248",
        "26326",
        "26368",
        "26425",
        "26485",
    }
)
"""The xã that became phường with the city of Đồng Nai: Lộc Ninh, Tân Khai, Đồng Phú, Tân Phú, Trị An, Trảng Bom,
Dầu Giây, Long Thành, Xuân Lộc, Nhơn Trạch. Their codes stay."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune as the data set spells it, its kind in lower case and apart."""

    code: str
    name: str
    kind: str
    bare_name: str
    parent_code: str
    province_code: str


def read_communes(data_set: Path) -> tuple[list[Commune], list[Commune]]:
    """The communes of the old system, under districts, and of the new, under provinces; each by code."""
    with sqlite3.connect(f"file:{data_set}?mode=ro", uri=True) as connection:
        old = connection.execute(
            "select wardCode, ward, districtCode, provinceCode from admin_units_legacy where wardCode is not null"
        ).fetchall()
        new = connection.execute("select wardCode, ward, provinceCode, provinceCode from admin_units").fetchall()
    return (
        sorted((_commune(*row) for row in old), key=lambda commune: commune.code),
        sorted((_corrected(_commune(*row)) for row in new), key=lambda commune: commune.code),
    )


def _commune(code: str, printed_name: str, parent_code: str, province_code: str) -> Commune:
    kind, bare_name = split_kind(" ".join(normalise(printed_name).split()), KINDS)
    return Commune(code, f"{kind.capitalize()} {bare_name}", kind, bare_name, parent_code, province_code)


def _corrected(commune: Commune) -> Commune:
    return replace(commune, code=CORRECTED_CODES.get(commune.code, commune.code))


def communes_through_time(
    old: Sequence[Commune], new: Sequence[Commune], district_starts: Mapping[str, date]
) -> list[Area]:
    """The versions of all communes by code: an old one lives as long as we hold its district."""
    areas = [
        _area(commune, short_name, district_starts[commune.parent_code], TWO_TIERS, "")
        for commune, short_name in _with_short_names(old)
    ]
    for commune, short_name in _with_short_names(new):
        areas.extend(_versions(commune, short_name))
    return sorted(areas, key=lambda area: (area.area_code, area.valid_from))


def _with_short_names(communes: Sequence[Commune]) -> Iterator[tuple[Commune, str]]:
    """Each commune and its everyday name, which keeps the kind of numbered wards and where siblings share the name."""
    bearers = Counter((commune.parent_code, commune.bare_name) for commune in communes)
    for commune in communes:
        needs_kind = commune.bare_name.isdigit() or bearers[commune.parent_code, commune.bare_name] > 1
        yield commune, commune.name if needs_kind else commune.bare_name


def _versions(commune: Commune, short_name: str) -> Iterator[Area]:
    if commune.code not in DONG_NAI_WARDS:
        yield _area(commune, short_name, TWO_TIERS, None, CODE_LIST)
        return
    ward = replace(commune, name=f"Phường {commune.bare_name}", kind="phường")
    yield _area(commune, short_name, TWO_TIERS, DONG_NAI_CITY, CODE_LIST)
    yield _area(ward, short_name, DONG_NAI_CITY, None, DONG_NAI_WARDS_ACT)


def _area(commune: Commune, short_name: str, valid_from: date, valid_to: date | None, legal_act: str) -> Area:
    return Area(
        area_code=commune.code,
        area_name=commune.name,
        short_name=short_name,
        level="commune",
        kind=commune.kind,
        parent_code=commune.parent_code,
        province_code=commune.province_code,
        valid_from=valid_from,
        valid_to=valid_to,
        legal_act=legal_act,
        sort_key=sort_key(short_name if commune.bare_name.isdigit() else commune.bare_name),
    )


def read_district_starts(areas_csv: Path) -> dict[str, date]:
    """From which day each district of ``areas.csv`` is held."""
    with areas_csv.open(encoding="utf-8", newline="") as file:
        return {
            row["area_code"]: date.fromisoformat(row["valid_from"])
            for row in csv.DictReader(file)
            if row["level"] == "district"
        }


def main(arguments: Sequence[str]) -> None:
    """Write the seed."""
    parser = argparse.ArgumentParser(description="Make the seed of communes.")
    parser.add_argument("data_set", type=Path, help="dataset.db of the package vietnamadminunits 1.0.4")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="folder with areas.csv, to write communes.csv into")
    options = parser.parse_args(arguments)
    old, new = read_communes(options.data_set)
    areas = communes_through_time(old, new, read_district_starts(options.seeds / "areas.csv"))
    write_seed(options.seeds / "communes.csv", areas)
    print(f"{len(areas)} rows of communes.csv: {len(old)} communes until 2025-06-30, {len(new)} since")


if __name__ == "__main__":
    main(sys.argv[1:])
