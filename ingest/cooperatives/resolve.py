"""From the lines of one register to cooperatives: the tax code first, then the weight of all else.

One register after another, in the order of arrival: what a line was taken for depends on what had come before it
and never on what came after, so that a new round changes no id that was given.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from ingest.cooperatives.lines import RegisterLine
from ingest.cooperatives.one_register import RegisterResolution, Resolved
from ingest.cooperatives.profiles import Profiles


class Resolver:
    """Takes register after register and remembers the cooperatives."""

    def __init__(
        self, apart: Iterable[tuple[UUID, UUID]] = (), ruled: Mapping[UUID, UUID] = MappingProxyType({})
    ) -> None:
        """What persons decided: lines that are not a cooperative, and the cooperatives that lines are."""
        self.profiles = Profiles()
        self._apart = frozenset(apart)
        self._ruled = ruled

    def resolve(self, lines: Sequence[RegisterLine], known: Mapping[UUID, UUID] | None = None) -> Resolved:
        """The cooperatives of one register's lines; `known` holds those of lines that were resolved before."""
        return RegisterResolution(self.profiles, self._apart, self._ruled, lines, known or {}).resolve()
