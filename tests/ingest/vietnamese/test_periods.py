"""Expressions of time are found, told apart by their part in the sentence, and placed in the calendar."""

import datetime as dt

import pytest

from ingest.vietnamese.periods import TimeContext, TimeKind, TimeRole, find_times, resolve

_CONTEXT = TimeContext(reference=dt.date(2024, 7, 15), year=2024, now="2024-07-15", last_span=(2020, 2025))


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("Tính đến ngày 30/6/2021, toàn tỉnh có", "2021-06-30"),
        ("Đến hết tháng 6/2016, huyện có", "2016-06-30"),
        ("Đến hết năm 2025 phấn đấu", "2025"),
        ("6 tháng đầu năm, tỉnh thành lập", "2024-H1"),
        ("06 tháng đầu năm 2023 đã", "2023-H1"),
        ("Trong 6 tháng cuối năm, Liên minh", "2024-H2"),
        ("Quý I/2022 toàn tỉnh", "2022-Q1"),
        ("9 tháng năm 2017 có", "2017-01..2017-09"),
        ("4 tháng đầu năm có 15 HTX", "2024-01..2024-04"),
        ("Giai đoạn 2017 – 2020, thành phố", "2017..2020"),
        ("Từ năm 2016 đến nay, toàn tỉnh", "2016..2024"),
        ("Từ đầu năm đến nay, có", "2024"),
        ("Nhiệm kỳ qua, Liên minh kết nạp", "2015..2020"),
        ("phấn đấu trong nhiệm kỳ xây dựng", "2020..2025"),
        ("Hiện toàn tỉnh có", "2024-07-15"),
        ("(năm trước là 3,1 triệu đồng)", "2023"),
        ("Chiều 15/7, hội nghị", "2024-07-15"),
    ],
)
def test_an_expression_is_placed_in_the_calendar(sentence: str, period: str) -> None:
    (expression,) = find_times(sentence)
    assert expression.role is TimeRole.SCOPE
    assert resolve(expression, _CONTEXT) == period


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("tăng 25 HTX so với cuối năm 2018", TimeRole.COMPARISON),
        ("tăng 6,5% so với cùng kỳ năm trước", TimeRole.COMPARISON),
        ("đạt 56,2% chỉ tiêu kế hoạch năm 2021", TimeRole.COMPARISON),
        ("theo Luật Hợp tác xã năm 2012", TimeRole.LAW),
        ("báo cáo trước ngày 1/6/2024", TimeRole.BOUND),
        ("các HTX thành lập sau năm 2012", TimeRole.BOUND),
    ],
)
def test_times_that_say_nothing_of_the_number_are_told_apart(sentence: str, role: TimeRole) -> None:
    assert [expression.role for expression in find_times(sentence)] == [role]


@pytest.mark.parametrize(
    "sentence", ["thực hiện tốt nhiệm vụ", "canh tác hiện đại", "hỗ trợ trong 36 tháng", "13/66 HTX"]
)
def test_words_that_only_look_like_time_are_left_alone(sentence: str) -> None:
    assert find_times(sentence) == ()


def test_what_the_text_does_not_tell_stays_unknown() -> None:
    (half,) = find_times("6 tháng đầu năm, tỉnh thành lập")
    (now,) = find_times("Hiện toàn tỉnh có")
    assert resolve(half, TimeContext()) is None
    assert resolve(now, TimeContext()) is None


def test_of_no_months_only_the_year_is_left() -> None:
    assert [e.kind for e in find_times("0 tháng đầu năm 2024")] == [TimeKind.YEAR]


def test_an_impossible_date_is_no_date() -> None:
    assert [e.kind for e in find_times("ngày 31/13/2024")] != [TimeKind.DATE]
    (expression,) = find_times("ngày 31/2/2024")
    assert resolve(expression, _CONTEXT) is None
