"""The sample round with a little of everything beside it, so that every mart has rows to plant faults in.

To the half-year round of TP.HCM come the press, an annual round of a few reporters with sectors, registers, support
money, narrative and a department, estimates switched on, communes of Huế in 2026, and a publication.
"""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Connection, text

from expectations.reference import load_reference as load_reference_tables
from htx.settings import LOCAL_ZONE, REPOSITORY, Settings
from ingest.cooperatives.assign import assign_cooperatives
from ingest.raw import tables
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.submissions.decisions import load_decisions
from ingest.submissions.intake import receive_inbox
from ingest.submissions.reference import load_reference
from publish.estimates import switch_estimates
from samples.make_submissions import make_round
from tests.dbt.press_rows import Read, add_article
from tests.dbt.raw_rows import add_parts, add_submission, reading_id_of
from tests.dbt.register_rows import Listed, add_register, tax_code

SAMPLES = REPOSITORY / "samples" / "submissions"
PHUOC_AN, RANG_DONG = tax_code("030500123"), tax_code("031400456")
FORM = ("A-1", "A-2", "A-3", "register", "narrative")
FIRST_REGISTER: list[Listed] = [
    {
        "name": "HTX NN Phước An", "tax_code": PHUOC_AN, "sector": "crop", "status": "active", "members": 60,
        "workers": 12, "charter_capital": 1_250, "revenue": 900, "profit": 80, "rating": "fair",
        "founded_on": "2012-05-20",
    },
    {"name": "HTX bò sữa Tân Thông Hội", "sector": "livestock", "founded_on": "2015-03-15", "members": 20},
    {"name": "HTX vận tải Rạng Đông", "tax_code": RANG_DONG, "sector": "transport", "members": 400},
]  # fmt: skip
SECOND_REGISTER: list[Listed] = [
    {**FIRST_REGISTER[0], "status": "suspended", "members": 310, "charter_capital": 12_000},
    {"name": "HTX Bò Sữa Tân Thông Hội", "sector": "livestock", "founded_on": "2015-03-15", "members": 60},
    {**FIRST_REGISTER[2]},
    {"name": "HTX NN Phước Ân", "sector": "crop", "members": 61},
]  # fmt: skip
HUE_COMMUNES = 40


def local(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LOCAL_ZONE)


def load_rich_round(settings: Settings) -> None:
    """Everything into raw and ops; the marts are then built by whoever asks."""
    load_reference_tables(settings)
    make_round(settings.inbox_dir, load_reference(settings.seeds_dir))
    receive_inbox(settings, local(2024, 5, 25))
    load_decisions(settings, SAMPLES / "decisions.csv")
    engine = connect(settings)
    with engine.begin() as connection:
        _add_annual_round(connection)
        _add_communes_of_hue(connection)
        _add_press(connection)
    assign_cooperatives(settings)
    with engine.begin() as connection:
        _add_doubts(connection)
    engine.dispose()
    switch_estimates(
        settings,
        "on",
        area_code="79",
        period_key="2024",
        reason="Phần lớn quận, huyện xin lùi hạn",
        decided_by="Trần Thị Bình",
        decided_at=local(2024, 11, 23),
    )


def publish_figures(connection: Connection) -> None:
    """A publication of what the marts say of TP.HCM's first half of 2024."""
    connection.execute(
        text(
            "insert into ops.publication (publication_id, area_code, period_key, edition, build_id, due_before,"
            " frozen_at, input_hash, code_version, content) select md5('p')::uuid, '79', '2024-H1', 1, build_id,"
            " '2024-06-01', '2024-05-25 08:00+07', 'i', 'c', '{}' from marts.dim_province limit 1"
        )
    )
    connection.execute(
        text(
            """
            insert into ops.published_figure (publication_id, figure_id, indicator_key, sector_code, period_key,
                value_status, completeness, value, canonical_unit, reporters_expected, reporters_reporting, reason,
                claim_ids)
            select md5('p')::uuid, f.figure_id, f.indicator_key, f.sector_code, f.period_key, f.value_status,
                f.completeness, f.value, f.canonical_unit, f.reporters_expected, f.reporters_reporting, f.reason,
                coalesce(array_agg(b.claim_id) filter (where b.claim_id is not null), '{}')
            from marts.fct_figure f
            join marts.dim_area a using (area_key)
            left join marts.bridge_figure_claim b using (figure_id)
            where a.area_code = '79' and f.period_key = '2024-H1' and f.boundary_reading = 'as_reported'
                and f.completeness <> 'complete'
            group by f.figure_id
            """
        )
    )


def _add_annual_round(connection: Connection) -> None:
    """Three districts and a department report for 2024; of two of them by sector."""
    for area_code, total in (("760", "22"), ("783", "40"), ("784", "31")):
        arrived = local(2024, 11, 14)
        add_submission(
            connection,
            area_code,
            arrived,
            {("HTX", "coop_total"): total, ("HTX", "coop_new"): "3", ("HTX", "revenue_avg"): total + "00"},
            round_period="2024",
            parts=FORM,
        )
        reading_id = reading_id_of(area_code, arrived, "2024")
        _add_sectors(connection, reading_id, int(total))
    arrived = local(2024, 11, 14)
    add_parts(connection, reading_id_of("784", arrived, "2024"))
    add_register(connection, reading_id_of("783", arrived, "2024"), SECOND_REGISTER)
    add_register(connection, reading_id_of("760", arrived, "2024"), [{**FIRST_REGISTER[2], "members": 12}])
    add_submission(connection, "783", local(2024, 5, 12), {}, round_period="2024-H1", parts=["register"])
    add_register(connection, reading_id_of("783", local(2024, 5, 12)), FIRST_REGISTER)
    for number, source in enumerate(("all", "central", "local", "other")):
        _add_support(connection, reading_id_of("760", arrived, "2024"), number, source)
    add_submission(
        connection, "snnptnt-79", local(2024, 11, 15), {("HTX", "coop_total"): "31"}, round_period="2024",
        parts=["A-1"], is_department=True,
    )  # fmt: skip


def _add_sectors(connection: Connection, reading_id: object, total: int) -> None:
    parts = {"agri": total - 10, "trade_service": 6, "transport": 4}
    append(
        connection,
        tables.submission_value,
        [
            {
                "value_id": content_id(str(reading_id), "A-2", f"C{row}", column),
                "reading_id": reading_id,
                "sheet": "A-2",
                "cell": f"{'C' if column == 'actual_previous_year' else 'D'}{row}",
                "indicator_code": "coop_total",
                "entity": "HTX",
                "sector_code": sector,
                "value_column": column,
                "raw_text": str(count),
                "reading": "value",
                "value_printed": Decimal(count),
                "printed_unit": "HTX",
            }
            for row, (sector, count) in enumerate(parts.items(), start=8)
            for column in ("actual_h1", "actual_previous_year")
        ],
    )


def _add_support(connection: Connection, reading_id: object, number: int, source: str) -> None:
    amount = Decimal(300 if source == "all" else 100)
    row = {
        "reading_id": reading_id,
        "support_value_id": content_id(str(reading_id), "A-3", number),
        "policy_code": "training",
        "funding_source": source,
        "value_column": "actual_h1",
        "label": "Bồi dưỡng nguồn nhân lực",
        "sheet": "Biểu 3",
        "cell": f"{'CDEF'[number]}8",
        "raw_text": str(amount),
        "reading": "value",
        "value_printed": amount,
        "printed_unit": "triệu đồng",
    }
    append(connection, tables.support_value, [row])


def _add_doubts(connection: Connection) -> None:
    """Two lines may be another cooperative than the one each was taken for."""
    connection.execute(
        text(
            "insert into ops.cooperative_doubt (line_id, candidate_id, cooperative_id, confidence, evidence)"
            " select l.line_id, o.cooperative_id, l.cooperative_id, "
            " 0.61 - 0.1 * row_number() over (order by l.line_id),"
            " 'tên gần giống (' || l.line_id || ')' from (select distinct on (cooperative_id) * from"
            " ops.cooperative_line order by cooperative_id, line_id) l join lateral (select cooperative_id from"
            " ops.cooperative_line c where c.cooperative_id <> l.cooperative_id order by md5(c.line_id::text ||"
            " l.line_id::text) limit 1) o on true order by l.line_id limit 2"
        )
    )


def _add_communes_of_hue(connection: Connection) -> None:
    codes = connection.scalars(
        text(
            "select debtor_code from reference.obligations where area_code = '46' and period_key = '2026-H1'"
            " and debtor_kind <> 'agency' order by debtor_code limit :some"
        ),
        {"some": HUE_COMMUNES - 1},
    ).all()
    for number, code in enumerate(codes):
        add_submission(
            connection,
            code,
            local(2026, 5, 12),
            {("HTX", "coop_total"): str(number % 7 + 1), ("HTX", "members_total"): str(100 + number)},
            round_period="2026-H1",
            parts=["A-1", "A-2"],
        )
        if number < 3:
            _add_sectors(connection, reading_id_of(code, local(2026, 5, 12), "2026-H1"), 20 + number)


def _add_press(connection: Connection) -> None:
    for url, words, figures in (
        (
            "https://bao.example/ha-tinh",
            "Toàn tỉnh Hà Tĩnh có 975 HTX. Cả nước có 33.557 HTX.",
            (Read("975 HTX", "975"), Read("33.557 HTX", "33557", place="Việt Nam")),
        ),
        (
            "https://bao.example/tphcm",
            "TP.HCM phấn đấu năm 2024 có 663 HTX hoạt động, nay có 815 HTX.",
            (
                Read(
                    "663 HTX hoạt động", "663", indicator="coop_active", status="target", place="TP.HCM",
                    period="2024",
                ),
                Read("815 HTX", "815", place="TP.HCM"),
            ),
        ),
        (
            "https://bao.example/dong-thap",
            "Tỉnh Đồng Tháp hiện có khoảng 45 tổ hợp tác mới.",
            (
                Read(
                    "khoảng 45 tổ hợp tác mới", "45", "45", "group_new", "THT", qualifier="about",
                    place="Đồng Tháp", confidence="0.41",
                ),
            ),
        ),
    ):  # fmt: skip
        add_article(connection, url, words, figures, fetched_at=local(2024, 7, 16))
