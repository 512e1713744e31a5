"""The cells of any file that the reader reads."""

from ingest.submissions.formats import read_workbook
from ingest.submissions.workbook import Workbook


def cells_of(content: bytes) -> Workbook:
    """The addressed cells; raises as the readers do."""
    return read_workbook(content)
