"""The area of the report in a sentence: "trên địa bàn tỉnh Hà Tĩnh", "toàn tỉnh", "the province"."""

from typing import Literal

from publish.content import ReportContent
from publish.report.sections.context import SectionContext

AreaKind = Literal["province", "city", "country"]
_KINDS: dict[str, AreaKind] = {"Tỉnh ": "province", "Thành phố ": "city"}
_NAMED_WITH_ITS_KIND = "Thành phố Hồ Chí Minh"
"""Bears a person's name: its kind is part of the name and keeps its capital."""


def area_kind(content: ReportContent) -> AreaKind:
    """Province, city of the same rank, or the country."""
    if content.area_level == "country":
        return "country"
    return next((kind for prefix, kind in _KINDS.items() if content.area_name.startswith(prefix)), "province")


def bare_name(content: ReportContent) -> str:
    """The name without its kind, as in "Hà Tĩnh, ngày …"; TP.HCM keeps it."""
    if content.area_name.startswith(_NAMED_WITH_ITS_KIND):
        return content.area_name
    for prefix in _KINDS:
        if content.area_name.startswith(prefix):
            return content.area_name.removeprefix(prefix)
    return content.area_name


def seat_of_office(context: SectionContext) -> str:
    """Where the paper is dated: the province by its bare name, the capital for the country."""
    is_country = area_kind(context.content) == "country"
    return context.say("place.capital") if is_country else bare_name(context.content)


def in_the_area(context: SectionContext) -> str:
    """ "trên địa bàn tỉnh Hà Tĩnh", "trên cả nước"."""
    kind = area_kind(context.content)
    name = bare_name(context.content)
    if kind == "city" and name.startswith(_NAMED_WITH_ITS_KIND):
        return context.say("place.in_named_city", name=name)
    return context.say(f"place.in_{kind}", name=name)


def is_of_country(context: SectionContext) -> bool:
    return context.content.area_level == "country"


def whole_area(context: SectionContext) -> str:
    """ "toàn tỉnh", "toàn thành phố", "cả nước"."""
    return context.say(f"place.whole_{area_kind(context.content)}")
