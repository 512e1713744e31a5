"""One engine a database, in the place of one a call, with connections that live on from call to call.

In the field every call opens its connections and closes them at its end: logging in, reading the catalogue anew and
compiling every statement took most of a simulated day. Calls that are to die, or to find the database away, begin
without any connection, as in the field.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, create_engine

from ingest.raw import database


class KeptEngines:
    """The engines made so far, by address."""

    def __init__(self) -> None:
        self._engines: dict[str, Engine] = {}
        self._dispose = Engine.dispose

    def close(self) -> None:
        """Close every connection; the next call opens its own."""
        for engine in self._engines.values():
            self._dispose(engine)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While it lasts, `ingest.raw.database.connect` answers them, and no call closes them."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(database, "create_engine", self._engine)
            patch.setattr(Engine, "dispose", _left_open)
            try:
                yield
            finally:
                self.close()

    def _engine(self, url: str, **_options: object) -> Engine:
        if url not in self._engines:
            self._engines[url] = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        return self._engines[url]


def _left_open(_engine: Engine) -> None:
    """In the place of `Engine.dispose`."""
