"""Whether a workbook speaks of collective organisations at all.

Reports on enterprises, farms and budgets stand in the same forms, with the same titles over their columns and rows
of the same bare names ("Thành lập mới", "Tổng số lao động"): without a word of cooperatives they are not ours.
"""

import re
from collections.abc import Iterator

from ingest.submissions.workbook import Workbook
from ingest.vietnamese.folding import fold

_SUBJECT = re.compile(r"hop tac|htx|\btht\b|\bkttt\b|\bkinh te tap the\b|tin dung nhan dan|qtd|lien minh|xa vien")


def is_of_collective_economy(workbook: Workbook) -> bool:
    """Whether a title, a label, a name or a sheet's name speaks of cooperatives, their unions or groups."""
    return any(_SUBJECT.search(fold(text)) for text in _texts(workbook))


def _texts(workbook: Workbook) -> Iterator[str]:
    for sheet in workbook.visible_sheets():
        yield sheet.name
        yield from sheet.preamble
        yield from (cell.text for cell in sheet.cells.values() if cell.kind == "text")
    yield from (paragraph.text for paragraph in workbook.paragraphs)
