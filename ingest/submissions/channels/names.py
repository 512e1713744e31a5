"""File names as strangers write them, made safe to print, store and send back."""

import re
import unicodedata

_LONGEST_NAME_BYTES = 200
"""With what is added to it later a name stays within the 255 bytes of a file system."""
_LONGEST_SUFFIX = 10
_UNWANTED = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
"""Characters that Windows refuses in a name."""


def safe_name(written: str | None, fallback: str) -> str:
    """The last part of a path, composed (NFC), without control characters and overrides of direction.

    Never empty, never hidden, never a path: `fallback` where nothing is left.
    """
    text = unicodedata.normalize("NFC", _text(written or ""))
    text = re.split(r"[/\\]", text)[-1]
    text = "".join(character for character in text if _is_visible(character)).translate(_UNWANTED)
    text = " ".join(text.split()).lstrip(". ~$").rstrip(". ")
    if not text:
        return fallback
    stem, dot, suffix = text.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, dot, suffix = text, "", ""
    room = _LONGEST_NAME_BYTES - len(f"{dot}{suffix}".encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + dot + suffix


def _text(written: str) -> str:
    """Bytes that a header smuggled in undeclared are UTF-8 as a rule."""
    return written.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category == "Zs" or not category.startswith(("C", "Z"))
