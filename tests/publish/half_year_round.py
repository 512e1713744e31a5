"""The marts and the reference data that a publication reads, in the shape of the contract between the rooms.

The round is TP.HCM's first half of 2024: 22 reporters, of whom one is missing, one late, one refused, one nil
and one corrected. The figures are computed here in Python from the same numbers, apart from the product.
"""

import csv
import hashlib
import uuid
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import psycopg

from htx.settings import LOCAL_ZONE, REPOSITORY, Settings
from tests.publish import other_sources
from tests.publish.ids import named_uuid
from tests.publish.period_rows import first_half_row, year_row

SEEDS = REPOSITORY / "dbt_project" / "seeds"
PERIOD_KEY = "2024-H1"
CITY_CODE = "79"
BUILD_ID = uuid.UUID("00000000-0000-0000-0000-0000000000b1")

SCHEMA = Path(__file__).with_name("marts_schema.sql").read_text(encoding="utf-8")

PROVINCE_KEY = 7900
PROVINCE_AREA_KEY = 79


def local(text: str) -> datetime:
    """A moment in Viet Nam, "2024-05-18 09:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class ReporterInRound:
    """One district, what became of its report, and its numbers in the printed unit (None: left blank)."""

    area_code: str
    name: str
    short_name: str
    sort_key: str
    status: str = "accepted"
    is_nil: bool = False
    is_on_time: bool | None = True
    versions: int = 1
    received_at: datetime | None = None
    reasons_vi: str | None = None
    values: dict[str, Decimal | None] = field(default_factory=dict)

    @property
    def counts(self) -> bool:
        return self.status in {"accepted", "accepted_with_warnings"}


def _numbers(place: int) -> dict[str, Decimal | None]:
    """The numbers of one district, all different, all consistent."""
    total = 12 + place * 17 % 61
    active = total - place % 5
    members = total * (23 + place % 9)
    workers = total * (7 + place % 4)
    managers = total * 3
    groups = 40 + place * 53 % 310
    unions = 1 if place % 4 == 0 else 0
    return {
        "HTX.coop_total": Decimal(total),
        "HTX.coop_active": Decimal(active),
        "HTX.coop_new": Decimal(place % 3),
        "HTX.coop_dissolved": Decimal(place % 2),
        "HTX.coop_hightech": None if place % 7 == 0 else Decimal(place % 4),
        "HTX.members_total": Decimal(members),
        "HTX.members_new": Decimal(place * 3 % 20),
        "HTX.workers_total": Decimal(workers),
        "HTX.managers_total": Decimal(managers),
        "HTX.managers_vocational": Decimal(managers // 4),
        "HTX.managers_degree": Decimal(managers // 2),
        "HTX.revenue_avg": Decimal(1200 + place * 37) + Decimal("0.5"),
        "HTX.profit_avg": Decimal(90 + place * 11),
        "HTX.worker_income_avg": Decimal(60 + place),
        "LHHTX.union_total": Decimal(unions),
        "LHHTX.union_member_coops": Decimal(4 * unions),
        "THT.group_total": Decimal(groups),
        "THT.group_new": Decimal(place % 6),
        "THT.members_total": Decimal(groups * 14),
    }


def the_round() -> list[ReporterInRound]:
    """TP.HCM's 22 reporters and what each did in May 2024."""
    districts = [
        row
        for row in seed("areas")
        if row["level"] == "district"
        and row["province_code"] == CITY_CODE
        and row["valid_from"] <= "2024-06-30" < (row["valid_to"] or "9999")
    ]
    reporters = [
        ReporterInRound(
            area_code=row["area_code"],
            name=row["area_name"],
            short_name=row["short_name"],
            sort_key=row["sort_key"],
            received_at=local("2024-05-10 08:15") + timedelta(hours=9 * place),
            values=_numbers(place),
        )
        for place, row in enumerate(sorted(districts, key=lambda row: row["area_code"]), start=1)
    ]
    changes: dict[int, dict[str, object]] = {
        3: {"status": "missing", "received_at": None, "is_on_time": None, "versions": 0, "values": {}},
        6: {"status": "late_pending", "received_at": local("2024-05-21 16:40"), "is_on_time": False},
        9: {
            "status": "rejected",
            "reasons_vi": "Ô D9: số HTX đang hoạt động (58) lớn hơn tổng số HTX (52). "
            "Ô D16: không phải là số (“đang rà soát”).",
        },
        12: {"is_nil": True, "values": dict.fromkeys(_numbers(12), Decimal(0))},
        15: {"versions": 2, "status": "accepted_with_warnings"},
    }
    return [replace(reporter, **changes.get(place, {})) for place, reporter in enumerate(reporters)]  # type: ignore[arg-type]


@dataclass(slots=True)
class Marts:
    """Writes the reference data once and the marts of a build as often as a test wants."""

    settings: Settings

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        assert self.settings.database_url is not None
        return psycopg.connect(self.settings.database_url.replace("+psycopg", ""))

    def reference(self) -> None:
        with self.connect() as connection:
            connection.execute(SCHEMA)
            for name in ("units", "form_rows", "form_columns", "support_policies"):
                self._insert(connection, f"reference.{name}", [_blank_to_null(row) for row in seed(name)])
            named: list[Row] = [
                {name: row[name] for name in ("rule_code", "name_vi", "name_en")} for row in seed("indicator_rules")
            ]
            self._insert(connection, "reference.indicator_rules", named)
            self._insert(connection, "reference.agencies", AGENCIES)
            self._insert(connection, "reference.obligations", _obligations())

    def build(self, reporters: list[ReporterInRound], build_id: uuid.UUID = BUILD_ID) -> None:
        """Replace the marts whole, as the swap does."""
        tables = _tables(reporters)
        with self.connect() as connection:
            for table in SCHEMA.split("create table marts.")[1:]:
                connection.execute(f"truncate marts.{table.split(' ', 1)[0]}")
            for name, rows in tables.items():
                self._insert(connection, f"marts.{name}", [{**row, "build_id": build_id} for row in rows])

    def warn(self, detail_vi: str, build_id: uuid.UUID = BUILD_ID) -> None:
        """A warning of the gate for the build."""
        with self.connect() as connection:
            connection.execute(
                "insert into ops.build values (%s, now(), now(), 'swapped', 'x', 'x', null) on conflict do nothing",
                (build_id,),
            )
            connection.execute(
                "insert into ops.gate_result values (%s, %s, 'cross_indicator', 'fct_figure',"
                " 'within_thirty_percent', 'warning', false, 1, %s, '{}', now())",
                (uuid.uuid4(), build_id, detail_vi),
            )

    def open_annual_round(self, *, reported: bool) -> None:
        """Add the annual round: every reporter in it but the first has reported, or none."""
        with self.connect() as connection:
            connection.execute(
                "insert into marts.fct_submission (submission_id, reporter_area_key, province_key, form_code,"
                " period_key, due_before, status, is_reported, is_nil, versions, build_id)"
                " select gen_random_uuid(), reporter_area_key, province_key, form_code, '2024', '2024-11-20',"
                " case when has_reported then 'accepted' else 'missing' end, has_reported, false, 1, build_id"
                " from (select *, %s and row_number() over (order by reporter_area_key) > 1 as has_reported"
                " from marts.fct_submission) as half_year",
                (reported,),
            )

    def receipt(
        self,
        *,
        area_code: str,
        sender: str,
        name: str,
        round_period: str | None = None,
        received_at: datetime | None = None,
    ) -> None:
        """A file of a reporter by mail, accepted by the reader: of long ago, so that its address is known, or one
        of a round that the marts do not know of yet."""
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        with self.connect() as connection:
            connection.execute("insert into raw.file (file_sha256, size_bytes) values (%s, 1)", (sha256,))
            connection.execute(
                "insert into raw.receipt (receipt_id, file_sha256, round_period, channel, sender, file_name,"
                " received_at) values (%s, %s, %s, 'email', %s, %s, %s)",
                (uuid.uuid4(), sha256, round_period, sender, name, received_at or local("2023-11-10 09:00")),
            )
            connection.execute(
                "insert into raw.submission_reading (reading_id, file_sha256, round_period, reader_version, form_code,"
                " area_code, is_nil_return, outcome, read_at) values (%s, %s, %s, '1', 'A-1', %s, false, 'accepted',"
                " now())",
                (uuid.uuid4(), sha256, round_period, area_code),
            )

    @staticmethod
    def _insert(connection: psycopg.Connection[tuple[object, ...]], table: str, rows: list[dict[str, object]]) -> None:
        """Rows of one table need not name the same columns; what a row does not name is null."""
        shapes: dict[tuple[str, ...], list[list[object]]] = {}
        for row in rows:
            shapes.setdefault(tuple(row), []).append(list(row.values()))
        for names, values in shapes.items():
            marks = ", ".join(["%s"] * len(names))
            with connection.cursor() as cursor:
                cursor.executemany(f"insert into {table} ({', '.join(names)}) values ({marks})", values)


AGENCIES: list[dict[str, object]] = [
    {
        "agency_code": "lmhtx-79",
        "name_vi": "Liên minh Hợp tác xã Thành phố Hồ Chí Minh",
        "name_en": "Ho Chi Minh City Cooperative Alliance",
        "valid_from": date(2004, 1, 1),
        "valid_to": None,
    },
    {
        "agency_code": "skhdt-79",
        "name_vi": "Sở Kế hoạch và Đầu tư Thành phố Hồ Chí Minh",
        "name_en": "Department of Planning and Investment of Ho Chi Minh City",
        "valid_from": date(2004, 1, 1),
        "valid_to": date(2025, 3, 1),
    },
    {
        "agency_code": "skhdt-79",
        "name_vi": "Sở Tài chính Thành phố Hồ Chí Minh",
        "name_en": "Department of Finance of Ho Chi Minh City",
        "valid_from": date(2025, 3, 1),
        "valid_to": None,
    },
]


AGENCIES += [
    {"agency_code": code, "name_vi": vi, "name_en": en, "valid_from": None, "valid_to": None}
    for code, vi, en in (
        ("lmhtx-vn", "Liên minh Hợp tác xã Việt Nam", "Viet Nam Cooperative Alliance"),
        ("bkhdt", "Bộ Kế hoạch và Đầu tư", "Ministry of Planning and Investment"),
    )
]


def _blank_to_null(row: dict[str, str]) -> dict[str, object]:
    return {name: value or None for name, value in row.items()}


def _obligations() -> list[dict[str, object]]:
    rounds = (
        (PERIOD_KEY, date(2024, 5, 1), date(2024, 5, 20), date(2024, 6, 1)),
        ("2024", date(2024, 11, 1), date(2024, 11, 20), date(2024, 12, 1)),
    )
    rows: list[dict[str, object]] = []
    for period_key, opens_on, round_due, owner_due in rounds:
        common = {"form_code": "A-1", "period_key": period_key, "area_code": CITY_CODE, "opens_on": opens_on}
        rows.append(
            {
                "obligation_code": f"owner-{period_key}",
                "obligation_kind": "owner_report",
                "debtor_kind": "agency",
                "debtor_code": "lmhtx-79",
                "creditor_agency_code": "skhdt-79",
                "due_before": owner_due,
                "legal_basis": "Kế hoạch phát triển kinh tế tập thể, hợp tác xã năm 2024 của Ủy ban nhân dân "
                "Thành phố Hồ Chí Minh",
                "is_assumption": False,
                **common,
            }
        )
        rows += [
            {
                "obligation_code": f"reporter-{reporter.area_code}-{period_key}",
                "obligation_kind": "reporter_round",
                "debtor_kind": "area",
                "debtor_code": reporter.area_code,
                "creditor_agency_code": "lmhtx-79",
                "due_before": round_due,
                "is_assumption": True,
                **common,
            }
            for reporter in the_round()
        ]
    of_country: dict[str, object] = {
        "obligation_code": f"country-{PERIOD_KEY}",
        "obligation_kind": "owner_report",
        "debtor_kind": "agency",
        "debtor_code": "lmhtx-vn",
        "creditor_agency_code": "bkhdt",
        "period_key": PERIOD_KEY,
        "area_code": "VN",
        "due_before": date(2024, 6, 15),
        "is_assumption": True,
    }
    return [*rows, of_country]


Row = dict[str, object]


def _units() -> dict[str, tuple[str, Decimal]]:
    return {row["printed_unit"]: (row["canonical_unit"], Decimal(row["factor"])) for row in seed("units")}


def _form_indicators() -> list[dict[str, str]]:
    return [row for row in seed("form_rows") if row["indicator_code"]]


def _weight_key(key: str) -> str | None:
    entity, _, code = key.partition(".")
    weights = {"HTX": "coop_total", "LHHTX": "union_total", "THT": "group_total"}
    if not code.endswith("_avg"):
        return None
    return f"{entity}.workers_total" if code == "worker_income_avg" else f"{entity}.{weights[entity]}"


def _tables(reporters: list[ReporterInRound]) -> dict[str, list[Row]]:
    values = _values(reporters)
    submissions = [_submission(reporter) for reporter in reporters]
    facts = _figures(reporters, values)
    return {
        **other_sources.dimensions(PROVINCE_KEY),
        **other_sources.beside_the_totals(submissions, facts["fct_figure"], PROVINCE_KEY),
        "dim_area": [*_areas(reporters), other_sources.city_of_today(), other_sources.country()],
        "dim_period": _periods(),
        "dim_indicator": _indicators(),
        "dim_source": [
            {"source_key": "submission", "source_kind": "submission", "source_name": "Báo cáo của đơn vị"},
            {"source_key": "press:danviet", "source_kind": "press", "source_name": "danviet.vn"},
        ],
        "fct_submission": submissions,
        "fct_finding": _findings(reporters),
        **facts,
    }


def _areas(reporters: list[ReporterInRound]) -> list[Row]:
    common: Row = {"province_key": PROVINCE_KEY, "valid_from": date(2021, 1, 1), "valid_to": date(2025, 7, 1)}
    city: Row = {
        "area_key": PROVINCE_AREA_KEY,
        "area_code": CITY_CODE,
        "area_name": "Thành phố Hồ Chí Minh",
        "short_name": "TP.HCM",
        "area_level": "province",
        "sort_key": "79",
        **common,
    }
    return [city] + [
        {
            "area_key": int(reporter.area_code),
            "area_code": reporter.area_code,
            "area_name": reporter.name,
            "short_name": reporter.short_name,
            "area_level": "district",
            "sort_key": reporter.sort_key,
            **common,
        }
        for reporter in reporters
    ]


def _periods() -> list[Row]:
    return [*map(year_row, (2023, 2024, 2025)), *map(first_half_row, (2023, 2024))]


def _indicators() -> list[Row]:
    units = _units()
    declared = {(row["entity"], row["code"]): row for row in seed("indicators")}
    rows: list[Row] = []
    for order, row in enumerate(_form_indicators(), start=1):
        key = f"{row['entity']}.{row['indicator_code']}"
        rows.append(
            {
                "indicator_key": key,
                "indicator_code": row["indicator_code"],
                "entity": row["entity"],
                "name_vi": row["label_vi"],
                "name_en": row["label_en"],
                "canonical_unit": units[row["printed_unit"]][0],
                "stock_or_flow": declared[row["entity"], row["indicator_code"]]["stock_or_flow"],
                "aggregation": "weighted_mean" if _weight_key(key) else "sum",
                "weight_indicator_key": _weight_key(key),
                "display_order": order,
            }
        )
    rows.append(
        {
            "indicator_key": "KTTT.workers_total",
            "indicator_code": "workers_total",
            "entity": "KTTT",
            "name_vi": "Tổng số lao động làm việc trong khu vực kinh tế tập thể",
            "name_en": "Workers in the collective economy",
            "canonical_unit": "người",
            "stock_or_flow": "stock",
            "aggregation": "sum",
            "display_order": 90,
        }
    )
    return rows


COLUMNS = {
    "D": ("2023", "actual", Decimal("0.95")),
    "E": ("2024", "plan", Decimal("1.10")),
    "F": (PERIOD_KEY, "actual", Decimal(1)),
    "G": ("2024", "estimate", Decimal("1.05")),
}


def _values(reporters: list[ReporterInRound]) -> list[Row]:
    """One claim a reporter, indicator and column; counts stay whole."""
    units = _units()
    rows: list[Row] = []
    for reporter in reporters:
        if not reporter.counts:
            continue
        for order, form_row in enumerate(_form_indicators(), start=8):
            key = f"{form_row['entity']}.{form_row['indicator_code']}"
            unit, factor = units[form_row["printed_unit"]]
            for letter, (period_key, status, share) in COLUMNS.items():
                printed = reporter.values.get(key)
                if printed is not None and share != 1:
                    printed = (printed * share).quantize(Decimal("0.1") if unit == "VND" else Decimal(1))
                rows.append(
                    {
                        "claim_id": named_uuid("claim", reporter.area_code, reporter.versions, key, letter, printed),
                        "indicator_key": key,
                        "sector_code": "all",
                        "area_key": int(reporter.area_code),
                        "period_key": period_key,
                        "value_status": status,
                        "source_key": "submission",
                        "value": None if printed is None else printed * factor,
                        "value_reading": "unknown" if printed is None else "value",
                        "canonical_unit": unit,
                        "printed_value": None if printed is None else str(printed),
                        "printed_unit": form_row["printed_unit"],
                        "evidence_kind": "cell",
                        "file_sha256": hashlib.sha256(reporter.area_code.encode()).hexdigest(),
                        "file_name": f"{reporter.area_code}_A-1_2024-H1.xlsx",
                        "sheet": "A-1",
                        "cell": f"{letter}{order}",
                        "received_at": reporter.received_at,
                    }
                )
    return rows


def _figures(reporters: list[ReporterInRound], values: list[Row]) -> dict[str, list[Row]]:
    """Figures twice over: complete (null where somebody is absent) and reported; sums and weighted means."""
    figures: list[Row] = []
    bridge: list[Row] = []
    by_place = {(v["indicator_key"], v["period_key"], v["value_status"], v["area_key"]): v for v in values}
    for indicator in _indicators():
        key = str(indicator["indicator_key"])
        if key.startswith("KTTT"):
            continue
        for period_key, status, _ in COLUMNS.values():
            pairs: list[tuple[Row, Decimal]] = []
            weights: list[Row] = []
            for reporter in reporters:
                claim = by_place.get((key, period_key, status, int(reporter.area_code)))
                weight_key = indicator["weight_indicator_key"]
                heavy = by_place.get((weight_key, period_key, status, int(reporter.area_code))) if weight_key else None
                weight = Decimal(1) if not weight_key else (heavy or {}).get("value")
                if claim and claim["value"] is not None and weight is not None:
                    pairs.append((claim, Decimal(str(weight))))
                    weights += [heavy] if heavy else []
            numerator = sum((Decimal(str(claim["value"])) * weight for claim, weight in pairs), Decimal(0))
            denominator = sum((weight for _, weight in pairs), Decimal(0))
            total: Decimal | None = numerator
            if indicator["weight_indicator_key"]:
                total = numerator / denominator if denominator else None
            reporting = {claim["area_key"] for claim, _ in pairs}
            absentees = [reporter.name for reporter in reporters if int(reporter.area_code) not in reporting]
            for completeness in ("complete", "reported"):
                known = bool(pairs) and (completeness == "reported" or not absentees)
                figure_id = named_uuid("figure", key, period_key, status, completeness)
                figures.append(
                    {
                        "figure_id": figure_id,
                        "indicator_key": key,
                        "sector_code": "all",
                        "area_key": PROVINCE_AREA_KEY,
                        "period_key": period_key,
                        "value_status": status,
                        "boundary_reading": "as_reported",
                        "completeness": completeness,
                        "value": total if known else None,
                        "numerator": numerator if known else None,
                        "denominator": denominator if known else None,
                        "canonical_unit": indicator["canonical_unit"],
                        "reporters_expected": len(reporters),
                        "reporters_reporting": len(reporting),
                        "absentees": absentees,
                        "reason": None if known else "chưa đủ đơn vị",
                    }
                )
                if known:
                    bridge += [
                        {"figure_id": figure_id, "claim_id": claim["claim_id"], "weight": weight}
                        for claim, weight in pairs
                    ]
                    bridge += [
                        {"figure_id": figure_id, "claim_id": heavy["claim_id"], "weight": None} for heavy in weights
                    ]
    targets, target_values = _targets(figures)
    of_sectors = other_sources.sector_claims(values, PERIOD_KEY)
    whole = next(
        f for f in figures if f["figure_id"] == named_uuid("figure", "HTX.coop_total", PERIOD_KEY, "actual", "reported")
    )
    sectors, sector_bridge = other_sources.sector_figures(of_sectors, whole)
    return {
        "fct_figure": [*figures, *sectors, *other_sources.related_figures(figures)],
        "bridge_figure_claim": [*bridge, *sector_bridge],
        "fct_indicator_value": [*values, *of_sectors, *target_values, *_press()],
        "fct_target_progress": targets,
    }


def _sentence(name: str, **row: object) -> Row:
    return {
        "claim_id": named_uuid("sentence", name),
        "sector_code": "all",
        "area_key": PROVINCE_AREA_KEY,
        "source_key": "press:danviet",
        "value_reading": "value",
        "evidence_kind": "sentence",
        "article_url": "https://danviet.example/tphcm-tang-so-htx-len-gan-700.html",
        "confidence": Decimal("0.95"),
        "received_at": local("2024-03-05 05:00"),
        **row,
    }


def _targets(figures: list[Row]) -> tuple[list[Row], list[Row]]:
    """The four targets of the city's plan for 2024, as the press printed them."""
    actual = {
        f["indicator_key"]: f
        for f in figures
        if f["completeness"] == "reported" and f["period_key"] == PERIOD_KEY and f["value_status"] == "actual"
    }
    stated: list[tuple[str, Decimal, str, str, str, str]] = [
        ("HTX.coop_active", Decimal(663), "exact", "HTX", "đạt 663 HTX", "on_track"),
        ("HTX.coop_new", Decimal(30), "exact", "HTX", "thành lập mới 30 HTX", "behind"),
        ("KTTT.workers_total", Decimal(28000), "about", "người", "khoảng 28.000 lao động", "not_evaluable"),
    ]
    progress: list[Row] = []
    values: list[Row] = []
    for key, amount, qualifier, unit, evidence, verdict in stated:
        claim = _sentence(
            f"target {key}",
            indicator_key=key,
            period_key="2024",
            value_status="target",
            value=amount,
            value_low=amount,
            value_high=amount,
            qualifier=qualifier,
            canonical_unit=unit,
            evidence_text=evidence,
        )
        values.append(claim)
        figure = actual.get(key)
        reached = Decimal(str(figure["value"])) if figure and figure["value"] is not None else None
        progress.append(
            {
                "target_id": named_uuid("target", key),
                "target_kind": "press",
                "target_claim_id": claim["claim_id"],
                "stated_by": "danviet.vn",
                "is_in_force": True,
                "is_confirmed": True,
                "sector_code": "all",
                "measure": "level",
                "canonical_unit": unit,
                "sentence_vi": "",
                "sentence_en": "",
                "indicator_key": key,
                "province_key": PROVINCE_KEY,
                "target_period_key": "2024",
                "target_low": amount,
                "target_high": amount,
                "qualifier": qualifier,
                "actual_figure_id": figure["figure_id"] if figure else None,
                "actual_period_key": PERIOD_KEY if figure else None,
                "actual_value": reached,
                "progress_percent": None if reached is None else (reached / amount * 100).quantize(Decimal("0.1")),
                "verdict": verdict,
                "reason": None if figure else "không có chỉ tiêu này trong biểu mẫu A-1",
            }
        )
    return progress, values


def _press() -> list[Row]:
    return [
        _sentence(
            "press group_total",
            indicator_key="THT.group_total",
            period_key=PERIOD_KEY,
            as_of_date=date(2024, 6, 30),
            value_status="actual",
            value=Decimal(4368),
            value_low=Decimal(4368),
            value_high=Decimal(4368),
            qualifier="exact",
            canonical_unit="THT",
            evidence_text="toàn thành phố có 4.368 tổ hợp tác",
        )
    ]


def _submission(reporter: ReporterInRound) -> Row:
    return {
        "submission_id": named_uuid("submission", reporter.area_code),
        "reporter_kind": "area",
        "reporter_area_key": int(reporter.area_code),
        "province_key": PROVINCE_KEY,
        "form_code": "A-1",
        "period_key": PERIOD_KEY,
        "due_before": date(2024, 5, 20),
        "status": reporter.status,
        "is_reported": reporter.counts,
        "is_nil": reporter.is_nil,
        "is_on_time": reporter.is_on_time,
        "versions": reporter.versions,
        "current_version": reporter.versions or None,
        "file_name": f"{reporter.area_code}_A-1_2024-H1.xlsx" if reporter.received_at else None,
        "first_received_at": reporter.received_at,
        "received_at": reporter.received_at,
        "error_count": 2 if reporter.status == "rejected" else 0,
        "warning_count": 1 if reporter.status == "accepted_with_warnings" else 0,
        "reasons_vi": reporter.reasons_vi,
    }


def _findings(reporters: list[ReporterInRound]) -> list[Row]:
    return [
        {
            "finding_id": named_uuid("finding", reporter.area_code),
            "submission_id": named_uuid("submission", reporter.area_code),
            "rule_code": "out_of_range.revenue_avg",
            "family": "out_of_range",
            "severity": "warning",
            "sheet": "A-1",
            "cell": "F27",
            "value_seen": "25.000",
            "sentence_vi": "Doanh thu bình quân một HTX là 25 tỷ đồng, ngoài khoảng thường gặp 0,1–20 tỷ đồng.",
            "mend_vi": "Kiểm tra đơn vị tính của ô này.",
            "is_current": True,
        }
        for reporter in reporters
        if reporter.status == "accepted_with_warnings"
    ]
