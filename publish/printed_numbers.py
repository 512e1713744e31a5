"""Every number that a document prints, held against the frozen figures."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from publish.report.document import Block, DocumentTable, Language, Paragraph, ReportDocument

_NUMBER = re.compile(r"\d[\d.,]*(?<![.,])")
_MARKS: dict[Language, tuple[str, str]] = {"vi": (".", ","), "en": (",", ".")}
"""What parts thousands, and what begins the decimals."""
_SCALES = {"tỷ": Decimal(10**9), "billion": Decimal(10**9), "triệu": Decimal(10**6), "million": Decimal(10**6)}
_UNIT_FACTORS = (Decimal(1), Decimal(10**3), Decimal(10**6), Decimal(10**9))
"""Of the canonical unit to those that forms and sentences print: đồng, nghìn, triệu, tỷ đồng."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """What a document prints for a figure; `value` as a workbook takes it, where it is in a table."""

    figure_id: UUID
    text: str
    value: Decimal | None
    place: str


@dataclass(frozen=True, slots=True)
class Misprint:
    """A printed number that is not the frozen one; `frozen` None where the figure is not known, or is none of them."""

    printed: PrintedNumber
    frozen: Decimal | None
    is_frozen: bool

    def __str__(self) -> str:
        if not self.is_frozen:
            return (
                f"{self.printed.place}: {self.printed.text} prints figure {self.printed.figure_id}, which is not frozen"
            )
        return (
            f"{self.printed.place}: {self.printed.text} prints figure {self.printed.figure_id}, frozen as {self.frozen}"
        )


def printed_numbers(document: ReportDocument) -> Iterator[PrintedNumber]:
    """The printed figures of text, tables and appendices, in their order."""
    for blocks in (document.blocks, *(appendix.blocks for appendix in document.appendices)):
        for block in blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[PrintedNumber]:
    if isinstance(block, Paragraph):
        for run in block.runs:
            if run.figure_id is not None:
                yield PrintedNumber(run.figure_id, run.text, None, f"“{block.text[:60]}…”")
    elif isinstance(block, DocumentTable):
        for row in block.rows:
            for cell in row.cells:
                if cell.figure_id is not None:
                    yield PrintedNumber(cell.figure_id, cell.text, cell.value, block.caption)


def misprints(document: ReportDocument, frozen: Mapping[UUID, Decimal | None]) -> tuple[Misprint, ...]:
    """The printed numbers that are not the frozen figures, rounded as printed and in the unit that is printed."""
    return tuple(
        Misprint(printed, frozen.get(printed.figure_id), printed.figure_id in frozen)
        for printed in printed_numbers(document)
        if printed.figure_id not in frozen or not _agrees(printed, frozen[printed.figure_id], document.language)
    )


def _agrees(printed: PrintedNumber, frozen: Decimal | None, language: Language) -> bool:
    found = _NUMBER.search(printed.text)
    if found is None or frozen is None:
        return found is None and frozen is None and printed.value is None
    thousands, decimal = _MARKS[language]
    digits = found[0].replace(thousands, "")
    step = Decimal(1).scaleb(-len(digits.partition(decimal)[2]))
    shown = Decimal(digits.replace(decimal, "."))
    factors = [factor for word, factor in _SCALES.items() if word in printed.text.split()] or _UNIT_FACTORS
    fitting = [factor for factor in factors if shown == (abs(frozen) / factor).quantize(step, ROUND_HALF_UP)]
    if printed.value is None:
        return bool(fitting)
    return any(abs(printed.value * factor - frozen) <= _ROUNDING * factor for factor in fitting)


_ROUNDING = Decimal("0.000001")
"""A value in another unit than the canonical one may have lost what lies beyond the sixth decimal."""
