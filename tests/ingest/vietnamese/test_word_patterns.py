"""Patterns tried only where their words stand find what they would find everywhere."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese import time_expressions
from ingest.vietnamese.word_patterns import WordPattern, small_letters

with (Path(__file__).parents[1] / "figures" / "wordings.csv").open(encoding="utf-8", newline="") as rows:
    _SENTENCES = [row["sentence"] for row in csv.DictReader(rows)]
_PATTERN = r"(?<!các )\b(?:[Tt]ỉnh|[Hh]uyện|thị xã)\b(?!\s+\d)"
_HEADS = ("tỉnh", "Tỉnh", "huyện", "Huyện", "thị xã")
_WORDS = st.lists(st.sampled_from(["tỉnh", "Tỉnh", "các ", "huyện", "Huyện", "thị xã", " ", "7", ", ", "TỈNH"]))


@given(_WORDS)
def test_matches_are_those_of_the_expression_itself(words: list[str]) -> None:
    text = "".join(words)
    spans = [match.span() for match in WordPattern(_HEADS, _PATTERN).finditer(text)]
    assert spans == [match.span() for match in re.finditer(_PATTERN, text)]


@given(_WORDS)
def test_letters_of_either_case_are_found_by_small_heads(words: list[str]) -> None:
    text = "".join(words)
    pattern = WordPattern(("tỉnh", "huyện", "thị xã"), _PATTERN, ignore_case=True)
    assert pattern.count(text) == len(re.findall(_PATTERN, text, re.IGNORECASE))


def test_the_first_match_is_given_whatever_the_order_of_the_heads() -> None:
    found = WordPattern(_HEADS, _PATTERN).search("ở huyện Na Rì và toàn tỉnh")
    assert found is not None
    assert found[0] == "huyện"


def test_small_letters_stay_in_their_places() -> None:
    assert small_letters("ĐẾN İ NĂM") == "đến İ năm"


@pytest.mark.parametrize("form", time_expressions._FORMS, ids=lambda form: f"{form.kind}:{form.pattern.pattern[:30]}")
def test_a_form_of_time_begins_with_its_heads_and_has_what_it_needs(form: time_expressions._Form) -> None:
    for text in _SENTENCES:
        for match in form.pattern.finditer(text):
            lower = match[0].lower()
            words = tuple(head for head in form.heads if head != time_expressions._DIGITS)
            number = time_expressions._TIME_NUMBER.match(text.lower(), match.start())
            begins = lower.startswith(words) or (len(words) < len(form.heads) and number is not None)
            assert begins, f"{match[0]!r} begins with none of {form.heads}"
            missing = [words for words in form.needs if not any(word in text.lower() for word in words)]
            assert not missing, f"{match[0]!r} has none of {missing}"
