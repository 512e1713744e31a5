"""Phần I, I.3: what members have of their cooperatives – what the figures tell, and what reporters wrote."""

from collections.abc import Iterator

from publish.report.document import Block, Paragraph
from publish.report.sections.attainment import attainment_percent, of_same_reporters
from publish.report.sections.context import SectionContext
from publish.report.sections.narratives import told_benefits

_REVENUE = "HTX.revenue_avg"
_FROM_MEMBERS = "HTX.revenue_from_members_avg"
_WORKERS = "HTX.workers_total"
_MEMBER_WORKERS = "HTX.workers_who_are_members"


def benefits(context: SectionContext) -> tuple[Block, ...]:
    told = told_benefits(context)
    said = tuple(_from_figures(context))
    nothing = () if told else (context.paragraph("benefits.not_told"),)
    return (context.heading("benefits.heading"), *said, *told, *nothing)


def _from_figures(context: SectionContext) -> Iterator[Paragraph]:
    """Shares that need two figures of the same reporters: trade with members, and members among the workers."""
    for key, part, whole in (
        ("benefits.trade", _FROM_MEMBERS, _REVENUE),
        ("benefits.work", _MEMBER_WORKERS, _WORKERS),
    ):
        share = _share(context, part, whole)
        if share:
            yield context.paragraph(key, share=share)


def _share(context: SectionContext, part_key: str, whole_key: str) -> str:
    part, whole = context.figure(part_key), context.figure(whole_key)
    if part is None or whole is None or part.value is None or whole.value is None or not of_same_reporters(part, whole):
        return ""
    percent = attainment_percent(part.value, whole.value)
    return "" if percent is None or percent > 100 else context.voice.share(percent)
