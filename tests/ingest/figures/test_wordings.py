"""Sentences as the press words them, each with the figures a careful reader takes from it (wordings.csv)."""

import csv
from pathlib import Path

import pytest

from ingest.figures.extract import extract_figures
from ingest.figures.types import Figure, Kind

with Path(__file__).with_name("wordings.csv").open(encoding="utf-8", newline="") as file:
    WORDINGS = [(row["sentence"], row["figures"]) for row in csv.DictReader(file)]


def written(figure: Figure) -> str:
    value = figure.low if figure.low is not None else figure.high
    if value is None:
        raise AssertionError("a figure without a number")
    digits = f"{value:f}"
    number = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{figure.entity}.{figure.indicator} {figure.sector} {number} {figure.status}"


@pytest.mark.parametrize(("sentence", "expected"), WORDINGS)
def test_a_sentence_gives_its_figures_and_no_others(sentence: str, expected: str) -> None:
    found = extract_figures(sentence, article_id="t", source_province="Hà Tĩnh", districts={})
    assert [written(figure) for figure in found if figure.kind is Kind.FIGURE] == [
        part for part in expected.split(" ; ") if part
    ]
