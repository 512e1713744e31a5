"""Planting faults into marts, one at a time, and asking the gate's own expectations about each.

Every fault is planted in a transaction that is rolled back. An expectation is asked where it reads the mart that was
changed; as in the gate, one that has no row to judge says nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import psycopg

from expectations.suites import ALL_SUITES
from expectations.suites.check import Check, Subject, Suite
from tests.expectations.planted_faults import Fault

Ending = Literal["blocked", "reported", "not built", "nothing to spoil", "missed"]
_MART = re.compile(r"\{marts\}\.(\w+)")
_CATALOGUE = "pg_class"
_REFUSED_BY_THE_TABLE = (psycopg.errors.IntegrityError, psycopg.errors.DataError)
"""A key, a reference, a known value, a not-null or a type of the table: dbt would have failed."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What became of a fault: blocked or reported by an expectation, or refused by the structure of its table."""

    fault: Fault
    ending: Ending
    noticed_by: str = ""

    @property
    def is_noticed(self) -> bool:
        return self.ending in ("blocked", "reported", "not built")

    @property
    def is_as_expected(self) -> bool:
        return self.is_noticed and not (self.fault.expected == "blocked" and self.ending == "reported")


@dataclass(frozen=True, slots=True)
class _Asked:
    """An expectation as SQL: how many rows fail; none where there is nothing to judge."""

    key: str
    severity: str
    sql: str
    marts: frozenset[str]

    def reads(self, mart: str) -> bool:
        return mart in self.marts or _CATALOGUE in self.sql


class Field:
    """Marts that stand in a schema, with the answers of all expectations before anything is planted."""

    def __init__(self, connection: psycopg.Connection, schema: str) -> None:
        self._connection = connection
        self._schema = schema
        connection.execute("set plan_cache_mode = force_generic_plan")
        connection.execute("set jit = off")
        row = connection.execute(f"select build_id from {schema}.dim_province limit 1").fetchone()  # type: ignore[arg-type]
        assert row is not None
        subject = Subject(schema, row[0])
        self._asked = tuple(_asked(suite, check, subject) for suite in ALL_SUITES for check in suite.checks)
        self._untouched = {one.key: self._failing(one) for one in self._asked}
        self._noticed: Counter[tuple[str, str]] = Counter()

    @property
    def untouched(self) -> Mapping[str, int]:
        """Failing rows by expectation, of those that fail before anything is planted; and how grave it is."""
        return {one.key: self._untouched[one.key] for one in self._asked if self._untouched[one.key]}

    @property
    def blocking(self) -> list[str]:
        return [one.key for one in self._asked if one.severity == "critical" and self._untouched[one.key]]

    def plant_all(self, faults: Iterable[Fault]) -> Iterator[Planted]:
        for fault in faults:
            with self._connection.transaction(force_rollback=True):
                planted = self._plant(fault)
            yield planted

    def _plant(self, fault: Fault) -> Planted:
        try:
            with self._connection.transaction():
                sql = fault.sql.replace("{marts}", self._schema)
                changed = self._connection.execute(sql, prepare=False)  # type: ignore[arg-type]
        except _REFUSED_BY_THE_TABLE as error:
            return Planted(fault, "not built", type(error).__name__)
        if changed.rowcount == 0:
            return Planted(fault, "nothing to spoil")
        reported = ""
        for one in sorted((one for one in self._asked if one.reads(fault.mart)), key=lambda o: self._order(o, fault)):
            try:
                if self._failing(one) in (0, self._untouched[one.key]):
                    continue
            except psycopg.Error:
                return Planted(fault, "blocked", f"{one.key}, which could not be judged")
            self._noticed[one.key, fault.mart] += 1
            if one.severity == "critical":
                return Planted(fault, "blocked", one.key)
            reported = reported or one.key
        return Planted(fault, "reported", reported) if reported else Planted(fault, "missed")

    def _order(self, one: _Asked, fault: Fault) -> tuple[bool, int]:
        """What blocks first, and of these what noticed most so far."""
        return one.severity != "critical", -self._noticed[one.key, fault.mart]

    def _failing(self, one: _Asked) -> int:
        row = self._connection.execute(one.sql, prepare=True).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return int(row[0])


def _asked(suite: Suite, check: Check, subject: Subject) -> _Asked:
    failing, judged = check.failing_rows(), check.judged_rows()
    if failing is None:
        sql = subject.sql(suite.mart, "select (not exists (select from {batch}))::integer")
        return _Asked(f"{suite.name}.{check.name}", check.severity, sql, frozenset({suite.mart}))
    template = f"select count(*) from ({failing}) failing"
    if judged is not None:
        template = f"select case when exists (select from ({judged}) judged) then ({template}) else 0 end"
    marts = {*_MART.findall(template), *((suite.mart,) if "{batch}" in template else ())}
    return _Asked(f"{suite.name}.{check.name}", check.severity, subject.sql(suite.mart, template), frozenset(marts))


def table_of(planted: Iterable[Planted]) -> str:
    """The share that was noticed, by mart and by kind of fault, as lines to print."""
    found = [one for one in planted if one.ending != "nothing to spoil"]
    lines = []
    for title, name in (("mart", lambda one: one.fault.mart), ("kind", lambda one: one.fault.kind)):
        lines.append(f"{title:32}{'planted':>9}{'blocked':>9}{'not built':>11}{'reported':>10}{'noticed':>9}")
        for group in sorted({name(one) for one in found}):
            lines.append(_line(group, [one for one in found if name(one) == group]))
        lines.append("")
    return "\n".join([*lines, _line("all", found)])


def _line(name: str, planted: list[Planted]) -> str:
    endings = Counter(one.ending for one in planted)
    share = sum(one.is_noticed for one in planted) / len(planted)
    return (
        f"{name:32}{len(planted):9}{endings['blocked']:9}{endings['not built']:11}{endings['reported']:10}{share:9.1%}"
    )
