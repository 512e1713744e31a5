"""The form that the report is laid out by: its columns, its rows, and what indicators and sectors are called."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A value column of the form: which period and which status its numbers have."""

    label_vi: str
    period_key: str
    value_status: str
    is_main: bool
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form, in its order; `indicator_key` is None for titles such as "Trong đó:"."""

    entity: str
    outline: str
    label_vi: str
    indicator_key: str | None
    printed_unit: str
    unit_factor: Decimal
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What an indicator is called and how its values behave; `display_order` is that of the seed."""

    indicator_key: str
    name_vi: str
    name_en: str
    canonical_unit: str
    stock_or_flow: str
    aggregation: str
    display_order: int


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of activity below its parent; those of the first level hang on "all"."""

    sector_code: str
    name_vi: str
    name_en: str
    parent_sector_code: str | None


@dataclass(frozen=True, slots=True)
class PeriodName:
    """A period that the report speaks of besides its own, with its days."""

    period_key: str
    name_vi: str
    name_en: str
    starts_on: date
    ends_on: date
    kind: Literal["half_year", "year"]


@dataclass(frozen=True, slots=True)
class Duty:
    """The owner's obligation that the publication answers."""

    obligation_code: str
    owner_code: str
    owner_name: str
    creditor_code: str
    creditor_name: str
    due_before: date
    cut_off_on: date | None
    legal_basis: str | None
    is_assumption: bool
    owner_name_en: str = ""
    creditor_name_en: str = ""
