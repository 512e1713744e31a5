"""What the resolution reads and writes: lines of registers, and the cooperative each of them is."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Method = Literal["tax_code", "evidence", "same_line", "new"]


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One cooperative as one register lists it."""

    line_id: UUID
    """Of the file, its address in it and what identifies it: read again by a better reader it stays the same."""
    reading_id: UUID
    sheet: str
    row_number: int
    reporter_code: str
    """The area or department whose register it is."""
    is_of_area: bool
    """Whether the reporter is an area, whose register lists its own cooperatives and no others."""
    province_code: str
    """Today's province: no cooperative is looked for in another without a tax code."""
    neighbourhood: frozenset[str]
    """The places of old that the reporter's area is made of; empty where that is not known."""
    period_key: str
    period_ends_on: str
    """The last day of the round, as ISO: "2023-H1" ends before "2023"."""
    name: str
    tax_code: str | None
    """As read: not all of them are right."""
    address: str | None
    sector_code: str | None
    founded_on: str | None
    """ISO, as precise as printed: 2015, 2015-03 or 2015-03-15."""
    chairperson: str | None
    is_second_copy: bool = False
    """Whether its register lists the cooperative in an earlier line too."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The cooperative that a line is."""

    line: RegisterLine
    cooperative_id: UUID
    method: Method
    confidence: float
    """How sure it is that the line is this cooperative and no other, from 0 to 1; 1 where it is the first of it."""
    evidence: str
    """What speaks for it and against it, in words."""
    trusts_tax_code: bool
    """Whether its tax code is right and nothing speaks against it."""
    neighbourhood: frozenset[str]
    """The line's, and what the cooperatives listed with it told of where they were listed before."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that may be a cooperative, and was not taken for it: a person decides."""

    line: RegisterLine
    cooperative_id: UUID
    """What the line was taken for."""
    candidate_id: UUID
    """What it may be too."""
    confidence: float
    evidence: str
