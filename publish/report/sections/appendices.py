"""The head that every appendix has; appendices are numbered when all are known."""

from collections.abc import Sequence
from dataclasses import replace

from publish.report.document import Appendix, Block, Orientation
from publish.report.sections.context import SectionContext
from publish.report.sections.letterhead import report_symbol

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def appendix(
    context: SectionContext, name: str, blocks: tuple[Block, ...], orientation: Orientation = "portrait"
) -> Appendix:
    """The appendix of that name, not yet numbered."""
    return Appendix(
        number="",
        title=context.say(f"{name}.title"),
        attached_to=context.say("appendix.attached_to", symbol=report_symbol(context.content)),
        blocks=blocks,
        orientation=orientation,
    )


def numbered(context: SectionContext, appendices: Sequence[Appendix]) -> tuple[Appendix, ...]:
    """The appendices as "Phụ lục I" and on; one alone has no number."""
    if len(appendices) == 1:
        return (replace(appendices[0], number=context.say("appendix.only")),)
    return tuple(
        replace(one, number=context.say("appendix.number", number=numeral))
        for one, numeral in zip(appendices, _NUMERALS, strict=False)
    )
