"""Lines and the known cooperatives that they may be, with the odds of all that contend with one another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp
from uuid import UUID

from ingest.cooperatives.evidence import Evidence
from ingest.cooperatives.profiles import Profile

_MOST_WEIGHT = 60.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A line that may be a known cooperative."""

    place: int
    """The line's, among those of its register."""
    profile: Profile
    evidence: Evidence


class OpenPairs:
    """Pairs whose line is not settled and whose cooperative is not taken, and the odds of their rivals."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._of_line: defaultdict[int, dict[UUID, float]] = defaultdict(dict)
        self._of_profile: defaultdict[UUID, dict[int, float]] = defaultdict(dict)
        for pair in pairs:
            odds = exp(min(pair.evidence.weight, _MOST_WEIGHT))
            self._of_line[pair.place][pair.profile.cooperative_id] = odds
            self._of_profile[pair.profile.cooperative_id][pair.place] = odds

    def is_open(self, pair: Pair) -> bool:
        return pair.profile.cooperative_id in self._of_line.get(pair.place, {})

    def rivals(self, pair: Pair) -> float:
        """The odds of the line's other cooperatives and of the cooperative's other lines."""
        by_profile = self._of_line[pair.place]
        by_line = self._of_profile[pair.profile.cooperative_id]
        own = by_profile[pair.profile.cooperative_id]
        return max(0.0, sum(by_profile.values()) + sum(by_line.values()) - 2 * own)

    def close(self, pair: Pair, *, keeps_profile: bool) -> None:
        """The line is settled; the cooperative is taken, unless other lines may repeat it."""
        profile_id = pair.profile.cooperative_id
        for other in self._of_line.pop(pair.place, {}):
            self._of_profile[other].pop(pair.place, None)
        if not keeps_profile:
            for place in self._of_profile.pop(profile_id, {}):
                self._of_line.get(place, {}).pop(profile_id, None)
