"""Mail that comes back into the real mailbox: matched, marked, told, and not written to again without a word."""

import os
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.submissions.channels.mail import list_mail
from publish.addresses import decide_about_address, resting_addresses
from publish.approval import record_decision
from publish.bounces import BounceReport, read_bounces
from publish.chase import send_outbox, sweep
from publish.deliver import deliver, deliver_what_waits
from publish.freeze import freeze
from publish.render import render
from publish.timeliness import timeliness
from tests.ingest.submissions.imap_server import imap_server
from tests.publish.conftest import MailServer
from tests.publish.half_year_round import CITY_CODE, PERIOD_KEY, Marts, local
from tests.publish.notifications import postfix_notification

pytestmark = pytest.mark.integration

QUAN_10 = "kinhte.quan10@tphcm.example"


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    folder = tmp_path / "mailbox"
    folder.mkdir()
    (folder / "validity").write_text("1")
    return folder


def with_mail(marts: Marts, server: MailServer, **others: object) -> Settings:
    return marts.settings.model_copy(update={"smtp_url": SecretStr(server.url), **others})


def come_back(
    settings: Settings, mailbox: Path, *notifications: bytes, now: str, taken_at: str | None = None
) -> BounceReport:
    """The notifications arrive and the sweep reads them; intake takes none of them for a report."""
    moment = local(taken_at or now).timestamp()
    for number, content in enumerate(notifications, start=len(list(mailbox.glob("*.eml"))) + 1):
        (mailbox / f"{number}.eml").write_bytes(content)
        os.utime(mailbox / f"{number}.eml", (moment, moment))
    with imap_server(mailbox) as url:
        receipts, _ = list_mail(settings.model_copy(update={"mailbox_url": SecretStr(url)}))
    assert receipts == []
    found = read_bounces(settings, local(now))
    assert read_bounces(settings, local(now)) == BounceReport()
    return found


def resting(marts: Marts) -> list[str]:
    engine = connect(marts.settings)
    with engine.connect() as connection:
        found = sorted(resting_addresses(connection))
    engine.dispose()
    return found


def sent_to(server: MailServer, address: str) -> list[EmailMessage]:
    return [message for message in server.mailbox.messages if message["To"] == address]


def test_a_reminder_that_comes_back_is_told_and_its_address_rests_until_an_officer_speaks(
    marts: Marts, mail_server: MailServer, mailbox: Path
) -> None:
    settings = with_mail(marts, mail_server)
    sweep(settings, local("2024-05-06 08:00"))
    assert send_outbox(settings, local("2024-05-06 08:01")).sent == 2
    (reminder,) = sent_to(mail_server, QUAN_10)
    forged = postfix_notification(reminder, recipient="kinhte.binhthanh@tphcm.example")
    hostile = postfix_notification(reminder).replace(b"Message-ID: <", b"Message-ID: <x")
    found = come_back(
        settings, mailbox, forged, hostile, hostile[:700], postfix_notification(reminder), now="2024-05-06 09:00"
    )
    assert found == BounceReport(bounces=1, unmatched=3)
    assert resting(marts) == [QUAN_10], "what names nothing we sent there changes nothing"
    with marts.connect() as connection:
        rows = connection.execute(
            "select recipient, detail from ops.outbox_message where bounced_at is not null"
        ).fetchall()
    assert rows == [(QUAN_10, "550 5.1.1 <kinhte>: Recipient address rejected: User unknown")]
    (told,) = [one for one in sweep(settings, local("2024-05-06 10:00")).messages if one.kind == "undeliverable"]
    assert told.recipient == "tonghop@lienminhhtx.tphcm.example"
    assert f"“Nhắc gửi báo cáo 6 tháng đầu năm 2024: Quận 10” không đến được {QUAN_10}" in told.body
    assert "User unknown" in told.body
    assert [one for one in sweep(settings, local("2024-05-11 10:00")).messages if one.kind == "undeliverable"] == []
    sweep(settings, local("2024-05-13 08:00"))
    send_outbox(settings, local("2024-05-13 08:01"))
    assert len(sent_to(mail_server, QUAN_10)) == 1, "the next step is written, for a person to pass on"
    decide_about_address(settings, QUAN_10, "use_again", "Lê Thị Hoa", "Đã sửa hộp thư", local("2024-05-14 08:00"))
    assert resting(marts) == []
    sweep(settings, local("2024-05-17 08:00"))
    send_outbox(settings, local("2024-05-17 08:01"))
    assert len(sent_to(mail_server, QUAN_10)) == 2


def test_a_report_that_comes_back_is_not_delivered_and_goes_out_again_on_a_word(
    marts: Marts, mail_server: MailServer, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.render._BUILDERS", {"pdf": lambda _: b"%PDF-1.7", "xlsx": lambda _: b"PK"})
    settings = with_mail(marts, mail_server, report_recipients="vanthu@skhdt.example")
    frozen = freeze(settings, CITY_CODE, PERIOD_KEY, local("2024-05-21 09:00"))
    render(settings, frozen.publication_id)
    record_decision(settings, frozen.publication_id, "approved", "Trần Văn Minh", local("2024-05-28 08:00"))
    deliver(settings, frozen.publication_id, local("2024-05-28 09:00"))
    assert timeliness(settings, CITY_CODE, PERIOD_KEY, local("2024-05-28 09:30")).delivered_at is not None
    (message,) = sent_to(mail_server, "vanthu@skhdt.example")
    full = postfix_notification(message, status="5.2.2", diagnostic="552 5.2.2 Mailbox full")
    assert come_back(settings, mailbox, full, now="2024-05-28 10:00") == BounceReport(bounces=1)
    state = timeliness(settings, CITY_CODE, PERIOD_KEY, local("2024-05-29 08:00"))
    assert (state.state, state.delivered_at) == ("not_yet_due", None)
    told = sweep(settings, local("2024-05-29 08:00")).messages
    assert {one.recipient for one in told if one.kind == "undeliverable"} == {
        *("leader", "tonghop@lienminhhtx.tphcm.example"),
    }
    assert any("chưa đến đủ nơi nhận" in one.body for one in told if one.kind == "escalation")
    states = {one.channel: one.status for one in deliver(settings, frozen.publication_id, local("2024-05-29 09:00"))}
    assert states == {"folder": "delivered", "email": "bounced"}
    reason = "Sở đã dọn hộp thư"
    decide_about_address(settings, "vanthu@skhdt.example", "use_again", "Lê Hoa", reason, local("2024-05-29 10:00"))
    late = come_back(settings, mailbox, full, now="2024-05-29 10:30", taken_at="2024-05-28 10:01")
    assert late.bounces == 1, "news of the attempt before the word"
    assert [one.status for one in deliver_what_waits(settings, local("2024-05-29 11:00"))] == ["delivered", "delivered"]
    assert len(sent_to(mail_server, "vanthu@skhdt.example")) == 2
