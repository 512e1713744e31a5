"""What a printed row label means: (entity, indicator, sector), through the spellings offices use.

The words that count are compared as a bag, so that swapped words and fillers do no harm; every word that counts
must be there and no other may be. A label that needs a guess is not read.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.submissions.labels_words import (
    ENTITY_WORDS,
    Spelling,
    Words,
    fillers,
    label_words,
    letters_of,
    read_vocabulary,
    without_tail,
)
from ingest.submissions.organisations import (
    ALL_SECTORS,
    COUNTED_BY,
    ORGANISATIONS,
    WORD_OF,
    Entity,
    entities_named,
    is_of_which,
    only_organisation,
    section_entity,
)
from ingest.submissions.reference import Reference

__all__ = [
    "ALL_SECTORS",
    "COUNTED_BY",
    "ORGANISATIONS",
    "Entity",
    "RowLabels",
    "RowMeaning",
    "Spelled",
    "entities_named",
    "is_of_which",
    "row_labels",
    "section_entity",
]

_MONEY_WORDS = frozenset({"doanh", "lai", "von", "san", "nguon", "kinh", "nop", "thue"})
_TOTAL_WORDS = frozenset({"so", "tong", "cong", "luong"})

_SHORTEST_TO_MEND = 10
_LONG_ENOUGH_FOR_TWO = 24
_NEAR_LABELS = 12

Bag = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowMeaning:
    """What the figures of a row are."""

    entity: str
    indicator_code: str
    sector_code: str = ALL_SECTORS
    is_loose: bool = False
    """Whether the label says less than the indicator's name, and holds only where no fuller label stands."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A known spelling of a label."""

    label: str
    entity: str
    indicator_code: str
    is_loose: bool = False


class RowLabels:
    """All known labels of indicator rows and sectors."""

    def __init__(
        self,
        spelled: Iterable[Spelled],
        sectors: Iterable[tuple[str, str]],
        measures: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Of two meanings of one spelling neither is known; `sectors`: (label, sector code).

        `measures`: the (entity, indicator code) of money, which "Số HTX …" never means.
        """
        self._measures = frozenset(measures)
        spelled = list(spelled)
        self._within: defaultdict[str, dict[Bag, RowMeaning | None]] = defaultdict(dict)
        self._anywhere: dict[Bag, RowMeaning | None] = {}
        words: set[str] = set(fillers("filler")) | set(ENTITY_WORDS) | set(WORD_OF.values())
        for one in spelled:
            meaning = RowMeaning(one.entity, one.indicator_code, is_loose=one.is_loose)
            split = label_words(one.label)
            words.update(split)
            self._add(meaning, split)
        self._sectors: dict[Words, str] = {}
        self._sector_bags: dict[Bag, str] = {}
        for label, code in sectors:
            split = label_words(label)
            words.update(split)
            self._sectors.setdefault(split, code)
            self._sector_bags.setdefault(_sector_bag(split), code)
        words.update(fillers("sector_filler"))
        self._letters = _by_letters(spelled)
        self._spelling = Spelling(words)
        self._found: dict[tuple[str, str | None], RowMeaning | None] = {}
        self._sector_found: dict[str, str | None] = {}

    def _add(self, meaning: RowMeaning, words: Words) -> None:
        own = WORD_OF.get(meaning.entity, "")
        bag = _bag(words)
        within = _without(bag, own)
        known = self._within[meaning.entity].setdefault(within, meaning)
        if _differ(known, meaning):
            self._within[meaning.entity][within] = None
        if own in words or meaning.entity not in COUNTED_BY:
            known = self._anywhere.setdefault(bag, meaning)
            if _differ(known, meaning):
                self._anywhere[bag] = None

    def find(self, label: str, section: str | None) -> RowMeaning | None:
        """The meaning of a label in the section of an organisation; None where it is not known for certain."""
        key = (label, section)
        if key not in self._found:
            self._found[key] = self._looked_up(label, section)
        return self._found[key]

    def find_sector(self, label: str) -> str | None:
        """The sector a label names."""
        if label not in self._sector_found:
            self._sector_found[label] = self._looked_up_sector(label)
        return self._sector_found[label]

    def _looked_up(self, label: str, section: str | None) -> RowMeaning | None:
        for words in self._forms(label):
            meanings = {
                meaning
                for reading in self._spelling.readings(words)
                if (meaning := self._exact(reading, section)) and not self._is_of_other_kind(meaning, reading)
            }
            if len(meanings) == 1:
                return meanings.pop()
            if meanings:
                return None
        return self._by_typing_error(label, section)

    def _by_typing_error(self, label: str, section: str | None) -> RowMeaning | None:
        """The one label that differs by a letter or two over all, and by no whole word."""
        letters, words = letters_of(label)
        if len(letters) < _SHORTEST_TO_MEND or section not in {None, *COUNTED_BY}:
            return None
        allowed = 1 if len(letters) < _LONG_ENOUGH_FOR_TWO else 2
        known = self._letters[section or only_organisation(words & ENTITY_WORDS) or "HTX"]
        near = process.extract(letters, known.keys(), scorer=OSA.distance, score_cutoff=allowed + 1, limit=_NEAR_LABELS)
        found: dict[tuple[str, str], tuple[float, RowMeaning]] = {}
        for text, distance, _ in near:
            meaning, their_words = known[text]
            key = (meaning.entity, meaning.indicator_code)
            if key not in found or distance < found[key][0]:
                is_only_misspelt = all(word in their_words or not self._is_telling(word) for word in words)
                found[key] = (distance if is_only_misspelt or distance > allowed else allowed + 1, meaning)
        ranked = sorted(found.values(), key=lambda one: one[0])
        if not ranked or ranked[0][0] > allowed or (len(ranked) > 1 and ranked[1][0] <= ranked[0][0] + 1):
            return None
        return ranked[0][1]

    def _is_telling(self, word: str) -> bool:
        return self._spelling.is_word(word) and word not in fillers("filler")

    def _is_of_other_kind(self, meaning: RowMeaning, words: Words) -> bool:
        """Whether a label counts organisations ("Số HTX vay vốn") and the meaning is an amount of money."""
        counts = words[0] == "so" and len(words) > 1 and words[1] in ENTITY_WORDS
        return counts and (meaning.entity, meaning.indicator_code) in self._measures

    def _forms(self, label: str) -> Iterable[Words]:
        words = label_words(label)
        if not words:
            return
        yield words
        short = without_tail(words)
        if short != words:
            yield short

    def _exact(self, words: Words, section: str | None) -> RowMeaning | None:
        bag = _bag(words)
        named = set(words) & ENTITY_WORDS
        if section is None:
            section = only_organisation(named)
        within = _without(bag, WORD_OF.get(section or "HTX", ""))
        if not within and not (named or _TOTAL_WORDS & set(words)):
            return None
        if found := self._within[section or "HTX"].get(within):
            return found
        elsewhere = self._anywhere.get(bag)
        if elsewhere is None or (elsewhere.entity == "HTX" and section in {"LHHTX", "THT"}):
            return None
        return elsewhere

    def _looked_up_sector(self, label: str) -> str | None:
        words = label_words(label)
        if not words:
            return None
        codes = {code for reading in self._spelling.readings(words) if (code := self._exact_sector(reading))}
        return codes.pop() if len(codes) == 1 else None

    def _exact_sector(self, words: Words) -> str | None:
        if (code := self._sectors.get(words)) is not None:
            return code
        bag = _sector_bag(words)
        return self._sector_bags.get(bag) if bag else None

    def is_known(self, text: str) -> bool:
        """Whether a text is the label of some row: an indicator, a sector, or the title of a section."""
        if section_entity(text) is not None or self.find_sector(text) is not None:
            return True
        return any(self.find(text, section) is not None for section in (None, "LHHTX", "THT"))

    def entity_of_column(self, text: str) -> str | None:
        """The kind of organisation a column title names, and nothing else of substance but a count."""
        words = label_words(text)
        named = set(words) & ENTITY_WORDS
        rest = [word for word in words if word not in ENTITY_WORDS and word not in fillers("filler")]
        return only_organisation(named) if not rest else None


Letters = Mapping[str, dict[str, tuple[RowMeaning, frozenset[str]]]]


def _by_letters(spelled: Iterable[Spelled]) -> Letters:
    """For each kind of organisation the letters of its labels, with their meaning and their words."""
    found: defaultdict[str, dict[str, tuple[RowMeaning, frozenset[str]]]] = defaultdict(dict)
    for one in spelled:
        letters, words = letters_of(one.label)
        meaning = RowMeaning(one.entity, one.indicator_code, is_loose=one.is_loose)
        found[one.entity].setdefault(letters, (meaning, words))
    return found


def _bag(words: Words) -> Bag:
    """The words that count, in alphabetical order, each as often as it stands."""
    dropped = fillers("filler")
    is_money = bool(_MONEY_WORDS & set(words))
    return tuple(sorted(word for word in words if word not in dropped and (is_money or word not in {"tong", "cong"})))


def _sector_bag(words: Words) -> Bag:
    dropped = fillers("sector_filler")
    return tuple(sorted(word for word in words if word not in dropped))


def _without(bag: Bag, word: str) -> Bag:
    return tuple(one for one in bag if one != word)


def _differ(known: RowMeaning | None, meaning: RowMeaning) -> bool:
    if known is None:
        return True
    return (known.entity, known.indicator_code) != (meaning.entity, meaning.indicator_code)


@lru_cache(maxsize=4)
def row_labels(reference: Reference) -> RowLabels:
    """The labels of all forms, the spellings of offices, and the names of all indicators and sectors."""
    official = [(sector.name_vi, sector.code) for sector in reference.sectors.values() if sector.code != ALL_SECTORS]
    spellings = [(row["label_vi"], row["sector_code"]) for row in read_vocabulary("sector_labels.csv")]
    measures = [(one.entity, one.code) for one in reference.indicators.values() if one.is_money]
    return RowLabels(_spelled(reference), official + spellings, measures)


def _spelled(reference: Reference) -> Iterable[Spelled]:
    for form in reference.forms.values():
        for row in form.indicator_rows():
            if row.sector_code == ALL_SECTORS:
                yield Spelled(row.label_vi, row.entity, row.indicator_code or "")
    for spelling in read_vocabulary("row_labels.csv"):
        is_loose = spelling["is_loose"] == "true"
        yield Spelled(spelling["label_vi"], spelling["entity"], spelling["indicator_code"], is_loose)
    for indicator in reference.indicators.values():
        yield Spelled(indicator.name_vi, indicator.entity, indicator.code)
