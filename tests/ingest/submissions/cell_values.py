"""What tests put into cells, whatever the format of the file."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Percent:
    """A share of one shown as percent: 0.55 is seen as 55%."""

    share: float


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A formula that came to nothing."""

    code: int = 0x07
    text: str = "#DIV/0!"


@dataclass(frozen=True, slots=True)
class Outside:
    """A number that a formula took from another workbook."""

    number: float


Value = str | int | float | Percent | ErrorValue | Outside | None
Rows = Sequence[Sequence[Value]]


def places(rows: Rows) -> list[tuple[int, int, Value]]:
    return [
        (row, column, value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value is not None
    ]


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
