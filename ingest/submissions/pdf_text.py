"""The rows of text in a PDF, taken in a process of its own: a stranger's PDF can take any time and any memory."""

import io
import json
import logging
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

logger = logging.getLogger(__name__)

_MOST_PAGES = 40
_LONGEST_SECONDS = 60
_SOFT_SECONDS = 40
"""After so many the pages that were read have to do."""
_MOST_MEMORY_BYTES = 2 * 1024**3
_SIGNATURE = b"%PDF-"
_SIGNATURE_WITHIN = 1024
"""Some programs write a few bytes before the signature."""


def is_pdf(content: bytes) -> bool:
    """Whether the content is a PDF, whatever the file is called."""
    return _SIGNATURE in content[:_SIGNATURE_WITHIN]


def pdf_rows(content: bytes) -> list[str]:
    """The rows of its tables and, of pages without tables, its lines, in reading order.

    Empty for a scan, and for what cannot be read within the bounds.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__], input=content, capture_output=True, check=True, timeout=_LONGEST_SECONDS
        )
        rows = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        logger.warning("a PDF is taken for a scan: %s", error)
        return []
    return [str(row) for row in rows]


def _rows(content: bytes) -> Iterator[str]:
    import pdfplumber

    started = time.monotonic()
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages[:_MOST_PAGES]:
            if time.monotonic() - started > _SOFT_SECONDS:
                return
            yield from _rows_of(page)
            page.close()


def _rows_of(page: Any) -> Iterator[str]:
    tables = page.extract_tables()
    if not tables:
        yield from (page.extract_text() or "").splitlines()
        return
    for table in tables:
        for row in table:
            yield " ".join(" ".join((cell or "").split()) for cell in row)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    logging.disable(logging.CRITICAL)
    rows = [row for row in _rows(sys.stdin.buffer.read()) if row.strip()]
    sys.stdout.write(json.dumps(rows))


if __name__ == "__main__":
    _main()
