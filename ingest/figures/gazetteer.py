"""Which province a district belongs to, for texts that name districts only. Reference data: the areas seed."""

import csv
import re
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
    if not areas.is_file():
        return {}
    with areas.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
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
