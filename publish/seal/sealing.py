"""Keep the signed paper of a publication as the issued version, beside the frozen one, with what differs."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import insert

from htx.settings import LOCAL_ZONE, Settings
from ingest.raw.database import connect
from ingest.raw.ids import content_id, content_sha256
from ingest.raw.ops import rendered_file, sealed_publication
from ingest.raw.store import ContentStore
from publish.approval import last_decision
from publish.errors import AnotherPaperError, PublishError, UnreadableFileError
from publish.publications import load_publication
from publish.render import render
from publish.seal.comparing import Comparison, Issue, SealDifference, compare
from publish.seal.docx_text import read_docx
from publish.seal.pdf_text import read_pdf
from publish.seal.tokens import DocumentText

PaperFormat = Literal["docx", "pdf"]
_NUMBER = re.compile(r"\d+[\w.-]*/[^\s/]+(?:[/-][^\s/]+)*")
_IMPRINT = re.compile(r"(?:Ấn phẩm|Publication)\s+([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})")
"""As `imprint` of ``publish/report/wording/opening.csv`` words it."""
_PDF_WITHIN = 1024
_DIFFERENCES = TypeAdapter(tuple[SealDifference, ...])


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What an office hands back: the file, and the number and date that the registry gave it."""

    file_name: str
    content: bytes
    issue: Issue


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed paper as it is kept; `is_new` in the answer of the sealing that kept it."""

    seal_id: UUID
    publication_id: UUID
    issue: Issue
    file_name: str
    file_sha256: str
    comparison: Comparison
    sealed_by: str
    sealed_at: datetime
    is_new: bool = False


def seal(
    settings: Settings,
    publication_id: UUID,
    paper: SignedPaper,
    sealed_by: str,
    sealed_at: datetime,
    replace_reason: str | None = None,
) -> Sealed:
    """Compare the paper with the frozen publication and keep it, whatever it says: it is what was issued.

    The same paper sealed twice is one row. Another file, number or date needs `replace_reason`; the paper before is
    kept too. Raises `PublishError` where the number is none, the date lies ahead, the publication was refused by its
    approver, the file is neither DOCX nor PDF, or it bears another publication at its foot.
    """
    _check(paper, sealed_at)
    paper_format = format_of(paper.content)
    sha256 = content_sha256(paper.content)
    seal_id = content_id("seal", publication_id, sha256, paper.issue.number, paper.issue.day.isoformat())
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            before = _admit(connection, publication_id, seal_id, replace_reason)
        if before is not None and before.seal_id == seal_id:
            return before
        comparison = compare_with_frozen(settings, publication_id, paper_format, paper)
        ContentStore(settings.store_dir).put(paper.content)
        with engine.begin() as connection:
            connection.execute(
                insert(sealed_publication)
                .values(
                    seal_id=seal_id,
                    publication_id=publication_id,
                    issued_number=paper.issue.number,
                    issued_on=paper.issue.day,
                    file_name=paper.file_name,
                    file_format=paper_format,
                    file_sha256=sha256,
                    size_bytes=len(paper.content),
                    numbers_compared=comparison.numbers_compared,
                    differences=_to_json(comparison),
                    sealed_by=sealed_by,
                    sealed_at=sealed_at,
                    replaces_seal_id=before.seal_id if before else None,
                    replace_reason=replace_reason if before else None,
                )
                .on_conflict_do_nothing()
            )
    finally:
        engine.dispose()
    return Sealed(
        seal_id, publication_id, paper.issue, paper.file_name, sha256, comparison, sealed_by, sealed_at, is_new=True
    )  # fmt: skip


def compare_with_frozen(
    settings: Settings, publication_id: UUID, paper_format: PaperFormat, paper: SignedPaper
) -> Comparison:
    """The paper against the frozen DOCX, whose numbers bear their figures; a PDF also against the frozen PDF, and
    what tells more of it counts: a PDF is printed from the one or is the other."""
    signed = read_docx(paper.content) if paper_format == "docx" else read_pdf(paper.content)
    require_its_own(signed, publication_id)
    if not signed.number_count:
        return compare(signed, signed, paper.issue)
    found = [compare(text, signed, paper.issue) for text in _frozen_texts(settings, publication_id, paper_format)]
    return min(found, key=lambda one: (len(one.differences), -one.numbers_compared))


def require_its_own(signed: DocumentText, publication_id: UUID) -> None:
    """Every page bears its publication at the foot: `AnotherPaperError` where that is another one and never this."""
    named = {UUID(found[1]) for block in signed.blocks for found in _IMPRINT.finditer(block.text)}
    if named and publication_id not in named:
        others = ", ".join(sorted(map(str, named)))
        raise AnotherPaperError(
            f"the paper bears publication {others} at its foot, not {publication_id}: "
            "seal that publication, or give the paper of this one"
        )


def seals_of(connection: Connection, publication_id: UUID) -> tuple[Sealed, ...]:
    """The signed papers of a publication, the newest first."""
    rows = connection.execute(
        select(sealed_publication)
        .where(sealed_publication.c.publication_id == publication_id)
        .order_by(sealed_publication.c.sealed_at.desc(), sealed_publication.c.seal_id)
    )
    return tuple(map(_from_row, rows))


def format_of(content: bytes) -> PaperFormat:
    """What the file is, by its bytes; `UnreadableFileError` where it is neither."""
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    raise UnreadableFileError("the file is neither DOCX nor PDF: give the signed report as one of the two")


def _check(paper: SignedPaper, sealed_at: datetime) -> None:
    if not _NUMBER.fullmatch(paper.issue.number):
        raise PublishError(f"{paper.issue.number} is no number of a paper: write it as 123/BC-LMHTX")
    if paper.issue.day > sealed_at.astimezone(LOCAL_ZONE).date():
        raise PublishError(f"the paper's date {paper.issue.day} lies ahead: give the day on which it was signed")
    if not PurePath(paper.file_name).name:
        raise PublishError("the file has no name: give the signed report")


def _admit(connection: Connection, publication_id: UUID, seal_id: UUID, replace_reason: str | None) -> Sealed | None:
    """The same seal, else the one that stands; refuses what must not be sealed."""
    load_publication(connection, publication_id)
    decision = last_decision(connection, publication_id)
    if decision is not None and decision.decision == "rejected":
        raise PublishError(
            f"publication {publication_id} was refused by {decision.approver} ({decision.reason}): seal the one that "
            "was approved"
        )
    kept = seals_of(connection, publication_id)
    same = next((one for one in kept if one.seal_id == seal_id), None)
    if same is not None:
        return same
    before = kept[0] if kept else None
    if before is not None and not (replace_reason or "").strip():
        raise PublishError(
            f"publication {publication_id} is sealed as {before.issue.number} ({before.file_name}): "
            "give --replace with the reason if this paper takes its place"
        )
    return before


def _frozen_texts(settings: Settings, publication_id: UUID, paper_format: PaperFormat) -> list[DocumentText]:
    render(settings, publication_id)  # lost or never rendered files are made again, the same
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            rows = connection.execute(
                select(rendered_file.c.file_format, rendered_file.c.file_sha256).where(
                    rendered_file.c.publication_id == publication_id
                )
            ).all()
    finally:
        engine.dispose()
    store = ContentStore(settings.store_dir)
    files = {row.file_format: store.get(row.file_sha256) for row in rows}
    texts = [read_docx(files["docx"])] if "docx" in files else []
    if "pdf" in files and (paper_format == "pdf" or not texts):
        texts.append(read_pdf(files["pdf"]))
    return texts


def _from_row(row: Row[tuple[object, ...]]) -> Sealed:
    columns = row._mapping
    said = columns["differences"]
    return Sealed(
        seal_id=columns["seal_id"],
        publication_id=columns["publication_id"],
        issue=Issue(columns["issued_number"], columns["issued_on"]),
        file_name=columns["file_name"],
        file_sha256=columns["file_sha256"],
        comparison=Comparison(
            columns["numbers_compared"], _DIFFERENCES.validate_python(said["numbers"]), tuple(said["notes"])
        ),
        sealed_by=columns["sealed_by"],
        sealed_at=columns["sealed_at"],
    )


def _to_json(comparison: Comparison) -> dict[str, object]:
    return {
        "numbers": _DIFFERENCES.dump_python(comparison.differences, mode="json"),
        "notes": list(comparison.notes),
    }
