"""The few things that all parts of an Office package share: safe parsing, writing, texts that a file can hold."""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

Element = Any
"""An element of lxml, which has no types."""

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
LONGEST_TEXT = 32_000
"""Characters of a text; a cell holds 32,767."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ENTITIES = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le"), "<!ENTITY".encode("utf-16-be"))
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class UnsafePartError(ValueError):
    """A part declares entities: no office program writes such a part."""


def parse(part: bytes) -> Element:
    """The root of a part. Entities are never expanded, nothing is fetched; comments and CDATA do not survive.

    Raises `UnsafePartError`, and ``etree.XMLSyntaxError`` for what is no XML.
    """
    if any(mark in part for mark in _ENTITIES):
        raise UnsafePartError("a part that declares entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, strip_cdata=True
    )
    return etree.fromstring(part, parser)


def serialise(root: Element) -> bytes:
    """The part of a root, in UTF-8."""
    written: bytes = etree.tostring(root, encoding="UTF-8")
    return _DECLARATION + written


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def child(parent: Element, name: str) -> Element | None:
    """The first child of that local name."""
    return next((one for one in parent if local(one) == name), None)


def add(parent: Element, name: str, /, **attributes: str) -> Element:
    """A new last child in the parent's own namespace."""
    return etree.SubElement(parent, qualified(parent, name), attributes)


def qualified(relative_to: Element, name: str) -> str:
    namespace, brace, _ = str(relative_to.tag).rpartition("}")
    return f"{namespace}{brace}{name}"


def printable(text: str) -> str:
    """The text without what XML cannot hold: control characters, and halves of characters; cut where endless."""
    whole = _NOT_IN_XML.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    return whole if len(whole) <= LONGEST_TEXT else whole[:LONGEST_TEXT] + "…"
