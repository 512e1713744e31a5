"""A small generated history of all provinces, with the truth of every reporter beside it.

Two districts of each of the 63 provinces report in two rounds. Three provinces are twins of Hà Tĩnh: what its districts
say is said in Nghệ An by files that came in another order, and in Thanh Hóa beside a district that never says
anything. In 2024 a district of TP.HCM is absent, and so is one of Đồng Nai.
"""

import csv
import random
import shutil
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from htx.settings import LOCAL_ZONE, REPOSITORY, Settings
from ingest.raw import tables
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from publish.estimates import switch_estimates
from tests.dbt.press_rows import Read, add_article
from tests.dbt.register_rows import add_register

ROUNDS = ("2023-H1", "2024-H1")
HA_TINH, NGHE_AN, THANH_HOA, HO_CHI_MINH_CITY, DONG_NAI = "42", "40", "38", "79", "75"
TWINS = (HA_TINH, NGHE_AN, THANH_HOA)
ABSENT_IN_2024 = (HO_CHI_MINH_CITY, DONG_NAI)
ESTIMATED = HO_CHI_MINH_CITY
SECTORS = ("all", "agri", "trade_service", "transport")
COUNTS = ("coop_total", "coop_active", "coop_new", "members_total")
"""Three stocks and a flow."""
COLUMNS = {"actual_h1": 0, "actual_previous_year": -1}
Coordinates = tuple[str, str, str]
"""Indicator, sector, period of an actual value."""
RawRows = dict[str, list[dict[str, object]]]
"""Rows of `file`, `receipt`, `reading` and `value`."""


class HistorySettings(Settings):
    """Settings whose dbt project is a copy under the home, with a calendar of its own."""

    @property
    def dbt_project_dir(self) -> Path:
        return self.home / "dbt_project"


@dataclass(frozen=True, slots=True)
class District:
    """An expected reporter, and what it says of each coordinate; nothing where it is absent."""

    code: str
    province: str
    says: Mapping[Coordinates, Decimal]


def make_history(settings: HistorySettings, connection: Connection) -> tuple[District, ...]:
    """Write the calendar and the raw rows; returns every expected reporter with its truth."""
    shutil.copytree(REPOSITORY / "dbt_project", settings.dbt_project_dir, ignore=shutil.ignore_patterns("target"))
    districts = tuple(_districts())
    write_calendar(settings.seeds_dir / "obligations.csv", _debts(districts))
    rows: RawRows = {"file": [], "receipt": [], "reading": [], "value": []}
    for district in districts:
        for round_period in ROUNDS:
            _add_submission(rows, district, round_period)
    append_rows(connection, rows)
    _add_other_sources(connection, districts)
    return districts


def append_rows(connection: Connection, rows: RawRows) -> None:
    """Files, their receipts, readings and cells."""
    append(connection, tables.file, rows["file"])
    append(connection, tables.receipt, rows["receipt"])
    append(connection, tables.submission_reading, rows["reading"])
    append(connection, tables.submission_value, rows["value"])


def switch_on(settings: Settings) -> None:
    """An officer has TP.HCM's absent district estimated."""
    switch_estimates(
        settings,
        "on",
        area_code=ESTIMATED,
        period_key="2024-H1",
        reason="Một quận xin lùi hạn",
        decided_by="Trần Thị Bình",
        decided_at=datetime(2024, 5, 23, 9, tzinfo=LOCAL_ZONE),
    )


def _districts() -> Iterator[District]:
    with (REPOSITORY / "dbt_project" / "seeds" / "areas.csv").open(encoding="utf-8", newline="") as file:
        found: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            ended = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
            begins = date.fromisoformat(row["valid_from"])
            if row["level"] == "district" and begins <= date(2023, 5, 20) and ended > date(2024, 5, 20):
                found.setdefault(row["province_code"], []).append(row["area_code"])
    for province, codes in sorted(found.items()):
        for place, code in enumerate(sorted(codes)[: 3 if province == THANH_HOA else 2]):
            says: dict[Coordinates, Decimal] = {}
            if place < 2:
                seed = HA_TINH if province in TWINS else province
                says = _truth(random.Random(f"{seed}:{place}"))
                if province in ABSENT_IN_2024 and place == 1:
                    says = {key: value for key, value in says.items() if key[2] in ("2023-H1", "2022")}
            yield District(code, province, says)


def _truth(chance: random.Random) -> dict[Coordinates, Decimal]:
    says: dict[Coordinates, Decimal] = {}
    for year in (2022, 2023, 2024):
        for sector in SECTORS[1:]:
            total, new = chance.randint(5, 40), chance.randint(0, 9)
            half = chance.randint(0, new)
            for period in (str(year), f"{year}-H1"):
                says["HTX.coop_total", sector, period] = Decimal(total)
                says["HTX.coop_active", sector, period] = Decimal(total - 2)
                says["HTX.members_total", sector, period] = Decimal(total * chance.randint(7, 60))
                says["HTX.coop_new", sector, period] = Decimal(new if period == str(year) else half)
        for period in (str(year), f"{year}-H1"):
            for code in COUNTS:
                key = f"HTX.{code}"
                says[key, "all", period] = sum((says[key, one, period] for one in SECTORS[1:]), Decimal(0))
            for code in ("revenue_avg", "profit_avg"):
                says[f"HTX.{code}", "all", period] = Decimal(chance.randint(300, 4000))
    kept = {"2022", "2023-H1", "2023", "2024-H1"}
    return {key: value for key, value in says.items() if key[2] in kept}


def write_calendar(path: Path, debts: Iterable[tuple[str, str, str, str]]) -> None:
    """Who owes the form A-1 when: kind of the debtor, its code, its province and the round."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = list(csv.DictReader(file).fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as file:
        calendar = csv.DictWriter(file, columns, restval="")
        calendar.writeheader()
        for kind, code, province, round_period in debts:
            month = "05" if round_period.endswith("-H1") else "11"
            calendar.writerow(
                {
                    "obligation_code": f"{code}:A-1:{round_period}",
                    "obligation_kind": "reporter_round",
                    "debtor_kind": kind,
                    "debtor_code": code,
                    "creditor_agency_code": "lmhtx-79",
                    "form_code": "A-1",
                    "period_key": round_period,
                    "area_code": province,
                    "opens_on": f"{round_period[:4]}-{month}-01",
                    "due_before": f"{round_period[:4]}-{month}-20",
                    "time_zone": "Asia/Ho_Chi_Minh",
                    "valid_from": f"{round_period[:4]}-01-01",
                    "is_assumption": "true",
                }
            )


def _debts(districts: tuple[District, ...]) -> Iterator[tuple[str, str, str, str]]:
    for round_period in ROUNDS:
        yield from (("area", district.code, district.province, round_period) for district in districts)
        yield ("agency", "snnptnt-79", HO_CHI_MINH_CITY, round_period)


def reading_id_of(code: str, round_period: str) -> uuid.UUID:
    """The reading of a reporter's workbook of a round."""
    return content_id("history", code, round_period)


def _add_submission(rows: RawRows, district: District, round_period: str) -> None:
    year = int(round_period[:4])
    periods = {"actual_h1": round_period, "actual_previous_year": str(year - 1)}
    said = [
        (column, key, value)
        for column, period in periods.items()
        for key, value in sorted(district.says.items())
        if key[2] == period
    ]
    if not said:
        return
    # the twin's files come in the opposite order
    day = 19 - int(district.code) % 9 if district.province == NGHE_AN else 2 + int(district.code) % 9
    add_file(rows, district.code, round_period, datetime(year, 5, day, 9, tzinfo=LOCAL_ZONE))
    rows["value"] += [
        value_row(reading_id_of(district.code, round_period), place, column, key, value)
        for place, (column, key, value) in enumerate(said, start=10)
    ]


def add_file(
    rows: RawRows,
    code: str,
    round_period: str,
    received_at: datetime,
    *,
    is_area: bool = True,
    is_nil: bool = False,
) -> None:
    """An accepted workbook of a reporter in a round."""
    digest = content_id("bytes", code, round_period).hex * 2
    rows["file"].append({"file_sha256": digest, "size_bytes": 20_000, "media_type": "xlsx"})
    rows["receipt"].append(
        {
            "receipt_id": content_id("receipt", code, round_period),
            "file_sha256": digest,
            "round_period": round_period,
            "channel": "email",
            "sender": f"{code}@htx.example",
            "file_name": f"{code}_{round_period}.xlsx",
            "received_at": received_at,
        }
    )
    rows["reading"].append(
        {
            "reading_id": reading_id_of(code, round_period),
            "file_sha256": digest,
            "round_period": round_period,
            "reader_version": "1",
            "form_code": "A-1",
            "form_version": "v1",
            "area_code": code if is_area else None,
            "agency_code": None if is_area else code,
            "parts": ["A-1", "A-2", "register"],
            "period": round_period,
            "is_nil_return": is_nil,
            "outcome": "accepted",
            "read_at": received_at,
        }
    )


def value_row(
    reading_id: uuid.UUID, place: int, column: str, key: Coordinates, value: Decimal | None
) -> dict[str, object]:
    """A cell of the workbook; None is one in which "…" stands."""
    entity, _, code = key[0].partition(".")
    return {
        "value_id": content_id(reading_id, "A-1", f"E{place}"),
        "reading_id": reading_id,
        "sheet": "A-1",
        "cell": f"E{place}",
        "indicator_code": code,
        "entity": entity,
        "sector_code": key[1],
        "value_column": column,
        "raw_text": "…" if value is None else str(value),
        "reading": "unknown" if value is None else "value",
        "value_printed": value,
        "printed_unit": "triệu đồng/năm" if code.endswith("_avg") else "HTX",
    }


def _add_other_sources(connection: Connection, districts: tuple[District, ...]) -> None:
    """A department of TP.HCM, a register of its first district, and the press about Hà Tĩnh."""
    rows: RawRows = {"file": [], "receipt": [], "reading": []}
    add_file(rows, "snnptnt-79", "2024-H1", datetime(2024, 5, 12, 8, tzinfo=LOCAL_ZONE), is_area=False)
    append(connection, tables.file, rows["file"])
    append(connection, tables.receipt, rows["receipt"])
    append(connection, tables.submission_reading, rows["reading"])
    key = ("HTX.coop_total", "agri", "2024-H1")
    reading_id = reading_id_of("snnptnt-79", "2024-H1")
    append(connection, tables.submission_value, [value_row(reading_id, 10, "actual_h1", key, Decimal(90))])
    first = next(district for district in districts if district.province == HO_CHI_MINH_CITY)
    statuses = ("active", "active", "suspended", "ceased", "")
    add_register(
        connection,
        reading_id_of(first.code, "2024-H1"),
        [
            {"name": f"HTX Dịch vụ số {number}"} | ({"status": status} if status else {})
            for number, status in enumerate(statuses, start=1)
        ],
    )
    words = "Toàn tỉnh Hà Tĩnh có 975 HTX. Cả nước có khoảng 33.557 HTX."
    reads = (Read("975 HTX", "975"), Read("khoảng 33.557 HTX", "33557", "33557", place="Việt Nam", qualifier="about"))
    seen = datetime(2024, 7, 15, 9, tzinfo=LOCAL_ZONE)
    add_article(connection, "https://bao.example/ha-tinh", words, reads, fetched_at=seen)
