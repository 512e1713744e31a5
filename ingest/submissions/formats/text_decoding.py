"""Bytes of text whose encoding nobody states: UTF-8, UTF-16, Windows-1258, or an 8-bit font of old.

Text for the fonts of old (TCVN3, VNI) is given as Windows-1252 shows it, as a spreadsheet would hold it; repairing
it is the business of `ingest.vietnamese.legacy`.
"""

import codecs
import unicodedata

from ingest.submissions.workbook import UnreadableWorkbookError
from ingest.vietnamese.legacy import count_vietnamese_words, detect, repair

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ALIASES = {"unicode": "utf-16-le", "utf-16": "utf-16-le", "x-user-defined": "windows-1252", "iso-8859-1": "cp1252"}
_SAMPLE_BYTES = 200_000
_WESTERN = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
"""Windows-1252, with the five bytes that it leaves open as Latin-1 has them."""


def decode_text(content: bytes, declared: str | None = None) -> str:
    """The text of the bytes; a byte order mark stands over the `declared` encoding, and that over the guess.

    Raises `UnreadableWorkbookError` for what is no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    if wide := _wide(content):
        return _decoded(content, wide)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared is not None and (stated := _codec(declared)) not in {"utf-8", "cp1252", None}:
        return unicodedata.normalize("NFC", content.decode(stated or "cp1258", "replace"))
    return _eight_bit(content)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: nearly every second byte of plain text is zero or 1E."""
    head = content[:4_096]
    if head.count(b"\0") * 5 < len(head):
        return None
    return "utf-16-le" if head[1::2].count(b"\0") >= head[0::2].count(b"\0") else "utf-16-be"


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content[: len(content) - len(content) % 2 if "16" in encoding else None].decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableWorkbookError("damaged", f"text that is not {encoding}: {error}") from error


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(_ALIASES.get(name.lower(), name)).name
    except (LookupError, ValueError):
        return None


def _eight_bit(content: bytes) -> str:
    """Windows-1258 or a font of old: whichever makes more words of Vietnamese."""
    modern = unicodedata.normalize("NFC", content.decode("cp1258", "replace"))
    lines = _western(content[:_SAMPLE_BYTES]).splitlines()
    encoding = detect(lines)
    if encoding is None:
        return modern
    repaired = repair(lines, encoding)
    as_legacy = count_vietnamese_words(repaired.get(line, line) for line in lines)
    is_legacy = as_legacy > count_vietnamese_words(modern[:_SAMPLE_BYTES].splitlines())
    return _western(content) if is_legacy else modern


def _western(content: bytes) -> str:
    return "".join(map(_WESTERN.__getitem__, content))
