"""The way of press figures from raw to the marts and back: once a story, seen by a person where in doubt, explained."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, RowMapping, text

from expectations.build import BuildReport, build_gate_swap, is_up_to_date
from htx import cli
from htx.settings import Settings
from ingest.articles.corrections import BadCorrectionError, Correction
from ingest.articles.decisions import UnknownFigureError, decide_figure
from ingest.raw.database import connect
from publish.explain_press import explain_press
from publish.press_review import list_figures
from tests.dbt.candidate import local
from tests.dbt.press_rows import Read, add_article, add_visit, claim_of
from tests.dbt.raw_rows import add_submission

pytestmark = [pytest.mark.integration, pytest.mark.dbt]

SPLIT = (
    "Sáu tháng đầu năm, kinh tế tập thể tiếp tục phát triển. Toàn tỉnh Hà Tĩnh có 975 HTX, gồm 700 HTX nông nghiệp và "
    "220 HTX phi nông nghiệp. Doanh thu tăng 8%, 48% HTX xếp loại khá; HTX Nga Hải có 30 thành viên."
)
SPLIT_FIGURES = (
    Read("975 HTX", "975"),
    Read("700 HTX nông nghiệp", "700", sector="agri"),
    Read("220 HTX phi nông nghiệp", "220", sector="nonagri"),
    Read("8%", "8", indicator=None, entity=None, unit="percent", kind="change"),
    Read("48%", "48", indicator=None, entity=None, unit="percent", kind="share"),
    Read("30 thành viên", "30", indicator="members_total", unit="person", kind="entity_figure"),
)
ADDED = " Doanh thu bình quân đạt 1,3 tỷ đồng/HTX."
DOUBTFUL = (
    "Theo TS. Lê Minh, tỉnh Đồng Tháp hiện có khoảng 45 tổ hợp tác mới. Huyện Châu Thành có 31 HTX. "
    "Doanh thu bình quân đạt 1.300 tỷ đồng/HTX! Cả vùng có 88 liên hiệp HTX."
)
UNSURE, AMBIGUOUS, IMPLAUSIBLE, PLACELESS = (
    "khoảng 45 tổ hợp tác mới",
    "31 HTX",
    "1.300 tỷ đồng/HTX",
    "88 liên hiệp HTX",
)
REVENUE_TRACE = (
    "form:money",
    "subject:coop_revenue",
    "attribute:average",
    "plausibility:above 50000000000",
    "suggested:1300000000",
)
DOUBTFUL_FIGURES = (
    Read(UNSURE, "45", "45", "group_new", "THT", qualifier="about", place="Đồng Tháp", confidence="0.41"),
    Read(AMBIGUOUS, "31", place="Châu Thành"),
    Read(
        IMPLAUSIBLE, "1300000000000", indicator="revenue_avg", unit="VND", place="Đồng Tháp", confidence="0.95",
        trace=REVENUE_TRACE,
    ),
    Read(PLACELESS, "88", indicator="union_total", entity="LHHTX", place=None),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Press:
    """The ids of what the articles say."""

    original: uuid.UUID
    copy: uuid.UUID
    doubtful: uuid.UUID
    first_text: uuid.UUID
    second_text: uuid.UUID

    def doubt(self, evidence: str) -> uuid.UUID:
        return claim_of(self.doubtful, evidence)


@pytest.fixture(scope="module")
def press(warehouse: Settings) -> Press:
    """A story and its copy, an article full of doubts, a page that went back to its first text; a submission."""
    engine = connect(warehouse)
    with engine.begin() as connection:
        add_submission(connection, "760", local(5, 15, 9), {("HTX", "coop_total"): "22"})
        original = add_article(
            connection, "https://bao.example/ha-tinh", SPLIT, SPLIT_FIGURES, fetched_at=local(7, 17, 5)
        )
        copy = add_article(
            connection,
            "https://khac.example/ha-tinh",
            SPLIT + ADDED,
            (*SPLIT_FIGURES, Read("1,3 tỷ đồng/HTX", "1300000000", indicator="revenue_avg", unit="VND")),
            fetched_at=local(7, 16, 5),
            published_on=date(2024, 7, 16),
            copy_of=original,
        )
        doubtful = add_article(
            connection, "https://bao.example/dong-thap", DOUBTFUL, DOUBTFUL_FIGURES, fetched_at=local(7, 17, 5)
        )
        city, corrected = "Thành phố có 706 HTX.", "Thành phố có 760 HTX."
        of_city = "https://bao.example/tphcm"
        first = add_article(
            connection, of_city, city, [Read("706 HTX", "706", place="TP.HCM")], fetched_at=local(7, 1, 5)
        )
        second = add_article(
            connection, of_city, corrected, [Read("760 HTX", "760", place="TP.HCM")], fetched_at=local(7, 2, 5)
        )
        add_visit(connection, of_city, local(7, 3, 5), first)
        add_visit(connection, of_city, local(7, 4, 5), None, http_status=503)
    engine.dispose()
    return Press(original, copy, doubtful, first, second)


@dataclass(frozen=True, slots=True)
class Built:
    """A build, and what the marts said after it."""

    report: BuildReport
    figures: dict[uuid.UUID, RowMapping]
    claims: dict[uuid.UUID, RowMapping]


@pytest.fixture(scope="module")
def undecided(warehouse: Settings, press: Press) -> Built:
    return _built(warehouse, 1)


@pytest.fixture(scope="module")
def decided(warehouse: Settings, press: Press, undecided: Built) -> Built:
    """The marts after an officer went through what waits, changing one mind."""
    _decide(warehouse, press.doubt(UNSURE), "accept", 1)
    _decide(warehouse, press.doubt(AMBIGUOUS), "accept", 2)
    _decide(warehouse, press.doubt(AMBIGUOUS), "reject", 3)
    correction = Correction(value_low=Decimal(1_300_000_000), value_high=Decimal(1_300_000_000))
    _decide(warehouse, press.doubt(IMPLAUSIBLE), "correct", 4, correction)
    _decide(warehouse, claim_of(press.copy, "220 HTX phi nông nghiệp"), "reject", 5)
    return _built(warehouse, 2)


def _built(settings: Settings, day: int) -> Built:
    report = build_gate_swap(settings, local(8, day, 6))
    assert report.status == "swapped", report.detail
    engine = connect(settings)
    with engine.connect() as connection:
        figures = _by_claim(connection, "select * from marts.fct_press_figure")
        claims = _by_claim(connection, "select * from marts.fct_indicator_value where evidence_kind = 'sentence'")
    engine.dispose()
    return Built(report, figures, claims)


def _by_claim(connection: Connection, query: str) -> dict[uuid.UUID, RowMapping]:
    return {row["claim_id"]: row for row in connection.execute(text(query)).mappings()}


def _decide(
    settings: Settings, claim_id: uuid.UUID, decision: Any, hour: int, correction: Correction | None = None
) -> bool:
    return decide_figure(
        settings,
        claim_id,
        decision,
        reason="Đã gọi tòa soạn",
        decided_by="Nguyễn Thị Lan",
        decided_at=local(8, 1, 7 + hour),
        correction=correction,
    ).is_new


def _rows(settings: Settings, query: str) -> Sequence[RowMapping]:
    engine = connect(settings)
    with engine.connect() as connection:
        found = connection.execute(text(query)).mappings().all()
    engine.dispose()
    return found


def test_a_build_with_press_figures_passes_the_gate(undecided: Built) -> None:
    assert undecided.report.gate is not None
    met = {one.key for one in undecided.report.gate.met}
    assert {"fct_press_figure.a_story_says_a_thing_once", "fct_press_figure.only_levels_and_never_in_a_sum"} <= met


def test_what_a_story_and_its_copy_say_is_one_claim_of_the_first_published(undecided: Built, press: Press) -> None:
    of_story = {claim: row for claim, row in undecided.claims.items() if "ha-tinh" in row["article_url"]}
    assert set(of_story) == {
        claim_of(press.original, "975 HTX"),
        claim_of(press.original, "700 HTX nông nghiệp"),
        claim_of(press.original, "220 HTX phi nông nghiệp"),
        claim_of(press.copy, "1,3 tỷ đồng/HTX"),
    }
    assert undecided.figures[claim_of(press.original, "975 HTX")]["articles_telling"] == 2
    assert undecided.figures[claim_of(press.copy, "1,3 tỷ đồng/HTX")]["articles_telling"] == 1


def test_the_text_of_the_last_visit_stands(undecided: Built, press: Press) -> None:
    assert claim_of(press.first_text, "706 HTX") in undecided.claims
    assert claim_of(press.second_text, "760 HTX") not in undecided.figures


def test_claims_of_other_provinces_stand_beside_the_submissions_with_their_evidence(
    warehouse: Settings, undecided: Built
) -> None:
    rows = _rows(
        warehouse,
        "select a.short_name, v.evidence_kind, v.value, v.cell, v.evidence_text, v.article_url"
        " from marts.fct_indicator_value v join marts.dim_area a using (area_key)"
        " where indicator_key = 'HTX.coop_total' and sector_code = 'all' and period_key = '2024-H1'",
    )
    assert {(row["short_name"], row["evidence_kind"], row["value"]) for row in rows} == {
        ("Quận 1", "cell", 22),
        ("Hà Tĩnh", "sentence", 975),
        ("TP.HCM", "sentence", 706),
    }
    assert all((row["cell"] is None) != (row["article_url"] is None) for row in rows)


def test_press_never_enters_a_sum(warehouse: Settings, undecided: Built) -> None:
    totals = _rows(
        warehouse,
        "select area_level, value from marts.fct_figure join marts.dim_area using (area_key)"
        " where indicator_key = 'HTX.coop_total' and sector_code = 'all' and period_key = '2024-H1'"
        " and value_status = 'actual' and completeness = 'reported' and boundary_reading = 'as_reported'",
    )
    assert {row["area_level"]: row["value"] for row in totals} == {"province": 22, "country": 22}
    assert not _rows(warehouse, "select 1 from marts.bridge_figure_claim join marts.fct_press_figure using (claim_id)")


def test_changes_shares_and_figures_of_one_cooperative_stay_in_raw(undecided: Built, press: Press) -> None:
    for evidence in ("8%", "48%", "30 thành viên"):
        for version in (press.original, press.copy):
            assert claim_of(version, evidence) not in undecided.figures
            assert claim_of(version, evidence) not in undecided.claims


def test_doubtful_figures_wait_and_say_why(warehouse: Settings, undecided: Built, press: Press) -> None:
    waiting = {figure.claim_id: figure for figure in list_figures(warehouse, "waiting")}
    assert {claim: figure.reasons for claim, figure in waiting.items()} == {
        press.doubt(UNSURE): ("low_confidence",),
        press.doubt(AMBIGUOUS): ("place_ambiguous",),
        press.doubt(IMPLAUSIBLE): ("implausible",),
        press.doubt(PLACELESS): ("place_unknown",),
    }
    assert not waiting.keys() & undecided.claims.keys()
    listed = {figure.claim_id for figure in list_figures(warehouse, "waiting", with_flagged=True)}
    split = {claim_of(press.original, evidence) for evidence in ("975 HTX", "700 HTX nông nghiệp")}
    assert listed - waiting.keys() == {*split, claim_of(press.original, "220 HTX phi nông nghiệp")}
    shown = waiting[press.doubt(UNSURE)].text(("[[", "]]"))
    assert "Câu: Theo TS. Lê Minh, tỉnh Đồng Tháp hiện có [[khoảng 45 tổ hợp tác mới]]." in shown
    assert "Độ tin cậy 0.41 dưới ngưỡng" in shown
    assert waiting[press.doubt(IMPLAUSIBLE)].reason_vi == (
        "Số khó tin đối với chỉ tiêu này (trên mức 50000000000; có lẽ là 1300000000)."
    )


def test_parts_that_do_not_sum_are_flagged_with_both_numbers_and_still_count(undecided: Built, press: Press) -> None:
    for evidence in ("975 HTX", "700 HTX nông nghiệp", "220 HTX phi nông nghiệp"):
        row = undecided.figures[claim_of(press.original, evidence)]
        assert (row["state"], row["stated_total"], row["sum_of_parts"]) == ("taken", 975, 920)
        assert "các phần cộng lại được 920, tổng nêu là 975" in row["reason_vi"]
    assert undecided.report.gate is not None
    assert "fct_press_figure.parts_of_a_sentence_sum_to_its_total" in {
        one.key for one in undecided.report.gate.warnings
    }


def test_a_person_brings_in_keeps_out_and_corrects_at_the_next_build(decided: Built, press: Press) -> None:
    states = {
        evidence: decided.figures[press.doubt(evidence)]["state"] for evidence in (UNSURE, AMBIGUOUS, IMPLAUSIBLE)
    }
    assert states == {UNSURE: "accepted", AMBIGUOUS: "rejected", IMPLAUSIBLE: "corrected"}
    assert press.doubt(UNSURE) in decided.claims
    assert press.doubt(AMBIGUOUS) not in decided.claims, "the last decision counts"
    assert decided.claims[press.doubt(IMPLAUSIBLE)]["value"] == 1_300_000_000
    assert decided.figures[press.doubt(IMPLAUSIBLE)]["correction_vi"] == (
        "từ: 1300000000000 → 1300000000; đến: 1300000000000 → 1300000000"
    )
    assert decided.figures[press.doubt(PLACELESS)]["state"] == "waiting"


def test_a_decision_about_a_copy_holds_for_the_story(decided: Built, press: Press) -> None:
    assert claim_of(press.original, "220 HTX phi nông nghiệp") not in decided.claims
    assert claim_of(press.copy, "220 HTX phi nông nghiệp") not in decided.claims
    assert claim_of(press.original, "700 HTX nông nghiệp") in decided.claims


def test_the_same_decision_again_adds_nothing(warehouse: Settings, press: Press, decided: Built) -> None:
    before = _rows(warehouse, "select count(*) as n from ops.press_decision")
    assert not _decide(warehouse, press.doubt(UNSURE), "accept", 9)
    assert not _decide(warehouse, press.doubt(AMBIGUOUS), "reject", 9)
    assert _rows(warehouse, "select count(*) as n from ops.press_decision") == before
    assert build_gate_swap(warehouse, local(8, 3, 6)).status == "nothing_new"


def test_what_cannot_be_decided_is_refused(warehouse: Settings, press: Press) -> None:
    with pytest.raises(UnknownFigureError, match="change"):
        _decide(warehouse, claim_of(press.original, "8%"), "accept", 1)
    with pytest.raises(UnknownFigureError, match="htx figures review"):
        _decide(warehouse, uuid.UUID(int=7), "accept", 1)
    with pytest.raises(BadCorrectionError, match="put in place"):
        _decide(warehouse, press.doubt(UNSURE), "correct", 1)
    with pytest.raises(BadCorrectionError, match="no area"):
        _decide(warehouse, press.doubt(UNSURE), "correct", 1, Correction(place="Đồng Thố"))


@pytest.fixture
def explained(warehouse: Settings, press: Press, decided: Built) -> str:
    explanation = explain_press(warehouse, claim_of(press.original, "975 HTX"))
    assert explanation is not None
    return explanation.text(("[[", "]]"))


def test_a_claim_is_explained_from_its_sentence(explained: str) -> None:
    assert "Tổng số hợp tác xã, Hà Tĩnh, thực hiện 6 tháng đầu năm 2024: 975 HTX" in explained
    assert "Đang được tính" in explained
    assert "Kinh tế tập thể 6 tháng đầu năm" in explained
    assert "https://bao.example/ha-tinh · đăng 15/07/2024" in explained
    assert "Câu: Toàn tỉnh Hà Tĩnh có [[975 HTX]], gồm 700 HTX nông nghiệp" in explained
    assert "bộ đọc bản 6, độ tin cậy 0,95" in explained
    assert "của hợp tác xã" in explained
    assert "https://khac.example/ha-tinh · đăng 16/07/2024 · giống 93,0%" in explained


def test_a_decided_figure_is_explained_with_its_decisions(warehouse: Settings, press: Press, decided: Built) -> None:
    explanation = explain_press(warehouse, press.doubt(AMBIGUOUS))
    assert explanation is not None
    told = explanation.text()
    assert "Không được tính: cán bộ đã loại." in told
    assert told.index("Quyết định: nhận") < told.index("Quyết định: loại, Nguyễn Thị Lan")
    assert "»31 HTX«" in told


def test_what_the_marts_forgot_is_still_explained(warehouse: Settings, press: Press, decided: Built) -> None:
    old = explain_press(warehouse, claim_of(press.second_text, "760 HTX"))
    change = explain_press(warehouse, claim_of(press.original, "8%"))
    assert old is not None
    assert change is not None
    assert "Không có trong kho số liệu hiện nay" in old.text()
    assert "Không bao giờ được tính hay cộng" in change.text()
    assert explain_press(warehouse, uuid.UUID(int=7)) is None


def test_only_a_visit_that_sees_another_text_is_worth_a_build(
    warehouse: Settings, press: Press, decided: Built
) -> None:
    engine = connect(warehouse)
    with engine.begin() as connection:
        add_visit(connection, "https://bao.example/tphcm", local(8, 4, 5), press.first_text)
    assert is_up_to_date(warehouse)
    with engine.begin() as connection:
        add_visit(connection, "https://bao.example/tphcm", local(8, 5, 5), press.second_text)
    assert not is_up_to_date(warehouse)
    engine.dispose()


def test_the_command_line_lists_decides_and_explains(
    warehouse: Settings,
    press: Press,
    decided: Built,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in {
        "HTX_HOME": str(warehouse.home),
        "HTX_DATABASE_URL": str(warehouse.database_url),
        "HTX_AIRFLOW_DATABASE_URL": str(warehouse.database_url),
    }.items():
        monkeypatch.setenv(name, value)
    waiting = str(press.doubt(PLACELESS))
    assert cli.run(["figures", "review"]) == 0
    listed = capsys.readouterr().out
    assert waiting in listed
    assert "Cả vùng có »88 liên hiệp HTX«." in listed
    assert "Không rõ bài nói về địa bàn nào." in listed
    correct = ["figures", "decide", waiting, "correct", "--by", "Lan", "--reason", "Vùng là cả nước"]
    assert cli.run([*correct, "--value", "1.300"]) == 2
    assert cli.run([*correct, "--place", "Việt Nam", "--now", "2024-08-02T09:00:00+07:00"]) == 0
    assert cli.run([*correct, "--place", "Việt Nam", "--now", "2024-08-02T10:00:00+07:00"]) == 0
    said = capsys.readouterr()
    assert "write the digits alone" in said.err
    assert said.out.splitlines() == [
        "corrected; it counts from the next build on (`htx build`)",
        "decided so already: nothing new",
    ]
    assert cli.run(["figures", "review"]) == 0
    assert "Đã quyết định (correct), có hiệu lực từ lần dựng tới." in capsys.readouterr().out
    assert cli.run(["figures", "review", "--decided"]) == 0
    assert "4 decided" in capsys.readouterr().out
    assert cli.run(["figures", "review", "--flagged", "--json"]) == 0
    assert waiting in capsys.readouterr().out
    assert cli.run(["explain", waiting]) == 0
    assert "Quyết định: đính chính, Lan, 09:00 ngày 02/08/2024: Vùng là cả nước" in capsys.readouterr().out
