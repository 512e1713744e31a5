"""The files that a publication is rendered into: PDF for keeping, DOCX to edit and sign, XLSX to check."""

from collections.abc import Callable
from functools import cached_property

from publish.publications import Publication
from publish.report.charts import png, svg
from publish.report.document import Language, ReportDocument
from publish.report.pdf import write_pdf
from publish.report.sections import build_document
from publish.report.word import write_docx
from publish.report.workbook import write_workbook


class Draft:
    """A publication in one language; its document is built once, when the first file of it is made."""

    def __init__(self, publication: Publication, language: Language) -> None:
        self.publication, self.language = publication, language

    @cached_property
    def document(self) -> ReportDocument:
        """What every file of the draft lays out."""
        return build_document(self.publication, self.language)


Writer = Callable[[Draft], bytes]
"""Makes one file: the same publication, code and libraries give the same bytes."""


def _pdf(draft: Draft) -> bytes:
    return write_pdf(draft.document, draft.publication.frozen_at, svg)


def _docx(draft: Draft) -> bytes:
    return write_docx(draft.document, draft.publication.frozen_at, png)


def _xlsx(draft: Draft) -> bytes:
    return write_workbook(draft.document, draft.publication)


WRITERS: dict[str, Writer] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}


def file_format(kind: str, language: Language) -> str:
    """The format by which a file is recorded, and the ending of its name: "pdf", in English "en.pdf"."""
    return kind if language == "vi" else f"{language}.{kind}"


def kind_and_language(recorded_format: str) -> tuple[str, Language]:
    """Kind and language of a recorded format: "en.pdf" is a PDF in English."""
    prefix, _, kind = recorded_format.rpartition(".")
    return kind, "en" if prefix == "en" else "vi"
