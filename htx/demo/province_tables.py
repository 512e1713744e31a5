"""The provinces of the articles as the demo prints them: short tables for a terminal of 110 columns."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from rich.table import Table

MOST_ROWS = 3
"""Rows of a province; more are counted and left to SQL."""
NOBODY_KNOWS = "không ai có số"
_INDICATOR_WIDTH = 27
_WRITTEN_UNITS = frozenset({"VND", "percent"})
_SOURCES_VI = {
    "submissions": "báo cáo",
    "register": "danh sách",
    "department": "sở, ngành",
    "press": "báo chí",
    "target": "văn bản",
}
_COMPARED_VI = {
    "only_source": "nguồn duy nhất",
    "contested": "trái nhau",
    "not_comparable": "không so được",
    "agrees": "khớp",
    "differs": "chênh lệch",
    "differs_while_some_are_absent": "lệch, thiếu đơn vị",
}
Row = dict[str, Any]


def readings_table(rows: Sequence[Row]) -> Table:
    """The number of cooperatives of each province, with how many reporters are in it."""
    table = _table("Cooperatives, in the boundaries of then and of today", "place", "period", "source", "then", "today")
    for row in rows:
        then = _counted(row["value"], row["reporters_reporting"], row["reporters_expected"])
        today = _counted(row["value_today"], row["reporting_today"], row["expected_today"])
        source = _SOURCES_VI.get(row["source_kind"], row["source_kind"] or "")
        table.add_row(row["place"], row["period"] or "", source, then, today)
    return table


def reconciliation_table(rows: Sequence[Row]) -> Table:
    """Each other source beside the preferred one; what only one source speaks of is a row a province."""
    columns = ("place", "indicator", "period", "source", "value", "preferred", "diff.", "verdict")
    table = _table("What sources say, beside the preferred one", *columns)
    for place, of_place in groupby(rows, itemgetter("place")):
        compared: list[Row] = []
        alone: dict[str, int] = {}
        for row in of_place:
            if row["verdict"] == "only_source":
                alone[row["source_kind"]] = alone.get(row["source_kind"], 0) + 1
            else:
                compared.append(row)
        lines = [_compared(row) for row in compared]
        for line in _cut(lines):
            table.add_row(place, *line)
        for kind, count in alone.items():
            only = _COMPARED_VI["only_source"]
            table.add_row(
                place,
                f"{count} chỉ tiêu khác" if lines else f"{count} chỉ tiêu",
                "",
                _SOURCES_VI[kind],
                "",
                "",
                "",
                only,
            )
    return table


def target_table(rows: Sequence[Row]) -> Table:
    """Each target of a document with the newest actual of its period."""
    from publish.report.wording import VERDICT_WORDS

    columns = ("place", "indicator", "period", "target", "actual", "verdict")
    table = _table("Targets of documents, and how they stand", *columns)
    for place, of_place in groupby(rows, itemgetter("place")):
        lines: list[tuple[str, ...]] = [
            (
                row["indicator"],
                row["period"],
                _said(row["target_low"], row["target_high"], row["qualifier"], row["canonical_unit"]),
                _counted(
                    row["actual_value"], row["reporters_reporting"], row["reporters_expected"], row["canonical_unit"]
                ),
                VERDICT_WORDS[row["verdict"]],
            )
            for row in of_place
            if row["verdict"] is not None
        ]
        for line in _cut(lines) if lines else [("không có văn bản nào",)]:
            table.add_row(place, *line)
    return table


def _table(title: str, *columns: str) -> Table:
    caption = "more: the SQL of docs/marts.md" if "indicator" in columns else None
    table = Table(
        title=title,
        title_justify="left",
        caption=caption,
        caption_justify="left",
        box=None,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for name in columns:
        table.add_column(name, no_wrap=True, max_width=_INDICATOR_WIDTH if name == "indicator" else None)
    return table


def _cut(lines: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    yield from lines[:MOST_ROWS]
    if len(lines) > MOST_ROWS:
        yield (f"… and {len(lines) - MOST_ROWS} more",)


def _compared(row: Row) -> tuple[str, ...]:
    unit = row["canonical_unit"]
    preferred = ""
    if row["preferred_kind"] is not None:
        said = _said(row["preferred_low"], row["preferred_high"], row["preferred_qualifier"], unit)
        preferred = f"{said} ({_SOURCES_VI[row['preferred_kind']]})"
    return (
        row["indicator"],
        row["period"],
        _SOURCES_VI[row["source_kind"]],
        _said(row["value_low"], row["value_high"], row["qualifier"], unit),
        preferred,
        _difference(row["difference"], unit),
        _COMPARED_VI[row["verdict"]],
    )


def _said(low: Decimal | None, high: Decimal | None, qualifier: str | None, unit: str) -> str:
    """ "10–15", "trên 55%"; a count is without its unit, which the indicator names."""
    from publish.report.wording import VIETNAMESE
    from publish.report.wording.voice import Measure

    if low is None and high is None:
        return NOBODY_KNOWS
    if unit in _WRITTEN_UNITS:
        return VIETNAMESE.bounds(low, high, qualifier, unit)
    return VIETNAMESE.bounds_in(low, high, qualifier, Measure(unit, unit, Decimal(1)))


def _counted(value: Decimal | None, reporting: int | None, expected: int | None, unit: str = "HTX") -> str:
    """ "751, 20/22 đơn vị"; without a coverage where the number is nobody's sum."""
    said = _said(value, value, "exact", unit)
    return said if value is None or expected is None else f"{said}, {reporting}/{expected} đơn vị"


def _difference(value: Decimal | None, unit: str) -> str:
    """ "+16", "−46"; empty where ranges were compared."""
    if value is None:
        return ""
    return f"{'+' if value > 0 else ''}{_said(value, value, 'exact', unit)}"
