"""Binary workbooks (.xls, .xlsb), which nothing in Python writes: the few records that a reader needs, by hand."""

import struct
from collections.abc import Mapping

from tests.ingest.submissions.cell_values import ErrorValue, Outside, Percent, Rows, Value, places, zipped


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def xls(rows: Rows) -> bytes:
    """BIFF8 in a compound file."""
    name = "Biểu 1"
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += b"".join(_biff_cell(row - 1, column - 1, value) for row, column, value in places(rows))
    sheet += _record(0x000A, b"")
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    start += _record(0x0042, struct.pack("<H", 1200))
    start += _record(0x041E, struct.pack("<HHB", 164, 4, 0) + b"0.0%")
    start += _record(0x00E0, struct.pack("<HH", 0, 0) + bytes(16)) * 15
    start += _record(0x00E0, struct.pack("<HH", 0, 164) + bytes(16))
    start += _record(0x01AE, struct.pack("<HH", 1, 0x0401))
    start += _record(0x01AE, struct.pack("<HHB", 1, 10, 0) + b"so_lieu.xl")
    start += _record(0x0017, struct.pack("<HHhhHhh", 2, 0, 0, 0, 1, 0, 0))
    bound = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    offset = len(start) + len(_record(0x0085, bytes(6) + bound)) + 4
    start += _record(0x0085, struct.pack("<IBB", offset, 0, 0) + bound) + _record(0x000A, b"")
    return _compound_file({"Workbook": start + sheet})


_PERCENT_STYLE = 15


def _biff_cell(row: int, column: int, value: Value) -> bytes:
    match value:
        case str():
            return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + value.encode("utf-16-le"))
        case Percent(share):
            return _record(0x0203, struct.pack("<HHHd", row, column, _PERCENT_STYLE, share))
        case ErrorValue(code):
            return _record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))
        case Outside(number):
            tokens = struct.pack("<BHHH", 0x5A, 1, 0, 0)
            return _record(0x0006, struct.pack("<HHHdHIH", row, column, 0, number, 0, 0, len(tokens)) + tokens)
        case int() | float():
            return _record(0x0203, struct.pack("<HHHd", row, column, 0, float(value)))
    return b""


def _compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Streams of at least 4096 bytes in sectors of 512, with one table of sectors."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        entries.append(_entry(name, 2, len(sectors), len(padded)))
        first, count = len(sectors), len(padded) // 512
        sectors += [padded[place : place + 512] for place in range(0, len(padded), 512)]
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
    directory_sector = len(sectors)
    sectors.append(b"".join(entries).ljust(512, b"\0"))
    table += [0xFFFFFFFE, 0xFFFFFFFD]
    table_sector = len(sectors)
    assert len(table) <= 128
    sectors.append(struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory_sector, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", table_sector, *[0xFFFFFFFF] * 108)
    return header + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + bytes(36) + struct.pack("<III", start, size, 0)


def _binary_record(number: int, data: bytes = b"") -> bytes:
    """A record of .xlsb: number and length in groups of seven bits."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    length = len(data)
    while True:
        head += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows: Rows) -> bytes:
    sheet = (
        _binary_record(129) + _binary_record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, 10)) + _binary_record(145)
    )
    current = -1
    for row, column, value in places(rows):
        if row - 1 != current:
            current = row - 1
            sheet += _binary_record(0, struct.pack("<IIHBBBI", current, 0, 300, 0, 0, 0, 0))
        sheet += _binary_cell(column - 1, value)
    sheet += _binary_record(146) + _binary_record(130)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = _binary_record(131) + _binary_record(143)
    book += _binary_record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Biểu 1")) + _binary_record(144)
    book += _binary_record(353) + _binary_record(357) + _binary_record(355, _wide("rId9"))
    book += (
        _binary_record(362, struct.pack("<IIiiIii", 2, 0, 0, 0, 1, 0, 0)) + _binary_record(354) + _binary_record(132)
    )
    styles = _binary_record(278) + _binary_record(615, struct.pack("<I", 1))
    styles += _binary_record(44, struct.pack("<H", 164) + _wide("0.0%")) + _binary_record(616)
    styles += _binary_record(617, struct.pack("<I", 2)) + _binary_record(47, struct.pack("<HH", 0, 0) + bytes(12))
    styles += _binary_record(47, struct.pack("<HH", 0, 164) + bytes(12)) + _binary_record(618) + _binary_record(279)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{relation}/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        {
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations,
            "xl/styles.bin": styles,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _binary_cell(column: int, value: Value) -> bytes:
    place = struct.pack("<II", column, 1 if isinstance(value, Percent) else 0)
    match value:
        case str():
            return _binary_record(6, place + _wide(value))
        case Percent(share):
            return _binary_record(5, place + struct.pack("<d", share))
        case ErrorValue(code):
            return _binary_record(3, place + bytes([code]))
        case Outside(number):
            tokens = struct.pack("<BHIH", 0x5A, 1, 0, 0)
            formula = struct.pack("<dHI", number, 0, len(tokens)) + tokens + struct.pack("<I", 0)
            return _binary_record(9, place + formula)
        case int() | float():
            return _binary_record(5, place + struct.pack("<d", float(value)))
    return b""
