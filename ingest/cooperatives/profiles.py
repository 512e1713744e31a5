"""What is known of each cooperative so far, and how common its particulars are in its province."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from ingest.cooperatives.features import Features
from ingest.cooperatives.names import CooperativeName

T = TypeVar("T")

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
    """Right tax codes; more than one only where a person said so."""
    wrong_codes: tuple[str, ...] = ()
    reporter_code: str = ""
    """The area that listed it last; empty where only departments did."""
    neighbourhood: frozenset[str] = frozenset()
    period_key: str = ""
    """The newest round in which an area listed it."""
    line_ids: set[UUID] = field(default_factory=set)
    """Its lines that a decision names."""


@dataclass(slots=True)
class Commonness:
    """How often particulars occur among the cooperatives of a province."""

    cooperatives: int = 0
    names: Counter[str] = field(default_factory=Counter)
    founding_days: Counter[str] = field(default_factory=Counter)
    persons: Counter[str] = field(default_factory=Counter)


class Profiles:
    """All cooperatives so far, found by code, name, founding day, chairperson and area."""

    def __init__(self) -> None:
        self._all: dict[UUID, Profile] = {}
        self._by_code: dict[str, UUID] = {}
        self._by_particular: defaultdict[tuple[str, str, str], list[UUID]] = defaultdict(list)
        self._by_area: defaultdict[str, dict[UUID, None]] = defaultdict(dict)
        self._common: defaultdict[str, Commonness] = defaultdict(Commonness)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._all.values())

    def get(self, cooperative_id: UUID) -> Profile | None:
        return self._all.get(cooperative_id)

    def with_code(self, code: str) -> Profile | None:
        found = self._by_code.get(code)
        return self._all[found] if found is not None else None

    def commonness(self, province_code: str) -> Commonness:
        return self._common[province_code]

    def sharing(self, province_code: str, features: Features) -> dict[UUID, None]:
        """Cooperatives of the province with the same proper name, founding day or chairperson."""
        keys = _particulars(province_code, features)
        return dict.fromkeys(one for key in keys for one in self._by_particular.get(key, ()))

    def in_areas(self, areas: Iterable[str]) -> dict[UUID, None]:
        """Cooperatives that were last listed there."""
        return dict.fromkeys(one for area in areas for one in self._by_area.get(area, ()))

    def areas_of(self, profile: Profile) -> frozenset[str]:
        return profile.neighbourhood | {profile.reporter_code} if profile.reporter_code else profile.neighbourhood

    def learn(self, cooperative_id: UUID, features: Features) -> Profile:
        """Take in another line of a cooperative, or its first."""
        line = features.line
        profile = self._all.get(cooperative_id)
        if profile is None:
            profile = self._all[cooperative_id] = Profile(cooperative_id, line.province_code)
            self._common[line.province_code].cooperatives += 1
        self._count(profile, features)
        profile.names = _with_newest(profile.names, features.name)
        profile.founding_days = _with_newest(profile.founding_days, line.founded_on)
        profile.persons = _with_newest(profile.persons, features.person)
        profile.communes = _with_newest(profile.communes, features.commune)
        profile.wrong_codes = _with_newest(profile.wrong_codes, features.wrong_code)
        if features.code is not None and not profile.codes and features.code not in self._by_code:
            profile.codes = (features.code,)
            self._by_code[features.code] = cooperative_id
        if line.is_of_area and line.period_key >= profile.period_key:
            self._move(profile, features)
        return profile

    def _count(self, profile: Profile, features: Features) -> None:
        """Enter the particulars that are new of this cooperative."""
        common = self._common[profile.province_code]
        province, line = profile.province_code, features.line
        if all(features.name.key != known.key for known in profile.names):
            common.names[features.name.key] += 1
            self._by_particular[(province, "name", features.name.key)].append(profile.cooperative_id)
        if features.founding_day and features.founding_day not in profile.founding_days:
            common.founding_days[features.founding_day] += 1
            self._by_particular[(province, "day", features.founding_day)].append(profile.cooperative_id)
        if features.person and features.person not in profile.persons:
            common.persons[features.person] += 1
            self._by_particular[(province, "person", features.person)].append(profile.cooperative_id)
        if line.province_code != province:  # found elsewhere by its code: it is looked for there from now on
            self._change_province(profile, line.province_code)

    def _change_province(self, profile: Profile, province_code: str) -> None:
        profile.province_code = province_code
        common = self._common[province_code]
        common.cooperatives += 1
        for kind, counter, keys in (
            ("name", common.names, dict.fromkeys(name.key for name in profile.names)),
            ("day", common.founding_days, dict.fromkeys(profile.founding_days)),
            ("person", common.persons, dict.fromkeys(profile.persons)),
        ):
            for key in keys:
                counter[key] += 1
                self._by_particular[(province_code, kind, key)].append(profile.cooperative_id)

    def _move(self, profile: Profile, features: Features) -> None:
        line = features.line
        profile.period_key = line.period_key
        if (line.reporter_code, features.neighbourhood) == (profile.reporter_code, profile.neighbourhood):
            return
        for area in self.areas_of(profile):
            self._by_area[area].pop(profile.cooperative_id, None)
        profile.reporter_code, profile.neighbourhood = line.reporter_code, features.neighbourhood
        for area in sorted(self.areas_of(profile)):
            self._by_area[area][profile.cooperative_id] = None


def _particulars(province_code: str, features: Features) -> Iterator[tuple[str, str, str]]:
    yield province_code, "name", features.name.key
    if features.founding_day:
        yield province_code, "day", features.founding_day
    if features.person:
        yield province_code, "person", features.person


def _with_newest(known: tuple[T, ...], one: T | None) -> tuple[T, ...]:
    """The newest first, each once, the oldest dropped."""
    if not one or (known and known[0] == one):
        return known
    return (one, *(other for other in known if other != one))[:_KEPT]
