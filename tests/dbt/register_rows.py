"""Registers by hand: cooperatives as a reading took them, in two rounds of TP.HCM."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Connection

from ingest.raw import tables
from ingest.raw.ids import content_id
from ingest.raw.loader import append
from ingest.submissions.register.tax_code import check_digit

Listed = Mapping[str, str | int]
"""A cooperative: texts by field, numbers of persons, money in million đồng."""
_MONEY = frozenset({"charter_capital", "revenue", "profit"})


def tax_code(nine_digits: str) -> str:
    """A right code from its first nine digits."""
    last = check_digit(nine_digits)
    assert last is not None, "choose other digits"
    return nine_digits + last


def add_register(connection: Connection, reading_id: UUID, cooperatives: Sequence[Listed]) -> None:
    """A register that lists the cooperatives from row 5 on."""
    append(
        connection,
        tables.register_cell,
        [
            _cell(reading_id, row, field, value)
            for row, listed in enumerate(cooperatives, start=5)
            for field, value in listed.items()
        ],
    )


def _cell(reading_id: UUID, row: int, field: str, value: str | int) -> dict[str, object]:
    return {
        "reading_id": reading_id,
        "register_cell_id": content_id(reading_id, "Danh sách HTX", row, field),
        "sheet": "Danh sách HTX",
        "row_number": row,
        "field": field,
        "cell": f"B{row}",
        "raw_text": str(value),
        "reading": "value",
        "text_value": value if isinstance(value, str) else None,
        "number_printed": Decimal(value) if isinstance(value, int) else None,
        "printed_unit": "triệu đồng" if field in _MONEY else None,
        "is_second_copy": False,
    }
