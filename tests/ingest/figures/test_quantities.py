"""Numbers of a sentence come with their bounds, ranges, scales and units."""

from decimal import Decimal

import pytest

from ingest.figures.mentions import read_sentence
from ingest.figures.quantities import Form, Quantity
from ingest.figures.sentences import Block, BlockKind, sentences
from ingest.figures.types import Qualifier
from ingest.figures.vocabulary import lexicon


def quantities(text: str) -> list[Quantity]:
    (sentence,) = sentences(Block(BlockKind.PROSE, text, 0, 0))
    return [item.quantity for item in read_sentence(sentence, lexicon()).items if item.quantity is not None]


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier", "form"),
    [
        ("tổng vốn 730 tỉ đồng", "730000000000", "730000000000", Qualifier.EXACT, Form.MONEY),
        ("hơn 1,5 nghìn tỷ đồng", "1500000000000", None, Qualifier.OVER, Form.MONEY),
        ("vốn 168 tỷ 350 triệu đồng", "168350000000", "168350000000", Qualifier.EXACT, Form.MONEY),
        ("doanh thu bình quân đạt 2,2 tỷ", "2200000000", "2200000000", Qualifier.EXACT, Form.MONEY),
        ("đạt 5,5triệu đồng/người/tháng", "5500000", "5500000", Qualifier.EXACT, Form.MONEY),
        ("gần 58 nghìn thành viên", None, "58000", Qualifier.UNDER, Form.COUNT),
        ("xấp xỉ 30 ngàn thành viên", "30000", "30000", Qualifier.ABOUT, Form.COUNT),
        ("từ 2-7 tỉ đồng", "2000000000", "7000000000", Qualifier.BETWEEN, Form.MONEY),
        ("tăng từ 6% - 8%", "6", "8", Qualifier.BETWEEN, Form.PERCENT),
        ("từ 500-1.000ha", "500", "1000", Qualifier.BETWEEN, Form.AREA),
        ("ít nhất 15 HTX", "15", None, Qualifier.OVER, Form.COUNT),
        ("không quá 12 HTX", None, "12", Qualifier.UNDER, Form.COUNT),
        ("bán 1.200 đồng/kg", "1200", "1200", Qualifier.EXACT, Form.OTHER),
    ],
)
def test_a_number_phrase_is_read_whole(
    text: str, low: str | None, high: str | None, qualifier: Qualifier, form: Form
) -> None:
    (quantity,) = quantities(text)
    assert quantity.low == (None if low is None else Decimal(low))
    assert quantity.high == (None if high is None else Decimal(high))
    assert (quantity.qualifier, quantity.form) == (qualifier, form)


def test_what_an_amount_is_per_is_kept() -> None:
    (amount,) = quantities("lãi 92 triệu đồng/HTX/năm")
    assert amount.per == {"coop", "year"}


def test_a_part_of_a_whole_gives_the_part_and_keeps_the_whole() -> None:
    (part,) = quantities("có 13/66 HTX xếp loại tốt")
    assert (part.low, part.out_of) == (Decimal(13), Decimal(66))


def test_tỷ_lệ_is_a_ratio_and_no_scale() -> None:
    (number,) = quantities("chia thành 5 tỷ lệ khác nhau")
    assert number.low == Decimal(5)


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch số 215/KH-UBND của tỉnh",
        "Đại hội lần thứ 10 của Liên minh",
        "dịch Covid-19 kéo dài",
        "Chiều 15/7, họp",
    ],
)
def test_numbers_that_name_things_are_no_quantities(text: str) -> None:
    assert quantities(text) == []
