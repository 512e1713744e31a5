"""Which province districts and communes belong to, for texts that name no province. Reference data: the seeds."""

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ingest.figures.vocabulary import places
from ingest.vietnamese.folding import fold

SEEDS_DIR = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
"""The only copy of the reference data, beside the code that reads it."""

_UNCERTAIN = ""
_KIND_BEFORE = re.compile(r"^(?:Huyện|Quận|Thị xã|Thành phố|TX\.?|TP\.?)\s+")
"""Short names keep the kind where two districts of a province share the name."""


def load_districts(areas: Path) -> dict[str, str]:
    """Folded district name to the name of its province, from `areas.csv`.

    Names borne by districts of several provinces (Châu Thành, Phú Tân), by a province too, or made of a number
    (Quận 1) tell nothing and are left out. A missing file gives an empty table: place then rests on the other
    hints alone.
    """
    rows = _rows(areas)
    provinces = sorted((row for row in rows if row["level"] == "province"), key=lambda row: row["valid_from"])
    named: dict[str, str] = {}
    for row in rows:
        if row["level"] != "district":
            continue
        name, province = fold(_KIND_BEFORE.sub("", row["short_name"])), _province_of(row, provinces)
        named[name] = province if named.get(name, province) == province else _UNCERTAIN
    taken = {fold(alias) for place in places() for alias in place.aliases}
    return {
        name: province
        for name, province in named.items()
        if province and name not in taken and not any(character.isdigit() for character in name)
    }


def _province_of(district: dict[str, str], provinces: list[dict[str, str]]) -> str:
    """The province in the district's own time: seven province codes name another province since July 2025."""
    for province in provinces:
        ends = province["valid_to"] or "9999"
        if province["area_code"] == district["province_code"] and district["valid_from"] < ends:
            return province["short_name"]
    return _UNCERTAIN


@cache
def seed_districts() -> dict[str, str]:
    """The districts of the project's own seed."""
    return load_districts(SEEDS_DIR / "areas.csv")


_REFORM = dt.date(2025, 7, 1)
"""Nghị quyết 202/2025/QH15: districts end, communes and provinces are drawn anew."""


def seed_communes(day: dt.date | None) -> Mapping[str, frozenset[str]]:
    """Folded name of each commune to the provinces with one of this name, of the side of the reform that `day` lies on.

    Without a day both sides count. Communes of one name are many (Tân Lập in 30 provinces), so that one name settles
    little and several together do.
    """
    return _communes(None if day is None else day < _REFORM)


@cache
def _province_versions() -> tuple[dict[str, str], ...]:
    return tuple(row for row in _rows(SEEDS_DIR / "areas.csv") if row["level"] == "province")


@cache
def _commune_versions() -> tuple[tuple[str, str, str], ...]:
    """Folded name, code of the province and first day of each commune."""
    rows = _rows(SEEDS_DIR / "communes.csv")
    return tuple((fold(row["short_name"]), row["province_code"], row["valid_from"]) for row in rows)


@cache
def _communes(is_before: bool | None) -> Mapping[str, frozenset[str]]:
    named: dict[str, set[str]] = defaultdict(set)
    for name, province_code, first in _commune_versions():
        if is_before is None or is_before == (first < _REFORM.isoformat()):
            named[name].add(_province_named(province_code, first))
    return {name: frozenset(provinces - {_UNCERTAIN}) for name, provinces in named.items()}


@cache
def _province_named(code: str, day: str) -> str:
    """The short name of the province that had a code on a day; seven codes changed hands in July 2025."""
    living = (row for row in _province_versions() if row["area_code"] == code)
    return next(
        (row["short_name"] for row in living if row["valid_from"] <= day < (row["valid_to"] or "9999")), _UNCERTAIN
    )


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a seed; none where the file is missing."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
