"""Spellings of the same Vietnamese words meet; spellings of different words stay apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese.folding import align, fold, normalise, sort_key, word_key


def test_decomposed_text_is_composed() -> None:
    assert normalise(unicodedata.normalize("NFD", "Hợp tác xã Đại Lộc")) == "Hợp tác xã Đại Lộc"


@pytest.mark.parametrize("wrong", ["\u00d0áng chú ý", "\u0189áng chú ý"])
def test_look_alikes_of_the_letter_d_are_mended_inside_words(wrong: str) -> None:
    assert normalise(wrong) == "Đáng chú ý"


def test_a_lone_eth_is_left_as_it_is() -> None:
    assert normalise("ký hiệu \u00d0 1") == "ký hiệu \u00d0 1"


def test_no_break_and_thin_spaces_become_spaces_and_zero_width_characters_go() -> None:
    assert normalise("309\u00a0HTX\u2009và\u200b 1.450") == "309 HTX và 1.450"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thừa Thiên Huế", "thua  thien hue"),
        ("Đàm Thủy", "Đàm Thuỷ"),
        ("M’Drắk", "M'Drắk"),
        ("TỶ LỆ", "ty le"),
    ],
)
def test_spellings_of_one_name_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("tỉ", "tỷ"), ("Quí", "quý")])
def test_one_word_has_one_key_however_its_tone_is_placed(one: str, other: str) -> None:
    assert word_key(one) == word_key(other)


@pytest.mark.parametrize(("one", "other"), [("mới", "mỗi"), ("lãi", "lại"), ("từ", "tự"), ("hai", "hay")])
def test_words_that_differ_in_tone_or_vowel_keep_different_keys(one: str, other: str) -> None:
    assert word_key(one) != word_key(other)


def test_names_sort_by_the_vietnamese_alphabet() -> None:
    names = ["Đà Nẵng", "Bến Tre", "An Giang", "Cần Thơ", "Bắc Giang", "Bạc Liêu", "Cao Bằng", "Hà Nội"]
    assert sorted(names, key=sort_key) == [
        "An Giang", "Bạc Liêu", "Bắc Giang", "Bến Tre", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Hà Nội",
    ]  # fmt: skip


def test_districts_with_numbers_sort_by_value() -> None:
    assert sorted(["Quận 10", "Quận 2", "Quận 1"], key=sort_key) == ["Quận 1", "Quận 2", "Quận 10"]


@given(st.text(alphabet="aăâđĐ \u00a0\u0301\u0303\u0323\u0302neo1.,\n", min_size=1, max_size=40))
def test_every_normalised_character_knows_where_it_came_from(text: str) -> None:
    aligned = align(text)
    assert len(aligned.offsets) == len(aligned.text) + 1
    assert list(aligned.offsets) == sorted(aligned.offsets)
    assert aligned.original_span(0, len(aligned.text)) == (0, len(text))


def test_a_span_found_in_composed_text_is_cut_from_the_decomposed_original() -> None:
    original = unicodedata.normalize("NFD", "toàn tỉnh có 492 HTX, trong đó")
    aligned = align(original)
    start = aligned.text.index("tỉnh có 492 HTX")
    first, last = aligned.original_span(start, start + len("tỉnh có 492 HTX"))
    assert original[first:last] == unicodedata.normalize("NFD", "tỉnh có 492 HTX")
