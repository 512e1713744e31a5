"""A worksheet's part, changed where it must be and nowhere else: all other bytes stay as the submitter's program
wrote them. Cells, formulas, validations and whatever newer programs put there are never parsed and written anew.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ingest.submissions.addresses import a1, row_and_column
from ingest.submissions.marked.ooxml import parse, serialise

Place = tuple[int, int]
"""Row and column, counted from 1."""
Restyle = Callable[[Place, int], int]
"""The new style of a cell, by its place and the style it has."""

_ATTRIBUTES = rb"""([^>"'/]*(?:(?:"[^"]*"|'[^']*'|/(?!>))[^>"'/]*)*)"""
_PREFIX = rb"<((?:\w+:)?)"
_DATA = re.compile(_PREFIX + rb"sheetData\b" + _ATTRIBUTES + rb"(/?)>")
_ROW = re.compile(_PREFIX + rb"row\b" + _ATTRIBUTES + rb"(/?)>")
_CELL = re.compile(_PREFIX + rb"c\b" + _ATTRIBUTES + rb"(/?)>")
_COLUMN = re.compile(_PREFIX + rb"col\b" + _ATTRIBUTES + rb"/?>")
_MERGED = re.compile(_PREFIX + rb"mergeCell\b" + _ATTRIBUTES + rb"/?>")
_VIEW = re.compile(_PREFIX + rb"sheetView\b" + _ATTRIBUTES + rb"(/?)>")
_TAG = re.compile(rb"<(/?)(?:(\w+):)?([\w.-]+)\b" + _ATTRIBUTES + rb"(/?)>")
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SELECTED = re.compile(rb"""\s+tabSelected\s*=\s*(?:"[^"]*"|'[^']*')""")
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']""")
_AFTER_LEGACY_DRAWING = frozenset(
    {
        b"legacyDrawingHF",
        b"drawingHF",
        b"picture",
        b"oleObjects",
        b"controls",
        b"webPublishItems",
        b"tableParts",
        b"extLst",
        b"AlternateContent",
        b"worksheet",
    }
)
"""What the format puts after ``legacyDrawing`` (objects and controls also wrapped in ``mc:AlternateContent``)."""


class NoSheetDataError(ValueError):
    """The part has no cells: it is no worksheet."""


@dataclass(slots=True)
class SheetPart:
    """The bytes of a worksheet's part and the changes collected for it."""

    content: bytes
    _edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.content = _plain(self.content)

    def deselect(self) -> None:
        """Be no selected tab: two selected tabs are one group, and what is typed into one is typed into both."""
        for view in _VIEW.finditer(self.content, 0, self._data().start()):
            for selected in _SELECTED.finditer(self.content, view.start(), view.end()):
                self._edits.append((selected.start(), selected.end(), b""))

    def merged(self) -> list[tuple[int, int, int, int]]:
        """The merged ranges: first row and column, last row and column, all inclusive."""
        return list(self._merged())

    def restyle(self, places: Mapping[Place, object], style_of: Restyle) -> None:
        """Give cells another style; a cell or a row that is not written is put in at its place."""
        data = self._data()
        waiting: dict[int, list[int]] = {}
        for row, column in sorted(places):
            waiting.setdefault(row, []).append(column)
        if data[3]:
            opened = data[0][:-2].rstrip() + b">"
            rows = b"".join(self._new_row(data[1], row, columns, style_of) for row, columns in waiting.items())
            self._edits.append((data.start(), data.end(), opened + rows + b"</" + data[1] + b"sheetData>"))
            return
        end = self.content.rindex(b"</" + data[1] + b"sheetData")
        queue = list(waiting.items())
        for number, tag in self._rows(data.end(), end):
            while queue and queue[0][0] < number:
                row, columns = queue.pop(0)
                self._insert(tag.start(), self._new_row(tag[1], row, columns, style_of))
            if queue and queue[0][0] == number:
                self._restyle_row(tag, number, queue.pop(0)[1], style_of)
            if not queue:
                return
        for row, columns in queue:
            self._insert(end, self._new_row(data[1], row, columns, style_of))

    def point_to_notes(self, relation_id: str, relations_namespace: str) -> None:
        """Name the drawing that holds the boxes of the comments."""
        depth = 0
        for tag in _TAG.finditer(self.content, self._end_of_data()):
            closes, _, name, _, closes_itself = tag.groups()
            if depth == 0 and name in _AFTER_LEGACY_DRAWING:
                prefix = self._data()[1]
                pointer = f'legacyDrawing xmlns:htx="{relations_namespace}" htx:id="{relation_id}"/>'
                self._insert(tag.start(), b"<" + prefix + pointer.encode())
                return
            depth += 0 if closes_itself else -1 if closes else 1
        raise NoSheetDataError("the end of the worksheet is missing")

    def legacy_drawing(self) -> str | None:
        """The relation id of the drawing that holds the boxes of comments and old controls."""
        for tag in _TAG.finditer(self.content, self._end_of_data()):
            if tag[3] == b"legacyDrawing" and not tag[1]:
                return next((v for k, v in _attributes(tag[4]).items() if k.rpartition(":")[2] == "id"), None)
        return None

    def to_bytes(self) -> bytes:
        pieces: list[bytes] = []
        done = 0
        for start, end, replacement in sorted(self._edits, key=lambda edit: edit[0]):
            pieces += (self.content[done:start], replacement)
            done = end
        pieces.append(self.content[done:])
        return b"".join(pieces)

    def _data(self) -> "re.Match[bytes]":
        data = _DATA.search(self.content)
        if data is None:
            raise NoSheetDataError("no sheetData in the part")
        return data

    def _end_of_data(self) -> int:
        data = self._data()
        if data[3]:
            return data.end()
        closing = b"</" + data[1] + b"sheetData"
        return self.content.index(b">", self.content.rindex(closing)) + 1

    def _rows(self, start: int, end: int) -> Iterator[tuple[int, "re.Match[bytes]"]]:
        number = 0
        for tag in _ROW.finditer(self.content, start, end):
            said = _attributes(tag[2]).get("r", "")
            number = int(said) if said.isdigit() else number + 1
            yield number, tag

    def _restyle_row(self, tag: "re.Match[bytes]", number: int, columns: list[int], style_of: Restyle) -> None:
        prefix = tag[1]
        if tag[3]:
            cells = b"".join(self._new_cell(prefix, (number, column), style_of, tag[2]) for column in columns)
            opened = tag[0][:-2].rstrip() + b">"
            self._edits.append((tag.start(), tag.end(), opened + cells + b"</" + prefix + b"row>"))
            return
        end = self.content.index(b"</" + prefix + b"row", tag.end())
        queue = list(columns)
        column = 0
        for cell in _CELL.finditer(self.content, tag.end(), end):
            said = _attributes(cell[2])
            column = row_and_column(said["r"])[1] if "r" in said else column + 1
            while queue and queue[0] < column:
                self._insert(cell.start(), self._new_cell(prefix, (number, queue.pop(0)), style_of, tag[2]))
            if queue and queue[0] == column:
                queue.pop(0)
                style = style_of((number, column), int(said.get("s", "0") or 0))
                self._edits.append((cell.start(), cell.end(), _with_style(cell, style)))
            if not queue:
                return
        for missing in queue:
            self._insert(end, self._new_cell(prefix, (number, missing), style_of, tag[2]))

    def _new_row(self, prefix: bytes, row: int, columns: list[int], style_of: Restyle) -> bytes:
        cells = b"".join(self._new_cell(prefix, (row, column), style_of, b"") for column in columns)
        return b'<%brow r="%d">%b</%brow>' % (prefix, row, cells, prefix)

    def _new_cell(self, prefix: bytes, place: Place, style_of: Restyle, row_attributes: bytes) -> bytes:
        """A cell without content, which looks as its row or column says before it is coloured."""
        row = _attributes(row_attributes)
        is_styled = row.get("customFormat") in {"1", "true"} and row.get("s", "").isdigit()
        style = style_of(place, int(row["s"]) if is_styled else self._column_style(place[1]))
        return b'<%bc r="%b" s="%d"/>' % (prefix, a1(*place).encode(), style)

    def _column_style(self, column: int) -> int:
        for tag in _COLUMN.finditer(self.content, 0, self._data().start()):
            said = _attributes(tag[2])
            if int(said.get("min", "0")) <= column <= int(said.get("max", "0")):
                return int(said.get("style", "0") or 0)
        return 0

    def _merged(self) -> Iterator[tuple[int, int, int, int]]:
        for tag in _MERGED.finditer(self.content, self._end_of_data()):
            first, _, last = _attributes(tag[2]).get("ref", "").partition(":")
            if last:
                yield (*row_and_column(first), *row_and_column(last))

    def _insert(self, at: int, content: bytes) -> None:
        self._edits.append((at, at, content))


def _attributes(written: bytes) -> dict[str, str]:
    return {
        match[1].decode(): (match[2] if match[2] is not None else match[3]).decode("utf-8", "replace")
        for match in _ATTRIBUTE.finditer(written)
    }


def _with_style(cell: "re.Match[bytes]", style: int) -> bytes:
    kept = re.sub(rb"""\s+s\s*=\s*(?:"[^"]*"|'[^']*')""", b"", cell[2]).rstrip()
    return b'<%bc%b s="%d"%b>' % (cell[1], kept, style, cell[3])


def _plain(content: bytes) -> bytes:
    """The part as UTF-8 without comments and CDATA, in which tags can be looked for as they are.

    Office programs write nothing else; any other part is parsed and written anew.
    """
    encoding = _ENCODING.search(content[:200])
    is_utf_8 = not content.startswith((b"\xff\xfe", b"\xfe\xff")) and (
        encoding is None or encoding[1].lower() in {b"utf-8", b"us-ascii"}
    )
    if is_utf_8 and b"<!" not in content:
        return content
    return serialise(parse(content))
