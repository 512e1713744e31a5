"""What a build is made of: the rows it reads, and the code that reads them."""

import hashlib
from pathlib import Path
from uuid import UUID

from sqlalchemy import Column, Connection, Text, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from htx.settings import Settings
from ingest.raw import ops, tables

_INPUT_IDS: tuple[Column[UUID], ...] = (
    tables.receipt.c.receipt_id,
    tables.submission_reading.c.reading_id,
    tables.article.c.article_version_id,
    tables.article_figure.c.claim_id,
    tables.article_copy.c.article_version_id,
    ops.submission_decision.c.decision_id,
    ops.press_decision.c.decision_id,
    ops.estimate_decision.c.decision_id,
    ops.rule_decision.c.decision_id,
)
"""Ids are derived from content, so that the same ids are the same rows."""
_CODE_SUFFIXES = frozenset({".sql", ".yml", ".csv"})
_FOLDERS_OF_DBT = ("macros", "models", "seeds", "tests")


def input_hash(connection: Connection) -> str:
    """sha256 over the ids of all that a build reads from ``raw`` and ``ops``."""
    digest = hashlib.sha256()
    for column in _INPUT_IDS:
        listed = func.string_agg(cast(column, Text), aggregate_order_by(literal(","), column))
        digest.update(f"{column.table}={connection.scalar(select(listed)) or ''}\n".encode())
    digest.update(f"{tables.fetch}={_standing_pages(connection)}\n".encode())
    return digest.hexdigest()


def _standing_pages(connection: Connection) -> str:
    """What stands at each address of the press by the last visits: one that finds the same again changes nothing."""
    visit = tables.fetch.c
    canonical_url = tables.article.c.canonical_url
    standing = (
        select(canonical_url, visit.article_version_id)
        .join(tables.article, tables.article.c.article_version_id == visit.article_version_id)
        .order_by(canonical_url, visit.fetched_at.desc(), visit.article_version_id)
        .ext(distinct_on(canonical_url))
    )
    is_gone = or_(visit.outcome.in_(("set_aside", "no_text")), visit.http_status.in_((404, 410)))
    last_looks = (
        select(visit.url, is_gone)
        .where(or_(visit.article_version_id.is_not(None), is_gone))
        .order_by(visit.url, visit.fetched_at.desc())
        .ext(distinct_on(visit.url))
    )
    return "\n".join(
        f"{address}={seen}" for query in (standing, last_looks) for address, seen in connection.execute(query)
    )


def code_version(settings: Settings) -> str:
    """sha256 over the dbt project, its seeds, and the expectations: the first 16 digits."""
    digest = hashlib.sha256()
    for path in sorted(_code_files(settings.dbt_project_dir)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _code_files(project: Path) -> list[Path]:
    suites = Path(__file__).parent / "suites"
    found = [project / "dbt_project.yml", *suites.glob("*.py")]
    for folder in _FOLDERS_OF_DBT:
        found += [path for path in (project / folder).rglob("*") if path.suffix in _CODE_SUFFIXES]
    return found
