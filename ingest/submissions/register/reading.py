"""From sheets to rows of the register: every cooperative at its own row, every field at its own cell."""

from dataclasses import dataclass

from ingest.submissions.reading import Finding, RegisterRow
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers of a file: their rows in order, and what is wrong with single cells and rows."""

    rows: tuple[RegisterRow, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_registers(workbook: Workbook, reference: Reference) -> Registers:
    """All registers on the visible sheets."""
    return Registers()
