"""A candidate of the marts with the rows of three reporters of TP.HCM, made by SQL after the contract."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert, text

from expectations.results import GATE_COMPLETED, GATE_SUITE, GateResult, record
from expectations.suites import CONTENT_SUITES
from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ops import build

HERE = Path(__file__).parent
NOW = datetime(2024, 5, 21, 6, 0, tzinfo=LOCAL_ZONE)
FIRST_BUILD = uuid.UUID("11111111-1111-4111-8111-111111111111")
SECOND_BUILD = uuid.UUID("22222222-2222-4222-8222-222222222222")
THIRD_BUILD = uuid.UUID("33333333-3333-4333-8333-333333333333")

MakeCandidate = Callable[..., None]


@pytest.fixture(autouse=True)
def hand_made(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What SQL makes here has the columns that content is judged by, and neither all columns nor the layers below.

    Where each column comes from, and raw, are judged over what dbt built of the samples: by the planted faults.
    """
    if request.node.get_closest_marker("dbt") is None:
        monkeypatch.setattr("expectations.gate.ALL_SUITES", CONTENT_SUITES)
        monkeypatch.setattr("expectations.gate.RAW_SUITES", ())
        monkeypatch.setattr("expectations.build.load_reference", lambda _: None)


@pytest.fixture
def engine(fresh_warehouse: Settings) -> Iterator[Engine]:
    """The owner's connections to the warehouse of the test."""
    made = connect(fresh_warehouse)
    yield made
    made.dispose()


def begin_build(connection: Connection, build_id: uuid.UUID) -> None:
    connection.execute(
        insert(build).values(
            build_id=build_id, started_at=NOW, status="building", input_hash=build_id.hex, code_version="test"
        )
    )


SOUND_WORDS = {"active_in_district_1": 30, "active_in_all": 50}


def run_file(connection: Connection, name: str, **words: object) -> None:
    """Run a SQL file beside this one, with words put in for its braces."""
    statements = (HERE / name).read_text(encoding="utf-8")
    for word, value in (SOUND_WORDS | words).items():
        statements = statements.replace("{" + word + "}", str(value))
    connection.exec_driver_sql(statements.replace("%", "%%"))


def create_marts(connection: Connection, schema: str) -> None:
    run_file(connection, "marts_tables.sql", schema=schema)


def create_sound_candidate(connection: Connection, build_id: uuid.UUID, **words: object) -> None:
    """A candidate that meets every expectation, over the rows of ``raw_rows.sql``."""
    begin_build(connection, build_id)
    create_marts(connection, "marts_candidate")
    run_file(connection, "marts_rows.sql", schema="marts_candidate", build_id=build_id, **words)


@pytest.fixture
def province_candidate(engine: Engine) -> MakeCandidate:
    """Make a candidate with the one province TP.HCM, for the tests of the swap."""

    def make(build_id: uuid.UUID, coop_total: int | None = 65) -> None:
        with engine.begin() as connection:
            begin_build(connection, build_id)
            create_marts(connection, "marts_candidate")
            connection.execute(
                text(
                    "insert into marts_candidate.dim_province values (79, '79', 'Thành phố Hồ Chí Minh', 'TP.HCM',"
                    " 'thành phố', '2004-01-01', null, null, true, :build_id)"
                ),
                {"build_id": build_id},
            )
            connection.execute(
                text(
                    "insert into marts_candidate.mart_province_period values (79, '2024-H1', 'as_reported',"
                    " 'reported', 'Thành phố Hồ Chí Minh', 'actual', 3, 2, :coop_total, 50, 3, null, :build_id)"
                ),
                {"build_id": build_id, "coop_total": coop_total},
            )

    return make


@pytest.fixture
def pass_gate(engine: Engine) -> Callable[[uuid.UUID], None]:
    """Record that the gate admitted a build, without judging it."""

    def passed(build_id: uuid.UUID) -> None:
        verdict = GateResult(GATE_SUITE, "*", GATE_COMPLETED, "critical", True, 0, "Đạt", {})
        with engine.begin() as connection:
            record(connection, build_id, [verdict], NOW)

    return passed
