"""Calls of the product that die in their midst: the process is killed, or the database cuts the connection."""

import os
import queue
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Generic, Literal, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from tests.publish.simulation.engines import KeptEngines
from tests.publish.simulation.post_office import PostOffice

Result = TypeVar("Result")
Place = Literal["before_taking", "after_taking"]


@dataclass(frozen=True, slots=True)
class Called(Generic[Result]):
    """What became of a call; `result` is None where it died."""

    number: int
    result: Result | None


class Breaker:
    """Makes the calls of the product and lets some of them die, as the seed says."""

    def __init__(
        self,
        superuser_url: str,
        database: str,
        kept_pid: int,
        engines: KeptEngines,
        office: PostOffice,
        random: Random,
        share: float,
    ) -> None:
        self.superuser = psycopg.connect(superuser_url, autocommit=True)
        self.database, self.kept_pid, self.engines = database, kept_pid, engines
        self.office, self.random = office, random
        self.share = share
        """Part of the calls that die."""
        self.number = 0
        self.broken: dict[int, str] = {}
        """Number of each call that died, and how."""

    def call(self, what: str, function: Callable[[], Result], *, sends_mail: bool = False) -> Called[Result]:
        """The answer of a call, or that it died. Errors that no cut connection explains are raised."""
        if self.random.random() < self.share and not self._dies(what, function, sends_mail=sends_mail):
            return Called(self.number, None)
        self._begin()
        return Called(self.number, function())

    def refused(self, function: Callable[[], object]) -> bool:
        """Whether a call fails because the database lets nobody in."""
        self._begin()
        try:
            function()
        except DBAPIError:
            return True
        return False

    def set_database_away(self, *, is_away: bool) -> None:
        """Nobody can connect any more, as when the server is down; or all can again."""
        self.engines.close()
        name = sql.Identifier(self.database)
        self.superuser.execute(
            sql.SQL("alter database {} with allow_connections {}").format(name, sql.Literal(not is_away))
        )

    def close(self) -> None:
        self.superuser.close()

    def _begin(self) -> None:
        self.number += 1
        self.office.call = self.number

    def _dies(self, what: str, function: Callable[[], object], *, sends_mail: bool) -> bool:
        """Let a call die; True where it came to its end before that."""
        self._begin()
        self.engines.close()
        number = self.number
        kind = self.random.choice(["killed", "cut"] + ["killed at the server", "cut at the server"] * sends_mail)
        place: Place | None = None
        statement = 0
        if kind.endswith("server"):
            place = self.random.choice(["before_taking", "after_taking"])
        else:
            statement = self.random.randrange(1, 25)
        if kind.startswith("killed"):
            is_whole = self._killed(function, statement, place)
        else:
            is_whole = self._cut(function, statement, place)
        if not is_whole:
            self.broken[number] = f"{what} {kind} {place or statement}"
            self._settle()
        return is_whole

    def _killed(self, function: Callable[[], object], statement: int, place: Place | None) -> bool:
        """The call in a process of its own that is killed at a statement, or by the mail server."""
        pids: queue.Queue[int] = queue.Queue(1)

        def kill() -> None:
            pid = pids.get()
            pids.put(pid)
            os.kill(pid, signal.SIGKILL)

        with self._at_the_server(place, kill):
            pid = os.fork()
            if pid == 0:
                _in_a_child(function, statement)
            pids.put(pid)
            _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the call raised an error of its own"
        return not os.WIFSIGNALED(status)

    def _cut(self, function: Callable[[], object], statement: int, place: Place | None) -> bool:
        """The call in this process; the backend that serves it is ended at a statement, or by the mail server."""
        try:
            with self._at_the_server(place, self._settle), _at_statement(statement, self._settle):
                function()
        except DBAPIError:
            return False
        return True

    @contextmanager
    def _at_the_server(self, place: Place | None, action: Callable[[], None]) -> Iterator[None]:
        if place is None:
            yield
            return
        former = getattr(self.office, place)
        setattr(self.office, place, action)
        try:
            yield
        finally:
            setattr(self.office, place, former)

    def _settle(self) -> None:
        """End every other backend of the database, and wait until they are gone."""
        self.superuser.execute(
            "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = %s and pid <> %s",
            (self.database, self.kept_pid),
        )


def _in_a_child(function: Callable[[], object], statement: int) -> None:
    try:
        with _at_statement(statement, lambda: os.kill(os.getpid(), signal.SIGKILL)):
            function()
    except BaseException:
        os._exit(1)
    os._exit(0)


@contextmanager
def _at_statement(number: int, action: Callable[[], None]) -> Iterator[None]:
    """Before the statement or commit of that number, in the order of the call, do something; 0 is never."""
    count = 0

    def _count(*_arguments: object) -> None:
        nonlocal count
        count += 1
        if count == number:
            action()

    def on_commit(_connection: Connection) -> None:
        _count()

    event.listen(Engine, "before_cursor_execute", _count)
    event.listen(Engine, "commit", on_commit)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", _count)
        event.remove(Engine, "commit", on_commit)
