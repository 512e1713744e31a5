"""Readings into the raw tables: each with all that it holds, or not at all."""

from collections.abc import Sequence

from sqlalchemy import Connection

from ingest.raw import tables
from ingest.raw.loader import copy_lines, insert_new
from ingest.submissions.rows import COLUMNS, ReadingRows


def load_readings(connection: Connection, readings: Sequence[ReadingRows]) -> dict[str, int]:
    """Load readings whose files stand there; one that stands there already brings none of its rows again.

    Returns how many rows each table got. The caller commits.
    """
    by_id = {one.reading_id: one for one in readings}
    new_ids = insert_new(connection, tables.submission_reading, [one.reading for one in by_id.values()])
    new = [one for reading_id, one in by_id.items() if reading_id in new_ids]
    added = {tables.submission_reading.name: len(new)}
    for table, columns in COLUMNS.items():
        lines = [one.lines[table] for one in new if one.lines[table]]
        added[table.name] = copy_lines(connection, table, columns, lines) if lines else 0
    return added
