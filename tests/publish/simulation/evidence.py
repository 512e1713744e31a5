"""What stands in the tables at the end, and who held which edition when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tests.publish.simulation.drive import Simulation

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A row of `ops.publication`."""

    publication_id: UUID
    place: Place
    edition: int
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A row of `ops.outbox_message`."""

    message_id: UUID
    kind: str
    recipient: str
    period_key: str
    text: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A row of `ops.delivery`."""

    delivery_id: UUID
    publication_id: UUID
    channel: str
    recipient: str
    status: str
    delivered_at: datetime | None
    detail: str | None
    file_sha256s: tuple[str, ...]


class Evidence:
    """The tables, read once."""

    def __init__(self, simulation: Simulation) -> None:
        ask = simulation.warehouse.connection.execute
        self.simulation = simulation
        self.publications = [
            Frozen(one, (str(area), str(period)), int(str(edition)), at)  # type: ignore[arg-type]
            for one, area, period, edition, at in ask(
                "select publication_id, area_code, period_key, edition, frozen_at from ops.publication"
                " order by edition, frozen_at"
            ).fetchall()
        ]
        self.outbox = [
            OutboxRow(*row)  # type: ignore[arg-type]
            for row in ask(
                "select message_id, kind, recipient, period_key, subject || chr(10) || body, created_at, sent_at"
                " from ops.outbox_message order by created_at"
            ).fetchall()
        ]
        self.deliveries = [
            DeliveryRow(*row[:-1], tuple(row[-1]))  # type: ignore[arg-type]
            for row in ask(
                "select delivery_id, publication_id, channel, recipient, status, delivered_at, detail, file_sha256s"
                " from ops.delivery"
            ).fetchall()
        ]
        self.files: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
        for one, name, sha256 in ask("select publication_id, file_name, file_sha256 from ops.rendered_file").fetchall():
            self.files[one][str(name)] = str(sha256)  # type: ignore[index]
        self._decided: dict[UUID, datetime] = dict(
            ask("select publication_id, min(decided_at) from ops.approval group by publication_id").fetchall()  # type: ignore[arg-type]
        )
        self._by_place: defaultdict[Place, list[Frozen]] = defaultdict(list)
        for publication in self.publications:
            self._by_place[publication.place].append(publication)
        self._got: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
        for row in self.deliveries:
            if row.status == "delivered" and row.delivered_at is not None:
                self._got[row.publication_id][row.recipient if row.channel == "email" else "folder"] = row.delivered_at

    def of_place(self, place: Place) -> list[Frozen]:
        """The publications of a report, in the order of editions and drafts."""
        return self._by_place[place]

    def newest(self, place: Place, before: datetime) -> Frozen | None:
        """The last freezing before a moment."""
        return next((one for one in reversed(self._by_place[place]) if one.frozen_at < before), None)

    def is_decided(self, publication_id: UUID, before: datetime) -> bool:
        decided_at = self._decided.get(publication_id)
        return decided_at is not None and decided_at < before

    def approved_at(self, publication_id: UUID) -> datetime | None:
        """When the approval was recorded."""
        decided = self.simulation.log.decided.get(publication_id)
        return decided[0] if decided is not None and decided[1] == "approved" else None

    def got(self, publication_id: UUID) -> dict[str, datetime]:
        """Who has it since when; the folder is one of them."""
        return self._got[publication_id]

    def has_gone_out(self, publication_id: UUID, before: datetime) -> bool:
        return any(at < before for at in self._got[publication_id].values())

    def whole_at(self, place: Place, before: datetime) -> datetime | None:
        """When one edition was first with the folder and all whom the calls of `deliver` were to reach."""
        moments: list[datetime] = []
        for call in self.simulation.log.deliverings:
            if call.at < before and call.publication_id in {one.publication_id for one in self._by_place[place]}:
                got = self._got[call.publication_id]
                wanted = {"folder", *call.recipients}
                if wanted <= got.keys() and max(got[one] for one in wanted) <= call.at:
                    moments.append(call.at)
        return min(moments, default=None)
