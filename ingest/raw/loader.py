"""The COPY loader: many rows into a raw table, each once."""

from collections.abc import Mapping, Sequence

from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import JSONB


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
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor:
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
