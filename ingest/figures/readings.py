"""A number with its meaning, and what it is read against."""

from typing import NamedTuple

from ingest.figures.clause import Clause
from ingest.figures.mentions import Item, ReadSentence
from ingest.figures.quantities import Quantity
from ingest.figures.types import Kind, Status
from ingest.figures.vocabulary import Measured, indicators

_AMBIGUOUS_NUMBER_DOUBT = 0.8
TOTAL_SAID = "total said"
"""Step of a reading whose text says "tổng": it is a total of all, however small."""

IN_TABLE = "in table"
"""Step of a reading of a cell, whose time its head tells: equal numbers of two years are two."""


class Reading(NamedTuple):
    """A number with its meaning, before place and evidence are added; `last` is the token after its evidence."""

    kind: Kind
    quantity: Quantity
    last: int
    measured: Measured | None
    sector: str
    unit: str
    status: Status
    period: str | None
    place: str | None
    head: str
    attribute: str
    trace: tuple[str, ...]
    doubt: float = 1.0


ReadNumber = tuple[tuple[Reading, ...], int]
"""Readings of one number, and the item to go on with."""


class Frame(NamedTuple):
    """What a number is read against: its sentence, what is in force, its status and period."""

    sentence: ReadSentence
    clause: Clause
    status: Status
    period: str | None
    area: str | None = None
    """The area named right before the number."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the sentence."""
        return self.sentence.items

    def item(self, index: int) -> Item | None:
        """The item at `index`, None outside the sentence."""
        items = self.sentence.items
        return items[index] if 0 <= index < len(items) else None

    def last_token(self, next_item: int) -> int:
        """The token after the item that comes before `next_item`."""
        return self.items[next_item - 1].last

    def reading(
        self,
        quantity: Quantity,
        last: int,
        subject: str,
        attribute: str,
        form: str,
        *,
        sector: str = "all",
        unit: str,
        trace: tuple[str, ...] = (),
        doubt: float = 1.0,
    ) -> Reading | None:
        """The number as what `vocabulary/indicators.csv` knows under subject, attribute and form; None if nothing."""
        measured = indicators().get((subject, attribute, form))
        if measured is None:
            return None
        clause = self.clause
        return Reading(
            kind=Kind.ENTITY_FIGURE if clause.speaks_of_some(unit, self.status) else Kind.FIGURE,
            quantity=quantity,
            last=last,
            measured=measured,
            sector=sector,
            unit=unit,
            status=self.status,
            period=self.period,
            place=clause.place,
            head=subject,
            attribute=attribute,
            trace=(f"form:{form}", f"subject:{subject}", f"attribute:{attribute or 'none'}", *trace),
            doubt=doubt * (_AMBIGUOUS_NUMBER_DOUBT if quantity.ambiguous and form == "count" else 1.0),
        )

    def other(self, kind: Kind, quantity: Quantity, last: int, unit: str) -> Reading:
        """The number as a change, a share or the like: read, and nothing of ours."""
        return Reading(
            kind=kind,
            quantity=quantity,
            last=last,
            measured=None,
            sector="all",
            unit=unit,
            status=self.status,
            period=self.period,
            place=self.clause.place,
            head="",
            attribute="",
            trace=(f"kind:{kind}",),
        )
