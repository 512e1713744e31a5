"""Ten years pass: the clock goes from tick to tick; flows and people call the product as they do in the field.

Each sweep is what `dags/chase_reporters.py` does; the runs that it starts are in `runs`.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from htx.runtime.postgres import PostgresAddress
from htx.settings import Settings
from ingest.raw.database import connect
from publish.addresses import decide_about_address, resting_addresses
from publish.chase import DuePublication, send_outbox, sweep
from publish.deadlines import deadline, local_day
from publish.deliver import deliver_what_waits
from publish.heartbeat import beat
from tests.publish.simulation.calendar_rows import Province, Round, rounds, write_seeds
from tests.publish.simulation.engines import KeptEngines
from tests.publish.simulation.facts import facts_of
from tests.publish.simulation.faults import Breaker
from tests.publish.simulation.log import Log, Place, Sending, Sweep
from tests.publish.simulation.machines import draw, is_within
from tests.publish.simulation.people import Arrival, People
from tests.publish.simulation.post_office import PostOffice, State
from tests.publish.simulation.runs import TRIES, Runs
from tests.publish.simulation.settings import OFFICES, SettingsInTime
from tests.publish.simulation.warehouse import Warehouse


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
        self.years = years
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
        self._settings = SettingsInTime(settings, seeds, self.office.port, seed)
        self.log = Log()
        self._random = Random(f"{seed}:ticks")
        self._runs = Runs(
            self._settings,
            self.breaker,
            self.office,
            self.weather,
            self.people,
            self.log,
            seed=seed,
            rendered_share=rendered_share,
            random=self._random,
        )
        self._start = start
        self._waiting_arrivals = list(reversed(self.people.arrivals))
        self._arrivals_of: defaultdict[Place, list[Arrival]] = defaultdict(list)
        self._entered_years = 0
        self._is_away = False
        self._officer_day: date | None = None

    @property
    def settings(self) -> Settings:
        return self._settings.lasting

    def recipients_at(self, now: datetime) -> tuple[str, ...]:
        """The offices that the settings of the moment name."""
        return self._settings.recipients_at(now)

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
                assert self.breaker.refused(lambda: sweep(self._settings.at(now), now))
                self.log.sweeps.append(self._sweep(now, is_whole=False))
                self.log.found.append(None)
            return
        if is_flowing:
            self._receive_and_build(now)
            self._runs.start(self._chase(now), now)
            self._officer(now)
        self._runs.go_on(now, is_flowing=is_flowing)

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
        settings = self._settings.at(now)
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
            self.log.note_delivering(now, None, self.office, self.recipients_at(now), delivered.result)
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


def _empty_form(area_code: str, period_key: str) -> bytes:
    return f"PK biểu A-1 {area_code} {period_key}".encode()
