"""What a label means, however an office writes it; and what it must never be taken for."""

import random

import pytest

from ingest.submissions.labels import row_labels
from ingest.submissions.reference import Reference


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Tổng số HTX hiện có đến 30/6/2024", "coop_total"),
        ("Tổng số HTX trên địa bàn huyện Can Lộc", "coop_total"),
        ("+ Số HTX thành lập mới trong 6 tháng đầu năm", "coop_new"),
        ("Số HTX đang hoạt động hiệu quả", "coop_effective"),
        ("HTX ngừng hoạt động, chờ giải thể", "coop_dissolving"),
        ("Số HTX đang giải thể", "coop_dissolving"),
        ("Số HTX đã giải thể", "coop_dissolved"),
        ("Tổng số LĐTX trong HTX", "workers_total"),
        ("Số CBQL HTX đã qua đào tạo đạt trình độ CĐ, ĐH trở lên", "managers_degree"),
        ("Trình độ sơ, trung cấp", "managers_vocational"),
        ("Doanh thu bình quân của 01 HTX", "revenue_avg"),
        ("Lãi BQ/HTX", "profit_avg"),
        ("Thu nhập bình quân/tháng của lao động thường xuyên", "worker_income_avg"),
        ("TV liên kết ko góp vốn", "members_associate_no_capital"),
        ("Tổng số xã viên", "members_total"),
        ("HTX có lãi", "coop_profitable"),
        ("Tongsố HTX", "coop_total"),
        ("Doang thu bình quân một HTX", "revenue_avg"),
        ("Tổng số cán bộ quản lí HTX", "managers_total"),
    ],
)
def test_spellings_of_offices_are_known(reference: Reference, label: str, code: str) -> None:
    found = row_labels(reference).find(label, "HTX")
    assert found is not None
    assert (found.entity, found.indicator_code) == ("HTX", code)


@pytest.mark.parametrize(
    "label",
    [
        "Số thành viên nữ",
        "Số lao động nữ",
        "Lao động nam",
        "Số lao động là người dân tộc thiểu số",
        "Số thành viên ra khỏi HTX",
        "Số cán bộ quản lý chưa qua đào tạo",
        "Trình độ trung cấp",
        "Trình độ sơ cấp",
        "Trình độ đại học trở lên",
        "Số HTX không hoạt động hiệu quả",
        "Số HTX hoạt động kém hiệu quả",
        "Số HTX vay vốn",
        "Số HTX sáp nhập",
        "Số HTX dự kiến giải thể",
        "Tổng số HTX thành viên",
        "Doanh thu",
        "Thu nhập bình quân",
        "Lãi bình quân một lao động",
        "Bình quân thành viên một HTX",
        "Tình trạng hoạt động",
        "Năm thành lập",
        "Số trang trại",
        "Số HTX nông nghiệp thành lập mới",
    ],
)
def test_labels_that_say_something_else_are_not_taken(reference: Reference, label: str) -> None:
    assert row_labels(reference).find(label, "HTX") is None


def test_no_typing_error_makes_one_row_of_the_form_another(reference: Reference) -> None:
    draw = random.Random(20240630)
    labels = row_labels(reference)
    right = 0
    rows = [row for row in reference.forms["A-1"].indicator_rows() for _ in range(12)]
    for row in rows:
        found = labels.find(mistyped(row.label_vi, draw), row.entity)
        assert found is None or (found.entity, found.indicator_code) == (row.entity, row.indicator_code)
        right += found is not None
    assert right > 0.75 * len(rows)


def mistyped(label: str, draw: random.Random) -> str:
    """A label with one letter changed, added, dropped or swapped with the next."""
    place = draw.randrange(len(label) - 1)
    letter = draw.choice("aeiounhtgcmpl")
    return draw.choice(
        [
            label[:place] + label[place + 1] + label[place] + label[place + 2 :],
            label[:place] + label[place + 1 :],
            label[:place] + letter + label[place:],
            label[:place] + letter + label[place + 1 :],
        ]
    )


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Nông - lâm - ngư - diêm nghiệp", "agri"),
        ("CN-TTCN", "industry_handicraft"),
        ("Tiểu thủ công nghiệp", "handicraft"),
        ("Tín dụng (Quỹ TDND)", "credit_fund"),
        ("HTX nông nghiệp", "agri"),
        ("Thương mai - dịch vụ", "trade_service"),
        ("Lĩnh vực khác", "other"),
        ("Công nghiệp - xây dựng", None),
        ("Số HTX đang hoạt động", None),
    ],
)
def test_sectors_are_named_as_precisely_as_printed(reference: Reference, label: str, code: str | None) -> None:
    assert row_labels(reference).find_sector(label) == code
