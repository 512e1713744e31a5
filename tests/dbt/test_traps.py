"""Every trap of the domain names tests that show it, and they exist."""

import re
from collections.abc import Iterator

from htx.settings import REPOSITORY

PAGE = REPOSITORY / "docs" / "traps.md"
MODELS = REPOSITORY / "dbt_project" / "models"


def traps() -> Iterator[tuple[str, list[str]]]:
    """Each trap and the tests named beside it."""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "trap":
            yield cells[0], re.findall(r"`([^`]+)`", cells[1])


def unit_tests() -> set[str]:
    files = (path.read_text(encoding="utf-8") for path in MODELS.rglob("unit_tests*.yml"))
    return {name for file in files for name in re.findall(r"^  - name: (\w+)$", file, re.MULTILINE)}


def is_a_test_of_python(named: str) -> bool:
    path, _, test = named.partition("::")
    source = REPOSITORY / path
    return bool(test) and source.is_file() and f"\ndef {test}(" in source.read_text(encoding="utf-8")


def test_every_trap_is_shown_by_tests_that_exist() -> None:
    known = unit_tests()
    listed = list(traps())
    assert len(listed) > 30
    for trap, tests in listed:
        assert tests, trap
        assert [name for name in tests if name not in known and not is_a_test_of_python(name)] == [], trap


def test_what_the_warehouse_makes_of_figures_is_shown_by_unit_tests_of_the_models() -> None:
    known = unit_tests()
    text = PAGE.read_text(encoding="utf-8")
    of_the_warehouse = text[text.index("## Adding up") : text.index("## Classes and names")]
    for trap, tests in traps():
        if trap in of_the_warehouse:
            assert known & set(tests), trap
