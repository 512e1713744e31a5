"""From column titles to the value columns of a form: years decide, and of two that compete the surer one counts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.submissions.layout.titles import ColumnTitle
from ingest.submissions.period import Period, ValueColumnName


@dataclass(frozen=True, slots=True)
class UsedColumn:
    """A column whose figures are taken."""

    column: int
    value_column: ValueColumnName
    entity: str | None = None
    """Set where the columns are kinds of organisations."""
    is_estimate: bool = False
    """Whether figures of six months are estimated rather than counted."""
    printed_unit: str | None = None
    """The unit in the column's own title."""


def used_columns(titles: Mapping[int, ColumnTitle], period: Period) -> dict[int, ValueColumnName]:
    """The value column of each column that has one, from left to right.

    Where two columns have the same title both are given: a figure that stands twice is reported. Where a title is
    split by places or the like ("Tổng số | Xã An Phú | Xã Bình Minh"), its parts are not what the form asks for.
    """
    meant = {column: _meant(column, titles, period) for column in sorted(titles)}
    found = {column: value for column, value in meant.items() if value is not None}
    surest: dict[ValueColumnName, int] = {}
    for value_column, strength in found.values():
        surest[value_column] = max(strength, surest.get(value_column, 0))
    used = {column: name for column, (name, strength) in found.items() if strength == surest[name]}
    parts = {column for column in used if titles[column].is_split}
    split = {name for name, count in Counter(used.values()).items() if count > 1}
    return {column: name for column, name in used.items() if column not in parts or name not in split}


def _meant(column: int, titles: Mapping[int, ColumnTitle], period: Period) -> tuple[ValueColumnName, int] | None:
    title = titles[column]
    offset = title.offset if title.year is None else title.year - period.year
    if title.role == "figure":
        is_only = not any(other.role not in {None, "figure"} for other in titles.values())
        return (period.main_column, title.strength) if is_only else None
    if title.role == "current":
        return (period.main_column, 2) if offset in {None, 0} else None
    if title.role == "actual" and offset is None:
        return _undated_actual(column, titles, period)
    if title.role == "plan" and offset is None:
        return _undated_plan(column, titles)
    match title.role, offset:
        case "plan", 0:
            return "plan_year", title.strength
        case "plan", 1:
            return "plan_next_year", title.strength
        case "half", None | 0:
            return "actual_h1", title.strength
        case "estimate", None | 0:
            return "estimate_year", title.strength
        case "actual", -1:
            return "actual_previous_year", title.strength
        case "estimate", -1:
            return "actual_previous_year", min(title.strength, 1)
        case "actual", 0 if period.half is None:
            return "estimate_year", min(title.strength, 2)
    return None


def _undated_actual(
    column: int, titles: Mapping[int, ColumnTitle], period: Period
) -> tuple[ValueColumnName, int] | None:
    """ "Thực hiện" alone: of the round, or of the year before where it stands left of the round's own column."""
    main_role = "half" if period.half == 1 else "estimate"
    others = [other for other, title in titles.items() if title.role == main_role]
    if not others:
        return period.main_column, 1
    has_previous = any(title.role == "actual" and _is_of_year(title, -1, period) for title in titles.values())
    return ("actual_previous_year", 1) if column < min(others) and not has_previous else None


def _undated_plan(column: int, titles: Mapping[int, ColumnTitle]) -> tuple[ValueColumnName, int]:
    """ "Kế hoạch" alone: of the year, or of the next one where it is the second and follows the estimate."""
    undated = [other for other, title in titles.items() if title == titles[column] or _is_undated_plan(title)]
    estimates = [other for other, title in titles.items() if title.role in {"estimate", "half"}]
    if len(undated) > 1 and estimates and column > max(estimates) and column == max(undated):
        return "plan_next_year", 1
    return "plan_year", 2


def _is_undated_plan(title: ColumnTitle) -> bool:
    return title.role == "plan" and title.year is None and title.offset is None


def _is_of_year(title: ColumnTitle, offset: int, period: Period) -> bool:
    return title.offset == offset if title.year is None else title.year == period.year + offset
