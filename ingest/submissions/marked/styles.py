"""Cell styles of a workbook: the submitter's own with our colours laid over them, and those of the result sheet.

A colour of ours is a solid fill. The background colour of a solid fill is never shown: the cell's own colour is
kept there, so that the marks of one round can be taken away in the next and the cell looks as before.
"""

from copy import deepcopy
from functools import cached_property

from ingest.submissions.marked.ooxml import Element, add, child, local, parse, qualified, serialise
from ingest.submissions.reading import Severity

COLOURS: dict[Severity, str] = {"error": "FFF5B3B1", "warning": "FFFFE08F", "info": "FFD3E5F6"}
"""Red, amber, blue; of shades that no palette of an office program has, so that they are known again."""

_PARTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
_NO_COLOUR = {"indexed": "64"}
_LINE_COLOUR = "FFBFBFBF"


class NoStylesError(ValueError):
    """The workbook has no cell styles to which ours could be added."""


class Styles:
    """The styles part of a workbook; a style is the place of its ``xf`` in ``cellXfs``."""

    def __init__(self, part: bytes) -> None:
        """Raises `NoStylesError` for a part without cell styles: cells would then take ours."""
        self._root = parse(part)
        self._marked: dict[tuple[int, Severity], int] = {}
        self._fill_places: dict[Severity, dict[tuple[tuple[str, str], ...], int]] = {}
        formats = child(self._root, "cellXfs")
        if formats is None or not len(formats):
            raise NoStylesError("no cell styles")

    def forget_marks(self, *, is_own_colour_kept: bool) -> None:
        """Give every cell that was coloured in an earlier round its own colour back.

        `is_own_colour_kept`: whether the program that saved the file since keeps background colours; LibreOffice
        writes others of its own, and cells it saved become colourless.
        """
        for fill in self._section("fills"):
            pattern = child(fill, "patternFill")
            if pattern is None or pattern.get("patternType") != "solid":
                continue
            front, back = child(pattern, "fgColor"), child(pattern, "bgColor")
            if front is None or front.get("rgb", "").upper() not in COLOURS.values():
                continue
            own = dict(back.attrib) if back is not None and is_own_colour_kept else _NO_COLOUR
            for one in list(pattern):
                pattern.remove(one)
            if own == _NO_COLOUR or own.get("rgb", "").upper() in COLOURS.values():
                pattern.set("patternType", "none")
            else:
                add(pattern, "fgColor", **own)
                add(pattern, "bgColor", **_NO_COLOUR)

    def marked(self, style: int, severity: Severity) -> int:
        """The style of a cell once it is coloured: all else of `style` stays."""
        key = (style, severity)
        if key not in self._marked:
            formats = self._section("cellXfs")
            like = formats[style] if 0 <= style < len(formats) else formats[0]
            xf = deepcopy(like)
            xf.set("fillId", str(self._colour(severity, self._own_colour(like))))
            xf.set("applyFill", "1")
            self._marked[key] = self._put("cellXfs", xf)
        return self._marked[key]

    def text(
        self,
        *,
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
        colour: str | None = None,
        underlined: bool = False,
        severity: Severity | None = None,
        boxed: bool = False,
        centred: bool = False,
        wrapped: bool = True,
    ) -> int:
        """A style for text of ours; with quotePrefix, so that typing over it makes no formula of it."""
        font, font_place = self._append("fonts", "font")
        for name, is_wanted in (("b", bold), ("i", italic), ("u", underlined)):
            if is_wanted:
                add(font, name)
        add(font, "sz", val=f"{size or 11:g}")
        add(font, "color", rgb=colour or "FF000000")
        add(font, "name", val="Times New Roman")
        xf, place = self._append("cellXfs", "xf")
        xf.attrib.update(
            {
                "numFmtId": "49",
                "fontId": str(font_place),
                "fillId": str(self._colour(severity, dict(_NO_COLOUR)) if severity else 0),
                "borderId": str(self._box if boxed else 0),
                "xfId": "0",
                "quotePrefix": "1",
                "applyNumberFormat": "1",
                "applyFont": "1",
                "applyFill": "1",
                "applyBorder": "1",
                "applyAlignment": "1",
            }
        )
        horizontal, vertical = ("center", "center") if centred else ("left", "top")
        add(xf, "alignment", horizontal=horizontal, vertical=vertical, wrapText="1" if wrapped else "0")
        return place

    def to_bytes(self) -> bytes:
        for name in _PARTS:
            section = child(self._root, name)
            if section is not None:
                section.set("count", str(len(section)))
        return serialise(self._root)

    @cached_property
    def _box(self) -> int:
        border, place = self._append("borders", "border")
        for side in ("left", "right", "top", "bottom"):
            add(add(border, side, style="thin"), "color", rgb=_LINE_COLOUR)
        add(border, "diagonal")
        return place

    def _own_colour(self, xf: Element) -> dict[str, str]:
        fills = self._section("fills")
        place = int(xf.get("fillId", "0"))
        pattern = child(fills[place], "patternFill") if 0 <= place < len(fills) else None
        front = child(pattern, "fgColor") if pattern is not None and pattern.get("patternType") == "solid" else None
        return dict(front.attrib) if front is not None else dict(_NO_COLOUR)

    def _colour(self, severity: Severity, own: dict[str, str]) -> int:
        """The fill of a severity that remembers the cell's own colour."""
        places = self._fill_places.setdefault(severity, {})
        key = tuple(sorted(own.items()))
        if key not in places:
            fill, places[key] = self._append("fills", "fill")
            pattern = add(fill, "patternFill", patternType="solid")
            add(pattern, "fgColor", rgb=COLOURS[severity])
            add(pattern, "bgColor", **own)
        return places[key]

    def _section(self, name: str) -> Element:
        """A section of the part, made at its place in the order of the format where it is absent."""
        section = child(self._root, name)
        if section is None:
            section = self._root.makeelement(qualified(self._root, name))
            before = _PARTS[: _PARTS.index(name)]
            place = sum(1 for one in self._root if local(one) in before)
            self._root.insert(place, section)
        return section

    def _append(self, section_name: str, item: str) -> tuple[Element, int]:
        section = self._section(section_name)
        return add(section, item), len(section) - 1

    def _put(self, section_name: str, item: Element) -> int:
        section = self._section(section_name)
        section.append(item)
        return len(section) - 1
