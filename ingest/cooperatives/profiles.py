"""What is known of each cooperative so far, and how common its particulars are in its province.

All of it follows from the newest spellings of each cooperative, so that it can be made again from stored lines.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from ingest.cooperatives.features import Features
from ingest.cooperatives.names import CooperativeName
from ingest.cooperatives.particulars import is_whole_day

T = TypeVar("T")
_Key = tuple[str, str, str]
"""Province, kind of particular, the particular."""

_KEPT = 3
"""So many spellings of each particular are remembered, the newest first."""


@dataclass(slots=True)
class Profile:
    """A cooperative as its lines so far show it."""

    cooperative_id: UUID
    province_code: str
    names: tuple[CooperativeName, ...] = ()
    founding_days: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Its right tax code."""
    wrong_codes: tuple[str, ...] = ()
    reporter_code: str = ""
    """The area that listed it last; empty where only departments did."""
    neighbourhood: frozenset[str] = frozenset()
    listed_until: str = ""
    """The last day of the newest round in which an area listed it, as ISO; empty where none did."""
    keys: frozenset[_Key] = field(default_factory=frozenset)
    """What it is found by."""


class Commonness:
    """How many cooperatives of a province share a particular."""

    def __init__(self, province_code: str, found_by: dict[_Key, dict[UUID, None]], cooperatives: int) -> None:
        self._province, self._found_by = province_code, found_by
        self.cooperatives = cooperatives

    def with_name(self, key: str) -> int:
        return self._count("name", key)

    def with_founding_day(self, day: str) -> int:
        return self._count("day", day)

    def with_person(self, key: str) -> int:
        return self._count("person", key)

    def _count(self, kind: str, key: str) -> int:
        return len(self._found_by.get((self._province, kind, key), ()))


class Profiles:
    """All cooperatives so far, found by code, name, founding day, chairperson and area."""

    def __init__(self) -> None:
        self._all: dict[UUID, Profile] = {}
        self._by_code: dict[str, UUID] = {}
        self._found_by: defaultdict[_Key, dict[UUID, None]] = defaultdict(dict)
        self._by_area: defaultdict[str, dict[UUID, None]] = defaultdict(dict)
        self._in_province: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._all)

    def get(self, cooperative_id: UUID) -> Profile | None:
        return self._all.get(cooperative_id)

    def with_code(self, code: str) -> Profile | None:
        found = self._by_code.get(code)
        return self._all[found] if found is not None else None

    def commonness(self, province_code: str) -> Commonness:
        return Commonness(province_code, self._found_by, self._in_province[province_code])

    def sharing(self, province_code: str, features: Features) -> dict[UUID, None]:
        """Cooperatives of the province with the same proper name, founding day or chairperson."""
        keys = _keys(province_code, (features.name,), (features.founding_day or "",), (features.person,))
        return dict.fromkeys(one for key in keys for one in self._found_by.get(key, ()))

    def in_areas(self, areas: Iterable[str]) -> dict[UUID, None]:
        """Cooperatives that were last listed there."""
        return dict.fromkeys(one for area in areas for one in self._by_area.get(area, ()))

    def learn(self, cooperative_id: UUID, features: Features) -> Profile:
        """Take in another line of a cooperative, or its first."""
        line = features.line
        profile = self._all.get(cooperative_id)
        if profile is None:
            profile = self._all[cooperative_id] = Profile(cooperative_id, line.province_code)
            self._in_province[line.province_code] += 1
        self._take_particulars(profile, features)
        if features.code is not None and not profile.codes and features.code not in self._by_code:
            profile.codes = (features.code,)
            self._by_code[features.code] = cooperative_id
        if line.is_of_area and line.period_ends_on >= profile.listed_until:
            self.place(profile, line.reporter_code, features.neighbourhood, line.period_ends_on)
        return profile

    def place(self, profile: Profile, reporter_code: str, neighbourhood: frozenset[str], listed_until: str) -> None:
        """Where a cooperative is listed now, and until when."""
        profile.listed_until = listed_until
        if (reporter_code, neighbourhood) == (profile.reporter_code, profile.neighbourhood):
            return
        for area in areas_of(profile):
            self._by_area[area].pop(profile.cooperative_id, None)
        profile.reporter_code, profile.neighbourhood = reporter_code, neighbourhood
        for area in areas_of(profile):
            self._by_area[area][profile.cooperative_id] = None

    def _take_particulars(self, profile: Profile, features: Features) -> None:
        line = features.line
        before = profile.names, profile.founding_days, profile.persons, profile.province_code
        profile.names = _with_newest(profile.names, features.name)
        profile.founding_days = _with_newest(profile.founding_days, line.founded_on)
        profile.persons = _with_newest(profile.persons, features.person)
        profile.communes = _with_newest(profile.communes, features.commune)
        profile.wrong_codes = _with_newest(profile.wrong_codes, features.wrong_code)
        if profile.province_code != line.province_code:  # it moved: it is looked for there from now on
            self._in_province[profile.province_code] -= 1
            self._in_province[line.province_code] += 1
            profile.province_code = line.province_code
        if before == (profile.names, profile.founding_days, profile.persons, profile.province_code) and profile.keys:
            return
        keys = _keys(profile.province_code, profile.names, profile.founding_days, profile.persons)
        for key in profile.keys - keys:
            self._found_by[key].pop(profile.cooperative_id, None)
        for key in keys - profile.keys:
            self._found_by[key][profile.cooperative_id] = None
        profile.keys = keys


def areas_of(profile: Profile) -> Iterator[str]:
    """The area that lists a cooperative, and the places of old around it."""
    if profile.reporter_code:
        yield profile.reporter_code
    yield from profile.neighbourhood - {profile.reporter_code}


def _keys(
    province_code: str, names: Iterable[CooperativeName], days: Iterable[str], persons: Iterable[str]
) -> frozenset[_Key]:
    found = [(province_code, "name", name.key) for name in names]
    found += [(province_code, "day", day) for day in days if is_whole_day(day)]
    found += [(province_code, "person", person) for person in persons if person]
    return frozenset(found)


def _with_newest(known: tuple[T, ...], one: T | None) -> tuple[T, ...]:
    """The newest first, each once, the oldest dropped."""
    if not one:
        return known
    return (one, *(other for other in known if other != one))[:_KEPT]
