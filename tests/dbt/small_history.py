"""A made-up history around the reform: one district a province in 2024, two communes a province of today in 2026."""

import csv
import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from htx.settings import LOCAL_ZONE, REPOSITORY, Settings

BEFORE, BETWEEN, AFTER = "2024-H1", "2025", "2026-H1"
DUE = {BEFORE: "2024-05-20", BETWEEN: "2025-11-20", AFTER: "2026-05-20"}
REFORM = "2025-07-01"
UNWEIGHED = "256"
"""Thành phố Bắc Ninh: it says its revenue a cooperative, and not how many cooperatives it has."""
DONG_NAI = "75"
Row = Mapping[str, str]


class CopiedProject(Settings):
    """The settings of a warehouse whose dbt project, calendar included, is a copy beside it."""

    @property
    def dbt_project_dir(self) -> Path:
        return self.home / "dbt_project"


@dataclass(frozen=True, slots=True)
class Report:
    """What a reporter of a province says in a round."""

    reporter_code: str
    province_code: str
    period_key: str
    cooperatives: Decimal | None
    revenue_per_cooperative: Decimal

    @property
    def received_at(self) -> datetime:
        """Five days before it was due."""
        return datetime.fromisoformat(f"{DUE[self.period_key]}T09:00").replace(day=15, tzinfo=LOCAL_ZONE)


class SmallHistory:
    """Who owes what in the made-up calendar, and what they say; the same whenever it is made."""

    def __init__(self) -> None:
        self._draw = random.Random(20250701)
        seeds = REPOSITORY / "dbt_project" / "seeds"
        self.provinces = [row for row in _rows(seeds / "provinces.csv") if row["confirmed"] == "true"]
        self._areas = list(_rows(seeds / "areas.csv"))
        self._communes = list(_rows(seeds / "communes.csv"))

    @cached_property
    def reports(self) -> Sequence[Report]:
        """63 districts in 2024, 68 communes in 2026, and in between the two of Đồng Nai."""
        districts = {row["province_code"]: row for row in reversed(self._areas) if _is_old_district(row)}
        by_province: dict[str, list[Row]] = {}
        for row in self._communes:
            if not row["valid_to"]:
                by_province.setdefault(row["province_code"], []).append(row)
        chosen = {code: row["area_code"] for code, row in districts.items()} | {"27": UNWEIGHED}
        reports = [self._report(code, province, BEFORE) for province, code in sorted(chosen.items())]
        for province, communes in sorted(by_province.items()):
            reports.extend(self._report(one["area_code"], province, AFTER) for one in communes[:2])
        reports.extend(self._report(one["area_code"], DONG_NAI, BETWEEN) for one in by_province[DONG_NAI][:2])
        return reports

    def _report(self, code: str, province: str, period: str) -> Report:
        cooperatives = None if code == UNWEIGHED else Decimal(self._draw.randint(1, 400))
        return Report(code, province, period, cooperatives, Decimal(self._draw.randint(100, 9000)))

    def obligations(self) -> Iterator[dict[str, str]]:
        """A calendar in which each of them owes the form A-1."""
        for report in self.reports:
            yield {
                "obligation_code": f"{report.reporter_code}:A-1:{report.period_key}",
                "obligation_kind": "reporter_round",
                "debtor_kind": "area",
                "debtor_code": report.reporter_code,
                "creditor_agency_code": "lmhtx-79",
                "form_code": "A-1",
                "period_key": report.period_key,
                "area_code": report.province_code,
                "opens_on": "",
                "cut_off_on": "",
                "due_before": DUE[report.period_key],
                "time_zone": "Asia/Ho_Chi_Minh",
                "valid_from": "2024-01-01",
                "valid_to": "",
                "legal_basis": "",
                "is_assumption": "true",
            }

    def today_of(self, province_code: str) -> str:
        """The code of the province of today that a province of 30 June 2025 became part of."""
        (row,) = (
            row for row in self.provinces if row["province_code"] == province_code and _lives_before_the_reform(row)
        )
        return row["successor_code"] or province_code


def copied_project(settings: Settings, history: SmallHistory) -> Settings:
    """The settings with a copy of the dbt project that holds the history's calendar."""
    copied = CopiedProject(home=settings.home, database_url=settings.database_url, _env_file=None)
    shutil.copytree(REPOSITORY / "dbt_project", copied.dbt_project_dir, ignore=shutil.ignore_patterns("target", "logs"))
    with (copied.seeds_dir / "obligations.csv").open("w", encoding="utf-8", newline="") as file:
        rows = list(history.obligations())
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return copied


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _is_old_district(row: Row) -> bool:
    return row["level"] == "district" and row["valid_to"] == REFORM


def _lives_before_the_reform(row: Row) -> bool:
    return row["valid_from"] < REFORM and (not row["valid_to"] or row["valid_to"] >= REFORM)
