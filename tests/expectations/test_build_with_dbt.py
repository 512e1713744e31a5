"""The real dbt: its project builds the samples, its failures are named, and it dies with its owner."""

import random
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from expectations import leashed_dbt, schemas
from expectations.as_of import AsOf, build_as_of, drop_as_of, list_as_of
from expectations.build import BuildReport, build_gate_swap
from expectations.dbt import build_candidate
from expectations.errors import BuildFailedError
from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.raw.ops import submission_decision
from ingest.submissions.intake import receive_inbox
from ingest.submissions.reference import load_reference
from samples.make_submissions import make_round
from tests.dbt.raw_rows import add_submission
from tests.expectations.conftest import FIRST_BUILD
from tests.expectations.planted_faults import UNSEEN, columns, systematic_faults
from tests.expectations.planting import Field
from tests.expectations.written_faults import WRITTEN

pytestmark = [pytest.mark.integration, pytest.mark.dbt]

NOW = datetime(2024, 5, 21, 6, 0, tzinfo=LOCAL_ZONE)


@pytest.fixture(scope="module")
def built(warehouse: Settings) -> BuildReport:
    """The sample round of TP.HCM, taken in, built, judged and swapped in."""
    make_round(warehouse.inbox_dir, load_reference(warehouse.seeds_dir))
    receive_inbox(warehouse, NOW)
    return build_gate_swap(warehouse, NOW)


def test_the_sample_round_passes_every_critical_expectation(built: BuildReport) -> None:
    assert built.gate is not None
    assert (built.status, built.gate.critical_failures) == ("swapped", ())
    assert built.rows["fct_submission"] == 87, "22 reporters in two rounds, three departments and 40 communes in one"


def test_the_sample_round_is_judged_and_not_only_waved_through(built: BuildReport) -> None:
    assert built.gate is not None
    met = {one.key for one in built.gate.met}
    assert met >= {
        "fct_figure.recomputed_from_its_claims",
        "fct_indicator_value.cells_say_what_the_claim_says",
        "fct_submission.one_row_per_expected_reporter_and_round",
        "fct_submission.a_refusal_has_findings_and_a_reason",
        "mart_province_period.the_pivot_says_what_the_figures_say",
        "plausible_figures.htx_members_total_per_coop_total_plausible",
    }


def test_some_of_the_faults_that_can_be_planted_are_noticed(warehouse: Settings, built: BuildReport) -> None:
    """All of them are planted by `make mutations`."""
    url = str(warehouse.database_url).replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        field = Field(connection, "marts")
        systematic = [one for one in systematic_faults(columns(connection, "marts")) if one.name not in UNSEEN]
        planted = list(field.plant_all([*random.Random(20240601).sample(systematic, 40), *WRITTEN]))
    assert field.blocking == []
    unnoticed = [one.fault.name for one in planted if one.ending == "missed" or one.ending == "reported"]
    assert unnoticed == []
    assert len([one for one in planted if one.is_noticed]) > 40


def test_a_second_run_on_the_samples_finds_nothing_new(warehouse: Settings, built: BuildReport) -> None:
    assert build_gate_swap(warehouse, NOW.replace(hour=7)).status == "nothing_new"


def test_a_bi_reader_reads_the_marts_and_nothing_else(warehouse: Settings, built: BuildReport) -> None:
    engine = connect(warehouse)
    with engine.connect() as connection:
        may_read = connection.execute(
            text(
                "select n.nspname, bool_and(has_schema_privilege('htx_reader', n.oid, 'usage')"
                " and has_table_privilege('htx_reader', c.oid, 'select')) from pg_class c"
                " join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'v')"
                " and n.nspname in ('raw', 'ops', 'staging', 'intermediate', 'marts') group by n.nspname"
            )
        ).all()
    engine.dispose()
    assert {name for name, may in may_read if may} == {"marts"}


KNOWN = datetime(2024, 6, 3, 8, tzinfo=LOCAL_ZONE)
LATER = datetime(2024, 6, 5, 8, tzinfo=LOCAL_ZONE)
PUBLISHED_AND_TOLD = ("fct_figure", "bridge_figure_claim", "fct_indicator_value", "fct_submission", "fct_finding")


def _becomes_known_later(settings: Settings) -> None:
    """A district's new version, a decision that takes a late one, and a reading by a mended reader that saw nothing."""
    engine = connect(settings)
    with engine.begin() as connection:
        add_submission(connection, "760", LATER, {("HTX", "coop_total"): "999"})
        pending = connection.scalar(
            text("select receipt_id from marts.fct_submission where status = 'late_pending' order by 1 limit 1")
        )
        decision = {
            "decision_id": content_id("later"),
            "receipt_id": pending
            or connection.scalar(text("select receipt_id from marts.fct_submission where is_reported limit 1")),
            "decision": "take_late",
            "reason": "Đã báo trước.",
            "decided_by": "chuyen-vien-tong-hop",
            "decided_at": LATER,
        }
        append(connection, submission_decision, [decision])
        connection.execute(
            text(
                "insert into raw.submission_reading (reading_id, file_sha256, round_period, reader_version, form_code,"
                " form_version, area_code, period, is_nil_return, outcome, read_at, parts)"
                " select md5(reading_id::text)::uuid, file_sha256, round_period, '999', form_code, form_version,"
                " area_code, period, is_nil_return, outcome, :later, parts from raw.submission_reading"
                " where area_code = '761'"
            ),
            {"later": LATER},
        )
    engine.dispose()


@pytest.mark.long
def test_the_marts_as_of_a_moment_are_those_of_then(warehouse: Settings, built: BuildReport) -> None:
    asked = AsOf.parse(KNOWN.isoformat())
    engine = connect(warehouse)
    _becomes_known_later(warehouse)
    first = build_as_of(warehouse, asked, LATER)
    second = build_as_of(warehouse, asked, LATER)
    assert (first.status, second.build_id, second.rows) == ("built", first.build_id, first.rows)
    with engine.connect() as connection:
        for mart in PUBLISHED_AND_TOLD:
            differing = connection.scalar(
                text(
                    f"select count(*) from (select to_jsonb(m) - 'build_id' from marts.{mart} m"
                    f" except select to_jsonb(m) - 'build_id' from {asked.schema('marts')}.{mart} m) as missing"
                )
            )
            assert differing == 0, f"{mart} says what the marts said before more became known"
            assert second.rows[mart] == built.rows[mart]
        assert schemas.build_ids(connection, "marts") == {built.build_id}, "the marts are as they were"
        may_read = "has_schema_privilege('htx_reader', '{0}', 'usage')".format
        assert connection.scalar(text(f"select {may_read(asked.schema('marts'))}"))
        assert not connection.scalar(text(f"select {may_read(asked.schema('intermediate'))}"))
    assert [standing.schema for standing in list_as_of(warehouse)] == [asked.schema("marts")]
    assert set(drop_as_of(warehouse, asked)) == {asked.schema(layer) for layer in ("marts", "intermediate", "staging")}
    assert (list_as_of(warehouse), drop_as_of(warehouse, asked)) == ((), ())
    engine.dispose()


@pytest.fixture
def broken_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dbt project with one model that cannot run and one test that fails."""
    project = tmp_path / "broken"
    models = project / "models"
    models.mkdir(parents=True)
    (project / "dbt_project.yml").write_text(
        "name: broken\nversion: '1.0.0'\nprofile: broken\nmodel-paths: [models]\n", encoding="utf-8"
    )
    (project / "profiles.yml").write_text(
        "broken:\n  target: t\n  outputs:\n    t:\n      type: postgres\n"
        "      host: \"{{ env_var('HTX_PG_HOST') }}\"\n      port: \"{{ env_var('HTX_PG_PORT') | int }}\"\n"
        "      user: \"{{ env_var('HTX_PG_USER') }}\"\n      password: \"{{ env_var('HTX_PG_PASSWORD') }}\"\n"
        "      dbname: \"{{ env_var('HTX_PG_DATABASE') }}\"\n      schema: broken\n      threads: 1\n",
        encoding="utf-8",
    )
    (models / "chia.sql").write_text("select * from bang_khong_co", encoding="utf-8")
    (models / "so_htx.sql").write_text("select null::integer as tong_so", encoding="utf-8")
    (models / "models.yml").write_text(
        "version: 2\nmodels:\n  - name: so_htx\n    columns:\n      - name: tong_so\n        data_tests: [not_null]\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(Settings, "dbt_project_dir", property(lambda _: project))
    return project


def test_failed_models_and_tests_are_named_in_one_line(fresh_warehouse: Settings, broken_project: Path) -> None:
    with pytest.raises(BuildFailedError) as failed:
        build_candidate(fresh_warehouse, FIRST_BUILD)
    message = str(failed.value)
    assert "model chia: Database Error" in message
    assert "bang_khong_co" in message
    assert "test not_null_so_htx_tong_so: Got 1 result" in message
    assert "\n" not in message


def test_a_project_that_cannot_be_parsed_is_told_by_its_own_words(
    fresh_warehouse: Settings, broken_project: Path
) -> None:
    (broken_project / "models" / "chia.sql").write_text("select * from {{ ref('khong_co') }}", encoding="utf-8")
    with pytest.raises(BuildFailedError, match="khong_co"):
        build_candidate(fresh_warehouse, FIRST_BUILD)


def test_dbt_ends_when_its_owner_does() -> None:
    path = str(Path(leashed_dbt.__file__))
    with subprocess.Popen(
        [sys.executable, "-P", path, "debug"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    ) as dbt:
        assert dbt.stdin is not None
        dbt.stdin.close()
        assert dbt.wait(timeout=60) == 130
