"""An annual round's numbers that nobody has sent yet: the half-year's reports expected them for the whole year.

They stand in the column of the annual round before its own reports come, and are never told as what these say.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from publish.content import Figure, ProvinceOfNation, RelatedFigure, RoundOfFigure
from publish.content.evidence import ClaimsOfFigure, EvidenceDocument
from publish.report.sections.context import SectionContext


@dataclass(frozen=True, slots=True)
class Foretold:
    """Of how many reporters of a figure the number was sent in an earlier round, and in which ones."""

    count: int
    rounds: tuple[str, ...]
    is_all: bool


def foretold(context: SectionContext, figure: Figure | RelatedFigure) -> Foretold | None:
    """None where the figure rests on reports of its own round alone, or where it is not known on which."""
    if not _is_of_main(context, figure):
        return None
    rounds = _rounds(figure)
    earlier = [one for one in rounds if one.period_key != context.content.period_key]
    if not earlier:
        return None
    periods = tuple(sorted(one.period_key for one in earlier))
    return Foretold(sum(one.reports for one in earlier), periods, is_all=len(earlier) == len(rounds))


def foretold_of_province(context: SectionContext, province: ProvinceOfNation) -> Foretold | None:
    """Of its numbers in a report of the country that which most of its reporters sent in an earlier round."""
    found = [one for figure in province.figures if (one := foretold(context, figure)) is not None]
    return max(found, key=lambda one: one.count, default=None)


@dataclass(frozen=True, slots=True)
class ForetellingRounds:
    """The earlier rounds behind the figures of a paragraph; none where all were sent in the round of the report."""

    periods: tuple[str, ...]
    is_all: bool
    """Whether every figure was sent in them alone."""


def foretelling_rounds(context: SectionContext, figures: Iterable[Figure]) -> ForetellingRounds:
    """The earlier rounds that any of the figures was sent in."""
    found = [foretold(context, figure) for figure in figures]
    periods = {name for one in found if one is not None for name in one.rounds}
    return ForetellingRounds(tuple(sorted(periods)), all(one is not None and one.is_all for one in found))


def foretelling_reporters(context: SectionContext) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the reporters whose numbers of the main column were sent in an earlier round, and those rounds."""
    earlier = [one for figure in context.content.figures for one in _earlier(context, figure)]
    names = dict.fromkeys(one.claimant for one in earlier)
    return tuple(names), tuple(sorted({one.round_period for one in earlier if one.round_period}))


def _is_of_main(context: SectionContext, figure: Figure | RelatedFigure) -> bool:
    main = context.content.main_column
    is_of_main = (figure.period_key, figure.value_status) == (main.period_key, main.value_status)
    return main.value_status == "estimate" and is_of_main


def _rounds(figure: Figure | RelatedFigure) -> tuple[RoundOfFigure, ...]:
    """The rounds of its claims' documents; a figure of figures was frozen with them."""
    documents = _documents(figure) if isinstance(figure, Figure) else ()
    if not documents:
        return figure.rounds
    counts = Counter(one.round_period for one in documents)
    # what is of no known round counts as of its own, so that nothing is called foretold by guess
    return tuple(RoundOfFigure(period or figure.period_key, count) for period, count in counts.items())


def _earlier(context: SectionContext, figure: Figure) -> list[EvidenceDocument]:
    if not _is_of_main(context, figure):
        return []
    return [one for one in _documents(figure) if one.round_period not in {None, context.content.period_key}]


def _documents(figure: Figure) -> tuple[EvidenceDocument, ...]:
    return figure.claims.documents if isinstance(figure.claims, ClaimsOfFigure) else ()
