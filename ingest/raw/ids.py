"""Ids that follow from content, so that a repeated run makes the same rows."""

import hashlib
import uuid

_SEPARATOR = "\x1f"


def content_id(*parts: object) -> uuid.UUID:
    """The first 128 bits of the sha256 over the parts, each as text, parted by the unit separator.

    ``None`` and the empty string are different parts.
    """
    text = _SEPARATOR.join("\x00" if part is None else str(part) for part in parts)
    return uuid.UUID(bytes=hashlib.sha256(text.encode("utf-8")).digest()[:16])


def content_sha256(content: bytes) -> str:
    """The sha256 of bytes, in lower-case hexadecimal: the name of a file everywhere in the warehouse."""
    return hashlib.sha256(content).hexdigest()
