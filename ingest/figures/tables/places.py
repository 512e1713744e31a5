"""Rows that are places: districts, communes and provinces, with or without the word for what they are."""

import re

from ingest.figures.place_names import NAME_PATTERN, known_place, name_of_unit, names_at
from ingest.figures.scope import DocumentScope
from ingest.vietnamese.folding import fold

_UNIT = re.compile(
    rf"(?P<unit>[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Tt]hành phố|[Tt]ỉnh|[Đđ]ặc khu"
    rf"|TP\.?|TX\.?|TT\.?|H\.|Q\.|X\.|P\.)\s*(?P<name>{NAME_PATTERN}|\d{{1,2}})"
)
_NAME = re.compile(rf"{NAME_PATTERN}(?:\s[-–]\s{NAME_PATTERN})?")
_UNITS_IN_SHORT = {"tx.": "thị xã", "tx": "thị xã", "tt.": "thị trấn", "tt": "thị trấn", "h.": "huyện", "q.": "quận"}


def is_province(place: str | None) -> bool:
    """Whether a place is a province or a city of that level."""
    return place in names_at("province", "city")


def place_of(text: str, scope: DocumentScope, *, names_places: bool) -> str | None:
    """The place a row is of; `names_places` says that the head over the labels announces places.

    Without such a head only what is called a district or the like, or is known as one, is a place.
    """
    words = " ".join(text.strip(" .:*").split())
    if words.isupper():
        words = words.title()
    with_unit = _UNIT.fullmatch(words)
    if with_unit is not None:
        unit = _UNITS_IN_SHORT.get(with_unit["unit"].lower(), with_unit["unit"])
        name = with_unit["name"]
        return f"{unit.capitalize()} {name}" if name.isdigit() else name_of_unit(unit, name)
    known = known_place(words)
    if known is not None and words[:1].isupper():
        return known
    if fold(words) in scope.districts:
        return words if words[:1].isupper() else None
    return words if names_places and _NAME.fullmatch(words) is not None else None
