"""Percentages: growth, shares, attainment of plans, and ratios that are indicators themselves."""

from collections.abc import Iterator

from ingest.figures.clause import GRADES
from ingest.figures.echoes import as_plan, repeats_last
from ingest.figures.mentions import Item
from ingest.figures.others import is_of_enterprises
from ingest.figures.quantities import Quantity, with_upwards
from ingest.figures.readings import Frame, ReadNumber
from ingest.figures.right_context import RightContext, right_context
from ingest.figures.types import Kind
from ingest.figures.vocabulary import indicators

_WEAK = frozenset({"rated_weak"})
_KINDS_WITH_RATIO = frozenset({"effective", "profitable", "rated_good", "converted"})
_EQUALS = frozenset(
    {"tương", "đương", "ứng", "tức", "hay", "đạt", "là", "khoảng", "tương đương", "bằng", "chiếm", "tỷ", "lệ", "tỷ lệ"}
)
"""Words between a count and the percentage that says it once more: "289 HTX khá, tương đương 56,4%"."""
_LONGEST_COUNT = 12
_AREA_NOUNS = frozenset({"xã", "phường", "huyện", "xã, phường", "số xã", "thôn", "đơn vị cấp huyện"})
_AIMS = frozenset({"chỉ tiêu", "mục tiêu"})
"""Right after a percentage they are what it is of: "đạt 116% chỉ tiêu"; nothing is aimed at."""


def read_percent(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """A percentage under what was said before it and after."""
    clause = frame.clause
    noun = frame.item(index + 1)
    right = right_context(frame, index + 2 if noun is not None and noun.means("cue", "exists", "subset") else index + 1)
    last = quantity.last
    if frame.clause.last_ratio is not None and repeats_last(frame, index, "percent"):
        return _again(frame, index, quantity, right)
    change, share, plan_ratio = clause.change, clause.share, clause.plan_ratio
    clause.change = None
    clause.share = clause.plan_ratio = False
    if noun is not None and noun.means("cue", "ratio_points"):
        return (frame.other(Kind.CHANGE, quantity, last, "percent"),), index + 2
    if noun is not None and noun.means("status", "target") and frame.sentence.text_of(noun).lower() in _AIMS:
        return (frame.other(Kind.PLAN_ATTAINMENT, quantity, last, "percent"),), index + 2
    if right.plan or plan_ratio:
        return (frame.other(Kind.PLAN_ATTAINMENT, quantity, last, "percent"),), index + 1
    if change is not None and not (clause.measure == "revenue_growth" and clause.measure_is_open):
        if clause.measure == "revenue" and change == "change_up" and clause.subject.entity != "group":
            return _revenue(frame, index, quantity, "growth")
        return (frame.other(Kind.CHANGE, quantity, last, "percent"),), index + 1
    if clause.measure == "revenue_growth" and clause.measure_is_open:
        return _revenue(frame, index, quantity, "growth")
    if clause.measure == "revenue_from_members" and clause.measure_is_open:
        return _revenue(frame, index, quantity, "from_members")
    if is_of_enterprises(frame, index):
        return (frame.other(Kind.SHARE, quantity, last, "percent"),), index + 1
    of_owners = right.people == "owner" and _is_of_coops(frame, index)
    is_ratio = _says_kind_again(frame, index) or _is_named_kind(frame, index) or _is_of_product(frame, index, right)
    if share and not (of_owners or is_ratio):
        return (frame.other(Kind.SHARE, quantity, last, "percent"),), index + 1
    return _ratio(frame, index, quantity, right)


def _again(frame: Frame, index: int, quantity: Quantity, right: RightContext) -> ReadNumber:
    """The same ratio as the last, planned or at another time."""
    clause = frame.clause
    clause.change = None
    clause.share = clause.plan_ratio = False
    subject, attribute, sector = clause.last_ratio or ("", "", "")
    reading = frame.reading(
        with_upwards(quantity, right.upwards), quantity.last, subject, attribute, "percent",
        sector=sector, unit="percent", trace=("the last ratio again",),
    )  # fmt: skip
    return as_plan(frame, index, reading), index + 1


def _revenue(frame: Frame, index: int, quantity: Quantity, attribute: str) -> ReadNumber:
    """The growth of revenue, or the part of it that comes from members."""
    frame.clause.measure_is_open = False
    reading = frame.reading(
        quantity, quantity.last, "revenue", attribute, "percent",
        sector=frame.clause.subject.sector, unit="percent", trace=(f"revenue:{attribute}",),
    )  # fmt: skip
    return (reading,) if reading else (), index + 1


def _ratio(frame: Frame, index: int, quantity: Quantity, right: RightContext) -> ReadNumber:
    clause = frame.clause
    quantity = with_upwards(quantity, right.upwards)
    candidates = [right.attribute, *right.attributes, clause.state, clause.event]
    candidates += [_named_before(frame, index), _said_as_count(frame, index), _grade_of_list(frame, index)]
    if right.people == "owner" and _is_of_coops(frame, index):
        candidates.append("are_coops")
    if _is_of_areas(frame, index):
        return (), index + 1
    for subject in _subjects(frame, index, right):
        for attribute in candidates:
            if not attribute or (subject, attribute, "percent") not in indicators():
                continue
            own_sector = right_sector(frame.items, index)
            if own_sector is not None and clause.topic_before_ratios is None:
                clause.topic_before_ratios = clause.topic_sector
            sector = own_sector or _sector_told(frame, index, subject)
            reading = frame.reading(
                quantity, quantity.last, subject, attribute, "percent",
                sector=sector, unit="percent", trace=(f"sector:{sector}",),
            )  # fmt: skip
            clause.last_ratio = (subject, attribute, sector)
            if attribute in GRADES:
                clause.grades = True
            if not quantity.from_word or quantity.qualifier != "exact":
                clause.state = None
            return (reading,) if reading else (), index + 1
    clause.state = None
    return (), index + 1


def _is_of_areas(frame: Frame, index: int) -> bool:
    """ "70% xã có HTX hoạt động hiệu quả": of communes."""
    noun = frame.item(index + 1)
    if noun is not None and frame.sentence.text_of(noun).lower() == "số":
        noun = frame.item(index + 2)
    return noun is not None and frame.sentence.text_of(noun).lower() in _AREA_NOUNS


def _sector_told(frame: Frame, index: int, subject: str) -> str:
    """The sector of those a ratio is of: of the managers counted before, of the whole that it is a part of.

    "35% HTX nông nghiệp …; 20% HTX …": a noun said anew without a sector is of what was spoken of before.
    """
    clause, noun = frame.clause, frame.item(index + 1)
    if subject == "coop" and clause.topic_before_ratios and noun is not None and noun.means("entity", "coop"):
        return clause.topic_before_ratios
    if subject == "manager":
        return clause.managers_sector
    if subject == "coop" and clause.subset and clause.counted is not None and clause.counted.head == "coop":
        return clause.counted.sector
    return clause.topic_sector if subject == "coop" else "all"


def _subjects(frame: Frame, index: int, right: RightContext) -> Iterator[str]:
    """Who the percentage may be of: managers or cooperatives, owners of products, the collective economy."""
    people, noun = frame.clause.people, frame.item(index + 1)
    of_coops = noun is not None and noun.means("entity", "coop")
    is_manager = right.people in {"manager", "staff"} or (not of_coops and bool({"manager", "staff"} & {*people}))
    yield "manager" if is_manager else "coop"
    if "owner" in people or right.people == "owner":
        yield "owner"
    if any(item.means("cue", "contribute", "share", "ratio") for item in frame.items[:index]):
        yield "economy"


def _named_before(frame: Frame, index: int) -> str | None:
    """ "số HTX có lãi chiếm 51%", "HTX yếu còn dưới 5%": the kind named before, since the last mark or number."""
    for position in range(index - 1, 0, -1):
        item, before = frame.items[position], frame.items[position - 1]
        if item.category in {"mark", "quantity"}:
            return None
        if item.category == "attribute":
            return item.value
        if item.category == "grade" and item.value in _WEAK and before.category in {"entity", "sector"}:
            return item.value
    return None


def _says_kind_again(frame: Frame, index: int) -> bool:
    """ "70 HTX hoạt động hiệu quả, chiếm 34,3% tổng số HTX": the kind counted before has a ratio of its own."""
    told, whole = frame.clause.told, frame.item(index + 1)
    is_of_all = whole is not None and (whole.means("cue", "all_coops") or whole.means("cue", "total"))
    return told in _KINDS_WITH_RATIO and is_of_all and _said_as_count(frame, index) is not None


def _grade_of_list(frame: Frame, index: int) -> str | None:
    """ "20% HTX hoạt động hiệu quả; 55% trung bình và 25% yếu kém": the cooperatives of a list are named once."""
    noun, last = frame.item(index + 1), frame.clause.last_ratio
    goes_on = last is not None and last[0] == "coop" and last[1] in GRADES | {"effective"}
    return noun.value if goes_on and noun is not None and noun.category == "grade" else None


def _is_named_kind(frame: Frame, index: int) -> bool:
    """ "số HTX kinh doanh có lãi chiếm 51,7%": a share that is an indicator of its own."""
    return ("coop", _named_before(frame, index) or "", "percent") in indicators()


def _is_of_product(frame: Frame, index: int, right: RightContext) -> bool:
    """ "kinh tế tập thể chiếm 3,8% GRDP": the share of the collective economy in what the area produces."""
    named = "grdp" in right.attributes or _named_before(frame, index) == "grdp"
    return named and any(item.means("entity", "sector_economy", "coop") for item in frame.items[:index])


def _said_as_count(frame: Frame, index: int) -> str | None:
    """The attribute of the count that a percentage right after it says once more."""
    told = frame.clause.told
    position = index - 1
    while position >= 0 and frame.sentence.text_of(frame.items[position]).lower() in _EQUALS:
        position -= 1
    if position < 0 or not told:
        return None
    says_so = frame.items[position].means("mark", ",") and position < index - 1
    if not (says_so or (frame.items[position].means("mark", "(") and told == "converted")):
        return None
    for item in reversed(frame.items[max(0, position - _LONGEST_COUNT) : position]):
        if item.category == "quantity":
            return told if item.value == "count" else None
        if item.category == "measure" or item.means("mark", ";"):
            return None
    return None


def _is_of_coops(frame: Frame, index: int) -> bool:
    """ "HTX chiếm 54% số chủ thể": cooperatives named right before the share."""
    return any(item.means("entity", "coop") for item in frame.items[max(0, index - 3) : index])


def right_sector(items: tuple[Item, ...], index: int) -> str | None:
    """The sector of the organisations a percentage is of: "35% HTX nông nghiệp"."""
    nouns = items[index + 1 : index + 3]
    if len(nouns) == 2 and nouns[0].means("entity", "coop") and nouns[1].category == "sector":
        return nouns[1].value
    return None
