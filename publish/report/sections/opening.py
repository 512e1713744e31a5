"""What the report opens with: on what order, about what, and how much of the numbers is there."""

from publish.report.document import Block, Paragraph
from publish.report.sections.context import SectionContext
from publish.report.sections.earlier_rounds import Foretold, foretelling_reporters, foretold_of_province
from publish.report.sections.places import in_the_area


def opening(context: SectionContext) -> tuple[Block, ...]:
    content = context.content
    duty = content.duty
    period, area = context.voice.period(content.period_key), in_the_area(context)
    owner = context.voice.pick(duty.owner_name, duty.owner_name_en)
    if duty.legal_basis and not duty.is_assumption:
        first = context.paragraph("opening.on_order", basis=duty.legal_basis, owner=owner, period=period, area=area)
    else:
        first = context.paragraph("opening.plain", owner=owner, period=period, area=area)
    return (first, *_coverage(context))


def _coverage(context: SectionContext) -> tuple[Paragraph, ...]:
    content = context.content
    expected = len(content.reporters)
    if content.area_level == "country":
        return (
            context.paragraph("coverage.country"),
            *_provinces_missing(context),
            *_expected(context),
            *_foretold_of_country(context),
        )
    if not expected:
        return ()
    accepted = sum(reporter.is_accepted for reporter in content.reporters)
    foretold = _foretold(context)
    absent = _absent_from_all(context) if foretold else [one.name for one in content.reporters if not one.is_accepted]
    paragraphs = [context.paragraph("coverage.sums", coverage=f"{accepted}/{expected}")]
    if absent:
        paragraphs.append(
            context.paragraph("coverage.absent", count=str(len(absent)), names=context.some_names(absent))
        )
    paragraphs += [*_expected(context), *foretold]
    if content.duty.cut_off_on is None:
        paragraphs.append(context.paragraph("coverage.no_cut_off"))
    else:
        paragraphs.append(context.paragraph("coverage.cut_off", date=context.voice.date(content.duty.cut_off_on)))
    return tuple(paragraphs)


def _provinces_missing(context: SectionContext) -> list[Paragraph]:
    """What "the country" stands for where some provinces were not heard: said before its first number."""
    provinces = context.content.provinces
    heard = sum(province.is_known or province.reporters_accepted > 0 for province in provinces)
    if heard == len(provinces):
        return []
    return [context.paragraph("coverage.provinces_missing", heard=str(heard), provinces=str(len(provinces)))]


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


def _expected(context: SectionContext) -> list[Paragraph]:
    """An annual report before the year's end tells what is expected of it."""
    if context.content.main_column.value_status != "estimate":
        return []
    return [context.paragraph("coverage.estimate", year=str(context.content.year))]


def _foretold_of_country(context: SectionContext) -> list[Paragraph]:
    """The same of the country, by province: with how many reporters that foretold."""
    found: list[tuple[str, Foretold]] = [
        (province.name, told)
        for province in context.content.provinces
        if (told := foretold_of_province(context, province)) is not None
    ]
    if not found:
        return []
    rounds = sorted({period for _, told in found for period in told.rounds})
    names = [context.say("coverage.foretold_province", name=name, count=str(told.count)) for name, told in found]
    return [
        context.paragraph(
            "coverage.foretold_country",
            rounds=context.voice.names([context.voice.period(one) for one in rounds]),
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
