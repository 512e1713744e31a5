"""Places as titles write them: areas through time by code and by name, the communes only once one is named."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from ingest.vietnamese.folding import fold

COMMUNE_KINDS = frozenset({"xa", "phuong", "thi tran", "dac khu"})
"""Kinds of communes, folded."""
_COMMUNE_CODE_LENGTH = 5
_KINDS = ("thanh pho", "thi xa", "thi tran", "dac khu", "tinh", "huyen", "quan", "xa", "phuong")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_LETTERS = {
    ord(letter): fold(letter) for span in ((0xC0, 0x1B1), (0x1EA0, 0x1EFA)) for letter in map(chr, range(*span))
}
"""Every letter of Vietnamese without its marks: what `fold` does to text in normal form, a hundred times as fast."""


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative area in one span of its life; `valid_to` is exclusive and None while it lives."""

    code: str
    name: str
    level: str
    province_code: str
    valid_from: date | None
    valid_to: date | None
    parent_code: str = ""

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def lived_in(self, year: int) -> bool:
        """Whether it lived on any day of the year."""
        begins, ends = self.valid_from or date.min, self.valid_to or date.max
        return begins.year <= year and ends > date(year, 1, 1)


def place_key(kind: str, bare_name: str) -> tuple[str, str]:
    """The key under which spellings of a place compare equal: no marks, spaces, hyphens or leading zeros."""
    words = (word.lstrip("0") or word for word in _NOT_A_LETTER.split(bare_name.lower().translate(_LETTERS)))
    return kind.lower().translate(_LETTERS), "".join(words)


class Areas(Mapping[str, tuple[Area, ...]]):
    """The areas of one seed by code, each with its versions."""

    def __init__(self, path: Path) -> None:
        """`path` may be absent; there are no areas then."""
        self._path = path

    def __getitem__(self, code: str) -> tuple[Area, ...]:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def named(self, kind: str, bare_name: str) -> tuple[Area, ...]:
        """All that ever bore the name, of that kind ("huyen", "Xã"), in the order of their codes."""
        return self._by_name.get(place_key(kind, bare_name), ())

    def keys_of_kind(self, kind: str) -> tuple[str, ...]:
        """The keys of all names of a kind, for names with a typing error."""
        return self._keys_by_kind.get(kind, ())

    def with_key(self, kind: str, key: str) -> tuple[Area, ...]:
        return self._by_name.get((kind, key), ())

    @cached_property
    def _by_code(self) -> dict[str, tuple[Area, ...]]:
        if not self._path.exists():
            return {}
        found: defaultdict[str, list[Area]] = defaultdict(list)
        with self._path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            columns = {name: place for place, name in enumerate(next(rows))}
            code, name, level, province, start, end, parent = (
                columns[column]
                for column in (
                    *("area_code", "area_name", "level", "province_code"),
                    *("valid_from", "valid_to", "parent_code"),
                )
            )
            for row in rows:
                area = Area(
                    row[code], row[name], row[level], row[province], _day(row[start]), _day(row[end]), row[parent]
                )
                found[row[code]].append(area)
        return {code: tuple(spans) for code, spans in found.items()}

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], tuple[Area, ...]]:
        found: defaultdict[tuple[str, str], list[Area]] = defaultdict(list)
        for spans in self._by_code.values():
            for area in spans:
                found[_key_of(area.name)].append(area)
        return {key: tuple(areas) for key, areas in found.items()}

    @cached_property
    def _keys_by_kind(self) -> dict[str, tuple[str, ...]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for kind, key in self._by_name:
            found[kind].append(key)
        return {kind: tuple(keys) for kind, keys in found.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """All areas: provinces and districts, and the communes, which are read when first asked for."""

    areas: Areas
    communes: Areas

    def with_code(self, code: str) -> tuple[Area, ...]:
        """The versions of the area of that code."""
        return (self.communes if len(code) == _COMMUNE_CODE_LENGTH else self.areas).get(code, ())

    def named(self, kind: str, bare_name: str) -> tuple[Area, ...]:
        """All that ever bore the name, of that folded kind."""
        return self.of_kind(kind).named(kind, bare_name)

    def of_kind(self, kind: str) -> Areas:
        return self.communes if kind in COMMUNE_KINDS else self.areas


def load_places(seeds_dir: Path) -> Places:
    """The places of a seeds folder; a seed that is absent holds none."""
    return Places(Areas(seeds_dir / "areas.csv"), Areas(seeds_dir / "communes.csv"))


def split_place(full_name: str) -> tuple[str, str]:
    """A full name such as "Huyện Can Lộc" as its folded kind and bare name; the kind is empty if unknown."""
    words = full_name.split()
    for length in (2, 1):
        kind = " ".join(words[:length]).lower().translate(_LETTERS)
        if kind in _KINDS:
            return kind, " ".join(words[length:])
    return "", full_name


def _key_of(full_name: str) -> tuple[str, str]:
    return place_key(*split_place(full_name))


@lru_cache(maxsize=64)
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
