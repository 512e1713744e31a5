"""Printed units: "triệu đồng/HTX/năm", "1.000đ", "trđ/người/tháng", "nghìn người"."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from ingest.submissions.reference import MONEY_UNIT, Indicator, Reference, Unit
from ingest.vietnamese.folding import fold

_SEPARATORS = re.compile(r"[/]| - | mot | tren | tinh tren ")
_LIST = re.compile(r"[,;]|\bva\b")
_TITLED = re.compile(r"\s*(?:đvt|dvt|đơn\s+vị(?:\s+tính)?)\s*[:=]\s*", re.IGNORECASE)
"""What may stand before a unit in the title of a column: "(ĐVT: nghìn đồng)"."""
_SCALED_COUNT = re.compile(r"(?P<scale>nghin|ngan|1000|trieu)(?P<noun>nguoi|thanhvien|laodong|xavien|tv|luotnguoi)")
_SCALES = {"nghin": Decimal(1000), "ngan": Decimal(1000), "1000": Decimal(1000), "trieu": Decimal(1_000_000)}
_PER = re.compile(
    r"(?:1|mot)?(?:htx|lhhtx|tht|nguoi|ld|laodong|tv|thanhvien|xavien|to|nam|thang|hoptacxa|tohoptac|lienhiep|6thang|binhquan)"
)
_MONTH = "thang"
_MONTHLY = re.compile(r"(?<!\d )(?<!\d)\bthang\b(?! \d)")
_DITTO = frozenset({'"', "''", "”", "“", "nt", "-nt-", "- nt -", "//", "như trên", "〃"})
_INCOME = "_income_avg"
_MONTHS = Decimal(12)


def is_ditto(printed: str) -> bool:
    """Whether the mark says "as above"."""
    return printed.strip().lower() in _DITTO


def read_unit(printed: str, reference: Reference) -> Unit | None:
    """The unit a text names, or None where it is not known for certain."""
    return _read(printed.strip(), reference)


@lru_cache(maxsize=4096)
def _read(printed: str, reference: Reference) -> Unit | None:
    if not printed:
        return None
    if (known := reference.unit(printed)) is not None:
        return known
    index = _index(reference)
    if (known := index.get(_key(printed))) is not None:
        return replace(known, printed=printed)
    if match := _SCALED_COUNT.fullmatch(_key(printed)):
        noun = index.get(match["noun"])
        return Unit(printed, noun.canonical, _SCALES[match["scale"]]) if noun is not None else None
    first, *rest = [_key(part) for part in _SEPARATORS.split(fold(printed))]
    base = index.get(first)
    if base is None or base.canonical != MONEY_UNIT or not all(_PER.fullmatch(part) for part in rest if part):
        return None
    is_monthly = _MONTH in rest
    return Unit(printed, base.canonical, base.factor * (_MONTHS if is_monthly else 1))


@lru_cache(maxsize=4)
def _index(reference: Reference) -> dict[str, Unit]:
    return {_key(unit.printed): unit for unit in reference.units.values()}


def _key(printed: str) -> str:
    return re.sub(r"[.\s()]", "", fold(printed))


@lru_cache(maxsize=4096)
def money_unit(line: str, reference: Reference) -> Unit | None:
    """The one unit of money in a list such as "HTX, người, triệu đồng"; None where there are none or two."""
    if match := _TITLED.match(line):
        line = line[match.end() :]
    found = {
        unit.factor: unit
        for part in (line, *_LIST.split(line))
        if (unit := read_unit(part, reference)) is not None and unit.canonical == MONEY_UNIT
    }
    return next(iter(found.values())) if len(found) == 1 else None


def with_months(unit: Unit, label: str, indicator: Indicator) -> Unit:
    """Income that the label gives by the month is taken for a year: the indicator is per year."""
    if not indicator.code.endswith(_INCOME) or not _MONTHLY.search(fold(label)):
        return unit
    parts = fold(unit.printed)
    if "thang" in parts or "nam" in parts:
        return unit
    return replace(unit, factor=unit.factor * _MONTHS)
