"""Each submission is answered once, by mail, with the marked copy; programs are never answered."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ops import outbox_message
from ingest.submissions.batch import marked_path
from ingest.submissions.intake import receive_inbox
from ingest.submissions.reference import Reference, load_reference
from ingest.submissions.template import build_template
from publish import answers
from publish.answers import AnswerReport, answer_submissions
from samples.make_submissions import read_truth
from tests.ingest.submissions.imap_server import imap_server
from tests.ingest.submissions.pdf_files import printed_table, scanned
from tests.publish.conftest import MailServer

pytestmark = pytest.mark.integration

ROUND = "2024-H1"
ARRIVED = datetime(2024, 5, 17, 9, 0, tzinfo=LOCAL_ZONE)
NOW = datetime(2024, 5, 17, 9, 5, tzinfo=LOCAL_ZONE)
CU_CHI = "kinhte.cuchi@tphcm.example"


@pytest.fixture(scope="module")
def reference(repository: Path) -> Reference:
    return load_reference(repository / "dbt_project" / "seeds")


@pytest.fixture(scope="module")
def cu_chi(reference: Reference) -> bytes:
    """The form of huyện Củ Chi, filled rightly."""
    return build_template("A-1", "783", ROUND, reference, read_truth()["783"])


@pytest.fixture
def settings(fresh_warehouse: Settings, mail_server: MailServer) -> Settings:
    return fresh_warehouse.model_copy(update={"smtp_url": SecretStr(mail_server.url)})


class Inbox:
    """The round's folder and its manifest."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.rows: list[Sequence[str]] = []
        self.folder = settings.inbox_dir / ROUND
        self.folder.mkdir(parents=True)

    def put(
        self, name: str, content: bytes, sender: str = CU_CHI, channel: str = "email", at: datetime = ARRIVED
    ) -> None:
        (self.folder / name).write_bytes(content)
        self.rows.append((name, sender, channel, at.isoformat()))
        written = io.StringIO()
        csv.writer(written).writerows([("file_name", "sender", "channel", "received_at"), *self.rows])
        (self.folder / "manifest.csv").write_text(written.getvalue(), encoding="utf-8")

    def taken_and_answered(self, now: datetime = NOW) -> AnswerReport:
        receive_inbox(self.settings, now)
        return answer_submissions(self.settings, now, partial(marked_path, self.settings))


@pytest.fixture
def inbox(settings: Settings) -> Inbox:
    return Inbox(settings)


def body(message: EmailMessage) -> str:
    part = message.get_body()
    assert part is not None
    return str(part.get_content())


def attached(message: EmailMessage) -> tuple[str, bytes]:
    (attachment,) = message.iter_attachments()
    name = attachment.get_filename()
    assert name is not None
    return name, attachment.get_content()


def test_the_sender_gets_the_marked_copy_once(inbox: Inbox, mail_server: MailServer, cu_chi: bytes) -> None:
    inbox.put("Huyện Củ Chi.xlsx", cu_chi)
    assert inbox.taken_and_answered().sent.sent == 1
    assert inbox.taken_and_answered(NOW + timedelta(hours=1)) == AnswerReport(0, answers.SendReport(0, 0, 0))
    (answer,) = mail_server.mailbox.messages
    assert answer["To"] == CU_CHI
    assert answer["Subject"] == "Kết quả kiểm tra báo cáo 6 tháng đầu năm 2024, Huyện Củ Chi: ĐƯỢC NHẬN"
    assert answer["Auto-Submitted"] == "auto-generated"
    assert "Tệp “Huyện Củ Chi.xlsx” nhận lúc 09:00 ngày 17/05/2024 đã được kiểm tra." in body(answer)
    name, content = attached(answer)
    assert name.startswith("Huyện Củ Chi__kiem-tra-")
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "Kết quả kiểm tra"


def test_a_refused_file_is_answered_with_what_to_do(inbox: Inbox, mail_server: MailServer) -> None:
    inbox.put("hong.xlsx", b"PK\x03\x04 cut short")
    inbox.put("ban ky.pdf", scanned())
    inbox.taken_and_answered()
    assert (
        sorted(str(answer["Subject"]) for answer in mail_server.mailbox.messages)
        == ["Kết quả kiểm tra báo cáo 6 tháng đầu năm 2024: CHƯA ĐƯỢC NHẬN"] * 2
    )
    texts = "".join(body(answer) for answer in mail_server.mailbox.messages)
    assert "Có 1 lỗi:" in texts
    assert "bảng tính" in next(body(one) for one in mail_server.mailbox.messages if "ban ky.pdf" in body(one))


def test_killed_between_writing_and_sending_it_is_sent_once(
    inbox: Inbox, mail_server: MailServer, cu_chi: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put("Huyện Củ Chi.xlsx", cu_chi)
    with monkeypatch.context() as patched:

        def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patched.setattr(answers, "send_outbox", killed)
        with pytest.raises(KeyboardInterrupt):
            inbox.taken_and_answered()
    assert mail_server.mailbox.messages == []
    assert inbox.taken_and_answered() == AnswerReport(0, answers.SendReport(1, 0, 0))
    assert len(mail_server.mailbox.messages) == 1


def test_a_server_out_of_reach_is_tried_once_a_run_and_nothing_is_lost(
    inbox: Inbox, mail_server: MailServer, cu_chi: bytes
) -> None:
    for number in range(3):
        inbox.put(f"Củ Chi {number}.xlsx", cu_chi)
    receive_inbox(inbox.settings, NOW)
    copies = partial(marked_path, inbox.settings)
    lost = inbox.settings.model_copy(update={"smtp_url": SecretStr("smtp://127.0.0.1:9")})
    assert answer_submissions(lost, NOW, copies) == AnswerReport(3, answers.SendReport(0, 1, 0))
    assert answer_submissions(inbox.settings, NOW, copies) == AnswerReport(0, answers.SendReport(3, 0, 0))
    assert len(mail_server.mailbox.messages) == 3


def test_other_channels_are_answered_at_the_reporters_own_address(
    inbox: Inbox, mail_server: MailServer, cu_chi: bytes
) -> None:
    inbox.put("Huyện Củ Chi.xlsx", cu_chi, sender="Văn thư huyện", channel="portal")
    inbox.taken_and_answered()
    assert [answer["To"] for answer in mail_server.mailbox.messages] == [CU_CHI]


@pytest.mark.parametrize("sender", ["mailer-daemon@x.example", "no-reply@x.example", "BAO-CAO@htx.example"])
def test_programs_and_we_ourselves_are_never_answered(
    inbox: Inbox, mail_server: MailServer, cu_chi: bytes, sender: str
) -> None:
    inbox.put("Huyện Củ Chi.xlsx", cu_chi, sender=sender)
    assert inbox.taken_and_answered().written == 0
    assert mail_server.mailbox.messages == []


def test_our_own_marked_copy_coming_back_is_not_answered(inbox: Inbox, mail_server: MailServer, cu_chi: bytes) -> None:
    inbox.put("Huyện Củ Chi.xlsx", cu_chi)
    inbox.taken_and_answered()
    name, content = attached(mail_server.mailbox.messages[0])
    inbox.put(name, content, at=ARRIVED + timedelta(minutes=10))
    assert inbox.taken_and_answered(NOW + timedelta(minutes=10)).written == 0


def test_two_programs_cannot_write_to_each_other_for_ever(
    inbox: Inbox, cu_chi: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_ANSWERS_A_DAY", 2)
    for minute in range(4):
        inbox.put(f"Củ Chi {minute}.xlsx", cu_chi, at=ARRIVED + timedelta(minutes=minute))
    assert inbox.taken_and_answered().written == 2
    assert inbox.taken_and_answered(NOW + timedelta(hours=20)).written == 0
    assert inbox.taken_and_answered(NOW + timedelta(hours=25)).written == 2


def test_what_arrived_long_ago_is_not_answered_any_more(inbox: Inbox, cu_chi: bytes) -> None:
    inbox.put("Huyện Củ Chi.xlsx", cu_chi)
    assert inbox.taken_and_answered(NOW + timedelta(days=30)).written == 0


def test_a_stranger_is_answered_only_about_a_report(inbox: Inbox, mail_server: MailServer, cu_chi: bytes) -> None:
    inbox.put("Củ Chi.xlsx", cu_chi, sender="lan.nguyen@gmail.example")
    inbox.put("quang cao.xlsx", b"PK spam", sender="offers@spam.example")
    inbox.taken_and_answered()
    (answer,) = mail_server.mailbox.messages
    assert answer["To"] == "lan.nguyen@gmail.example"
    assert "Địa chỉ “lan.nguyen@gmail.example” chưa có trong danh sách" in body(answer)


def test_another_reporters_file_is_told(inbox: Inbox, mail_server: MailServer, cu_chi: bytes) -> None:
    inbox.put("Củ Chi.xlsx", cu_chi, sender="kinhte.hocmon@tphcm.example")
    inbox.taken_and_answered()
    (answer,) = mail_server.mailbox.messages
    assert "là của Huyện Hóc Môn, còn tệp “Củ Chi.xlsx” ghi đơn vị báo cáo là" in body(answer)
    assert "có điểm cần xem lại" in str(answer["Subject"])


def test_without_a_mail_server_nothing_is_written(fresh_warehouse: Settings, cu_chi: bytes) -> None:
    inbox = Inbox(fresh_warehouse)
    inbox.put("Huyện Củ Chi.xlsx", cu_chi)
    assert inbox.taken_and_answered().written == 0
    engine = connect(fresh_warehouse)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(outbox_message)) == 0
    engine.dispose()


def signed_copy(reference: Reference) -> bytes:
    form = reference.forms["A-1"]
    rows = [["1", row.label_vi, row.printed_unit, "77.123"] for row in form.rows if row.indicator_code][:2]
    return printed_table(rows)


def test_a_signed_copy_beside_its_workbook_is_told_in_one_answer(
    inbox: Inbox, mail_server: MailServer, cu_chi: bytes, reference: Reference
) -> None:
    inbox.put("Củ Chi 6T2024.xlsx", cu_chi)
    inbox.put("Củ Chi 6T2024 (ký).pdf", signed_copy(reference))
    inbox.taken_and_answered()
    (answer,) = mail_server.mailbox.messages
    assert "bản ký “Củ Chi 6T2024 (ký).pdf” ghi 77.123" in body(answer)
    _, content = attached(answer)
    told = [str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for cell in row]
    assert any("77.123" in text for text in told)


def test_a_signed_copy_that_comes_later_is_joined_and_answered(
    inbox: Inbox, mail_server: MailServer, cu_chi: bytes, reference: Reference
) -> None:
    inbox.put("Củ Chi 6T2024.xlsx", cu_chi)
    inbox.taken_and_answered()
    later = NOW + timedelta(hours=1)
    inbox.put("Củ Chi 6T2024 (ký).pdf", signed_copy(reference), at=later)
    inbox.taken_and_answered(later + timedelta(minutes=5))
    _, answer = mail_server.mailbox.messages
    assert "đã ghép bản ký" in str(answer["Subject"])
    assert "Bản ký đã được ghép với tệp “Củ Chi 6T2024.xlsx”" in body(answer)


def test_a_workbook_that_comes_after_its_signed_copy_is_compared(
    inbox: Inbox, mail_server: MailServer, cu_chi: bytes, reference: Reference
) -> None:
    inbox.put("Củ Chi 6T2024 (ký).pdf", signed_copy(reference))
    inbox.taken_and_answered()
    inbox.put("Củ Chi 6T2024.xlsx", cu_chi, at=NOW)
    inbox.taken_and_answered(NOW + timedelta(minutes=5))
    alone, joined = mail_server.mailbox.messages
    assert "CHƯA ĐƯỢC NHẬN" in str(alone["Subject"])
    assert "ghi 77.123" in body(joined)


@pytest.fixture
def mailbox(tmp_path: Path, settings: Settings) -> Iterator[tuple[Path, Settings]]:
    folder = tmp_path / "mailbox"
    folder.mkdir()
    (folder / "validity").write_text("1")
    with imap_server(folder) as url:
        yield folder, settings.model_copy(update={"mailbox_url": SecretStr(url)})


@pytest.mark.parametrize(("header", "answered"), [("X-Mailer", 1), ("Auto-Submitted", 0)])
def test_a_mail_is_answered_in_its_thread_unless_a_program_wrote_it(
    mailbox: tuple[Path, Settings], mail_server: MailServer, cu_chi: bytes, header: str, answered: int
) -> None:
    folder, settings = mailbox
    mail = EmailMessage()
    mail["From"], mail["Message-ID"], mail["Subject"] = CU_CHI, "<abc@tphcm.example>", "Báo cáo 6 tháng đầu năm 2024"
    mail[header] = "auto-replied"
    mail.set_content("Kính gửi.")
    mail.add_attachment(cu_chi, maintype="application", subtype="octet-stream", filename="Củ Chi.xlsx")
    path = folder / "1.eml"
    path.write_bytes(mail.as_bytes())
    os.utime(path, (ARRIVED.timestamp(), ARRIVED.timestamp()))
    assert receive_inbox(settings, NOW).new_receipts == 1
    assert answer_submissions(settings, NOW, partial(marked_path, settings)).sent.sent == answered
    assert [one["In-Reply-To"] for one in mail_server.mailbox.messages] == ["<abc@tphcm.example>"] * answered
