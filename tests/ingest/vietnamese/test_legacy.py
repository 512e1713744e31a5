"""Text for the fonts of old is told from Unicode by its words, and read as it was meant."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.vietnamese.legacy import LegacyEncoding, decode, detect, is_syllable, repair

LINES = (
    "Tổng số hợp tác xã",
    "Trong đó: Số HTX đang hoạt động",
    "Doanh thu bình quân một hợp tác xã",
    "Lao động thường xuyên, thu nhập bình quân (triệu đồng/năm)",
    "Ứng dụng công nghệ cao; liên kết chuỗi giá trị",
    "Quỹ tín dụng nhân dân xã Mỹ Đức Tây, phường Đông Hải, ấp Ẩm Thuỷ",
    "UBND huyện Nghĩa Hưng",
)
ENCODINGS: tuple[LegacyEncoding, ...] = ("TCVN3", "VNI")


def written_for(text: str, encoding: LegacyEncoding) -> str:
    """As a person with a keyboard of that time would have typed it; TCVN3 has no capitals with tones."""
    path = Path("ingest/vietnamese") / f"legacy_{encoding.lower()}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        table = {
            row["unicode"]: "".join(chr(int(code, 16)) for code in row["code_points"].split())
            for row in csv.DictReader(lines)
        }
    return "".join(table.get(sign, table.get(sign.lower(), sign)) for sign in text)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_goes_there_and_back(encoding: LegacyEncoding) -> None:
    for line in LINES:
        assert decode(written_for(line, encoding), encoding).lower() == line.lower()


def test_words_that_offices_typed_are_read() -> None:
    assert decode("Uû ban nh©n d©n huyÖn NghÜa H\xadng", "TCVN3") == "Uỷ ban nhân dân huyện Nghĩa Hưng"
    assert decode("Toång soá hôïp taùc xaõ ñang hoaït ñoäng", "VNI") == "Tổng số hợp tác xã đang hoạt động"


@pytest.mark.parametrize(("written", "read"), [("CéNG HßA X· HéI", "CỘNG HÒA XÃ HỘI"), ("HTX An Phó", "HTX An Phú")])
def test_fonts_of_capitals_make_capitals_of_all_or_of_none(written: str, read: str) -> None:
    assert decode(written, "TCVN3") == read


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_sheet_of_old_is_told_and_which_of_the_two(encoding: LegacyEncoding) -> None:
    assert detect([written_for(line, encoding) for line in LINES]) == encoding


@pytest.mark.parametrize(
    "texts",
    [
        LINES,
        [line.upper() for line in LINES],
        ["Total cooperatives", "Members", "12,5%", "m²", "±5 °C", "§ 3", "© 2024", "· a", "® b"],
        ["Société coopérative", "élève", "Genève", "Zürich", "Grüße", "señor", "Åse Sørensen", "façade"],
        ["Ðoàn kết", "Ðồng Tháp", "Huyện Ðức Huệ", "Ðông Hà", "Ðại Lộc"],
        ["Krông Pắk", "Đắk Mil", "Ea H'Leo", "Plei Kần", "Đạ Huoai", "Chư Prông", "Ayun Pa"],
    ],
    ids=["unicode", "capitals", "english", "western", "eth for d", "highland names"],
)
def test_what_is_no_text_of_old_is_not_touched(texts: list[str]) -> None:
    assert detect(texts) is None


def test_decomposed_unicode_is_not_touched() -> None:
    import unicodedata

    assert detect([unicodedata.normalize("NFD", line) for line in LINES]) is None


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_of_a_mixed_sheet_only_the_texts_of_old_are_repaired(encoding: LegacyEncoding) -> None:
    old = {written_for(line, encoding): line for line in LINES[:4]}
    mixed = [*old, *LINES[4:], "HTX", "1.250"]
    assert detect(mixed) == encoding
    assert repair(mixed, encoding) == old


@given(st.text(max_size=60))
def test_any_text_can_be_asked_about(text: str) -> None:
    for encoding in ENCODINGS:
        assert isinstance(decode(text, encoding), str)
        assert repair([text], encoding).keys() <= {text}
    assert detect([text]) in {None, *ENCODINGS}


def seed_names(repository: Path) -> Iterator[str]:
    for path in sorted((repository / "dbt_project" / "seeds").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                yield from row


def test_no_name_of_the_reference_data_is_taken_for_text_of_old(repository: Path) -> None:
    assert detect(seed_names(repository)) is None


@pytest.mark.parametrize("word", ["hợp", "nghiệp", "khuyến", "quỹ", "ươm", "ngoằn", "thuở", "giếng", "xã"])
def test_syllables_of_vietnamese(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["hîp", "t¸c", "hôïp", "tỏc", "café", "đđ", "nghiệpp"])
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
