"""The five real documents: every labelled figure right in every field, and nothing else given as a figure."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from ingest.figures.cli import extract_files
from ingest.figures.types import FigureJson

_REPOSITORY = Path(__file__).resolve().parents[3]
_ARTICLES = Path(os.environ.get("HTX_SAMPLE_ARTICLES", _REPOSITORY.parent / "shared" / "articles"))
_FIELDS = (
    "indicator", "entity", "sector", "low", "high", "unit", "qualifier", "status", "place", "period",
)  # fmt: skip
_DOCUMENTS = ("000", "001", "002", "003", "004")

pytestmark = pytest.mark.skipif(
    not (_ARTICLES / "gold.jsonl").is_file(),
    reason="the labelled documents are absent; set HTX_SAMPLE_ARTICLES",
)


def gold() -> dict[str, dict[str, Any]]:
    lines = (_ARTICLES / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return {document["id"]: document for document in map(json.loads, lines)}


def extracted(document: dict[str, Any]) -> list[FigureJson]:
    found = [figure.to_json() for figure in extract_files([_ARTICLES / document["file"]])]
    return [figure for figure in found if figure["kind"] == "figure"]


def coordinates(figure: Any) -> tuple[object, ...]:
    return tuple(figure[field] for field in _FIELDS)


@pytest.mark.parametrize("document_id", _DOCUMENTS)
def test_every_labelled_figure_is_right_in_every_field(document_id: str) -> None:
    document = gold()[document_id]
    found = [coordinates(figure) for figure in extracted(document)]
    wanted = [coordinates(figure) for figure in document["figures"] if not figure.get("optional")]
    assert [figure for figure in wanted if figure not in found] == []


@pytest.mark.parametrize("document_id", _DOCUMENTS)
def test_nothing_else_is_given_as_a_figure(document_id: str) -> None:
    document = gold()[document_id]
    labelled = {
        (figure["indicator"], figure["entity"], figure["low"], figure["high"]) for figure in document["figures"]
    }
    found = {(f["indicator"], f["entity"], f["low"], f["high"]) for f in extracted(document)}
    assert found - labelled == set()


@pytest.mark.parametrize("document_id", _DOCUMENTS)
def test_evidence_is_an_exact_part_of_the_document(document_id: str) -> None:
    document = gold()[document_id]
    text = (_ARTICLES / document["file"]).read_text(encoding="utf-8")
    for figure in extracted(document):
        assert text[figure["start"] : figure["end"]] == figure["evidence"]
