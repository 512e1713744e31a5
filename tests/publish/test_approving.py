"""Approval by a person: asked with all that the decision needs, kept with name, office and reason, never by itself."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import Connection, text

from htx.settings import Settings
from ingest.raw.database import connect
from publish.approval import Decision, last_decision, outcome_of, record_decision
from publish.deliver import deliver
from publish.editions import newest_delivered
from publish.errors import DecidedError, PublishError, SupersededError, UnknownPublicationError
from publish.freeze import freeze
from publish.listing import find_publication, list_publications
from publish.publications import Publication
from publish.question import approval_question, file_links
from publish.render import RenderedFile, render
from publish.seal.comparing import Issue
from publish.seal.sealing import SignedPaper, seal, seals_of
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, ReporterInRound, local, the_round

pytestmark = pytest.mark.integration
NOW = local("2024-05-21 09:00")
APPROVED_AT = local("2024-05-28 08:30")
DELIVERED_AT = local("2024-05-28 09:00")


@pytest.fixture
def connection(marts: Marts) -> Iterator[Connection]:
    engine = connect(marts.settings)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as opened:
        yield opened
    engine.dispose()


def corrected_round(total: int) -> list[ReporterInRound]:
    first, *others = the_round()
    return [replace(first, versions=2, values={**first.values, "HTX.coop_total": Decimal(total)}), *others]


def published(marts: Marts, now: datetime = NOW) -> Publication:
    """Frozen, with files whose looks are another test's matter."""
    made = freeze(marts.settings, CITY_CODE, PERIOD_KEY, now)
    render(marts.settings, made.publication_id)
    return made


def sent(marts: Marts) -> Publication:
    made = published(marts)
    record_decision(marts.settings, made.publication_id, "approved", "Trần Văn Minh", APPROVED_AT, "đã rà", "Chủ tịch")
    deliver(marts.settings, made.publication_id, DELIVERED_AT)
    return made


def states(connection: Connection) -> list[tuple[int, str]]:
    return [(one.edition, one.state) for one in list_publications(connection)]


@pytest.fixture(autouse=True)
def light_files(monkeypatch: pytest.MonkeyPatch) -> None:
    builders = {"pdf": lambda _: b"%PDF-1.7 report", "docx": lambda _: b"PK\x03\x04 paper"}
    monkeypatch.setattr("publish.render._BUILDERS", builders)


def test_a_decision_keeps_name_office_and_reason(marts: Marts, connection: Connection) -> None:
    made = published(marts)
    record_decision(
        marts.settings, made.publication_id, "approved", " Trần Văn Minh ", APPROVED_AT, "Đã đối chiếu", "Chủ tịch"
    )
    decision = last_decision(connection, made.publication_id)
    assert decision is not None
    assert (decision.approver, decision.role, decision.reason) == ("Trần Văn Minh", "Chủ tịch", "Đã đối chiếu")
    (listed,) = list_publications(connection)
    assert (listed.state, listed.decided_by) == ("approved", "Trần Văn Minh, Chủ tịch")


def test_a_draft_that_was_replaced_cannot_be_approved_any_more(marts: Marts) -> None:
    old = published(marts)
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    new = published(marts, local("2024-05-22 09:00"))
    with pytest.raises(SupersededError, match=str(new.publication_id)):
        record_decision(marts.settings, old.publication_id, "approved", "Trần Văn Minh", APPROVED_AT, "", "Chủ tịch")


def test_of_two_who_decide_at_once_the_first_counts_and_the_other_is_told(marts: Marts, connection: Connection) -> None:
    """One on Airflow's page, one by `htx approve`, neither knows of the other."""
    made = published(marts)
    people: dict[str, Decision] = {"Trần Văn Minh": "approved", "Lê Thị Hoa": "rejected"}
    both = Barrier(len(people), timeout=20)

    def decide(person: str) -> str:
        both.wait()
        try:
            said = people[person]
            record_decision(marts.settings, made.publication_id, said, person, APPROVED_AT, "đã rà", "Chủ tịch")
        except DecidedError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(len(people)) as pool:
        told = dict(zip(people, pool.map(decide, people), strict=True))
    (first,) = (person for person in people if not told[person])
    (second,) = (person for person in people if told[person])
    assert f"already {people[first]} by {first}, Chủ tịch, at 2024-05-28 08:30 (đã rà)" in told[second]
    kept = connection.execute(text("select approver, decision from ops.approval")).all()
    assert [tuple(row) for row in kept] == [(first, people[first])]


def test_only_the_decision_that_was_known_is_overruled_and_by_a_later_one(marts: Marts) -> None:
    one = published(marts).publication_id
    refusal = record_decision(marts.settings, one, "rejected", "Lê Thị Hoa", APPROVED_AT, "Thiếu Quận 10")
    later = APPROVED_AT + timedelta(minutes=5)
    with pytest.raises(DecidedError, match="already rejected by Lê Thị Hoa"):
        record_decision(marts.settings, one, "approved", "Trần Văn Minh", later)
    with pytest.raises(PublishError, match="cannot overrule"):
        record_decision(marts.settings, one, "approved", "Trần Văn Minh", APPROVED_AT, known=refusal.approval_id)
    record_decision(marts.settings, one, "approved", "Trần Văn Minh", later, known=refusal.approval_id)
    with pytest.raises(DecidedError, match="already approved by Trần Văn Minh"):
        record_decision(marts.settings, one, "rejected", "Lê Thị Hoa", later, "sai", known=refusal.approval_id)


def test_what_became_of_a_publication_ends_the_waiting_for_a_decision(marts: Marts) -> None:
    old = published(marts)
    asked = outcome_of(marts.settings, old.publication_id)
    assert (asked.decision, asked.replaced_by, asked.is_settled(None)) == (None, None, False)
    refusal = record_decision(
        marts.settings, old.publication_id, "rejected", "Lê Thị Hoa", APPROVED_AT, "Thiếu Quận 10"
    )
    refused = outcome_of(marts.settings, old.publication_id)
    assert refused.decision == refusal
    assert (refused.is_settled(None), refused.is_settled(refusal.approval_id)) == (True, False)
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    new = published(marts, local("2024-05-22 09:00"))
    replaced = outcome_of(marts.settings, old.publication_id)
    assert (replaced.replaced_by, replaced.is_settled(refusal.approval_id)) == (new.publication_id, True)
    assert not outcome_of(marts.settings, new.publication_id).is_settled(None)


def test_what_is_out_cannot_be_refused_any_more(marts: Marts) -> None:
    made = sent(marts)
    assert outcome_of(marts.settings, made.publication_id).is_delivered
    with pytest.raises(PublishError, match="erratum"):
        record_decision(marts.settings, made.publication_id, "rejected", "Lê Thị Hoa", DELIVERED_AT, "Thiếu Quận 10")


def test_the_question_shows_verdict_diff_and_files(marts: Marts) -> None:
    marts.warn("Quận 4: số HTX tăng 45 % so với kỳ trước")
    made = published(marts)
    files = render(marts.settings, made.publication_id).files
    question = approval_question(marts.settings, made.publication_id, files)
    assert "Sở Kế hoạch và Đầu tư" in question
    assert "1 phép kiểm tra; lỗi nghiêm trọng đã được cho phép: 0; cảnh báo: 1." in question
    assert "- Quận 4: số HTX tăng 45 % so với kỳ trước" in question
    assert "Chưa có bản nào trước bản này." in question
    assert "Chưa có số liệu của: Quận Bình Thạnh, Quận Phú Nhuận và Quận 10" in question
    assert all(str(file.path) in question for file in files)


def test_files_are_linked_where_the_approver_can_open_them(tmp_path: Path) -> None:
    one = uuid.UUID(int=7)
    path = tmp_path / "publications" / str(one) / "bao-cao-kttt_79_2024-H1_ban-1.pdf"
    files = (RenderedFile("pdf", path.name, "0" * 64, 9, path),)
    here = Settings(home=tmp_path, _env_file=None)
    assert file_links(here, one, files) == [f"[{path.name}]({path.as_uri()}) `{path}`"]
    served = here.model_copy(update={"files_base_url": "https://htx.example/du-thao/"})
    assert file_links(served, one, files) == [f"[{path.name}](https://htx.example/du-thao/{one}/{path.name})"]


def test_the_question_of_an_erratum_shows_old_and_new_against_what_was_sent(marts: Marts) -> None:
    first = sent(marts)
    total = first.content.figure("HTX.coop_total", first.content.main_column)
    assert total is not None
    assert total.value is not None
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    erratum = published(marts, local("2024-06-03 09:00"))
    question = approval_question(marts.settings, erratum.publication_id, ())
    was = the_round()[0].values["HTX.coop_total"]
    assert was is not None
    assert f": {total.value:.0f} → {total.value + 40 - was:.0f} (" in question
    assert "Bản 1, chốt 09:00 ngày 21/05/2024, đã gửi" in question
    assert "đính chính lần 1" in question


def test_the_question_sets_the_period_before_beside_it(marts: Marts) -> None:
    first = sent(marts)
    earlier = {"publication_id": str(uuid.UUID(int=5)), "period_key": "2023-H1"}
    with marts.connect() as raw:
        for table in ("publication", "delivery"):
            raw.execute(
                f"insert into ops.{table} select (jsonb_populate_record(before, %s)).* from ops.{table} as before",
                (Jsonb(earlier if table == "publication" else earlier | {"delivery_id": str(uuid.UUID(int=6))}),),
            )
    made = published(marts)
    question = approval_question(marts.settings, made.publication_id, ())
    total = first.content.figure("HTX.coop_total", first.content.main_column)
    assert total is not None
    assert "Báo cáo 6 tháng đầu năm 2023, bản 1." in question
    assert f"{total.value:.0f} (19/22) → {total.value:.0f} (19/22)" in question


def test_after_delivery_only_a_figure_that_prints_otherwise_makes_an_erratum(marts: Marts) -> None:
    first = sent(marts)
    warned = [replace(one, reasons_vi="Đề nghị kiểm tra lại doanh thu.") for one in the_round()]
    marts.build(warned, build_id=uuid.UUID(int=2))
    again = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-06-03 09:00"))
    assert (again.publication_id, again.is_new) == (first.publication_id, False)
    marts.build(corrected_round(40), build_id=uuid.UUID(int=3))
    erratum = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-06-04 09:00"))
    assert (erratum.edition, erratum.is_new) == (2, True)
    correction = erratum.content.correction
    assert correction is not None
    assert (correction.publication_id, correction.edition) == (first.publication_id, 1)
    assert {change.indicator_key for change in correction.changes if change.part == "total"} >= {"HTX.coop_total"}


def test_a_draft_of_an_erratum_is_compared_with_what_was_sent_and_must_not_go_out_when_nothing_differs(
    marts: Marts, connection: Connection
) -> None:
    first = sent(marts)
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    wrong = published(marts, local("2024-06-03 09:00"))
    marts.build(the_round(), build_id=uuid.UUID(int=3))
    back = published(marts, local("2024-06-04 09:00"))
    assert (wrong.edition, back.edition) == (2, 2)
    assert back.content.correction is not None
    assert back.content.correction.changes == ()
    delivered = newest_delivered(connection, CITY_CODE, PERIOD_KEY)
    assert delivered is not None
    assert delivered.publication_id == first.publication_id
    assert states(connection) == [(2, "draft"), (2, "superseded"), (1, "delivered")]


def test_publications_are_listed_with_what_became_of_them(marts: Marts, connection: Connection) -> None:
    first = published(marts)
    assert states(connection) == [(1, "draft")]
    refusal = record_decision(
        marts.settings, first.publication_id, "rejected", "Lê Thị Hoa", APPROVED_AT, "Thiếu Quận 10"
    )
    assert states(connection) == [(1, "rejected")]
    later, known = APPROVED_AT + timedelta(minutes=5), refusal.approval_id
    record_decision(marts.settings, first.publication_id, "approved", "Trần Văn Minh", later, "đã đủ", known=known)
    deliver(marts.settings, first.publication_id, DELIVERED_AT)
    assert states(connection) == [(1, "delivered")]
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    second = published(marts, local("2024-06-03 09:00"))
    assert states(connection) == [(2, "draft"), (1, "delivered")]
    record_decision(
        marts.settings, second.publication_id, "approved", "Trần Văn Minh", local("2024-06-03 10:00"), "đúng"
    )
    deliver(marts.settings, second.publication_id, local("2024-06-03 11:00"))
    assert states(connection) == [(2, "delivered"), (1, "superseded")]
    assert list_publications(connection, area_code="01") == ()
    beginning = str(second.publication_id)[:11]
    assert find_publication(connection, beginning) == second.publication_id
    with pytest.raises(UnknownPublicationError, match="htx publish list"):
        find_publication(connection, "ffff0000ffff")


def paper(number: str, content: bytes = b"%PDF-1.7 signed") -> SignedPaper:
    return SignedPaper("bao-cao-da-ky.pdf", content, Issue(number, local("2024-05-30 00:00").date()))


def test_a_signed_paper_stands_beside_the_frozen_one_once(
    marts: Marts, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publish.seal.tokens import DocumentText

    monkeypatch.setattr("publish.seal.sealing.read_pdf", lambda _: DocumentText(()))
    first = sent(marts)
    sealed_at = local("2024-05-31 08:00")
    made = seal(marts.settings, first.publication_id, paper("123/BC-LMHTX"), "Văn thư", sealed_at)
    again = seal(marts.settings, first.publication_id, paper("123/BC-LMHTX"), "Văn thư", local("2024-06-02 08:00"))
    assert (made.is_new, again.is_new, again.seal_id) == (True, False, made.seal_id)
    assert "không so sánh được số nào" in made.comparison.notes[0]
    (kept,) = seals_of(connection, first.publication_id)
    assert (kept.issue, kept.sealed_at, kept.comparison) == (made.issue, sealed_at, made.comparison)
    (listed,) = list_publications(connection)
    assert (listed.state, listed.issued_number) == ("sealed", "123/BC-LMHTX")

    other = paper("123/BC-LMHTX", b"%PDF-1.7 signed again")
    with pytest.raises(PublishError, match="--replace"):
        seal(marts.settings, first.publication_id, other, "Văn thư", sealed_at)
    seal(marts.settings, first.publication_id, other, "Văn thư", local("2024-06-02 09:00"), "bản trước thiếu dấu")
    assert len(seals_of(connection, first.publication_id)) == 2
    marts.build(corrected_round(40), build_id=uuid.UUID(int=2))
    erratum = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-06-03 09:00"))
    assert erratum.content.correction is not None
    assert erratum.content.correction.issued_number == "123/BC-LMHTX"


@pytest.mark.parametrize(
    ("number", "content", "told"),
    [
        ("hôm qua", b"%PDF-1.7", "write it as 123/BC-LMHTX"),
        ("123/BC-LMHTX", b"\xd0\xcf\x11\xe0", "neither DOCX nor PDF"),
    ],
)
def test_what_cannot_be_sealed_is_said(marts: Marts, number: str, content: bytes, told: str) -> None:
    made = published(marts)
    with pytest.raises(PublishError, match=told):
        seal(marts.settings, made.publication_id, paper(number, content), "Văn thư", local("2024-05-31 08:00"))
