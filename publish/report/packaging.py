"""ZIP packages (DOCX, XLSX) with the same bytes for the same parts: fixed order, one date, nothing compressed.

Compressed parts would depend on the zlib of the machine, which differs between builds of Python; stored ones do not.
"""

import io
import zipfile
from collections.abc import Iterable

Part = tuple[str, bytes]
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP entry can carry."""
_UNIX = 3
_READABLE_BY_ALL = 0o644 << 16


def stored_package(parts: Iterable[Part]) -> bytes:
    """The parts as a ZIP in the order given."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE_BY_ALL
            package.writestr(entry, content)
    return file.getvalue()
