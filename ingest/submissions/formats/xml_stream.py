"""XML read as a stream of events, so that a large document is never held as a tree.

A document type declaration is refused: no format of an office needs one, and entities are how XML explodes.
"""

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from ingest.submissions.workbook import UnreadableWorkbookError

MAXIMUM_DEPTH = 400
"""Elements inside one another; Word nests tables some tens of elements deep."""


class XmlHandler(Protocol):
    """What takes the events; names come without their namespace prefix ("w:tbl" is "tbl")."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def characters(self, text: str) -> None: ...


def local_name(name: str) -> str:
    """The name of an element or an attribute without its prefix."""
    return name.rpartition(":")[2]


def stream_xml(chunks: Iterable[bytes], handler: XmlHandler) -> None:
    """Feed the events of a document to a handler; `UnreadableWorkbookError` where it is no sound XML."""
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAXIMUM_DEPTH:
            raise UnreadableWorkbookError("damaged", f"XML nested deeper than {MAXIMUM_DEPTH}")
        handler.start(local_name(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(local_name(name))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableWorkbookError("damaged", f"XML: {error}") from error


def check_xml(content: bytes) -> None:
    """Raise `UnreadableWorkbookError` where a part is no sound XML, or declares entities. As fast as expat is."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableWorkbookError("damaged", f"XML: {error}") from error


def _refuse_doctype(name: str, *_: object) -> None:
    raise UnreadableWorkbookError("damaged", f"XML with a document type of its own ({name})")
