"""Ids that follow from names."""

import hashlib
import uuid


def named_uuid(*parts: object) -> uuid.UUID:
    """The same id for the same parts."""
    return uuid.UUID(bytes=hashlib.sha256("|".join(map(str, parts)).encode()).digest()[:16])
