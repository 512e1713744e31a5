"""The content of a report as JSON, and its hash.

Decimals are text, so that no digit is lost. Claims stand once, by column, under `evidence`; the figures hold their
places. A publication of before that holds whole claims in each figure, and is read as well.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from publish.content.claim import Claim
from publish.content.correction import Correction
from publish.content.evidence import ClaimsOfFigure, Evidence
from publish.content.figure import Figure
from publish.content.report import ReportContent

_CONTENT = TypeAdapter(ReportContent)
_CORRECTION: TypeAdapter[Correction | None] = TypeAdapter(Correction | None)
_EVIDENCE = TypeAdapter(Evidence)
_CLAIMS = TypeAdapter(tuple[Claim, ...])
_PARTS_WITH_CLAIMS = ("figures", "sector_figures")
_WITHOUT_CLAIMS = {part: {"__all__": {"claims"}} for part in _PARTS_WITH_CLAIMS}


def content_to_json(content: ReportContent) -> dict[str, object]:
    """The content as JSON values."""
    dumped: dict[str, Any] = _CONTENT.dump_python(content, mode="json", exclude=_WITHOUT_CLAIMS)
    evidence = _evidence(content)
    for part in _PARTS_WITH_CLAIMS:
        for figure, stored in zip(getattr(content, part), dumped[part], strict=True):
            stored["claims"] = _claims_to_json(figure.claims, evidence)
    dumped["evidence"] = _EVIDENCE.dump_python(evidence, mode="json")
    return dumped


def content_from_json(stored: object) -> ReportContent:
    """The content as it was frozen."""
    if not isinstance(stored, Mapping):
        raise TypeError("the content of a publication is a JSON object")
    evidence = _EVIDENCE.validate_python(stored.get("evidence", {}))
    parts = {part: stored.get(part, []) for part in _PARTS_WITH_CLAIMS}
    light = {part: [_without_places(figure) for figure in figures] for part, figures in parts.items()}
    content = _CONTENT.validate_python({**stored, **light})
    return replace(
        content,
        figures=_with_claims(content.figures, parts["figures"], evidence),
        sector_figures=_with_claims(content.sector_figures, parts["sector_figures"], evidence),
    )


def with_correction(stored: Mapping[str, object], correction: Correction | None) -> dict[str, object]:
    """The content as JSON, with what it corrects."""
    return {**stored, "correction": _CORRECTION.dump_python(correction, mode="json")}


def input_hash(content: ReportContent) -> str:
    """The sha256 over the content in a canonical form, without `correction`: equal facts, equal hash."""
    return hash_of_stored(content_to_json(content))


def hash_of_stored(stored: Mapping[str, object]) -> str:
    """The same of content that is JSON already."""
    facts = {part: value for part, value in stored.items() if part != "correction"}
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _evidence(content: ReportContent) -> Evidence:
    """What the figures share; figures are read together, so there is one."""
    for figure in (*content.figures, *content.sector_figures):
        if isinstance(figure.claims, ClaimsOfFigure):
            return figure.claims.evidence
    return Evidence()


def _claims_to_json(claims: Sequence[Claim], evidence: Evidence) -> object:
    if isinstance(claims, ClaimsOfFigure) and claims.evidence is evidence:
        return {"places": list(claims.places), "weights": None if claims.weights is None else list(claims.weights)}
    return _CLAIMS.dump_python(tuple(claims), mode="json")


def _without_places(figure: Mapping[str, object]) -> Mapping[str, object]:
    return {**figure, "claims": ()} if isinstance(figure["claims"], Mapping) else figure


def _with_claims(
    figures: tuple[Figure, ...], stored: Sequence[Mapping[str, Any]], evidence: Evidence
) -> tuple[Figure, ...]:
    return tuple(
        replace(
            figure,
            claims=_claims(one["claims"], evidence) if isinstance(one["claims"], Mapping) else tuple(figure.claims),
        )
        for figure, one in zip(figures, stored, strict=True)
    )


def _claims(stored: Mapping[str, Any], evidence: Evidence) -> ClaimsOfFigure:
    weights = stored["weights"]
    return ClaimsOfFigure(evidence, tuple(stored["places"]), None if weights is None else tuple(weights))
