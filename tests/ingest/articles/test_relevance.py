"""Articles on the collective economy are kept, others are set aside with a reason."""

import pytest

from ingest.articles.relevance import Term, Vocabulary, judge, load_vocabulary


@pytest.mark.parametrize(
    "text",
    [
        "Liên minh HTX tỉnh họp bàn phát triển kinh tế tập thể.",
        "LIÊN MINH HỢP TÁC XÃ và Luật Hợp tác xã",
        "Lien minh hop tac xa; kinh te tap the",
        "Kinh te\u0302\u0301 tập thể, kinh tế tập thể",
    ],
)
def test_articles_of_the_field_are_kept_however_they_are_spelled(text):
    assert judge(text, load_vocabulary()).is_relevant


@pytest.mark.parametrize(
    "text",
    [
        "Giá xăng giảm từ chiều nay, người dân phấn khởi.",
        "Anh là thợ điện của một HTX vận tải, ghi bàn ở phút 88.",
        "HTXYZ là mã hiệu; THTT là một tạp chí toán.",
        "",
    ],
)
def test_a_word_in_passing_does_not_make_an_article_of_the_field(text):
    assert not judge(text, load_vocabulary()).is_relevant


def test_the_reason_names_the_words_and_the_points():
    vocabulary = Vocabulary(required_points=4, most_counted=2, terms=(Term("HTX", 1), Term("kinh tế tập thể", 3)))
    verdict = judge("HTX, HTX, HTX và kinh tế tập thể", vocabulary)
    assert (verdict.points, verdict.is_relevant) == (5, True)
    assert verdict.reason == "5 of 4 points: HTX ×3, kinh tế tập thể ×1"


def test_one_word_repeated_counts_only_so_often():
    vocabulary = Vocabulary(required_points=4, most_counted=2, terms=(Term("HTX", 1),))
    assert judge("HTX " * 50, vocabulary).points == 2
