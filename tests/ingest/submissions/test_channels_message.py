"""What a mail holds is read as its writer meant it, whatever program wrote it and whatever a stranger put in."""

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.submissions.channels import message
from ingest.submissions.channels.message import read_mail
from ingest.submissions.channels.names import safe_name
from ingest.submissions.channels.rounds import load_calendar, round_of_mail

XLSX = b"PK\x03\x04 a workbook"
NAME = "Báo cáo huyện Củ Chi.xlsx"
HOSTILE = [
    b"\r\n", b"=?utf-8?q?", b"?=", b";", b'"', b"\x00", b"\xff\xfe", b"filename*0*=", b"charset=", b"base64",
    b"multipart/mixed", b"message/rfc822", b"boundary=", b"\xe2\x80\xae", b"../", b"<>", b"\r\n\r\n",
]  # fmt: skip
"""Pieces of syntax that parsers of mail stumble over."""


def mail(*files: tuple[str, bytes], sender: str = "Phòng Kinh tế <KinhTe.CuChi@tphcm.example>") -> EmailMessage:
    sent = EmailMessage()
    sent["From"] = sender
    sent["Subject"] = "Báo cáo KTTT 6 tháng đầu năm 2024"
    sent["Message-ID"] = "<1@tphcm.example>"
    sent.set_content("Kính gửi Liên minh.")
    for name, content in files:
        sent.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return sent


def names(raw: bytes) -> list[str]:
    return [attachment.file_name for attachment in read_mail(raw).attachments]


def with_name_header(header: bytes) -> bytes:
    lines = [b"From: a@b.example", b"MIME-Version: 1.0", b"Content-Type: application/octet-stream", header]
    return b"\r\n".join([*lines, b"Content-Transfer-Encoding: base64", b"", b"UEsDBA==", b""])


def test_sender_subject_and_files_are_taken() -> None:
    read = read_mail(mail((NAME, XLSX), ("Danh sách HTX.csv", b"a;b")).as_bytes())
    assert (read.sender, read.subject) == ("kinhte.cuchi@tphcm.example", "Báo cáo KTTT 6 tháng đầu năm 2024")
    assert read.text.strip() == "Kính gửi Liên minh."
    assert [(one.file_name, one.content) for one in read.attachments] == [(NAME, XLSX), ("Danh sách HTX.csv", b"a;b")]
    assert not read.is_automatic


@pytest.mark.parametrize(
    "header",
    [
        "Content-Disposition: attachment; filename*=utf-8''B%C3%A1o%20c%C3%A1o%20huy%E1%BB%87n%20C%E1%BB%A7%20Chi.xlsx",
        "Content-Disposition: attachment; filename*0*=utf-8''B%C3%A1o%20c%C3%A1o%20huy%E1%BB%87n;\r\n"
        " filename*1*=%20C%E1%BB%A7%20Chi.xlsx",
        'Content-Disposition: attachment; filename="=?utf-8?B?QsOhbyBjw6FvIGh1eeG7h24gQ+G7pyBDaGkueGxzeA==?="',
        f'Content-Disposition: attachment; filename="{NAME}"',
        f'Content-Disposition: attachment; filename="/tmp/../{NAME}"',
    ],
    ids=["RFC 2231", "RFC 2231 in pieces", "RFC 2047", "bytes", "a path"],
)
def test_vietnamese_names_are_read_however_they_are_written(header: str) -> None:
    assert names(with_name_header(header.encode())) == [NAME]


def test_a_forwarded_mail_is_opened() -> None:
    outer = mail(sender="tonghop@lienminhhtx.tphcm.example")
    outer.add_attachment(mail((NAME, XLSX)))
    read = read_mail(outer.as_bytes())
    assert (read.sender, [one.file_name for one in read.attachments]) == ("tonghop@lienminhhtx.tphcm.example", [NAME])


def test_what_mail_programs_add_is_no_submission() -> None:
    sent = mail((NAME, XLSX))
    sent.add_attachment(b"\x89PNG" * 20_000, maintype="image", subtype="png", filename="logo.png", disposition="inline")
    sent.add_attachment(b"sig", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    sent.add_attachment("BEGIN:VCARD", subtype="vcard", filename="toi.vcf")
    assert names(sent.as_bytes()) == [NAME]


def test_a_photograph_alone_is_taken_so_that_its_sender_is_told() -> None:
    sent = mail()
    sent.add_attachment(b"\xff\xd8" * 40_000, maintype="image", subtype="jpeg", filename="bieu.jpg")
    assert names(sent.as_bytes()) == ["bieu.jpg"]


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def test_workbooks_in_an_archive_are_arrivals_of_their_own() -> None:
    archive = zipped(
        ("báo cáo/../../Củ Chi.xlsx", XLSX), ("__MACOSX/._Củ Chi.xlsx", b"x"), ("đọc.txt", b"x"), ("b.ods", b"PK")
    )
    assert names(mail(("bao cao.zip", archive)).as_bytes()) == ["Củ Chi.xlsx", "b.ods"]


@pytest.mark.parametrize(
    "content",
    [
        zipped(("[Content_Types].xml", b""), ("xl/embedded.xlsx", b"x")),
        zipped(*((f"{number}.xlsx", b"x") for number in range(60))),
        zipped(("bomb.xlsx", bytes(21 * 1024 * 1024))),
        zipped(("a.xlsx", XLSX))[:-30],
        zipped(("doc.txt", b"x")),
    ],
    ids=["a workbook itself", "too many", "too large inside", "cut short", "no workbook in it"],
)
def test_an_archive_that_is_not_unpacked_is_judged_as_it_is(content: bytes) -> None:
    assert names(mail(("tệp.zip", content)).as_bytes()) == ["tệp.zip"]


def test_what_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "LARGEST_ATTACHMENT_BYTES", 1024 * 1024)
    read = read_mail(mail(("lon.xlsx", bytes(1024 * 1024 + 1)), (NAME, XLSX)).as_bytes())
    assert [one.file_name for one in read.attachments] == [NAME]
    assert read.trouble == "lon.xlsx: larger than 1 MB"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Auto-Submitted", "auto-replied (vacation)"),
        ("Precedence", "bulk"),
        ("List-Id", "<kttt.tphcm.example>"),
        ("Return-Path", "<>"),
        ("X-Auto-Response-Suppress", "All"),
    ],
)
def test_automatic_mail_says_so(header: str, value: str) -> None:
    sent = mail((NAME, XLSX))
    sent[header] = value
    assert read_mail(sent.as_bytes()).is_automatic


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@x.example", "no-reply@x.example", "postmaster@x.example", "", "<>"])
def test_nobody_answers_a_machine(sender: str) -> None:
    sent = mail((NAME, XLSX))
    sent.replace_header("From", sender)
    assert read_mail(sent.as_bytes()).is_automatic


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: \xff\xfe <a@b>\r\nSubject: =?x?q?\xff?=\r\nContent-Type: multipart/mixed\r\n\r\n--",
        b"From: =?utf-8?b?!!!?= <<<@>>>\r\nContent-Type: ;;\r\nContent-Disposition: attachment; filename*=x''%ZZ\r\n",
        b"Content-Type: application/x; name*0*=utf-8''%C3\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!=",
        b"Content-Type: text/plain; charset=\"\x00\"\r\nContent-Disposition: attachment\r\n\r\nx",
        b"Message-ID: <[]@\x00>\r\nFrom: \"\r\n\r\n",
    ],
)  # fmt: skip
def test_nothing_a_stranger_writes_raises(raw: bytes) -> None:
    read = read_mail(raw)
    assert "\0" not in (read.message_id or "") + read.subject + read.sender


@settings(max_examples=40, deadline=None)
@given(
    cuts=st.lists(
        st.tuples(st.integers(0, 2_000), st.integers(0, 40), st.binary(max_size=12) | st.sampled_from(HOSTILE)),
        max_size=6,
    )
)
def test_a_mail_damaged_anywhere_is_still_read(cuts: list[tuple[int, int, bytes]]) -> None:
    raw = mail((NAME, XLSX), ("a.zip", zipped(("b.xlsx", XLSX)))).as_bytes()
    for start, length, put in cuts:
        raw = raw[:start] + put + raw[start + length :]
    for attachment in read_mail(raw).attachments:
        assert attachment.file_name.isprintable()
        assert len(attachment.file_name.encode()) <= 255
        assert "/" not in attachment.file_name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\Báo cáo.xlsx", "Báo cáo.xlsx"),
        ("a\u202excod.xlsx", "axcod.xlsx"),
        ("Cu\u0309 Chi.xlsx", "Củ Chi.xlsx"),
        ("\x00\x07", "tep-1"),
        ("..", "tep-1"),
        (".~lock.xlsx", "lock.xlsx"),
        ('a<b>:"c|?*.xlsx', "a_b___c___.xlsx"),
        ("ế" * 200 + ".xlsx", "ế" * 65 + ".xlsx"),
        (None, "tep-1"),
    ],
)
def test_names_are_made_safe(written: str | None, kept: str) -> None:
    assert safe_name(written, "tep-1") == kept


@pytest.mark.parametrize(
    ("subject", "text", "received_on", "expected"),
    [
        ("Báo cáo KTTT 6 tháng đầu năm 2024", "", date(2024, 11, 2), "2024-H1"),
        ("Fwd: BC 6T/2024 huyện Củ Chi", "", date(2024, 5, 17), "2024-H1"),
        ("số liệu 2024-H1", "", date(2024, 12, 1), "2024-H1"),
        ("Gửi báo cáo", "Kính gửi báo cáo sáu tháng đầu năm 2024", date(2024, 11, 2), "2024-H1"),
        ("V/v báo cáo năm 2024", "", date(2024, 5, 17), "2024-H1"),
        ("V/v báo cáo năm 2024", "", date(2024, 11, 17), "2024"),
        ("Gửi báo cáo", "TP.HCM, ngày 17 tháng 5 năm 2023", date(2024, 5, 17), "2024-H1"),
        ("6 tháng 2024 và 6 tháng 2023", "", date(2024, 5, 17), "2024-H1"),
        ("Gửi báo cáo 6 tháng 2004", "", date(2024, 5, 17), "2024-H1"),
        ("Gửi báo cáo", "", date(2023, 5, 17), None),
    ],
)
def test_the_round_is_what_the_mail_says_or_what_was_open(
    repository: Path, subject: str, text: str, received_on: date, expected: str | None
) -> None:
    calendar = load_calendar(repository / "dbt_project" / "seeds")
    assert round_of_mail(subject, text, received_on, None, calendar) == expected
