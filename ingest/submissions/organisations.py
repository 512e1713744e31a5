"""The kinds of organisations that forms count, and which of them a title or a label names."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from ingest.submissions.labels_words import bare_label, label_words

Entity = Literal["HTX", "LHHTX", "THT"]

ALL_SECTORS = "all"
COUNTED_BY: Mapping[Entity, str] = {"HTX": "coop_total", "LHHTX": "union_total", "THT": "group_total"}
"""The indicator that counts each kind of organisation; it is split by sector."""
ORGANISATIONS: tuple[Entity, ...] = ("HTX", "LHHTX", "THT")

WORD_OF: Mapping[str, str] = {
    "HTX": "htx",
    "LHHTX": "lhhtx",
    "THT": "tht",
    "QTDND": "qtdnd",
    "KTTT": "kttt",
    "LMHTX": "lmhtx",
    "OCOP": "ocop",
}
"""The word that stands for each entity of the forms in the words of a label."""


def only_organisation(named: Iterable[str]) -> Entity | None:
    """The one organisation that words name; "liên hiệp hợp tác xã" with "hợp tác xã" is about unions."""
    kinds = [entity for entity in ORGANISATIONS if WORD_OF[entity] in named]
    if "LHHTX" in kinds and "THT" not in kinds:
        return "LHHTX"
    return kinds[0] if len(kinds) == 1 else None


@lru_cache(maxsize=8192)
def section_entity(label: str) -> Entity | None:
    """The entity whose section a title opens ("II. LIÊN HIỆP HỢP TÁC XÃ", "A. Về HTX"), else None."""
    words = [
        word
        for word in label_words(label)
        if word not in {"ve", "doi", "voi", "khu", "vuc", "phan", "cac", "loai", "hinh"}
    ]
    if len(words) != 1:
        return None
    return only_organisation(words)


@lru_cache(maxsize=8192)
def is_of_which(label: str) -> bool:
    """Whether the row only says "Trong đó:"."""
    return bare_label(label).strip(" :;.,").lower() in {
        "trong đó",
        "trong dó",
        "trong do",
        "gồm",
        "bao gồm",
        "trong đó có",
        "chia ra",
    }


@lru_cache(maxsize=8192)
def entities_named(text: str) -> frozenset[Entity]:
    """The kinds of organisations a title speaks of."""
    words = set(label_words(text))
    return frozenset(entity for entity in ORGANISATIONS if WORD_OF[entity] in words)
