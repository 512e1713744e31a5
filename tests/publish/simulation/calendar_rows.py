"""The reference data of the simulated years: days off, obligations, reporters, as rows of the seeds."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from htx.settings import REPOSITORY
from tests.publish.half_year_round import seed

OWNER = "lmhtx-vn"
FIRST_YEAR = 2024
_SEEDS = REPOSITORY / "dbt_project" / "seeds"
_COMMUNES_REPORT_FROM = date(2025, 7, 1)
_ONE_DAY = timedelta(days=1)
_NEW_YEAR_OF_THE_MOON = {
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),
    2031: date(2031, 1, 23),
    2032: date(2032, 2, 11),
    2033: date(2033, 1, 31),
}
_HUNG_KINGS = {
    2028: date(2028, 4, 4),
    2029: date(2029, 4, 23),
    2030: date(2030, 4, 12),
    2031: date(2031, 4, 1),
    2032: date(2032, 4, 19),
    2033: date(2033, 4, 9),
}


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who owes a report in a round: a district, from July 2025 on a commune."""

    area_code: str
    name: str
    short_name: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class Province:
    """A province whose report the owner owes, and its dates in a year: month and day."""

    code: str
    name: str
    reporters: int
    opens: tuple[int, int]
    round_due: tuple[int, int]
    owner_due: tuple[int, int]
    """Of the half-year; the annual round is six months later."""


PROVINCES = (
    Province("79", "Thành phố Hồ Chí Minh", 7, (5, 1), (5, 20), (6, 1)),
    Province("46", "Thành phố Huế", 5, (5, 10), (6, 5), (6, 15)),
    Province("01", "Thành phố Hà Nội", 6, (5, 1), (5, 25), (6, 5)),
)


@dataclass(frozen=True, slots=True)
class Round:
    """A round of one province: who reports until when, and when the owner's report is due."""

    province: Province
    period_key: str
    opens_on: date
    round_due: date
    owner_due: date
    reporters: tuple[Reporter, ...]

    @property
    def place(self) -> tuple[str, str]:
        return self.province.code, self.period_key


def rounds(years: int, provinces: tuple[Province, ...]) -> list[Round]:
    """Two a year and province, in the order of their opening."""
    found: list[Round] = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        for period_key, later in ((f"{year}-H1", 0), (f"{year}", 6)):
            for province in provinces:
                opens, round_due, owner_due = (
                    date(year, month + later, day)
                    for month, day in (province.opens, province.round_due, province.owner_due)
                )
                reporters = _reporters(province, round_due)
                found.append(Round(province, period_key, opens, round_due, owner_due, reporters))
    return sorted(found, key=lambda one: (one.opens_on, one.province.code))


def _reporters(province: Province, day: date) -> tuple[Reporter, ...]:
    """The first districts or communes of the province, by code, that keep their name while they report, and whose
    names do not contain one another."""
    is_commune = day >= _COMMUNES_REPORT_FROM
    level, file = ("commune", "communes") if is_commune else ("district", "areas")
    first = _COMMUNES_REPORT_FROM if is_commune else date(FIRST_YEAR, 1, 1)
    last = date.max if is_commune else _COMMUNES_REPORT_FROM
    rows = [row for row in seed(file) if (row["level"], row["province_code"]) == (level, province.code)]
    chosen: list[Reporter] = []
    for row in sorted(rows, key=lambda row: row["area_code"]):
        if row["valid_from"] > first.isoformat() or (row["valid_to"] or "9999-12-31") < last.isoformat():
            continue
        if not any(row["area_name"] in one.name or one.name in row["area_name"] for one in chosen):
            chosen.append(Reporter(row["area_code"], row["area_name"], row["short_name"], row["sort_key"]))
        if len(chosen) == province.reporters:
            break
    return tuple(chosen)


def write_seeds(folder: Path, years: int, random: Random) -> None:
    """The seeds of the project with the days off of further years, and no address that is known beforehand."""
    folder.mkdir(parents=True)
    for file in _SEEDS.glob("*.csv"):
        if file.name not in {"holidays.csv", "senders.csv"}:
            (folder / file.name).symlink_to(file)
    (folder / "senders.csv").write_text("address,area_code,agency_code,valid_from,valid_to\n", encoding="utf-8")
    rows = seed("holidays")
    known = {int(row["observed_on"][:4]) for row in rows}
    rows += [row for year in range(FIRST_YEAR, FIRST_YEAR + years + 1) if year not in known for row in _year(year)]
    rows += _swaps(rows, years, random)
    with (folder / "holidays.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["observed_on"]))


def _row(day: date, kind: str, swapped_with: date | None = None) -> dict[str, str]:
    return {
        "observed_on": day.isoformat(),
        "day_kind": kind,
        "name_vi": "Ngày nghỉ",
        "name_en": "Day off",
        "swapped_with": "" if swapped_with is None else swapped_with.isoformat(),
        "legal_basis": "giả định",
        "is_confirmed": "false",
    }


def _year(year: int) -> list[dict[str, str]]:
    """The days off of a year that is not decided yet, with a day in lieu of each that falls on a weekend."""
    days = [date(year, *day) for day in ((1, 1), (4, 30), (5, 1), (9, 2), (9, 3), (11, 24))]
    tet = _NEW_YEAR_OF_THE_MOON.get(year, date(year, 2, 5))
    days += [tet + _ONE_DAY * offset for offset in range(-1, 4)]
    days.append(_HUNG_KINGS.get(year, date(year, 4, 15)))
    taken = set(days)
    rows = [_row(day, "holiday") for day in sorted(taken)]
    for day in sorted(day for day in taken if day.weekday() >= 5):
        instead = day
        while instead in taken or instead.weekday() >= 5:
            instead += _ONE_DAY
        taken.add(instead)
        rows.append(_row(instead, "day_in_lieu"))
    return rows


def _swaps(rows: list[dict[str, str]], years: int, random: Random) -> list[dict[str, str]]:
    """Swapped days near the deadlines of most rounds: a weekday off, the Saturday of its week worked for it."""
    taken = {row["observed_on"] for row in rows}
    found: list[dict[str, str]] = []
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        for month in (5, 6, 11, 12):
            off = date(year, month, 4) + _ONE_DAY * random.randrange(26)
            worked = off + _ONE_DAY * (5 - off.weekday())
            if random.random() < 0.6 and off.weekday() < 5 and not {off.isoformat(), worked.isoformat()} & taken:
                taken |= {off.isoformat(), worked.isoformat()}
                found += [_row(off, "swapped_off", worked), _row(worked, "swapped_working", off)]
    return found


def obligation_rows(of_rounds: list[Round]) -> list[dict[str, object]]:
    """The rows of `obligations.csv` for these rounds."""
    rows: list[dict[str, object]] = []
    for one in of_rounds:
        common: dict[str, object] = {
            "form_code": "A-1",
            "period_key": one.period_key,
            "area_code": one.province.code,
            "opens_on": one.opens_on,
            "is_assumption": True,
        }
        rows.append(
            {
                "obligation_code": f"{OWNER}:{one.province.code}:{one.period_key}",
                "obligation_kind": "owner_report",
                "debtor_kind": "agency",
                "debtor_code": OWNER,
                "creditor_agency_code": f"ubnd-{one.province.code}",
                "due_before": one.owner_due,
                "legal_basis": "Kế hoạch phát triển kinh tế tập thể, hợp tác xã",
                **common,
            }
        )
        rows += [
            {
                "obligation_code": f"{reporter.area_code}:A-1:{one.period_key}",
                "obligation_kind": "reporter_round",
                "debtor_kind": "area",
                "debtor_code": reporter.area_code,
                "creditor_agency_code": OWNER,
                "due_before": one.round_due,
                **common,
            }
            for reporter in one.reporters
        ]
    return rows


def agency_rows(provinces: tuple[Province, ...]) -> list[dict[str, object]]:
    """The owner and those whom it reports to."""
    names = {OWNER: "Liên minh Hợp tác xã Việt Nam"}
    names |= {f"ubnd-{one.code}": f"Ủy ban nhân dân {one.name}" for one in provinces}
    return [{"agency_code": code, "name_vi": name, "name_en": name} for code, name in names.items()]
