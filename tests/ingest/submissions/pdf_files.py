"""PDFs as offices send them beside a workbook: exported by a program, or scanned."""

from collections.abc import Sequence

import typst

SCAN = "#rect(width: 10cm, height: 5cm)[]"


def printed_table(
    rows: Sequence[Sequence[str]], title: str = "BIỂU CHỈ TIÊU CƠ BẢN", *, with_lines: bool = True
) -> bytes:
    """A PDF with a text layer: a table with its lines, or without."""
    columns = ", ".join(["1fr", "6fr", "2fr", *["2fr"] * (len(rows[0]) - 3)])
    cells = ", ".join(f"[{_escaped(cell)}]" for row in rows for cell in row)
    stroke = "0.5pt" if with_lines else "none"
    return _compiled(f"= {title}\n#table(columns: ({columns}), stroke: {stroke}, {cells})")


def scanned() -> bytes:
    """A PDF without any text."""
    return _compiled(SCAN)


def _compiled(source: str) -> bytes:
    page = "#set page(flipped: true, margin: 1cm)\n#set text(size: 8pt)\n"
    compiled = typst.compile((page + source).encode("utf-8"), format="pdf")
    assert isinstance(compiled, bytes)
    return compiled


def _escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in "\\#$*_[]`<>@=-+/~" else character for character in text)
