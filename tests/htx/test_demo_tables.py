"""What the demo prints of the provinces of the articles: short, and honest about what nobody knows."""

from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

from htx.demo.province_tables import MOST_ROWS, NOBODY_KNOWS, readings_table, reconciliation_table, target_table

CITY: dict[str, Any] = {
    "place": "TP.HCM", "period": "2024-H1", "source_kind": "submissions", "value": Decimal("751.000000"),
    "reporters_reporting": 20, "reporters_expected": 22, "value_today": Decimal("751.000000"),
    "reporting_today": 20, "expected_today": 24,
}  # fmt: skip
PLAN: dict[str, Any] = {
    "place": "TP.HCM", "indicator": "Số hợp tác xã đang hoạt động", "canonical_unit": "HTX", "period": "2024",
    "source_kind": "submissions", "value_low": Decimal(617), "value_high": Decimal(617), "qualifier": "exact",
    "preferred_kind": "target", "preferred_low": Decimal(663), "preferred_high": Decimal(663),
    "preferred_qualifier": "exact", "difference": Decimal(-46), "verdict": "differs_while_some_are_absent",
}  # fmt: skip
TARGET: dict[str, Any] = {
    "place": "TP.HCM", "indicator": "Tỷ lệ cán bộ quản lý HTX có trình độ cao đẳng, đại học trở lên", "period": "2024",
    "canonical_unit": "percent", "target_low": Decimal(55), "target_high": None, "qualifier": "over",
    "actual_value": Decimal("27.731092"), "reporters_reporting": 20, "reporters_expected": 22,
    "verdict": "not_evaluable",
}  # fmt: skip


def printed(table: Table) -> list[str]:
    """The lines of a terminal of 110 columns."""
    console = Console(width=110)
    with console.capture() as capture:
        console.print(table)
    return [line.rstrip() for line in capture.get().splitlines()]


def test_both_readings_stand_beside_each_other_with_their_coverage() -> None:
    line = printed(readings_table([CITY]))[-1]
    assert line.split("  ")[0].startswith("TP.HCM")
    assert "751, 20/22 đơn vị" in line
    assert line.endswith("751, 20/24 đơn vị")


def test_a_number_of_the_press_has_no_coverage_and_no_other_reading() -> None:
    press = CITY | {
        "source_kind": "press", "value": Decimal(309), "reporters_reporting": None, "reporters_expected": None,
        "value_today": None, "reporting_today": None, "expected_today": None,
    }  # fmt: skip
    assert printed(readings_table([press]))[-1].split("báo chí")[1].split() == ["309", *NOBODY_KNOWS.split()]


def test_a_province_of_which_nobody_has_a_number_is_told() -> None:
    unknown = dict.fromkeys(CITY) | {"place": "Hải Phòng"}
    assert printed(readings_table([unknown]))[-1].count(NOBODY_KNOWS) == 2


def test_a_source_stands_beside_the_preferred_one_with_difference_and_verdict() -> None:
    lines = printed(reconciliation_table([PLAN]))
    line = next(line for line in lines if line.startswith("TP.HCM"))
    assert line.split("báo cáo")[1].split() == ["617", "663", "(văn", "bản)", "−46", "lệch,", "thiếu", "đơn", "vị"]


def test_what_only_the_press_speaks_of_is_one_row_a_province() -> None:
    alone = PLAN | {"source_kind": "press", "verdict": "only_source", "place": "Hà Tĩnh"}
    lines = [line for line in printed(reconciliation_table([alone] * 10)) if line.startswith("Hà Tĩnh")]
    assert [" ".join(line.split()) for line in lines] == ["Hà Tĩnh 10 chỉ tiêu báo chí nguồn duy nhất"]


def test_a_target_stands_beside_its_actual_in_its_unit() -> None:
    line = next(line for line in printed(target_table([TARGET])) if line.startswith("TP.HCM"))
    assert line.endswith("trên 55% 27,73%, 20/22 đơn vị Chưa đánh giá được")


def test_a_province_without_targets_is_told() -> None:
    none = dict.fromkeys(TARGET) | {"place": "Cần Thơ"}
    assert "Cần Thơ không có văn bản nào" in printed(target_table([none]))


def test_long_lists_are_cut_and_say_how_many_are_left() -> None:
    for table in (reconciliation_table([PLAN] * 9), target_table([TARGET] * 9)):
        lines = printed(table)
        assert sum(line.startswith("TP.HCM") for line in lines) == MOST_ROWS + 1
        assert any(line.endswith(f"… and {9 - MOST_ROWS} more") for line in lines)
        assert "docs/marts.md" in lines[-1]
