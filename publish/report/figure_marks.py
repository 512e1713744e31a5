"""How a number in the DOCX says which figure it prints, so that an edited and signed copy can be read back.

Every printed number of a figure stands in an inline content control (``w:sdt``) of its own whose tag is
``figure/<figure id in 32 hexadecimal digits>/<occurrence>``: 1 where the document prints the figure first, 2 where
it prints it again, and so on. The control is hidden (``w15:appearance``), so that a reader sees the number alone.

Content controls and not bookmarks: who selects a number and types another over it in Word stays inside the control,
where a bookmark is lost. LibreOffice 7.4 keeps the number and drops the tag when it saves: what it saved is compared
by rows and words (`publish.seal.aligning`).
"""

import re
from uuid import UUID

_TAG = re.compile(r"figure/([0-9a-f]{32})/([1-9][0-9]*)")


def mark_tag(figure_id: UUID, occurrence: int) -> str:
    """The tag of the control around the `occurrence`-th (from 1) printing of a figure; at most 64 characters long."""
    return f"figure/{figure_id.hex}/{occurrence}"


def parse_mark_tag(tag: str) -> tuple[UUID, int] | None:
    """Figure and occurrence of a tag; None for a control that is none of ours."""
    match = _TAG.fullmatch(tag)
    return (UUID(match[1]), int(match[2])) if match else None
