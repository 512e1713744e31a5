"""One real stack for the end-to-end tests: PostgreSQL, Airflow's four components, the sample site."""

from collections.abc import Iterator

import pytest

from htx.runtime.postgres import EmbeddedPostgres
from htx.runtime.stack import down
from htx.settings import Settings
from tests.end_to_end.stack import Played, play


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    home = tmp_path_factory.mktemp("stack")
    try:
        yield Played(home, play(home))
    finally:
        down(Settings(home=home, _env_file=None))
        EmbeddedPostgres(home).remove()
