"""Stories: a text that was given before, by another address (a syndicated copy, perhaps cut, retitled or with a new
lead) or by an earlier version of the same.

Each text has a signature: the smallest hashes of its runs of syllables. Texts that share one are compared in full.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from sqlalchemy import BigInteger, Connection, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from ingest.raw.loader import append
from ingest.raw.tables import article, article_copy, article_signature
from ingest.vietnamese.folding import fold

SHINGLE_SYLLABLES = 5
"""Long enough that a run of the field's set phrases ("toàn tỉnh có", "hợp tác xã nông nghiệp") is not a mark."""
SIGNATURE_HASHES = 64
"""Two texts that share a half of their runs miss each other with a chance far below one in a billion."""
LEAST_SIMILARITY = 0.7
_MOST_CANDIDATES = 10
_LOADER_LOCK = 0x687478_636F7079
"""One loader at a time looks for copies and adds its text, else two copies loaded at once would miss each other."""


@dataclass(frozen=True, slots=True)
class Original:
    """The first text of a story, and how much of the shorter text stands in the nearest text of that story (0 to 1)."""

    article_version_id: uuid.UUID
    similarity: Decimal
    is_own_address: bool
    """Whether that nearest text is an earlier version of the same address."""


def shingles(text: str) -> frozenset[str]:
    """The runs of `SHINGLE_SYLLABLES` syllables of a text, without marks, capitals and punctuation."""
    syllables = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return frozenset(
        " ".join(syllables[start : start + SHINGLE_SYLLABLES])
        for start in range(max(1, len(syllables) - SHINGLE_SYLLABLES + 1))
    )


def signature(runs: Iterable[str]) -> list[int]:
    """The smallest hashes of the runs, signed 64-bit, in rising order."""
    digests = (blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest() for run in runs)
    return sorted(int.from_bytes(digest, signed=True) for digest in digests)[:SIGNATURE_HASHES]


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter text stands in the other, from 0 to 1: a copy that was cut is a copy."""
    return len(one & other) / min(len(one), len(other))


def link_copy(connection: Connection, version_id: uuid.UUID, canonical_url: str, text: str) -> Original | None:
    """Store the signature of a version that was just added, and link it where its story is known.

    It names the first text of its story, never one in between. Versions of one address are a story too where they are
    alike: else a copy of the earlier version and the later version would be two, and tell the same twice. The caller
    commits.
    """
    connection.execute(select(func.pg_advisory_xact_lock(_LOADER_LOCK)))
    runs = shingles(text)
    hashes = signature(runs)
    found = _nearest(connection, hashes, canonical_url, runs)
    append(connection, article_signature, [{"article_version_id": version_id, "shingle_hashes": hashes}])
    if found is not None:
        link = {
            "article_version_id": version_id,
            "of_article_version_id": found.article_version_id,
            "similarity": found.similarity,
        }
        append(connection, article_copy, [link])
    return found


def _nearest(connection: Connection, hashes: list[int], canonical_url: str, runs: frozenset[str]) -> Original | None:
    """The story of the most similar text; the older of two that are equally similar."""
    sought = bindparam("hashes", hashes, type_=ARRAY(BigInteger))
    its_hash = func.unnest(article_signature.c.shingle_hashes).column_valued("its_hash")
    shared = select(func.count()).where(its_hash == any_(sought)).scalar_subquery()
    candidates = (
        select(
            func.coalesce(article_copy.c.of_article_version_id, article.c.article_version_id).label("first_version_id"),
            article.c.content_text,
            article.c.canonical_url,
        )
        .select_from(article_signature)
        .join(article, article.c.article_version_id == article_signature.c.article_version_id)
        .outerjoin(article_copy, article_copy.c.article_version_id == article.c.article_version_id)
        .where(article_signature.c.shingle_hashes.overlap(sought))
        .order_by(shared.desc(), article.c.fetched_at, article.c.article_version_id)
        .limit(_MOST_CANDIDATES)
    )
    rated = [(similarity(runs, shingles(row.content_text)), row) for row in connection.execute(candidates)]
    rate, row = max(rated, key=lambda each: each[0], default=(0.0, None))
    if row is None or rate < LEAST_SIMILARITY:
        return None
    return Original(row.first_version_id, Decimal(f"{rate:.4f}"), row.canonical_url == canonical_url)
