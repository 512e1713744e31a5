"""CSV files as offices save them: UTF-8 or Excel's "Unicode text", parted by commas, semicolons or tabs."""

import codecs
import csv
import io
from collections.abc import Collection
from pathlib import Path

_SEPARATORS = (",", ";", "\t")


class UnreadableCsvError(ValueError):
    """The file cannot be trusted row by row; the text says what to do about it."""


def read_office_csv(path: Path, columns: Collection[str]) -> list[tuple[int, dict[str, str]]]:
    """The rows with their line numbers, values stripped, blank lines left out; an absent value is empty.

    A column may stand anywhere, and others beside it. Raises `UnreadableCsvError`
    where the file cannot be decoded, misses one of `columns`, or has a quote left open.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableCsvError(f"{path.name}: {error.strerror or error}; make it a file that can be read") from error
    return parse_office_csv(content, path.name, columns)


def parse_office_csv(content: bytes, name: str, columns: Collection[str]) -> list[tuple[int, dict[str, str]]]:
    """`read_office_csv` of bytes that were read already; `name` is what the errors call them."""
    text = _text(content, name)
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise UnreadableCsvError(f"{name}: the first line must name the columns {', '.join(columns)}")
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise UnreadableCsvError(f"{name} line {reader.line_num}: {error}; mend the line") from error
    return [(line, {column: (row.get(column) or "").strip() for column in columns}) for line, row in rows]


def _text(content: bytes, name: str) -> str:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableCsvError(f"{name}: not UTF-8; save it as “CSV UTF-8”") from error
    if "\0" in text:
        raise UnreadableCsvError(f"{name}: not a text file; save it as “CSV UTF-8”")
    return text
