"""What a printed row label means: (entity, indicator), through the spellings offices use.

Three steps, the strictest first: the same words; the same words without fillers ("số", "của", the entity's own
name), within the section's entity; the same words but for a typing error. A label that needs a guess is not read.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from ingest.submissions.reference import Reference
from ingest.vietnamese.folding import fold

Entity = Literal["HTX", "LHHTX", "THT"]

ALL_SECTORS = "all"
COUNTED_BY: Mapping[Entity, str] = {"HTX": "coop_total", "LHHTX": "union_total", "THT": "group_total"}
"""The indicator that counts each kind of organisation; it alone is split by sector."""

_ENTITY_TITLES: Mapping[str, Entity] = {
    "hop tac xa": "HTX",
    "lien hiep hop tac xa": "LHHTX",
    "to hop tac": "THT",
}
_ABBREVIATIONS = {
    "lhhtx": "lien hiep hop tac xa",
    "lh": "lien hiep",
    "htx": "hop tac xa",
    "tht": "to hop tac",
    "qtdnd": "quy tin dung nhan dan",
    "tdnd": "tin dung nhan dan",
    "cbql": "can bo quan ly",
    "ld": "lao dong",
    "ttcn": "tieu thu cong nghiep",
    "gtvt": "giao thong van tai",
    "tv": "thanh vien",
    "bq": "binh quan",
    "cnc": "cong nghe cao",
    "dh": "dai hoc",
    "cd": "cao dang",
    "1": "mot",
}
_FILLERS = frozenset(
    ["so", "luong", "cua", "trong", "cac", "mot", "co", "duoc", "dat", "da", "qua", "doi", "voi", "tren", "dia", "ban"]
)
_ENTITY_WORDS = re.compile(r"\b(?:lien hiep hop tac xa|lien hiep|hop tac xa|to hop tac)\b")
_OUTLINE = re.compile(r"^(?:(?:[ivx]+|\d+(?:\.\d+)*|[a-e])\s*[.)]\s*|[-+*•–—·]+\s*)+")
_OF_WHICH = re.compile(r"^trong do\s*:?\s*")
_PARENTHESES = re.compile(r"\([^)]*\)")
_NOT_A_WORD = re.compile(r"[^a-z0-9%]+")
_SHORT_LABEL = 12
_MAXIMUM_TYPING_ERRORS = 2


@dataclass(frozen=True, slots=True)
class RowMeaning:
    """What the figures of a row are."""

    entity: str
    indicator_code: str
    sector_code: str = ALL_SECTORS


class RowLabels:
    """All known labels of indicator rows."""

    def __init__(self, labelled: Iterable[tuple[str, str, str]]) -> None:
        """`labelled`: (label, entity, indicator code); of two meanings of a spelling the first is kept."""
        self._exact: dict[tuple[str, str], RowMeaning] = {}
        self._reduced: dict[tuple[str, str], RowMeaning | None] = {}
        for label, entity, code in labelled:
            meaning = RowMeaning(entity, code)
            self._exact.setdefault((entity, label_key(label)), meaning)
        for (entity, key), meaning in self._exact.items():
            reduced = (entity, _reduce(key))
            known = self._reduced.setdefault(reduced, meaning)
            if known != meaning:
                self._reduced[reduced] = None

    def find(self, label: str, section: Entity | None) -> RowMeaning | None:
        """The meaning of a label in a section; an entity that the label itself names goes before the section's."""
        key = label_key(label)
        if not key:
            return None
        entities = _candidates(key, section)
        for entity in entities:
            if found := self._exact.get((entity, key)):
                return found
        for entity in entities[:1]:
            if found := self._reduced.get((entity, _reduce(key))):
                return found
        return self._without_typing_error(key, entities[0])

    def _without_typing_error(self, key: str, entity: str) -> RowMeaning | None:
        allowed = 1 if len(key) < _SHORT_LABEL else _MAXIMUM_TYPING_ERRORS
        best = allowed + 1
        meanings: set[RowMeaning] = set()
        for (known_entity, known), meaning in self._exact.items():
            if known_entity != entity or abs(len(known) - len(key)) > allowed:
                continue
            distance = _typing_errors(key, known, allowed)
            if distance < best:
                best, meanings = distance, {meaning}
            elif distance == best and distance <= allowed:
                meanings.add(meaning)
        return meanings.pop() if len(meanings) == 1 else None


class SectorLabels:
    """All known names of sectors."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """`named`: (label, sector code); of two meanings of a spelling the first is kept."""
        self._codes: dict[str, str] = {}
        for label, code in named:
            self._codes.setdefault(label_key(label), code)

    def find(self, label: str, section: Entity | None) -> RowMeaning | None:
        """How many organisations of the section's kind work in the sector that the label names."""
        key = label_key(label)
        code = self._codes.get(key) or self._codes.get(_reduce(key))
        if code is None or section is None:
            return None
        return RowMeaning(section, COUNTED_BY[section], code)


def section_entity(label: str) -> Entity | None:
    """The entity whose section a title opens ("II. LIÊN HIỆP HỢP TÁC XÃ"), or None for any other row."""
    return _ENTITY_TITLES.get(label_key(label))


def is_of_which(label: str) -> bool:
    """Whether the row only says "Trong đó:"."""
    return bool(_OF_WHICH.fullmatch(_OUTLINE.sub("", fold(label)) + " "))


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """The words of a label, folded, abbreviations written out, without outline, "Trong đó:" and parentheses."""
    text = _OF_WHICH.sub("", _OUTLINE.sub("", fold(label)))
    words = _NOT_A_WORD.sub(" ", _PARENTHESES.sub(" ", text)).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def _reduce(key: str) -> str:
    return " ".join(word for word in _ENTITY_WORDS.sub(" ", key).split() if word not in _FILLERS)


def _candidates(key: str, section: Entity | None) -> list[str]:
    """The entities a label may speak of, the likeliest first."""
    if section is not None:
        return [section]
    if "lien hiep" in key:
        return ["LHHTX"]
    if "to hop tac" in key:
        return ["THT"]
    return ["HTX"]


def _typing_errors(left: str, right: str, limit: int) -> int:
    """Letters to change, add, drop or swap with a neighbour; more than `limit` is not counted out."""
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        current = [i]
        for j, b in enumerate(right, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]


@lru_cache(maxsize=4)
def sector_labels(reference: Reference) -> SectorLabels:
    """The names of all sectors but "all", and the spellings of offices."""
    official = [(sector.name_vi, sector.code) for sector in reference.sectors.values() if sector.code != ALL_SECTORS]
    spellings = [(row["label_vi"], row["sector_code"]) for row in _vocabulary("sector_labels.csv")]
    return SectorLabels(official + spellings)


@lru_cache(maxsize=4)
def row_labels(reference: Reference) -> RowLabels:
    """The labels of all forms, the spellings of offices, and the names of all indicators."""
    return RowLabels(_labelled(reference))


def _labelled(reference: Reference) -> Iterable[tuple[str, str, str]]:
    for form in reference.forms.values():
        for row in form.indicator_rows():
            yield row.label_vi, row.entity, row.indicator_code or ""
    for spelling in _vocabulary("row_labels.csv"):
        yield spelling["label_vi"], spelling["entity"], spelling["indicator_code"]
    for indicator in reference.indicators.values():
        yield indicator.name_vi, indicator.entity, indicator.code


def _vocabulary(name: str) -> Iterator[dict[str, str]]:
    text = files("ingest.submissions").joinpath("vocabulary", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
