"""What stands in the tables at the end, and who held which edition when."""

from collections import defaultdict
from collections.abc import Iterator
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
    withdrawn_at: datetime | None
    file_sha256s: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A row of `ops.undeliverable`."""

    undeliverable_id: UUID
    address: str
    period_key: str
    is_a_report: bool


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
                "select delivery_id, publication_id, channel, recipient, status, delivered_at, withdrawn_at,"
                " file_sha256s"
                " from ops.delivery"
            ).fetchall()
        ]
        self.files: defaultdict[UUID, dict[str, str]] = defaultdict(dict)
        for one, name, sha256 in ask("select publication_id, file_name, file_sha256 from ops.rendered_file").fetchall():
            self.files[one][str(name)] = str(sha256)  # type: ignore[index]
        self.decisions: list[tuple[datetime, UUID, str]] = ask(
            "select decided_at, publication_id, decision from ops.approval order by decided_at"
        ).fetchall()  # type: ignore[assignment]
        self.heartbeats: set[datetime] = {at for (at,) in ask("select swept_at from ops.sweep_run").fetchall()}  # type: ignore[misc]
        self.receipts: dict[UUID, str] = dict(
            ask("select delivery_id, receipt from ops.delivery_receipt order by issued_at").fetchall()  # type: ignore[arg-type]
        )
        self._decided: dict[UUID, datetime] = {one: at for at, one, _ in reversed(self.decisions)}
        troubles = ask(
            "select u.happened_at, u.address, u.undeliverable_id, coalesce(p.period_key, m.period_key),"
            " u.delivery_id is not null from ops.undeliverable as u left join ops.delivery using (delivery_id)"
            " left join ops.publication as p using (publication_id)"
            " left join ops.outbox_message as m on u.message_id = m.message_id"
        ).fetchall()
        words = ask("select decided_at, address from ops.address_decision").fetchall()
        self._told_of_addresses: list[tuple[datetime, str, Trouble | None]] = sorted(
            [
                *((at, str(address), None) for at, address in words),  # type: ignore[misc]
                *(
                    (at, str(who), Trouble(one, str(who), str(period), bool(is_one)))
                    for at, who, one, period, is_one in troubles
                ),  # type: ignore[misc,arg-type]
            ],
            key=lambda told: (told[0], told[2] is not None, "" if told[2] is None else -told[2].undeliverable_id.int),
        )
        self._resting: dict[datetime, dict[str, Trouble]] = {}
        self._late_lists: defaultdict[tuple[str, datetime], list[OutboxRow]] = defaultdict(list)
        for message in self.outbox:
            if message.kind == "late_list":
                self._late_lists[message.period_key, message.created_at].append(message)
        self._by_place: defaultdict[Place, list[Frozen]] = defaultdict(list)
        for publication in self.publications:
            self._by_place[publication.place].append(publication)
        self._drafted: defaultdict[Place, list[datetime]] = defaultdict(list)
        for at, place, is_made in simulation.log.drafted:
            if is_made:
                self._drafted[place].append(at)
        self._whole_at: dict[Place, datetime | None] = {}
        self._got: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
        self._withdrawn: defaultdict[UUID, set[datetime]] = defaultdict(set)
        for row in self.deliveries:
            if row.withdrawn_at is not None:
                self._withdrawn[row.publication_id].add(row.withdrawn_at)
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

    def is_told(self, address: str, at: datetime) -> bool:
        """Whether the outbox holds a word, written at that moment, that mail does not arrive at the address."""
        return any(row.kind == "undeliverable" and row.created_at == at and address in row.text for row in self.outbox)

    def has_late_list(self, period_key: str, at: datetime, names: tuple[str, ...]) -> bool:
        """Whether the outbox holds a late list of these reporters that was written at that moment."""
        return any(all(name in row.text for name in names) for row in self._late_lists[period_key, at])

    def has_gone_out(self, publication_id: UUID, before: datetime) -> bool:
        return any(at < before for at in self._got[publication_id].values())

    def whole_at(self, place: Place, before: datetime) -> datetime | None:
        """When one edition was first with the folder, all whom the settings of the moment name, and all who held an
        earlier edition: at a hand-over, or when somebody was found to be named no longer."""
        if place not in self._whole_at:
            self._whole_at[place] = min(self._whole_moments(place), default=None)
        moment = self._whole_at[place]
        return moment if moment is not None and moment < before else None

    def _whole_moments(self, place: Place) -> Iterator[datetime]:
        holders: set[str] = set()
        for one in self._by_place[place]:
            got = self._got[one.publication_id]
            for at in sorted({*got.values(), *self._withdrawn[one.publication_id]}):
                wanted = {"folder", *self.simulation.recipients_at(at), *holders}
                if wanted <= {who for who, when in got.items() if when <= at}:
                    yield at
            holders |= got.keys()

    def has_files(self, one: Frozen, before: datetime) -> bool:
        """Whether a run came to the end of drafting since it was frozen."""
        return any(one.frozen_at <= at < before for at in self._drafted[one.place])

    def resting(self, before: datetime) -> dict[str, Trouble]:
        """The addresses that rest because of what happened, and what that was last."""
        if before not in self._resting:
            last: dict[str, Trouble | None] = {}
            for at, address, trouble in self._told_of_addresses:
                if at < before:
                    last[address] = trouble
            self._resting[before] = {address: trouble for address, trouble in last.items() if trouble is not None}
        return self._resting[before]
