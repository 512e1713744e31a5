"""What the report opens with: on what order, about what, and how much of the numbers is there."""

from publish.report.document import Block, Paragraph
from publish.report.sections.context import SectionContext
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
    absent = [reporter.name for reporter in content.reporters if not reporter.is_accepted]
    paragraphs = [context.paragraph("coverage.sums", coverage=f"{expected - len(absent)}/{expected}")]
    if absent:
        paragraphs.append(
            context.paragraph("coverage.absent", count=str(len(absent)), names=context.some_names(absent))
        )
    if content.duty.cut_off_on is None:
        paragraphs.append(context.paragraph("coverage.no_cut_off"))
    else:
        paragraphs.append(context.paragraph("coverage.cut_off", date=context.voice.date(content.duty.cut_off_on)))
    return tuple(paragraphs)
