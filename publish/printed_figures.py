"""Every number that a report prints and that can be asked for by its id."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from publish.content import Claim, Figure, RelatedFigure, ReportContent
from publish.content.evidence import ClaimsOfFigure
from publish.support_numbers import support_key, support_name, support_totals


def published_rows(publication_id: UUID, content: ReportContent) -> list[dict[str, object]]:
    """The rows of `ops.published_figure`: each number once, with the claims that are its own."""
    printed = (*content.figures, *content.sector_figures, *_of_support(content))
    return [
        *({"publication_id": publication_id, **_row(one), "claim_ids": _claim_ids(one.claims)} for one in printed),
        *({"publication_id": publication_id, **_row(one), "claim_ids": []} for one in content.related_figures()),
    ]


def printed_figure(content: ReportContent, figure_id: UUID) -> Figure | None:
    """The number of that id as the report prints it; one that stands beside the report's own is without its claims."""
    own: Iterable[Figure] = (*content.figures, *content.sector_figures, *_of_support(content))
    found = next((figure for figure in own if figure.figure_id == figure_id), None)
    if found is not None:
        return found
    related = next((figure for figure in content.related_figures() if figure.figure_id == figure_id), None)
    return None if related is None else _without_claims(content, related)


def _row(figure: Figure | RelatedFigure) -> dict[str, object]:
    return {
        "figure_id": figure.figure_id,
        "indicator_key": figure.indicator_key,
        "sector_code": figure.sector_code,
        "period_key": figure.period_key,
        "value_status": figure.value_status,
        "completeness": figure.completeness,
        "value": figure.value,
        "canonical_unit": figure.canonical_unit,
        "reporters_expected": figure.reporters_expected,
        "reporters_reporting": figure.reporters_reporting,
        "reason": figure.reason,
    }


def _claim_ids(claims: Sequence[Claim]) -> list[UUID]:
    return claims.claim_ids if isinstance(claims, ClaimsOfFigure) else [claim.claim_id for claim in claims]


def _of_support(content: ReportContent) -> Iterator[Figure]:
    for total, claims in support_totals(content):
        key = support_key(total)
        yield Figure(
            figure_id=total.figure_id,
            indicator_key=key,
            indicator_name=support_name(key, content, "vi") or key,
            sector_code="all",
            period_key=total.period_key,
            value_status=total.value_status,
            completeness="complete" if total.areas_stating == total.areas_expected else "reported",
            aggregation="sum",
            value=total.value,
            numerator=None,
            denominator=None,
            canonical_unit="VND",
            reporters_expected=total.areas_expected,
            reporters_reporting=total.areas_stating,
            absentees=(),
            reason=None,
            claims=claims,
        )


def _without_claims(content: ReportContent, related: RelatedFigure) -> Figure:
    indicator = next((one for one in content.indicators if one.indicator_key == related.indicator_key), None)
    return Figure(
        figure_id=related.figure_id,
        indicator_key=related.indicator_key,
        indicator_name=indicator.name_vi if indicator else related.indicator_key,
        sector_code=related.sector_code,
        period_key=related.period_key,
        value_status=related.value_status,
        completeness=related.completeness,
        aggregation="not_additive",
        value=related.value,
        numerator=None,
        denominator=None,
        canonical_unit=related.canonical_unit,
        reporters_expected=related.reporters_expected,
        reporters_reporting=related.reporters_reporting,
        absentees=(),
        reason=related.reason,
        claims=(),
    )
