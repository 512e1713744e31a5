"""Compiled formulas of the binary formats (.xls, .xlsb): only so far as to see whether one points outside.

A formula is a row of tokens, each with a size of its own; they are walked to find references to sheets, whose target
the workbook lists apart. (MS-XLS §2.5.198, MS-XLSB §2.5.97.)
"""

import struct
from collections.abc import Container, Mapping
from dataclasses import dataclass

ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
"""Errors by their code in binary workbooks."""

_STRING, _ATTRIBUTE = 0x17, 0x19
_CHOOSE = 0x04
_NAME_OF_OTHER, _CELL_OF_SHEET, _AREA_OF_SHEET = 0x39, 0x3A, 0x3B
_POINTS_TO_SHEET = frozenset({_NAME_OF_OTHER, _CELL_OF_SHEET, _AREA_OF_SHEET})
_ONE_BYTE = frozenset({*range(0x03, 0x17)})
_FIXED = {0x1C: 2, 0x1D: 2, 0x1E: 3, 0x1F: 9, 0x21: 3, 0x22: 4, 0x29: 3}


@dataclass(frozen=True, slots=True)
class TokenLayout:
    """Sizes of the tokens in one generation of the format, their first byte included."""

    sizes: Mapping[int, int]
    string_head: str
    """How a text begins, for `struct`: the count of its characters."""
    has_string_flags: bool
    character_bytes: int


BIFF5 = TokenLayout(
    {0x01: 5, 0x02: 5, 0x20: 8, 0x23: 15, 0x24: 4, 0x25: 7, 0x26: 7, 0x27: 7, 0x28: 7, 0x2A: 4, 0x2B: 7, 0x2C: 4}
    | {0x2D: 7, 0x39: 25, 0x3A: 18, 0x3B: 21, 0x3C: 18, 0x3D: 21}
    | _FIXED,
    "<B",
    False,
    1,
)
BIFF8 = TokenLayout(
    {0x01: 5, 0x02: 5, 0x20: 8, 0x23: 5, 0x24: 5, 0x25: 9, 0x26: 7, 0x27: 7, 0x28: 7, 0x2A: 5, 0x2B: 9, 0x2C: 5}
    | {0x2D: 9, 0x39: 7, 0x3A: 7, 0x3B: 11, 0x3C: 7, 0x3D: 11}
    | _FIXED,
    "<B",
    True,
    1,
)
BIFF12 = TokenLayout(
    {0x01: 5, 0x02: 5, 0x20: 15, 0x23: 5, 0x24: 7, 0x25: 13, 0x26: 7, 0x27: 7, 0x28: 7, 0x2A: 7, 0x2B: 13, 0x2C: 7}
    | {0x2D: 13, 0x39: 7, 0x3A: 9, 0x3B: 15, 0x3C: 9, 0x3D: 15}
    | _FIXED,
    "<H",
    False,
    2,
)


def points_outside(tokens: bytes, layout: TokenLayout, outside: Container[int]) -> bool:
    """Whether a formula refers to a sheet whose number in the workbook's list is among those `outside`.

    A token that is not known ends the walk: what follows cannot be told apart.
    """
    place = 0
    while place < len(tokens):
        token = _plain(tokens[place])
        if token in _POINTS_TO_SHEET:
            if place + 3 > len(tokens):
                return False
            if struct.unpack_from("<H", tokens, place + 1)[0] in outside:
                return True
        size = _size(tokens, place, token, layout)
        if size == 0:
            return False
        place += size
    return False


def _plain(token: int) -> int:
    """The token without the class of its value: 0x44 and 0x64 are 0x24 too."""
    return token if token < 0x20 else (token & 0x1F) | 0x20


def _size(tokens: bytes, place: int, token: int, layout: TokenLayout) -> int:
    if token in _ONE_BYTE:
        return 1
    try:
        if token == _STRING:
            head = struct.calcsize(layout.string_head)
            (count,) = struct.unpack_from(layout.string_head, tokens, place + 1)
            wide = 2 if layout.has_string_flags and tokens[place + 1 + head] & 1 else layout.character_bytes
            return int(1 + head + layout.has_string_flags + count * wide)
        if token == _ATTRIBUTE:
            choices = struct.unpack_from("<H", tokens, place + 2)[0] + 1 if tokens[place + 1] & _CHOOSE else 0
            return int(4 + 2 * choices)
    except (struct.error, IndexError):
        return 0
    return layout.sizes.get(token, 0)
