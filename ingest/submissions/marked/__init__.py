"""The marked copy: the submitter's own workbook with the wrong cells coloured and explained, and a first sheet
that lists every finding with a link to its cell.

An .xlsx or .xlsm is changed inside its package (`copy`, `book`, `sheet_part`, `notes`, `styles`): pictures, charts,
validations, names and whatever else is in it stay the same bytes. Other formats become an .xlsx of the same cells at
the same addresses (`conversion`), marked in the same way.
"""

from ingest.submissions.marked.copy import marked_copy
from ingest.submissions.marked.notes import COMMENT_AUTHOR
from ingest.submissions.our_sheets import RESULT_SHEET

__all__ = ["COMMENT_AUTHOR", "RESULT_SHEET", "marked_copy"]
