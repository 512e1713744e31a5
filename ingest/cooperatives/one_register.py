"""One register on its way through: lines with known tax codes first, then by weight, the rest new."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from ingest.cooperatives.evidence import Evidence, probability, resembles, weigh
from ingest.cooperatives.features import Features, features_of
from ingest.cooperatives.lines import Doubt, Method, RegisterLine, Resolution
from ingest.cooperatives.names import NameMatch, compare_names
from ingest.cooperatives.pairs import OpenPairs, Pair
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
class _Settled:
    """What a line was taken for."""

    cooperative_id: UUID
    method: Method
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of the lines of one register, in their order, and what a person should look at."""

    resolutions: tuple[Resolution, ...]
    doubts: tuple[Doubt, ...]


class RegisterResolution:
    """One register on its way through."""

    def __init__(
        self,
        profiles: Profiles,
        apart: frozenset[tuple[UUID, UUID]],
        ruled: Mapping[UUID, UUID],
        lines: Sequence[RegisterLine],
        known: Mapping[UUID, UUID],
    ) -> None:
        self._profiles = profiles
        self._apart = apart
        self._ruled = ruled
        self._known = known
        self._features = [features_of(line) for line in lines]
        self._settled: dict[int, _Settled] = {}
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
                if place not in self._settled and one.line.is_second_copy is is_copy
            ]
            self._weigh_all(left)
        return Resolved(tuple(map(self._resolution, range(len(self._features)))), tuple(self._doubts))

    def _resolution(self, place: int) -> Resolution:
        features, settled = self._features[place], self._settled[place]
        return Resolution(
            line=features.line,
            cooperative_id=settled.cooperative_id,
            method=settled.method,
            confidence=settled.confidence,
            evidence=settled.evidence,
            trusts_tax_code=features.code is not None,
            neighbourhood=features.neighbourhood,
        )

    def _take_known_lines(self) -> None:
        for place, features in enumerate(self._features):
            cooperative_id = self._known.get(features.line.line_id)
            if cooperative_id is not None:
                self._settle(place, _Settled(cooperative_id, "same_line", 1.0, "read before"))

    # the tax code

    def _take_codes(self) -> None:
        """Lines whose tax code is a known cooperative's, unless everything else speaks against it."""
        by_code: defaultdict[str, list[int]] = defaultdict(list)
        for place, features in enumerate(self._features):
            if features.code is not None and place not in self._settled:
                by_code[features.code].append(place)
        for code, places in by_code.items():
            profile = self._profiles.with_code(code)
            if profile is None:
                mistaken = set(self._unlike(places))
            else:
                said = {place: self._evidence(place, profile) for place in places}
                mistaken = set(self._mistaken(said, profile))
                for place in sorted(said.keys() - mistaken):
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
        confidence = 1.0 if evidence.name in _AGREEING else 0.999
        self._settle(place, _Settled(profile.cooperative_id, "tax_code", confidence, evidence.words))

    def _learn_neighbourhood(self) -> None:
        """Where the cooperatives that are known by their codes were listed before, the others may have been too."""
        votes: Counter[str] = Counter()
        for place in self._settled:
            profile = self._profiles.get(self._by_now(place))
            if profile is not None and self._features[place].line.is_of_area:
                votes.update(areas_of(profile))
        least = max(_FEWEST_VOTES, _LEAST_SHARE_OF_VOTES * len(self._settled))
        learnt = {area for area, count in votes.items() if count >= least}
        for place, features in enumerate(self._features):
            if features.line.is_of_area and not learnt <= features.neighbourhood:
                self._features[place] = replace(features, neighbourhood=features.neighbourhood | learnt)
        for place in sorted(self._settled):
            self._profiles.learn(self._by_now(place), self._features[place])

    # everything else

    def _weigh_all(self, places: Sequence[int]) -> None:
        """Settle the lines by the weight of what they say, the surest first; the rest are new."""
        pairs = [pair for place in places for pair in self._pairs(place)]
        pairs.sort(key=lambda pair: (-pair.evidence.weight, pair.place, pair.profile.cooperative_id.int))
        open_pairs = OpenPairs(pairs)
        for pair in pairs:
            if not open_pairs.is_open(pair):
                continue
            confidence = probability(pair.evidence.weight, open_pairs.rivals(pair))
            if confidence >= ACCEPTED_FROM:
                line = self._features[pair.place].line
                cooperative_id = pair.profile.cooperative_id
                self._settle(pair.place, _Settled(cooperative_id, "evidence", confidence, pair.evidence.words))
                self._profiles.learn(cooperative_id, self._features[pair.place])
                open_pairs.close(pair, keeps_profile=line.is_second_copy)
        for place in places:
            if place not in self._settled:
                self._found(place)
        self._doubts += self._doubtful(pairs)

    def _pairs(self, place: int) -> Iterator[Pair]:
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

    def _pair(self, place: int, cooperative_id: UUID, *, is_strange: bool = False) -> Pair | None:
        """A line and a cooperative, where it may be that at all; one that is strange must have nearly its name."""
        features = self._features[place]
        profile = self._profiles.get(cooperative_id)
        if profile is None or not self._may_be(features, profile):
            return None
        if is_strange and not resembles(features, profile):
            return None
        evidence = self._evidence(place, profile)
        return Pair(place, profile, evidence) if evidence.weight >= _LEAST_WEIGHT else None

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
        self._settle(place, _Settled(cooperative_id, "new", 1.0, "first line of it"))
        self._profiles.learn(cooperative_id, features)

    def _doubtful(self, pairs: Iterable[Pair]) -> Iterator[Doubt]:
        """Pairs of the lines that were taken for new cooperatives and may be known ones."""
        for pair in pairs:
            own = self._settled[pair.place]
            confidence = probability(pair.evidence.weight)
            if own.method == "new" and confidence >= REVIEWED_FROM and pair.profile.cooperative_id not in self._taken:
                yield Doubt(
                    self._features[pair.place].line,
                    own.cooperative_id,
                    pair.profile.cooperative_id,
                    confidence,
                    pair.evidence.words,
                )

    def _settle(self, place: int, settled: _Settled) -> None:
        self._settled[place] = settled
        self._taken.add(self._by_now(place))

    def _by_now(self, place: int) -> UUID:
        """The cooperative that a settled line is once persons were heard."""
        return self._ruled.get(self._features[place].line.line_id, self._settled[place].cooperative_id)
