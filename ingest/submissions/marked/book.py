"""A workbook inside its package: which sheets there are, and the place of one more at their head."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from ingest.submissions.marked.ooxml import Element, add, child, local, parse, qualified, serialise
from ingest.submissions.marked.package import Package
from ingest.submissions.marked.sheet_part import SheetPart
from ingest.submissions.our_sheets import RESULT_SHEET, RESULT_TITLE

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_WORKBOOK_TYPE = f"{_TYPES}sheet.main+xml"
_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet"})
_HEAD_BYTES = 8_192
_SELECTED = re.compile(rb"""tabSelected\s*=\s*["'](?:1|true)""")
_FIRST_CELL = re.compile(rb"""<((?:\w+:)?c\b[^>]*\br=["']A1["'][^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL)
_SHARED = re.compile(rb"""\bt=["'](\w+)["']""")
_TAGS = re.compile(rb"<[^>]*>")
_FIRST_BYTES = 200_000
_LONGEST_SHEET_NAME = 31


class NoWorkbookError(ValueError):
    """The package holds no workbook of the .xlsx family."""


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet as the workbook lists it."""

    name: str
    sheet_id: int
    part: str
    kind: str
    """The last word of its relation's type: "worksheet", "chartsheet", "xlMacrosheet"."""
    element: Element


class Book:
    """The workbook part of a package and what it points to."""

    def __init__(self, package: Package) -> None:
        self.package = package
        part_name = package.relations("").of_kind("officeDocument") or "xl/workbook.xml"
        part = package.part(part_name)
        if part is None or not part_name.endswith(".xml"):
            raise NoWorkbookError("no workbook part")
        self.part_name = part_name
        self._root = parse(part)
        if local(self._root) != "workbook":
            raise NoWorkbookError(f"the main part is a {local(self._root)}")
        self.namespace = str(self._root.tag).partition("}")[0].lstrip("{")
        is_strict = self.namespace.startswith("http://purl.oclc.org/")
        self.relations_namespace = _STRICT if is_strict else _TRANSITIONAL

    def sheets(self) -> Iterator[BookSheet]:
        """The sheets in their order, hidden ones included."""
        pointed = {one: (kind, part) for one, kind, part in self.package.relations(self.part_name)}
        for element in self._section("sheets"):
            relation = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
            if relation in pointed:
                kind, part = pointed[relation]
                number = element.get("sheetId", "0")
                yield BookSheet(element.get("name", ""), int(number) if number.isdigit() else 0, part, kind, element)

    def relation_uri(self, kind: str) -> str:
        return f"{self.relations_namespace}/{kind}"

    def styles_part(self) -> str:
        """Where the cell styles stand."""
        part = self.package.relations(self.part_name).of_kind("styles")
        if part is None:
            raise NoWorkbookError("no styles")
        return part

    def drop_macros(self) -> bool:
        """Take programs out: the copy is an .xlsx, and holds none. Whether there were any."""
        relations = self.package.relations(self.part_name)
        programs = [part for _, kind, part in relations if kind == "vbaProject"]
        for part in programs:
            for _, _, beside in list(self.package.relations(part)):
                self.package.remove(beside)
            relations.drop(part)
            self.package.remove(part)
        macro_sheets = [sheet for sheet in self.sheets() if sheet.kind in _MACRO_SHEETS]
        self._drop_sheets(macro_sheets)
        return bool(programs or macro_sheets)

    def was_saved_by_libre_office(self) -> bool:
        properties = self.package.relations("").of_kind("extended-properties")
        return b"LibreOffice" in (self.package.part(properties) or b"") if properties else False

    def drop_earlier_results(self) -> None:
        """Take out the result sheets of earlier rounds."""
        ours = [
            sheet
            for sheet in self.sheets()
            if sheet.name.startswith(RESULT_SHEET) and self._says(sheet.part, RESULT_TITLE)
        ]
        self._drop_sheets(ours)

    def put_first(self, wanted_name: str, content: bytes, repeated_row: int) -> None:
        """Put a sheet before all others and show it; `repeated_row` stands at the head of every printed page."""
        taken = {sheet.name.lower() for sheet in self.sheets()}
        name, number = wanted_name, 2
        while name.lower() in taken:
            name, number = f"{wanted_name} ({number})"[:_LONGEST_SHEET_NAME], number + 1
        folder = self.part_name.rpartition("/")[0]
        part = self.package.free_name(f"{folder}/worksheets/sheet{{}}.xml".lstrip("/"))
        for sheet in list(self.sheets()):
            if sheet.kind == "worksheet" and _SELECTED.search(self.package.head(sheet.part, _HEAD_BYTES)):
                unselected = SheetPart(self.package.part(sheet.part) or b"")
                unselected.deselect()
                self.package.put(sheet.part, unselected.to_bytes())
        relation = self.package.relations(self.part_name).add(self.relation_uri("worksheet"), part)
        self.package.declare_type(part, f"{_TYPES}worksheet+xml")
        self.package.put(part, content)
        sheets = self._section("sheets")
        highest = max((sheet.sheet_id for sheet in self.sheets()), default=0)
        element = add(sheets, "sheet", name=name, sheetId=str(highest + 1))
        element.set(f"{{{self.relations_namespace}}}id", relation)
        sheets.insert(0, element)
        self._renumber({place: place + 1 for place in range(len(sheets) - 1)})
        self._show_first()
        quoted = name.replace("'", "''")
        titles = add(self._section("definedNames"), "definedName", name="_xlnm.Print_Titles", localSheetId="0")
        titles.text = f"'{quoted}'!${repeated_row}:${repeated_row}"

    def save(self) -> None:
        """Write the workbook part; a template or macro type becomes that of a plain workbook."""
        names = child(self._root, "definedNames")
        if names is not None and not len(names):
            self._root.remove(names)
        self.package.put(self.part_name, serialise(self._root))
        self.package.declare_type(self.part_name, _WORKBOOK_TYPE)

    def _says(self, part: str, title: str) -> bool:
        """Whether the first cell of a sheet holds that title, written in the cell or shared."""
        first = _FIRST_CELL.search((self.package.part(part) or b"")[:_FIRST_BYTES])
        if first is None:
            return False
        text = unescape(_TAGS.sub(b"", first[2]).decode("utf-8", "replace")).strip()
        if b"s" not in _SHARED.findall(first[1]):
            return text == title
        shared = self.package.relations(self.part_name).of_kind("sharedStrings")
        strings = parse(self.package.part(shared) or b"<sst/>") if shared else ()
        return text.isdigit() and int(text) < len(strings) and "".join(strings[int(text)].itertext()).strip() == title

    def _drop_sheets(self, dropped: list[BookSheet]) -> None:
        if not dropped:
            return
        elements = list(self._section("sheets"))
        gone = [sheet.element for sheet in dropped]
        kept = [element for element in elements if element not in gone]
        self._renumber({elements.index(element): place for place, element in enumerate(kept)})
        relations = self.package.relations(self.part_name)
        for sheet in dropped:
            sheet.element.getparent().remove(sheet.element)
            for _, kind, beside in list(self.package.relations(sheet.part)):
                if kind in {"comments", "vmlDrawing"}:
                    self.package.remove(beside)
            relations.drop(sheet.part)
            self.package.remove(sheet.part)

    def _renumber(self, places: dict[int, int]) -> None:
        """Names that belong to one sheet say which by its place: follow the sheets, and go where they went."""
        names: Element = child(self._root, "definedNames")
        for name in list(names) if names is not None else ():
            said = name.get("localSheetId")
            if said is None or not said.isdigit():
                continue
            if int(said) in places:
                name.set("localSheetId", str(places[int(said)]))
            else:
                names.remove(name)

    def _show_first(self) -> None:
        views = child(self._root, "bookViews")
        for view in views if views is not None else ():
            view.attrib.pop("firstSheet", None)
            view.set("activeTab", "0")

    def _section(self, name: str) -> Element:
        """A section of the workbook part, made right after the sheets (where names stand) if it is absent."""
        section = child(self._root, name)
        if section is None:
            section = self._root.makeelement(qualified(self._root, name))
            sheets = child(self._root, "sheets")
            before = ("functionGroups", "externalReferences")
            place = 1 + list(self._root).index(sheets) if sheets is not None else len(self._root)
            while place < len(self._root) and local(self._root[place]) in before:
                place += 1
            self._root.insert(place, section)
        return section
