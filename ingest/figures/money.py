"""Amounts of money: of what, of whom, in total or on average, per month or year."""

from ingest.figures.clause import FUNDS, ORGANISATIONS, PART, Subject
from ingest.figures.echoes import as_plan, repeats_last
from ingest.figures.others import is_of_new, is_of_some
from ingest.figures.quantities import Quantity, with_upwards
from ingest.figures.readings import TOTAL_SAID, Frame, Reading, ReadNumber
from ingest.figures.spans import is_start_of_change
from ingest.figures.support import support_measure
from ingest.figures.types import Kind

_EARNERS = frozenset({"worker", "member", "coop_member", "group_member"})
"""Whoever is named last before an amount a month earns it: "người lao động lĩnh 3,3 triệu đồng mỗi tháng"."""
_CAPITAL = frozenset({"charter_capital", "capital"})
_OF_ORGANISATIONS = frozenset({*_CAPITAL, "loans", "lending", "assets", "revenue", "profit"})
"""What persons do not have each: "vốn góp của thành viên bình quân 24 triệu đồng/người"."""
_PER_KIND = frozenset({"group", "union"})
"""Kinds of organisation that an amount may be per, other than cooperatives."""
_MONTHLY = frozenset({"tháng", "mỗi tháng", "hằng tháng", "hàng tháng", "một tháng"})


def read_money(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """An amount of the measure in force."""
    clause = frame.clause
    following = _after_measure(frame, index)
    measure, change = support_measure(frame, index, clause.measure), clause.change
    if clause.payee in _EARNERS and "month" in quantity.per and not clause.measure_is_open:
        clause.on_measure("income")
        measure = "income"
    if measure == "support" != clause.measure:
        clause.on_measure("support")
    repeated = repeats_last(frame, index, "money")
    if repeated or is_start_of_change(frame, index, quantity):
        change = None
    is_source = measure is not None and measure.startswith("support_") and measure != clause.measure
    fresh = clause.fresh or repeated or is_source or bool(quantity.per & {"coop", *_PER_KIND})
    right_sector = frame.item(following)
    subject = clause.fund_before or clause.subject
    if quantity.per & _PER_KIND:
        subject = Subject(next(iter(quantity.per & _PER_KIND)))
    elif "coop" in quantity.per and subject.entity in {"all", "group", *FUNDS}:
        subject = Subject("coop")
    if "coop" in quantity.per and right_sector is not None and right_sector.category == "sector":
        subject = Subject("coop", right_sector.value)
        clause.topic_sector = right_sector.value
        following += 1
    if clause.pending_sector is not None and subject.entity == "coop":
        subject = Subject("coop", clause.pending_sector)
        clause.sectors_listed |= {clause.pending_sector}
        clause.subject = subject
    clause.after_amount()
    clause.average = clause.average or "coop" in quantity.per
    clause.some = clause.some and "coop" not in quantity.per
    if measure in _OF_ORGANISATIONS and "person" in quantity.per:
        return (), following
    if subject == PART or is_of_some(frame, index) or (measure in _CAPITAL and is_of_new(frame, index)):
        return (), following
    last = frame.last_token(following)
    quantity = _upwards(frame, following, quantity)
    if measure is None or measure in {"none", "area"} or (not fresh and change is None):
        return (), following
    if change is not None:
        return _money_change(frame, quantity, measure, change, subject, last), following
    key, attribute = _money_key(frame, quantity, measure, subject)
    unit = _money_unit(frame, index, quantity, measure)
    reading = frame.reading(
        quantity, last, key, attribute, "money",
        sector=subject.sector if subject.entity in {"coop", "fund"} and not key.startswith("support") else "all",
        unit=unit, trace=(f"measure:{measure}", *((TOTAL_SAID,) if clause.measure_is_total else ())),
    )  # fmt: skip
    readings = as_plan(frame, index, reading) if repeated else (reading,) if reading else ()
    return readings, following


def _after_measure(frame: Frame, index: int) -> int:
    """ "79,6 tỷ đồng dư nợ": where no measure waits for the amount, the one right after it says what it is of."""
    clause, named = frame.clause, frame.item(index + 1)
    if named is None or named.category != "measure" or clause.change is not None:
        return index + 1
    if clause.measure_is_open:
        return index + 2 if named.value == clause.measure else index + 1
    after = frame.item(index + 2)
    if named.value == "none" or (after is not None and after.category == "quantity"):
        return index + 1
    before = frame.item(index - 1)
    in_total = clause.measure_is_total or (before is not None and before.means("cue", "total"))
    clause.on_measure(named.value)
    clause.measure_is_total = in_total
    return index + 2


def _upwards(frame: Frame, following: int, quantity: Quantity) -> Quantity:
    """ "từ 8 triệu đồng/tháng trở lên"."""
    item = frame.item(following)
    return with_upwards(quantity, item is not None and item.means("qualifier", "upwards"))


def _money_change(
    frame: Frame, quantity: Quantity, measure: str, change: str, subject: Subject, last: int
) -> tuple[Reading, ...]:
    if measure == "charter_capital" and change == "change_up" and subject.entity == "coop":
        reading = frame.reading(
            quantity, last, "coop_charter_capital", "change", "money",
            sector=subject.sector, unit="VND", trace=("growth of capital",),
        )  # fmt: skip
        return (reading,) if reading else ()
    return (frame.other(Kind.CHANGE, quantity, last, "VND"),)


def _money_key(frame: Frame, quantity: Quantity, measure: str, subject: Subject) -> tuple[str, str]:
    clause = frame.clause
    average = "average" if clause.average or quantity.per & {"coop", *_PER_KIND} else "total"
    entity = subject.entity if subject.entity in {*ORGANISATIONS, "support_fund"} else "coop"
    match measure:
        case "wage" if not (clause.people or "person" in quantity.per):
            return "", "each"
        case "income" | "wage" if set(clause.people) == {"other_people"}:
            return "", "each"
        case "income" | "wage":
            bearer = "member" if "member" in clause.people[:1] or "coop_member" in clause.people[:1] else "worker"
            if "worker" in clause.people:
                bearer = "worker"
            if "manager" in clause.people[:1]:
                return "manager_income", "each"
            group = entity == "group" or "group_member" in clause.people
            return ("group_worker_income" if group else f"coop_{bearer}_income"), "each"
        case "pay":
            return ("manager_income" if "manager" in clause.people else ""), "each"
        case "support" | "support_central" | "support_local" | "support_other" if "coop" not in quantity.per:
            return measure, "average" if clause.average else "total"
        case "lending":
            lender = "support_fund" if entity == "coop" and clause.support_fund else entity
            return f"{lender}_loans", "average" if clause.average else "total"
        case "loans" | "budget":
            return f"{entity}_{measure}", "average" if clause.average else "total"
        case "charter_capital" | "capital" | "assets" if average == "total":
            return f"{entity}_{measure}", "total"
    return f"{entity}_{measure}", average


def _is_monthly(frame: Frame, index: int) -> bool:
    """ "mỗi tháng bình quân nhận 4,7 triệu đồng", "thu nhập bình quân tháng …": the month is said before."""
    for item in reversed(frame.items[:index]):
        if item.category in {"mark", "quantity"}:
            return False
        if frame.sentence.text_of(item).lower() in _MONTHLY:
            return True
    return False


def _money_unit(frame: Frame, index: int, quantity: Quantity, measure: str) -> str:
    if measure not in {"income", "wage", "pay"}:
        return "VND"
    if "month" in quantity.per or (not quantity.per and _is_monthly(frame, index)):
        unit = "VND_per_month"
    elif "year" in quantity.per:
        unit = "VND_per_year"
    else:
        unit = frame.clause.income_unit or "VND"
    frame.clause.income_unit = unit
    return unit
