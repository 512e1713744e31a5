"""Totals that a spreadsheet sums up itself: unknown while one of their parts is."""

UNKNOWN = "…"
"""What a total shows, and what a reader takes for "not known", until every part is a number or "-"."""


def sum_formula(cells: str, count: int) -> str:
    """The formula of the sum of `count` cells, such as "D11:D19"."""
    return f'=IF(COUNT({cells})+COUNTIF({cells},"-")<{count},"{UNKNOWN}",SUM({cells}))'
