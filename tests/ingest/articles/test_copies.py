"""Syndicated copies are linked to the first text of their story; stories of their own are not."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from htx.settings import LOCAL_ZONE
from ingest.articles.collect import load_fetched
from ingest.articles.copies import LEAST_SIMILARITY, SIGNATURE_HASHES, shingles, signature, similarity
from ingest.articles.exchange import FetchedPage
from ingest.raw.database import connect
from ingest.raw.tables import article, article_copy

NOW = datetime(2024, 7, 16, 5, 0, tzinfo=LOCAL_ZONE)

STORY = [
    "Liên minh Hợp tác xã tỉnh Hà Tĩnh vừa sơ kết công tác sáu tháng đầu năm 2024, đánh giá khu vực kinh tế tập thể"
    " tiếp tục phát triển ổn định và từng bước nâng cao hiệu quả hoạt động.",
    "Toàn tỉnh hiện có 975 HTX với 96.500 thành viên, trong đó 640 HTX nông nghiệp; doanh thu bình quân một HTX đạt"
    " 1,2 tỷ đồng, thu nhập của người lao động thường xuyên đạt 52 triệu đồng mỗi năm.",
    "Các địa phương đã thành lập mới 21 HTX, giải thể bắt buộc 8 HTX ngừng hoạt động lâu ngày không đủ điều kiện"
    " chuyển đổi theo Luật Hợp tác xã năm 2023.",
    "Sáu tháng cuối năm, Liên minh HTX tỉnh tập trung tư vấn, đào tạo cán bộ quản lý, hỗ trợ vay vốn từ Quỹ hỗ trợ"
    " phát triển và kết nối tiêu thụ nông sản cho bà con thành viên.",
]  # fmt: skip
NEXT_YEAR = [
    "Liên minh Hợp tác xã tỉnh Hà Tĩnh vừa sơ kết công tác sáu tháng đầu năm 2025, nhiều chỉ tiêu vượt kế hoạch.",
    "Toàn tỉnh hiện có 1.012 HTX với 99.100 thành viên, trong đó 655 HTX nông nghiệp; doanh thu bình quân một HTX đạt"
    " 1,4 tỷ đồng, lãi bình quân ước 260 triệu đồng.",
    "Từ đầu năm đến nay, tỉnh thành lập mới 34 HTX, phần lớn ở các huyện Cẩm Xuyên, Thạch Hà và Can Lộc, nhờ phong"
    " trào xây dựng nông thôn mới nâng cao và các sản phẩm OCOP.",
    "Lãnh đạo Liên minh đề nghị các sở, ngành sớm tháo gỡ vướng mắc về đất đai để HTX xây dựng nhà kho, xưởng sơ chế.",
]  # fmt: skip
LEAD_OF_ANOTHER_PAPER = "Nguồn tin từ Liên minh HTX tỉnh cho hay kết quả nửa chặng đường của kế hoạch năm nay rất sáng."


def text(paragraphs, title="Hà Tĩnh: Kinh tế tập thể nửa năm"):
    return "\n\n".join([title, *paragraphs])


def rate(one, other):
    return similarity(shingles(one), shingles(other))


@pytest.mark.parametrize(
    "copy",
    [
        text(STORY, title="Hà Tĩnh có 975 hợp tác xã"),
        text([LEAD_OF_ANOTHER_PAPER, *STORY]),
        text(STORY[:2]),
        text(STORY).upper(),
        text(STORY).replace("hoạt động", "hoạt đông"),
    ],
    ids=["another title", "a new lead", "cut after two paragraphs", "capitals", "a mistyped word"],
)
def test_a_copy_is_known_however_another_paper_prints_it(copy):
    assert rate(text(STORY), copy) >= LEAST_SIMILARITY
    assert set(signature(shingles(text(STORY)))) & set(signature(shingles(copy)))


def test_the_same_province_a_year_later_is_a_story_of_its_own():
    assert rate(text(STORY), text(NEXT_YEAR)) < LEAST_SIMILARITY / 2


def test_a_signature_is_bounded_and_the_same_for_the_same_text():
    runs = shingles(" ".join(f"tiếng{number}" for number in range(5_000)))
    assert signature(runs) == signature(sorted(runs))
    assert len(signature(runs)) == SIGNATURE_HASHES
    assert signature(shingles("")) != []


def page(paragraphs, title="Hà Tĩnh: Kinh tế tập thể nửa năm"):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


@pytest.mark.integration
def test_copies_name_the_first_text_of_their_story_and_later_versions_join_it(fresh_warehouse, press_site):
    pages = [
        ("https://bao-goc.example/bai", page(STORY)),
        ("https://bao-hai.example/bai", page(STORY, "Hà Tĩnh có 975 hợp tác xã")),
        ("https://bao-ba.example/bai", page([LEAD_OF_ANOTHER_PAPER, *STORY[:3]])),
        ("https://bao-goc.example/nam-sau", page(NEXT_YEAR)),
        ("https://bao-goc.example/bai", page([*STORY, "Bài đã được bổ sung một câu."])),
        ("https://bao-hai.example/bai", page(STORY, "Hà Tĩnh có 975 hợp tác xã")),
    ]
    outcomes = []
    for day, (url, content) in enumerate(pages):
        fetched = [FetchedPage(url=url, content=content)]
        source = press_site.source(allowed_domains=("example",))
        outcomes += load_fetched(fresh_warehouse, source, fetched, NOW + timedelta(days=day)).pages
    assert [outcome.outcome for outcome in outcomes] == ["new", "new", "new", "new", "changed", "unchanged"]
    assert outcomes[1].reason.endswith("of another address")
    engine = connect(fresh_warehouse)
    with engine.connect() as connection:
        versions = connection.scalars(select(article.c.article_version_id)).all()
        links = connection.execute(select(article_copy)).all()
    engine.dispose()
    first, second, third, _next_year, revised, _again = (outcome.article_version_id for outcome in outcomes)
    assert len(versions) == 5
    assert {(link.article_version_id, link.of_article_version_id) for link in links} == {
        (second, first), (third, first), (revised, first),
    }  # fmt: skip
    assert all(LEAST_SIMILARITY <= link.similarity <= 1 for link in links)


@pytest.mark.integration
def test_a_copy_of_an_earlier_version_is_of_one_story_with_the_version_that_stands(fresh_warehouse, press_site):
    """The paper adds a sentence; then another prints the text without it: both say 975, and it must count once."""
    changed = [*STORY, "Bài đã được bổ sung một câu."]
    another = ["Bài này đã gỡ; mời bạn đọc xem số báo ngày mai.", *NEXT_YEAR]
    pages = [
        ("https://bao-goc.example/bai", page(STORY)),
        ("https://bao-goc.example/bai", page(changed)),
        ("https://bao-hai.example/bai", page(STORY, "Hà Tĩnh có 975 hợp tác xã")),
        ("https://bao-goc.example/bai", page(another)),
    ]
    outcomes = []
    for day, (url, content) in enumerate(pages):
        source = press_site.source(allowed_domains=("example",))
        outcomes += load_fetched(
            fresh_warehouse, source, [FetchedPage(url=url, content=content)], NOW + timedelta(days=day)
        ).pages
    first, revised, copy, other = (outcome.article_version_id for outcome in outcomes)
    assert "another address" not in outcomes[1].reason
    assert outcomes[2].reason.endswith("of another address")
    engine = connect(fresh_warehouse)
    with engine.connect() as connection:
        links = connection.execute(select(article_copy)).all()
    engine.dispose()
    stories = {link.article_version_id: link.of_article_version_id for link in links}
    assert (stories[revised], stories[copy]) == (first, first)
    assert other not in stories
