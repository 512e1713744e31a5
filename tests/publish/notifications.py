"""Delivery status notifications as mail servers write them."""

from email import policy
from email.message import EmailMessage

POSTFIX = """\
From: MAILER-DAEMON@mail.tphcm.example (Mail Delivery System)
To: {sender}
Return-Path: <>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-Id: <20240517010203.4F2A@mail.tphcm.example>
Date: Fri, 17 May 2024 08:10:00 +0700
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4F2A.1/mail"

--4F2A.1/mail
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--4F2A.1/mail
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.tphcm.example
X-Postfix-Sender: rfc822; {sender}

Final-Recipient: rfc822; {recipient}
Original-Recipient: rfc822;{recipient}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.tphcm.example
Diagnostic-Code: smtp; {diagnostic}

--4F2A.1/mail
Content-Description: Undelivered Message
Content-Type: message/rfc822

{original}
--4F2A.1/mail--
"""


def postfix_notification(
    sent: EmailMessage,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "550 5.1.1 <kinhte>: Recipient address rejected: User unknown",
    recipient: str | None = None,
) -> bytes:
    """What Postfix writes back about a message, with the message in it."""
    written = POSTFIX.format(
        sender=sent["From"],
        recipient=recipient or sent["To"],
        action=action,
        status=status,
        diagnostic=diagnostic,
        original=sent.as_bytes(policy=policy.SMTP).decode("utf-8"),
    )
    return written.replace("\r\n", "\n").replace("\n", "\r\n").encode()
