"""The whole way through the real scheduler: from workbooks and pages to a delivered report."""

import csv
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pypdf import PdfReader
from sqlalchemy import text

from htx.demo.approver import ROLE, Approver
from htx.demo.run import CORRECTED_NOW, DEMO_NOW
from htx.flow_names import APPROVAL_TASK, ASKING_STATE, PUBLICATION_FLOW, REJECT
from htx.runtime.airflow_api import FINISHED
from htx.runtime.postgres import EmbeddedPostgres
from htx.runtime.status import status_of
from htx.settings import REPOSITORY, Settings
from ingest.raw.database import connect
from ingest.submissions.reference import load_reference
from samples.make_correction import make_correction
from tests.end_to_end.stack import Played

pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(900)]

REFUSED, MISSING = "777", "772"
"""Quận Bình Tân's workbook is refused, Quận 11 sends none."""
ADDED_UP = ("coop_total", "coop_active", "coop_new", "members_total", "workers_total", "group_total", "union_total")


def rows(played: Played, query: str, **values: object) -> list[dict[str, Any]]:
    engine = connect(played.settings)
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text(query), values).mappings()]
    engine.dispose()
    return found


def truth_sums() -> dict[str, Decimal]:
    """Six-month sums over the reporters that count, straight from the truth table."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    with (REPOSITORY / "samples/submissions/truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            value = row["actual_h1"]
            plain = value.replace(".", "") if value.count(".") == 1 and len(value.split(".")[1]) == 3 else value
            if row["area_code"] not in (REFUSED, MISSING) and row["indicator_code"] in ADDED_UP:
                digits = "".join(character for character in plain if character.isdigit())
                sums[f"{row['entity']}.{row['indicator_code']}"] += Decimal(digits or 0)
    return dict(sums)


def test_every_reporter_is_accounted_for(played: Played) -> None:
    assert sum(played.summary["submissions"].values()) == 22
    assert played.summary["submissions"]["missing"] == 1
    assert played.summary["submissions"]["rejected"] == 1
    assert {refusal["reporter"] for refusal in played.summary["refusals"]} == {"Quận Bình Tân"}
    assert all(refusal["cell"] and refusal["sentence_vi"] for refusal in played.summary["refusals"])


def test_published_sums_are_those_of_the_truth_table(played: Played) -> None:
    published = {
        figure["indicator_key"]: Decimal(figure["value"])
        for figure in played.summary["figures"]
        if figure["value"] is not None and figure["indicator_key"].split(".")[1] in ADDED_UP
    }
    expected = truth_sums()
    assert set(published) >= {"HTX.coop_total", "HTX.coop_new", "THT.group_total", "LHHTX.union_total"}
    assert published == {key: expected[key] for key in published}


def test_the_report_is_delivered_before_it_is_due(played: Played) -> None:
    pdf = Path(played.summary["places"]["report PDF"])
    assert "BÁO CÁO" in "".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert Path(played.summary["places"]["report XLSX"]).read_bytes().startswith(b"PK")
    states = {
        due["what"].partition(",")[0] + str(due["due_before"]): due["state"] for due in played.summary["due_dates"]
    }
    assert states["2024-H12024-06-01"].startswith("met")
    assert states["20242024-12-01"].startswith("not yet due")
    approval = rows(played, "select approver, decision from ops.approval")
    assert [one["decision"] for one in approval] == ["approved"]


def test_the_summary_tells_of_the_five_provinces_of_the_articles(played: Played) -> None:
    five = ["Cần Thơ", "Huế", "Hà Tĩnh", "Hải Phòng", "TP.HCM"]
    assert sorted(row["place"] for row in played.summary["readings"]) == sorted(five)
    for told in ("reconciliation", "targets"):
        assert {row["place"] for row in played.summary[told]} == set(five)


def test_the_gate_judged_what_bi_reads(played: Played) -> None:
    assert played.summary["gate"]["verdict"] == "passed"
    assert played.summary["gate"]["expectations"] > 50


def test_one_build_serves_workbooks_and_articles_that_come_together(played: Played) -> None:
    assert played.summary["rows"]["ops.build"] == 1


def test_a_bi_reader_sees_marts_alone(played: Played) -> None:
    url = played.summary["places"]["BI reader"]
    with psycopg.connect(url, autocommit=True) as connection:
        provinces = connection.execute("select count(*) from marts.dim_province where is_current").fetchone()
        assert provinces == (34,)
        for hidden in ("raw.receipt", "ops.approval", "staging.stg_receipts", "marts_candidate.dim_province"):
            with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable)):
                connection.execute(f"select 1 from {hidden}")


def test_no_server_of_the_stack_listens_beyond_loopback(played: Played) -> None:
    import psutil

    from htx.runtime.processes import ProcessTable

    leaders = [record.process() for record in ProcessTable(played.home).living().values()]
    family = {member.pid for leader in leaders if leader for member in [leader, *leader.children(recursive=True)]}
    listening = [
        connection for connection in psutil.net_connections("inet")
        if connection.pid in family and connection.status == psutil.CONN_LISTEN
    ]  # fmt: skip
    assert listening
    assert {connection.laddr.ip for connection in listening} == {"127.0.0.1"}


def test_played_again_the_demo_adds_no_row(played: Played) -> None:
    again = played.demo()
    assert again["added_rows"] == {}
    assert again["rows"] == played.summary["rows"]


def test_an_inbox_without_news_wakes_no_build(played: Played) -> None:
    builds = len(played.api.runs("build_marts"))
    run_id, state = played.run("receive_submissions")
    assert state == "success"
    assert {task.task: task.state for task in played.api.tasks("receive_submissions", run_id)} == {
        "find_new_receipts": "success",
        "read_and_load": "skipped",
    }
    assert played.api.woken_by(run_id) == []
    assert len(played.api.runs("build_marts")) == builds


def test_a_site_without_news_wakes_no_build(played: Played) -> None:
    builds = len(played.api.runs("build_marts"))
    run_id, state = played.run("collect_articles")
    assert state == "success"
    assert "skipped" in {task.state for task in played.api.tasks("collect_articles", run_id)}
    assert played.api.woken_by(run_id) == []
    assert len(played.api.runs("build_marts")) == builds


def test_a_sweep_without_news_starts_no_publication(played: Played) -> None:
    publications = len(played.api.runs("publish_report"))
    assert played.run("chase_reporters")[1] == "success"
    assert len(played.api.runs("publish_report")) == publications


def test_status_names_what_is_due_and_who_is_missing(played: Played) -> None:
    status = status_of(Settings(home=played.home, _env_file=None), DEMO_NOW)
    assert any("2024-H1" in line and "met" in line for line in status["due"])
    assert any("Quận 11" in line for line in status["missing"])
    (collected,) = status["collected"]
    assert collected.startswith("samples at 2024-05-28 09:00: 5 new")


def is_asked(played: Played, run_id: str) -> bool:
    tasks = played.api.tasks(PUBLICATION_FLOW, run_id)
    return any(task.task == APPROVAL_TASK and task.state == ASKING_STATE for task in tasks)


def question_of(played: Played, run_id: str) -> str:
    while not is_asked(played, run_id):
        assert played.api.run_state(PUBLICATION_FLOW, run_id) not in FINISHED
    return played.api.question(PUBLICATION_FLOW, run_id, APPROVAL_TASK)


def ask_for(played: Played, period_key: str, now: datetime = CORRECTED_NOW) -> str:
    """A run for a report of the owner, until it asks."""
    conf = {"area_code": "79", "period_key": period_key, "now": now.isoformat()}
    run_id = played.api.wake(PUBLICATION_FLOW, conf)
    question_of(played, run_id)
    return run_id


def newest_draft(played: Played, period_key: str) -> str:
    query = "select publication_id from ops.publication where period_key = :period_key order by frozen_at desc"
    return str(rows(played, query, period_key=period_key)[0]["publication_id"])


def decide(played: Played, publication: str, decided_at: str, *options: str) -> str:
    """What `htx approve` prints when the chairman decides."""
    return played.htx(
        "approve", publication, "--by", "Trần Văn Minh", "--role", ROLE, "--reason", "Quận 1 đã xác nhận",
        "--now", decided_at, *options,
    )  # fmt: skip


def states_of(played: Played, run_id: str) -> dict[str, str]:
    return {task.task: task.state for task in played.api.tasks(PUBLICATION_FLOW, run_id)}


def answer(played: Played, run_id: str, option: str) -> str:
    """Answer the question of a run as often as it is asked; the state in which the run ends."""
    approver = Approver(played.api, option, "Chờ xác nhận của Quận 1", name="Lê Thị Hoa")
    while (state := played.api.run_state(PUBLICATION_FLOW, run_id)) not in FINISHED:
        approver.look_at(run_id, played.api.tasks(PUBLICATION_FLOW, run_id))
    return state


def test_a_correction_after_delivery_becomes_an_erratum_that_a_person_may_reject(played: Played) -> None:
    """Receive, build, sweep and publish once more: nothing goes out without a yes."""
    replaced = ask_for(played, "2024", DEMO_NOW)
    make_correction(played.settings.inbox_dir, load_reference(played.settings.seeds_dir))
    delivered_before = rows(played, "select * from ops.delivery order by delivery_id")
    received, state = played.run("receive_submissions", CORRECTED_NOW)
    assert state == "success"
    builds = played.woken_by(received)
    assert {flow for flow, _ in builds} == {"build_marts"}
    for flow, build in builds:
        assert played.finish(flow, build) == "success"
    known = {run["dag_run_id"] for run in played.api.runs(PUBLICATION_FLOW)}
    assert played.run("chase_reporters", CORRECTED_NOW)[1] == "success"
    (erratum,) = {run["dag_run_id"] for run in played.api.runs(PUBLICATION_FLOW)} - known

    question = question_of(played, erratum)
    newer = ask_for(played, "2024")
    assert played.finish(PUBLICATION_FLOW, replaced) == "success", "nobody is asked about a draft that was replaced"
    assert states_of(played, replaced) == {
        "freeze_and_render": "success", APPROVAL_TASK: "skipped", "deliver": "skipped"
    }  # fmt: skip
    decide(played, newest_draft(played, "2024"), "2024-05-29T09:05:00+07:00", "--reject")
    assert played.finish(PUBLICATION_FLOW, newer) == "failed", "what the command line records ends the waiting"
    assert is_asked(played, erratum), "one waiting approval holds up no other report, nor is it answered with it"
    assert answer(played, erratum, REJECT) == "failed"
    for shown in (
        "đính chính lần 1",
        "Quận 1 sửa báo cáo",
        "### Kiểm tra tự động",
        "bao-cao-kttt_79_2024-H1_ban-2.pdf",
    ):
        assert shown in question
    assert states_of(played, erratum)["deliver"] == "upstream_failed"
    (decision,) = rows(
        played,
        "select decision, approver, role, reason from ops.approval join ops.publication using (publication_id)"
        " where edition = 2",
    )
    assert decision == {
        "decision": "rejected",
        "approver": "Lê Thị Hoa (admin)",
        "role": ROLE,
        "reason": "Chờ xác nhận của Quận 1",
    }
    assert rows(played, "select * from ops.delivery order by delivery_id") == delivered_before


def test_the_erratum_goes_out_once_a_person_says_yes_and_the_demo_shows_what_it_corrects(played: Played) -> None:
    asked_again = ask_for(played, "2024-H1")
    told = decide(played, newest_draft(played, "2024-H1"), "2024-05-29T10:00:00+07:00", "--overrule")
    assert "delivered: folder" in told
    assert played.finish(PUBLICATION_FLOW, asked_again) == "success", "the run that waited goes on by itself"
    assert states_of(played, asked_again)["deliver"] == "success"
    again = played.demo("--correct")
    assert again["added_rows"] == {}
    report, erratum = (one for one in again["publications"] if one["period_key"] == "2024-H1")
    assert (report["edition"], report["state"], report["changes"]) == (1, "superseded", [])
    assert (erratum["edition"], erratum["state"]) == (2, "delivered")
    active = next(line for line in erratum["changes"] if "Số hợp tác xã đang hoạt động" in line)
    assert "→" in active
    assert "Quận 1 sửa báo cáo" in active
    sent = rows(
        played,
        "select edition, channel, recipient from ops.delivery join ops.publication using (publication_id)"
        " where status = 'delivered' order by 1, 2, 3",
    )
    assert [one | {"edition": 2} for one in sent if one["edition"] == 1] == [one for one in sent if one["edition"] == 2]


def test_the_cluster_belongs_to_the_home(played: Played) -> None:
    assert EmbeddedPostgres(played.home).running_port() is not None
