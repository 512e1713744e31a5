"""A file is left out unread only when `-m` can select no test of it."""

from pathlib import Path

import pytest

from tests.selection import marks_of, may_select

FAST = "not integration and not dbt and not end_to_end and not long"


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        ("pytestmark = pytest.mark.integration", {"integration"}),
        ("pytestmark = [pytest.mark.end_to_end, pytest.mark.timeout(900)]", {"end_to_end", "timeout"}),
        ("pytestmark = pytest.mark.integration  # imports Airflow", {"integration"}),
        ("pytestmark = needs_libre_office", set()),
        ("@pytest.mark.integration", set()),
        ("    pytestmark = pytest.mark.integration", set()),
    ],
)
def test_the_marks_of_a_module_are_read_from_its_line(line: str, marks: set[str], tmp_path: Path) -> None:
    file = tmp_path / "test_report.py"
    file.write_text(f'"""Báo cáo tháng 5."""\nimport pytest\n\n{line}\ndef test_it() -> None: ...\n', encoding="utf-8")
    assert marks_of(file) == marks


@pytest.mark.parametrize("marks", [{"integration"}, {"integration", "dbt"}, {"long", "timeout"}])
def test_what_the_fast_tests_leave_out_is_left_out(marks: set[str]) -> None:
    assert not may_select(FAST, frozenset(marks))


@pytest.mark.parametrize(
    ("expression", "marks"),
    [
        (FAST, set()),
        (FAST, {"timeout"}),
        ("dbt", {"integration"}),  # a test of the module may be marked so
        ("dbt and not integration", {"dbt"}),
        ("not long and not end_to_end", {"integration", "dbt"}),
        ("not integration or dbt", {"integration"}),
        ("not timeout(seconds=900)", {"timeout"}),
        ("not integration and", {"integration"}),  # pytest itself tells what is wrong
    ],
)
def test_in_doubt_a_file_is_collected(expression: str, marks: set[str]) -> None:
    assert may_select(expression, frozenset(marks))
