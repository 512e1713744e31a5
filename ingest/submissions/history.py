"""Earlier rounds from the raw tables: what the same reporter said a round before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.tables import receipt, submission_reading, submission_value
from ingest.submissions.period import Period, ValueColumnName, parse_period
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate
from ingest.submissions.reference import Reference, load_reference

_Reporter = tuple[str | None, str | None]
"""Area code and agency code: one of both is known."""


@dataclass(frozen=True, slots=True)
class _Known:
    """An accepted reading of a reporter for a period."""

    reading_id: UUID
    period: Period


class DatabaseHistory:
    """The `History` of a warehouse. Which readings there are is asked once, their figures when they are wanted.

    It can be sent to another process, where it connects anew. Readings that are added later are not seen.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._readings: Mapping[_Reporter, tuple[_Known, ...]] | None = None

    def __getstate__(self) -> dict[str, object]:
        return {"_settings": self._settings, "_engine": None, "_readings": self._readings}

    def previous(self, area_code: str | None, agency_code: str | None, period: Period) -> PreviousRound | None:
        """The reporter's newest accepted figures of the last period before `period` that there are any of.

        None where there is none, and where the code meant another area then: codes were used again in 2025.
        """
        if area_code is None and agency_code is None:
            return None
        self.look_up()
        assert self._readings is not None
        earlier = (known for known in self._readings.get((area_code, agency_code), ()) if _ends_before(known, period))
        last = max(earlier, key=lambda known: _last_day(known.period), default=None)
        if last is None or not self._is_same_area(area_code, last.period, period):
            return None
        return PreviousRound(str(last.reading_id), last.period, self._numbers(last.reading_id))

    def look_up(self) -> None:
        """Ask now which readings there are, so that copies in other processes all know the same."""
        if self._readings is None:
            self._readings = self._known_readings()

    def close(self) -> None:
        """Give back the connections."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def _connected(self) -> Engine:
        if self._engine is None:
            self._engine = connect(self._settings)
        return self._engine

    @property
    def _reference(self) -> Reference:
        return load_reference(self._settings.seeds_dir)

    def _known_readings(self) -> dict[_Reporter, tuple[_Known, ...]]:
        """Of each reporter and period, the newest reading of the newest arrival that was not refused."""
        reading = submission_reading.c
        query = (
            select(reading.reading_id, reading.area_code, reading.agency_code, reading.period)
            .join(
                receipt,
                (receipt.c.file_sha256 == reading.file_sha256)
                & receipt.c.round_period.is_not_distinct_from(reading.round_period),
            )
            .where(reading.outcome != "rejected", reading.period.is_not(None))
            .where(func.coalesce(reading.area_code, reading.agency_code).is_not(None))
            .ext(distinct_on(reading.area_code, reading.agency_code, reading.period))
            .order_by(
                reading.area_code,
                reading.agency_code,
                reading.period,
                receipt.c.received_at.desc(),
                receipt.c.receipt_id.desc(),
                reading.read_at.desc(),
            )
        )
        found: dict[_Reporter, list[_Known]] = {}
        with self._connected().connect() as connection:
            for row in connection.execute(query):
                known = _Known(row.reading_id, parse_period(row.period))
                found.setdefault((row.area_code, row.agency_code), []).append(known)
        return {reporter: tuple(readings) for reporter, readings in found.items()}

    def _numbers(self, reading_id: UUID) -> dict[Coordinate, Decimal]:
        value = submission_value.c
        query = (
            select(
                value.entity,
                value.indicator_code,
                value.sector_code,
                value.value_column,
                value.reading,
                value.value_printed,
                value.printed_unit,
            )
            .where(value.reading_id == reading_id, value.reading != "unknown")
            .order_by(value.sheet, func.length(value.cell), value.cell)
        )
        numbers: dict[Coordinate, Decimal] = {}
        with self._connected().connect() as connection:
            for row in connection.execute(query):
                at = Coordinate(
                    row.entity, row.indicator_code, row.sector_code, cast(ValueColumnName, row.value_column)
                )
                number = self._canonical(row.reading, row.value_printed, row.printed_unit)
                if number is not None:
                    numbers.setdefault(at, number)
        return numbers

    def _canonical(self, reading: str, printed: Decimal | None, printed_unit: str) -> Decimal | None:
        if reading == "zero":
            return Decimal(0)
        unit = self._reference.unit(printed_unit)
        return None if printed is None or unit is None else printed * unit.factor

    def _is_same_area(self, area_code: str | None, then: Period, now: Period) -> bool:
        if area_code is None:
            return True
        reference = self._reference
        return reference.area(area_code, _last_day(then)) == reference.area(area_code, _last_day(now))


def _ends_before(known: _Known, period: Period) -> bool:
    """Whether a round comes before another: by its last day, and the half-year before the year it is part of."""
    return _last_day(known.period) < _last_day(period)


def _last_day(period: Period) -> date:
    return date(period.year, 6, 30) if period.half == 1 else date(period.year, 12, 31)
