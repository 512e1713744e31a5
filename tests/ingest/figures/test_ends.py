"""Texts that break off, and what stands after their last number."""

from ingest.figures.extract import extract_figures
from ingest.figures.quantities import may_count

_OPENING = "Đến ngày 30/6/2024, toàn tỉnh Hà Nam có 215 HTX. Thu nhập bình quân của lao động trong HTX đạt 81 triệu"


def test_an_amount_that_ends_its_text_without_a_unit_is_money() -> None:
    found = extract_figures(_OPENING, article_id="a")
    assert [figure.evidence for figure in found] == ["215 HTX", "81 triệu"]


def test_what_follows_the_last_number_changes_nothing() -> None:
    closing = "\nÔng Nam, Giám đốc HTX Mỹ Lộc, cho biết bà con phấn khởi vì những năm qua vụ mùa nào cũng được giá."
    assert extract_figures(_OPENING + closing, article_id="a") == extract_figures(_OPENING, article_id="a")


def test_texts_with_digits_or_numbers_in_words_may_count() -> None:
    assert may_count("Toàn xã có Ba HTX")
    assert may_count("năm mươi tổ hợp tác")
    assert may_count("có 3 HTX")
    assert not may_count("Ban giám đốc cho biết những năm qua HTX làm ăn khấm khá")
