"""Ten years pass: the clock goes from tick to tick; flows and people call the product as they do in the field.

Each sweep is what `dags/chase_reporters.py` does, each `Run` what `dags/publish_report.py` does: retries, runs that
are started once by their id, a failed run that waits for the officer.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Literal
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.dialects.postgresql import insert

from htx.runtime.postgres import PostgresAddress
from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_sha256
from ingest.raw.ops import rendered_file
from ingest.raw.store import ContentStore
from publish.addresses import decide_about_address, resting_addresses
from publish.approval import Approval, outcome_of, record_decision
from publish.chase import DuePublication, SweepReport, send_outbox, sweep
from publish.deadlines import deadline, local_day
from publish.deliver import deliver, deliver_what_waits
from publish.errors import SupersededError
from publish.freeze import freeze
from publish.heartbeat import beat
from publish.publications import Publication
from publish.render import file_name, render
from tests.publish.simulation.calendar_rows import OWNER, Province, Round, rounds, write_seeds
from tests.publish.simulation.engines import KeptEngines
from tests.publish.simulation.facts import RoundFacts, facts_of
from tests.publish.simulation.faults import Breaker
from tests.publish.simulation.machines import draw, is_within
from tests.publish.simulation.people import Arrival, People
from tests.publish.simulation.post_office import PostOffice, State
from tests.publish.simulation.warehouse import Warehouse

APPROVER = "lanhdao@lmhtx.example"
OFFICES = ("vanthu@ubnd.example", "tonghop@sotaichinh.example", "kinhte@bokehoach.example", "thongke@cuc.example")
TRIES = 3
"""Of a task: one and two retries."""
Place = tuple[str, str]


class SimulatedSettings(Settings):
    """Settings whose reference data have the simulated years."""

    seeds_folder: Path

    @property
    def seeds_dir(self) -> Path:
        return self.seeds_folder


@dataclass(frozen=True, slots=True)
class Sweep:
    """One sweep: when, whether it came to its end, and what the warehouse held."""

    at: datetime
    is_whole: bool
    built_at: datetime | None
    loaded: int
    """How many arrivals had been read by then."""
    years: int
    """How many years of obligations had been entered."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of the outbox after a sweep; `sweep` is its place in the list of sweeps."""

    at: datetime
    call: int
    sweep: int
    is_whole: bool
    state: State
    dead_mailboxes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Delivering:
    """One call of `deliver`, or of `deliver_what_waits` (`publication_id` is None)."""

    at: datetime
    publication_id: UUID | None
    is_whole: bool
    state: State
    dead_mailboxes: frozenset[str]
    recipients: tuple[str, ...]


@dataclass(slots=True)
class Run:
    """One run of the flow that publishes."""

    place: Place
    started_at: datetime
    state: Literal["to draft", "waits", "to deliver", "done", "failed"] = "to draft"
    publication: Publication | None = None
    decides_at: datetime | None = None
    decision: Literal["approved", "rejected"] = "approved"
    overrules_at: datetime | None = None


@dataclass(slots=True)
class Log:
    """What happened, for the checks."""

    ticks: list[datetime] = field(default_factory=list)
    builds: list[tuple[datetime, dict[Place, RoundFacts]]] = field(default_factory=list)
    loaded: list[tuple[datetime, Arrival]] = field(default_factory=list)
    sweeps: list[Sweep] = field(default_factory=list)
    found: list[SweepReport | None] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Places in `sweeps` of those whose publications were started."""
    deliverings: list[Delivering] = field(default_factory=list)
    drafted: list[tuple[datetime, Place, bool]] = field(default_factory=list)
    """When a draft was asked for, of what, and whether it came."""
    decided: dict[UUID, tuple[datetime, str]] = field(default_factory=dict)
    decisions_tried: list[tuple[datetime, UUID, str]] = field(default_factory=list)
    """Every decision that a person took, whether the product lived to keep it or not."""
    superseded: int = 0


class Simulation:
    """The years from `FIRST_YEAR` on, on one warehouse."""

    def __init__(
        self,
        settings: Settings,
        address: PostgresAddress,
        *,
        seed: int,
        years: int,
        provinces: tuple[Province, ...],
        is_calm: bool = False,
        dying_share: float = 0.04,
        rendered_share: float = 0.02,
    ) -> None:
        assert settings.database_url is not None
        self.seed, self.years, self.provinces, self.rendered_share = seed, years, provinces, rendered_share
        seeds = settings.home / "seeds"
        write_seeds(seeds, years, Random(f"{seed}:calendar"))
        self.rounds = rounds(years, provinces)
        self.round_of = {one.place: one for one in self.rounds}
        self.people = People(seed, self.rounds)
        mailboxes = [*OFFICES, *sorted({one.sender for one in self.people.arrivals if one.sender is not None})]
        self.weather = draw(seed, self.rounds, mailboxes, is_calm=is_calm)
        start = deadline(self.rounds[0].opens_on) - timedelta(days=10)
        self.office = PostOffice(start)
        self.warehouse = Warehouse(settings.database_url)
        self.warehouse.reference(provinces, years)
        self._engines = KeptEngines()
        self.breaker = Breaker(
            address.superuser_url,
            settings.database_url.rpartition("/")[2],
            self.warehouse.connection.info.backend_pid,
            self._engines,
            self.office,
            Random(f"{seed}:faults"),
            0.0 if is_calm else dying_share,
        )
        self._settings = SimulatedSettings(
            home=settings.home,
            database_url=settings.database_url,
            owner_agency=OWNER,
            approver=APPROVER,
            smtp_url=SecretStr(f"smtp://127.0.0.1:{self.office.port}"),
            seeds_folder=seeds,
            _env_file=None,  # type: ignore[call-arg]
        )
        self.log = Log()
        self.runs: dict[str, Run] = {}
        self._start = start
        self._waiting_arrivals = list(reversed(self.people.arrivals))
        self._arrivals_of: defaultdict[Place, list[Arrival]] = defaultdict(list)
        self._entered_years = 0
        self._is_away = False
        self._officer_day: date | None = None
        self._random = Random(f"{seed}:ticks")

    @property
    def settings(self) -> Settings:
        return self._settings

    def settings_at(self, now: datetime) -> Settings:
        """The recipients of the reports change from time to time."""
        offices = Random(f"{self.seed}:offices:{(now.year, now.month // 3)}").sample(OFFICES, 2)
        return self._settings.model_copy(update={"report_recipients": ", ".join(sorted(offices))})

    def recipients_at(self, now: datetime) -> tuple[str, ...]:
        return tuple(one.strip() for one in self.settings_at(now).report_recipients.split(","))

    def run(self) -> None:
        """From the first opening until after the last deadline."""
        try:
            with self._engines.in_use():
                for now in self.ticks():
                    self.log.ticks.append(now)
                    self._tick(now)
        finally:
            self.breaker.set_database_away(is_away=False)

    def close(self) -> None:
        self.office.close()
        self.breaker.close()
        self.warehouse.connection.close()

    def ticks(self) -> Iterator[datetime]:
        """Once a day while rounds are open, every four hours near a deadline, else once a week."""
        end = max(deadline(one.owner_due) for one in self.rounds) + timedelta(days=45)
        near = {deadline(due) for one in self.rounds for due in (one.round_due, one.owner_due)}
        now = self._start
        while now < end:
            yield now
            day = now.replace(hour=0, minute=0)
            if any(-timedelta(days=1) <= now - due < timedelta(hours=12) for due in near):
                now += timedelta(hours=4)
            elif any(
                deadline(one.opens_on) - timedelta(days=1) <= now < deadline(one.owner_due) + timedelta(days=15)
                for one in self.rounds
            ):
                now = day + timedelta(days=1, minutes=self._random.randrange(6 * 60, 20 * 60))
            else:
                now = day + timedelta(days=7, hours=8, minutes=5)

    def _tick(self, now: datetime) -> None:
        self._set_machines(now)
        self._enter_obligations(now)
        is_flowing = not is_within(self.weather.airflow_down, now)
        if self._is_away:
            if is_flowing:
                assert self.breaker.refused(lambda: sweep(self.settings_at(now), now))
                self.log.sweeps.append(self._sweep(now, is_whole=False))
                self.log.found.append(None)
            return
        if is_flowing:
            self._receive_and_build(now)
            for due in self._chase(now):
                known = self.runs.get(due.run_id)
                if known is None or known.state == "failed":  # a failed run is repeated, any other is not
                    self.runs[due.run_id] = Run((due.area_code, due.period_key), now)
            self._officer(now)
        for run in list(self.runs.values()):
            self._go_on(run, now, is_flowing=is_flowing)

    def _set_machines(self, now: datetime) -> None:
        weather = self.weather
        is_away = is_within(weather.database_away, now)
        if is_away != self._is_away:
            self.breaker.set_database_away(is_away=is_away)
            self._is_away = is_away
        state: State = "up"
        for name, windows in (
            ("away", weather.mail_away),
            ("full", weather.mail_full),
            ("breaks", weather.mail_breaks),
        ):
            if state == "up" and is_within(windows, now):
                state = name  # type: ignore[assignment]
        dead = frozenset(box for box, windows in weather.dead_mailboxes.items() if is_within(windows, now))
        self.office.set(now, state, dead)

    def _enter_obligations(self, now: datetime) -> None:
        """In December the officer enters the next year's."""
        wanted = now.year - self.rounds[0].opens_on.year + (2 if now.month == 12 else 1)
        while self._entered_years < min(wanted, self.years):
            year = self.rounds[0].opens_on.year + self._entered_years
            self.warehouse.new_year([one for one in self.rounds if one.opens_on.year == year])
            self._entered_years += 1

    def entered_rounds(self, years: int) -> list[Round]:
        first = self.rounds[0].opens_on.year
        return [one for one in self.rounds if one.opens_on.year < first + years]

    def _receive_and_build(self, now: datetime) -> None:
        while self._waiting_arrivals and self._waiting_arrivals[-1].received_at < now - timedelta(minutes=5):
            arrival = self._waiting_arrivals.pop()
            self.warehouse.take(arrival, now)
            self._arrivals_of[arrival.place].append(arrival)
            self.log.loaded.append((now, arrival))
        if is_within(self.weather.builds_refused, now):
            return
        facts = {
            one.place: facts_of(one, self._arrivals_of[one.place], now)
            for one in self.entered_rounds(self._entered_years)
        }
        if not self.log.builds or facts != self.log.builds[-1][1]:
            self.warehouse.build(facts.values(), now)
            self.log.builds.append((now, facts))

    def _sweep(self, now: datetime, *, is_whole: bool) -> Sweep:
        built_at = self.log.builds[-1][0] if self.log.builds else None
        return Sweep(now, is_whole, built_at, len(self.log.loaded), self._entered_years)

    def _chase(self, now: datetime) -> list[DuePublication]:
        """The task of `chase_reporters`: sweep, send; what is to be started."""
        settings = self.settings_at(now)
        for _ in range(TRIES):
            swept = self.breaker.call("sweep", lambda: sweep(settings, now, _empty_form))
            self.log.sweeps.append(self._sweep(now, is_whole=swept.result is not None))
            self.log.found.append(swept.result)
            if swept.result is None:
                continue
            due = [message.message_id for message in swept.result.messages]
            sent = self.breaker.call("send", lambda: send_outbox(settings, now, still_due=due), sends_mail=True)  # noqa: B023
            self.log.sendings.append(
                Sending(
                    at=now,
                    call=sent.number,
                    sweep=len(self.log.sweeps) - 1,
                    is_whole=sent.result is not None,
                    state=self.office.state,
                    dead_mailboxes=self.office.dead_mailboxes,
                )
            )
            if sent.result is None:
                continue
            delivered = self.breaker.call("what waits", lambda: deliver_what_waits(settings, now), sends_mail=True)
            self._log_delivering(now, None, is_whole=delivered.result is not None)
            report, mailed = swept.result, sent.result
            beaten = self.breaker.call("beat", lambda: beat(settings, now, report, mailed) or True)  # noqa: B023
            if delivered.result is not None and beaten.result is not None:
                self.log.starts.append(len(self.log.sweeps) - 1)
                return list(swept.result.due_publications)
        return []

    def _officer(self, now: datetime) -> None:
        """Once a day the officer has mailboxes that live again be used, as the operations page says."""
        day = local_day(now)
        if day == self._officer_day or day.weekday() >= 5 or is_within(self.weather.officer_away, now):
            return
        self._officer_day = day
        engine = connect(self.settings)
        with engine.connect() as connection:
            resting = resting_addresses(connection).values()
        engine.dispose()
        for one in resting:
            windows = self.weather.dead_mailboxes.get(one.address, [])
            if not any(start <= now < end + timedelta(days=1) for start, end in windows):
                decide_about_address(self.settings, one.address, "use_again", "Lê Thị Hoa", "Hộp thư đã mở lại", now)

    def _go_on(self, run: Run, now: datetime, *, is_flowing: bool) -> None:
        if run.state == "to draft" and is_flowing:
            self._draft(run, now)
        if run.state == "waits" and run.decides_at is not None and run.decides_at <= now:
            self._decide(run, now)
        if run.state == "to deliver" and is_flowing:
            self._deliver(run, now)

    def _draft(self, run: Run, now: datetime) -> None:
        for _ in range(TRIES):
            frozen = self.breaker.call("freeze", lambda: freeze(self.settings, *run.place, now))
            if frozen.result is not None and self._render(frozen.result, now):
                break
        else:
            self.log.drafted.append((now, run.place, False))
            run.state = "failed"
            return
        publication = frozen.result
        self.log.drafted.append((now, run.place, True))
        if any(
            other.publication is not None and other.publication.publication_id == publication.publication_id
            for other in self.runs.values()
        ):
            run.state = "done"
            return
        before = sum(other.place == run.place and other.publication is not None for other in self.runs.values())
        choice = self.people.choice(self.round_of[run.place], before, now)
        run.state, run.publication = "waits", publication
        run.decides_at, run.decision, run.overrules_at = choice.decides_at, choice.decision, choice.overrules_at

    def _render(self, publication: Publication, now: datetime) -> bool:
        """Most files are a few bytes in the place of the report; a sample is rendered for real."""
        settings = self.settings
        if is_within(self.weather.disk_full, now):
            return False
        if Random(f"{self.seed}:render:{publication.publication_id}").random() < self.rendered_share:
            render(settings, publication.publication_id)
            return True
        return self.breaker.call("render", lambda: _small_files(settings, publication, now)).result is not None

    def _decide(self, run: Run, now: datetime) -> None:
        assert run.publication is not None
        one = run.publication.publication_id
        if self._is_replaced(run):
            run.state = "done"
            return
        reason = "Đề nghị rà soát lại số liệu" if run.decision == "rejected" else ""
        decision, approver = run.decision, "Trần Văn Minh"
        self.log.decisions_tried.append((now, one, decision))

        def decide() -> Approval:
            standing = outcome_of(self.settings, one).decision  # the one approver knows what was decided before
            known = standing.approval_id if standing else None
            return record_decision(self.settings, one, decision, approver, now, reason, known=known)

        try:
            decided = self.breaker.call("decide", decide)
        except SupersededError:
            self.log.superseded += 1
            run.state = "done"
            return
        if decided.result is None:
            return
        self.log.decided[one] = (now, run.decision)
        if run.decision == "approved":
            run.state = "to deliver"
        else:
            run.decision, run.decides_at = "approved", run.overrules_at

    def _is_replaced(self, run: Run) -> bool:
        """Whether another run of the same report has made a newer draft; now and then the approver overlooks it."""
        newer = [
            other
            for other in self.runs.values()
            if other.place == run.place and other.publication is not None and other.started_at > run.started_at
        ]
        return bool(newer) and self._random.random() < 0.9

    def _deliver(self, run: Run, now: datetime) -> None:
        assert run.publication is not None
        settings, one = self.settings_at(now), run.publication.publication_id
        for _ in range(TRIES):
            try:
                done = self.breaker.call("deliver", lambda: deliver(settings, one, now), sends_mail=True)
            except SupersededError:
                self.log.superseded += 1
                break
            self._log_delivering(now, one, is_whole=done.result is not None)
            if done.result is not None and all(delivery.status != "failed" for delivery in done.result):
                break
        run.state = "done"  # what failed is the sweep's part

    def _log_delivering(self, now: datetime, publication_id: UUID | None, *, is_whole: bool) -> None:
        self.log.deliverings.append(
            Delivering(
                at=now,
                publication_id=publication_id,
                is_whole=is_whole,
                state=self.office.state,
                dead_mailboxes=self.office.dead_mailboxes,
                recipients=self.recipients_at(now),
            )
        )


def _empty_form(area_code: str, period_key: str) -> bytes:
    return f"PK biểu A-1 {area_code} {period_key}".encode()


def _small_files(settings: Settings, publication: Publication, now: datetime) -> bool:
    """Files of the publication in the store and the table, as rendering leaves them."""
    store = ContentStore(settings.store_dir)
    engine = connect(settings)
    try:
        with engine.begin() as connection:
            for file_format in ("pdf", "xlsx"):
                content = f"{file_format} {publication.publication_id} {publication.input_hash}".encode()
                store.put(content)
                connection.execute(
                    insert(rendered_file)
                    .values(
                        publication_id=publication.publication_id,
                        file_format=file_format,
                        file_name=file_name(publication, file_format),
                        file_sha256=content_sha256(content),
                        size_bytes=len(content),
                        rendered_at=now,
                    )
                    .on_conflict_do_nothing()
                )
    finally:
        engine.dispose()
    return True
