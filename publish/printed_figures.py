"""The rows of `ops.published_figure`: every number that a report prints and the marts hold, each once."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from publish.content import Claim, Figure, RelatedFigure, ReportContent
from publish.content.evidence import ClaimsOfFigure


def published_rows(publication_id: UUID, content: ReportContent) -> list[dict[str, object]]:
    """The figures of the report with their claims, those set beside them, and the totals of support.

    A total of support is no figure of the marts: its indicator is the policy line and the source of funds
    ("A-3.training.central"), its claims are the cells of form A-3.
    """
    return [{"publication_id": publication_id, **row} for row in (*_figures(content), *_support(content))]


def _figures(content: ReportContent) -> Iterator[dict[str, object]]:
    for figure in (*content.figures, *content.sector_figures):
        yield {**_coordinates(figure), "claim_ids": _claim_ids(figure.claims)}
    for related in content.related_figures():
        yield {**_coordinates(related), "claim_ids": []}


def _coordinates(figure: Figure | RelatedFigure) -> dict[str, object]:
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


def _support(content: ReportContent) -> Iterator[dict[str, object]]:
    for total in content.support_totals:
        line = (total.policy_code, total.funding_source, total.period_key, total.value_status)
        yield {
            "figure_id": total.figure_id,
            "indicator_key": f"A-3.{total.policy_code}.{total.funding_source}",
            "sector_code": "all",
            "period_key": total.period_key,
            "value_status": total.value_status,
            "completeness": "complete" if total.areas_stating == total.areas_expected else "reported",
            "value": total.value,
            "canonical_unit": "VND",
            "reporters_expected": total.areas_expected,
            "reporters_reporting": total.areas_stating,
            "reason": None,
            "claim_ids": [
                value.support_value_id
                for value in content.support_values
                if not value.is_department
                and (value.policy_code, value.funding_source, value.period_key, value.value_status) == line
            ],
        }
