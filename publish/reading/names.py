"""What indicators, sectors and periods are called, for those that the report speaks of."""

from collections.abc import Collection, Iterable
from typing import Protocol

from sqlalchemy import Connection, text

from publish.content import Indicator, PeriodName, Sector
from publish.reading.rows import record

_INDICATORS = text(
    """
    select indicator_key, name_vi, name_en, canonical_unit, stock_or_flow, aggregation, display_order
    from marts.dim_indicator
    where indicator_key = any(:keys)
    order by display_order, indicator_key
    """
)
_SECTORS = text(
    """
    with recursive named as (
        select sector_code, name_vi, name_en, parent_sector_code from marts.dim_sector where sector_code = any(:codes)
        union
        select parent.sector_code, parent.name_vi, parent.name_en, parent.parent_sector_code
        from named
        inner join marts.dim_sector as parent on named.parent_sector_code = parent.sector_code
    )

    select sector_code, name_vi, name_en, parent_sector_code
    from named
    where sector_code <> 'all'
    order by sector_code
    """
)
_PERIODS = text(
    """
    select period_key, name_vi, name_en, starts_on, ends_on, period_kind as kind
    from marts.dim_period
    where period_key = any(:keys)
    order by ends_on, starts_on desc, period_key
    """
)


class SpeaksOfIndicator(Protocol):
    """A part of the report about an indicator, maybe in a sector."""

    @property
    def indicator_key(self) -> str: ...
    @property
    def sector_code(self) -> str: ...


def indicator_keys(*parts: Iterable[SpeaksOfIndicator]) -> set[str]:
    """The indicators that the parts speak of."""
    return {one.indicator_key for part in parts for one in part}


def sector_codes(*parts: Iterable[SpeaksOfIndicator]) -> set[str]:
    """The sectors that the parts speak of."""
    return {one.sector_code for part in parts for one in part}


def read_indicators(connection: Connection, keys: Collection[str]) -> tuple[Indicator, ...]:
    """The indicators with these keys, in the order of the seed."""
    return tuple(record(Indicator, row) for row in connection.execute(_INDICATORS, {"keys": list(keys)}))


def read_sectors(connection: Connection, codes: Collection[str]) -> tuple[Sector, ...]:
    """The sectors with these codes and those above them, without the whole."""
    return tuple(record(Sector, row) for row in connection.execute(_SECTORS, {"codes": list(codes)}))


def read_periods(connection: Connection, keys: Collection[str]) -> tuple[PeriodName, ...]:
    """The periods with these keys, the earliest first."""
    return tuple(record(PeriodName, row) for row in connection.execute(_PERIODS, {"keys": list(keys)}))
