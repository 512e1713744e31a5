"""Counts of cooperatives, groups, unions and credit funds."""

from ingest.figures.attribution import attribute_of, follows_partitive, is_compared, is_licensed
from ingest.figures.clause import EVENTS, GRADES, ORGANISATIONS, PART, Clause, Counted, Subject
from ingest.figures.labels import label_before
from ingest.figures.narrowing import is_narrowed
from ingest.figures.others import goes_on_changing, receives_anew
from ingest.figures.plans import is_plan, with_plan
from ingest.figures.products import owns_products
from ingest.figures.quantities import Quantity, with_upwards
from ingest.figures.readings import Frame, ReadNumber
from ingest.figures.right_context import RightContext, after_context, right_context
from ingest.figures.spans import is_start_of_change
from ingest.figures.subjects import is_of_narrowed_subject
from ingest.figures.types import Kind, Status

_SECTOR_FROM_LIST = GRADES | {"profitable", "inactive", "effective"}
"""Attributes whose counts belong to the sector that the list is about."""
_COUNTED_WHOLE = ORGANISATIONS | {"compound"}
_KEEPS_SUBJECT = frozenset({"", "active"}) | EVENTS | GRADES
_OF_RATING = frozenset({"of", "exists"})
"""What may stand between the rating and the number of the rated."""
_PARTITIVE_DOUBT = 0.7
_TAKING_PART = ("tham", "dự", "trưng")
_NOT_RECEIVED = frozenset({"new", "dissolved", "joined"})
"""Events that are done to what is counted, not for it."""


def read_organisations(frame: Frame, index: int, quantity: Quantity, head: str, following: int) -> ReadNumber:
    """A count of organisations; `following` is the item after their nouns `head`."""
    clause = frame.clause
    right = right_context(frame, following)
    last = frame.last_token(following)
    was = is_start_of_change(frame, index, quantity) or is_compared(frame, index)
    if (clause.change and not (clause.level or was)) or _exceeds(frame, index) or goes_on_changing(frame, index):
        clause.change_list = not clause.listing
        return (frame.other(Kind.CHANGE, quantity, last, "count"),), following
    if _is_rate(frame, index):
        return (), following
    clause.end_distribution()
    if clause.event in _NOT_RECEIVED and receives_anew(frame, index):
        clause.event = None
    if clause.each_coop and not clause.per_year and clause.measure is None:
        clause.each_coop = False
    if right.upwards and right.attribute == "rated_fair":
        # "152 HTX được đánh giá đạt loại khá trở lên": the bound is of the grade, not of the number.
        right = right._replace(attribute="rated_good", upwards=False)
    quantity = with_upwards(quantity, right.upwards or _list_ends_upwards(frame, following))
    label = label_before(frame, index)
    subject, attribute, source = _subject(frame, index, head, right, following)
    if not attribute and label is not None and (label.attribute or "").startswith("size_"):
        attribute, source = label.attribute or "", "label"
    if attribute in {"", "new"} and _is_per_year(frame, following) and _founds(clause):
        attribute, source = "new_per_year", "per year"
    if not attribute and head == "coop" and _works_beside_idle(frame, following):
        attribute, source = "active", "beside idle"
    if not attribute and head == "coop" and _is_rated_whole(frame, index):
        attribute, source = "rated", "rating"
    planned = is_plan(frame, index)
    if planned and clause.counted is not None and not attribute:
        attribute, source = clause.counted.attribute, "parent"
    sector = _sector(clause, head, attribute, right)
    if sector == "all" and label is not None and label.strong and label.entity in {None, head} and label.sector:
        sector = label.sector
    attribute, sector = _of_ranked_area(frame, index, attribute, sector)
    if attribute == "supported" and _helped_to_take_part(frame, following):
        attribute = "other_state"
    partitive = follows_partitive(frame, index)
    if partitive and sector == "all" and (whole := clause.counts.get((head, quantity.value))) is not None:
        # "Tỉnh có 186 HTX nông nghiệp. Trong 186 HTX có …": the same ones.
        sector = whole.sector
    narrowed = subject in _COUNTED_WHOLE and _narrowed(frame, attribute, following)
    narrowed = narrowed or (subject in _COUNTED_WHOLE and not attribute and is_of_narrowed_subject(frame, index, head))
    licensed = not narrowed and (was or is_licensed(frame, index, attribute, right, head, label))
    if not attribute and _own_the_measure(frame, index, right.next_item):
        clause.subject = Subject(head, sector)
        clause.fresh = clause.measure_is_open = True
        return (), following
    if not partitive and _is_unknown_part(frame, head, attribute, sector, following):
        licensed = False
    reading = None
    if licensed:
        clause.single_before = False
        clause.owner = ""
        reading = frame.reading(
            quantity, last, subject, attribute, "count",
            sector=sector, unit="count", trace=(f"attribute from:{source}", f"sector:{sector}"),
            doubt=_PARTITIVE_DOUBT if partitive else 1.0,
        )  # fmt: skip
    if reading is not None and planned:
        reading = reading._replace(status=Status.TARGET)
    if sector != "all" and (partitive or attribute in GRADES or not licensed):
        clause.list_sector = sector
    is_part = narrowed or clause.subset or attribute not in {"", "active"}
    clause.whole_is_narrowed = clause.whole_is_narrowed if clause.subset else narrowed
    of_whole = clause.counted.number if source == "parent" and clause.counted is not None else quantity.value
    clause.after_count(Counted(head, attribute, sector, of_whole), is_part)
    clause.alliance_counted = clause.alliance_counted or (subject == "alliance_member" and attribute == "")
    is_special = attribute not in _KEEPS_SUBJECT and not clause.subset
    if (narrowed or is_special) and not clause.support_fund:
        clause.subject = PART
    if attribute in GRADES or attribute == "rated":
        clause.grades = True
    return with_plan(frame, reading, right, is_event=source == "event" and attribute == "new"), after_context(
        frame, following, right
    )


def _own_the_measure(frame: Frame, index: int, following: int) -> bool:
    """ "Tổng doanh thu của 215 HTX đạt 890 tỷ đồng": told for the amount's sake; of how many is not said of all."""
    clause, before, after = frame.clause, frame.item(index - 1), frame.item(following)
    if before is None or after is None or not before.means("cue", "of"):
        return False
    says = after.means("cue", "exists") or after.category == "status" or after.means("quantity", "money")
    return says and clause.measure_is_open and clause.measure not in {None, "none"}


def _of_ranked_area(frame: Frame, index: int, attribute: str, sector: str) -> tuple[str, str]:
    """ "dẫn đầu là Kiên Giang với 448 HTX", "ở Bình Thuận (57 HTX)": areas are compared by what was counted before."""
    counted = frame.clause.counted
    if frame.area is None or counted is None or attribute or sector != "all":
        return attribute, sector
    is_ranked = any(item.means("cue", "leads") for item in frame.items[:index]) or frame.items[index - 1].value == "("
    if not is_ranked or counted.attribute not in {"", "active", "inactive", *EVENTS}:
        return attribute, sector
    topic = counted.sector if frame.clause.listing else frame.clause.topic_sector
    return counted.attribute, topic if counted.head == "coop" else sector


def _is_unknown_part(frame: Frame, head: str, attribute: str, sector: str, following: int) -> bool:
    """ "300 HTX, trong đó 40 HTX …": a part of the same kind that nothing we know tells from its whole."""
    clause = frame.clause
    if clause.alliance_counted and clause.subset and not attribute:
        # "326 thành viên, gồm 290 HTX, 30 tổ hợp tác": members of the alliance by kind.
        return True
    if not clause.subset or attribute or sector != "all":
        return False
    if clause.whole_is_narrowed:
        # "1.200 HTX liên kết với doanh nghiệp. Trong đó, Đồng Tháp 194 HTX": as many of what we do not know.
        return True
    if frame.area or clause.place or clause.counted is None:
        return False
    of_whom = frame.item(following)
    is_placed = of_whom is not None and of_whom.means("cue", "of")
    is_same = clause.counted.head == head and clause.counted.attribute in {"", "active"}
    return is_same and not is_placed


def _is_per_year(frame: Frame, following: int) -> bool:
    """ "bình quân 1.019 HTX/năm"."""
    mark, unit = frame.item(following), frame.item(following + 1)
    if mark is None or unit is None or not mark.means("mark", "/"):
        return False
    return frame.sentence.text_of(unit).lower() == "năm"


def _founds(clause: Clause) -> bool:
    return clause.event == "new" or (clause.counted is not None and clause.counted.attribute == "new")


def _helped_to_take_part(frame: Frame, following: int) -> bool:
    """ "hỗ trợ 26 HTX tham gia hội chợ": an occasion, not the support that policies give."""
    item = frame.item(following)
    return item is not None and frame.sentence.text_of(item).lower().startswith(_TAKING_PART)


def _works_beside_idle(frame: Frame, following: int) -> bool:
    """ "245 HTX hoạt động, 91 HTX ngừng hoạt động": a bare "hoạt động" tells those that work from those that do not."""
    item, after = frame.item(following), frame.item(following + 1)
    if item is None or frame.sentence.text_of(item).lower() != "hoạt động":
        return False
    if after is not None and not (after.category == "mark" or after.means("cue", "and", "exists")):
        return False
    return any(later.means("attribute", "inactive", "dissolving") for later in frame.items[following:])


def _is_rated_whole(frame: Frame, index: int) -> bool:
    """ "Kết quả xếp loại 381 HTX: tốt 88, khá …": those rated, unless some of them are told to be not."""
    before = index - 1
    while (item := frame.item(before)) is not None:
        if item.category not in {"time", "blocker"} and item.value not in _OF_RATING:
            break
        before -= 1
    if item is None or not item.means("cue", "rating"):
        return False
    for item in frame.items[index:]:
        if item.means("mark", ";"):
            break
        if item.means("attribute", "not_rated"):
            return False
    return any(item.category == "grade" or item.means("attribute", *GRADES) for item in frame.items[index:])


def _is_rate(frame: Frame, index: int) -> bool:
    """ "mỗi ngày có hơn 5 HTX ra đời"."""
    for item in reversed(frame.items[:index]):
        if item.category in {"mark", "quantity"}:
            return False
        if item.means("cue", "per_time"):
            return True
    return False


def _exceeds(frame: Frame, index: int) -> bool:
    """ "vượt kế hoạch năm 4 HTX": so many more than planned; "vượt kế hoạch (25 HTX)" tells the plan."""
    clause, before = frame.clause, frame.item(index - 1)
    exceeds, clause.plan_ratio = clause.plan_ratio, False
    if before is None:
        return False
    is_plan = exceeds and before.means("cue", "plan", "plan_ratio")
    return is_plan or frame.sentence.text_of(before).lower().startswith("vượt ")


def _narrowed(frame: Frame, attribute: str, following: int) -> bool:
    """Whether unknown words narrow a count of all or of an event: "thành lập mới 3 HTX du lịch"."""
    if attribute in {"new", "dissolved"}:
        first = frame.item(following)
        return first is not None and first.category == "word" and is_narrowed(frame, following)
    return attribute in {"", "active"} and not frame.clause.level and is_narrowed(frame, following)


def _subject(frame: Frame, index: int, head: str, right: RightContext, following: int) -> tuple[str, str, str]:
    """Subject and attribute under which the indicator is known, and where the attribute was found."""
    attribute, source = attribute_of(frame, index, head, right)
    if head == "group" and attribute == "dissolving":
        attribute = "dissolved"
    if head in {"coop", "compound"} and attribute == "" and owns_products(frame, following):
        attribute, source = "with_ocop", "owner of products"
    if head == "group" and attribute == "" and frame.clause.subset and frame.clause.people[-1:] == ("owner",):
        # "71 chủ thể là HTX, 12 THT": owners of products too.
        attribute, source = "other_state", "owner of products"
    of_owners = attribute == "with_ocop" and frame.clause.subset and frame.clause.people[-1:] == ("owner",)
    if (of_owners or frame.clause.of_products) and head in {"coop", "group", "compound"}:
        attribute, source = "owns_products", "owner of products"
    of_alliance = right.people == "alliance_member" or (right.people == "member" and right.entity == "alliance")
    if of_alliance and attribute != "joined":
        return "alliance_member", "", source
    return head, attribute, source


def _sector(clause: Clause, head: str, attribute: str, right: RightContext) -> str:
    if head == "fund":
        return "all" if attribute == "joined" else "credit_fund"
    if head == "union":
        return right.sector or "all"
    sector = right.sector or (clause.pending_sector if head in ORGANISATIONS else None) or "all"
    if sector == "all" and (attribute in _SECTOR_FROM_LIST or (clause.subset and attribute not in {"", *EVENTS})):
        return clause.sector_of_list()
    return sector


def counted_nouns(frame: Frame, index: int) -> tuple[str, int]:
    """The noun a count counts, at item `index`, and the item after it; several nouns joined are a compound."""
    first = frame.items[index]
    heads = [first.value]
    following = index + 1
    while (joint := frame.item(following)) is not None and (
        joint.means("cue", "and") or (joint.category == "mark" and joint.value == ",")
    ):
        noun = frame.item(following + 1)
        if noun is None or not noun.means("entity", *ORGANISATIONS, "enterprise"):
            break
        after = frame.item(following + 2)
        if (
            after is not None
            and (after.category == "quantity" or after.means("cue", "exists", "engage", "change_up", "change_down"))
            and frame.sentence.text_of(after).lower() not in {"với", "là"}
        ):
            break
        if after is not None and (after.category == "sector" or _is_name(frame, following + 2)):
            break
        heads.append(noun.value)
        following += 2
    while (noun := frame.item(following)) is not None and noun.means("entity", heads[-1]) and len(heads) > 1:
        following += 1
    return ("compound" if len(set(heads)) > 1 else heads[0]), following


def _is_name(frame: Frame, index: int) -> bool:
    item = frame.item(index)
    return item is not None and item.category == "word" and frame.sentence.token(item.first).is_capitalised


def _list_ends_upwards(frame: Frame, following: int) -> bool:
    """ "từ 5 HTX, 3 tổ hợp tác trở lên": the bound said after the last of a list."""
    index = following
    while (joint := frame.item(index)) is not None and (joint.value == "," or joint.means("cue", "and")):
        number, noun = frame.item(index + 1), frame.item(index + 2)
        if number is None or noun is None or number.category != "quantity" or noun.category != "entity":
            return False
        after = frame.item(index + 3)
        if after is not None and after.means("qualifier", "upwards"):
            first = frame.items[following - 2].quantity
            return first is not None and first.from_word
        index += 3
    return False
