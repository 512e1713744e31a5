"""Fills the real tables of a simulated warehouse: reference data, raw arrivals, and the marts of each build."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg

from tests.publish.half_year_round import SCHEMA, named_uuid, seed
from tests.publish.simulation.calendar_rows import FIRST_YEAR, Province, Round, agency_rows, obligation_rows
from tests.publish.simulation.facts import ReporterFact, RoundFacts
from tests.publish.simulation.people import Arrival

Row = dict[str, object]
INDICATORS = {"coop_total": "HTX", "members_total": "thành viên", "revenue_avg": "triệu đồng/năm"}
"""Those the simulated form asks for, with their printed unit."""
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
        self._insert("marts.dim_area", [_province_row(province) for province in provinces])
        self._insert("marts.dim_indicator", [_indicator_row(place, row) for place, row in enumerate(asked, start=1)])
        self._insert("marts.dim_period", _period_rows(years))
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
        submissions = [_submission_row(facts.round, fact) for fact in facts.reporters]
        claims = [claim for fact in facts.reporters for claim in _claim_rows(fact, period_key, status)]
        figures, bridge = _figure_rows(facts, period_key, status)
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


def _province_row(province: Province) -> Row:
    return {
        "area_key": int(province.code),
        "area_code": province.code,
        "area_name": province.name,
        "short_name": province.name.removeprefix("Thành phố "),
        "area_level": "province",
        "province_key": int(province.code),
        "sort_key": province.code,
    }


def _indicator_row(place: int, row: dict[str, str]) -> Row:
    unit = {one["printed_unit"]: one["canonical_unit"] for one in seed("units")}[row["printed_unit"]]
    is_mean = row["indicator_code"] == "revenue_avg"
    return {
        "indicator_key": f"HTX.{row['indicator_code']}",
        "indicator_code": row["indicator_code"],
        "entity": "HTX",
        "name_vi": row["label_vi"],
        "name_en": row["label_en"],
        "canonical_unit": unit,
        "stock_or_flow": "flow" if is_mean else "stock",
        "aggregation": "weighted_mean" if is_mean else "sum",
        "weight_indicator_key": "HTX.coop_total" if is_mean else None,
        "display_order": place,
    }


def _period_rows(years: int) -> list[Row]:
    rows: list[Row] = []
    for year in range(FIRST_YEAR - 2, FIRST_YEAR + years + 2):
        rows.append(
            {
                "period_key": f"{year}",
                "period_kind": "year",
                "year": year,
                "half": None,
                "starts_on": date(year, 1, 1),
                "ends_on": date(year, 12, 31),
                "name_vi": f"Năm {year}",
                "name_en": f"{year}",
            }
        )
        rows.append(
            {
                "period_key": f"{year}-H1",
                "period_kind": "half_year",
                "year": year,
                "half": 1,
                "starts_on": date(year, 1, 1),
                "ends_on": date(year, 6, 30),
                "name_vi": f"6 tháng đầu năm {year}",
                "name_en": f"first half of {year}",
            }
        )
    return rows


def _submission_row(one: Round, fact: ReporterFact) -> Row:
    current = fact.current
    return {
        "submission_id": named_uuid("submission", fact.reporter.area_code, one.period_key),
        "reporter_area_key": int(fact.reporter.area_code),
        "province_key": int(one.province.code),
        "form_code": "A-1",
        "period_key": one.period_key,
        "due_before": one.round_due,
        "status": fact.status,
        "is_reported": fact.counts,
        "is_nil": current is not None and fact.counts and current.is_nil,
        "is_on_time": None if current is None else not fact.is_decided and fact.status != "late_pending",
        "versions": fact.versions,
        "current_version": None if current is None else current.number,
        "file_name": None if current is None else f"{current.area_code}_{current.place[1]}_{current.number}.xlsx",
        "first_received_at": fact.first_received_at,
        "received_at": None if current is None else current.received_at,
        "error_count": 1 if fact.status == "rejected" else 0,
        "warning_count": 1 if fact.status == "accepted_with_warnings" else 0,
        "reasons_vi": "Ô D9: lớn hơn tổng số HTX." if fact.status == "rejected" else None,
        "decided_by": "Nguyễn Thị Lan" if fact.is_decided else None,
        "decision_reason": "Nhận theo công văn giải trình" if fact.is_decided else None,
    }


def _amounts(fact: ReporterFact) -> dict[str, Decimal]:
    """The numbers of one reporter that counts, in canonical units; a nil return has no average."""
    total = fact.coop_total
    assert total is not None
    amounts = {"coop_total": Decimal(total), "members_total": Decimal(23 * total)}
    return amounts | ({"revenue_avg": Decimal(1_200_000_000 + 1_000_000 * total)} if total else {})


def _claim_id(fact: ReporterFact, indicator: str, period_key: str) -> UUID:
    assert fact.current is not None
    return named_uuid("claim", fact.reporter.area_code, period_key, fact.current.number, indicator)


def _claim_rows(fact: ReporterFact, period_key: str, status: str) -> list[Row]:
    if not fact.counts or fact.current is None:
        return []
    return [
        {
            "claim_id": _claim_id(fact, indicator, period_key),
            "indicator_key": f"HTX.{indicator}",
            "sector_code": "all",
            "area_key": int(fact.reporter.area_code),
            "period_key": period_key,
            "value_status": status,
            "source_key": "submission",
            "value": value,
            "value_reading": "value",
            "canonical_unit": "VND" if indicator == "revenue_avg" else INDICATORS[indicator],
            "printed_value": str(value / 1_000_000 if indicator == "revenue_avg" else value),
            "printed_unit": INDICATORS[indicator],
            "evidence_kind": "cell",
            "file_sha256": hashlib.sha256(fact.reporter.area_code.encode()).hexdigest(),
            "file_name": f"{fact.reporter.area_code}_{period_key}.xlsx",
            "sheet": "A-1",
            "cell": f"E{place}",
            "received_at": fact.current.received_at,
        }
        for place, (indicator, value) in enumerate(_amounts(fact).items(), start=8)
    ]


def _figure_rows(facts: RoundFacts, period_key: str, status: str) -> tuple[list[Row], list[Row]]:
    figures: list[Row] = []
    bridge: list[Row] = []
    counted = [fact for fact in facts.reporters if fact.counts]
    for indicator in INDICATORS:
        said = [(fact, _amounts(fact)) for fact in counted if indicator in _amounts(fact)]
        weights = [amounts["coop_total"] if indicator == "revenue_avg" else Decimal(1) for _, amounts in said]
        numerator = sum(
            (amounts[indicator] * weight for (_, amounts), weight in zip(said, weights, strict=True)), Decimal()
        )
        denominator = sum(weights, Decimal())
        total = numerator / denominator if indicator == "revenue_avg" and denominator else numerator
        absentees = [fact.reporter.name for fact in facts.reporters if not fact.counts]
        for completeness in ("complete", "reported"):
            is_known = bool(said) and (completeness == "reported" or not absentees)
            figure_id = named_uuid("figure", facts.round.place, indicator, completeness)
            figures.append(
                {
                    "figure_id": figure_id,
                    "indicator_key": f"HTX.{indicator}",
                    "sector_code": "all",
                    "area_key": int(facts.round.province.code),
                    "period_key": period_key,
                    "value_status": status,
                    "boundary_reading": "as_reported",
                    "completeness": completeness,
                    "value": total if is_known else None,
                    "numerator": numerator if is_known else None,
                    "denominator": denominator if is_known else None,
                    "canonical_unit": "VND" if indicator == "revenue_avg" else INDICATORS[indicator],
                    "reporters_expected": len(facts.reporters),
                    "reporters_reporting": len(counted),
                    "absentees": absentees,
                    "reason": None if is_known else "chưa đủ đơn vị",
                }
            )
            if is_known:
                bridge += [
                    {"figure_id": figure_id, "claim_id": _claim_id(fact, indicator, period_key), "weight": weight}
                    for (fact, _), weight in zip(said, weights, strict=True)
                ]
    return figures, bridge
