"""What holds for all numbers: they can be read back, and rises and falls are what the arithmetic says."""

from decimal import ROUND_HALF_UP, Decimal
from string import Formatter

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.vietnamese.numbers import read_number
from publish.report.sections.attainment import attainment_percent
from publish.report.sections.movement import movement
from publish.report.wording.phrases import all_phrases, filled
from publish.report.wording.voice import ENGLISH, MONEY, VIETNAMESE, Measure

SWAPPED = str.maketrans(".,", ",.")
counts = st.integers(min_value=-(10**12), max_value=10**12).map(Decimal)
values = st.decimals(min_value=-(10**15), max_value=10**15, places=6)
few = settings(max_examples=40, deadline=None)
MILLIONS_A_YEAR = Measure(MONEY, "triệu đồng/năm", Decimal(10**6))
WORDED_APART = {"clause.outlook", "place.in_named_city"}
"""Phrases of which a language leaves out what its grammar does not need."""


def rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


@few
@given(values, st.integers(min_value=0, max_value=2))
def test_vietnamese_numbers_are_read_back_by_the_reader_of_submissions(value: Decimal, decimals: int) -> None:
    text = VIETNAMESE.number(value, decimals)
    shown = len(text.partition(",")[2])
    reading = read_number(text)
    assert reading.value == rounded(value, shown)
    assert shown == decimals or abs(value) < 1
    assert not reading.ambiguous or shown == 3


@few
@given(values, st.integers(min_value=0, max_value=2))
def test_english_numbers_are_the_vietnamese_ones_with_other_marks(value: Decimal, decimals: int) -> None:
    assert ENGLISH.number(value, decimals).translate(SWAPPED) == VIETNAMESE.number(value, decimals)


@few
@given(values)
def test_what_is_not_zero_is_never_printed_as_zero(value: Decimal) -> None:
    assert (read_number(VIETNAMESE.number(value)).value == 0) is (value == 0)


@few
@given(values)
def test_an_amount_is_the_number_of_the_table_with_its_unit(value: Decimal) -> None:
    cell = VIETNAMESE.cell(value, MILLIONS_A_YEAR.canonical_unit, MILLIONS_A_YEAR.factor)
    assert VIETNAMESE.amount(value, MILLIONS_A_YEAR) == f"{cell} triệu đồng/năm"
    english = ENGLISH.cell(value, MILLIONS_A_YEAR.canonical_unit, MILLIONS_A_YEAR.factor)
    assert ENGLISH.amount(value, MILLIONS_A_YEAR) == f"VND {english} million a year"


@few
@given(counts, counts)
def test_a_movement_leads_from_the_earlier_value_to_the_present_one(now: Decimal, earlier: Decimal) -> None:
    moved = movement(now, earlier)
    assert moved.difference >= 0
    assert moved.direction == ("unchanged" if now == earlier else "rise" if now > earlier else "fall")
    assert earlier + (moved.difference if moved.direction == "rise" else -moved.difference) == now


@few
@given(counts, counts)
def test_a_percent_is_told_only_of_what_was_above_zero_and_is_no_loss(now: Decimal, earlier: Decimal) -> None:
    moved = movement(now, earlier)
    assert (moved.percent is not None) is (moved.direction != "unchanged" and earlier > 0 and now >= 0)
    if moved.percent is not None:
        assert moved.percent > 0
        assert moved.direction == "rise" or moved.percent <= 100


@few
@given(counts, counts)
def test_attainment_is_whole_exactly_where_the_plan_is_met(actual: Decimal, plan: Decimal) -> None:
    percent = attainment_percent(actual, plan)
    assert (percent is None) is (plan <= 0 or actual < 0)
    if percent is not None:
        assert (percent >= 100) is (actual >= plan)


@few
@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_only_what_is_whole_is_printed_as_100_percent(part: int, whole: int) -> None:
    share = Decimal(part) / whole * 100
    assert (VIETNAMESE.share(share) == "100,0%") is (part == whole)


@few
@given(st.text(max_size=40))
def test_text_of_others_is_never_taken_for_a_phrase(text: str) -> None:
    told = filled("{text} ({reporters}).", {"text": text, "reporters": "{amount}"})
    assert "".join(run.text for run in told) == f"{text} ({{amount}})."


def test_every_phrase_has_the_same_slots_in_both_languages() -> None:

    for key, phrase in all_phrases().items():
        slots = {
            language: {slot for _, slot, _, _ in Formatter().parse(text) if slot is not None}
            for language, text in phrase.items()
        }
        assert slots["vi"] == slots["en"] or key in WORDED_APART, key
        assert all(phrase.values()), key
