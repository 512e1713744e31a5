"""Counts of people (members, workers, managers, learners), of products, and of lessons and awards."""

from dataclasses import dataclass

from ingest.figures.clause import ORGANISATIONS, Clause, Subject
from ingest.figures.narrowing import is_narrowed
from ingest.figures.openings import Owner
from ingest.figures.others import adds_products, goes_on_changing, is_of_others, receives
from ingest.figures.people_labels import PeopleLabel, people_label
from ingest.figures.plans import with_plan
from ingest.figures.products import product_attribute
from ingest.figures.quantities import Quantity, with_upwards
from ingest.figures.readings import Frame, ReadNumber
from ingest.figures.right_context import RightContext, after_context, right_context
from ingest.figures.types import Kind

_SCHOOLING = frozenset({"degree", "vocational"})
_MEMBER_SUBJECTS = {"coop": "coop_member", "group": "group_member", "all": "all_member"}
_WORKER_SUBJECTS = {"coop": "coop_worker", "union": "union_worker", "all": "all_worker"}
_LABELLED = frozenset(
    {"member", "coop_member", "group_member", "alliance_member", "worker", "seasonal_worker", "manager"}
)
"""People that the press counts by label alone."""
_LEARNERS = frozenset({"staff", "manager", "member", "worker", "person", "coop_member"})
"""Who may come to a class."""
_PEOPLE_ATTRIBUTES = frozenset({"new", "official", "associate_capital", "associate_no_capital", "are_members"})
_WITHIN_COOPS = frozenset({"coop", "union", "fund"})
"""Unions and credit funds are cooperatives too: their members and workers counted together are those of HTX."""

_KINDS = {"coop_member": "member", "group_member": "member", "household": "member", "seasonal_worker": "worker"}
"""Different words for the same kind of people."""


@dataclass(frozen=True, slots=True)
class _Counting:
    """What is counted: subject and attribute of the indicator, in which unit, of which sector."""

    subject: str
    attribute: str = ""
    unit: str = "count"
    sector: str = "all"


def read_people(frame: Frame, index: int, quantity: Quantity, noun: str) -> ReadNumber:
    """A count of the countable `noun` that stands right after the number."""
    label = people_label(frame, index)
    if label is not None and noun not in {"person", label.noun, _KINDS.get(label.noun)}:
        label = None
    if label is not None and _KINDS.get(label.noun) == noun:
        noun = label.noun
    return _read(frame, index, quantity, noun, label, index + 2)


def read_labelled_people(frame: Frame, index: int, quantity: Quantity) -> ReadNumber | None:
    """A number whose people are named before it ("lao động thường xuyên: 5.120"); None where none are."""
    label = people_label(frame, index)
    if label is None or label.noun not in _LABELLED:
        return None
    return _read(frame, index, quantity, label.noun, label, index + 1)


def _read(
    frame: Frame, index: int, quantity: Quantity, noun: str, label: PeopleLabel | None, following: int
) -> ReadNumber:
    clause = frame.clause
    right = right_context(frame, following)
    if label is not None:
        right = right._replace(attribute=right.attribute or label.attribute, entity=right.entity or label.entity)
        clause.event = None if label.is_total and clause.event == "joined" else clause.event
    last = frame.last_token(following)
    before = frame.item(index - 1)
    if before is not None and before.means("cue", "total"):
        clause.engage()
    changes = (clause.change or goes_on_changing(frame, index)) and right.attribute != "new"
    if changes or (noun == "product" and adds_products(frame, index)):
        clause.change = None
        return (frame.other(Kind.CHANGE, quantity, last, "person"),), following
    if clause.distributive or (clause.each_coop and clause.measure is None) or _is_per_organisation(frame, following):
        clause.distributed = clause.distributive
        return (), following
    if _tells_a_class(frame, following):
        return (), following
    learns = noun == "participant" or (noun in _LEARNERS and _follows_class(frame, index))
    together = not learns and _counted_together(frame, following, noun)
    not_ours = together or is_of_others(frame, index, noun, right)
    counting = None if not_ours else _counting(frame, index, noun, right)
    if counting is None:
        if not_ours and receives(frame, index):
            # "cơ cấu lại nợ cho 312 thành viên với dư nợ 46,8 tỷ đồng"
            clause.owner = Owner.OTHERS
        clause.people = (*clause.people, noun)
        return (), following
    reading = frame.reading(
        with_upwards(quantity, right.upwards), last, counting.subject, counting.attribute, counting.unit,
        sector=counting.sector, unit=counting.unit, trace=(f"sector:{counting.sector}",),
    )  # fmt: skip
    clause.people = (*clause.people, noun) if noun != "person" else clause.people
    clause.told = counting.attribute
    clause.told_of_all = clause.told_of_all or (reading is not None and clause.subject == Subject())
    if noun == "product":
        clause.of_products = True
    is_event = noun in {"class", "participant"} or counting.attribute == "joined"
    return with_plan(frame, reading, right, is_event=is_event), after_context(frame, following, right)


def _tells_a_class(frame: Frame, following: int) -> bool:
    """ "số HTX có dưới 10 lao động là 61 HTX": people that tell organisations apart, which are counted next."""
    verb, number, noun = (frame.item(following + step) for step in range(3))
    if verb is None or number is None or noun is None or frame.sentence.text_of(verb).lower() != "là":
        return False
    return number.category == "quantity" and noun.means("entity", *ORGANISATIONS)


def _is_per_organisation(frame: Frame, following: int) -> bool:
    """ "bình quân 253 thành viên/HTX"."""
    mark, unit = frame.item(following), frame.item(following + 1)
    return mark is not None and unit is not None and mark.means("mark", "/") and unit.category == "entity"


def _counted_together(frame: Frame, following: int, noun: str) -> bool:
    """ "12.000 thành viên và người lao động": one number for two kinds of people, of which we know neither."""
    joint, other, after = frame.item(following), frame.item(following + 1), frame.item(following + 2)
    if joint is None or other is None or not (joint.means("cue", "and") or joint.means("mark", ",", "/")):
        return False
    if other.category != "people" or other.value == "person":
        return False
    if joint.value == "," and _has_number_of_its_own(frame, following + 2):
        return False
    if _KINDS.get(other.value, other.value) == _KINDS.get(noun, noun):
        return False
    if after is None:
        return True
    says_more = after.means("cue", "exists", "level") and frame.sentence.text_of(after).lower() != "với"
    return after.category != "quantity" and (noun == "award_collective" or not says_more)


def _has_number_of_its_own(frame: Frame, index: int) -> bool:
    """ "263.700 thành viên, việc làm cho 19.500 lao động": a number comes before the next mark."""
    while (item := frame.item(index)) is not None and item.category != "mark":
        if item.means("quantity", "count"):
            return True
        index += 1
    return False


def _counting(frame: Frame, index: int, noun: str, right: RightContext) -> _Counting | None:
    clause = frame.clause
    if noun in _LEARNERS and _follows_class(frame, index):
        return _Counting("participant", unit="person")
    if noun == "person":
        noun = _named_people(frame, right)
    if noun in {"award_collective", "award_individual"}:
        awarded = any(item.means("attribute", "awarded") for item in frame.items)
        return _Counting(noun) if awarded else None
    if noun in {"class", "participant"}:
        return _Counting(noun, unit="person" if noun == "participant" else "count")
    if noun == "product":
        attribute = product_attribute(frame, index, right)
        return _Counting(noun, attribute, "product") if attribute else None
    if noun == "owner":
        owners = "are_coops" if "are_coops" in right.attributes else ""
        of_programme = clause.ocop or any(item.means("attribute", "ocop") for item in frame.items)
        return _Counting(noun, owners) if of_programme else None
    if noun == "manager":
        schooling = _schooling(frame, right)
        clause.state = None
        after, number = frame.item(index + 2), frame.item(index + 3)
        is_told = after is not None and after.means("cue", "exists")
        has_part = is_told and number is not None and number.category == "quantity"
        if not (schooling or has_part) and is_narrowed(frame, index + 2):
            return None
        of_coops = clause.subject.sector if clause.subject.entity == "coop" else "all"
        clause.managers_sector = right.sector or clause.pending_sector or of_coops
        return _Counting(noun, schooling, "person", clause.managers_sector)
    return _members_or_workers(frame, index, noun, right)


def _follows_class(frame: Frame, index: int) -> bool:
    """ "18 lớp cho 1.000 cán bộ", "4 lớp tập huấn, 162 người dự": who came to the classes counted just before."""
    before = frame.item(index - 1)
    if before is None or frame.clause.people[-1:] != ("class",):
        return False
    return before.means("mark", ",") or frame.sentence.text_of(before).lower() in {"cho", "với", "thu hút", "có"}


def _named_people(frame: Frame, right: RightContext) -> str:
    if _schooling(frame, right):
        return "manager"
    return frame.clause.people[-1] if frame.clause.people else ""


def _schooling(frame: Frame, right: RightContext) -> str:
    """The schooling of managers, said after their number or before it."""
    known = (attribute for attribute in (right.attribute, frame.clause.state) if attribute in _SCHOOLING)
    return next(known, None) or ""


def _members_or_workers(frame: Frame, index: int, noun: str, right: RightContext) -> _Counting | None:
    clause = frame.clause
    subject = _organisation(frame, index, noun, right)
    attribute = right.attribute if right.attribute in _PEOPLE_ATTRIBUTES else ""
    if clause.people_are_new and not attribute:
        attribute, clause.people_are_new = "new", False
    alliance = noun == "alliance_member" or right.entity == "alliance" or _is_of_alliance(frame, index)
    if noun in {"member", "alliance_member", "association_member"} and alliance:
        joins = clause.event == "joined" or attribute == "new" or _recruits(frame, index)
        clause.alliance_counted = not joins
        return _Counting("alliance_member", "joined" if joins else "")
    if noun in {"coop_member", "group_member", "seasonal_worker"}:
        own = subject.sector if subject.entity == "coop" and noun != "group_member" else "all"
        if noun == "coop_member" and subject.entity == "all":
            clause.subject = Subject("coop")
        return _Counting(noun, attribute, "person", own)
    if _is_of_event(frame, index, noun):
        return None
    table = _WORKER_SUBJECTS if noun == "worker" else _MEMBER_SUBJECTS if noun in {"member", "household"} else {}
    if subject.entity == "fund" and not clause.sectors_listed:
        return _Counting(table["coop"], attribute, "person", "credit_fund") if table else None
    counted = table.get(subject.entity)
    sector = "all" if attribute == "new" or subject.entity == "all" else subject.sector
    return _Counting(counted, attribute, "person", sector) if counted else None


def _is_of_alliance(frame: Frame, index: int) -> bool:
    """Whether the members spoken of are those of the alliance."""
    clause = frame.clause
    if clause.event == "joined" or _recruits(frame, index):
        return True
    if clause.whole:
        return False
    names_it = clause.alliance or "alliance_member" in clause.people
    return names_it or any(item.means("attribute", "joined") for item in frame.items[:index])


def _recruits(frame: Frame, index: int) -> bool:
    """ "…; phát triển mới 24 thành viên": new members that follow a semicolon or talk of the alliance are its own."""
    verb, before = frame.item(index - 1), frame.item(index - 2)
    if verb is None or not verb.means("attribute", "new") or frame.clause.whole:
        return False
    if before is None or before.means("mark", ";", ":"):
        return frame.clause.past_semicolon and not frame.clause.single and not frame.clause.single_before
    return frame.clause.alliance


def _organisation(frame: Frame, index: int, noun: str, right: RightContext) -> Subject:
    """The organisation people belong to: the one named after them, else the one in force."""
    subject = frame.clause.subject
    if right.entity == "sector_economy":
        return Subject("all")
    if noun in {"member", "household", "worker"} and right.entity in ORGANISATIONS:
        return Subject(right.entity, right.sector or "all")
    before = frame.item(index - 1)
    is_linked = before is not None and frame.sentence.text_of(before).lower() == "với"
    return subject if is_linked else _of_wholes(frame.clause, subject)


def _of_wholes(clause: Clause, subject: Subject) -> Subject:
    """ "1.079 HTX và 12 liên hiệp HTX; có 214.600 thành viên": of all that the sentence counted."""
    if subject.entity in {"union", "fund"} and "coop" in clause.whole:
        return Subject("coop") if clause.whole <= _WITHIN_COOPS else Subject("all")
    return subject


def _is_of_event(frame: Frame, index: int, noun: str) -> bool:
    """ "15 HTX thành lập mới với 130 thành viên": people of the new ones only, an indicator we do not have."""
    counted, before = frame.clause.counted, frame.item(index - 1)
    near = before is not None and frame.sentence.text_of(before).lower() == "với"
    of_event = counted is not None and counted.attribute in {"new", "dissolved"} and frame.clause.listing
    return near and of_event and noun in {"member", "worker", "household"}
