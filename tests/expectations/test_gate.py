"""What the gate says of a candidate, what it keeps, and what it lets through."""

import uuid
from datetime import date, datetime, timedelta
from urllib.parse import urlparse

import pytest
from sqlalchemy import Engine, text

from expectations.data_docs import emptied
from expectations.errors import SwapRefusedError
from expectations.gate import DATA_DOCS_FOLDER, GateReport, preview, run_gate
from expectations.kept import kept_report
from expectations.suites import CONTENT_SUITES
from expectations.suites.check import Between, Check, NoSuchRows, Suite
from expectations.suites.targets import FCT_TARGET_PROGRESS
from expectations.swap import swap
from expectations.waivers import add_waiver
from htx.settings import LOCAL_ZONE, Settings
from tests.expectations.conftest import FIRST_BUILD, NOW, SECOND_BUILD, create_sound_candidate, run_file

pytestmark = pytest.mark.integration

WRONG_TOTAL = "update marts_candidate.fct_figure set value = 66 where value = 65 and boundary_reading = 'as_reported'"


@pytest.fixture
def sound(fresh_warehouse: Settings, engine: Engine) -> Settings:
    """A warehouse with a candidate that meets every expectation."""
    with engine.begin() as connection:
        run_file(connection, "raw_rows.sql")
        create_sound_candidate(connection, FIRST_BUILD)
    return fresh_warehouse


def change(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)


def kept(engine: Engine) -> list[tuple[str, bool]]:
    with engine.connect() as connection:
        rows = connection.execute(text("select suite || '.' || expectation as key, is_met from ops.gate_result"))
        return sorted((row.key, row.is_met) for row in rows)


def keys(results: tuple[object, ...]) -> list[str]:
    return [result.key for result in results]  # type: ignore[attr-defined]


def waive(
    settings: Settings,
    granted_at: datetime = NOW,
    expires_on: date = date(2024, 5, 31),
    area_code: str | None = None,
    period_key: str | None = None,
) -> uuid.UUID:
    return add_waiver(
        settings,
        "fct_figure",
        "recomputed_from_its_claims",
        reason="Quận 3 gửi bản giấy, đã đối chiếu tay",
        granted_by="Nguyễn Thị Lan",
        granted_at=granted_at,
        expires_on=expires_on,
        area_code=area_code,
        period_key=period_key,
    )


def test_a_sound_candidate_passes_and_every_expectation_is_accounted_for(sound: Settings, engine: Engine) -> None:
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert (report.verdict, report.reason, keys(report.critical_failures), keys(report.warnings)) == (
        "passed",
        None,
        [],
        [],
    )
    declared = {f"{suite.name}.{check.name}" for suite in CONTENT_SUITES for check in suite.checks}
    assert {*keys(report.met), *keys(report.not_evaluable)} == declared
    assert {key for key, _ in kept(engine)} == {*declared, "gate.gate_completed"}
    assert set(report.seconds_by_suite) >= {suite.name for suite in CONTENT_SUITES}


def test_what_found_nothing_to_judge_does_not_read_as_a_pass(sound: Settings, engine: Engine) -> None:
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert "plausible_claims.htx_coop_total_country_plausible" in keys(report.not_evaluable)
    assert ("plausible_claims.htx_coop_total_country_plausible", False) in kept(engine)


def test_a_wrong_total_of_ours_blocks_and_shows_the_row(sound: Settings, engine: Engine) -> None:
    change(engine, WRONG_TOTAL)
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert report.verdict == "refused"
    failure = next(one for one in report.critical_failures if one.expectation == "recomputed_from_its_claims")
    assert failure.unexpected_count == 2, "the total, and the one of today that is made of it"
    assert (
        failure.detail_vi
        == "Có số liệu tổng hợp không bằng kết quả tính lại từ các ô nguồn hoặc từ các phần của nó (2 trường hợp)"
    )
    examples = failure.observed["examples"]
    assert isinstance(examples, list)
    assert {(one["value"], one["recomputed"]) for one in examples} == {(66, 65), (65, 66)}
    with pytest.raises(SwapRefusedError, match="recomputed_from_its_claims"):
        swap(sound, FIRST_BUILD, NOW)


def test_the_keys_of_all_rows_that_fail_are_kept(sound: Settings, engine: Engine) -> None:
    change(engine, "update marts_candidate.dim_area set not_today_reason = null where area_level = 'district'")
    report = run_gate(sound, FIRST_BUILD, NOW)
    (failure,) = (one for one in report.critical_failures if one.expectation == "an_area_of_today_or_a_reason")
    with engine.connect() as connection:
        kept = connection.scalar(
            text("select failing_keys from ops.gate_result where expectation = 'an_area_of_today_or_a_reason'")
        )
    assert kept is not None
    assert failure.unexpected_count == len(kept) == 696
    assert {"area_code": "200"} in kept


def test_a_contradiction_inside_what_was_handed_in_is_a_warning_and_does_not_block(
    fresh_warehouse: Settings, engine: Engine
) -> None:
    with engine.begin() as connection:
        run_file(connection, "raw_rows.sql", active_in_district_1=60)
        create_sound_candidate(connection, FIRST_BUILD, active_in_all=80)
    report = run_gate(fresh_warehouse, FIRST_BUILD, NOW)
    (warning,) = report.warnings
    assert warning.detail_vi == (
        "Có số tổng hợp của tỉnh mâu thuẫn nhau, chưa giải trình hoặc chấp nhận (1 trường hợp)"
    )
    assert report.verdict == "passed"


def test_warnings_alone_admit_the_build(sound: Settings, engine: Engine) -> None:
    change(engine, "update marts_candidate.fct_target_progress set progress_percent = 10833")
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert (report.verdict, keys(report.warnings)) == ("passed", ["fct_target_progress.progress_plausible"])
    assert swap(sound, FIRST_BUILD, NOW).retired_schema is None


def test_running_the_gate_again_adds_no_row(sound: Settings, engine: Engine) -> None:
    run_gate(sound, FIRST_BUILD, NOW)
    first = kept(engine)
    report = run_gate(sound, FIRST_BUILD, NOW + timedelta(hours=1))
    assert report.is_passed
    assert kept(engine) == first


def test_a_second_run_cannot_turn_red_into_green(sound: Settings, engine: Engine) -> None:
    change(engine, WRONG_TOTAL)
    run_gate(sound, FIRST_BUILD, NOW)
    change(engine, WRONG_TOTAL.replace("66 where value = 65", "65 where value = 66"))
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert report.verdict == "refused"
    assert "fct_figure.recomputed_from_its_claims" in keys(report.critical_failures)
    with pytest.raises(SwapRefusedError):
        swap(sound, FIRST_BUILD, NOW)


def test_a_mart_that_is_not_there_blocks(sound: Settings, engine: Engine) -> None:
    change(engine, "drop table marts_candidate.fct_target_progress")
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert report.verdict == "refused"
    failed = [one for one in report.critical_failures if one.suite == "fct_target_progress"]
    assert len(failed) == len(FCT_TARGET_PROGRESS.checks)
    assert all(one.observed["outcome"] == "error" for one in failed)


def test_an_empty_dimension_blocks(sound: Settings, engine: Engine) -> None:
    change(engine, "delete from marts_candidate.dim_sector")
    assert keys(run_gate(sound, FIRST_BUILD, NOW).critical_failures) == ["dim_sector.has_rows"]


def test_a_mart_without_a_suite_blocks(sound: Settings, engine: Engine) -> None:
    change(engine, "create table marts_candidate.fct_new as select build_id from marts_candidate.dim_sector")
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert keys(report.critical_failures) == ["gate_coverage.fct_new_has_a_suite"]


@pytest.mark.parametrize(
    "requirement",
    [
        NoSuchRows("select 1 / (sector_code <> sector_code)::integer from {batch}"),
        NoSuchRows("select no_such_column from {batch}"),
        Between("sector_code", 0, 1),
    ],
    ids=["division", "column", "type"],
)
def test_an_expectation_that_errs_is_critical_whatever_was_declared(
    sound: Settings, monkeypatch: pytest.MonkeyPatch, requirement: NoSuchRows | Between
) -> None:
    errs = Check("errs", "warning", "Không bao giờ", "never", requirement)
    fine = Check("fine", "critical", "Không bao giờ", "never", NoSuchRows("select * from {batch} where false"))
    monkeypatch.setattr("expectations.gate.ALL_SUITES", (Suite("odd", "dim_sector", (errs, fine)), *CONTENT_SUITES))
    report = run_gate(sound, FIRST_BUILD, NOW)
    (failure,) = report.critical_failures
    assert (failure.key, failure.severity, failure.unexpected_count) == ("odd.errs", "critical", None)
    assert failure.detail_vi.startswith("Không kiểm tra được: ")
    assert "odd.fine" in keys(report.met), "the others of the suite are judged all the same"


def test_a_waiver_turns_a_critical_failure_into_a_printed_warning(sound: Settings, engine: Engine) -> None:
    change(engine, WRONG_TOTAL)
    change(engine, "delete from marts_candidate.mart_province_period; delete from marts_candidate.fct_target_progress")
    change(engine, "delete from marts_candidate.fct_figure where boundary_reading = 'todays_boundaries'")
    waive(sound)
    report = run_gate(sound, FIRST_BUILD, NOW)
    waived = next(one for one in report.warnings if one.expectation == "recomputed_from_its_claims")
    assert "Nguyễn Thị Lan cho phép bỏ qua đến hết ngày 31/05/2024" in waived.detail_vi
    assert "recomputed_from_its_claims" not in {one.expectation for one in report.critical_failures}


def test_a_waiver_holds_through_its_last_day_in_viet_nam_and_no_longer(sound: Settings, engine: Engine) -> None:
    change(engine, WRONG_TOTAL)
    waive(sound, expires_on=date(2024, 5, 31))
    last_evening = datetime(2024, 5, 31, 23, 59, tzinfo=LOCAL_ZONE)
    assert "fct_figure.recomputed_from_its_claims" in keys(preview(sound, last_evening).warnings)
    next_day = last_evening + timedelta(minutes=1)
    assert "fct_figure.recomputed_from_its_claims" in keys(preview(sound, next_day).critical_failures)


@pytest.mark.parametrize(
    ("area_code", "period_key", "is_waived"),
    [("79", None, True), (None, "2024-H1", True), ("79", "2024-H1", True), ("01", None, False), ("79", "2023", False)],
)
def test_a_waiver_of_an_area_and_period_covers_its_own_rows_alone(
    sound: Settings, engine: Engine, area_code: str | None, period_key: str | None, is_waived: bool
) -> None:
    change(engine, WRONG_TOTAL)
    waive(sound, area_code=area_code, period_key=period_key)
    report = preview(sound, NOW)
    found = report.warnings if is_waived else report.critical_failures
    (result,) = (one for one in found if one.expectation == "recomputed_from_its_claims")
    assert result.observed.get("not_waived") == (None if is_waived else 2)
    assert f"ở địa bàn {area_code}" in result.detail_vi or area_code is None


def test_a_waiver_does_not_reopen_a_refused_build(sound: Settings, engine: Engine) -> None:
    change(engine, WRONG_TOTAL)
    run_gate(sound, FIRST_BUILD, NOW)
    waive(sound)
    assert run_gate(sound, FIRST_BUILD, NOW).verdict == "refused"


@pytest.mark.parametrize(
    ("suite", "expectation", "reason", "expires_on", "says"),
    [
        ("fct_figure", "no_such_thing", "có lý do", date(2024, 6, 1), "there is no expectation"),
        ("fct_target_progress", "progress_plausible", "có lý do", date(2024, 6, 1), "needs no waiver"),
        ("fct_figure", "recomputed_from_its_claims", "  ", date(2024, 6, 1), "needs a reason"),
        ("fct_figure", "recomputed_from_its_claims", "có lý do", date(2024, 5, 20), "expired"),
    ],
)
def test_a_waiver_that_makes_no_sense_is_refused(
    sound: Settings, suite: str, expectation: str, reason: str, expires_on: date, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        add_waiver(sound, suite, expectation, reason=reason, granted_by="Lan", granted_at=NOW, expires_on=expires_on)


def test_granting_the_same_waiver_twice_adds_no_row(sound: Settings, engine: Engine) -> None:
    assert waive(sound) == waive(sound)
    with engine.connect() as connection:
        assert connection.scalar(text("select count(*) from ops.waiver")) == 1


def test_a_preview_keeps_nothing_and_admits_nothing(sound: Settings, engine: Engine) -> None:
    report: GateReport = preview(sound, NOW)
    assert (report.verdict, report.build_id) == ("passed", FIRST_BUILD)
    assert kept(engine) == []
    with pytest.raises(SwapRefusedError, match="has not judged"):
        swap(sound, FIRST_BUILD, NOW)


def test_the_marts_can_be_judged_again_where_they_are(sound: Settings) -> None:
    run_gate(sound, FIRST_BUILD, NOW)
    swap(sound, FIRST_BUILD, NOW)
    assert preview(sound, NOW, schema="marts").verdict == "passed"


def test_what_was_found_in_a_build_can_be_read_for_good_and_its_pages_until_the_next(sound: Settings) -> None:
    judged = run_gate(sound, FIRST_BUILD, NOW)
    again = kept_report(sound, str(FIRST_BUILD))
    assert (again.verdict, again.results, again.data_docs) == (judged.verdict, judged.results, judged.data_docs)
    emptied(sound.home / DATA_DOCS_FOLDER)
    assert kept_report(sound, FIRST_BUILD.hex).data_docs is None
    with pytest.raises(ValueError, match="judged no build that begins with ffff0000"):
        kept_report(sound, "ffff0000")


def test_a_candidate_of_another_build_is_not_judged_as_this_one(sound: Settings, engine: Engine) -> None:
    change(
        engine,
        "insert into ops.build (build_id, started_at, status, input_hash, code_version)"
        f" values ('{SECOND_BUILD}', now(), 'building', 'x', 'x')",
    )
    report = run_gate(sound, SECOND_BUILD, NOW)
    assert {one.suite for one in report.critical_failures if one.expectation == "rows_of_this_build"} == {
        suite.name for suite in CONTENT_SUITES if suite.name == suite.mart
    }


def test_data_docs_are_read_without_a_network(sound: Settings) -> None:
    report = run_gate(sound, FIRST_BUILD, NOW)
    assert report.data_docs == sound.home / "data_docs" / "index.html"
    pages = list(report.data_docs.parent.rglob("*.html"))
    assert len(pages) > len(CONTENT_SUITES)
    for page in pages:
        content = page.read_text(encoding="utf-8")
        assert "<script" not in content
        assert 'href="http' not in content
        assert 'src="http' not in content
    declared = (report.data_docs.parent / "expectations" / "fct_figure.html").read_text(encoding="utf-8")
    assert "Có số liệu tổng hợp không bằng kết quả tính lại từ các ô nguồn" in declared
    assert urlparse(report.data_docs.as_uri()).scheme == "file"
