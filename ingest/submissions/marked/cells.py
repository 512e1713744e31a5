"""The cells of any file that the reader reads."""

from ingest.submissions.grids import is_html, is_word, read_html, read_word
from ingest.submissions.workbook import Workbook, read_workbook


def cells_of(content: bytes) -> Workbook:
    """The addressed cells; raises as the readers do."""
    if is_html(content):
        return read_html(content)
    return read_word(content) if is_word(content) else read_workbook(content)
