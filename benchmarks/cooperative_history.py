"""A history of cooperatives whose truth is known: six rounds of registers as offices write them.

Communes and districts are the real ones. Cooperatives are founded, renamed and moved, merge, split and end;
offices mistype, abbreviate, leave out codes, days and persons, or copy a neighbour's code. The last round is handed in
by the communes of July 2025.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.cooperative_names import KINDS, Habit, Name, draw_habit, draw_name, draw_person, mistyped, written
from ingest.cooperatives.lines import RegisterLine
from ingest.cooperatives.places import Places, period_end
from ingest.raw.ids import content_id
from ingest.submissions.places import Area, Areas
from ingest.submissions.register.tax_code import check_digit

ROUNDS = ("2023-H1", "2023", "2024-H1", "2024", "2025-H1", "2025")
REFORM = date(2025, 7, 1)
_LIVES = 0.965
_FOUNDED = 0.05


@dataclass(slots=True)
class Cooperative:
    """The truth."""

    number: int
    name: Name
    commune: str
    village: int
    founded: date
    chairperson: str
    code: str | None
    prints_code: bool
    prints_year_only: bool


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A line of a register, and the number of the cooperative that it is."""

    line: RegisterLine
    cooperative: int


@dataclass(slots=True)
class _Land:
    """The communes of old, their districts, and the communes that reported after the reform."""

    names: dict[str, str] = field(default_factory=dict)
    district_of: dict[str, str] = field(default_factory=dict)
    district_names: dict[str, str] = field(default_factory=dict)
    province_of: dict[str, str] = field(default_factory=dict)
    communes_of: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    districts_of: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    new_commune_of: dict[str, str] = field(default_factory=dict)
    new_names: dict[str, str] = field(default_factory=dict)


class History:
    """The rounds of registers, drawn from a seed of chance: the same seed gives the same lines."""

    def __init__(self, seeds_dir: Path, cooperatives: int, seed: int = 2026, districts: int | None = None) -> None:
        """`districts`: only so many of them, so that a small history is as dense as the whole country."""
        self._chance = Random(seed)  # noqa: S311 - a history is not a secret
        self._places = Places(seeds_dir)
        self._land = _read_land(seeds_dir, self._places)
        chosen = sorted(self._land.communes_of)
        self._districts = chosen if districts is None else _together(self._land, chosen, districts)
        self._living: list[Cooperative] = []
        self._born = 0
        self._codes: set[str] = set()
        while len(self._living) < cooperatives:
            self._bear(date(2022, 12, 1))

    def rounds(self) -> Iterator[tuple[str, list[list[TrueLine]]]]:
        """Round by round, the registers that came in."""
        for number, period_key in enumerate(ROUNDS):
            if number:
                self._pass_half_a_year(date(2023, 1, 1) + timedelta(days=182 * number))
            yield period_key, list(self._registers(period_key))

    # what happens to cooperatives

    def _bear(self, latest: date, like: Cooperative | None = None) -> Cooperative:
        chance, land = self._chance, self._land
        district = chance.choice(self._districts)
        commune = chance.choice(land.communes_of[district])
        around = land.communes_of[district]
        name = draw_name(chance, land.names[commune], [land.names[one] for one in around])
        if like is not None:
            name, commune = like.name, like.commune
        elif self._living and chance.random() < 0.03:
            name, commune = self._namesake_next_door(commune, name)
        self._born += 1
        born = Cooperative(
            number=self._born,
            name=name,
            commune=commune,
            village=chance.randrange(1, 12),
            founded=self._founding_day(latest, land.district_of[commune]),
            chairperson=self._chairperson(),
            code=self._new_code(),
            prints_code=chance.random() > 0.05,
            prints_year_only=chance.random() < 0.04,
        )
        self._living.append(born)
        return born

    def _namesake_next_door(self, commune: str, name: Name) -> tuple[Name, str]:
        """The name of a cooperative of the same district, in another commune of it, or its sister with a number."""
        other = self._chance.choice(self._living[-400:])
        around = [one for one in self._land.communes_of[self._land.district_of[other.commune]] if one != other.commune]
        if self._chance.random() < 0.4:
            return other.name.renumbered(other.name.number + 1), other.commune
        return (other.name, self._chance.choice(around)) if around else (name, commune)

    def _founding_day(self, latest: date, district: str) -> date:
        chance = self._chance
        if chance.random() < 0.12:
            return chance.choice((date(1997, 1, 1), date(1998, 1, 1), date(2004, 7, 1), date(2013, 7, 1)))
        if chance.random() < 0.15:
            return date(1999, 1, 1) + timedelta(days=int(district) * 7 % 5000)
        return latest - timedelta(days=int(chance.triangular(1, 9000, 1200)))

    def _chairperson(self) -> str:
        if self._living and self._chance.random() < 0.004:
            return self._living[-1].chairperson
        return draw_person(self._chance)

    def _new_code(self) -> str:
        while True:
            nine = (
                f"{self._chance.choice(('01', '25', '31', '46', '58', '60', '79'))}{self._chance.randrange(10**7):07d}"
            )
            last = check_digit(nine)
            if last is not None and nine + last not in self._codes:
                self._codes.add(nine + last)
                return nine + last

    def _pass_half_a_year(self, now: date) -> None:
        chance = self._chance
        before = len(self._living)
        self._living = [one for one in self._living if chance.random() < _LIVES]
        self._merge(int(before * 0.004), now)
        self._split(int(before * 0.003), now)
        for one in self._living:
            self._change(one)
        for _ in range(int(before * _FOUNDED)):
            newborn = self._bear(now)
            newborn.founded = now - timedelta(days=chance.randrange(1, 170))
        chance.shuffle(self._living)

    def _change(self, one: Cooperative) -> None:
        chance, land = self._chance, self._land
        if chance.random() < 0.07:
            one.chairperson = self._chairperson()
        if chance.random() < 0.02:
            district = land.district_of[one.commune]
            drawn = draw_name(chance, land.names[one.commune], [land.names[c] for c in land.communes_of[district]])
            if chance.random() < 0.6:
                one.name = replace(one.name, doing=chance.choice(KINDS[one.name.sector][1]))
            else:
                one.name = replace(one.name, proper=drawn.proper)
        if chance.random() < 0.008:
            one.commune = self._elsewhere(one.commune)

    def _elsewhere(self, commune: str) -> str:
        chance, land = self._chance, self._land
        district = land.district_of[commune]
        drawn = chance.random()
        if drawn > 0.6:
            near = [one for one in land.districts_of[land.province_of[district]] if one in set(self._districts)]
            district = chance.choice(near if drawn < 0.95 else self._districts)
        return chance.choice(land.communes_of[district])

    def _merge(self, times: int, now: date) -> None:
        """One takes in another of its district, often under a new name; or both end in a new one."""
        chance = self._chance
        by_district: defaultdict[str, list[Cooperative]] = defaultdict(list)
        for one in self._living:
            by_district[self._land.district_of[one.commune]].append(one)
        pairs = [chance.sample(group, 2) for group in by_district.values() if len(group) > 2]
        ended: set[int] = set()
        for kept, taken in chance.sample(pairs, min(times, len(pairs))):
            ended.add(taken.number)
            if chance.random() < 0.3:
                ended.add(kept.number)
                heir = self._bear(date(2022, 12, 1), like=kept)
                heir.chairperson = kept.chairperson
                heir.founded = now - timedelta(days=chance.randrange(1, 170))
            elif chance.random() < 0.5:
                kept.name = replace(kept.name, proper=f"{kept.name.proper} {taken.name.proper}")
        self._living = [one for one in self._living if one.number not in ended]

    def _split(self, times: int, now: date) -> None:
        for parent in self._chance.sample(self._living, min(times, len(self._living))):
            part = self._bear(now, like=parent)
            part.founded = now - timedelta(days=self._chance.randrange(1, 170))
            part.name = parent.name.renumbered(parent.name.number + 1)

    # how offices write it down

    def _registers(self, period_key: str) -> Iterator[list[TrueLine]]:
        groups: defaultdict[str, list[Cooperative]] = defaultdict(list)
        for one in self._living:
            groups[self._reporter(one, period_key)].append(one)
        for reporter, group in sorted(groups.items()):
            if self._chance.random() > 0.03:  # some do not report
                yield list(_Office(self._chance, self._land, self._places, reporter, period_key).lines(group))

    def _reporter(self, one: Cooperative, period_key: str) -> str:
        if period_key == ROUNDS[-1]:
            return self._land.new_commune_of[one.commune]
        return self._land.district_of[one.commune]


class _Office:
    """One office in one round: its habits and what its form leaves out."""

    def __init__(self, chance: Random, land: _Land, places: Places, reporter: str, period_key: str) -> None:
        self._chance, self._land, self._reporter, self._period = chance, land, reporter, period_key
        self._place = places.of(reporter, is_area=True, period_key=period_key)
        self._habit: Habit = draw_habit(chance)
        self._has_codes, self._has_days = chance.random() > 0.05, chance.random() > 0.08
        self._has_persons, self._has_addresses = chance.random() > 0.10, chance.random() > 0.06
        self._writes_new_communes = chance.random() < 0.4
        self._file = f"{reporter}:{period_key}"

    def lines(self, group: Sequence[Cooperative]) -> Iterator[TrueLine]:
        row = 8
        for place, one in enumerate(group):
            line = self._line(one, row, group[place - 1].code if place else None)
            yield TrueLine(line, one.number)
            row += 1
            if self._chance.random() < 0.003:
                yield TrueLine(replace(self._line(one, row, None), is_second_copy=True), one.number)
                row += 1

    def _line(self, one: Cooperative, row: int, code_above: str | None) -> RegisterLine:
        name = written(one.name, self._habit)
        return RegisterLine(
            line_id=content_id(self._file, row),
            reading_id=content_id(self._file),
            sheet="Danh sách HTX",
            row_number=row,
            reporter_code=self._reporter,
            is_of_area=True,
            province_code=self._place.province_code,
            neighbourhood=self._place.neighbourhood,
            period_key=self._period,
            period_ends_on=period_end(self._period),
            name=mistyped(self._chance, name) if self._chance.random() < 0.03 else name,
            tax_code=self._code(one, code_above),
            address=self._address(one),
            sector_code=one.name.sector,
            founded_on=self._founded_on(one),
            chairperson=self._person(one),
        )

    def _code(self, one: Cooperative, code_above: str | None) -> str | None:
        chance = self._chance
        if not self._has_codes or not one.prints_code or one.code is None or chance.random() < 0.06:
            return None
        drawn = chance.random()
        if drawn < 0.015:
            place = chance.randrange(10)
            other = chance.choice([digit for digit in "0123456789" if digit != one.code[place]])
            return one.code[:place] + other + one.code[place + 1 :]
        if drawn < 0.02:
            return one.code[:-1]
        if drawn < 0.023 and code_above is not None:
            return code_above
        return f"{one.code}-001" if drawn < 0.026 else one.code

    def _founded_on(self, one: Cooperative) -> str | None:
        chance, day = self._chance, one.founded
        if not self._has_days or chance.random() < 0.05:
            return None
        if one.prints_year_only or chance.random() < 0.01:
            return str(day.year)
        drawn = chance.random()
        if drawn < 0.01:
            return (day + timedelta(days=chance.randrange(1, 4000))).isoformat()
        if drawn < 0.015 and day.day <= 12:
            return date(day.year, day.day, day.month).isoformat()
        return day.isoformat()

    def _person(self, one: Cooperative) -> str | None:
        chance = self._chance
        if not self._has_persons or chance.random() < 0.04:
            return None
        drawn = chance.random()
        if drawn < 0.02:
            return mistyped(chance, one.chairperson)
        if drawn < 0.03:
            words = one.chairperson.split()
            return f"{words[0]} {words[-1]}"
        return f"Ông {one.chairperson}" if drawn < 0.05 else one.chairperson

    def _address(self, one: Cooperative) -> str | None:
        chance, land = self._chance, self._land
        if not self._has_addresses or chance.random() < 0.05:
            return None
        if self._period == ROUNDS[-1] and self._writes_new_communes:
            return f"Thôn {one.village}, xã {land.new_names[land.new_commune_of[one.commune]]}"
        commune = land.names[one.commune]
        if chance.random() < 0.5:
            return f"Thôn {one.village}, xã {commune}"
        return f"Ấp {one.village}, xã {commune}, huyện {land.district_names[land.district_of[one.commune]]}"


def _together(land: _Land, districts: Sequence[str], count: int) -> list[str]:
    """Districts of as few provinces as can be."""
    return sorted(districts, key=lambda code: (land.province_of[code], code))[:count]


def _read_land(seeds_dir: Path, places: Places) -> _Land:
    land = _Land()
    areas, communes = Areas(seeds_dir / "areas.csv"), Areas(seeds_dir / "communes.csv")
    for code, versions in areas.items():
        if versions[-1].level == "district" and versions[-1].valid_to == REFORM:
            land.district_names[code] = _bare(versions[-1])
    new = [one for versions in communes.values() for one in versions if one.valid_from == REFORM]
    land.new_names = {one.code: _bare(one) for one in new}
    new_codes: defaultdict[str, list[str]] = defaultdict(list)
    for one in sorted(new, key=lambda area: area.code):
        new_codes[one.province_code].append(one.code)
    for code, versions in sorted(communes.items()):
        old = versions[0]
        if old.valid_to != REFORM or old.parent_code not in land.district_names:
            continue
        province = places.of(old.parent_code, is_area=True, period_key="2025-H1").province_code
        land.names[code], land.district_of[code] = _bare(old), old.parent_code
        land.communes_of[old.parent_code].append(code)
        if old.parent_code not in land.province_of:
            land.districts_of[province].append(old.parent_code)
        land.province_of[old.parent_code] = province
        # codes run on through a district: the nearest new one is the commune itself or one beside it
        near = new_codes[province]
        land.new_commune_of[code] = near[max(0, bisect_right(near, code) - 1)]
    return land


def _bare(area: Area) -> str:
    """ "Xã Tân An" without its kind."""
    name = area.name
    for kind in ("Thị trấn", "Thị xã", "Thành phố", "Phường", "Đặc khu", "Xã", "Huyện", "Quận"):
        name = name.removeprefix(f"{kind} ")
    return name
