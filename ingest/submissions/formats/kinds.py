"""What a file is, by its content; the name of a file proves nothing."""

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

from ingest.submissions.findings import Named
from ingest.submissions.formats.archives import ARCHIVE_DAMAGE
from ingest.submissions.formats.compound import CompoundFile, DamagedCompoundError

Kind = Literal["xlsx", "xlsm", "xlsb", "xls", "ods", "fods", "docx", "html", "spreadsheetml", "csv", "pdf"]
Other = Literal["empty", "password", "doc", "odt", "rtf", "archive", "mail_page", "binary", "damaged"]
"""What is recognised and yet not read."""

MEDIA_TYPES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "fods": "application/vnd.oasis.opendocument.spreadsheet-flat-xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "spreadsheetml": "application/xml",
    "csv": "text/csv",
    "pdf": "application/pdf",
    "password": "application/x-ole-storage",
    "doc": "application/msword",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
    "archive": "application/zip",
    "mail_page": "multipart/related",
}

KIND_NAMES: Mapping[Kind, Named] = {
    "xlsx": Named("bảng tính .xlsx", "an .xlsx workbook"),
    "xlsm": Named("bảng tính .xlsm", "an .xlsm workbook"),
    "xlsb": Named("bảng tính .xlsb", "an .xlsb workbook"),
    "xls": Named("bảng tính .xls", "an .xls workbook"),
    "ods": Named("bảng tính .ods", "an .ods workbook"),
    "fods": Named("bảng tính .fods", "an .fods workbook"),
    "docx": Named("văn bản Word .docx", "a Word document"),
    "html": Named("trang HTML", "an HTML page"),
    "spreadsheetml": Named("bảng tính XML 2003", "an XML Spreadsheet 2003"),
    "csv": Named("văn bản CSV", "CSV text"),
    "pdf": Named("tệp PDF", "a PDF"),
}

_SUFFIXES: Mapping[str, frozenset[str]] = {
    ".xlsx": frozenset({"xlsx"}),
    ".xltx": frozenset({"xlsx"}),
    ".xlsm": frozenset({"xlsm", "xlsx"}),
    ".xltm": frozenset({"xlsm", "xlsx"}),
    ".xlsb": frozenset({"xlsb"}),
    ".xls": frozenset({"xls"}),
    ".xlt": frozenset({"xls"}),
    ".ods": frozenset({"ods"}),
    ".fods": frozenset({"fods"}),
    ".csv": frozenset({"csv"}),
    ".tsv": frozenset({"csv"}),
    ".txt": frozenset({"csv"}),
    ".docx": frozenset({"docx"}),
    ".docm": frozenset({"docx"}),
    ".doc": frozenset({"doc"}),
    ".html": frozenset({"html"}),
    ".htm": frozenset({"html"}),
    ".xml": frozenset({"spreadsheetml", "fods", "html"}),
    ".pdf": frozenset({"pdf"}),
}
MACRO_SUFFIXES = frozenset({".xlsm", ".xltm", ".docm"})

_MEDIA_TYPE_PART = "mimetype"
_OPENDOCUMENT_SPREADSHEET = "opendocument.spreadsheet"
_LONGEST_MEDIA_TYPE = 100
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_HEAD_BYTES = 4_096
_USUAL_BYTES = 4_000_000
_BLANK = b"\0 \r\n\t\x0b\x0c"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|title|style|div|p|center|font)\b", re.IGNORECASE)
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_OPENDOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 0x1A, 0x1B}
_MOST_CONTROLS = 0.002
"""The share of control characters up to which bytes are taken for text."""


def kind_of(content: bytes) -> Kind | Other:
    """What the bytes are. Of a file of usual size it is asked twice, to read it and to record it, and found once."""
    return _last_kind(content) if len(content) <= _USUAL_BYTES else _kind_of(content)


def _kind_of(content: bytes) -> Kind | Other:
    if not content.strip(_BLANK) or content.strip(_BLANK) in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        return "empty"
    if content.startswith(b"PK"):
        return _archive_kind(content)
    if content.startswith(_OLE_SIGNATURE):
        return _compound_kind(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    head = plain_head(content)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.lower().startswith(b"mime-version:"):
        return "mail_page"
    if head.startswith(b"<"):
        return _markup_kind(head, content)
    return "csv" if _is_text(content) else "binary"


_last_kind = lru_cache(maxsize=1)(_kind_of)


def media_type(content: bytes) -> str | None:
    """The media type of the bytes, whatever the file is called; None where they are nothing that is known here."""
    return MEDIA_TYPES.get(kind_of(content))


def suffix_of(file_name: str) -> str:
    """The extension of a file's name in lower case, ``""`` where it has none."""
    return PurePosixPath(file_name.replace("\\", "/")).suffix.lower().rstrip(" .")


def contradicts_name(kind: Kind, file_name: str) -> bool:
    """Whether the name's extension promises something else; one that promises nothing known contradicts nothing."""
    promised = _SUFFIXES.get(suffix_of(file_name))
    return promised is not None and kind not in promised


def plain_head(content: bytes) -> bytes:
    """The first bytes without byte order mark, white space and the zeros of UTF-16, to look for marks in."""
    head = content[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in head[:8] and head.count(b"\0") * 3 > len(head)):
        head = head.replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()


def _archive_kind(content: bytes) -> Kind | Other:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            stated = _stated_media_type(archive) if _MEDIA_TYPE_PART in names else ""
    except ARCHIVE_DAMAGE:
        return "damaged"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names):
        return "xlsm" if "xl/vbaProject.bin" in names else "xlsx"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if "content.xml" in names:
        return "odt" if stated and _OPENDOCUMENT_SPREADSHEET not in stated else "ods"
    return "archive"


def _stated_media_type(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file says that it is."""
    with archive.open(_MEDIA_TYPE_PART) as stream:
        return stream.read(_LONGEST_MEDIA_TYPE).decode("ascii", "replace")


def _compound_kind(content: bytes) -> Kind | Other:
    try:
        names = CompoundFile(content).names()
    except DamagedCompoundError:
        return "damaged"
    if "EncryptedPackage" in names:
        return "password"
    if names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    return "doc" if "WordDocument" in names else "binary"


def _markup_kind(head: bytes, content: bytes) -> Kind | Other:
    if _SPREADSHEET_2003 in head:
        return "spreadsheetml"
    if _FLAT_OPENDOCUMENT in head:
        return "fods"
    if _HTML.search(head) or b"<table" in content.replace(b"\0", b"").lower():
        return "html"
    return "csv" if _is_text(content) else "binary"


def _is_text(content: bytes) -> bool:
    head = content[: 1 << 20]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(b"\0") * 5 > len(head):
        return _is_wide_text(head)
    controls = sum(head.count(sign) for sign in _TEXT_CONTROLS)
    return controls <= _MOST_CONTROLS * len(head)


def _is_wide_text(head: bytes) -> bool:
    """UTF-16: about every second byte of what offices write is zero or in the block of Vietnamese letters (1E)."""
    pairs = max(1, len(head) // 2)
    return max(_latin_pairs(head[0::2]), _latin_pairs(head[1::2])) >= 0.9 * pairs


def _latin_pairs(high_bytes: bytes) -> int:
    return sum(high_bytes.count(sign) for sign in (0x00, 0x01, 0x03, 0x1E, 0x20, 0xFE))
