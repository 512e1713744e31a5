"""Rows into raw tables by COPY, each once."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from psycopg import Cursor, sql
from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import JSONB

Row = Sequence[object]
"""Texts, numbers, ids, booleans, JSON objects and None, in the order of the columns they go to."""

_NULL = r"\N"
_NOT_STORABLE = re.compile(r"[\0\ud800-\udfff]")
"""PostgreSQL holds neither NUL nor half a surrogate pair; a sender's file may."""
_ESCAPES = {ord("\\"): r"\\", ord("\t"): r"\t", ord("\n"): r"\n", ord("\r"): r"\r", 0: "\ufffd"}
_ESCAPES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def append(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> int:
    """Append the rows that the table does not hold yet; return how many were added.

    Rows go by COPY into a temporary table and from there with ``on conflict do nothing``, so that
    a repeated load adds nothing. All rows must have the keys of the first; the caller commits.
    """
    if not rows:
        return 0
    names = list(rows[0])
    json_names = {column.name for column in table.columns if isinstance(column.type, JSONB)}
    target = sql.Identifier(table.schema or "public", table.name)
    staging = sql.Identifier(f"incoming_{table.name}")
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    with _cursor(connection) as cursor:
        cursor.execute(sql.SQL("drop table if exists pg_temp.{}").format(staging))
        cursor.execute(
            sql.SQL("create temporary table {} on commit drop as select {} from {} with no data").format(
                staging, columns, target
            )
        )
        with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(staging, columns)) as copy:
            for row in rows:
                copy.write_row([Jsonb(row[name]) if name in json_names else row[name] for name in names])
        cursor.execute(
            sql.SQL("insert into {} ({}) select {} from {} on conflict do nothing").format(
                target, columns, columns, staging
            )
        )
        return int(cursor.rowcount)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> set[object]:
    """Insert the few rows that the table does not hold yet; return their keys. The table has a key of one column.
    All rows must have the keys of the first.

    Another transaction that inserts one of them at the same moment is waited for: one of the two adds it.
    """
    if not rows:
        return set()
    (key,) = table.primary_key.columns
    in_order = sorted(rows, key=lambda row: str(row[key.name]))  # two loaders never wait for each other in a ring
    target = sql.Identifier(table.schema or "public", table.name)
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    statement = sql.SQL(
        "insert into {0} ({1}) select {1} from json_populate_recordset(null::{0}, %s) "
        "on conflict do nothing returning {2}"
    ).format(target, columns, sql.Identifier(key.name))
    as_json = json.dumps([{name: _storable(value) for name, value in row.items()} for row in in_order], default=str)
    with _cursor(connection) as cursor:
        return {added for (added,) in cursor.execute(statement, [as_json])}


def copy_lines(connection: Connection, table: Table, columns: Sequence[str], lines: Iterable[bytes]) -> int:
    """Load lines that `copy_line` wrote straight into a table; return how many there were.

    For rows that hang on one that `insert_new` has just added: none of them can stand there yet.
    """
    loaded = 0
    target = sql.Identifier(table.schema or "public", table.name)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with _cursor(connection) as cursor, cursor.copy(sql.SQL("copy {} ({}) from stdin").format(target, names)) as copy:
        for block in lines:
            copy.write(block)
            loaded += block.count(b"\n")
    return loaded


def copy_line(row: Row) -> str:
    """A row in the text format of COPY, its line end included."""
    return "\t".join([_ENCODERS[type(value)](value) for value in row]) + "\n"


def copy_text(value: str | None) -> str:
    """A text in the text format of COPY."""
    if value is None:
        return _NULL
    if value.isprintable() and "\\" not in value:  # all that is escaped below is a backslash or cannot be printed
        return value
    return value.translate(_ESCAPES)


def copy_number(value: Decimal | None) -> str:
    """A number in the text format of COPY."""
    return _NULL if value is None else str(value)


def _json(value: Mapping[str, object]) -> str:
    return copy_text(json.dumps({name: _storable(part) for name, part in value.items()}, ensure_ascii=False))


def _storable(value: object) -> object:
    return _NOT_STORABLE.sub("\ufffd", value) if isinstance(value, str) else value


def _cursor(connection: Connection) -> Cursor[tuple[object, ...]]:
    driver = connection.connection.driver_connection
    assert driver is not None
    cursor: Cursor[tuple[object, ...]] = driver.cursor()
    return cursor


_ENCODERS: dict[type, Callable[..., str]] = {
    str: copy_text,
    type(None): lambda _: _NULL,
    bool: lambda value: "t" if value else "f",
    int: str,
    Decimal: str,
    UUID: str,
    dict: _json,
}
