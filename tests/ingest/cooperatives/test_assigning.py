"""Through the database: each line once, the same whether rounds come one by one or all at once; persons win."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from benchmarks.cooperative_arrivals import arrive
from benchmarks.cooperative_history import History
from benchmarks.cooperatives import SEEDS
from htx.settings import Settings
from ingest.cooperatives.assign import Assigned, assign_cooperatives
from ingest.cooperatives.decisions import WrongDecisionError
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from tests.conftest import PostgresAddress, copied_warehouse
from tests.ingest.cooperatives.listed import CODE, CU_CHI, listed, register

pytestmark = pytest.mark.integration
BEGIN = datetime(2023, 5, 20, 9, 0, tzinfo=UTC)


def given(settings: Settings) -> dict[tuple[UUID, int], UUID]:
    """The cooperative of each line, rulings first."""
    engine = connect(settings)
    with engine.connect() as connection:
        rows = connection.execute(
            text("""
                select line.reading_id, line.row_number, coalesce(ruling.cooperative_id, line.cooperative_id) as id
                from ops.cooperative_line as line
                left join ops.cooperative_ruling as ruling using (line_id)
            """)
        ).mappings()
        found = {(row["reading_id"], row["row_number"]): row["id"] for row in rows}
    engine.dispose()
    return found


@pytest.fixture
def other_warehouse(
    postgres: PostgresAddress, warehouse_owner: str, warehouse_template: str, tmp_path: Path
) -> Iterator[Settings]:
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, tmp_path / "other") as settings:
        yield settings


def test_rounds_that_come_one_by_one_give_the_ids_of_rounds_that_come_at_once(
    fresh_warehouse: Settings, other_warehouse: Settings
) -> None:
    history = History(SEEDS, 200, seed=3, districts=4)
    moment = BEGIN
    for _, registers in history.rounds():
        for lines in registers:
            moment += timedelta(minutes=1)
            for settings in (fresh_warehouse, other_warehouse):
                arrive(settings, moment, [[one.line for one in lines]])
        assign_cooperatives(fresh_warehouse)
    at_once = assign_cooperatives(other_warehouse, lines_at_once=60)
    assert given(fresh_warehouse) == given(other_warehouse)
    assert at_once.lines == len(given(other_warehouse))
    assert assign_cooperatives(other_warehouse) == Assigned(0, 0, 0)


def test_a_better_reader_changes_no_id_of_a_line_that_reads_as_before(fresh_warehouse: Settings) -> None:
    lines = register(CU_CHI, "2023-H1", listed("HTX NN Phước An", CODE), listed("HTX mây tre Thái Mỹ"))
    arrive(fresh_warehouse, BEGIN, [lines])
    assign_cooperatives(fresh_warehouse)
    before = given(fresh_warehouse)
    engine = connect(fresh_warehouse)
    again = content_id("read again")
    with engine.begin() as connection:
        for query in (
            "insert into raw.submission_reading (reading_id, file_sha256, round_period, reader_version, area_code,"
            " period, is_nil_return, outcome, read_at, parts) select :again, file_sha256, round_period, '2', area_code,"
            " period, is_nil_return, outcome, read_at, parts from raw.submission_reading",
            "insert into raw.register_cell (reading_id, register_cell_id, sheet, row_number, field, cell, raw_text,"
            " reading, text_value, is_second_copy) select :again, md5(register_cell_id::text)::uuid, sheet, row_number,"
            " field, cell, raw_text, reading, text_value, is_second_copy from raw.register_cell",
        ):
            connection.execute(text(query), {"again": again})
    engine.dispose()
    assert assign_cooperatives(fresh_warehouse) == Assigned(lines=2, new_cooperatives=0, doubts=0)
    after = given(fresh_warehouse)
    assert [after[(again, row)] for row in (5, 6)] == [before[(lines[0].reading_id, row)] for row in (5, 6)]


class DecidedSettings(Settings):
    """Settings whose seeds are a folder of the test, with decisions of its own."""

    @property
    def seeds_dir(self) -> Path:
        return self.home / "seeds"


@pytest.fixture
def decided(fresh_warehouse: Settings) -> DecidedSettings:
    settings = DecidedSettings(home=fresh_warehouse.home, database_url=fresh_warehouse.database_url, _env_file=None)
    settings.seeds_dir.mkdir(parents=True)
    for name in ("areas.csv", "communes.csv", "provinces.csv", "obligations.csv"):
        (settings.seeds_dir / name).symlink_to(SEEDS / name)
    return settings


def decide(settings: Settings, *rows: str) -> None:
    header = "decision_id,left_id,right_id,decision,decided_by,decided_on,reason"
    (settings.seeds_dir / "cooperative_decisions.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")


def test_a_person_joins_what_was_taken_for_two_and_parts_what_was_taken_for_one(decided: DecidedSettings) -> None:
    first = register(CU_CHI, "2023-H1", listed("HTX NN Phước An", CODE), listed("HTX mây tre Thái Mỹ"))
    second = register(CU_CHI, "2023", listed("HTX rau sạch Út Thanh", CODE), listed("HTX Hưng Phát"))
    arrive(decided, BEGIN, [first])
    arrive(decided, BEGIN + timedelta(days=180), [second])
    assign_cooperatives(decided)
    before = given(decided)
    (phuoc_an, thai_my), (ut_thanh, hung_phat) = (
        [(lines[0].reading_id, row) for row in (5, 6)] for lines in (first, second)
    )
    assert before[phuoc_an] == before[ut_thanh]
    assert before[thai_my] != before[hung_phat]
    decide(
        decided,
        f"d1,{line_id(decided, ut_thanh)},{before[phuoc_an]},different,Lê Thị Mai,2024-01-10,mã số chép nhầm",
        f"d2,{before[hung_phat]},{before[thai_my]},same,Lê Thị Mai,2024-01-10,đổi tên tháng 9 năm 2023",
    )
    assign_cooperatives(decided)
    after = given(decided)
    assert after[ut_thanh] != after[phuoc_an] == before[phuoc_an]
    assert after[hung_phat] == after[thai_my] == before[thai_my]
    third = register(CU_CHI, "2024-H1", listed("HTX Hưng Phát"), listed("HTX rau sạch Út Thanh"))
    arrive(decided, BEGIN + timedelta(days=370), [third])
    assign_cooperatives(decided)
    now = given(decided)
    assert now[(third[0].reading_id, 5)] == before[thai_my]
    assert now[(third[0].reading_id, 6)] == after[ut_thanh]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("d1,not-an-id,{id},same,Mai,2024-01-10,đổi tên", "d1: .*review list"),
        ("d1,{id},{id},maybe,Mai,2024-01-10,đổi tên", "write same or different"),
        ("d1,{id},{id},same,,2024-01-10,đổi tên", "decided_by is empty"),
        ("d1,{id},{id},same,Mai,10/01/2024,đổi tên", "2026-03-31"),
    ],
)
def test_a_decision_that_says_nothing_clear_is_told_in_one_line(
    decided: DecidedSettings, row: str, complaint: str
) -> None:
    decide(decided, row.replace("{id}", str(content_id("x"))))
    with pytest.raises(WrongDecisionError, match=complaint):
        assign_cooperatives(decided)


def line_id(settings: Settings, place: tuple[UUID, int]) -> UUID:
    engine = connect(settings)
    with engine.connect() as connection:
        found = connection.execute(
            text("select line_id from ops.cooperative_line where reading_id = :reading and row_number = :row"),
            {"reading": place[0], "row": place[1]},
        ).scalar_one()
    engine.dispose()
    assert isinstance(found, UUID)
    return found
