"""Delivery: only what a person approved, to each recipient once, in time or known to be late."""

import hashlib
import subprocess
from datetime import date, datetime

import pytest
from pydantic import SecretStr

from htx.settings import Settings
from ingest.raw.object_store import put_object
from publish.addresses import decide_about_address
from publish.approval import record_decision
from publish.deliver import Delivery, deliver, deliver_what_waits
from publish.errors import NotApprovedError, PublishError, SupersededError
from publish.freeze import freeze
from publish.publications import Publication
from publish.receipts import receipts
from publish.render import RenderedFiles, render
from publish.timeliness import judge, timeliness
from tests.ingest.submissions.object_store import BUCKET, object_store
from tests.publish.conftest import MailServer
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local, the_round

APPROVED_AT = local("2024-05-28 08:30")
DELIVERED_AT = local("2024-05-28 09:00")


@pytest.fixture
def frozen(marts: Marts) -> Publication:
    return freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))


@pytest.fixture
def files(marts: Marts, frozen: Publication, monkeypatch: pytest.MonkeyPatch) -> RenderedFiles:
    """Files of the publication; their looks are another test's matter."""
    builders = {"pdf": lambda _: b"%PDF-1.7 report", "xlsx": lambda _: b"PK workbook"}
    monkeypatch.setattr("publish.render._BUILDERS", builders)
    return render(marts.settings, frozen.publication_id)


def with_mail(settings: Settings, server: MailServer, recipients: str) -> Settings:
    return settings.model_copy(update={"smtp_url": SecretStr(server.url), "report_recipients": recipients})


def outcome(deliveries: list[Delivery]) -> list[tuple[str, str, str, int]]:
    return [(one.channel, one.recipient, one.status, one.attempts) for one in deliveries]


@pytest.mark.integration
def test_nothing_goes_out_without_an_approval(marts: Marts, frozen: Publication, files: RenderedFiles) -> None:
    with pytest.raises(NotApprovedError, match="`htx approve` it first"):
        deliver(marts.settings, frozen.publication_id, DELIVERED_AT)
    assert not (marts.settings.outbox_dir / "reports").exists()


@pytest.mark.integration
def test_a_refused_publication_stays_in(marts: Marts, frozen: Publication, files: RenderedFiles) -> None:
    settings, one = marts.settings, frozen.publication_id
    first = record_decision(settings, one, "approved", "Trần Văn Minh", APPROVED_AT)
    later = local("2024-05-28 08:45")
    record_decision(settings, one, "rejected", "Lê Thị Hoa", later, "Thiếu Quận 10", known=first.approval_id)
    with pytest.raises(NotApprovedError, match="Lê Thị Hoa"):
        deliver(marts.settings, frozen.publication_id, DELIVERED_AT)


@pytest.mark.integration
def test_a_decision_said_twice_is_one_and_a_refusal_needs_a_reason(marts: Marts, frozen: Publication) -> None:
    first = record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    again = record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", DELIVERED_AT)
    assert first == again
    with pytest.raises(PublishError, match="reason"):
        record_decision(marts.settings, frozen.publication_id, "rejected", "Lê Thị Hoa", DELIVERED_AT)


@pytest.mark.integration
def test_the_folder_receives_both_files_with_their_edition(
    marts: Marts, frozen: Publication, files: RenderedFiles
) -> None:
    record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    deliveries = deliver(marts.settings, frozen.publication_id, DELIVERED_AT)
    assert outcome(deliveries) == [("folder", "reports/79-tp-hcm/2024-H1", "delivered", 1)]
    assert deliveries[0].delivered_at == DELIVERED_AT
    folder = marts.settings.outbox_dir / "reports/79-tp-hcm/2024-H1"
    given = {path.name: path.read_bytes() for path in folder.iterdir()}
    receipt = given.pop("bien-nhan_79_2024-H1_ban-1.txt").decode()
    assert given == {
        "bao-cao-kttt_79_2024-H1_ban-1.pdf": b"%PDF-1.7 report",
        "bao-cao-kttt_79_2024-H1_ban-1.xlsx": b"PK workbook",
    }
    assert f"Mã ấn phẩm: {frozen.publication_id}\nLần phát hành: 1\n" in receipt
    assert "Kênh: thư mục\nThời điểm giao: 09:00 ngày 28/05/2024\n" in receipt
    assert "  bao-cao-kttt_79_2024-H1_ban-1.pdf: 15 byte\n" in receipt
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet"], input=receipt, cwd=folder, text=True, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert [one.text for one in receipts(marts.settings, frozen.publication_id)] == [receipt]


@pytest.mark.integration
def test_mail_carries_the_files_once_and_a_refused_address_waits_for_an_officers_word(
    marts: Marts, frozen: Publication, files: RenderedFiles, mail_server: MailServer
) -> None:
    settings = with_mail(marts.settings, mail_server, "refused@skhdt.example, vanthu@skhdt.example")
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    first = deliver(settings, frozen.publication_id, DELIVERED_AT)
    assert outcome(first) == [
        ("folder", "reports/79-tp-hcm/2024-H1", "delivered", 1),
        ("email", "refused@skhdt.example", "refused", 1),
        ("email", "vanthu@skhdt.example", "delivered", 1),
    ]
    assert "550 no such mailbox" in (first[1].detail or "")
    mail_server.mailbox.refuses = False
    rests = deliver(settings, frozen.publication_id, local("2024-05-28 10:00"))
    assert outcome(rests) == outcome(first)
    assert "the address rests: 550 no such mailbox" in (rests[1].detail or "")
    with pytest.raises(PublishError, match="who says it and why"):
        decide_about_address(settings, "refused@skhdt.example", "use_again", "", "", DELIVERED_AT)
    said_at = local("2024-05-28 10:30")
    why = "Sở đã mở lại hộp thư"
    assert decide_about_address(settings, "Refused@skhdt.example", "use_again", "Lê Thị Hoa", why, said_at) == 1
    assert outcome(deliver_what_waits(settings, local("2024-05-28 11:00"))) == [
        ("folder", "reports/79-tp-hcm/2024-H1", "delivered", 1),
        ("email", "refused@skhdt.example", "delivered", 2),
        ("email", "vanthu@skhdt.example", "delivered", 1),
    ]
    assert deliver_what_waits(settings, local("2024-05-28 12:00")) == []
    messages = mail_server.mailbox.messages
    assert [message["To"] for message in messages] == ["vanthu@skhdt.example", "refused@skhdt.example"]
    assert messages[0]["Message-ID"] == f"<{first[2].delivery_id}@htx.example>"
    assert messages[0]["Subject"].startswith("Báo cáo kinh tế tập thể, hợp tác xã 6 tháng đầu năm 2024")
    attached = {part.get_filename(): part.get_content() for part in messages[0].iter_attachments()}
    assert attached == {files.pdf.file_name: b"%PDF-1.7 report", files.xlsx.file_name: b"PK workbook"}
    given = {one.recipient: one.text for one in receipts(settings, frozen.publication_id)}
    body = messages[0].get_body()
    assert body is not None
    assert body.get_content().endswith(given["vanthu@skhdt.example"])
    assert hashlib.sha256(b"PK workbook").hexdigest() in given["vanthu@skhdt.example"]


@pytest.mark.integration
def test_a_server_that_refuses_for_a_while_is_asked_again_after_growing_waits(
    marts: Marts, frozen: Publication, files: RenderedFiles, mail_server: MailServer
) -> None:
    settings = with_mail(marts.settings, mail_server, "vanthu@skhdt.example")
    mail_server.mailbox.answer = "451 greylisted, try again later"
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    (_, mail) = deliver(settings, frozen.publication_id, local("2024-05-28 09:00"))
    assert (mail.status, mail.attempts) == ("failed", 1)
    assert "451 greylisted" in (mail.detail or "")
    assert deliver_what_waits(settings, local("2024-05-28 09:04")) == []
    assert deliver_what_waits(settings, local("2024-05-28 09:05"))[1].attempts == 2
    assert deliver_what_waits(settings, local("2024-05-28 09:34")) == []
    mail_server.mailbox.answer = None
    assert outcome(deliver_what_waits(settings, local("2024-05-28 09:35")))[1] == (
        *("email", "vanthu@skhdt.example", "delivered", 3),
    )


@pytest.mark.integration
def test_an_approved_report_whose_delivery_was_cut_short_before_it_began_is_delivered_by_the_sweep(
    marts: Marts, frozen: Publication, files: RenderedFiles
) -> None:
    assert deliver_what_waits(marts.settings, DELIVERED_AT) == []
    record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    assert [one.status for one in deliver_what_waits(marts.settings, DELIVERED_AT)] == ["delivered"]


@pytest.mark.integration
def test_a_later_edition_goes_to_everybody_who_got_the_one_before(
    marts: Marts, frozen: Publication, files: RenderedFiles, mail_server: MailServer
) -> None:
    settings = with_mail(marts.settings, mail_server, "vanthu@skhdt.example")
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    deliver(settings, frozen.publication_id, DELIVERED_AT)
    marts.build(the_round()[:-1], build_id=frozen.publication_id)
    erratum = freeze(settings, CITY_CODE, PERIOD_KEY, local("2024-06-10 09:00"))
    assert erratum.edition == 2
    render(settings, erratum.publication_id)
    record_decision(settings, erratum.publication_id, "approved", "Trần Văn Minh", local("2024-06-10 10:00"))
    changed = with_mail(marts.settings, mail_server, "moi@stc.example")
    assert outcome(deliver(changed, erratum.publication_id, local("2024-06-10 11:00"))) == [
        ("folder", "reports/79-tp-hcm/2024-H1", "delivered", 1),
        ("email", "moi@stc.example", "delivered", 1),
        ("email", "vanthu@skhdt.example", "delivered", 1),
    ]
    names = {path.name for path in (settings.outbox_dir / "reports/79-tp-hcm/2024-H1").iterdir()}
    assert {"bien-nhan_79_2024-H1_ban-1.txt", "bien-nhan_79_2024-H1_ban-2.txt"} < names


@pytest.mark.integration
def test_a_recipient_that_is_named_no_longer_is_waited_for_no_longer_and_who_takes_its_place_gets_the_report(
    marts: Marts, frozen: Publication, files: RenderedFiles, mail_server: MailServer
) -> None:
    settings = with_mail(marts.settings, mail_server, "refused@skhdt.example, vanthu@skhdt.example")
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    deliver(settings, frozen.publication_id, DELIVERED_AT)
    without_mail = settings.model_copy(update={"smtp_url": None})
    assert [one.status for one in deliver_what_waits(without_mail, local("2024-05-29 08:00"))][1] == "refused"
    assert timeliness(settings, CITY_CODE, PERIOD_KEY, local("2024-06-03 08:00")).state == "overdue"
    moved_at = local("2024-06-03 09:00")
    moved = with_mail(marts.settings, mail_server, "moi@stc.example, vanthu@skhdt.example")
    assert outcome(deliver_what_waits(moved, moved_at))[1:] == [
        ("email", "moi@stc.example", "delivered", 1),
        ("email", "refused@skhdt.example", "withdrawn", 1),
        ("email", "vanthu@skhdt.example", "delivered", 1),
    ]
    report = timeliness(moved, CITY_CODE, PERIOD_KEY, local("2024-07-01 08:00"))
    assert (report.state, report.delivered_at) == ("delivered_late", moved_at)
    assert deliver_what_waits(moved, local("2024-06-03 10:00")) == []
    mail_server.mailbox.refuses = False
    why = "Sở đã mở lại hộp thư"
    decide_about_address(settings, "refused@skhdt.example", "use_again", "Lê Thị Hoa", why, local("2024-06-04 08:00"))
    assert deliver_what_waits(moved, local("2024-06-04 09:00")) == [], "still not named"
    assert {one.status for one in deliver(settings, frozen.publication_id, local("2024-06-04 10:00"))} == {"delivered"}


@pytest.mark.integration
def test_an_object_store_receives_the_files_and_the_receipt_last(
    marts: Marts, frozen: Publication, files: RenderedFiles
) -> None:
    with object_store() as store:
        settings = marts.settings.model_copy(
            update={
                "report_store": f"s3://{BUCKET}/phat-hanh",
                "object_store_endpoint": store.endpoint,
                "object_store_key": "nguoi-gui",
                "object_store_secret": SecretStr("mat-khau"),
            }
        )
        record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
        there = f"{BUCKET}/phat-hanh/reports/79-tp-hcm/2024-H1"
        assert outcome(deliver(settings, frozen.publication_id, DELIVERED_AT)) == [
            ("object_store", f"s3://{there}", "delivered", 1),
            ("folder", "reports/79-tp-hcm/2024-H1", "delivered", 1),
        ]
        names = sorted(store.files.ls(there, detail=False))
        assert [name.rpartition("/")[2] for name in names] == [
            "bao-cao-kttt_79_2024-H1_ban-1.pdf",
            "bao-cao-kttt_79_2024-H1_ban-1.xlsx",
            "bien-nhan_79_2024-H1_ban-1.txt",
        ]
        assert store.files.cat_file(names[0]) == b"%PDF-1.7 report"
        assert "Kênh: kho đối tượng" in store.files.cat_file(names[2]).decode()
        written = [store.files.info(name)["LastModified"] for name in names]
        address = f"s3://{names[0]}"
        put_object(address, b"%PDF-1.7 report", settings)
        assert store.files.info(names[0])["LastModified"] == written[0], "the same bytes are left alone"
        away = settings.model_copy(update={"report_store": "s3://khong-co/x"})
        marts.build(the_round()[:-1], build_id=frozen.publication_id)
        erratum = freeze(away, CITY_CODE, PERIOD_KEY, local("2024-06-10 09:00"))
        render(away, erratum.publication_id)
        record_decision(away, erratum.publication_id, "approved", "Trần Văn Minh", local("2024-06-10 10:00"))
        states = {one.recipient: one.status for one in deliver(away, erratum.publication_id, DELIVERED_AT)}
    assert states[f"s3://{there}"] == "delivered"
    assert states["s3://khong-co/x/reports/79-tp-hcm/2024-H1"] == "failed"


@pytest.mark.integration
def test_a_mail_server_that_is_down_fails_only_the_mail(
    marts: Marts, frozen: Publication, files: RenderedFiles, mail_server: MailServer
) -> None:
    settings = with_mail(marts.settings, mail_server, "vanthu@skhdt.example").model_copy(
        update={"smtp_url": SecretStr("smtp://127.0.0.1:1")}
    )
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    deliveries = deliver(settings, frozen.publication_id, DELIVERED_AT)
    assert [one.status for one in deliveries] == ["delivered", "failed"]
    report = timeliness(settings, CITY_CODE, PERIOD_KEY, DELIVERED_AT)
    assert report.state == "not_yet_due"


@pytest.mark.integration
def test_what_is_not_rendered_is_not_delivered(marts: Marts, frozen: Publication) -> None:
    record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    with pytest.raises(PublishError, match="render it first"):
        deliver(marts.settings, frozen.publication_id, DELIVERED_AT)


@pytest.mark.integration
def test_a_replaced_draft_is_not_delivered(marts: Marts, frozen: Publication, files: RenderedFiles) -> None:
    record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    marts.build(the_round()[:-1], build_id=frozen.publication_id)
    newer = freeze(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-28 08:50"))
    with pytest.raises(SupersededError, match=str(newer.publication_id)):
        deliver(marts.settings, frozen.publication_id, DELIVERED_AT)


@pytest.mark.integration
def test_a_report_delivered_before_june_is_in_time(marts: Marts, frozen: Publication, files: RenderedFiles) -> None:
    before = timeliness(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-05-27 09:00"))
    assert (before.state, before.days, before.due_before) == ("not_yet_due", 4, date(2024, 6, 1))
    record_decision(marts.settings, frozen.publication_id, "approved", "Trần Văn Minh", APPROVED_AT)
    deliver(marts.settings, frozen.publication_id, DELIVERED_AT)
    after = timeliness(marts.settings, CITY_CODE, PERIOD_KEY, local("2024-07-01 09:00"))
    assert (after.state, after.days, after.delivered_at) == ("met", 3, DELIVERED_AT)


@pytest.mark.parametrize(
    ("delivered_at", "now", "state", "days"),
    [
        ("2024-05-31 23:59", "2024-06-15 08:00", "met", 0),
        ("2024-06-01 00:00", "2024-06-15 08:00", "delivered_late", 1),
        ("2024-06-03 12:00", "2024-06-15 08:00", "delivered_late", 3),
        (None, "2024-05-31 23:59", "not_yet_due", 0),
        (None, "2024-06-01 00:00", "overdue", 1),
        (None, "2024-05-20 12:00", "not_yet_due", 11),
    ],
)
def test_the_deadline_is_strictly_before_midnight_in_viet_nam(
    delivered_at: str | None, now: str, state: str, days: int
) -> None:
    delivered: datetime | None = None if delivered_at is None else local(delivered_at)
    judged = judge(CITY_CODE, PERIOD_KEY, date(2024, 6, 1), delivered, local(now))
    assert (judged.state, judged.days) == (state, days)
