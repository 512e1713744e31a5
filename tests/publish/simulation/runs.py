"""The runs of the flow that publishes: each does what `dags/publish_report.py` does, and what its approver does.

Tasks are tried again, a run is started once by its id, a run that failed waits until it is started again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Literal

from sqlalchemy.dialects.postgresql import insert

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_sha256
from ingest.raw.ops import rendered_file
from ingest.raw.store import ContentStore
from publish.approval import Approval, outcome_of, record_decision
from publish.chase import DuePublication
from publish.deliver import deliver
from publish.errors import PublishError
from publish.freeze import freeze
from publish.publications import Publication
from publish.render import file_name, render
from tests.publish.simulation.faults import Breaker
from tests.publish.simulation.log import Log, Place
from tests.publish.simulation.machines import Weather, is_within
from tests.publish.simulation.people import People
from tests.publish.simulation.post_office import PostOffice
from tests.publish.simulation.settings import SettingsInTime

TRIES = 3
"""Of a task: one and two retries."""


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


class Runs:
    """All runs so far, by their ids."""

    def __init__(
        self,
        settings: SettingsInTime,
        breaker: Breaker,
        office: PostOffice,
        weather: Weather,
        people: People,
        log: Log,
        *,
        seed: int,
        rendered_share: float,
        random: Random,
    ) -> None:
        self._settings, self._breaker, self._office = settings, breaker, office
        self._weather, self._people, self._log = weather, people, log
        self._round_of = {one.place: one for one in people.rounds}
        self._seed, self._rendered_share = seed, rendered_share
        self._runs: dict[str, Run] = {}
        self._random = random

    def start(self, due: Iterable[DuePublication], now: datetime) -> None:
        """What a sweep asks for: a run that failed is repeated, any other is not."""
        for one in due:
            known = self._runs.get(one.run_id)
            if known is None or known.state == "failed":
                self._runs[one.run_id] = Run((one.area_code, one.period_key), now)

    def go_on(self, now: datetime, *, is_flowing: bool) -> None:
        """Each run goes as far as machines and people let it."""
        for run in self._runs.values():
            if run.state == "to draft" and is_flowing:
                self._draft(run, now)
            if run.state == "waits" and run.decides_at is not None and run.decides_at <= now:
                self._decide(run, now)
            if run.state == "to deliver" and is_flowing:
                self._deliver(run, now)

    def _draft(self, run: Run, now: datetime) -> None:
        for _ in range(TRIES):
            frozen = self._breaker.call("freeze", lambda: freeze(self._settings.lasting, *run.place, now))
            if frozen.result is not None and self._render(frozen.result, now):
                break
        else:
            self._log.drafted.append((now, run.place, False))
            run.state = "failed"
            return
        publication = frozen.result
        self._log.drafted.append((now, run.place, True))
        if any(
            other.publication is not None and other.publication.publication_id == publication.publication_id
            for other in self._runs.values()
        ):
            run.state = "done"
            return
        before = sum(other.place == run.place and other.publication is not None for other in self._runs.values())
        choice = self._people.choice(self._round_of[run.place], before, now)
        run.state, run.publication = "waits", publication
        run.decides_at, run.decision, run.overrules_at = choice.decides_at, choice.decision, choice.overrules_at

    def _render(self, publication: Publication, now: datetime) -> bool:
        """Most files are a few bytes in the place of the report; a sample is rendered for real."""
        settings = self._settings.lasting
        if is_within(self._weather.disk_full, now):
            return False
        if Random(f"{self._seed}:render:{publication.publication_id}").random() < self._rendered_share:
            render(settings, publication.publication_id)
            return True
        return self._breaker.call("render", lambda: _small_files(settings, publication, now)).result is not None

    def _decide(self, run: Run, now: datetime) -> None:
        assert run.publication is not None
        one, decision = run.publication.publication_id, run.decision
        if self._is_replaced(run):
            run.state = "done"
            return
        reason = "Đề nghị rà soát lại số liệu" if decision == "rejected" else ""
        settings = self._settings.lasting
        self._log.decisions_tried.append((now, one, decision))

        def decide() -> Approval:
            standing = outcome_of(settings, one).decision  # the one approver knows what was decided before
            known = standing.approval_id if standing else None
            return record_decision(settings, one, decision, "Trần Văn Minh", now, reason, known=known)

        try:
            decided = self._breaker.call("decide", decide)
        except PublishError as error:
            self._log.refused.append((now, one, error))
            run.state = "done"
            return
        if decided.result is None:
            return
        self._log.decided[one] = (now, decision)
        if decision == "approved":
            run.state = "to deliver"
        else:
            run.decision, run.decides_at = "approved", run.overrules_at

    def _is_replaced(self, run: Run) -> bool:
        """Whether another run of the same report has made a newer draft; now and then the approver overlooks it."""
        newer = [
            other
            for other in self._runs.values()
            if other.place == run.place and other.publication is not None and other.started_at > run.started_at
        ]
        return bool(newer) and self._random.random() < 0.9

    def _deliver(self, run: Run, now: datetime) -> None:
        assert run.publication is not None
        settings, one = self._settings.at(now), run.publication.publication_id
        for _ in range(TRIES):
            try:
                done = self._breaker.call("deliver", lambda: deliver(settings, one, now), sends_mail=True)
            except PublishError as error:
                self._log.refused.append((now, one, error))
                break
            self._log.note_delivering(now, one, self._office, self._settings.recipients_at(now), done.result)
            if done.result is not None and all(delivery.status != "failed" for delivery in done.result):
                break
        run.state = "done"  # what failed is the sweep's part


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
