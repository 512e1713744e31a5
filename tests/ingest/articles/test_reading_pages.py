"""Title, date, site and text of pages and documents."""

import pytest
from parsel import Selector

from ingest.articles.content import read_document, read_page
from ingest.articles.publication_date import document_date, page_date

PARAGRAPH = "Hợp tác xã kiểu mới giúp bà con mua vật tư rẻ hơn và bán nông sản theo hợp đồng dài hạn. " * 4

JSON_LD = '<script type="application/ld+json">'


def page(head="", after_title="", before_title="", body=PARAGRAPH):
    return f"""<html><head>{head}</head><body>{before_title}<article><h1>Tựa bài về hợp tác xã ở tỉnh nhà</h1>
    {after_title}<p>{body}</p></article><footer>Giấy phép số 12/GP ngày 3/4/2015</footer></body></html>"""


@pytest.mark.parametrize(
    ("head", "after_title", "expected"),
    [
        ('<meta property="article:published_time" content="2024-01-25T07:00:00+07:00">', "", "2024-01-25"),
        ('<meta itemprop="datePublished" content="2024-01-25">', "", "2024-01-25"),
        (f'{JSON_LD}[{{"a":{{"datePublished":"2024-01-25T00:00:00Z"}}}}]</script>', "", "2024-01-25"),
        (JSON_LD + "{không phải json</script>", "<p>05/06/2024</p>", "2024-06-05"),
        ("", '<time datetime="2024-06-05T23:30:00+00:00">hôm qua</time>', "2024-06-06"),
        ("", "<span>05/06/2024 14:25</span>", "2024-06-05"),
        ("", "<span>Thứ Tư, 05/06/2024, 08:30 (GMT+7)</span>", "2024-06-05"),
        ("", "<p>Thứ ba, ngày 2 tháng 1 năm 2024</p>", "2024-01-02"),
        ("", "<div>Đăng ngày: 2-1-2024 | 7h05</div>", "2024-01-02"),
        ("", "<div>06:30 | 15/07/2024</div>", "2024-07-15"),
        ("", "<div>Đăng lúc 06:30 ngày 15/07/2024</div>", "2024-07-15"),
        ("", "<div>Thứ hai, ngày 15/07/2024 - 06:30 AM [(GMT +7)]</div>", "2024-07-15"),
        ("", "<div>Ngày 15 Tháng 7, 2024</div>", "2024-07-15"),
        ("", "<div>2024-07-15 06:30</div>", "2024-07-15"),
        ("", "<div>Ngày đăng: 15/07/2024 - Lượt xem: 1.204</div>", "2024-07-15"),
        ("", "<div>Báo Mẫu | 15/07/2024 06:30</div>", "2024-07-15"),
        ("", "<div><span>Thứ hai, 15/07/2024</span><span>06:30</span></div>", "2024-07-15"),
        ("", "<div>Đến hạn - 15/07/2024 là hết</div>", None),
        ("", "<div>hạn nộp | 15/07/2024</div>", None),
        ("", "<p>Hạn nộp là <b>15/07/2024</b></p>", None),
        ("", "<div>15/07/24</div>", None),
        ("", "<p>31/02/2024</p>", None),
        ("", "<p>Báo cáo trước ngày 1/6/2024</p>", None),
        ("", "", None),
    ],
)
def test_the_date_is_the_one_that_the_page_declares_or_prints_under_its_title(head, after_title, expected):
    found = page_date(Selector(text=page(head, after_title)))
    assert (found.isoformat() if found else None) == expected


def test_the_date_of_today_in_the_masthead_and_of_related_articles_is_not_the_articles():
    related = "".join(f"<p>Đoạn văn thứ {number} của bài.</p>" for number in range(10)) + "<p>03/06/2024</p>"
    html = page(before_title="<div>03/06/2024</div>", after_title=related)
    assert page_date(Selector(text=html)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" date 2026-01-12 Các đơn vị ký kết\n\nTrong bối cảnh", "2026-01-12"),
        ("Tựa bài\n\n  • 21/12/2020\n  • 14:25\n\nSáng 27/11,", "2020-12-21"),
        ("Chiều 15/7, Liên minh Hợp tác xã\n6 tháng đầu năm 2024", None),
        ("", None),
    ],
)
def test_a_document_is_dated_only_by_a_line_of_its_own(text, expected):
    found = document_date(text)
    assert (found.isoformat() if found else None) == expected


def test_the_text_begins_with_the_title_and_the_lead_that_stand_apart():
    head = '<meta property="og:title" content="Tựa riêng"><meta name="description" content="Lời dẫn riêng của bài.">'
    text = read_page(page(head).encode(), url="http://bao.example/bai").text
    assert text.startswith("Tựa riêng\n\nLời dẫn riêng của bài.\n\n")


def test_a_lead_that_the_text_holds_or_that_was_cut_off_is_not_repeated():
    for lead in (PARAGRAPH[:80].strip(), "Một lời dẫn bị cắt giữa chừng..."):
        text = read_page(
            page(f'<meta name="description" content="{lead}">').encode(), url="http://bao.example/bai"
        ).text
        assert text.count(PARAGRAPH[:80].strip()) == 1 + (PARAGRAPH.count(PARAGRAPH[:80].strip()) - 1)
        assert "bị cắt" not in text


def test_a_title_is_not_repeated_where_the_text_begins_with_it():
    text = read_page(page().encode(), url="http://bao.example/bai").text
    assert text.count("Tựa bài về hợp tác xã ở tỉnh nhà") == 1


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/bai-goc.html", "https://bao.example/bai-goc.html"),
        ("https://m.bao.example/bai", "https://m.bao.example/bai"),
        ("https://bao-khac.example/bai", "https://bao.example/bai?id=7"),
        ("https://bao.example.ke-gian.example/", "https://bao.example/bai?id=7"),
        ("https://bao.example/" + "x" * 2_000, "https://bao.example/bai?id=7"),
        ("", "https://bao.example/bai?id=7"),
    ],
)
def test_a_canonical_link_is_believed_within_the_source_alone(link, expected):
    html = page(f'<link rel="canonical" href="{link}">')
    url = "https://BAO.example/bai?utm_source=fb&id=7#binh-luan"
    assert read_page(html.encode(), url=url, allowed_domains=("bao.example",)).canonical_url == expected


def test_a_document_is_kept_to_the_letter():
    text = "\ufeffTựa bài về kinh tế tập thể tỉnh nhà\r\n\r\nSố HTX:\u00a0975. \u00d0áng chú ý…\n\n"
    assert read_document(text.encode(), url="file:a.txt").text == text


def test_a_page_in_an_old_encoding_is_read():
    html = page().replace("Tựa bài về hợp tác xã ở tỉnh nhà", "Tin về HTX")
    utf16 = read_page(html.encode("utf-16"), url="http://bao.example/")
    assert "vật tư rẻ hơn" in utf16.text
