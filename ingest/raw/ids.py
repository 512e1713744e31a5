"""Ids that follow from content, so that a repeated run makes the same rows."""

import hashlib
import uuid
from collections.abc import Iterable

_SEPARATOR = "\x1f"
_ID_BYTES = 16


def content_id(*parts: object) -> uuid.UUID:
    """The first 128 bits of the sha256 over the parts, each as text, parted by the unit separator.

    ``None`` and the empty string are different parts.
    """
    return uuid.UUID(bytes=hashlib.sha256(_encoded(joined_parts(parts))).digest()[:_ID_BYTES])


class IdsWithin:
    """Ids of many things that share their first parts, for rows by the thousand.

    ``IdsWithin(a, b).of(c, d)`` is `content_id(a, b, c, d)` in hexadecimal; the later parts are texts, each a part
    or several that `joined_parts` has joined.
    """

    __slots__ = ("_begun",)

    def __init__(self, *first_parts: object) -> None:
        self._begun = hashlib.sha256(_encoded(joined_parts(first_parts)))

    def within(self, part: str) -> "IdsWithin":
        """Ids of those among them that share one more part."""
        narrower = IdsWithin.__new__(IdsWithin)
        narrower._begun = self._begun.copy()
        narrower._begun.update(_encoded(_SEPARATOR + part))
        return narrower

    def of(self, *later_parts: str) -> str:
        digest = self._begun.copy()
        digest.update((_SEPARATOR + _SEPARATOR.join(later_parts)).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[: 2 * _ID_BYTES]


def joined_parts(parts: Iterable[object]) -> str:
    """The parts of an id as the one text that is hashed."""
    return _SEPARATOR.join("\x00" if part is None else str(part) for part in parts)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def content_sha256(content: bytes) -> str:
    """The sha256 of bytes, in lower-case hexadecimal: the name of a file everywhere in the warehouse."""
    return hashlib.sha256(content).hexdigest()
