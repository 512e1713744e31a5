"""The running state of a sentence: what governs the next number, and how each word changes that.

A sentence is read left to right. Words set what is in force (an event, a measure, an average, a target), marks
and connectives end it, brackets open a world of their own and give the old one back.
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.figures.mentions import Item
from ingest.figures.types import Status
from ingest.figures.vocabulary import Meaning

EVENTS = frozenset({"new", "dissolved", "joined", "awarded", "supported"})
"""Attributes that govern a whole enumeration: "thành lập mới 10 HTX, 7 tổ hợp tác"."""

_BEING = ("có", "còn", "hiện có", "hiện còn", "đã có", "duy trì")

GRADES = frozenset({"rated_excellent", "rated_fair", "rated_average", "rated_weak", "rated_good", "not_rated"})

NATION = "Việt Nam"

ORGANISATIONS = frozenset({"coop", "group", "union", "fund"})

FUNDS = frozenset({"fund", "support_fund"})
"""Credit funds are cooperatives; support funds lend to them. "Quỹ" alone is the kind that the text speaks of."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who people, money and land are counted for: a kind of organisation and its sector."""

    entity: str = "coop"
    sector: str = "all"


PART = Subject("part")
"""Some of the organisations, told apart by words we do not know; what belongs to them is no figure of ours."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The last count, for parts and ratios that follow it."""

    head: str
    attribute: str
    sector: str
    number: Decimal | None = None

    def may_hold(self, part: Decimal) -> bool:
        """Whether as many as `part` can be among them."""
        return self.number is None or part <= self.number


@dataclass(slots=True)
class Clause:
    """What is in force at a point of a sentence."""

    subject: Subject = field(default_factory=Subject)
    whole: frozenset[str] = frozenset()
    topic_sector: str = "all"
    topic_is_own: bool = False
    list_sector: str | None = None
    pending_sector: str | None = None
    sector_is_fronted: bool = False
    sectors_listed: frozenset[str] = frozenset()
    event: str | None = None
    state: str | None = None
    grades: bool = False
    sizes: bool = False
    split: bool = False
    headed_event: str | None = None
    in_parts: bool = False
    ranked: bool = False
    head_named: str | None = None
    measure: str | None = None
    measure_is_total: bool = False
    measure_is_open: bool = False
    total_given: bool = False
    total_known: bool = False
    average: bool = False
    distributive: bool = False
    distributed: bool = False
    fresh: bool = False
    people: tuple[str, ...] = ()
    payee: str | None = None
    people_have_amount: bool = False
    told: str = ""
    last_ratio: tuple[str, str, str] | None = None
    people_are_new: bool = False
    per_year: bool = False
    each_area: bool = False
    each_coop: bool = False
    change: str | None = None
    share: bool = False
    ratio: bool = False
    plan_ratio: bool = False
    level: bool = False
    subset: bool = False
    whole_is_narrowed: bool = False
    licensed: bool = False
    listing: bool = False
    alliance: bool = False
    alliance_counted: bool = False
    support_fund: bool = False
    funds: str | None = None
    fund_before: Subject | None = None
    past_semicolon: bool = False
    estimate_fronted: bool = False
    ocop: bool = False
    of_products: bool = False
    single: bool = False
    single_before: bool = False
    told_of_one: bool = False
    told_of_all: bool = False
    topic_before_ratios: str | None = None
    managers_sector: str = "all"
    some: bool = False
    aside: bool = False
    owner: str = ""
    change_list: bool = False
    norm: bool = False
    status: Status | None = None
    estimate: bool = False
    period: str | None = None
    period_is_own: bool = False
    period_trails: bool = False
    place: str | None = None
    opened_place: str | None = None
    counted: Counted | None = None
    whole_counted: Counted | None = None
    counted_before: Counted | None = None
    counts: dict[tuple[str, Decimal], Counted] = field(default_factory=dict)
    income_unit: str | None = None

    def copy(self) -> "Clause":
        """The state as it is now, to come back to after brackets."""
        return replace(self)

    def speaks_of_some(self, unit: str, status: Status) -> bool:
        """Whether a number said now, in `unit`, is of one or of some of the organisations, not of all."""
        if self.single or self.single_before or self.some or self.each_area:
            return True
        return ((self.aside or self.owner != "") and unit != "count") or (self.norm and status is not Status.TARGET)

    def sector_of_list(self) -> str:
        """The sector that the counts of a list are of where they name none."""
        only = next(iter(self.sectors_listed)) if self.listing and len(self.sectors_listed) == 1 else None
        return self.list_sector or only or self.topic_sector

    def next_sentence(self) -> "Clause":
        """What a following sentence of the same paragraph inherits."""
        topic = self.topic_sector if len(self.sectors_listed) < 2 and not self.told_of_all else "all"
        if topic == "all" and (self.whole_counted or self.counted_before) is None and not self.subset:
            # "Tỉnh có 211 HTX nông nghiệp. Doanh thu bình quân …": nothing but one sector was counted so far.
            topic = next(iter(self.sectors_listed), "all") if len(self.sectors_listed) == 1 else "all"
        return Clause(
            subject=Subject("coop", topic),
            topic_sector=topic,
            measure=self.measure,
            average=self.average,
            estimate=self.estimate and self.measure is not None,
            past_semicolon=True,
            place=self.opened_place,
            opened_place=self.opened_place,
            status=self.status,
            period=self.period,
            owner="before" if self.owner else "",
            single_before=self.single or self.single_before,
            told_of_one=self.told_of_one,
            ocop=self.ocop,
            counted=self.counted,
            whole_counted=self.whole_counted,
            counted_before=self.counted_before,
            counts=self.counts,
            whole_is_narrowed=self.whole_is_narrowed,
            people=self.people,
            funds=self.funds,
            fund_before=self._funds_told(),
        )

    def _funds_told(self) -> Subject | None:
        """The funds that the next sentence's money is of; none where they closed a list of cooperatives by sector."""
        if self.subject.entity not in FUNDS:
            return self.fund_before
        closes_list = self.subject.entity == "fund" and len(self.sectors_listed) > 1
        return None if closes_list else self.subject

    # --- words -------------------------------------------------------------------------------------------------

    def on_semicolon(self, *, list_goes_on: bool = False) -> None:
        """A semicolon ends what governs an enumeration, unless it parts the list itself, and leaves the topic."""
        self.past_semicolon = True
        self.event, self.state, self.change = self.event if list_goes_on else self.headed_event, None, None
        self.share = self.plan_ratio = self.level = False
        self.measure_is_open = self.total_given = False
        self.average = self.average and not self.total_known
        self.end_distribution()
        self.per_year = False
        self.each_coop = self.each_area = self.of_products = self.some = self.aside = self.alliance = False
        self.pending_sector = self.payee = None
        if self.subject == PART or (self.subset and self.subject.entity == "coop"):
            self.subject = Subject("coop", self.topic_sector)
        self.subset = False
        if self.place != NATION:
            self.place = None

    def on_comma(self) -> None:
        """A comma ends what governs one number only; a sector that opens the sentence becomes its topic."""
        self.measure_is_open = False
        self.change = self.payee = None
        self.share = self.plan_ratio = self.of_products = self.aside = False
        if self.pending_sector is not None and self.sector_is_fronted and not self.listing and self.measure is None:
            self.topic_sector, self.topic_is_own = self.pending_sector, True
            self.subject = Subject("coop", self.pending_sector)
        self.pending_sector = None

    def on_entity(self, value: str, sector: str | None) -> None:
        """A mention of a kind of organisation that no number counts."""
        if value == "alliance":
            self.alliance = True
            return
        self.fund_before = None
        if value == "some_fund":
            of_capital = self.measure == "charter_capital" and self.measure_is_open
            value = "support_fund" if of_capital else self.funds or value
        if value in FUNDS:
            self.funds = value
        if self.owner in {"others", "before"} and value not in {"enterprise", "unit"}:
            self.owner = ""
        if value == "sector_economy":
            self.subject = Subject("all", "all")
        elif value in {"support_fund", "member_coop"}:
            self.subject = Subject(value, "all")
            self.support_fund = self.support_fund or value == "support_fund"
        elif value in ORGANISATIONS:
            self.head_named = value if value != "fund" else self.head_named
            kept = self.topic_sector if value == "coop" else "all"
            self.subject = Subject(value, sector or ("credit_fund" if value == "fund" else kept))
            if value == "coop" and sector is not None:
                self.sectors_listed |= {sector}
                if not self.subset:
                    self.topic_sector, self.topic_is_own = sector, True
        self.fresh = True

    def on_people(self, value: str, *, in_total: bool) -> None:
        """People named without a number; after an amount they begin anew."""
        if in_total:
            self.engage()
        if self.people_have_amount:
            self.people, self.people_have_amount = (), False
        self.people = (*self.people, value)
        self.payee = value
        self.people_are_new = False
        self.fresh = True

    def on_measure(self, value: str) -> None:
        """A money measure or land: what the next amounts are of."""
        if value in {"borrowing", "fund_lending"} and self.measure_is_open:
            return  # "dư nợ cho HTX vay đạt …", "tổng dư nợ cho vay các HTX là …"
        value = self._measure_of_verb(value)
        keeps_average = self.measure in {"revenue", "profit"} and value in {"revenue", "profit", "revenue_from_members"}
        if value in {"area", "none"} and self.measure is not None and value == "area":
            self.measure = "area"
            self.fresh = True
            return
        is_total = self.measure_is_total or self.total_given
        self.average = self.distributive or (self.average and keeps_average and not is_total)
        self.distributed = self.measure_is_open = True
        goes_on = keeps_average or self.subset or self.estimate_fronted
        if self.past_semicolon and self.measure != value and not goes_on:
            self.estimate = False
        self.measure = value
        self.total_given = self.total_known = False
        self.people = (self.payee,) if self.payee is not None and value in {"income", "wage"} else ()
        self.fresh = value != "none"
        self.change = None

    def _measure_of_verb(self, value: str) -> str:
        """What is measured by a verb: "người lao động được trả …" is income, "mỗi HTX thu về …" is revenue."""
        if value == "pay_verb":
            return "income" if self.payee is not None or self.people else "none"
        if value == "fund_lending":
            return "lending" if (self.fund_before or self.subject).entity == "fund" else "none"
        if value == "borrowing":
            return "none"
        if value == "takings":
            return "revenue" if self.average and self.each_coop else "none"
        return value

    def on_sector(self, value: str, *, fronted: bool) -> None:
        """A sector named on its own; `fronted` if it opens the sentence: "Trong lĩnh vực nông nghiệp, …"."""
        self.pending_sector, self.sector_is_fronted = value, fronted
        self.fresh = True

    def on_attribute(self, meaning: Meaning) -> None:
        """An event or a state before the number it is about."""
        if meaning.value in EVENTS:
            self.event = meaning.value
        elif meaning.value == "ocop":
            self.ocop = True
        elif meaning.value == "are_coops" and "owner" not in self.people:
            return
        else:
            self.state = meaning.value
            if meaning.side == "before_adjacent" and meaning.value == "other_state":
                # "lập mới 112 THT, củng cố 240 tổ": another verb, and nothing we count.
                self.event = None
        if meaning.value in GRADES:
            self.grades = True

    def on_grade(self, value: str, after_measure: bool) -> None:
        """A bare grade ("trung bình", "yếu"), understood in a list of grades; after "doanh thu" an average."""
        if after_measure and value == "rated_average":
            self.average = True
        elif self.grades:
            self.state = value

    def on_cue(self, item: Item, words: str) -> None:
        """A connective or a function word, written as `words`."""
        match item.value:
            case "exists":
                self.licensed = True
                if self.event != "awarded" and not self.subset and words.startswith(_BEING):
                    self.event = None
            case "subset" | "partitive":
                self.subset = self.licensed = True
                if item.value == "partitive":
                    self.single = self.single_before = False
                if self.counted is not None and self.counted.sector not in {"all", "credit_fund"}:
                    self.list_sector = self.counted.sector
            case "level":
                self.level = self.licensed = self.fresh = True
                self.change = self.event = None
            case "change_up" | "change_down" | "change_other":
                self.change = item.value
            case "reason":
                self.event = self.state = None
            case "ratio":
                self.ratio = True
            case "share":
                self.share = self.state is None
                if not (self.listing or self.topic_is_own):
                    self.topic_sector = "all"
            case "plan_ratio":
                self.plan_ratio = True
            case "total" if not self.distributive or self.distributed:
                self.end_distribution()
                self.average = False
                self.measure_is_total = True
            case "average":
                self.average = self.fresh = True
                self.measure_is_total = self.single_before = False
                self.each_coop = True
                self._average_of(words)
            case "per_year":
                self.per_year = True
            case "each_area":
                self.each_area = True
            case "engage":
                self.engage()
            case "single":
                self.single = True
            case "some":
                self.some = True
            case "speech":
                self.alliance = False
            case "aside":
                self.aside = True
            case "norm":
                self.norm = True
            case "all_coops":
                self._all_coops()
                if "số " in words:  # "số HTX …" counts them, not the people told of before
                    self.people = ()
            case "leads":
                self.ranked = True
            case "rating":
                self.grades = True
            case "sizing":
                self.sizes = True
            case "split":
                self.split = self.licensed = True
                self.event = self.state = None

    def _average_of(self, words: str) -> None:
        """ "bình quân một HTX" says whose average it is, whatever was counted before."""
        if "htx" in words or "hợp tác xã" in words:
            self.distribute(Subject("coop", self.topic_sector))
        elif "tổ hợp tác" in words or "tht" in words:
            self.distribute(Subject("group"))
        elif "đơn vị" in words:
            self.distribute(self.subject)

    def distribute(self, subject: Subject) -> None:
        """ "bình quân mỗi HTX có …": all that is enumerated is an average of one of these.

        Said of a measure named before ("doanh thu bình quân một HTX") it holds for that measure only.
        """
        self.subject, self.fund_before = subject, None
        self.average = self.each_coop = self.fresh = True
        self.measure_is_total = False
        self.distributive, self.distributed = not (self.measure_is_open or self.total_given), False

    def end_distribution(self) -> None:
        """Totals of the area follow."""
        self.distributive = self.distributed = False

    def engage(self) -> None:
        """ "thu hút …": the members and workers of all that the sentence has counted as wholes."""
        self.licensed = True
        self.change = None
        if len(self.whole) > 1:
            self.subject = Subject("all" if "group" in self.whole else "coop", "all")
        elif self.whole and self.subset:
            self.subject = Subject(next(iter(self.whole)), "all")

    def _all_coops(self) -> None:
        if self.distributed:
            self.end_distribution()
        self.single = self.single_before = self.some = self.told_of_one = self.aside = False
        self.owner = ""
        if not self.topic_is_own:
            self.topic_sector = "all"
        self.subject, self.fund_before = Subject("coop", self.topic_sector), None
        self.head_named = "coop"
        self.fresh = True

    def after_count(self, counted: Counted, is_part: bool) -> None:
        """A count was read: people and money that follow belong to it, parts may follow."""
        self.counted = counted
        self.told = counted.attribute
        self.head_named = self.fund_before = None
        self.funds = "fund" if counted.head == "fund" else self.funds
        self.state = None
        self.listing = True
        self.pending_sector = None
        self.level = False
        if counted.number is not None and counted.attribute in {"", "active"}:
            self.counts.setdefault((counted.head, counted.number), counted)
        if counted.head in ORGANISATIONS:
            self.subject = Subject(counted.head, counted.sector)
            if not is_part and counted.sector in {"all", "credit_fund"}:
                if counted.head == "coop" or "coop" not in self.whole:
                    self.whole_counted = counted
                self.whole |= {counted.head}
            if counted.sector not in {"all", "credit_fund"}:
                self.sectors_listed |= {counted.sector}
                if len(self.sectors_listed) > 1:
                    self.topic_sector = "all"
        elif counted.head == "compound":
            self.subject = Subject("all", "all")
            self.whole |= {"coop", "group"}

    def after_amount(self) -> None:
        """An amount was read: the next one needs a word of its own."""
        self.told_of_all = self.told_of_all or self.subject == Subject()
        self.fresh = self.measure_is_open = False
        self.total_given = self.total_given or self.measure_is_total
        self.total_known = self.total_known or self.total_given
        self.people_have_amount = True
        self.payee = None
        self.change = None
        self.share = self.plan_ratio = False
        self.distributive = self.distributive and (self.distributed or self.measure is None)
