"""Phần I, I.1: numbers, revenue and income; members and workers; managers – in sentences, from the figures."""

from collections.abc import Collection
from dataclasses import dataclass

from publish.content import Figure
from publish.report.coverage_words import Coverage, coverage_said
from publish.report.document import Block, Paragraph, Run
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.earlier_rounds import ForetellingRounds, foretelling_rounds
from publish.report.sections.statements import Role, Statement, joined, statement_runs, told_coverage
from publish.report.sections.trend import trend_chart
from publish.report.topics import Topic, indicators_by_topic

_CONTENTS: tuple[tuple[str, tuple[Topic, ...]], ...] = (
    ("situation.numbers", ("cooperatives", "unions", "groups", "results")),
    ("situation.members", ("members", "workers")),
    ("situation.managers", ("managers",)),
)
_SHARE = "_pct"


@dataclass(frozen=True, slots=True)
class _TopicFigures:
    """The known figures of the main column under one heading: its head, the parts at that date, and the flows."""

    head: Figure | None
    parts: tuple[Figure, ...]
    flows: tuple[Figure, ...]

    @property
    def all(self) -> tuple[Figure, ...]:
        return (*((self.head,) if self.head else ()), *self.parts, *self.flows)


def situation(context: SectionContext) -> tuple[Block, ...]:
    blocks: list[Block] = [context.heading("situation.heading"), context.heading("situation.general")]
    for heading, topics in _CONTENTS:
        blocks.append(context.heading(heading))
        for topic in topics:
            blocks += _topic(context, topic)
        blocks += _unknown(context, topics)
        if heading == "situation.numbers":
            blocks += trend_chart(context)
    return tuple(blocks)


def _topic(context: SectionContext, topic: Topic) -> list[Paragraph]:
    """One paragraph: what there was, what happened, what is expected for the year; its coverage is told once."""
    found = _results(context) if topic == "results" else _figures(context, topic)
    if not found.all:
        return []
    told = told_coverage(found.all)
    stands = _stands(context, topic, found, told)
    flows = [statement_runs(context, Statement(figure, "flow", told_coverage=told)) for figure in found.flows]
    leads = _Leads(context, told, foretelling_rounds(context, found.all))
    sentences = [_sentence(leads.stocks(topic), stands)] if stands else []
    if flows:
        sentences.append(_sentence(leads.flows(is_first=not sentences), joined(flows)))
    return [Paragraph(joined([*sentences, *_outlook(context, topic, told)], mark=" "))]


def _figures(context: SectionContext, topic: Topic) -> _TopicFigures:
    keys = indicators_by_topic()[topic]
    known = [figure for key in keys if (figure := context.figure(key)) is not None and figure.value is not None]
    head = next((figure for figure in known if figure.indicator_key == keys[0]), None)
    counted = {figure.indicator_key for figure in known}
    rest = [figure for figure in known if figure is not head and not (head and _is_told_by_count(figure, counted))]
    flows = tuple(figure for figure in rest if _is_flow(context, figure))
    return _TopicFigures(head, tuple(figure for figure in rest if figure not in flows), flows)


def _is_told_by_count(figure: Figure, counted: Collection[str]) -> bool:
    """A share of which the count is told, with its percent of the head."""
    return figure.indicator_key.endswith(_SHARE) and figure.indicator_key.removesuffix(_SHARE) in counted


def _results(context: SectionContext) -> _TopicFigures:
    """Revenue, profit and income: each stands for itself, none is a part of another."""
    keys = indicators_by_topic()["results"]
    known = [figure for key in keys if (figure := context.figure(key)) is not None and figure.value is not None]
    return _TopicFigures(None, tuple(known), ())


def _is_flow(context: SectionContext, figure: Figure) -> bool:
    indicator = context.indicators.get(figure.indicator_key)
    return indicator is not None and indicator.stock_or_flow == "flow"


def _stands(context: SectionContext, topic: Topic, found: _TopicFigures, told: Coverage | None) -> tuple[Run, ...]:
    """The head with its movements, and after "trong đó" the parts of it."""
    said = []
    for place, figure in enumerate(found.parts):
        is_head = topic == "results" and (place == 0 or _is_comparable(context, figure))
        role: Role = "head" if is_head else "part"
        said.append(statement_runs(context, Statement(figure, role, found.head, told)))
    parts = joined(said)
    if found.head is None:
        return parts
    head = statement_runs(context, Statement(found.head, "head", told_coverage=told))
    return (*head, *context.runs("situation.of_which", parts=parts)) if parts else head


def _is_comparable(context: SectionContext, figure: Figure) -> bool:
    """Whether a rise or fall can be told: that it cannot is said once in a paragraph, of its first figure."""
    year_before = context.comparisons.get((figure.indicator_key, "year_before"))
    return year_before is None or year_before.is_like_for_like


@dataclass(frozen=True, slots=True)
class _Leads:
    """How a paragraph begins: of which day or months, and of how many reporters where that holds for all of it."""

    context: SectionContext
    told: Coverage | None
    foretold: ForetellingRounds
    """Rounds before this one in which numbers of the paragraph were expected, and not told anew."""

    def stocks(self, topic: Topic) -> str:
        content = self.context.content
        if topic == "results":
            return self.flows(is_first=True)
        if content.main_column.value_status == "estimate":
            return self._with_coverage("lead.year_end", year=str(content.year))
        if content.duty.cut_off_on is None:
            return self._with_coverage("lead.as_reported")
        return self._with_coverage("lead.as_of", date=self.context.voice.date(content.duty.cut_off_on))

    def flows(self, *, is_first: bool) -> str:
        content = self.context.content
        key = "lead.whole_year" if content.main_column.value_status == "estimate" else "lead.period"
        slots = {"period": self.context.voice.period(content.period_key), "year": str(content.year)}
        return self._with_coverage(key, **slots) if is_first else self.context.say(key, **slots)

    def _with_coverage(self, key: str, **slots: str) -> str:
        lead = self.context.say(key, **slots)
        if self.foretold.periods:
            rounds = self.context.voice.names([self.context.voice.period(one) for one in self.foretold.periods])
            coverage = coverage_said(self.context.voice, self.told) if self.told else ""
            kind = "lead.foretold" if self.foretold.is_all else "lead.partly_foretold"
            key = f"{kind}_by_some" if coverage else kind
            return self.context.say(key, rounds=rounds, coverage=coverage, lead=uncapitalised(lead))
        if self.told is None:
            return lead
        coverage = coverage_said(self.context.voice, self.told)
        if key == "lead.as_reported":
            return self.context.say("lead.as_some_reported", coverage=coverage)
        return self.context.say("lead.of_some", coverage=coverage, lead=uncapitalised(lead))


def _sentence(lead: str, said: tuple[Run, ...]) -> tuple[Run, ...]:
    return (Run(lead), *said, Run("."))


def _outlook(context: SectionContext, topic: Topic, told: Coverage | None) -> list[tuple[Run, ...]]:
    """In a half-year report: what is expected for the whole year, of the heads of paragraphs and of the results."""
    content = context.content
    if content.main_column.value_status == "estimate":
        return []
    keys = indicators_by_topic()[topic]
    expected = [
        figure
        for key in (keys if topic == "results" else keys[:1])
        if (figure := context.totals.get((key, str(content.year), "estimate"))) and figure.value is not None
    ]
    if not expected:
        return []
    said = joined([statement_runs(context, Statement(figure, "outlook", told_coverage=told)) for figure in expected])
    return [_sentence(context.say("lead.outlook", year=str(content.year)), said)]


def _unknown(context: SectionContext, topics: tuple[Topic, ...]) -> list[Paragraph]:
    """The rows of the form that nobody could fill in, by name."""
    keys = {key for topic in topics for key in indicators_by_topic()[topic]}
    names = [
        uncapitalised(context.indicator_name(row.indicator_key, row.label_vi))
        for row in context.content.rows
        if row.indicator_key in keys and row.indicator_key is not None and _is_unknown(context, row.indicator_key)
    ]
    return [context.remark("situation.unknown", names=context.voice.names(names))] if names else []


def _is_unknown(context: SectionContext, indicator_key: str) -> bool:
    figure = context.figure(indicator_key)
    return figure is None or figure.value is None
