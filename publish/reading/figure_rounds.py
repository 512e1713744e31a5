"""In which rounds the reports behind figures of figures were sent: a year's estimate may rest on half-year reports.

A province's own figures tell it by their claims; those of the country and of today's boundaries hold none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection, text

from publish.content import Figure, OtherReading, ProvinceOfNation, RelatedFigure, RoundOfFigure
from publish.reading.evidence import parts_of_figures
from publish.reading.scope import Scope

_Rounds = tuple[RoundOfFigure, ...]

_REPORTS = text(
    """
    with sent as (
        select receipt_id, min(period_key) as round_period from marts.fct_submission
        where receipt_id is not null
        group by receipt_id
    )

    select b.figure_id, sent.round_period, count(distinct v.receipt_id) as reports
    from unnest(cast(string_to_array(:figure_ids, ',') as uuid[])) as asked (figure_id)
    inner join marts.bridge_figure_claim as b on asked.figure_id = b.figure_id
    inner join marts.fct_indicator_value as v on b.claim_id = v.claim_id
    inner join sent on v.receipt_id = sent.receipt_id
    group by b.figure_id, sent.round_period
    """
)


@dataclass(frozen=True, slots=True)
class RoundsBehind:
    """The rounds behind each figure that was asked about, in their order."""

    by_figure: Mapping[UUID, _Rounds]

    def of_figures(self, figures: Iterable[Figure]) -> tuple[Figure, ...]:
        """The figures with their rounds."""
        return tuple(replace(one, rounds=self.by_figure.get(one.figure_id, ())) for one in figures)

    def of_readings(self, readings: Iterable[OtherReading]) -> tuple[OtherReading, ...]:
        """The readings with the rounds of their figures of today."""
        return tuple(replace(one, today=self._of_related(one.today)) for one in readings)

    def of_provinces(self, provinces: Iterable[ProvinceOfNation]) -> tuple[ProvinceOfNation, ...]:
        """The provinces with the rounds of their figures."""
        return tuple(replace(one, figures=tuple(map(self._of_related, one.figures))) for one in provinces)

    def _of_related(self, figure: RelatedFigure) -> RelatedFigure:
        return replace(figure, rounds=self.by_figure.get(figure.figure_id, ()))


def read_figure_rounds(
    connection: Connection,
    scope: Scope,
    figures: Iterable[Figure],
    provinces: Iterable[ProvinceOfNation],
    provinces_today: Iterable[ProvinceOfNation],
    other_readings: Iterable[OtherReading],
) -> RoundsBehind:
    """Of what stands in the column that estimates a year and has no claims of its own; nothing in a half-year's report.

    An estimate for the absent names whom it carries; it is left out here.
    """
    main = scope.main_column
    if main.value_status != "estimate":
        return RoundsBehind({})
    asked = [
        *(
            figure.figure_id
            for figure in figures
            if not figure.claims
            and figure.completeness != "estimated"
            and (figure.period_key, figure.value_status) == (main.period_key, main.value_status)
        ),
        *(figure.figure_id for province in (*provinces, *provinces_today) for figure in province.figures),
        *(reading.today.figure_id for reading in other_readings),
    ]
    return RoundsBehind(_rounds(connection, asked))


def _rounds(connection: Connection, figure_ids: Sequence[UUID]) -> dict[UUID, _Rounds]:
    """The reports of a figure are those of its parts: reporters of different provinces, each counted once."""
    members = parts_of_figures(connection, figure_ids)
    parts = {str(part) for found in members.values() for part, _ in found}
    reports: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(_REPORTS, {"figure_ids": ",".join(sorted(parts))}):
        reports[row.figure_id][row.round_period] = row.reports
    return {
        figure_id: _together(reports[part] for part in {part for part, _ in found})
        for figure_id, found in members.items()
    }


def _together(reports: Iterable[Counter[str]]) -> _Rounds:
    counts = sum(reports, Counter[str]())
    return tuple(RoundOfFigure(period_key, count) for period_key, count in sorted(counts.items()))
