"""A1 addresses, as spreadsheets write them."""

import re
from functools import lru_cache

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d*)")


@lru_cache(maxsize=32_768)
def a1(row: int, column: int) -> str:
    """The A1 address of a row and a column, both counted from 1."""
    return f"{_letters(column)}{row}"


@lru_cache(maxsize=1_024)
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def row_and_column(address: str) -> tuple[int, int]:
    """The row and the column of an A1 address; ``ValueError`` where it is none."""
    match = _ADDRESS.fullmatch(address.upper())
    if match is None:
        raise ValueError(f"not an A1 address: {address!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
