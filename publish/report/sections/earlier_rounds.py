"""An annual round's numbers that nobody has sent yet: the half-year's reports expected them for the whole year.

They stand in the column of the annual round before its own reports come, and are never told as what these say.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from publish.content import Figure
from publish.content.evidence import ClaimsOfFigure, EvidenceDocument
from publish.report.sections.context import SectionContext


@dataclass(frozen=True, slots=True)
class Foretold:
    """Of how many reporters of a figure the number was sent in an earlier round, and in which ones."""

    count: int
    rounds: tuple[str, ...]
    is_all: bool


def foretold(context: SectionContext, figure: Figure) -> Foretold | None:
    """None where the figure rests on reports of its own round alone, or where it is not known on which."""
    earlier = _earlier(context, figure)
    if not earlier:
        return None
    rounds = tuple(sorted({one.round_period for one in earlier if one.round_period}))
    return Foretold(len(earlier), rounds, len(earlier) == len(_documents(figure)))


def foretold_rounds(context: SectionContext, figures: Iterable[Figure]) -> tuple[str, ...]:
    """The earlier rounds, where each of the figures was sent in them alone; else none."""
    found = [foretold(context, figure) for figure in figures]
    if not all(one is not None and one.is_all for one in found):
        return ()
    return tuple(sorted({name for one in found if one is not None for name in one.rounds}))


def foretelling_reporters(context: SectionContext) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the reporters whose numbers of the main column were sent in an earlier round, and those rounds."""
    earlier = [one for figure in context.content.figures for one in _earlier(context, figure)]
    names = dict.fromkeys(one.claimant for one in earlier)
    return tuple(names), tuple(sorted({one.round_period for one in earlier if one.round_period}))


def _earlier(context: SectionContext, figure: Figure) -> list[EvidenceDocument]:
    content = context.content
    main = content.main_column
    is_of_main = (figure.period_key, figure.value_status) == (main.period_key, main.value_status)
    if main.value_status != "estimate" or not is_of_main:
        return []
    return [one for one in _documents(figure) if one.round_period not in {None, content.period_key}]


def _documents(figure: Figure) -> tuple[EvidenceDocument, ...]:
    return figure.claims.documents if isinstance(figure.claims, ClaimsOfFigure) else ()
