"""What a number measures: subject, attribute and form of `vocabulary/indicators.csv`, from all that was said of it."""

from typing import NamedTuple

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.quantities import Form
from ingest.figures.tables.said import Said
from ingest.figures.tables.units import Unit, period_unit
from ingest.figures.vocabulary import indicators

_MEMBERS = {"coop": "coop_member", "group": "group_member", "sector_economy": "all_member", "fund": "coop_member"}
_WORKERS = {"coop": "coop_worker", "union": "union_worker", "sector_economy": "all_worker", "fund": "coop_worker"}
_COUNTED_ONE_BY_ONE = frozenset({"class", "owner", "award_collective", "award_individual"})
_EARNINGS = frozenset({"income", "wage", "pay"})
_ALWAYS_TOTAL = frozenset({"budget", "loans", "lending"})
_SUPPORT = frozenset({"support", "support_central", "support_local", "support_other"})
_SPLIT_BY_SECTOR = frozenset({"coop", "group", "coop_member", "coop_worker", "seasonal_worker", "manager"})
_RATIO_OF_REVENUE = {"revenue_growth": "growth", "revenue_from_members": "from_members"}
_UNIT_PEOPLE = frozenset({"person", "member", "worker", "coop_member", "group_member", "household", "staff", "manager"})


class Key(NamedTuple):
    """Subject, attribute and form under which an indicator is known; the sector and the unit of the figure."""

    subject: str
    attribute: str
    form: str
    sector: str
    unit: str


def key_of(said: Said) -> Key | None:
    """What is measured; None where what was said leaves it open, contradicts itself, or is nothing of ours."""
    form = said.unit.form if said.unit is not None else Form.COUNT
    match form:
        case Form.PERCENT:
            key = _ratio(said)
        case Form.MONEY:
            key = _money(said, said.unit or Unit(Form.MONEY))
        case Form.AREA:
            key = _area(said)
        case Form.COUNT:
            key = _count(said)
        case _:
            key = None
    if key is None or (key.subject, key.attribute, key.form) not in indicators():
        return None
    is_split = key.sector not in {"all", "credit_fund"}
    may_be_split = key.subject in _SPLIT_BY_SECTOR or key.subject.startswith("coop_")
    return key if may_be_split or not is_split else None


def _sector(said: Said) -> str:
    return "credit_fund" if said.entity == "fund" else said.sector or "all"


def _count(said: Said) -> Key | None:
    if said.measure is not None or said.ratio or said.average:
        return None
    people, entity = said.people, said.entity
    counted = said.unit.counted if said.unit is not None else None
    if people is None:
        return _organisations(said, counted)
    if not _fits_people(people, counted, said):
        return None
    attribute = said.attribute or ""
    if people == "alliance_member" or (people == "member" and (entity == "alliance" or attribute == "joined")):
        return Key("alliance_member", attribute, "count", said.sector or "all", "count")
    if people in _COUNTED_ONE_BY_ONE:
        return Key(people, attribute, "count", said.sector or "all", "count")
    if people == "participant":
        return Key(people, attribute, "person", said.sector or "all", "person")
    if people == "product":
        of_coops = entity == "coop" and attribute in {"ocop", "of_coops"}
        return Key(people, "of_coops" if of_coops else attribute, "product", "all", "product")
    subject = {"member": _MEMBERS, "worker": _WORKERS}.get(people, {}).get(entity or "")
    if people in {"seasonal_worker", "manager"} and entity in {"coop", "fund"}:
        subject = people
    return Key(subject, attribute, "person", _sector(said), "person") if subject else None


def _fits_people(people: str, counted: tuple[str, str] | None, said: Said) -> bool:
    """Whether the unit of a count of people counts people: "người", not "HTX"."""
    if counted is None:
        return True
    category, noun = counted
    if category == "entity":
        return noun == "unit" and (people == "alliance_member" or said.attribute == "joined")
    if people in {"class", "product", "owner", "participant"}:
        return noun == people or (people == "participant" and noun == "person")
    return noun in _UNIT_PEOPLE


def _organisations(said: Said, counted: tuple[str, str] | None) -> Key | None:
    entity = said.entity
    if counted is not None:
        category, noun = counted
        noun = "fund" if noun == "some_fund" and entity == "fund" else noun
        fits = noun == "unit" or entity in {None, noun} or {entity, noun} == {"fund", "coop"}
        if category != "entity" or not fits:
            return None
        entity = entity or (noun if noun != "unit" else None)
    if entity is None or entity not in {*ORGANISATIONS, "member_coop", "model"}:
        return None
    attribute = said.attribute or ""
    if entity == "group" and attribute == "dissolving":
        attribute = "dissolved"
    sector = "credit_fund" if entity == "fund" and attribute != "joined" else said.sector or "all"
    if entity in {"union", "member_coop", "model"} and sector != "all":
        return None
    return Key(entity, attribute, "count", sector, "count")


def _money(said: Said, unit: Unit) -> Key | None:
    measure, entity = said.measure, said.entity
    if measure is None or said.ratio:
        return None
    if measure in _SUPPORT:
        return None if said.average or "coop" in unit.per else Key(measure, "total", "money", "all", "VND")
    if measure in _EARNINGS:
        return _earnings(said, unit)
    if said.people is not None or said.attribute is not None:
        return None
    if "coop" in unit.per and entity is None:
        entity = "coop"
    if entity is None or entity not in {*ORGANISATIONS, "support_fund"}:
        return None
    is_average = said.average or bool(unit.per & {"coop", "group", "union"})
    if measure in _ALWAYS_TOTAL and is_average:
        return None
    measure = "loans" if measure == "lending" else measure
    sector = _sector(said) if entity in {"coop", "fund"} else "all"
    return Key(f"{entity}_{measure}", "average" if is_average else "total", "money", sector, "VND")


def _earnings(said: Said, unit: Unit) -> Key | None:
    """Income of workers, members or managers; a month or a year must be told."""
    period = period_unit(unit.per or said.per)
    if period is None or said.attribute not in {None, "are_members"}:
        return None
    people, entity = said.people, said.entity
    if people == "manager":
        return Key("manager_income", "each", "money", "all", period)
    if said.measure == "pay" or entity not in {"coop", "group"} or people not in {None, "worker", "member"}:
        return None
    if people is None and said.measure != "income":
        return None
    if entity == "group":
        return Key("group_worker_income", "each", "money", "all", period)
    return Key(f"coop_{people or 'worker'}_income", "each", "money", _sector(said), period)


def _area(said: Said) -> Key | None:
    if said.average or said.people or said.attribute or said.measure not in {None, "area"}:
        return None
    return (
        Key(f"{said.entity}_area", "total", "area", _sector(said), "ha") if said.entity in {"coop", "group"} else None
    )


def _ratio(said: Said) -> Key | None:
    """A percentage that is an indicator itself: "Tỷ lệ HTX hoạt động hiệu quả"."""
    if said.measure in _RATIO_OF_REVENUE:
        return Key("revenue", _RATIO_OF_REVENUE[said.measure], "percent", said.sector or "all", "percent")
    if said.measure is not None or said.attribute is None:
        return None
    if said.attribute == "grdp":
        return Key("economy", "grdp", "percent", "all", "percent")
    if said.people is None and said.entity == "coop":
        return Key("coop", said.attribute, "percent", said.sector or "all", "percent")
    if said.people in {"manager", "owner"}:
        return Key(said.people, said.attribute, "percent", "all", "percent")
    return None
