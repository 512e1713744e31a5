"""The guide to the marts tells the truth: each of its queries runs as a reader and gives what is known."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, text

from htx.runtime.postgres import PostgresAddress
from htx.settings import REPOSITORY, Settings
from tests.dbt.manifest import Manifest
from tests.dbt.test_sample_round import truth

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
GUIDE = REPOSITORY / "docs" / "marts.md"
Rows = Sequence[Any]
COOP_TOTAL = truth()["HTX.coop_total", "2024-H1", "actual"].total


def the(rows: Rows, **known: object) -> Any:
    """The one row that has these values."""
    (row,) = [row for row in rows if all(row[name] == value for name, value in known.items())]
    return row


def the_figures_of_a_province(rows: Rows) -> None:
    cooperatives = the(rows, name_vi="Tổng số hợp tác xã")
    assert (cooperatives["value"], cooperatives["coverage"]) == (COOP_TOTAL, "20/22")


def who_is_missing(rows: Rows) -> None:
    assert [(row["area_name"], row["status"]) for row in rows] == [
        ("Quận Bình Tân", "rejected"),
        ("Quận 11", "missing"),
    ]


def how_many_came(rows: Rows) -> None:
    half_year = the(rows, period_key="2024-H1")
    assert (half_year["expected"], half_year["reported"], half_year["in_time"]) == (22, 20, 19)
    assert half_year["reported_percent"] == Decimal("90.9")


def half_years_side_by_side(rows: Rows) -> None:
    assert the(rows, period_key="2024-H1", province_name="Thành phố Hồ Chí Minh")["htx_coop_total"] == COOP_TOTAL


def an_average_over_provinces(rows: Rows) -> None:
    mean = truth()["HTX.revenue_avg", "2024-H1", "actual"].value
    assert mean is not None
    found = the(rows, period_key="2024-H1", value_status="actual")
    assert round(found["mean_vnd"], 4) == round(mean, 4)


def the_cells_of_a_figure(rows: Rows) -> None:
    assert sum(row["value"] * row["weight"] for row in rows) == COOP_TOTAL
    assert len({row["file_name"] for row in rows}) == len(rows) == 20


def the_press_of_a_province(rows: Rows) -> None:
    (row,) = rows
    assert (row["value_low"], row["evidence_text"]) == (975, "975 HTX")


def what_waits(rows: Rows) -> None:
    (row,) = rows
    assert (row["place"], row["confidence"]) == ("Đồng Tháp", Decimal("0.41"))


def the_press_against_the_preferred(rows: Rows) -> None:
    assert all(row["verdict"] != "only_source" for row in rows)


def every_province_then_and_today(rows: Rows) -> None:
    city = the(rows, province_today="Thành phố Hồ Chí Minh", period_key="2024-H1")
    assert (city["value"], city["coverage"], city["value_today"]) == (COOP_TOTAL, "20/22", COOP_TOTAL)
    assert city["coverage_today"] == "20/24"
    press = the(rows, province_then="Tỉnh Hà Tĩnh")
    assert (press["source_kind"], press["value"], press["value_today"]) == ("press", 975, None)


def both_boundaries(rows: Rows) -> None:
    assert the(rows, boundary_reading="as_reported", completeness="reported")["value"] == COOP_TOTAL
    today = the(rows, boundary_reading="todays_boundaries", completeness="complete")
    assert today["value"] is None
    for merged in ("Bình Dương", "Bà Rịa - Vũng Tàu"):
        assert any(merged in absentee for absentee in today["absentees"])


def provinces_of_before(rows: Rows) -> None:
    merged = {row["name_before"] for row in rows if row["code_today"] == "24"}
    assert merged == {"Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"}


def targets(rows: Rows) -> None:
    press = [row for row in rows if row["target_kind"] == "press" and row["target_low"] == 663]
    assert [row["province_name"] for row in press] == ["Thành phố Hồ Chí Minh"]


def departments(rows: Rows) -> None:
    assert all(row["verdict"] for row in rows)


def findings(rows: Rows) -> None:
    assert sum(row["findings"] for row in rows) > 0


def anything(rows: Rows) -> None:
    """Nothing is known of the answer, or the sample round has none."""


ANSWERS: tuple[tuple[str, str, Callable[[Rows], None]], ...] = (
    ("1.", "name_vi value canonical_unit coverage reason", the_figures_of_a_province),
    ("2.", "area_name status reasons_vi", who_is_missing),
    ("2.", "province_name period_key expected reported in_time reported_percent", how_many_came),
    (
        "3.",
        "province_name period_key coverage htx_coop_total htx_members_total revenue_avg_million_vnd",
        half_years_side_by_side,
    ),
    ("4.", "period_key value_status name_vi mean_vnd provinces coverage", an_average_over_provinces),
    ("5.", "figure_id file_name sheet cell printed_value printed_unit value weight", the_cells_of_a_figure),
    (
        "6.",
        "indicator_key period_key as_of_date value_status qualifier value_low value_high source_name evidence_text "
        "article_url",
        the_press_of_a_province,
    ),
    (
        "6.",
        "claim_id reason_vi place indicator_key value_low value_high confidence sentence_text article_url",
        what_waits,
    ),
    (
        "6.",
        "area_name name_vi period_key stated_as preferred_source_kind preferred_value press_value difference "
        "share_percent verdict evidence_id",
        the_press_against_the_preferred,
    ),
    ("7.", "province_name boundary_reading completeness value coverage absentees", both_boundaries),
    (
        "7.",
        "province_then province_today period_key source_kind value coverage value_today coverage_today why_vi",
        every_province_then_and_today,
    ),
    ("7.", "code_today name_today code_before name_before valid_to", provinces_of_before),
    (
        "8.",
        "province_name target_kind stated_by name_vi qualifier target_low target_high actual_period_key actual_value "
        "verdict sentence_vi",
        targets,
    ),
    (
        "9.",
        "source_name indicator_key period_key department_value territorial_value difference share_percent verdict",
        departments,
    ),
    ("10.", "rule_code severity findings submissions explained example", findings),
    ("10.", "source_name topic text file_name sheet address", anything),
)
"""Question, columns, and what is known of the answer, in the order of the guide."""
WITHOUT_ROWS_IN_THE_SAMPLES = {departments, anything, the_press_against_the_preferred}


def questions() -> Iterator[tuple[str, str]]:
    """Number and query, in the order of the guide."""
    for section in re.split(r"^### ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        for query in re.findall(r"```sql\n(.*?)```", section, re.DOTALL):
            yield section.split(maxsplit=1)[0], query


@pytest.fixture(scope="module")
def reader(sample_marts: Settings, postgres: PostgresAddress) -> Iterator[Connection]:
    """A connection that may do what a BI tool may."""
    url = postgres.superuser_url.rpartition("/")[0] + "/" + str(sample_marts.database_url).rpartition("/")[2]
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), connect_args={"options": "-c role=htx_bi"}
    )
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("asked", "answer"), list(zip(questions(), ANSWERS, strict=True)), ids=[answer.__name__ for *_, answer in ANSWERS]
)
def test_a_query_of_the_guide_gives_what_is_known(
    reader: Connection, asked: tuple[str, str], answer: tuple[str, str, Callable[[Rows], None]]
) -> None:
    number, columns, check = answer
    assert asked[0] == number
    result = reader.execute(text(asked[1].replace(":", r"\:")))
    assert list(result.keys()) == columns.split()
    rows = result.mappings().all()
    assert rows or check in WITHOUT_ROWS_IN_THE_SAMPLES
    check(rows)


def test_the_guide_asks_ten_questions() -> None:
    assert list(dict.fromkeys(number for number, _ in questions())) == [f"{number}." for number in range(1, 11)]


def test_the_guide_says_what_each_mart_is_for(manifest: Manifest) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    table = guide[guide.index("## What to read for what") : guide.index("```mermaid")]
    assert {name for name in manifest.marts if f"`{name}`" not in table} == EXPLAINED_ELSEWHERE.keys()


def test_the_picture_of_the_guide_names_marts_and_their_columns(manifest: Manifest) -> None:
    relations = re.findall(r"^    (\w+) \S+ (\w+) : \"(.*)\"$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(relations) > 15
    for left, right, columns in relations:
        assert left in manifest.marts, left
        for column in columns.split(", "):
            assert column in manifest.marts[right]["columns"], f"{right}.{column}"


def test_every_column_tells_a_reader_in_both_languages_what_it_is(reader: Connection) -> None:
    silent = reader.execute(
        text(
            "select relname, attname from pg_attribute join pg_class on pg_class.oid = attrelid"
            " where relnamespace = 'marts'::regnamespace and relkind in ('r', 'p', 'v') and attnum > 0"
            " and not attisdropped and coalesce(col_description(attrelid, attnum), '') not like '%_ | _%'"
        )
    ).all()
    assert silent == []


EXPLAINED_ELSEWHERE = {"fct_cooperative_review": "docs/cooperatives.md: for those who decide"}
