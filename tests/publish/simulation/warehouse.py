"""Fills the real tables of a simulated warehouse: reference data, raw arrivals, and the marts of each build."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from tests.publish.half_year_round import SCHEMA, named_uuid, seed
from tests.publish.simulation.calendar_rows import FIRST_YEAR, Province, Round, agency_rows, obligation_rows
from tests.publish.simulation.facts import RoundFacts
from tests.publish.simulation.mart_rows import (
    INDICATORS,
    Row,
    claim_rows,
    figure_rows,
    indicator_row,
    period_rows,
    province_row,
    submission_row,
)
from tests.publish.simulation.people import Arrival

_MARTS = tuple(table.split(" ", 1)[0] for table in SCHEMA.split("create table marts.")[1:])
_READ_BEFORE = timedelta(minutes=3)
_BUILD_BEFORE = timedelta(minutes=2)


class Warehouse:
    """One connection that is never cut: what it writes stands for ingest and the builds."""

    def __init__(self, url: str) -> None:
        self.connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        self.connection.execute("set timezone to 'Asia/Ho_Chi_Minh'")
        self._written: dict[tuple[str, str], tuple[object, ...]] = {}
        self._builds = 0

    def reference(self, provinces: tuple[Province, ...], years: int) -> None:
        """The tables, and what does not change in ten years."""
        self.connection.execute(SCHEMA)
        for name in ("units", "form_columns"):
            self._insert(f"reference.{name}", [{k: v or None for k, v in row.items()} for row in seed(name)])
        asked = [row for row in seed("form_rows") if row["entity"] == "HTX" and row["indicator_code"] in INDICATORS]
        self._insert("reference.form_rows", [{k: v or None for k, v in row.items()} for row in asked])
        self._insert("reference.agencies", agency_rows(provinces))
        self._insert("marts.dim_area", [province_row(province) for province in provinces])
        self._insert("marts.dim_indicator", [indicator_row(place, row) for place, row in enumerate(asked, start=1)])
        self._insert("marts.dim_period", period_rows(years))
        self._insert(
            "marts.dim_source",
            [{"source_key": "submission", "source_kind": "submission", "source_name": "Báo cáo của đơn vị"}],
        )

    def new_year(self, rounds: list[Round]) -> None:
        """The obligations of a year, entered when it comes near."""
        self._insert("reference.obligations", obligation_rows(rounds))
        reporters = {one.area_code: (one, a_round) for a_round in rounds for one in a_round.reporters}
        known = {str(code) for (code,) in self.connection.execute("select area_code from marts.dim_area").fetchall()}
        self._insert(
            "marts.dim_area",
            [
                {
                    "area_key": int(code),
                    "area_code": code,
                    "area_name": reporter.name,
                    "short_name": reporter.short_name,
                    "area_level": "commune" if len(code) == 5 else "district",
                    "province_key": int(a_round.province.code),
                    "sort_key": reporter.sort_key,
                    "build_id": UUID(int=0),
                }
                for code, (reporter, a_round) in reporters.items()
                if code not in known
            ],
        )

    def take(self, arrival: Arrival, now: datetime) -> None:
        """A file is received and read, shortly before `now`."""
        name = f"{arrival.area_code}_{arrival.place[1]}_{arrival.number}.xlsx"
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        period = arrival.place[1]
        self._insert("raw.file", [{"file_sha256": sha256, "size_bytes": 1}])
        self._insert(
            "raw.receipt",
            [
                {
                    "receipt_id": named_uuid("receipt", name),
                    "file_sha256": sha256,
                    "round_period": period,
                    "channel": "email" if arrival.sender else "folder",
                    "sender": arrival.sender or f"phong-{arrival.area_code}",
                    "file_name": name,
                    "received_at": arrival.received_at,
                }
            ],
        )
        self._insert(
            "raw.submission_reading",
            [
                {
                    "reading_id": named_uuid("reading", name),
                    "file_sha256": sha256,
                    "round_period": period,
                    "reader_version": "1",
                    "form_code": "A-1",
                    "area_code": arrival.area_code,
                    "is_nil_return": arrival.is_nil,
                    "outcome": arrival.verdict,
                    "read_at": now - _READ_BEFORE,
                }
            ],
        )

    def build(self, rounds: Iterable[RoundFacts], now: datetime) -> None:
        """Marts that say what the rounds say, of one build that began shortly before `now`."""
        self._builds += 1
        build_id = UUID(int=self._builds)
        with self.connection.transaction():
            self._insert(
                "ops.build",
                [
                    {
                        "build_id": build_id,
                        "started_at": now - _BUILD_BEFORE,
                        "status": "swapped",
                        "input_hash": "simulated",
                        "code_version": "simulated",
                    }
                ],
            )
            for facts in rounds:
                if self._written.get(facts.round.place) != facts.everything:
                    self._replace(facts, build_id)
                    self._written[facts.round.place] = facts.everything
            for mart in _MARTS:
                self.connection.execute(f"update marts.{mart} set build_id = %s", (build_id,))

    def _replace(self, facts: RoundFacts, build_id: UUID) -> None:
        province, period_key = facts.round.place
        year = int(period_key[:4])
        status = "actual" if "-" in period_key else "estimate"
        of_round = (int(province), period_key)
        self.connection.execute(
            "delete from marts.fct_submission where province_key = %s and period_key = %s", of_round
        )
        for table in ("bridge_figure_claim", "fct_figure"):
            self.connection.execute(
                f"delete from marts.{table} where figure_id in (select figure_id from marts.fct_figure"
                " where area_key = %s and period_key = %s)",
                of_round,
            )
        areas = [int(fact.reporter.area_code) for fact in facts.reporters]
        self.connection.execute(
            "delete from marts.fct_indicator_value where area_key = any(%s) and period_key = %s", (areas, period_key)
        )
        submissions = [submission_row(facts.round, fact) for fact in facts.reporters]
        claims = [claim for fact in facts.reporters for claim in claim_rows(fact, period_key, status)]
        figures, bridge = figure_rows(facts, period_key, status)
        assert year >= FIRST_YEAR
        for table, rows in (
            ("fct_submission", submissions),
            ("fct_indicator_value", claims),
            ("fct_figure", figures),
            ("bridge_figure_claim", bridge),
        ):
            self._insert(f"marts.{table}", [{**row, "build_id": build_id} for row in rows])

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        filled = [{"build_id": UUID(int=0), **row} for row in rows] if table.startswith("marts.") else rows
        names = list(dict.fromkeys(name for row in filled for name in row))
        marks = ", ".join(["%s"] * len(names))
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"insert into {table} ({', '.join(names)}) values ({marks})",
                [[row.get(name) for name in names] for row in filled],
            )
