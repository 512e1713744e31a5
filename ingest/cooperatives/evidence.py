"""What speaks for a line being a known cooperative and what against it, as one weight.

Each particular adds the logarithm of how much likelier it is seen between two lines of one cooperative than between
lines of two (Fellegi and Sunter 1969). That a name, a day or a person agrees weighs more the rarer it is in the
province; that two agree by chance is one in so many as there are cooperatives.
"""

from dataclasses import dataclass
from math import exp, log

from rapidfuzz.distance import OSA

from ingest.cooperatives.features import Features
from ingest.cooperatives.names import NameMatch, compare_names
from ingest.cooperatives.particulars import Agreement, compare_founding, compare_persons
from ingest.cooperatives.profiles import Commonness, Profile

_FEWEST_COOPERATIVES = 300
"""A province is taken to have so many even before they are listed."""
_MOST = 6.5
"""What one particular can weigh at most: a rare name may still be another's."""
IMPOSSIBLE = -99.0

_NAME_WEIGHTS = {
    NameMatch.NEAR: 2.0,
    NameMatch.PART: 1.5,
    NameMatch.OTHER_ACTIVITY: -0.5,
    NameMatch.NUMBER_MISSING: -3.0,
    NameMatch.OTHER_NUMBER: -8.0,
    NameMatch.OTHER: -3.5,
}
_RESEMBLING = frozenset({NameMatch.NEAR, NameMatch.PART})
_SAME_WORDS, _OTHER_TONES = 0.7, -3.0
_FOUNDING_WEIGHTS = {Agreement.NEAR: 1.5, Agreement.PARTLY: 2.0, Agreement.OTHER: -3.8, Agreement.UNKNOWN: 0.0}
_FOUNDED_AFTER_IT_WAS_LISTED = -14.0
"""What was listed before it was founded is another: two that became a new one, or one that began anew."""
_PERSON_WEIGHTS = {Agreement.NEAR: 2.0, Agreement.OTHER: -2.0, Agreement.UNKNOWN: 0.0}
_SAME_WRONG_CODE, _CODE_WITH_A_SLIP, _CODE_FAR_AWAY = 5.0, 5.0, -2.0
_SAME_AREA, _NEIGHBOURS, _NOWHERE_KNOWN, _ELSEWHERE = 3.0, 1.0, 0.0, -3.0
_SAME_COMMUNE, _OTHER_COMMUNE = 2.0, -2.0
_SAME_NAME_IN_AN_AREA = 2.5
"""A cooperative may not take the name of another of the district (Nghị định 92/2024, on names)."""
_WHERE_NAMES_ARE_UNIQUE = frozenset({"same area", "same area, same commune"})
_MOST_SLIPS_OF_A_CODE = 1


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weight (natural logarithm of odds, the chance of a coincidence included) and what it is made of."""

    weight: float
    name: NameMatch
    founding: Agreement
    person: Agreement
    place: str
    code: str

    @property
    def contradicts_code(self) -> bool:
        """Whether all that a register says besides the code speaks of another cooperative."""
        others = (self.founding, self.person)
        return (
            self.name in (NameMatch.OTHER, NameMatch.OTHER_NUMBER)
            and Agreement.OTHER in others
            and all(one in (Agreement.OTHER, Agreement.UNKNOWN) for one in others)
        )

    @property
    def words(self) -> str:
        """In words: "name: same name; founded: same; …"."""
        parts = [f"name: {self.name.value}", f"founded: {self.founding.value}", f"chairperson: {self.person.value}"]
        parts += [f"place: {self.place}"] + ([f"tax code: {self.code}"] if self.code else [])
        return "; ".join(parts)


def weigh(features: Features, profile: Profile, common: Commonness) -> Evidence:
    """How much speaks for the line being the cooperative, the tax code's own word left out where both are right."""
    every = max(common.cooperatives, _FEWEST_COOPERATIVES)
    name, name_weight = _name(features, profile, common, every)
    founding, founding_weight = _founding(features, profile, common, every)
    person, person_weight = _person(features, profile, common, every)
    place, place_weight = _place(features, profile)
    code, code_weight = _code(features, profile)
    weight = name_weight + founding_weight + person_weight + place_weight + code_weight - log(every)
    if place in _WHERE_NAMES_ARE_UNIQUE and name in (NameMatch.SAME, NameMatch.SAME_PROPER_NAME):
        weight += _SAME_NAME_IN_AN_AREA
    return Evidence(weight, name, founding, person, place, code)


def resembles(features: Features, profile: Profile) -> bool:
    """Whether the name or a code is nearly that of the cooperative: the least that makes it worth weighing."""
    return any(compare_names(features.name, name) in _RESEMBLING for name in profile.names) or (
        _code(features, profile)[1] > 0
    )


def probability(weight: float, rivals: float = 0.0) -> float:
    """The chance that a weight stands for, beside rivals of so many odds in sum."""
    odds = exp(min(weight, 60.0))
    return odds / (1.0 + odds + rivals)


def _rarity(count: int, every: int) -> float:
    return min(_MOST, log(every / max(count, 1)))


def _name(features: Features, profile: Profile, common: Commonness, every: int) -> tuple[NameMatch, float]:
    """The best agreement with a name the cooperative bore; its newest counts before those of before."""

    def weight(match: NameMatch) -> float:
        known = _NAME_WEIGHTS.get(match)
        if known is not None:
            return known
        rarity = _rarity(common.with_name(features.name.key), every)
        return (
            rarity
            + (_SAME_WORDS if match is NameMatch.SAME else 0)
            + (_OTHER_TONES if match is NameMatch.OTHER_TONES else 0)
        )

    weighed = [(match, weight(match)) for match in (compare_names(features.name, name) for name in profile.names)]
    return max(weighed, key=lambda one: one[1])


def _founding(features: Features, profile: Profile, common: Commonness, every: int) -> tuple[Agreement, float]:
    ours = features.line.founded_on
    found = [compare_founding(ours, theirs) for theirs in profile.founding_days]
    if Agreement.SAME in found:
        return Agreement.SAME, _rarity(common.with_founding_day(ours or ""), every)
    best = next((one for one in (Agreement.NEAR, Agreement.PARTLY, Agreement.OTHER) if one in found), Agreement.UNKNOWN)
    if best is Agreement.OTHER and features.founding_day and "" < profile.listed_until < features.founding_day:
        return best, _FOUNDED_AFTER_IT_WAS_LISTED
    return best, _FOUNDING_WEIGHTS[best]


def _person(features: Features, profile: Profile, common: Commonness, every: int) -> tuple[Agreement, float]:
    found = [compare_persons(features.person, theirs) for theirs in profile.persons]
    if Agreement.SAME in found:
        return Agreement.SAME, _rarity(common.with_person(features.person), every)
    best = next((one for one in (Agreement.NEAR, Agreement.OTHER) if one in found), Agreement.UNKNOWN)
    return best, _PERSON_WEIGHTS[best]


def _place(features: Features, profile: Profile) -> tuple[str, float]:
    area, weight = _area(features, profile)
    if not features.commune or not profile.communes:
        return area, weight
    if features.commune in profile.communes:
        return f"{area}, same commune", weight + _SAME_COMMUNE
    return f"{area}, another commune", weight + _OTHER_COMMUNE


def _area(features: Features, profile: Profile) -> tuple[str, float]:
    line = features.line
    if not line.is_of_area or not profile.reporter_code:
        return "area unknown", _NOWHERE_KNOWN
    if line.reporter_code == profile.reporter_code:
        return "same area", _SAME_AREA
    if not features.neighbourhood or not profile.neighbourhood:
        return "area unknown", _NOWHERE_KNOWN
    if line.reporter_code in profile.neighbourhood or profile.reporter_code in features.neighbourhood:
        return "same area", _SAME_AREA
    if not features.neighbourhood.isdisjoint(profile.neighbourhood):
        return "neighbouring area", _NEIGHBOURS
    return "elsewhere", _ELSEWHERE


def _code(features: Features, profile: Profile) -> tuple[str, float]:
    if features.code is not None:
        if features.code in profile.codes:
            return "same", 0.0
        if profile.codes:
            return "another", IMPOSSIBLE
        return _near_code(features.code, profile.wrong_codes)
    if features.wrong_code is None:
        return "", 0.0
    if features.wrong_code in profile.wrong_codes:
        return "the same wrong one", _SAME_WRONG_CODE
    return _near_code(features.wrong_code, profile.codes)


def _near_code(code: str, others: tuple[str, ...]) -> tuple[str, float]:
    if not others:
        return "", 0.0
    if any(OSA.distance(code, other, score_cutoff=_MOST_SLIPS_OF_A_CODE) <= _MOST_SLIPS_OF_A_CODE for other in others):
        return "a slip apart", _CODE_WITH_A_SLIP
    return "another, wrong one", _CODE_FAR_AWAY
