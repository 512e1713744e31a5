"""File formats: what offices send, as addressed cells."""

from ingest.submissions.formats.kinds import media_type
from ingest.submissions.formats.opening import Opened, Told, open_submission, read_workbook

__all__ = ["Opened", "Told", "media_type", "open_submission", "read_workbook"]
