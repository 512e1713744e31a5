"""The schemas that marts live in, as the catalogue knows them: what is there, who depends on it, how it goes."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, column, func, select, table, text, union

CANDIDATE_SCHEMA = "marts_candidate"
"""What dbt builds; nobody reads it yet."""
MARTS_SCHEMA = "marts"
"""What readers read; it comes from the swap alone."""
RETIRED_PREFIX = "marts_retired_"
"""Former marts, on their way out."""
READER_ROLE = "htx_reader"
_SAFE_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Dependant:
    """An object outside a schema that hangs on a table inside it, e.g. an analyst's view."""

    kind: str
    name: str
    mend_sql: str | None
    """For a view: the statement that binds it to ``marts`` again, for its owner to run."""


def quoted(name: str) -> str:
    """A schema or table name as SQL; the warehouse's own are plain, so anything else is refused."""
    if not _SAFE_NAME.fullmatch(name):
        raise ValueError(f"not a name of a schema or table of the warehouse: {name!r}")
    return f'"{name}"'


def exists(connection: Connection, schema: str) -> bool:
    return bool(connection.scalar(text("select to_regnamespace(:schema) is not null"), {"schema": schema}))


def tables(connection: Connection, schema: str) -> tuple[str, ...]:
    """Names of the tables of a schema, sorted."""
    return tuple(
        connection.scalars(
            text(
                "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where n.nspname = :schema and c.relkind in ('r', 'p') order by c.relname"
            ),
            {"schema": schema},
        )
    )


def retired_schemas(connection: Connection) -> tuple[str, ...]:
    return tuple(
        connection.scalars(
            text("select nspname from pg_namespace where starts_with(nspname, :prefix) order by nspname"),
            {"prefix": RETIRED_PREFIX},
        )
    )


def tables_without_build_id(connection: Connection, schema: str) -> tuple[str, ...]:
    """Tables that cannot say which build made them."""
    return tuple(
        connection.scalars(
            text(
                "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where n.nspname = :schema and c.relkind in ('r', 'p') and not exists (select from pg_attribute a"
                " where a.attrelid = c.oid and a.attname = 'build_id' and not a.attisdropped) order by c.relname"
            ),
            {"schema": schema},
        )
    )


def build_ids(connection: Connection, schema: str) -> frozenset[uuid.UUID]:
    """Every build id that stands in a row of a schema; one, unless something went wrong."""
    silent = set(tables_without_build_id(connection, schema))
    named = (
        table(name, column("build_id"), schema=schema) for name in tables(connection, schema) if name not in silent
    )
    selects = [select(one.c.build_id) for one in named]
    return frozenset(connection.scalars(union(*selects))) if selects else frozenset()


def row_counts(connection: Connection, schema: str) -> dict[str, int]:
    """Rows by table, counted."""
    return {
        name: connection.scalar(select(func.count()).select_from(table(name, schema=schema))) or 0
        for name in tables(connection, schema)
    }


def dependants(connection: Connection, schema: str) -> tuple[Dependant, ...]:
    """Views, functions and foreign keys of other schemas that hang on a table of this one."""
    rows = connection.execute(text(_DEPENDANTS), {"schema": schema})
    return tuple(
        Dependant(row.kind, row.name, _bound_to_marts(row.kind, row.name, row.definition, schema)) for row in rows
    )


def drop_schema(connection: Connection, schema: str) -> None:
    """Drop a schema and the tables in it, never with CASCADE.

    The server refuses where anything else hangs on them (sqlstate 2BP01); the caller sets
    ``lock_timeout`` where readers may be inside.
    """
    names = tables(connection, schema)
    if names:
        listed = ", ".join(f"{quoted(schema)}.{quoted(name)}" for name in names)
        connection.execute(text(f"drop table {listed}"))
    connection.execute(text(f"drop schema if exists {quoted(schema)}"))


def readers(connection: Connection, schema: str) -> tuple[int, ...]:
    """Server processes with a lock on a table of a schema, without our own."""
    return tuple(
        connection.scalars(
            text(
                "select distinct l.pid from pg_locks l join pg_class c on c.oid = l.relation"
                " join pg_namespace n on n.oid = c.relnamespace where n.nspname = :schema and l.granted"
                " and l.pid <> pg_backend_pid() and l.database ="
                " (select oid from pg_database where datname = current_database()) order by l.pid"
            ),
            {"schema": schema},
        )
    )


def sentence(items: Iterable[object]) -> str:
    return ", ".join(str(item) for item in items)


def _bound_to_marts(kind: str, name: str, definition: str | None, schema: str) -> str | None:
    if kind != "view" or definition is None:
        return None
    body = definition.replace(f"{schema}.", f"{MARTS_SCHEMA}.").strip()
    return f"create or replace view {name} as {body}"


_DEPENDANTS = """
with inside as (
    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = :schema
)
select distinct
    case v.relkind when 'm' then 'materialized view' else 'view' end as kind,
    format('%I.%I', n.nspname, v.relname) as name,
    pg_get_viewdef(v.oid) as definition
from pg_depend d
join inside on d.refclassid = 'pg_class'::regclass and d.refobjid = inside.oid
join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
join pg_class v on v.oid = r.ev_class
join pg_namespace n on n.oid = v.relnamespace
where n.nspname <> :schema
union
select distinct 'function', format('%I.%I', n.nspname, p.proname), null
from pg_depend d
join inside on d.refclassid = 'pg_class'::regclass and d.refobjid = inside.oid
join pg_proc p on d.classid = 'pg_proc'::regclass and d.objid = p.oid
join pg_namespace n on n.oid = p.pronamespace
where n.nspname <> :schema
union
select distinct 'foreign key', format('%I on %s', k.conname, k.conrelid::regclass), null
from pg_constraint k
join inside on k.confrelid = inside.oid
where k.contype = 'f' and k.conrelid not in (select oid from inside)
order by 1, 2
"""
