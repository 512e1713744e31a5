"""What a template is made for, and what is written into it beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ingest.submissions.form import Form
from ingest.submissions.period import Period
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate, Part, RegisterRow
from ingest.submissions.reference import Reference

CellContent = int | float | Decimal | str
"""What a pre-filled cell holds: a number, or a text such as "-"."""
ValueKey = tuple[str, str, str]
"""(entity, indicator code, value column)."""
ALL_PARTS: tuple[Part, ...] = ("A-1", "A-2", "register", "A-3", "narrative")
"""The parts of a whole template, in the order of their sheets."""

BASIC_PART: tuple[Part, ...] = ("A-1",)


class UnknownFormError(ValueError):
    """No form of that code is declared."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whom a template is for: an area's office, or a department (then `agency_code` is set)."""

    name: str
    area_code: str = ""
    agency_code: str = ""

    @property
    def letterhead(self) -> tuple[str, str]:
        """The two lines at the top left."""
        return ("ỦY BAN NHÂN DÂN" if self.area_code else "ĐƠN VỊ BÁO CÁO", self.name.upper())


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that the sheets of one template are made from."""

    form: Form
    period: Period
    reporter: Reporter
    reference: Reference
    values: Mapping[Coordinate, CellContent] = field(default_factory=dict)
    is_nil_return: bool = False
    previous: PreviousRound | None = None
    cooperatives: Sequence[RegisterRow] = ()
    """Those of the last round's register: who they are is written beforehand, not what they earned."""

    def previous_number(self, at: Coordinate) -> Decimal | None:
        """What the reporter said of it in the last round, in the canonical unit."""
        return None if self.previous is None else self.previous.numbers.get(at)


def last_day(period: Period) -> date:
    """A day on which the areas of the period lived: its last."""
    return date(period.year, 6, 30) if period.half == 1 else date(period.year, 12, 31)
