"""From the lines of one register to cooperatives: the tax code first, then the weight of all else.

One register after another, in the order of arrival: what a line was taken for depends on what had come before it
and never on what came after, so that a new round changes no id that was given.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp
from uuid import UUID

from ingest.cooperatives.evidence import Evidence, probability, resembles, weigh
from ingest.cooperatives.features import Features, features_of
from ingest.cooperatives.lines import Doubt, RegisterLine, Resolution
from ingest.cooperatives.names import NameMatch, compare_names
from ingest.cooperatives.profiles import Profile, Profiles, areas_of
from ingest.raw.ids import content_id

ACCEPTED_FROM = 0.99
"""A line without a tax code that is a known cooperative with less confidence is a cooperative of its own."""
REVIEWED_FROM = 0.2
"""With so much confidence a person is asked."""
_LEAST_WEIGHT, _SURE_WEIGHT = -3.0, 5.0
"""Weights below the first are not looked at again; from the second on no other candidates are looked for."""
_FEWEST_VOTES, _LEAST_SHARE_OF_VOTES = 2, 0.15
_AGREEING = frozenset(
    {NameMatch.SAME, NameMatch.SAME_PROPER_NAME, NameMatch.OTHER_TONES, NameMatch.NEAR, NameMatch.PART}
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A line that may be a known cooperative."""

    place: int
    profile: Profile
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of the lines of one register, in their order, and what a person should look at."""

    resolutions: tuple[Resolution, ...]
    doubts: tuple[Doubt, ...]


class Resolver:
    """Takes register after register and remembers the cooperatives."""

    def __init__(self, apart: Iterable[tuple[UUID, UUID]] = ()) -> None:
        """`apart`: pairs of a line and a cooperative that a person decided to be different."""
        self.profiles = Profiles()
        self._apart = frozenset(apart)

    def remember(self, line: RegisterLine, cooperative_id: UUID, *, trusts_code: bool = True) -> None:
        """Take in a line that was resolved before."""
        self.profiles.learn(cooperative_id, features_of(line, trusts_code=trusts_code))

    def resolve(self, lines: Sequence[RegisterLine], known: Mapping[UUID, UUID] | None = None) -> Resolved:
        """The cooperatives of one register's lines; `known` holds those of lines that were resolved before."""
        return _Register(self.profiles, self._apart, lines, known or {}).resolve()


class _Register:
    """One register on its way through."""

    def __init__(
        self,
        profiles: Profiles,
        apart: frozenset[tuple[UUID, UUID]],
        lines: Sequence[RegisterLine],
        known: Mapping[UUID, UUID],
    ) -> None:
        self._profiles = profiles
        self._apart = apart
        self._known = known
        self._features = [features_of(line) for line in lines]
        self._resolutions: dict[int, Resolution] = {}
        self._doubts: list[Doubt] = []
        self._taken: set[UUID] = set()

    def resolve(self) -> Resolved:
        self._take_known_lines()
        self._take_codes()
        self._learn_neighbourhood()
        for is_copy in (False, True):
            left = [
                place
                for place, one in enumerate(self._features)
                if place not in self._resolutions and one.line.is_second_copy is is_copy
            ]
            self._weigh_all(left)
        return Resolved(tuple(self._resolutions[place] for place in range(len(self._features))), tuple(self._doubts))

    def _take_known_lines(self) -> None:
        for place, features in enumerate(self._features):
            cooperative_id = self._known.get(features.line.line_id)
            if cooperative_id is not None:
                self._settle(place, Resolution(features.line, cooperative_id, "same_line", 1.0, "read before"))

    # the tax code

    def _take_codes(self) -> None:
        """Lines whose tax code is a known cooperative's, unless everything else speaks against it."""
        by_code: defaultdict[str, list[int]] = defaultdict(list)
        for place, features in enumerate(self._features):
            if features.code is not None and place not in self._resolutions:
                by_code[features.code].append(place)
        for code, places in by_code.items():
            profile = self._profiles.with_code(code)
            if profile is None:
                mistaken = set(self._unlike(places))
            else:
                said = {place: self._evidence(place, profile) for place in places}
                mistaken = set(self._mistaken(said, profile))
                for place in said.keys() - mistaken:
                    self._settle_by_code(place, profile, said[place])
            for place in mistaken:
                self._features[place] = features_of(self._features[place].line, trusts_code=False)

    def _evidence(self, place: int, profile: Profile) -> Evidence:
        features = self._features[place]
        return weigh(features, profile, self._profiles.commonness(features.line.province_code))

    def _unlike(self, places: Sequence[int]) -> Iterator[int]:
        """Of lines with one code that nobody is known by, those whose names do not go with all the others'."""
        heads = [self._features[place].name for place in places if not self._features[place].is_branch]
        for place in places:
            features = self._features[place]
            if not features.is_branch and any(compare_names(features.name, name) not in _AGREEING for name in heads):
                yield place

    def _mistaken(self, said: Mapping[int, Evidence], profile: Profile) -> Iterator[int]:
        """The lines of one code that cannot be the cooperative of that code: copied down, or typed from another's."""
        heads = [place for place in said if not self._features[place].is_branch]
        for place in heads:
            evidence = said[place]
            if (
                self._is_apart(self._features[place].line.line_id, profile)
                or evidence.contradicts_code
                or (len(heads) > 1 and evidence.name not in _AGREEING)
            ):
                yield place

    def _settle_by_code(self, place: int, profile: Profile, evidence: Evidence) -> None:
        features = self._features[place]
        confidence = 1.0 if evidence.name in _AGREEING else 0.999
        self._settle(place, Resolution(features.line, profile.cooperative_id, "tax_code", confidence, evidence.words))

    def _learn_neighbourhood(self) -> None:
        """Where the cooperatives that are known by their codes were listed before, the others may have been too."""
        votes: Counter[str] = Counter()
        for resolution in self._resolutions.values():
            profile = self._profiles.get(resolution.cooperative_id)
            if profile is not None and resolution.line.is_of_area:
                votes.update(areas_of(profile))
        least = max(_FEWEST_VOTES, _LEAST_SHARE_OF_VOTES * len(self._resolutions))
        learnt = {area for area, count in votes.items() if count >= least}
        for place, features in enumerate(self._features):
            if features.line.is_of_area and not learnt <= features.neighbourhood:
                self._features[place] = replace(features, neighbourhood=features.neighbourhood | learnt)
        for place in self._resolutions:
            features = self._features[place]
            self._profiles.learn(self._resolutions[place].cooperative_id, features)

    # everything else

    def _weigh_all(self, places: Sequence[int]) -> None:
        """Settle the lines by the weight of what they say, the surest first; the rest are new."""
        pairs = [pair for place in places for pair in self._pairs(place)]
        pairs.sort(key=lambda pair: (-pair.evidence.weight, pair.place, pair.profile.cooperative_id.int))
        open_pairs = _OpenPairs(pairs)
        for pair in pairs:
            if not open_pairs.is_open(pair):
                continue
            confidence = probability(pair.evidence.weight, open_pairs.rivals(pair))
            if confidence >= ACCEPTED_FROM:
                line = self._features[pair.place].line
                cooperative_id = pair.profile.cooperative_id
                self._settle(pair.place, Resolution(line, cooperative_id, "evidence", confidence, pair.evidence.words))
                self._profiles.learn(cooperative_id, self._features[pair.place])
                open_pairs.close(pair, keeps_profile=line.is_second_copy)
        for place in places:
            if place not in self._resolutions:
                self._found(place)
        self._doubts += self._doubtful(pairs)

    def _pairs(self, place: int) -> Iterator[_Pair]:
        """The known cooperatives that a line may be: those that share a particular, else those nearly named so."""
        features = self._features[place]
        line = features.line
        sharing = self._profiles.sharing(line.province_code, features)
        pairs = [pair for one in sharing if (pair := self._pair(place, one)) is not None]
        yield from pairs
        if line.is_of_area and all(pair.evidence.weight < _SURE_WEIGHT for pair in pairs):
            around = self._profiles.in_areas((line.reporter_code, *sorted(features.neighbourhood)))
            for cooperative_id in around:
                if cooperative_id not in sharing:
                    pair = self._pair(place, cooperative_id, is_strange=True)
                    if pair is not None:
                        yield pair

    def _pair(self, place: int, cooperative_id: UUID, *, is_strange: bool = False) -> _Pair | None:
        """A line and a cooperative, where it may be that at all; one that is strange must have nearly its name."""
        features = self._features[place]
        profile = self._profiles.get(cooperative_id)
        if profile is None or not self._may_be(features, profile):
            return None
        if is_strange and not resembles(features, profile):
            return None
        evidence = self._evidence(place, profile)
        return _Pair(place, profile, evidence) if evidence.weight >= _LEAST_WEIGHT else None

    def _may_be(self, features: Features, profile: Profile) -> bool:
        line = features.line
        if features.code is not None and profile.codes:
            return False
        if profile.cooperative_id in self._taken and not line.is_second_copy:
            return False
        if (
            line.is_of_area
            and profile.listed_until == line.period_ends_on
            and profile.reporter_code != line.reporter_code
        ):
            return False  # another area lists it in this very round
        return not self._is_apart(line.line_id, profile)

    def _is_apart(self, line_id: UUID, profile: Profile) -> bool:
        return (line_id, profile.cooperative_id) in self._apart

    def _found(self, place: int) -> None:
        """A cooperative that was not known: its id follows from its code, else from the line."""
        features = self._features[place]
        known = self._profiles.with_code(features.code) if features.code is not None else None
        if known is not None:  # an earlier line of this register founded it
            self._settle_by_code(place, known, self._evidence(place, known))
            self._profiles.learn(known.cooperative_id, features)
            return
        cooperative_id = content_id("cooperative", features.code or features.line.line_id)
        if self._profiles.get(cooperative_id) is not None:
            cooperative_id = content_id("cooperative", features.line.line_id)
        self._settle(place, Resolution(features.line, cooperative_id, "new", 1.0, "first line of it"))
        self._profiles.learn(cooperative_id, features)

    def _doubtful(self, pairs: Iterable[_Pair]) -> Iterator[Doubt]:
        """Pairs of the lines that were taken for new cooperatives and may be known ones."""
        for pair in pairs:
            own = self._resolutions[pair.place]
            confidence = probability(pair.evidence.weight)
            if own.method == "new" and confidence >= REVIEWED_FROM and pair.profile.cooperative_id not in self._taken:
                yield Doubt(own.line, own.cooperative_id, pair.profile.cooperative_id, confidence, pair.evidence.words)

    def _settle(self, place: int, resolution: Resolution) -> None:
        self._resolutions[place] = resolution
        self._taken.add(resolution.cooperative_id)


class _OpenPairs:
    """Pairs whose line is not settled and whose cooperative is not taken, and the odds of their rivals."""

    def __init__(self, pairs: Iterable[_Pair]) -> None:
        self._of_line: defaultdict[int, dict[UUID, float]] = defaultdict(dict)
        self._of_profile: defaultdict[UUID, dict[int, float]] = defaultdict(dict)
        for pair in pairs:
            odds = exp(min(pair.evidence.weight, 60.0))
            self._of_line[pair.place][pair.profile.cooperative_id] = odds
            self._of_profile[pair.profile.cooperative_id][pair.place] = odds

    def is_open(self, pair: _Pair) -> bool:
        return pair.profile.cooperative_id in self._of_line.get(pair.place, {})

    def rivals(self, pair: _Pair) -> float:
        """The odds of the line's other cooperatives and of the cooperative's other lines."""
        by_profile = self._of_line[pair.place]
        by_line = self._of_profile[pair.profile.cooperative_id]
        own = by_profile[pair.profile.cooperative_id]
        return max(0.0, sum(by_profile.values()) + sum(by_line.values()) - 2 * own)

    def close(self, pair: _Pair, *, keeps_profile: bool) -> None:
        """The line is settled; the cooperative is taken, unless other lines may repeat it."""
        profile_id = pair.profile.cooperative_id
        for other in self._of_line.pop(pair.place, {}):
            self._of_profile[other].pop(pair.place, None)
        if not keeps_profile:
            for place in self._of_profile.pop(profile_id, {}):
                self._of_line.get(place, {}).pop(profile_id, None)
