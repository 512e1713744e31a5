"""The marts of the sample round, built once for all tests that only read them."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, insert

from expectations.results import GATE_COMPLETED, GATE_SUITE, GateResult, record
from expectations.swap import swap
from htx.runtime.postgres import PostgresAddress
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect
from ingest.raw.ops import build
from ingest.submissions.decisions import load_decisions
from ingest.submissions.intake import receive_inbox
from ingest.submissions.reference import load_reference
from samples.make_submissions import make_round
from tests.conftest import copied_warehouse
from tests.dbt.candidate import BUILD_ID, built, local
from tests.dbt.manifest import Manifest
from tests.dbt.press_rows import Read, add_article

SAMPLES = REPOSITORY / "samples" / "submissions"
BAC_GIANG = "Toàn tỉnh Bắc Giang có 1.102 HTX. Tỉnh Bắc Ninh có 640 HTX."
BAC_NINH_OF_TODAY = "Tỉnh Bắc Ninh có 1.800 HTX sau hợp nhất."
HA_TINH = "Toàn tỉnh Hà Tĩnh có 975 HTX. Cả nước có 33.557 HTX."
DOUBTFUL = "Tỉnh Đồng Tháp hiện có khoảng 45 tổ hợp tác mới."
TARGET_OF_THE_CITY = "TP.HCM phấn đấu năm 2024 có 663 HTX hoạt động."


@pytest.fixture(scope="session")
def sample_marts(
    postgres: PostgresAddress,
    warehouse_owner: str,
    warehouse_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Settings]:
    """``marts`` over the sample round of TP.HCM and a few sentences about other provinces, admitted by hand."""
    folder = tmp_path_factory.mktemp("sample_marts")
    with copied_warehouse(postgres, warehouse_owner, warehouse_template, folder) as settings:
        make_round(settings.inbox_dir, load_reference(settings.seeds_dir))
        receive_inbox(settings, local(5, 25, 9))
        load_decisions(settings, SAMPLES / "decisions.csv")
        engine = connect(settings)
        _add_press(engine)
        built(settings)
        _admit(engine)
        swap(settings, BUILD_ID, local(5, 25, 10))
        engine.dispose()
        yield settings


@pytest.fixture(scope="session")
def manifest(sample_marts: Settings) -> Manifest:
    """The project as the build of the sample round read it."""
    return Manifest.of(sample_marts.home / "dbt" / "target")


def _add_press(engine: Engine) -> None:
    with engine.begin() as connection:
        for url, words, figures, day in (
            ("https://bao.example/ha-tinh", HA_TINH, (
                Read("975 HTX", "975"), Read("33.557 HTX", "33557", place="Việt Nam"),
            ), date(2024, 7, 15)),
            ("https://bao.example/bac-giang", BAC_GIANG, (
                Read("1.102 HTX", "1102", place="Bắc Giang"), Read("640 HTX", "640", place="Bắc Ninh"),
            ), date(2024, 7, 16)),
            ("https://bao.example/bac-ninh", BAC_NINH_OF_TODAY, (
                Read("1.800 HTX", "1800", place="Bắc Ninh", period="2025"),
            ), date(2026, 1, 20)),
            ("https://bao.example/dong-thap", DOUBTFUL, (
                Read(
                    "khoảng 45 tổ hợp tác mới", "45", "45", "group_new", "THT", qualifier="about", place="Đồng Tháp",
                    confidence="0.41",
                ),
            ), date(2024, 7, 17)),
            ("https://bao.example/tphcm", TARGET_OF_THE_CITY, (
                Read("663 HTX", "663", indicator="coop_active", status="target", place="TP.HCM", period="2024"),
            ), date(2024, 3, 1)),
        ):  # fmt: skip
            add_article(connection, url, words, figures, fetched_at=local(5, 24, 9), published_on=day)


def _admit(engine: Engine) -> None:
    verdict = GateResult(GATE_SUITE, "*", GATE_COMPLETED, "critical", True, 0, "Đạt", {})
    with engine.begin() as connection:
        connection.execute(
            insert(build).values(
                build_id=BUILD_ID,
                started_at=local(5, 25, 9),
                status="building",
                input_hash="sample",
                code_version="test",
            )
        )
        record(connection, BUILD_ID, [verdict], local(5, 25, 9))
