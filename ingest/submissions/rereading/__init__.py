"""Reading kept bytes again after the reader or a mapping was mended: nobody sends twice for our fault."""

from ingest.submissions.rereading.reread import Reread, RereadReport, reread

__all__ = ["Reread", "RereadReport", "reread"]
