"""Cooperatives through dbt: one of them over two rounds, its versions, its size by the rule of its day."""

import pytest

from htx.settings import Settings
from ingest.raw.database import connect
from tests.dbt.candidate import Ask, built, local
from tests.dbt.raw_rows import add_submission, reading_id_of
from tests.dbt.register_rows import Listed, add_register, tax_code

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
PARTS = ["A-1", "register"]
PHUOC_AN, RANG_DONG = tax_code("030500123"), tax_code("031400456")
FIRST_ROUND: list[Listed] = [
    {
        "name": "HTX NN Phước An", "tax_code": PHUOC_AN, "sector": "crop", "status": "active", "members": 60,
        "charter_capital": 1_250, "revenue": 900, "rating": "fair", "founded_on": "2012-05-20",
    },
    {"name": "HTX bò sữa Tân Thông Hội", "sector": "livestock", "founded_on": "2015-03-15", "members": 20},
    {"name": "HTX vận tải Rạng Đông", "tax_code": RANG_DONG, "sector": "transport", "members": 400},
]  # fmt: skip
SECOND_ROUND: list[Listed] = [
    {
        "name": "Hợp tác xã nông nghiệp Phước An", "tax_code": PHUOC_AN, "sector": "crop", "status": "suspended",
        "members": 310, "charter_capital": 12_000, "founded_on": "2012-05-20",
    },
    {"name": "HTX Bò Sữa Tân Thông Hội", "sector": "livestock", "founded_on": "2015-03-15", "members": 60},
    {"name": "HTX vận tải Rạng Đông", "tax_code": RANG_DONG, "sector": "transport", "members": 400},
]  # fmt: skip


@pytest.fixture(scope="module")
def ask(warehouse: Settings) -> Ask:
    """Củ Chi lists three cooperatives in two rounds, the department of agriculture one of them as well."""
    engine = connect(warehouse)
    with engine.begin() as connection:
        for period, month, listed in (("2024-H1", 5, FIRST_ROUND), ("2024", 11, SECOND_ROUND)):
            arrived = local(month, 14, 9)
            add_submission(connection, "783", arrived, {("HTX", "coop_total"): "3"}, round_period=period, parts=PARTS)
            add_register(connection, reading_id_of("783", arrived, period), listed)
        add_submission(
            connection, "snnptnt-79", local(11, 15, 9), {("HTX", "coop_total"): "1"}, round_period="2024",
            parts=PARTS, is_department=True,
        )  # fmt: skip
        add_register(
            connection,
            reading_id_of("snnptnt-79", local(11, 15, 9), "2024"),
            [{"name": "HTX Nông nghiệp Phước An", "tax_code": PHUOC_AN, "sector": "agri", "members": 999}],
        )
    engine.dispose()
    return built(warehouse)


def test_a_cooperative_is_one_through_rounds_and_spellings_with_a_code_or_without(ask: Ask) -> None:
    rows = ask(
        "select cooperative_id, count(*) as rounds, min(recognised_by) as how from fct_cooperative_period "
        "group by cooperative_id order by how"
    )
    assert [row["rounds"] for row in rows] == [2, 2, 2]
    assert [row["how"] for row in rows] == ["evidence", "new", "new"]


def test_of_two_registers_that_list_it_the_areas_own_gives_the_figures(ask: Ask) -> None:
    (row,) = ask(
        "select members, rows_in_round, source_key from fct_cooperative_period "
        "where period_key = '2024' and sheet_row = 5"
    )
    assert (row["members"], row["rows_in_round"], row["source_key"]) == (310, 2, "submission:783")


def test_what_is_printed_otherwise_begins_a_version_and_another_spelling_of_the_name_does_not(ask: Ask) -> None:
    versions = ask("select * from dim_cooperative where tax_code = :code order by valid_from", code=PHUOC_AN)
    assert [(row["status"], row["size_class"], row["size_rule_version"]) for row in versions] == [
        ("active", "small", "TT01/2020"),
        ("suspended", "large", "ND113/2024"),
    ]
    assert [(str(row["valid_from"]), str(row["valid_to"]), row["is_current"]) for row in versions] == [
        ("2024-06-30", "2024-12-31", False),
        ("2024-12-31", "None", True),
    ]
    assert [row["rating"] for row in versions] == ["fair", "fair"], "a round without the column changes nothing"
    (transport,) = ask("select valid_to, last_period_key from dim_cooperative where tax_code = :code and is_current",
                       code=RANG_DONG)  # fmt: skip
    assert transport["last_period_key"] == "2024"


def test_a_size_class_that_cannot_be_known_says_why(ask: Ask) -> None:
    rows = ask(
        "select sheet_row, size_class, size_unknown_reason from fct_cooperative_period "
        "where period_key = '2024' order by sheet_row"
    )
    assert [(row["size_class"], row["size_unknown_reason"]) for row in rows] == [
        ("large", None),
        (None, "figures_missing"),
        (None, "no_thresholds_known"),
    ]


def test_every_period_of_a_cooperative_finds_the_version_of_its_day(ask: Ask) -> None:
    (row,) = ask(
        """
        select count(*) as rows, count(distinct fact.cooperative_period_id) as facts
        from fct_cooperative_period as fact
        inner join dim_cooperative as dimension using (cooperative_key, cooperative_id)
        """
    )
    assert (row["rows"], row["facts"]) == (6, 6)
