"""The narrative: khó khăn, vướng mắc; kiến nghị, đề xuất. Kept as written, by topic, each paragraph addressed."""

from ingest.submissions.reading import NarrativeText
from ingest.submissions.workbook import Workbook


def read_narrative(workbook: Workbook) -> tuple[NarrativeText, ...]:
    """The paragraphs under headings that we ask for, in a document or on the template's sheet."""
    return ()
