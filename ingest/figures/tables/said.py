"""What words of a table can say of its numbers."""

from dataclasses import dataclass

from ingest.figures.tables.units import Unit
from ingest.figures.types import Status


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of a cell say; None and empty where they say nothing of it.

    `counts` is set where the words say "số" or "tổng số", so that the organisations named are what is counted.
    `comparison` is `attainment`, `change` or `another_time` for columns that measure nothing themselves. `whole` is
    a row of totals, `rest` what is left over, `part` a part of what stands above. `unknown` holds words nobody knows.
    """

    entity: str | None = None
    people: str | None = None
    measure: str | None = None
    attribute: str | None = None
    sector: str | None = None
    place: str | None = None
    total: bool = False
    counts: bool = False
    average: bool = False
    ratio: bool = False
    status: Status | None = None
    period: str | None = None
    comparison: str | None = None
    unit: Unit | None = None
    per: frozenset[str] = frozenset()
    whole: bool = False
    rest: bool = False
    part: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def names_indicator(self) -> bool:
        """Whether it says what is counted or measured, or a state of it."""
        return any((self.entity, self.people, self.measure, self.attribute))

    @property
    def is_kind(self) -> bool:
        """Whether it only names a kind of organisation: "Quỹ tín dụng nhân dân" in a list of kinds or sectors."""
        return not (self.people or self.measure or self.attribute or self.total or self.unit)

    @property
    def is_bare(self) -> bool:
        """Whether it says nothing but that it is a total."""
        return not (self.names_indicator or self.sector or self.place or self.status or self.period or self.unknown)


NOTHING = Said()
"""What an empty cell says."""
