"""Who sent a file: the office that its letterhead, titles or signature name, or a department.

Evidence goes from the strongest to the weakest, and a weaker one decides only where the stronger says nothing:
offices named above the tables ("UBND huyện Can Lộc"), places in titles ("Danh sách HTX huyện Lâm Hà"), signatures,
sheet names, the place of the date line, the file's name (it may lie, so it decides only where nothing is printed).
Within one kind of evidence the lowest level is the sender, since a letterhead names the superior first. Names that
several places bear are told apart by the province or district that is named beside them; what stays ambiguous has a
name and no code: no guess.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.submissions.departments import letterhead_department
from ingest.submissions.place_mentions import Mention, bare_places, mentions
from ingest.submissions.places import Area, split_place
from ingest.submissions.reference import Reference
from ingest.vietnamese.folding import fold, normalise

DEPARTMENT = "department"
_LEVELS = ("commune", "district")
_ADDRESSED = re.compile(r"(?:kinh gui|noi nhan|- )")
_DATE_LINE = re.compile(r"^(?P<place>[^,;:0-9]{2,40}),\s*ngay\b")
_DISTRICT_KINDS = ("huyen", "thi xa", "quan", "thanh pho")
_FILE_SEPARATORS = re.compile(r"[_.]+")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whose figures these are: an area's office, or a department (then `agency_code` where it is known).

    `area_code` is None where several places bear the name and nothing tells them apart.
    """

    name: str
    level: str
    area_code: str | None
    province_code: str | None
    agency_code: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The lines of a file that may name its sender, as printed."""

    heads: Sequence[str]
    """Above the tables."""
    feet: Sequence[str] = field(default=())
    """Below them: signatures."""
    sheet_names: Sequence[str] = field(default=())
    file_name: str = ""


def find_reporter(evidence: Evidence, reference: Reference, day: date) -> Reporter | None:
    """The sender, by the code list in force on that day; None where nothing names one."""
    search = _Search(evidence, reference, day)
    offices = search.offices(evidence.heads)
    if reporter := search.lowest(offices):
        return reporter
    if department := search.department():
        return department
    file_name = _FILE_SEPARATORS.sub(" ", evidence.file_name.rpartition(".")[0] or evidence.file_name)
    weaker = (
        search.titles(evidence.heads),
        search.offices(evidence.feet),
        search.titles(evidence.sheet_names),
    )
    for found in weaker:
        if reporter := search.lowest(found):
            return reporter
    return (
        search.at_date_line()
        or search.lowest(search.titles([file_name]))
        or search.bare_district(evidence.sheet_names)
        or search.bare_district([file_name])
        or search.province(offices)
        or search.province(search.titles(evidence.heads))
    )


def named_instead(lines: Sequence[str], reference: Reference, area: Area, day: date) -> Reporter | None:
    """Whom the lines name instead of `area`: one place of its level, where `area` itself is not named at all."""
    search = _Search(Evidence(lines), reference, day)
    found = search.titles(lines)
    if any(area.code == one.code for mention in found for one in mention.areas):
        return None
    named = search.lowest(found) or search.province(found)
    return named if named is not None and named.level == area.level and named.area_code is not None else None


@dataclass(frozen=True, slots=True)
class NamedSender:
    """A place that a line names, of the lowest level that it has."""

    line: str
    reporter: Reporter
    is_office: bool


def named_senders(lines: Sequence[str], reference: Reference, day: date) -> list[NamedSender]:
    """The communes, districts and provinces that lines name, addressees left out, from first to last."""
    search = _Search(Evidence(lines), reference, day)
    return [
        NamedSender(line, reporter, mention.is_office)
        for line in lines
        for mention in search.titles([line])
        if (reporter := search.resolved_lowest(mention)) is not None
    ]


class _Search:
    """The lines of one file, the places of all of them, and the day that dates the names."""

    def __init__(self, evidence: Evidence, reference: Reference, day: date) -> None:
        self._evidence = evidence
        self._reference = reference
        self._day = day
        every_line = [*evidence.heads, *evidence.feet]
        around = [area for line in every_line for mention in self._mentions(line) for area in mention.areas]
        self._provinces = {area.code for area in around if area.level == "province" and self.lives(area)}
        self._districts = {area.code for area in around if area.level == "district" and self.lives(area)}

    def lives(self, area: Area) -> bool:
        return area.is_valid_on(self._day) or area.lived_in(self._day.year)

    def offices(self, lines: Iterable[str]) -> tuple[Mention, ...]:
        """The places whose offices the lines name; nobody writes to himself, so addressees are left out."""
        own = (line for line in lines if not _ADDRESSED.match(fold(line)))
        return tuple(mention for line in own for mention in self._mentions(line) if mention.is_office)

    def titles(self, lines: Iterable[str]) -> tuple[Mention, ...]:
        """All places that the lines name."""
        own = (line for line in lines if not _ADDRESSED.match(fold(line)))
        return tuple(mention for line in own for mention in self._mentions(line))

    def lowest(self, found: Sequence[Mention]) -> Reporter | None:
        """The one sender of the lowest level that is named; of several at a level none, and the next level decides."""
        for level in _LEVELS:
            senders = {sender for mention in found if (sender := self._resolved(mention, level)) is not None}
            known = {sender for sender in senders if sender.area_code is not None}
            if len(known) == 1:
                return known.pop()
            if len(senders) == 1:
                return senders.pop()
        return None

    def resolved_lowest(self, mention: Mention) -> Reporter | None:
        """Whom a mention means, of the lowest level that bears the name."""
        found = (self._resolved(mention, level) for level in (*_LEVELS, "province"))
        return next((sender for sender in found if sender is not None), None)

    def province(self, found: Sequence[Mention]) -> Reporter | None:
        senders = {sender for mention in found if (sender := self._resolved(mention, "province")) is not None}
        return senders.pop() if len(senders) == 1 else None

    def department(self) -> Reporter | None:
        """The department whose letterhead this is, with the province that it names or that is named about it."""
        own = (line for line in self._evidence.heads if not _ADDRESSED.match(fold(line)))
        found = letterhead_department(part for line in own for part in line.split("\n"))
        if found is None:
            return None
        here = [area for area in self._provinces_of(found.line) if self.lives(area)]
        codes = {area.code for area in here} or self._provinces
        if len(codes) != 1:
            return Reporter(found.name, DEPARTMENT, None, None)
        code = codes.pop()
        area = self._reference.area(code, self._day)
        place = _lower_kind(area.name) if area else ""
        name = (
            found.name
            if area is None or fold(split_place(area.name)[1]) in fold(found.name)
            else f"{found.name} {place}"
        )
        return Reporter(name, DEPARTMENT, code, code, self._agency_code(found.prefix, code))

    def at_date_line(self) -> Reporter | None:
        """The district or commune that a date line names without its kind ("Can Lộc, ngày 28 tháng 5 năm 2024")."""
        if not self._provinces:
            return None
        places = self._reference.places
        for line in (*self._evidence.heads, *self._evidence.feet):
            if match := _DATE_LINE.match(fold(line)):
                areas = tuple(
                    area for area in bare_places(match["place"], places, _DISTRICT_KINDS) if _is_district(area)
                )
                if areas and (sender := self._resolved(Mention("", areas, match["place"], False), "district")):
                    return sender if sender.area_code else None
        return None

    def bare_district(self, texts: Iterable[str]) -> Reporter | None:
        """The one district whose name of two words or more stands in the texts without its kind ("KTTT Duy Xuyen")."""
        places = self._reference.places
        named = [area for text in texts for area in bare_places(text, places, _DISTRICT_KINDS) if _is_district(area)]
        areas = tuple(area for area in named if " " in split_place(area.name)[1])
        sender = self._resolved(Mention("", areas, "", False), "district")
        return sender if sender is not None and sender.area_code is not None else None

    def _mentions(self, line: str) -> tuple[Mention, ...]:
        return mentions(line, self._reference.places)

    def _provinces_of(self, line: str) -> Iterator[Area]:
        named = [area for mention in self._mentions(line) for area in mention.areas if area.level == "province"]
        if named:
            yield from named
        else:
            bare = bare_places(line, self._reference.places, ("tinh", "thanh pho"))
            yield from (area for area in bare if area.level == "province")

    def _resolved(self, mention: Mention, level: str) -> Reporter | None:
        """The sender that a mention means at a level: one area, or a name that several bear."""
        candidates = [area for area in mention.areas if area.level == level]
        candidates = [area for area in candidates if area.is_valid_on(self._day)] or [
            area for area in candidates if area.lived_in(self._day.year)
        ]
        printed = normalise(mention.printed).lower()
        narrower: tuple[list[Area], ...] = (
            [area for area in candidates if area.parent_code in self._districts],
            [area for area in candidates if area.province_code in self._provinces],
            [area for area in candidates if split_place(area.name)[1].lower() == printed],
        )
        for meant in narrower:
            still = [area for area in candidates if area in meant]
            if len({area.code for area in candidates}) > 1 and still:
                candidates = still
        if not candidates:
            return None
        first = candidates[0]
        if len({area.code for area in candidates}) == 1:
            return Reporter(_name(mention, first), level, first.code, first.province_code)
        provinces = {area.province_code for area in candidates}
        return Reporter(_name(mention, first), level, None, provinces.pop() if len(provinces) == 1 else None)

    def _agency_code(self, prefix: str | None, province_code: str) -> str | None:
        agency = self._reference.agencies.get(f"{prefix}-{province_code}")
        return agency.code if agency is not None else None


def _is_district(area: Area) -> bool:
    return area.level == "district"


_PROPER_KINDS = {
    "tinh": "Tỉnh",
    "thanh pho": "Thành phố",
    "huyen": "Huyện",
    "quan": "Quận",
    "thi xa": "Thị xã",
    "xa": "Xã",
    "phuong": "Phường",
    "thi tran": "Thị trấn",
    "dac khu": "Đặc khu",
}


def _name(mention: Mention, area: Area) -> str:
    """The place's name, of the kind that is printed: a huyện that became a thị xã later is still called huyện."""
    kind = _PROPER_KINDS.get(mention.kind)
    return f"{kind} {split_place(area.name)[1]}" if kind else area.name


def _lower_kind(name: str) -> str:
    return name[:1].lower() + name[1:]
