"""TP.HCM's half-year round of 2024: 22 reporters, 22 workbooks made by our own template generator.

One reporter (Quận 11) sends nothing; one (huyện Hóc Môn) sends a second version that mends the first.

`submissions/truth.csv` is what the right form of each reporter says: a content such as ``3467.3`` or ``815`` is
a number, anything else ("1.284", "02", "815 HTX", "-", "…") is text as an officer types it, empty is blank. A
reporter without rows has no cooperatives. `submissions/changes.csv` says what a file holds instead of the truth,
and which one ticks the nil return; `submissions/manifest.csv` when and from whom each file arrived.
"""

import csv
import os
import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ingest.submissions.reference import Reference
from ingest.submissions.template import CellContent, ValueKey, build_template

SAMPLES = Path(__file__).resolve().parent / "submissions"
ROUND_PERIOD = "2024-H1"
FORM_CODE = "A-1"
MANIFEST = "manifest.csv"
DECISIONS = "decisions.csv"
VALUE_COLUMNS = ("actual_previous_year", "plan_year", "actual_h1", "estimate_year", "plan_next_year")

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d)?")


def make_round(inbox: Path, reference: Reference) -> list[Path]:
    """Write the round into `<inbox>/2024-H1/` with its manifest; return the workbooks in the manifest's order.

    The same bytes whenever it is called; a file that stands there already is left alone.
    """
    folder = inbox / ROUND_PERIOD
    folder.mkdir(parents=True, exist_ok=True)
    truth = read_truth()
    changes = _read_changes()
    for name in (MANIFEST, DECISIONS):
        put(folder / name, (SAMPLES / name).read_bytes())
    paths = []
    for arrival in read_manifest():
        path = folder / arrival["file_name"]
        values = dict(truth.get(arrival["area_code"], {}))
        changed = changes.get(arrival["file_name"], {})
        is_nil_return = changed.pop(("", "nil_return", ""), "") == "x"
        values.update(changed)
        content = build_template(
            FORM_CODE, arrival["area_code"], ROUND_PERIOD, reference, values, is_nil_return=is_nil_return
        )
        if put(path, content):
            received_at = datetime.fromisoformat(arrival["received_at"]).timestamp()
            os.utime(path, (received_at, received_at))
        paths.append(path)
    return paths


def read_manifest() -> list[dict[str, str]]:
    """The arrivals of the round, in the order of their file names."""
    return list(_rows(MANIFEST))


def read_truth() -> dict[str, dict[ValueKey, CellContent]]:
    """What the right form of each reporter says, by area code and (entity, indicator code, value column)."""
    truth: dict[str, dict[ValueKey, CellContent]] = {}
    for row in _rows("truth.csv"):
        values = truth.setdefault(row["area_code"], {})
        for column in VALUE_COLUMNS:
            values[row["entity"], row["indicator_code"], column] = cell_content(row[column])
    return truth


def cell_content(text: str) -> CellContent:
    """A number where the text is a plain one with at most one decimal, else the text itself."""
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def _read_changes() -> dict[str, dict[ValueKey, CellContent]]:
    changes: dict[str, dict[ValueKey, CellContent]] = {}
    for row in _rows("changes.csv"):
        key = (row["entity"], row["indicator_code"], row["value_column"])
        changes.setdefault(row["file_name"], {})[key] = cell_content(row["content"])
    return changes


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def put(path: Path, content: bytes) -> bool:
    """Write a file whole, under a name that the intake overlooks until it is complete."""
    if path.exists() and path.read_bytes() == content:
        return False
    incoming = path.with_name(path.name + ".part")
    incoming.write_bytes(content)
    shutil.move(incoming, path)
    return True
