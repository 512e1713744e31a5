"""What every section is written from: the publication, the language, and the figures by their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from publish.content import Comparison, Figure, Indicator, ReportColumn, ReportContent
from publish.publications import Publication
from publish.report.document import Paragraph, Run, SectionHeading
from publish.report.wording.phrases import Speech, filled, template
from publish.report.wording.voice import Measure, Voice

MOST_NAMES = 30
"""In one sentence; a province of today has more than a hundred communes."""

_WITHOUT_THE_YEAR = {"triệu đồng/năm": "triệu đồng"}
"""The form prints "a year" beside all columns; that of six months holds the money of the six months."""

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
    estimates: Mapping[FigurePlace, Figure]
    """The estimated total at places where an officer switched estimates on."""
    comparisons: Mapping[tuple[str, str], Comparison]
    """Figures of the main column beside earlier ones, by indicator and kind."""
    indicators: Mapping[str, Indicator]
    measures: Mapping[str, Measure]
    """The printed unit of each indicator that the form has."""
    frozen_ids: frozenset[UUID]
    """The figures that are frozen with the publication: only they can be asked for by their id."""

    @property
    def content(self) -> ReportContent:
        return self.publication.content

    def figure(self, indicator_key: str, column: ReportColumn | None = None) -> Figure | None:
        """The total at a row and column (the main one unless named); None where nobody was asked."""
        place = column or self.content.main_column
        return self.totals.get((indicator_key, place.period_key, place.value_status))

    def frozen(self, figure_id: UUID | None) -> UUID | None:
        """The id where the publication holds that figure, so that no number names one that nobody can find."""
        return figure_id if figure_id in self.frozen_ids else None

    def is_first_time(self, figure: Figure) -> bool:
        """Whether the same period of the year before was reported on, but this indicator never in any earlier one.

        The form itself tells of the year before: a column of it counts as well.
        """
        year, dash, half = figure.period_key.partition("-")
        year_before = f"{int(year) - 1}{dash}{half}"
        history = [one for one in self.content.history if one.value is not None]
        columns = [one for one in self.content.figures if one.value is not None and one.period_key[:4] < year]
        told = {one.indicator_key for one in history} | {one.indicator_key for one in columns}
        return figure.indicator_key not in told and any(one.period_key == year_before for one in history)

    def measure(self, indicator_key: str, canonical_unit: str) -> Measure:
        """In what unit an indicator is printed: that of its row, else the canonical one."""
        return self.measures.get(indicator_key) or Measure(canonical_unit, canonical_unit, Decimal(1))

    def measure_of(self, figure: Figure) -> Measure:
        """In what unit a figure is told in a sentence: money of half a year is no money "a year"."""
        measure = self.measure(figure.indicator_key, figure.canonical_unit)
        if "-" not in figure.period_key:
            return measure
        return replace(measure, unit=_WITHOUT_THE_YEAR.get(measure.unit, measure.unit))

    def totals_unit(self, indicator_key: str) -> str:
        """The canonical unit of an indicator."""
        known = self.indicators.get(indicator_key)
        return known.canonical_unit if known else ""

    def name_vi(self, indicator_key: str) -> str:
        """The Vietnamese name of an indicator; its key where the content does not say."""
        known = self.indicators.get(indicator_key)
        return known.name_vi if known else indicator_key

    def indicator_name(self, indicator_key: str, name_vi: str) -> str:
        """What an indicator is called in the language of the report."""
        known = self.indicators.get(indicator_key)
        return self.voice.pick(name_vi, known.name_en) if known else name_vi

    def in_sector(self, name: str, sector_code: str) -> str:
        """The name of an indicator with its sector, where it is not of all of them."""
        for sector in self.content.sectors:
            if sector_code != "all" and sector.sector_code == sector_code:
                return f"{name} – {uncapitalised(self.voice.pick(sector.name_vi, sector.name_en))}"
        return name

    def column_name(self, period_key: str, value_status: str) -> str:
        """ "Thực hiện 6 tháng đầu năm 2024"."""
        status, period = self.say(f"value_status.{value_status}"), self.voice.period(period_key)
        return capitalised(self.say("column.name", status=status, period=period))

    @property
    def main_period(self) -> str:
        """ "6 tháng đầu năm 2024"; of a year that is only expected "ước thực hiện năm 2024"."""
        main = self.content.main_column
        if main.value_status == "estimate":
            return uncapitalised(self.column_name(main.period_key, main.value_status))
        return self.voice.period(main.period_key)

    def some_names(self, names: Sequence[str]) -> str:
        """The names; of very many the first ones, and how many more the appendix has."""
        if len(names) <= MOST_NAMES:
            return self.voice.names(names)
        return self.say("list.some", first=", ".join(names[:MOST_NAMES]), count=str(len(names) - MOST_NAMES))

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
    known = {(figure.period_key, figure.value_status) for figure in content.figures if figure.value is not None}
    return SectionContext(
        publication,
        voice,
        columns=tuple(
            column for column in content.columns if column.is_main or (column.period_key, column.value_status) in known
        ),
        totals={figure.coordinates: figure for figure in content.figures if figure.completeness != "estimated"},
        estimates={figure.coordinates: figure for figure in content.figures if figure.completeness == "estimated"},
        comparisons={(comparison.indicator_key, comparison.kind): comparison for comparison in content.comparisons},
        indicators={indicator.indicator_key: indicator for indicator in content.indicators},
        measures=_measures(content),
        frozen_ids=_frozen_ids(content),
    )


def _frozen_ids(content: ReportContent) -> frozenset[UUID]:
    own = {one.figure_id for one in (*content.figures, *content.sector_figures)}
    support = {one.figure_id for one in content.support_totals}
    return frozenset(own | support | {one.figure_id for one in content.related_figures()})


def _measures(content: ReportContent) -> Mapping[str, Measure]:
    units = {figure.indicator_key: figure.canonical_unit for figure in content.figures}
    return {
        row.indicator_key: Measure(units[row.indicator_key], row.printed_unit, row.unit_factor)
        for row in content.rows
        if row.indicator_key is not None and row.indicator_key in units
    }


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """With a small first letter; abbreviations such as "HTX" and "OCOP" stay what they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
