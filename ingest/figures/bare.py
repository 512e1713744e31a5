"""Numbers of organisations without a noun after them: what stands before says what they count."""

from dataclasses import replace

from ingest.figures.clause import EVENTS, ORGANISATIONS, Clause, Counted
from ingest.figures.in_turn import label_in_turn
from ingest.figures.labels import Label, label_before
from ingest.figures.others import is_one_among
from ingest.figures.people import read_labelled_people
from ingest.figures.quantities import Quantity
from ingest.figures.readings import Frame, Reading, ReadNumber
from ingest.figures.spans import is_start_of_change

_LABEL_DOUBT = 0.95
_LAW = "luật"
_YEARS = range(1996, 2041)
"""Years that the laws on cooperatives are of."""
_SHARED_ATTRIBUTES = frozenset({"", "active"}) | EVENTS
"""Attributes of a whole that its parts have too."""


def read_bare(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """ "HTX nông nghiệp 602", "loại khá: 71", "Sơn La (1.012)", "nâng tổng số HTX lên 600"."""
    clause = frame.clause
    if is_one_among(frame, index) or _is_year_of_law(frame, index):
        return (), index + 1
    people = read_labelled_people(frame, index, quantity)
    if people is not None:
        return people
    label = label_in_turn(frame, index)
    if label is None and not _names_several_kinds(frame, index):
        label = label_before(frame, index)
    if label is not None and is_start_of_change(frame, index, quantity):
        label = replace(label, strong=True)
    if label is not None and (readings := _labelled(frame, quantity, label)):
        return readings, index + 1
    if clause.change and not clause.level:
        following = frame.item(index + 1)
        if following is None or not following.means("cue", "and"):
            clause.change = None
        return (), index + 1
    if frame.area is not None and clause.measure is None and (parent := _compared(clause)) is not None:
        return _reading(frame, quantity, Counted(parent.head, _shared(parent), parent.sector), "of area"), index + 1
    return _after_level(frame, index, quantity), index + 1


def _is_year_of_law(frame: Frame, index: int) -> bool:
    """ "theo Luật HTX 2012": the year of the law, not a count."""
    before = frame.item(index - 1)
    quantity = frame.items[index].quantity
    if before is None or quantity is None or quantity.value not in _YEARS:
        return False
    return _LAW in frame.sentence.text_of(before).lower()


def _labelled(frame: Frame, quantity: Quantity, label: Label) -> tuple[Reading, ...]:
    clause = frame.clause
    parent = _parent(clause)
    about = label.entity or clause.head_named or (parent.head if parent else None)
    is_list = clause.listing or clause.split or clause.subset
    if about is None or not (label.strong or label.attribute or is_list or parent):
        return ()
    head = about if label.entity or about in {"coop", "group", "union"} else "coop"
    attribute = label.attribute
    if attribute is None:
        attribute = _understood(clause, label, parent)
    sector = label.sector or _sector_of_list(clause, attribute)
    if head == "fund":
        sector = "credit_fund"
    if label.attribute is None and label.sector is None and not (label.strong or is_list):
        return ()
    is_list_item = clause.listing or clause.subset
    readings = _reading(frame, quantity, Counted(head, attribute, sector), "label")
    if readings:
        clause.pending_sector = None
        clause.state = None
        clause.listing = True
        clause.change = None
        clause.sectors_listed |= {sector} - {"all", "credit_fund"}
        if label.sector is None and attribute and not is_list_item:
            clause.counted = Counted(head, attribute, sector, quantity.value)
        if label.sector is not None and not is_list_item:
            clause.counted = Counted(head, attribute, "all")
            clause.whole_counted = clause.whole_counted or clause.counted
        if label.sector is None and attribute in {"", "active"}:
            is_part = clause.subset or attribute != ""
            clause.after_count(Counted(head, attribute, sector, quantity.value), is_part=is_part)
    return readings


def _parent(clause: Clause) -> Counted | None:
    """What the numbers of a list are parts of."""
    if clause.subset or clause.listing:
        return clause.counted
    if clause.split:
        return clause.whole_counted or clause.counted_before
    return clause.whole_counted or clause.counted


def _compared(clause: Clause) -> Counted | None:
    """What areas are compared by: "1.389 HTX: Nam Định 598 …", "số HTX đang hoạt động nhiều nhất: Hà Nội 1.147 …"."""
    if not clause.listing and clause.head_named is not None and clause.ranked:
        clause.counted, clause.listing = Counted(clause.head_named, clause.state or "", "all"), True
    return clause.counted if clause.listing else None


def _understood(clause: Clause, label: Label, parent: Counted | None) -> str:
    """The attribute of a label that names none: what happens to the whole list, or what was split."""
    if clause.event is not None:
        return clause.event
    if clause.state is not None:
        return clause.state
    names_all = label.entity is not None and not (clause.subset and (clause.listing or label.sector))
    if parent is None or names_all:
        return ""
    return parent.attribute if label.sector is not None else _shared(parent)


def _shared(parent: Counted) -> str:
    return parent.attribute if parent.attribute in _SHARED_ATTRIBUTES else ""


def _sector_of_list(clause: Clause, attribute: str) -> str:
    if attribute in {"", *EVENTS}:
        return "all"
    return clause.sector_of_list()


def _reading(frame: Frame, quantity: Quantity, counted: Counted, how: str) -> tuple[Reading, ...]:
    reading = frame.reading(
        quantity, quantity.last, counted.head, counted.attribute, "count",
        sector=counted.sector, unit="count", trace=(f"number by {how}",), doubt=_LABEL_DOUBT,
    )  # fmt: skip
    return (reading,) if reading else ()


def _after_level(frame: Frame, index: int, quantity: Quantity) -> tuple[Reading, ...]:
    """ "nâng tổng số HTX lên 600": the number of what was named last."""
    clause = frame.clause
    previous = frame.item(index - 1)
    if previous is None or not previous.means("cue", "level", "exists") or not clause.fresh:
        return ()
    if _nearest_noun(frame, index) == "people" and "alliance_member" not in clause.people:
        return ()
    subject = "alliance_member" if "alliance_member" in clause.people else clause.subject.entity
    if subject in ORGANISATIONS and _names_several_kinds(frame, index):
        subject = "compound"
    attribute = clause.state or clause.event or ""
    if subject not in {*ORGANISATIONS, "compound", "alliance_member", "member_coop"} or clause.measure is not None:
        return ()
    reading = frame.reading(quantity, quantity.last, subject, attribute, "count", unit="count", trace=("after level",))
    if reading is not None and subject in ORGANISATIONS and previous.means("cue", "level"):
        clause.counted = clause.whole_counted = Counted(subject, attribute, "all", quantity.value)
    return (reading,) if reading else ()


def _nearest_noun(frame: Frame, index: int) -> str:
    """The category of the countable named last before item `index`."""
    for item in reversed(frame.items[:index]):
        if item.category in {"entity", "people"}:
            return item.category
        if item.means("cue", "all_coops"):
            return "entity"
    return ""


def _names_several_kinds(frame: Frame, index: int) -> bool:
    """ "Tổng số HTX, liên hiệp HTX, THT là 203": one number for all the kinds listed before it."""
    for position in range(index - 1, 0, -1):
        item = frame.items[position]
        if item.category in {"quantity", "mark"}:
            return False
        if item.means("entity", *ORGANISATIONS):
            joint, first = frame.item(position - 1), frame.item(position - 2)
            if joint is None or first is None or not (joint.means("mark", ",") or joint.means("cue", "and")):
                return False
            is_other = first.means("entity", *ORGANISATIONS) and first.value != item.value
            return is_other or (first.means("cue", "all_coops") and not item.means("entity", "coop"))
    return False
