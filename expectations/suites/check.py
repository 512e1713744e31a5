"""How an expectation is declared: what must hold, how grave it is, and what is said where it does not.

SQL in a declaration may name ``{batch}`` (the mart the suite is about), ``{marts}`` (the schema that is judged),
``{staging}`` and ``{intermediate}`` (the layers below it), ``{build_id}``, ``{known_until}`` (what arrived later is not
asked for) and ``{began}`` (what was loaded later is not either); nothing else in braces means anything.
"""

import uuid
from dataclasses import dataclass
from typing import Literal

DeclaredSeverity = Literal["critical", "warning"]


@dataclass(frozen=True, slots=True)
class NoSuchRows:
    """The query finds nothing; each row it does find is a case that should not be."""

    query: str


@dataclass(frozen=True, slots=True)
class Between:
    """Every value of a column that is not null lies between two bounds, both included; ``None`` is no bound."""

    column: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class HasRows:
    """The mart is not empty."""


Requirement = NoSuchRows | Between | HasRows


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation.

    ``critical`` is what we did wrong: it blocks. ``warning`` is a contradiction inside what others
    handed in or wrote: it is printed. ``applies_to`` selects the rows that are judged (default: all
    of the mart); where there are none the check has nothing to say, which is not a pass.
    """

    name: str
    severity: DeclaredSeverity
    sentence_vi: str
    sentence_en: str
    requirement: Requirement
    applies_to: str | None = None

    def judged_rows(self) -> str | None:
        """Query over the rows that are judged; ``None`` where even no row is a case to judge."""
        if isinstance(self.requirement, HasRows):
            return None
        if self.applies_to is not None:
            return self.applies_to
        if isinstance(self.requirement, Between):
            return f'select 1 from {{batch}} where "{self.requirement.column}" is not null'  # noqa: S608
        return "select 1 from {batch}"

    def failing_rows(self) -> str | None:
        """Query over the rows that break the requirement; ``None`` where there is no row to show."""
        match self.requirement:
            case NoSuchRows(query):
                return query
            case Between(column, low, high):
                bounds = [f'"{column}" < {low}'] if low is not None else []
                bounds += [f'"{column}" > {high}'] if high is not None else []
                return f"select * from {{batch}} where {' or '.join(bounds)}"  # noqa: S608
            case HasRows():
                return None


@dataclass(frozen=True, slots=True)
class Suite:
    """The expectations about one mart, under the suite's own name."""

    name: str
    mart: str
    checks: tuple[Check, ...]

    def __post_init__(self) -> None:
        names = [check.name for check in self.checks]
        if len(names) != len(set(names)):
            raise ValueError(f"suite {self.name} declares an expectation twice")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: which schema, as which build, and what it can be asked to know."""

    schema: str
    build_id: uuid.UUID
    known_until: str = "infinity"
    """Of marts as of a moment: that moment, in ISO 8601."""
    began: str = "infinity"
    """Since when, by the clock of the database, a row of raw may have come too late for this build."""

    def sql(self, mart: str, template: str) -> str:
        """A declared query about a mart, on this schema and build."""
        suffix = self.schema[at:] if (at := self.schema.find("_as_of_")) >= 0 else ""
        return (
            template.replace("{batch}", f'"{self.schema}"."{mart}"')
            .replace("{marts}", f'"{self.schema}"')
            .replace("{staging}", f'"staging{suffix}"')
            .replace("{intermediate}", f'"intermediate{suffix}"')
            .replace("{build_id}", str(self.build_id))
            .replace("{known_until}", f"'{self.known_until}'::timestamptz")
            .replace("{began}", f"'{self.began}'::timestamptz")
        )


ALWAYS = "select 1"
"""For ``applies_to``: it is judged where the mart is empty too, for it may not be allowed to be."""


PATHS_TO_TODAY = """
    with recursive steps as (
        select province_key, province_key as step_key from {marts}.dim_province
        union
        select s.province_key, p.successor_province_key
        from steps s join {marts}.dim_province p on p.province_key = s.step_key
        where p.successor_province_key is not null
    )
    select s.province_key, s.step_key as today from steps s
    join {marts}.dim_province p on p.province_key = s.step_key and p.is_current
"""
"""The province of today that each became part of; an area that outlived its province hangs on the later one."""


def of_one_build() -> Check:
    """Every mart carries the build under test, and no other."""
    return Check(
        name="rows_of_this_build",
        severity="critical",
        sentence_vi="Có dòng không thuộc lần dựng đang kiểm tra",
        sentence_en="every row carries the build under test",
        requirement=NoSuchRows("select * from {batch} where build_id is distinct from '{build_id}'::uuid"),
    )


ARRIVED = "raw.receipt"
"""In the ``source`` of `same_rows`: all arrivals; those that the build need not know are no loss where they are not."""
_ARRIVED_IN_TIME = "(select * from raw.receipt where loaded_at < {began})"


def same_rows(name: str, sentence_vi: str, sentence_en: str, *, said: str, source: str) -> Check:
    """Two queries with the same columns give the same rows, each as often: nothing lost, doubled or changed.

    Where the source speaks of `ARRIVED`, what was loaded while the build was at work may be missing.
    """
    in_time = source.replace(ARRIVED, _ARRIVED_IN_TIME)
    return Check(
        name=name,
        severity="critical",
        sentence_vi=sentence_vi,
        sentence_en=sentence_en,
        requirement=NoSuchRows(f"""
            with said as ({said}), source as ({source}){"" if in_time == source else f", in_time as ({in_time})"}
            select 'mart' as only_in, of_mart.* from (select * from said except all select * from source) of_mart
            union all
            select 'source', of_source.*
            from (
                select * from {"source" if in_time == source else "in_time"} except all select * from said
            ) of_source
        """),  # noqa: S608 - declared by us
        applies_to=ALWAYS,
    )


def content_id(*parts: str) -> str:
    """SQL of the id that follows from content, as ``ingest.raw.ids.content_id`` makes it."""
    hashed = " || '\\x1f'::bytea || ".join(
        f"coalesce(convert_to(({part})::text, 'UTF8'), '\\x00'::bytea)" for part in parts
    )
    return f"encode(substring(sha256({hashed}) from 1 for 16), 'hex')::uuid"


def dimension_key(*parts: str) -> str:
    """SQL of the key of a dimension's version: 31 bits over its natural key."""
    return f"(('x' || substr(md5(concat_ws('|', {', '.join(parts)})), 1, 8))::bit(32)::integer & 2147483647)"


def has_rows(what_vi: str, what_en: str) -> Check:
    """A mart that can never be empty."""
    return Check(
        name="has_rows",
        severity="critical",
        sentence_vi=f"Bảng {what_vi} không có dòng nào",
        sentence_en=f"there is at least one {what_en}",
        requirement=HasRows(),
    )
