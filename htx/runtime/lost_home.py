"""A cluster whose home was deleted by hand: under root it stands elsewhere, and its passwords are gone."""

from pathlib import Path

from htx.errors import HtxError
from htx.runtime.postgres import EmbeddedPostgres

_MARKS_OF_USE = ("airflow", "store", "secrets")
"""What a home has that was used; where all is gone, nobody misses the passwords alone."""


def set_lost_cluster_aside(server: EmbeddedPostgres) -> Path | None:
    """Make room for a new cluster where the old one's home was deleted; where the old one stands now, or ``None``.

    Nothing is deleted. ``HtxError`` where the home is still in use and only its passwords are gone: that is for a
    person to mend.
    """
    if not server.has_lost_its_password():
        return None
    if any((server.home / name).exists() for name in _MARKS_OF_USE):
        raise HtxError(server.lost_password_complaint())
    server.stop()
    aside = _first_free(server.root)
    server.data.rename(aside)
    return aside


def _first_free(root: Path) -> Path:
    number = 1
    while (aside := root / f"data.of-a-deleted-home-{number}").exists():
        number += 1
    return aside
