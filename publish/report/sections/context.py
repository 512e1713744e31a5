"""What every section is written from: the publication, the language, and the figures by their place."""

from collections.abc import Mapping
from dataclasses import dataclass

from publish.content import Figure, Indicator, ReportColumn, ReportContent
from publish.publications import Publication
from publish.report.document import Paragraph, Run, SectionHeading
from publish.report.wording.phrases import Speech, filled, template
from publish.report.wording.voice import Voice

FigurePlace = tuple[str, str, str]
"""Indicator, period and status."""


@dataclass(frozen=True, slots=True)
class SectionContext:
    """A publication to be told in a language."""

    publication: Publication
    voice: Voice
    columns: tuple[ReportColumn, ...]
    """The main column, and of the others those in which at least one number is known."""
    totals: Mapping[FigurePlace, Figure]
    """The total at each place: complete, or of those who reported."""
    indicators: Mapping[str, Indicator]

    @property
    def content(self) -> ReportContent:
        return self.publication.content

    def figure(self, indicator_key: str, column: ReportColumn | None = None) -> Figure | None:
        """The total at a row and column (the main one unless named); None where nobody was asked."""
        place = column or self.content.main_column
        return self.totals.get((indicator_key, place.period_key, place.value_status))

    def say(self, key: str, /, **slots: Speech) -> str:
        return self.voice.say(key, **slots)

    def runs(self, key: str, /, **slots: Speech) -> tuple[Run, ...]:
        """The phrase of that name with its slots filled; printed numbers keep their figures."""
        return filled(template(key, self.voice.language), slots)

    def paragraph(self, key: str, /, **slots: Speech) -> Paragraph:
        return Paragraph(self.runs(key, **slots))

    def item(self, key: str, /, **slots: Speech) -> Paragraph:
        """An item of a list."""
        return Paragraph(self.runs(key, **slots), "list")

    def remark(self, key: str, /, **slots: Speech) -> Paragraph:
        """A note in small type."""
        return Paragraph(self.runs(key, **slots), "remark")

    def heading(self, key: str, /, **slots: Speech) -> SectionHeading:
        """A heading whose number and level stand in the phrase: "3|1.|Đánh giá theo lĩnh vực"."""
        level, number, text = self.say(key, **slots).split("|")
        assert level in {"1", "2", "3", "4"}
        return SectionHeading(level=int(level), number=number, text=text)  # type: ignore[arg-type]


def section_context(publication: Publication, voice: Voice) -> SectionContext:
    """The context of a publication; the figures are indexed once."""
    content = publication.content
    totals = {figure.coordinates: figure for figure in content.figures if figure.completeness != "estimated"}
    known = {(figure.period_key, figure.value_status) for figure in content.figures if figure.value is not None}
    columns = tuple(
        column for column in content.columns if column.is_main or (column.period_key, column.value_status) in known
    )
    indicators = {indicator.indicator_key: indicator for indicator in content.indicators}
    return SectionContext(publication, voice, columns, totals, indicators)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]
