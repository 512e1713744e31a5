"""A mailbox becomes receipts: once, whole, and the same however often it is looked into; nothing in it changes."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.arrivals import mail_attachment, mail_message
from ingest.raw.database import connect
from ingest.raw.tables import receipt
from ingest.submissions import intake
from ingest.submissions.channels import mail
from ingest.submissions.channels.imap import Mailbox, MailboxError, mailbox_of, new_messages
from tests.ingest.submissions.imap_server import imap_server

pytestmark = pytest.mark.integration

TAKEN_AT = datetime(2024, 5, 17, 9, 0, tzinfo=LOCAL_ZONE)
NOW = datetime(2024, 5, 24, 6, 0, tzinfo=LOCAL_ZONE)
CU_CHI = "kinhte.cuchi@tphcm.example"
Fill = Callable[..., bytes]


class MailFolder:
    """The INBOX as the server's folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.validity(1)

    def validity(self, number: int) -> None:
        (self.folder / "validity").write_text(str(number))

    def put(self, uid: int, message: EmailMessage, taken_at: datetime = TAKEN_AT) -> None:
        path = self.folder / f"{uid}.eml"
        path.write_bytes(message.as_bytes())
        os.utime(path, (taken_at.timestamp(), taken_at.timestamp()))


def message(content: bytes, *, sender: str = CU_CHI, name: str = "Củ Chi.xlsx", number: int = 1) -> EmailMessage:
    one = EmailMessage()
    one["From"] = sender
    one["Subject"] = "Báo cáo kinh tế tập thể 6 tháng đầu năm 2024"
    one["Message-ID"] = f"<{number}@tphcm.example>"
    one.set_content("Kính gửi.")
    one.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return one


@pytest.fixture
def inbox(tmp_path: Path) -> MailFolder:
    return MailFolder(tmp_path / "mailbox")


@pytest.fixture
def settings(fresh_warehouse: Settings, inbox: MailFolder) -> Iterator[Settings]:
    with imap_server(inbox.folder) as url:
        yield fresh_warehouse.model_copy(update={"mailbox_url": SecretStr(url)})


def counts(settings: Settings) -> tuple[int, int, int]:
    engine = connect(settings)
    with engine.connect() as connection:
        found = [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (mail_message, mail_attachment, receipt)
        ]
    engine.dispose()
    return found[0], found[1], found[2]


def test_an_attachment_arrives_when_the_server_took_it(settings: Settings, inbox: MailFolder, fill: Fill) -> None:
    inbox.put(7, message(fill()))
    (new,) = intake.new_receipts(settings)
    assert (new.channel, new.sender, new.file_name, new.round_period) == ("email", CU_CHI, "Củ Chi.xlsx", "2024-H1")
    assert (new.received_at, new.on_behalf_of) == (TAKEN_AT, "783")
    report = intake.receive_inbox(settings, NOW)
    assert [(taken.area_code, taken.outcome) for taken in report.files] == [("783", "accepted")]
    assert intake.receive_inbox(settings, NOW).new_receipts == 0
    assert counts(settings) == (1, 1, 1)
    assert not (inbox.folder / "changed").exists()


def test_a_message_seen_again_under_new_uids_adds_no_arrival(settings: Settings, inbox: MailFolder, fill: Fill) -> None:
    inbox.put(7, message(fill()))
    intake.receive_inbox(settings, NOW)
    inbox.validity(2)
    inbox.put(7, message(fill()), TAKEN_AT + timedelta(days=9))
    assert intake.receive_inbox(settings, NOW).new_receipts == 0
    assert counts(settings) == (2, 1, 1)


@pytest.mark.parametrize("function", ["read_mail", "append"])
def test_killed_while_fetching_it_ends_in_the_same_rows(
    settings: Settings, inbox: MailFolder, fill: Fill, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    for number in (1, 2, 3):
        inbox.put(number, message(fill(), number=number), TAKEN_AT + timedelta(minutes=number))
    real, calls = getattr(mail, function), 0

    def dies_in_the_second_message(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == (2 if function == "read_mail" else 5):
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(mail, function, dies_in_the_second_message)
        with pytest.raises(KeyboardInterrupt):
            intake.new_receipts(settings)
    assert counts(settings) == (1, 1, 0)
    assert intake.receive_inbox(settings, NOW).new_receipts == 3
    assert counts(settings) == (3, 3, 3)


def test_only_what_arrived_since_a_day_is_looked_at(settings: Settings, inbox: MailFolder, fill: Fill) -> None:
    inbox.put(1, message(fill(), number=1), TAKEN_AT - timedelta(days=400))
    inbox.put(2, message(fill(), number=2))
    since = settings.model_copy(update={"mailbox_since": TAKEN_AT.date()})
    assert [new.received_at for new in intake.new_receipts(since)] == [TAKEN_AT]


def test_a_mailbox_out_of_reach_stops_no_other_channel(settings: Settings, fill: Fill) -> None:
    folder = settings.inbox_dir / "2024-H1"
    folder.mkdir(parents=True)
    (folder / "cu chi.xlsx").write_bytes(fill())
    lost = settings.model_copy(update={"mailbox_url": SecretStr("imap://ai:gi@127.0.0.1:9/INBOX")})
    report = intake.receive_inbox(lost, NOW)
    assert (report.new_receipts, [held.file_name for held in report.held_back]) == (1, ["mailbox"])
    assert "ai@127.0.0.1/INBOX" in report.held_back[0].reason


def test_a_wrong_password_is_told_without_the_password(settings: Settings) -> None:
    assert settings.mailbox_url is not None
    url = settings.mailbox_url.get_secret_value().replace("dài", "sai")
    mailbox = mailbox_of(settings.model_copy(update={"mailbox_url": SecretStr(url)}))
    assert mailbox is not None
    with pytest.raises(MailboxError, match="HTX_MAILBOX_URL") as told:
        list(new_messages(mailbox, set()))
    assert "sai" not in str(told.value)
    assert "sai" not in repr(mailbox)


def test_where_the_mailbox_is_and_where_its_password_is_kept(tmp_path: Path) -> None:
    def of_url(url: str) -> Mailbox | None:
        return mailbox_of(Settings(mailbox_url=SecretStr(url), home=tmp_path, _env_file=None))

    assert of_url("imap://a:b@127.0.0.1/Bao%20cao") == Mailbox("127.0.0.1", 143, False, "a", "b", "Bao cao", None)
    with pytest.raises(MailboxError, match="must look like"):
        of_url("pop3://a:b@x")
    with pytest.raises(MailboxError, match="mailbox_password"):
        of_url("imaps://a@x")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "mailbox_password").write_text("kín\n", encoding="utf-8")
    kept = of_url("imaps://a@x")
    assert kept is not None
    assert (kept.password, kept.port) == ("kín", 993)


def test_times_of_servers_keep_their_offset(settings: Settings, inbox: MailFolder, fill: Fill) -> None:
    inbox.put(1, message(fill()), datetime(2024, 5, 19, 17, 0, 1, tzinfo=UTC))
    (new,) = intake.new_receipts(settings)
    assert new.received_at.astimezone(LOCAL_ZONE).isoformat() == "2024-05-20T00:00:01+07:00"
