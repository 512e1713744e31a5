"""Reference data that reading needs, loaded from the seeds: the only copy, shared with dbt."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import cast

from ingest.submissions.form import Form, FormColumn, FormRow
from ingest.submissions.period import ValueColumnName
from ingest.submissions.places import Area, Places, load_places, split_place
from ingest.vietnamese.folding import fold

MONEY_UNIT = "VND"
PERCENT_UNIT = "percent"
_COUNT_AGGREGATION = "sum"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator; its key is (entity, code), since codes repeat across entities."""

    code: str
    entity: str
    name_vi: str
    name_en: str
    unit: str
    canonical_unit: str
    stock_or_flow: str
    aggregation: str
    weight_code: str | None
    parent_code: str | None

    @property
    def is_flow(self) -> bool:
        return self.stock_or_flow == "flow"

    @property
    def is_money(self) -> bool:
        return self.canonical_unit == MONEY_UNIT

    @property
    def is_percent(self) -> bool:
        return self.canonical_unit == PERCENT_UNIT

    @property
    def is_count(self) -> bool:
        """Whether only whole numbers make sense: things and people, not money, shares or hectares."""
        return (
            self.aggregation == _COUNT_AGGREGATION
            and not self.is_money
            and self.canonical_unit not in {PERCENT_UNIT, "ha"}
        )


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the economy; `parent_code` is None for all of it."""

    code: str
    name_vi: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit: one of it is `factor` of the canonical unit."""

    printed: str
    canonical: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule is called, how grave it is, and its words with {named} places for the numbers."""

    rule_code: str
    family: str
    severity: str
    sentence_vi: str
    mend_vi: str
    sentence_en: str
    mend_en: str


@dataclass(frozen=True, slots=True)
class PlausibleRange:
    """Bounds, both included, within which a value in its canonical unit is credible."""

    low: Decimal
    high: Decimal
    half_year_low: Decimal
    """The lower bound of the first six months."""


@dataclass(frozen=True, slots=True)
class Agency:
    """A department or office that is no area; its code ends in its province's ("skhdt-79")."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy line of support money (form A-3)."""

    code: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """All that a reading looks up."""

    indicators: Mapping[tuple[str, str], Indicator]
    """By (entity, indicator code)."""
    forms: Mapping[str, Form]
    sectors: Mapping[str, Sector]
    units: Mapping[str, Unit]
    """By the folded spelling without spaces; see `unit`."""
    rules: Mapping[str, RuleText]
    places: Places
    agencies: Mapping[str, Agency]
    """By agency code."""
    ranges: Mapping[tuple[str, str, str], PlausibleRange]
    """By entity, indicator code and code of what it is divided by (empty: nothing), for any area and all sectors."""
    policies: Mapping[str, Policy]
    """Policy lines of support money by code, in their order."""

    def indicator(self, entity: str, code: str) -> Indicator:
        return self.indicators[entity, code]

    def unit(self, printed: str) -> Unit | None:
        """The unit of that spelling, or None where it is not known."""
        return self.units.get(unit_key(printed))

    @property
    def areas(self) -> Mapping[str, tuple[Area, ...]]:
        """The country, provinces and districts by code; a code may have been used again."""
        return self.places.areas

    def areas_named(self, full_name: str) -> tuple[Area, ...]:
        """All areas that ever bore that full name, kind included; names repeat between provinces."""
        return self.places.named(*split_place(full_name))

    def area(self, code: str, day: date) -> Area | None:
        """The area that carried that code on that day; the last that ever did where none did."""
        candidates = self.places.with_code(code)
        if not candidates:
            return None
        return next((area for area in candidates if area.is_valid_on(day)), candidates[-1])


def unit_key(printed: str) -> str:
    """The key under which spellings of a unit compare equal: no marks, no spaces."""
    return fold(printed).replace(" ", "")


@lru_cache(maxsize=4)
def load_reference(seeds_dir: Path) -> Reference:
    """The reference data of a seeds folder; seeds of places may be absent, they are then not resolved."""
    return Reference(
        indicators={(indicator.entity, indicator.code): indicator for indicator in _indicators(seeds_dir)},
        forms=_forms(seeds_dir),
        sectors={sector.code: sector for sector in _sectors(seeds_dir)},
        units={unit_key(unit.printed): unit for unit in _units(seeds_dir)},
        rules={rule["rule_code"]: RuleText(**rule) for rule in _rows(seeds_dir / "rules.csv")},
        places=load_places(seeds_dir),
        agencies={agency.code: agency for agency in _agencies(seeds_dir)},
        ranges=dict(_ranges(seeds_dir)),
        policies={policy.code: policy for policy in _policies(seeds_dir)},
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _ranges(seeds_dir: Path) -> Iterator[tuple[tuple[str, str, str], PlausibleRange]]:
    for row in _rows(seeds_dir / "plausibility.csv"):
        if row["area_level"] == "" and row["sector_code"] == "all":
            low = Decimal(row["low"])
            half_year_low = Decimal(row["half_year_low"]) if row["half_year_low"] else low
            key = (row["entity"], row["indicator_code"], row["per_indicator_code"])
            yield key, PlausibleRange(low, Decimal(row["high"]), half_year_low)


def _indicators(seeds_dir: Path) -> Iterator[Indicator]:
    for row in _rows(seeds_dir / "indicators.csv"):
        yield Indicator(
            code=row["code"],
            entity=row["entity"],
            name_vi=row["name_vi"],
            name_en=row["name_en"],
            unit=row["unit"],
            canonical_unit=row["canonical_unit"],
            stock_or_flow=row["stock_or_flow"],
            aggregation=row["aggregation"],
            weight_code=row["weight_code"] or None,
            parent_code=row["parent_code"] or None,
        )


def _forms(seeds_dir: Path) -> dict[str, Form]:
    rows: defaultdict[tuple[str, str], list[FormRow]] = defaultdict(list)
    columns: defaultdict[tuple[str, str], list[FormColumn]] = defaultdict(list)
    for row in _rows(seeds_dir / "form_rows.csv"):
        rows[row["form_code"], row["form_version"]].append(_form_row(row))
    for row in _rows(seeds_dir / "form_columns.csv"):
        columns[row["form_code"], row["form_version"]].append(_form_column(row))
    return {
        code: Form(
            code=code,
            version=version,
            rows=tuple(sorted(form_rows, key=lambda row: row.order)),
            columns=tuple(sorted(columns[code, version], key=lambda column: column.order)),
        )
        for (code, version), form_rows in sorted(rows.items())
    }


def _form_row(row: Mapping[str, str]) -> FormRow:
    return FormRow(
        order=int(row["row_order"]),
        outline=row["outline"],
        label_vi=row["label_vi"],
        label_en=row["label_en"],
        indicator_code=row["indicator_code"] or None,
        entity=row["entity"],
        sector_code=row["sector_code"],
        printed_unit=row["printed_unit"],
        is_required=row["required"] == "true",
    )


def _form_column(row: Mapping[str, str]) -> FormColumn:
    return FormColumn(
        order=int(row["column_order"]),
        value_column=cast(ValueColumnName, row["value_column"]),
        label_vi=row["label_vi"],
        label_en=row["label_en"],
        value_status=row["value_status"],
        period_offset_years=int(row["period_offset_years"]),
        period_part=row["period_part"],
    )


def _sectors(seeds_dir: Path) -> Iterator[Sector]:
    for row in _rows(seeds_dir / "sectors.csv"):
        yield Sector(row["code"], row["name_vi"], row["parent_code"] or None)


def _units(seeds_dir: Path) -> Iterator[Unit]:
    for row in _rows(seeds_dir / "units.csv"):
        yield Unit(row["printed_unit"], row["canonical_unit"], Decimal(row["factor"]))


def _policies(seeds_dir: Path) -> Iterator[Policy]:
    for row in sorted(_rows(seeds_dir / "support_policies.csv"), key=lambda row: int(row["policy_order"])):
        yield Policy(row["policy_code"], row["name_vi"], row["name_en"])


def _agencies(seeds_dir: Path) -> Iterator[Agency]:
    path = seeds_dir / "agencies.csv"
    for row in _rows(path) if path.exists() else ():
        yield Agency(row["agency_code"], row["name_vi"], _day(row["valid_from"]), _day(row["valid_to"]))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
