"""Faults to plant into marts that hold none, as data: what is wrong, in which mart, and the SQL that makes it so.

Most are made from the catalogue, so that no mart and no column is left out: every number is scaled, emptied and
zeroed in one row, every key pointed elsewhere, every word, date and flag taken from another row, in every mart one row
deleted and one doubled. To these come faults written by hand that are wrong in a way that a table cannot know.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import psycopg

Expected = Literal["blocked", "reported"]
UNSEEN = {
    "mart_reporter_period.lhhtx_revenue_avg: one more": "a mean over none of them: weight 0, in no total",
    "mart_reporter_period.lhhtx_profit_avg: one more": "the same",
    "fct_rule_result.tolerance: scaled": "of a rule with a side missing: it compares nothing",
    "fct_rule_result.tolerance: one more": "the same",
    "fct_rule_result: a row lost": "the row taken is of a rule that a province could not be judged by",
}
"""Faults that no expectation can notice, and why."""
NUMBERS = frozenset({"numeric", "integer", "bigint"})
BUILD_COLUMN = "build_id"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with one row, or a few, of a mart."""

    name: str
    mart: str
    kind: str
    sql: str
    """With ``{marts}`` for the schema."""
    expected: Expected = "blocked"


@dataclass(frozen=True, slots=True)
class Column:
    mart: str
    name: str
    data_type: str

    @property
    def table(self) -> str:
        return f"{{marts}}.{self.mart}"

    def is_key(self) -> bool:
        return self.name.endswith(("_key", "_id", "_code")) and self.name != BUILD_COLUMN


def columns(connection: psycopg.Connection, schema: str) -> tuple[Column, ...]:
    """Every column of every mart that has rows, but for the id of the build."""
    found = connection.execute(
        "select table_name, column_name, data_type from information_schema.columns where table_schema = %s"
        " order by table_name, ordinal_position",
        (schema,),
    ).fetchall()
    return tuple(Column(*row) for row in found)


def systematic_faults(found: tuple[Column, ...]) -> Iterator[Fault]:
    """The faults that every mart and every column of it can have."""
    for mart in dict.fromkeys(column.mart for column in found):
        row = _a_row(f"{{marts}}.{mart}", "true", mart)
        yield Fault(f"{mart}: a row lost", mart, "lost row", f"delete from {{marts}}.{mart} where {row}")
        yield Fault(
            f"{mart}: a row doubled",
            mart,
            "doubled row",
            f"insert into {{marts}}.{mart} select * from {{marts}}.{mart} where {row}",
        )
    for column in found:
        yield from _of_a_column(column)


def _of_a_column(column: Column) -> Iterator[Fault]:
    if column.name == BUILD_COLUMN:
        yield _update(column, "build of another", f"'{'0' * 31}1'::uuid", "true")
    elif column.is_key():
        yield _update(column, "points elsewhere", _another(column), f"{column.name} is not null")
    elif column.data_type in NUMBERS:
        known = f"{column.name} <> 0"
        yield _update(column, "scaled", f"{column.name} * 1000", known)
        yield _update(column, "emptied", "null", known)
        yield _update(column, "zeroed", "0", known)
        yield _update(column, "one more", f"{column.name} + 1", f"{column.name} is not null")
        yield _update(column, "unknown as zero", "0", f"{column.name} is null")
    elif column.data_type == "boolean":
        yield _update(column, "turned round", f"not {column.name}", f"{column.name} is not null")
    elif column.data_type in ("date", "timestamp with time zone"):
        yield _update(column, "a year later", f"{column.name} + interval '1 year'", f"{column.name} is not null")
    elif column.data_type == "ARRAY":
        yield _update(column, "emptied", "'{}'", f"cardinality({column.name}) > 0")
    else:
        yield _update(column, "of another row", _another(column), f"{column.name} is not null")


def _update(column: Column, kind: str, value: str, where: str) -> Fault:
    """The fault in one row that has something to spoil."""
    row = _a_row(column.table, where, column.name)
    sql = f"update {column.table} as t set {column.name} = {value} where {row}"
    return Fault(f"{column.mart}.{column.name}: {kind}", column.mart, kind, sql)


def _another(column: Column) -> str:
    """The value of another row, in which it is another."""
    return (
        f"(select o.{column.name} from {column.table} o where o.{column.name} is distinct from t.{column.name}"
        f" and o.{column.name} is not null order by md5((to_jsonb(o) - '{BUILD_COLUMN}')::text) limit 1)"
    )


def _a_row(table: str, where: str, salt: str) -> str:
    """One row by an order that is anything but the table's, the same in every build."""
    seed = hashlib.sha256(salt.encode()).hexdigest()[:8]
    said = f"(to_jsonb(x) - '{BUILD_COLUMN}')::text"
    return f"ctid = (select x.ctid from {table} x where {where} order by md5('{seed}' || {said}) limit 1)"
