"""What the report opens with: on what order, about what, and how much of the numbers is there."""

from publish.report.document import Block, Paragraph
from publish.report.sections.context import SectionContext
from publish.report.sections.earlier_rounds import foretelling_reporters
from publish.report.sections.places import in_the_area


def opening(context: SectionContext) -> tuple[Block, ...]:
    content = context.content
    duty = content.duty
    period, area = context.voice.period(content.period_key), in_the_area(context)
    owner = context.voice.pick(duty.owner_name, duty.owner_name_en)
    if duty.legal_basis:
        first = context.paragraph("opening.on_order", basis=duty.legal_basis, owner=owner, period=period, area=area)
    else:
        first = context.paragraph("opening.plain", owner=owner, period=period, area=area)
    return (first, *_coverage(context))


def _coverage(context: SectionContext) -> tuple[Paragraph, ...]:
    content = context.content
    expected = len(content.reporters)
    if not expected or content.area_level == "country":
        return (context.paragraph("coverage.country"),) if content.area_level == "country" else ()
    accepted = sum(reporter.is_accepted for reporter in content.reporters)
    foretold = _foretold(context)
    absent = _absent_from_all(context) if foretold else [one.name for one in content.reporters if not one.is_accepted]
    paragraphs = [context.paragraph("coverage.sums", coverage=f"{accepted}/{expected}")]
    if absent:
        paragraphs.append(
            context.paragraph("coverage.absent", count=str(len(absent)), names=context.some_names(absent))
        )
    paragraphs += foretold
    if content.duty.cut_off_on is None:
        paragraphs.append(context.paragraph("coverage.no_cut_off"))
    else:
        paragraphs.append(context.paragraph("coverage.cut_off", date=context.voice.date(content.duty.cut_off_on)))
    return tuple(paragraphs)


def _foretold(context: SectionContext) -> list[Paragraph]:
    """An annual report that stands on what the half-year's reports expected says so first."""
    names, rounds = foretelling_reporters(context)
    if not names:
        return []
    told = context.voice.names([context.voice.period(one) for one in rounds])
    return [
        context.paragraph(
            "coverage.foretold",
            count=str(len(names)),
            rounds=told,
            year=str(context.content.year),
            names=context.some_names(names),
        )
    ]


def _absent_from_all(context: SectionContext) -> list[str]:
    """Reporters that no number of the main column has anything of, not even what they expected earlier."""
    main = context.content.main_column
    absent = [
        set(figure.absentees)
        for figure in context.content.figures
        if (figure.period_key, figure.value_status) == (main.period_key, main.value_status) and figure.value is not None
    ]
    from_all = set.intersection(*absent) if absent else set()
    return [reporter.name for reporter in context.content.reporters if reporter.name in from_all]
