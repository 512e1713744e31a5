"""The reference data of the dbt project (its seeds) into the schema ``reference``, by COPY.

The tables are those that ``dbt seed`` makes, types and rows, in a fiftieth of its time: dbt guesses at every value and
takes half a minute for the communes. ``dbt seed`` by hand still works and is noticed.
"""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg import sql

from expectations.errors import BuildFailedError
from htx.settings import Settings
from ingest.raw.database import connect

REFERENCE_SCHEMA = "reference"
_CONTENT = "content sha256 "
"""Begins the comment of a table whose rows we loaded. ``dbt seed`` takes the comment away (a post-hook)."""
_OUTDATED = "_outdated_"
_INCOMING = "incoming_seed"

Cursor = psycopg.Cursor[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Seed:
    """A file of reference data and the types that its YAML declares."""

    path: Path
    column_types: Mapping[str, str]
    """SQL types by column, in the order of the file."""

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def content(self) -> str:
        """sha256 over the types and the bytes of the file."""
        return hashlib.sha256(repr(list(self.column_types.items())).encode() + self.path.read_bytes()).hexdigest()

    def rows(self) -> Iterator[list[str | None]]:
        """The rows as dbt reads them: nothing and the word "null" are null.

        Raises ``BuildFailedError`` where a row has more or fewer values than the file has columns.
        """
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            if header != list(self.column_types):
                raise BuildFailedError(f"{self.path.name}: its columns are not the column_types of its YAML; mend one")
            for row in reader:
                if len(row) != len(header):
                    raise BuildFailedError(
                        f"{self.path.name}, line {reader.line_num}: {len(row)} values for {len(header)} columns"
                    )
                yield [None if value.strip().lower() in {"", "null"} else value for value in row]


def read_seeds(project: Path) -> tuple[Seed, ...]:
    """The enabled seeds of a dbt project by name.

    Raises ``BuildFailedError`` for a file without declared types: a guess would make 1 of the code 01.
    """
    folder = project / "seeds"
    declared = {
        seed["name"]: seed.get("config", {})
        for path in sorted(folder.rglob("*.yml"))
        for seed in yaml.safe_load(path.read_text(encoding="utf-8")).get("seeds", [])
    }
    found = []
    for path in sorted(folder.rglob("*.csv"), key=lambda path: path.stem):
        config = declared.get(path.stem, {})
        if config.get("enabled", True):
            if not config.get("column_types"):
                raise BuildFailedError(f"{path.name}: its YAML in {folder.name}/ declares no column_types; add them")
            found.append(Seed(path, config["column_types"]))
    return tuple(found)


def load_reference(settings: Settings) -> tuple[str, ...]:
    """Load the seeds that have changed since they were loaded, all in one transaction; return their names.

    No table is dropped that a view hangs on. Readers see the rows of before or those of after, never none.
    Raises ``BuildFailedError`` where a file does not fit its types.
    """
    seeds = read_seeds(settings.dbt_project_dir)
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            with driver.cursor() as cursor:
                return _load(cursor, seeds)
    finally:
        engine.dispose()


def _load(cursor: Cursor, seeds: Sequence[Seed]) -> tuple[str, ...]:
    cursor.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(REFERENCE_SCHEMA)))
    standing = _standing(cursor)
    changed = [seed for seed in seeds if standing.get(seed.name) != _CONTENT + seed.content]
    for seed in changed:
        try:
            _replace(cursor, seed, is_standing=seed.name in standing)
        except psycopg.DataError as error:
            where = (error.diag.context or "").splitlines()
            reason = " ".join([error.diag.message_primary or str(error), *where[:1]])
            raise BuildFailedError(f"{seed.path.name} does not fit its column_types: {reason}") from error
    _drop_outdated(cursor, [name for name in _standing(cursor) if _OUTDATED in name])
    return tuple(seed.name for seed in changed)


def _standing(cursor: Cursor) -> dict[str, str | None]:
    """The comment of each table of the schema."""
    cursor.execute(
        "select relname, obj_description(oid, 'pg_class') from pg_class"
        " where relnamespace = %s::regnamespace and relkind = 'r' order by relname",
        [REFERENCE_SCHEMA],
    )
    return dict(cursor.fetchall())


def _replace(cursor: Cursor, seed: Seed, *, is_standing: bool) -> None:
    """Put the rows of a file in the place of those in its table."""
    table, incoming = sql.Identifier(REFERENCE_SCHEMA, seed.name), sql.Identifier("pg_temp", _INCOMING)
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(declared)) for name, declared in seed.column_types.items()
    )
    cursor.execute(sql.SQL("create temporary table {} ({})").format(sql.Identifier(_INCOMING), columns))
    with cursor.copy(sql.SQL("copy {} from stdin").format(incoming)) as copy:
        for row in seed.rows():
            copy.write_row(row)
    if is_standing and not _have_equal_columns(cursor, table.as_string(), incoming.as_string()):
        set_aside = f"{seed.name}{_OUTDATED}{seed.content[:8]}"
        cursor.execute(sql.SQL("alter table {} rename to {}").format(table, sql.Identifier(set_aside)))
        is_standing = False
    if is_standing:
        cursor.execute(sql.SQL("delete from {}").format(table))  # truncate would empty it for who reads just now
    else:
        cursor.execute(sql.SQL("create table {} ({})").format(table, columns))
    cursor.execute(sql.SQL("insert into {} select * from {}").format(table, incoming))
    cursor.execute(sql.SQL("comment on table {} is {}").format(table, sql.Literal(_CONTENT + seed.content)))
    cursor.execute(sql.SQL("analyze {}").format(table))
    cursor.execute(sql.SQL("drop table {}").format(incoming))


def _have_equal_columns(cursor: Cursor, left: str, right: str) -> bool:
    cursor.execute(
        "select array_agg((attname, format_type(atttypid, atttypmod))::text order by attnum) from pg_attribute"
        " where attrelid in (%s::regclass, %s::regclass) and attnum > 0 and not attisdropped group by attrelid",
        [left, right],
    )
    first, second = cursor.fetchall()
    return bool(first == second)


def _drop_outdated(cursor: Cursor, names: Sequence[str]) -> None:
    """Drop tables that were set aside, but for those that views still hang on: dbt binds them to the new table."""
    for name in names:
        cursor.execute("savepoint dropping")
        try:
            cursor.execute(sql.SQL("drop table {}").format(sql.Identifier(REFERENCE_SCHEMA, name)))
        except psycopg.errors.DependentObjectsStillExist:
            cursor.execute("rollback to savepoint dropping")
