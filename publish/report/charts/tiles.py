"""Where each province of today stands on the tile map: about where it lies, no two on one tile (`tiles.csv`)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_PLACES = Path(__file__).with_name("tiles.csv")


@dataclass(frozen=True, slots=True)
class TilePlace:
    """Column and row from the north-west corner, both from 0, and a name short enough for a tile."""

    short_name: str
    column: int
    row: int


@cache
def province_tiles() -> Mapping[str, TilePlace]:
    """The places by province code, from north to south."""
    with _PLACES.open(encoding="utf-8", newline="") as file:
        return {
            row["province_code"]: TilePlace(row["short_name"], int(row["column"]), int(row["row"]))
            for row in csv.DictReader(file)
        }
