"""Replies to findings, as an officer notes them: ``revenue_out_of_range@PL1!E27=HTX Tân Lập chiếm 60 %``."""

import re
from dataclasses import dataclass

_REPLY = re.compile(
    r"(?P<rule>[a-z][a-z0-9_]*)(?:@(?P<sheet>.*)!(?P<cell>[A-Za-z]{1,3}[1-9]\d*))?\s*=\s*(?P<text>.+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class FindingName:
    """How a finding is called: by its rule, and where it stands at a cell by that too."""

    rule_code: str
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        return f"{self.rule_code}@{self.sheet or ''}!{self.cell}" if self.cell else self.rule_code


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reporter says to a finding; without a cell, to all findings of that rule."""

    finding: FindingName
    text: str

    def answers(self, other: FindingName) -> bool:
        if self.finding.cell is None:
            return self.finding.rule_code == other.rule_code
        return (self.finding.rule_code, self.finding.sheet or "", self.finding.cell) == (
            other.rule_code,
            other.sheet or "",
            other.cell,
        )


def parse_reply(text: str) -> Reply:
    """A reply as written on the command line; ``ValueError`` where it is none."""
    match = _REPLY.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no reply: write RULE@SHEET!CELL=text, or RULE=text for all findings of a rule")
    words = " ".join(match["text"].strip().strip('"“”').split())
    if not words:
        raise ValueError(f"{text!r} says nothing: write the reporter's reply after =")
    cell = match["cell"].upper() if match["cell"] else None
    return Reply(FindingName(match["rule"], match["sheet"] if cell else None, cell), words)
