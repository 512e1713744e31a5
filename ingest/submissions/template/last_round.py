"""What reporters said in the round before, for the figures and names that a template shows beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from sqlalchemy import select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.tables import register_cell
from ingest.submissions.cells import ReadingKind
from ingest.submissions.history import DatabaseHistory
from ingest.submissions.period import parse_period
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import RegisterCell, RegisterField, RegisterRow, SubmissionReading
from ingest.submissions.template.content import Reporter


@dataclass(frozen=True, slots=True)
class Said:
    """What one reporter said; nothing for one who said nothing."""

    previous: PreviousRound | None = None
    cooperatives: tuple[RegisterRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """The last round as its files say it, by area or agency code."""

    by_code: dict[str, Said] = field(default_factory=dict)

    def of(self, reporter: Reporter) -> Said:
        return self.by_code.get(reporter.area_code or reporter.agency_code, Said())


def said_in_files(readings: Iterable[SubmissionReading]) -> ReadFiles:
    """From readings of the last round's files, refused ones left out; of two of a reporter the later one counts."""
    found = ReadFiles()
    for reading in readings:
        code = reading.agency_code or reading.area_code
        if code is None or reading.period is None or reading.outcome == "rejected":
            continue
        numbers = {value.coordinate: value.number for value in reading.values}
        known = {at: number for at, number in numbers.items() if number is not None}
        previous = PreviousRound(reading.file_sha256, parse_period(reading.period), known)
        found.by_code[code] = Said(previous, _once(reading.cooperatives))
    return found


class SaidInWarehouse:
    """The last round as the warehouse has it: the newest accepted reading of the reporter before `period_key`."""

    def __init__(self, settings: Settings, period_key: str) -> None:
        self._settings = settings
        self._history = DatabaseHistory(settings)
        self._period = parse_period(period_key)

    def of(self, reporter: Reporter) -> Said:
        previous = self._history.previous(reporter.area_code or None, reporter.agency_code or None, self._period)
        return Said() if previous is None else Said(previous, self._cooperatives(UUID(previous.reading_id)))

    def close(self) -> None:
        """Give back the connections."""
        self._history.close()

    def _cooperatives(self, reading_id: UUID) -> tuple[RegisterRow, ...]:
        columns = register_cell.c
        query = (
            select(register_cell)
            .where(columns.reading_id == reading_id, columns.is_second_copy.is_(False))
            .order_by(columns.sheet, columns.row_number)
        )
        rows: dict[tuple[str, int], dict[RegisterField, RegisterCell]] = {}
        engine = connect(self._settings)
        try:
            with engine.connect() as connection:
                for row in connection.execute(query):
                    cells = rows.setdefault((row.sheet, row.row_number), {})
                    cells[cast(RegisterField, row.field)] = RegisterCell(
                        row.sheet, row.cell, row.raw_text, cast(ReadingKind, row.reading), row.text_value
                    )
        finally:
            engine.dispose()
        return _once(RegisterRow(sheet, number, cells) for (sheet, number), cells in rows.items())


def _once(rows: Iterable[RegisterRow]) -> tuple[RegisterRow, ...]:
    """Every cooperative once, without those that have ceased to be."""
    return tuple(row for row in rows if not row.is_second_copy and row.text("status") != "ceased")
