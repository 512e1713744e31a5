"""Comments on cells: the submitter's own stay, ours stand below them and are replaced in the next round."""

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy

from ingest.submissions.addresses import a1, row_and_column
from ingest.submissions.marked.ooxml import Element, add, child, local, parse, printable, qualified, serialise
from ingest.submissions.marked.sheet_part import Place

COMMENT_AUTHOR = "Kho dữ liệu HTX"
MARK = f"[{COMMENT_AUTHOR}]"
"""What our part of a comment begins with: programs drop authors, but not texts."""

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SHAPE = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
_SHAPE_PLACE = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>.*?<x:Column>\s*(\d+)\s*</x:Column>", re.DOTALL)
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d+)")
_BOX_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="%d"/></o:shapelayout></xml>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_BOX_COLUMNS = 5
_CHARACTERS_PER_LINE = 45
_FEWEST_LINES, _MOST_LINES = 5, 16
_SHAPES_PER_DRAWING = 1024


class Comments:
    """The comments of a sheet."""

    def __init__(self, part: bytes | None, namespace: str) -> None:
        self._root = parse(part or f'<comments xmlns="{namespace}"><authors/><commentList/></comments>'.encode())
        found = child(self._root, "commentList")
        self._list: Element = found if found is not None else add(self._root, "commentList")

    def has_marks(self) -> bool:
        """Whether a comment of an earlier round is among them."""
        return any(MARK in _text(one) for one in self._list)

    def mark(self, texts: Mapping[Place, str]) -> tuple[set[Place], set[Place]]:
        """Put our texts in place of those of an earlier round; the places whose boxes are new, and gone."""
        known: dict[Place, Element] = {}
        gone: set[Place] = set()
        for one in list(self._list):
            place = row_and_column(one.get("ref", "").partition(":")[0])
            was_marked = _forget(one)
            if not was_marked or _text(one).strip() or place in texts:
                known[place] = one
            else:
                self._list.remove(one)
                gone.add(place)
        new: set[Place] = set()
        for place, text in texts.items():
            if place not in known:
                known[place] = add(self._list, "comment", ref=a1(*place), authorId=str(self._author()))
                new.add(place)
            _append(known[place], text)
        return new, gone

    def to_bytes(self) -> bytes | None:
        """The part; None where no comment is left."""
        return serialise(self._root) if len(self._list) else None

    def _author(self) -> int:
        authors = child(self._root, "authors")
        if authors is None:
            authors = self._root.makeelement(qualified(self._root, "authors"))
            self._root.insert(0, authors)
        for place, author in enumerate(authors):
            if author.text == COMMENT_AUTHOR:
                return place
        add(authors, "author").text = COMMENT_AUTHOR
        return len(authors) - 1


def with_boxes(drawing: bytes | None, sheet_number: int, new: Mapping[Place, str], gone: Iterable[Place]) -> bytes:
    """The drawing (VML) with a box for every new comment and none for those that went.

    It is changed as text: Excel itself writes drawings that are no XML.
    """
    drawing = drawing or _EMPTY_DRAWING % sheet_number
    left = set(gone)
    if left:
        drawing = _SHAPE.sub(lambda shape: b"" if _place_of(shape[0]) in left else shape[0], drawing)
    numbers = [int(number) for number in _SHAPE_NUMBER.findall(drawing)]
    first = max(numbers, default=sheet_number * _SHAPES_PER_DRAWING) + 1
    boxes = [_box(first + place, at, text) for place, (at, text) in enumerate(new.items())]
    if boxes and b'id="_x0000_t202"' not in drawing:
        boxes.insert(0, _BOX_TYPE)
    end = drawing.rindex(b"</xml>")
    return drawing[:end] + b"".join(boxes) + drawing[end:]


def _place_of(shape: bytes) -> Place | None:
    match = _SHAPE_PLACE.search(shape)
    return (int(match[1]) + 1, int(match[2]) + 1) if match and b'ObjectType="Note"' in shape else None


def _box(number: int, place: Place, text: str) -> bytes:
    row, column = place[0] - 1, place[1] - 1
    lines = sum(1 + len(line) // _CHARACTERS_PER_LINE for line in text.splitlines())
    return _BOX.format(
        number=number,
        left=column + 1,
        right=column + 1 + _BOX_COLUMNS,
        top=max(0, row - 1),
        bottom=max(0, row - 1) + min(_MOST_LINES, max(_FEWEST_LINES, lines + 1)),
        row=row,
        column=column,
    ).encode()


def _texts(comment: Element) -> list[Element]:
    """The pieces of a comment's text in their order; phonetic guides are none."""
    text = child(comment, "text")
    if text is None:
        return []
    runs = [child(run, "t") for run in text if local(run) == "r"]
    plain = [one for one in text if local(one) == "t"]
    return plain + [one for one in runs if one is not None]


def _text(comment: Element) -> str:
    return "".join(piece.text or "" for piece in _texts(comment))


def _forget(comment: Element) -> bool:
    """Cut off what we wrote in an earlier round, our mark and all that follows it; whether there was any."""
    is_ours = False
    for piece in _texts(comment):
        written = piece.text or ""
        if is_ours:
            piece.text = ""
        elif MARK in written:
            piece.text, is_ours = written.partition(MARK)[0].rstrip(), True
    return is_ours


def _append(comment: Element, text: str) -> None:
    body = child(comment, "text")
    if body is None:
        body = add(comment, "text")
    for plain in [one for one in body if local(one) == "t"]:
        run = add(body, "r")
        run.append(deepcopy(plain))
        body.remove(plain)
    before = _text(comment).strip()
    piece = add(add(body, "r"), "t")
    piece.set(_SPACE, "preserve")
    piece.text = printable(f"\n\n{text}" if before else text)
