"""What each row of a table is about: by its label, the section it stands in and the rows it is part of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.submissions.extraction_rows import Row
from ingest.submissions.labels import (
    ALL_SECTORS,
    COUNTED_BY,
    ORGANISATIONS,
    Entity,
    RowLabels,
    RowMeaning,
    entities_named,
    section_entity,
)
from ingest.submissions.labels_words import label_words
from ingest.submissions.reference import Reference

_FEWEST_SECTORS = 2
"""Sectors named in a table that make it one by sector; "Khác" alone may be anything."""
_LONGEST_SECTION_TITLE = 10
_SECTOR_TITLE = frozenset({"nganh", "nghe", "vuc"})
"""Words of a title over tables by sector ("B. Phân theo ngành nghề")."""
_LINKING_WORDS = frozenset({"la", "voi", "doi", "tu", "cho"})
"""A label that begins so goes on with the words of the row above it: "Là thành viên", "Với thành viên"."""
_GRAND_TOTAL = frozenset({"so", "tong", "cong", "chung", "toan", "bo", "huyen", "xa", "i", "ii", "iii"})


@dataclass(slots=True)
class ReadRow:
    """A row and what it was found to be; `is_total_of_all` rows sum up what stands elsewhere in the table."""

    row: Row
    meaning: RowMeaning | None = None
    section: Entity | None = None
    sector_code: str | None = None
    is_section_title: bool = False
    is_total_of_all: bool = False
    is_title_of_sectors: bool = False
    """Whether it is a title within the table that begins the numbers by sector."""


class RowReader:
    """Reads the rows of one table in order, keeping the section it is in."""

    def __init__(self, labels: RowLabels, reference: Reference, rows: Iterable[Row], section: Entity | None) -> None:
        """`section`: whom the words above the table, or the table that this one continues, speak of."""
        self._labels = labels
        self._reference = reference
        self._rows = list(rows)
        named = {code for row in self._rows if (code := labels.find_sector(row.label)) is not None}
        self.is_by_sector = len(named) >= _FEWEST_SECTORS
        self._title_section = section
        self._section: Entity | None = None
        self._running: Entity | None = section
        self._read: dict[int, ReadRow] = {}
        self._totals: set[Entity] = set()
        self._opened: set[Entity] = set()
        self._topics = _topics(self._rows)
        self._parents = {row.parent.number for row in self._rows if row.parent is not None}

    @property
    def last_section(self) -> Entity | None:
        """The section at the end of the table, for the table that continues it."""
        return self._section or self._running

    def read(
        self, row: Row, *, has_figures: bool, has_unit: bool = True, column_entity: Entity | None = None
    ) -> ReadRow:
        """What a row is about; `column_entity` where the columns are kinds of organisations.

        A row with neither figures nor a unit (`has_unit`), under which others stand, is the title of those.
        """
        found = self._meaning(row, has_figures, column_entity)
        if not has_figures and not has_unit and row.number in self._parents and found.meaning is not None:
            found.meaning = None
        self._read[row.number] = found
        entity = next((one for one in ORGANISATIONS if found.meaning and found.meaning.entity == one), None)
        if entity is not None and found.meaning is not None and column_entity is None:
            self._running = entity
            if (found.meaning.indicator_code, found.meaning.sector_code) == (COUNTED_BY[entity], ALL_SECTORS):
                self._totals.add(entity)
        return found

    def _meaning(self, row: Row, has_figures: bool, column_entity: Entity | None) -> ReadRow:
        if column_entity is None:
            for group in row.groups:
                self._open_group(group)
            title = section_entity(row.label)
            if title is not None:
                return self._entity_row(row, title, has_figures)
            if self._topics.get(row.number, 0) > (1 if has_figures else 0):
                return self._topic_row(row, has_figures)
            if not has_figures:
                return self._title_row(row)
        section = column_entity or self._section or self._running
        if self.is_by_sector and (code := self._labels.find_sector(row.label)) is not None:
            return self._sector_row(row, code, column_entity)
        if self._is_grand_total(row):
            return self._total_row(row, section)
        return ReadRow(row, self._indicator(row, section), section)

    def _open_group(self, group: str) -> None:
        if (entity := section_entity(group)) is not None:
            self._section = entity

    def _entity_row(self, row: Row, entity: Entity, has_figures: bool) -> ReadRow:
        """A row that only names a kind of organisation: a section, or a part of the row above it."""
        parent = self._read.get(row.parent.number) if row.parent is not None else None
        if has_figures and parent is not None and not parent.is_section_title:
            if parent.sector_code is not None:
                meaning = RowMeaning(entity, COUNTED_BY[entity], parent.sector_code)
                return ReadRow(row, meaning, entity, parent.sector_code)
            if (meaning_of_both := self._labels.find(f"{parent.row.label} {row.label}", None)) is not None:
                return ReadRow(row, meaning_of_both, entity)
            if not row.is_section_level and not _SECTOR_TITLE & set(label_words(parent.row.label)):
                return ReadRow(row)
        for group in reversed(row.groups):
            if has_figures and section_entity(group) is None:
                return ReadRow(row, self._labels.find(f"{group} {row.label}", None), entity)
        self._section = entity
        self._opened.add(entity)
        if not has_figures:
            return ReadRow(row, None, entity, is_section_title=True)
        self._totals.add(entity)
        return ReadRow(row, RowMeaning(entity, COUNTED_BY[entity]), entity, is_section_title=True)

    def _topic_row(self, row: Row, has_figures: bool) -> ReadRow:
        """A row whose parts are the kinds of organisations: a sector, or an indicator of all kinds together."""
        if self.is_by_sector and (code := self._labels.find_sector(row.label)) is not None:
            return ReadRow(row, None, None, code, is_total_of_all=True)
        self._section, self._running = None, self._title_section
        if self._begins_sectors(row):
            return ReadRow(row, is_total_of_all=True, is_title_of_sectors=True)
        together = self._labels.find(f"{row.label} khu vực kinh tế tập thể", None) if has_figures else None
        return ReadRow(row, together, is_total_of_all=True)

    def _title_row(self, row: Row) -> ReadRow:
        """A row without figures: a section's title, a sector's, a topic's, or an indicator nobody filled in."""
        named = entities_named(row.label)
        section = self._section or self._running
        code = self._labels.find_sector(row.label) if self.is_by_sector else None
        if code is not None:
            return self._sector_row(row, code, None)
        meaning = self._indicator(row, section)
        if meaning is None and row.is_section_level and len(label_words(row.label)) <= _LONGEST_SECTION_TITLE:
            entity = next(iter(named)) if len(named) == 1 else None
            self._section = entity
            if entity is None:
                self._running = self._title_section
            is_section = entity is not None
            begins_sectors = self._begins_sectors(row)
            return ReadRow(row, None, entity, is_section_title=is_section, is_title_of_sectors=begins_sectors)
        return ReadRow(row, meaning, section)

    def _begins_sectors(self, row: Row) -> bool:
        return self.is_by_sector and row.is_section_level and bool(_SECTOR_TITLE & set(label_words(row.label)))

    def _sector_row(self, row: Row, code: str, column_entity: Entity | None) -> ReadRow:
        named = entities_named(row.label)
        own = next(iter(named)) if len(named) == 1 else None
        section = column_entity or own or self._section or self._running
        above = [self._read[ancestor.number] for ancestor in row.ancestors() if ancestor.number in self._read]
        sector_above = next((found.sector_code for found in above if found.sector_code is not None), None)
        if sector_above is not None and sector_above not in self._sector_ancestors(code):
            return ReadRow(row)
        if section is None:
            return ReadRow(row, None, None, code)
        counted = COUNTED_BY[section]
        split = next((found.meaning for found in above if found.meaning is not None), None)
        if split is not None and split.entity == section and split.indicator_code != counted:
            if not self._reference.indicator(split.entity, split.indicator_code).is_count:
                return ReadRow(row)
            counted = split.indicator_code
        return ReadRow(row, RowMeaning(section, counted, code), section, code)

    def _sector_ancestors(self, code: str) -> set[str]:
        found: set[str] = set()
        sector = self._reference.sectors.get(code)
        while sector is not None and sector.parent_code is not None and sector.parent_code not in found:
            found.add(sector.parent_code)
            sector = self._reference.sectors.get(sector.parent_code)
        return found

    def _is_grand_total(self, row: Row) -> bool:
        words = set(label_words(row.label))
        return words in ({"cong"}, {"tong", "cong"}) or (row.parent is None and bool(words) and words <= _GRAND_TOTAL)

    def _total_row(self, row: Row, section: Entity | None) -> ReadRow:
        """ "Tổng số", "Cộng": the total of the section; at the end of several sections of all of them."""
        if section is None or section in self._totals or len(self._opened) > 1:
            return ReadRow(row, is_total_of_all=True)
        self._totals.add(section)
        return ReadRow(row, RowMeaning(section, COUNTED_BY[section]), section)

    def _indicator(self, row: Row, section: Entity | None) -> RowMeaning | None:
        own = self._labels.find(row.label, section)
        parent_label = self._part_of(row)
        if parent_label is None:
            return own
        both = self._labels.find(f"{parent_label} {row.label}", section)
        if own is None:
            return both
        if both is None or both == own or not self._may_be_part(row, own):
            return own
        words = label_words(row.label)
        return both if words[0] in _LINKING_WORDS else None

    def _part_of(self, row: Row) -> str | None:
        if row.groups and section_entity(row.groups[-1]) is None:
            return row.groups[-1]
        parent = row.parent
        if parent is None or parent.number not in self._read or self._read[parent.number].is_section_title:
            return None
        return parent.label

    def _may_be_part(self, row: Row, own: RowMeaning) -> bool:
        """Whether a label that names a total of its own ("thành viên HTX") may yet mean a part of its parent."""
        if "tổng" in row.label.lower():
            return False
        above = self._read[row.parent.number].meaning if row.parent and row.parent.number in self._read else None
        is_total = self._reference.indicator(own.entity, own.indicator_code).parent_code is None
        return is_total and above is not None and replace(above, is_loose=own.is_loose) != own


def _topics(rows: Iterable[Row]) -> dict[int, int]:
    """The rows under which kinds of organisations stand by their bare names, and how many kinds."""
    below: dict[int, set[Entity]] = {}
    for row in rows:
        entity = section_entity(row.label)
        if entity is not None and row.parent is not None and section_entity(row.parent.label) is None:
            below.setdefault(row.parent.number, set()).add(entity)
    return {number: len(entities) for number, entities in below.items()}
