"""What reporters wrote, word for word: grouped by topic and subject, each paragraph with who wrote it."""

from collections.abc import Iterable

from publish.content import Narrative
from publish.report.document import Block, Paragraph, SectionHeading
from publish.report.sections.context import SectionContext
from publish.report.sections.narrative_subjects import subject_of, subjects

_DIFFICULTIES = ("difficulties",)
_PROPOSALS = ("proposals",)
_BENEFITS = ("benefits", "members")
_DIRECTIONS = ("directions", "plans")
_HAVE_A_PLACE = frozenset((*_DIFFICULTIES, *_PROPOSALS, *_BENEFITS, *_DIRECTIONS))


def difficulties(context: SectionContext) -> tuple[Block, ...]:
    """Difficulties and causes, then proposals, then what else was written: nothing is left out."""
    others = tuple(dict.fromkeys(one.topic for one in context.content.narratives if one.topic not in _HAVE_A_PLACE))
    return (
        context.heading("narrative.heading"),
        *_topic(context, context.heading("narrative.difficulties"), _DIFFICULTIES),
        *_topic(context, context.heading("narrative.proposals"), _PROPOSALS),
        *(_topic(context, context.heading("narrative.others"), others) if others else ()),
    )


def told_benefits(context: SectionContext) -> tuple[Block, ...]:
    """What reporters wrote of what members gain; nothing where nobody did."""
    return tuple(_by_subject(context, _of_topics(context, _BENEFITS)))


def told_directions(context: SectionContext) -> tuple[Block, ...]:
    """What reporters wrote of the next period; nothing where nobody did."""
    return tuple(_by_subject(context, _of_topics(context, _DIRECTIONS)))


def _topic(context: SectionContext, heading: SectionHeading, topics: tuple[str, ...]) -> tuple[Block, ...]:
    told = _of_topics(context, topics)
    if not told:
        return (heading, context.paragraph("narrative.none"))
    reporters = len({one.reporter for one in told})
    return (heading, context.paragraph("narrative.told", count=str(reporters)), *_by_subject(context, told))


def _of_topics(context: SectionContext, topics: tuple[str, ...]) -> list[Narrative]:
    return [one for one in context.content.narratives if one.topic in topics and one.text.strip()]


def _by_subject(context: SectionContext, told: Iterable[Narrative]) -> list[Paragraph]:
    """Paragraphs by subject in the order of the subjects; the same words of several reporters stand once."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in told:
        text = " ".join(one.text.split()).lstrip("-–+•* ").rstrip(" .;")
        reporters = found.setdefault(subject_of(text), {}).setdefault(text, [])
        if one.reporter not in reporters:
            reporters.append(one.reporter)
    paragraphs: list[Paragraph] = []
    for subject in subjects():
        if subject in found:
            paragraphs.append(context.paragraph(f"subject.{subject}"))
            paragraphs += [
                context.item("narrative.item", text=text, reporters=", ".join(names))
                for text, names in found[subject].items()
            ]
    return paragraphs
