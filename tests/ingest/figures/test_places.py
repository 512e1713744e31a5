"""Where a text and its numbers are: nation, region, province, district, commune, and what a sentence opens with."""

import datetime as dt

import pytest

from ingest.figures.extract import extract_figures


def places(text: str, published: dt.date | None = None) -> list[str | None]:
    return [figure.place for figure in extract_figures(text, article_id="thử", published=published)]


def test_a_text_that_names_communes_only_is_of_the_province_they_share():
    text = (
        "Nông dân liên kết làm giàu\n\n"
        "Phong trào kinh tế tập thể ở xã Nghĩa Đồng, xã Giai Xuân và xã Tân Hương phát triển mạnh. "
        "Hiện trên địa bàn có 41 HTX, giải quyết việc làm cho 620 lao động."
    )
    assert places(text, dt.date(2024, 8, 1)) == ["Nghệ An", "Nghệ An"]


def test_one_commune_whose_name_many_provinces_have_tells_nothing():
    text = "HTX vùng cao\n\nỞ xã Tân Lập, bà con vào hợp tác xã ngày một đông. Hiện nay trên địa bàn có 12 HTX."
    assert places(text, dt.date(2024, 8, 1)) == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Khu vực hợp tác xã tăng cả lượng và chất\n\nĐến hết năm 2023, cả nước có 31.000 HTX. "
            "Sơn La là tỉnh dẫn đầu Tây Bắc, còn Đồng Tháp đi trước ở miền Tây.",
            "Việt Nam",
        ),
        (
            "Liên kết để lớn mạnh\n\nToàn vùng Đồng bằng sông Cửu Long hiện có 2.780 HTX nông nghiệp.",
            "Đồng bằng sông Cửu Long",
        ),
        (
            "Yên Châu phát triển kinh tế hợp tác\n\nHuyện Yên Châu (Sơn La) xác định HTX là hạt nhân. "
            "Toàn huyện hiện có 63 HTX; huyện cũng giao chỉ tiêu cho từng xã.",
            "Yên Châu",
        ),
        (
            "Mường Hum đổi thay\n\nSau sắp xếp, xã Mường Hum (tỉnh Lào Cai) có 26 thôn. "
            "Chủ tịch UBND xã cho biết xã hiện có 9 HTX.",
            "Mường Hum",
        ),
    ],
)
def test_a_text_is_of_the_level_that_it_speaks_of(text: str, expected: str):
    assert places(text)[0] == expected


def test_a_sentence_that_opens_with_a_province_speaks_of_it():
    text = (
        "Hợp tác xã cả nước chuyển mình\n\nCả nước hiện có 31.000 HTX. "
        "An Giang hiện có 221 HTX nông nghiệp và 887 tổ hợp tác. Ở Sơn La, toàn tỉnh có 3 liên hiệp HTX."
    )
    assert places(text) == ["Việt Nam", "An Giang", "An Giang", "Sơn La"]
