"""What the titles of groups say of the rows under them, where the table has no column for it.

"I. Lĩnh vực nông nghiệp", "B. LIÊN HIỆP HỢP TÁC XÃ", "HTX ngừng hoạt động", "Xã Tân Hà".
"""

from dataclasses import dataclass, field

from ingest.submissions.labels import Entity
from ingest.submissions.reading import RegisterCell, RegisterField
from ingest.submissions.reference import Reference
from ingest.submissions.register.codes import ratings, sector_of, statuses
from ingest.submissions.register.row_kinds import entity_of_name, group_words, name_kind
from ingest.submissions.register.words import key_of
from ingest.submissions.workbook import Cell

_ENTITY_TITLES: dict[str, Entity] = {
    "hop tac xa": "HTX",
    "lien hiep hop tac xa": "LHHTX",
    "lien hiep": "LHHTX",
    "to hop tac": "THT",
}


@dataclass(slots=True)
class Sections:
    """The titles that stand over the current row."""

    reference: Reference
    sheet_name: str
    cells: dict[RegisterField, RegisterCell] = field(default_factory=dict)
    """What the titles give for a field, at the title's own address."""
    entity: Entity | None = None
    area: str | None = None
    _is_area_outer: bool | None = None

    def enter(self, title: Cell) -> None:
        """Take a group's title in; one that says nothing known ends what the titles before it said."""
        text = group_words(title.text)
        if name_kind(text) == "area":
            self._enter_area(key_of(text))
            return
        entity = _ENTITY_TITLES.get(key_of(text)) or _other_entity(text)
        if entity is not None:
            self.entity = entity
        if self._is_area_outer is None:
            self._is_area_outer = False
        self.cells.clear()
        meant = _meant(text, self.reference)
        if meant is not None:
            name, code = meant
            self.cells[name] = RegisterCell(self.sheet_name, title.address, title.raw_text, "value", text=code)

    def _enter_area(self, area: str) -> None:
        if self._is_area_outer is None:
            self._is_area_outer = True
        if self._is_area_outer:
            self.cells.clear()
        self.area = area


def says_section(text: str, reference: Reference) -> bool:
    """Whether a text is the title of a group by its words alone: a sector, a status, a kind, an area."""
    words = group_words(text)
    return name_kind(words) == "area" or key_of(words) in _ENTITY_TITLES or _meant(words, reference) is not None


def _meant(text: str, reference: Reference) -> tuple[RegisterField, str] | None:
    if code := statuses().exact(text):
        return "status", code
    if code := sector_of(text, reference):
        return "sector", code
    if code := ratings().exact(text):
        return "rating", code
    return None


def _other_entity(text: str) -> Entity | None:
    entity = entity_of_name(text)
    return entity if entity in {"LHHTX", "THT"} else None
