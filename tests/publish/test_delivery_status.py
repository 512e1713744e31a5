"""What notifications about our mail say, however their writers write them."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

import pytest

from ingest.submissions.channels.message import read_mail
from publish.delivery_status import FailedRecipient, read_status_notification
from publish.mail import Attachment, compose
from tests.publish.notifications import postfix_notification

ADDRESS = "kinhte.quan10@tphcm.example"


@pytest.fixture
def sent() -> EmailMessage:
    return compose(
        message_id=UUID(int=7),
        sender="bao-cao@htx.example",
        recipient=ADDRESS,
        subject="Nhắc gửi báo cáo 6 tháng đầu năm 2024: Quận 10",
        body="Kính gửi Quận 10,",
        sent_at=datetime(2024, 5, 17, 1, tzinfo=UTC),
        attachments=[Attachment("A-1_771_2024-H1.xlsx", "xlsx", b"PK form")],
    )


def test_a_failure_names_the_message_the_address_and_the_reason(sent: EmailMessage) -> None:
    read = read_status_notification(postfix_notification(sent))
    assert read is not None
    assert read.outcome == "failed"
    assert read.original_message_id == "<00000000-0000-0000-0000-000000000007@htx.example>"
    said = "550 5.1.1 <kinhte>: Recipient address rejected: User unknown"
    assert read.failed == (FailedRecipient(ADDRESS, "5.1.1", said),)
    assert read.failed[0].said == said


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.1.5")])
def test_a_delay_or_a_delivery_is_no_failure(sent: EmailMessage, action: str, status: str) -> None:
    read = read_status_notification(postfix_notification(sent, action=action, status=status))
    assert read is not None
    assert (read.outcome, read.failed) == ("no_failure", ())


def test_a_notification_is_no_submission_although_it_brings_our_form_back(sent: EmailMessage) -> None:
    mail = read_mail(postfix_notification(sent))
    assert (mail.attachments, mail.is_automatic) == ((), True)


def test_headers_alone_are_enough_and_so_is_a_status_without_an_action(sent: EmailMessage) -> None:
    written = postfix_notification(sent).replace(b"message/rfc822", b"text/rfc822-headers")
    read = read_status_notification(written.replace(b"Action: failed\r\n", b""))
    assert read is not None
    assert read.outcome == "failed"
    assert read.original_message_id == "<00000000-0000-0000-0000-000000000007@htx.example>"


def test_ordinary_mail_and_word_that_a_mail_was_read_are_no_notification(sent: EmailMessage) -> None:
    assert read_status_notification(sent.as_bytes()) is None
    was_read = postfix_notification(sent).replace(b"delivery-status", b"disposition-notification")
    assert read_status_notification(was_read) is None
    assert read_status_notification(b"") is None


def test_a_notification_cut_or_spoilt_anywhere_is_read_as_far_as_it_goes(sent: EmailMessage) -> None:
    """Never an exception, and never another message or address than was written."""
    whole = postfix_notification(sent)
    pieces = [whole[:end] for end in range(0, len(whole), 61)]
    pieces += [whole[:start] + b"\xff\x00\r\n\r\n" + whole[start + 7 :] for start in range(0, len(whole), 97)]
    pieces += [re.sub(rb"(?m)^%s:.*\r\n" % name, b"", whole) for name in (b"Message-ID", b"Status", b"Final-Recipient")]
    pieces += [whole.replace(b"base64", b"x-unknown"), whole.replace(b"message/delivery-status", b"text/plain")]
    for piece in pieces:
        read = read_status_notification(piece)
        read_mail(piece)
        if read is not None and read.failed and b"\xff" not in piece:
            assert read.original_message_id in (None, "<00000000-0000-0000-0000-000000000007@htx.example>")
            assert all("\0" not in one.diagnostic for one in read.failed)


def test_of_very_many_recipients_the_first_hundred_are_read(sent: EmailMessage) -> None:
    block = b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.0.0\r\n\r\n"
    whole = postfix_notification(sent).replace(b"Final-Recipient", block * 2_000 + b"Final-Recipient", 1)
    read = read_status_notification(whole)
    assert read is not None
    assert len(read.failed) == 100
