"""Exposures name what is read, all of it and no more."""

import re
from pathlib import Path

import pytest

from htx.settings import REPOSITORY
from publish.reading.scope import MARTS_READ
from tests.dbt.manifest import Manifest

pytestmark = [pytest.mark.integration, pytest.mark.dbt]
READ = re.compile(r"\bmarts\.((?:dim|fct|bridge|mart)_\w+)")
READERS = ("publish", "htx")


def files_under(name: str) -> list[Path]:
    path = REPOSITORY / name
    return [path] if path.is_file() else sorted(path.rglob("*.py"))


def marts_read_in(path: Path) -> set[str]:
    return set(READ.findall(path.read_text(encoding="utf-8")))


def read_by(manifest: Manifest, exposure: str) -> list[Path]:
    named = manifest.exposures[exposure]["config"].get("meta", {}).get("read_by", [])
    return [path for name in named for path in files_under(name)]


def test_an_exposure_depends_on_the_marts_that_its_files_read(manifest: Manifest) -> None:
    for name in manifest.exposures.keys() - {"bi_readers"}:
        read: set[str] = set().union(*map(marts_read_in, read_by(manifest, name)))
        assert set(manifest.parents[name]) == read, name


def test_every_file_that_reads_marts_belongs_to_an_exposure(manifest: Manifest) -> None:
    told = {path for name in manifest.exposures for path in read_by(manifest, name)}
    reading = {path for room in READERS for path in files_under(room) if marts_read_in(path)}
    assert reading - told == set()


def test_a_publication_compares_the_builds_of_all_that_it_reads(manifest: Manifest) -> None:
    assert set(MARTS_READ) == set(manifest.parents["half_year_report"])


def test_dashboards_may_read_every_mart(manifest: Manifest) -> None:
    assert set(manifest.parents["bi_readers"]) == manifest.marts.keys()
