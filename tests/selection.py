"""Which files of tests `-m` leaves out whole: told before they are imported, with all that they import."""

import re
from functools import cache, partial
from itertools import chain, combinations
from pathlib import Path

from _pytest.mark.expression import Expression

MARKS_OF_A_MODULE = re.compile(r"^pytestmark = (.+)$", re.MULTILINE)
MARK = re.compile(r"\bpytest\.mark\.(\w+)")


def marks_of(path: Path) -> frozenset[str]:
    """The marks that every test of a file has, as far as its line `pytestmark = ...` names them."""
    lines = MARKS_OF_A_MODULE.findall(path.read_text(encoding="utf-8"))
    return frozenset(mark for line in lines for mark in MARK.findall(line))


@cache
def may_select(expression: str, marks: frozenset[str]) -> bool:
    """Whether `-m` may select a test that has these marks, whatever others it has besides; in doubt, yes."""
    if "=" in expression:  # asks for the arguments of a mark
        return True
    try:
        selects = Expression.compile(expression)
    except SyntaxError:
        return True
    others = set(re.findall(r"\w+", expression)) - marks
    besides = chain.from_iterable(combinations(others, count) for count in range(len(others) + 1))
    return any(selects.evaluate(partial(_has, marks.union(more))) for more in besides)


def _has(marks: frozenset[str], name: str, /, **_: object) -> bool:
    return name in marks
