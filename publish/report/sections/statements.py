"""What is said of one indicator: its clause, the label of its total, the movement, the plan and the estimate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from publish.content import Figure
from publish.report.coverage_words import Coverage, coverage_of, coverage_said
from publish.report.document import Run
from publish.report.sections.attainment import attainment_percent, attainment_runs, of_same_reporters
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.movement import movement_runs
from publish.report.sections.places import whole_area
from publish.report.wording.phrases import filled, template

Role = Literal["head", "part", "flow", "outlook"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure with a value, and what it is said for; parts stand in percent of their `head`."""

    figure: Figure
    role: Role
    head: Figure | None = None
    told_coverage: Coverage | None = None
    """What the paragraph has told of its figures already; one that differs from it has its own label."""


def statement_runs(context: SectionContext, statement: Statement) -> tuple[Run, ...]:
    """ "570 hợp tác xã đang hoạt động (chiếm 93,3%), tăng 9 hợp tác xã (1,6%) so với cùng kỳ năm 2023"."""
    figure = statement.figure
    runs = [*clause_runs(context, figure, is_expected=statement.role == "outlook"), *_loss(context, figure)]
    if statement.role == "part" and statement.head is not None:
        runs += _share_of(context, figure, statement.head)
    runs += coverage_label(context, figure, statement.told_coverage)
    if statement.role != "outlook":
        runs += _movements(context, statement)
    runs += attainment_runs(context, figure)
    if statement.role == "head":
        runs += _estimate(context, figure)
    return tuple(runs)


def clause_runs(context: SectionContext, figure: Figure, *, is_expected: bool = False) -> tuple[Run, ...]:
    """The indicator's own clause, or "… là …" for one that has none; of zero events that there were none."""
    assert figure.value is not None
    measure = context.measure_of(figure)
    amount = Run(context.voice.amount(figure.value, measure), figure.figure_id)
    plain = template("clause", context.voice.language)
    kind = "clause" if figure.value else "clause_none"
    of_indicator = template(f"clause.{figure.indicator_key}", context.voice.language, missing=plain)
    written = template(f"{kind}.{figure.indicator_key}", context.voice.language, missing=of_indicator)
    name = uncapitalised(context.indicator_name(figure.indicator_key, figure.indicator_name))
    clause = filled(written, {"amount": amount, "where": whole_area(context), "name": name})
    return context.runs("clause.outlook", clause=clause, name=name, amount=amount) if is_expected else clause


def joined(said: Sequence[tuple[Run, ...]], mark: str = "; ") -> tuple[Run, ...]:
    """The statements one after the other."""
    runs: list[Run] = []
    for place, one in enumerate(said):
        runs += [Run(mark), *one] if place else one
    return tuple(runs)


def told_coverage(figures: Sequence[Figure]) -> Coverage | None:
    """The coverage that most figures of a paragraph have, where it is not whole: told once, at its beginning."""
    (most, _), *_ = Counter(coverage_of(figure) for figure in figures).most_common(1)
    return most if most[0] != most[1] else None


def coverage_label(context: SectionContext, figure: Figure, told: Coverage | None) -> tuple[Run, ...]:
    """ " (theo số liệu của 17/22 đơn vị)"; a whole total says so only where the paragraph is about part of them."""
    if coverage_of(figure) == told or (told is None and figure.is_whole):
        return ()
    if figure.is_whole:
        return context.runs("label.of_all")
    return context.runs("label.of_some", coverage=coverage_said(context.voice, coverage_of(figure), "brackets"))


def _loss(context: SectionContext, figure: Figure) -> tuple[Run, ...]:
    """A negative profit is a loss: the minus sign alone is easily overlooked."""
    is_loss = "profit" in figure.indicator_key and figure.value is not None and figure.value < 0
    return context.runs("clause.loss") if is_loss else ()


def _share_of(context: SectionContext, part: Figure, head: Figure) -> tuple[Run, ...]:
    """ " (chiếm 93,3%)", of a total in the same unit and of the same reporters; a part is never more than its whole."""
    if part.canonical_unit != head.canonical_unit or not part.value or head.value is None:
        return ()
    percent = attainment_percent(part.value, head.value)
    if percent is None or percent > 100 or not of_same_reporters(part, head):
        return ()
    return context.runs("clause.share", share=context.voice.share(percent))


def _movements(context: SectionContext, statement: Statement) -> tuple[Run, ...]:
    """Against a year before; for the head of a paragraph also against the end of the last year."""
    figure = statement.figure
    assert figure.value is not None
    measure = context.measure_of(figure)
    year_before = context.comparisons.get((figure.indicator_key, "year_before"))
    if statement.role != "head":
        is_told = year_before is not None and year_before.is_like_for_like and year_before.difference
        return movement_runs(context, figure.value, year_before, measure) if year_before and is_told else ()
    runs: list[Run] = []
    if year_before is None:
        runs += context.runs("move.first") if context.is_first_time(figure) else ()
    else:
        runs += movement_runs(context, figure.value, year_before, measure)
    previous = context.comparisons.get((figure.indicator_key, "previous_period"))
    is_other = previous is not None and (year_before is None or previous.earlier != year_before.earlier)
    if previous is not None and is_other and previous.is_like_for_like and previous.earlier.value is not None:
        runs += movement_runs(context, figure.value, previous, measure)
    return tuple(runs)


def _estimate(context: SectionContext, figure: Figure) -> tuple[Run, ...]:
    """ ", ước tính gồm cả đơn vị chưa báo cáo là 625 hợp tác xã", where an officer switched estimates on."""
    estimate = context.estimates.get(figure.coordinates)
    if estimate is None or estimate.value is None or figure.is_whole:
        return ()
    measure = context.measure_of(figure)
    amount = Run(context.voice.amount(estimate.value, measure), estimate.figure_id)
    return context.runs("clause.estimate", amount=amount)
