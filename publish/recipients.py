"""Who gets a publication, and by which channel."""

import re
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from htx.settings import Settings
from ingest.raw.ops import delivery
from ingest.raw.ops import publication as publication_table
from ingest.vietnamese.folding import fold
from publish.publications import Publication

Channel = Literal["folder", "object_store", "email"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """One place a publication goes to: a folder under the outbox, the URL of an object store's folder, an address."""

    channel: Channel
    address: str


def report_folder(publication: Publication) -> str:
    """Where the report lies under the outbox: `reports/79-tp-hcm/2024-H1`."""
    place = re.sub(r"[^a-z0-9]+", "-", fold(publication.content.area_short_name)).strip("-")
    return f"reports/{publication.area_code}-{place}/{publication.period_key}"


def recipients_of(connection: Connection, publication: Publication) -> tuple[Recipient, ...]:
    """Everybody who got an earlier edition of the same report, or to whom it was sent and came back."""
    rows = connection.execute(
        select(delivery.c.channel, delivery.c.recipient)
        .distinct()
        .join(publication_table, publication_table.c.publication_id == delivery.c.publication_id)
        .where(
            publication_table.c.area_code == publication.area_code,
            publication_table.c.period_key == publication.period_key,
            publication_table.c.edition < publication.edition,
            delivery.c.status.in_(("delivered", "bounced")),
        )
        .order_by(delivery.c.channel.desc(), delivery.c.recipient)
    )
    return tuple(Recipient(row.channel, row.recipient) for row in rows)


def wanted_recipients(connection: Connection, settings: Settings, publication: Publication) -> tuple[Recipient, ...]:
    """The folder always, store and addresses as the settings say, and whoever got an earlier edition."""
    folder = report_folder(publication)
    wanted = [Recipient("folder", folder)]
    if settings.report_store is not None:
        wanted.append(Recipient("object_store", f"{settings.report_store.rstrip('/')}/{folder}"))
    if settings.smtp_url is not None:
        addresses = (address.strip() for address in settings.report_recipients.split(","))
        wanted += [Recipient("email", address) for address in addresses if address]
    return tuple(dict.fromkeys([*wanted, *recipients_of(connection, publication)]))
