"""Numbers that count something: the noun after the number says what."""

from ingest.figures.bare import read_bare
from ingest.figures.clause import EVENTS, GRADES, ORGANISATIONS, Subject
from ingest.figures.mentions import Item
from ingest.figures.openings import Owner
from ingest.figures.organisations import counted_nouns, read_organisations
from ingest.figures.people import read_people
from ingest.figures.people_labels import people_label
from ingest.figures.quantities import Quantity
from ingest.figures.readings import Frame, ReadNumber

_ELIDING = ("inactive", "dissolving", "dissolved", "active", "not_converted", "not_rated")
"""States that tell organisations of a list that are not named again: "191 HTX đang hoạt động, 31 tạm ngừng"."""
_SAYS_MORE = ("and", "subset", "exists", "level", "share", "change_up", "change_down", "plan_ratio")
"""What may follow a number that has no noun."""


def read_count(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """A number without a unit of its own."""
    noun = frame.item(index + 1)
    if _is_one_of_an_average(frame, index, quantity, noun):
        return (), index + 2
    if noun is not None and noun.means("cue", "all_coops"):
        noun = None
    if noun is not None and noun.means("entity", "unit") and frame.clause.owner:
        return (), index + 2
    if noun is not None and noun.means("entity", "unit"):
        return read_organisations(frame, index, quantity, _unit_of(frame, index), index + 2)
    if noun is not None and noun.category == "entity" and noun.value not in {"enterprise", "alliance"}:
        head, following = counted_nouns(frame, index + 1)
        of_credit = frame.clause.funds == "fund" or frame.clause.pending_sector == "credit_fund"
        head = "fund" if head == "some_fund" and of_credit else head
        head = "member_coop" if head == "coop" and _are_members_of_unions(frame, index) else head
        return read_organisations(frame, index, quantity, head, following)
    if noun is not None and noun.means("entity", "enterprise") and frame.clause.counted is None:
        # "268 doanh nghiệp đăng ký thành lập mới với tổng vốn …": what follows is theirs.
        frame.clause.owner = Owner.OTHERS
    if noun is not None and noun.category == "people":
        return read_people(frame, index, quantity, noun.value)
    if _is_elided(frame, index, noun):
        return read_organisations(frame, index, quantity, _anaphor(frame), index + 1)
    if noun is not None and _is_of_sector(frame, index, noun):
        return read_organisations(frame, index, quantity, "coop", index + 1)
    if noun is None or noun.category == "mark" or noun.means("cue", *_SAYS_MORE):
        return read_bare(frame, index, quantity)
    if frame.clause.change:
        frame.clause.change = None
    return (), index + 1


def _are_members_of_unions(frame: Frame, index: int) -> bool:
    """ "số HTX là thành viên của liên hiệp HTX là 918 HTX"."""
    verb, subject = frame.item(index - 1), frame.item(index - 2)
    return verb is not None and subject is not None and verb.value == "exists" and subject.value == "member_coop"


def _is_one_of_an_average(frame: Frame, index: int, quantity: Quantity, noun: Item | None) -> bool:
    """ "doanh thu bình quân 1 HTX", "thu nhập bình quân 01 lao động": the one the average is of."""
    previous = frame.item(index - 1)
    if previous is None or noun is None or noun.category not in {"entity", "people"}:
        return False
    one = quantity.value == 1 and (previous.means("cue", "average") or previous.means("cue", "of"))
    if one and noun.category == "entity":
        subject = Subject(noun.value, frame.clause.topic_sector if noun.value == "coop" else "all")
        frame.clause.subject = subject
        if previous.means("cue", "average"):
            frame.clause.distribute(subject)
    elif one:
        frame.clause.people = (*frame.clause.people, noun.value)
    return one and (frame.clause.average or frame.clause.measure is not None)


def _is_elided(frame: Frame, index: int, noun: Item | None) -> bool:
    """ "88 HTX loại tốt, 164 loại trung bình": the organisations of a list of grades are named once."""
    clause, before = frame.clause, frame.item(index - 1)
    if noun is None or not clause.listing:
        return False
    if clause.grades and (noun.category == "grade" or noun.means("attribute", *GRADES)):
        return True
    is_listed = before is not None and (before.category == "mark" or before.means("cue", "and", "subset"))
    counts_ours = clause.counted is not None and clause.counted.head in ORGANISATIONS and clause.measure is None
    return is_listed and counts_ours and not clause.change and noun.means("attribute", *_ELIDING)


def _is_of_sector(frame: Frame, index: int, noun: Item) -> bool:
    """ "191 HTX nông nghiệp, 22 tiểu thủ công nghiệp, 18 vận tải": cooperatives of a list are named once."""
    clause, before, after = frame.clause, frame.item(index - 1), frame.item(index + 2)
    in_list = (clause.listing or clause.subset) and clause.counted is not None and clause.counted.head == "coop"
    if noun.category != "sector" or not in_list or clause.measure is not None or clause.change:
        return False
    opens = before is not None and (before.category == "mark" or before.means("cue", "and", "subset", "exists"))
    return opens and (after is None or after.category == "mark" or after.means("cue", *_SAYS_MORE))


def _unit_of(frame: Frame, index: int) -> str:
    """What "đơn vị" means: "tổng số thành viên Liên minh lên 326 đơn vị", "Liên minh HTX có 326 đơn vị thành viên"."""
    label, following = people_label(frame, index), frame.item(index + 2)
    if frame.clause.event in EVENTS and not frame.clause.level:
        return _anaphor(frame)
    if label is not None and (label.noun == "alliance_member" or label.entity == "alliance"):
        return "alliance_member"
    are_members = following is not None and following.means("people", "member")
    names_members = label is not None and label.noun == "member"
    return "alliance_member" if frame.clause.alliance and (are_members or names_members) else _anaphor(frame)


def _anaphor(frame: Frame) -> str:
    return frame.clause.subject.entity if frame.clause.subject.entity in ORGANISATIONS else "coop"
