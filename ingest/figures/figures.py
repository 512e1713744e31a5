"""From quantities to figures: what a number counts, by the words around it and what is in force.

One method a form of number (count, people, money, land, percent). Each gives the subject and attribute under
which `vocabulary/indicators.csv` knows the indicator, or says why the number is none.
"""

from dataclasses import dataclass, replace

from ingest.figures.clause import EVENTS, GRADES, ORGANISATIONS, Clause, Counted, Subject
from ingest.figures.mentions import Item, ReadSentence
from ingest.figures.place import area_before
from ingest.figures.quantities import Form, Quantity
from ingest.figures.types import Kind, Qualifier, Status
from ingest.figures.vocabulary import Measured, indicators
from ingest.vietnamese.folding import word_key

_BOUNDARY_MARKS = frozenset(",;():.…")
_DISTRIBUTIVE = frozenset({"new", "dissolved", "awarded"})
_STRONG_AFTER = frozenset({"new", "dissolved", "dissolving", "to_coop", "joined", "awarded"})
_CONTEXT_ENDS = (
    *("exists", "subset", "engage", "change_up", "change_down", "share", "level", "average", "and", "reason"),
)
_FIELD_WORDS = frozenset(
    word_key(w) for w in ("hoạt", "động", "trong", "thuộc", "ở", "trên", "lĩnh", "vực", "ngành")
) | {"kept"}
"""Words between a noun and the sector it works in: "14 HTX hoạt động trong lĩnh vực nông nghiệp"."""
_SCHOOLING = frozenset({"degree", "vocational"})
_MEMBER_SUBJECTS = {"coop": "coop_member", "group": "group_member", "all": "all_member"}
_WORKER_SUBJECTS = {"coop": "coop_worker", "union": "union_worker", "all": "all_worker"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its meaning, before place and evidence are added; `last` is the token after its evidence."""

    kind: Kind
    quantity: Quantity
    last: int
    measured: Measured | None
    sector: str
    unit: str
    status: Status
    period: str | None
    place: str | None
    head: str
    attribute: str
    trace: tuple[str, ...]
    doubt: float = 1.0


@dataclass(frozen=True, slots=True)
class RightContext:
    """What stands between a head and the next boundary: attributes, sector, words, and where reading goes on."""

    attribute: str | None
    attributes: tuple[str, ...]
    sector: str | None
    people: str | None
    entity: str | None
    of_coops: bool
    first_word: str | None
    next_item: int
    upwards: bool
    plan: bool


class NumberReader:
    """Reads the quantity at one item of a sentence under a clause state."""

    def __init__(self, sentence: ReadSentence, clause: Clause, status: Status, period: str | None) -> None:
        self._items = sentence.items
        self._sentence = sentence
        self._clause = clause
        self._status = status
        self._period = period
        self._joined_by_with = False

    def read(self, index: int) -> tuple[tuple[Reading, ...], int]:
        """Readings of the quantity at `index` and the item to go on with."""
        quantity = self._items[index].quantity
        if quantity is None:
            raise ValueError("no quantity at this item")
        match quantity.form:
            case Form.PERCENT:
                return self._percent(index, quantity)
            case Form.MONEY:
                return self._money(index, quantity)
            case Form.AREA:
                return self._area(index, quantity)
            case Form.COUNT:
                return self._count(index, quantity)
        self._clause.after_amount()
        return (), index + 1

    # --- context to the right ----------------------------------------------------------------------------------

    def _item(self, index: int) -> Item | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def _right(self, first: int) -> RightContext:
        """Scan from the item after a head to the next mark, number or finite verb."""
        found: list[tuple[int, str]] = []
        sector = people = entity = first_word = None
        of_coops = upwards = plan = False
        index, adjacent, touches_sector = first, True, True
        while (item := self._item(index)) is not None and not self._ends_context(item, self._item(index + 1)):
            meaning = item.meaning("any", "after", *(("adjacent",) if adjacent else ()))
            match item.category:
                case "sector" if not self._is_verb_here(item, self._item(index + 1)):
                    sector = sector or (item.value if touches_sector else None)
                case "attribute" if meaning is not None:
                    found.append((meaning.rank, meaning.value))
                case "grade" if self._clause.grades:
                    found.append((1, item.value))
                case "entity" if entity is None:
                    entity = item.value
                case "people" if people is None:
                    people = item.value
                case "qualifier" if item.value == "upwards":
                    upwards = True
                case "cue" if item.value == "plan":
                    plan = True
                case "word" if first_word is None and adjacent:
                    first_word = item.value
            touches_sector = touches_sector and (item.category == "sector" or item.value in _FIELD_WORDS)
            previous = self._item(index - 1)
            of_word = previous is not None and previous.means("cue", "of")
            of_coops = of_coops or (
                of_word and (item.means("entity", "coop", "group") or item.means("cue", "all_coops"))
            )
            adjacent = adjacent and item.category == "sector"
            index += 1
        best = max(found, key=lambda pair: pair[0], default=None)
        return RightContext(
            attribute=best[1] if best else None,
            attributes=tuple(value for _, value in found),
            sector=sector,
            people=people,
            entity=entity,
            of_coops=of_coops,
            first_word=first_word,
            next_item=index,
            upwards=upwards,
            plan=plan,
        )

    def _is_verb_here(self, item: Item, following: Item | None) -> bool:
        """ "HTX xây dựng thương hiệu": the name of a sector that goes on as a verb."""
        verb_too = any(meaning.side == "verb_too" for meaning in item.meanings)
        return verb_too and following is not None and following.category == "word"

    def _ends_context(self, item: Item, following: Item | None) -> bool:
        if item.category in {"quantity", "measure", "status"}:
            return True
        if item.category == "mark":
            return item.value in _BOUNDARY_MARKS
        has_quality = item.means("cue", "exists") and following is not None and following.category == "attribute"
        return item.means("cue", *_CONTEXT_ENDS) and not has_quality

    def _heads(self, index: int) -> tuple[str, int]:
        """The noun a count counts, at item `index`, and the item after it; several nouns joined are a compound."""
        first = self._items[index]
        heads = [first.value]
        following = index + 1
        while (joint := self._item(following)) is not None and (
            joint.means("cue", "and") or (joint.category == "mark" and joint.value == ",")
        ):
            noun = self._item(following + 1)
            if noun is None or not noun.means("entity", *ORGANISATIONS, "enterprise"):
                break
            after = self._item(following + 2)
            if after is not None and (
                after.category == "quantity" or after.means("cue", "exists", "engage", "change_up", "change_down")
            ):
                break
            if after is not None and (after.category == "sector" or self._is_name(following + 2)):
                break
            heads.append(noun.value)
            following += 2
        while (noun := self._item(following)) is not None and noun.means("entity", heads[-1]) and len(heads) > 1:
            following += 1
        return ("compound" if len(set(heads)) > 1 else heads[0]), following

    def _is_name(self, index: int) -> bool:
        item = self._item(index)
        return item is not None and item.category == "word" and self._sentence.token(item.first).is_capitalised

    # --- making readings ---------------------------------------------------------------------------------------

    def _reading(
        self,
        quantity: Quantity,
        last: int,
        subject: str,
        attribute: str,
        form: str,
        *,
        sector: str = "all",
        unit: str,
        trace: tuple[str, ...] = (),
        doubt: float = 1.0,
    ) -> Reading | None:
        measured = indicators().get((subject, attribute, form))
        if measured is None:
            return None
        kind = Kind.ENTITY_FIGURE if self._is_suppressed() else Kind.FIGURE
        return Reading(
            kind=kind,
            quantity=quantity,
            last=last,
            measured=measured,
            sector=sector,
            unit=unit,
            status=self._status,
            period=self._period,
            place=self._clause.place,
            head=subject,
            attribute=attribute,
            trace=(f"form:{form}", f"subject:{subject}", f"attribute:{attribute or 'none'}", *trace),
            doubt=doubt * (0.8 if quantity.ambiguous and form == "count" else 1.0),
        )

    def _other(self, kind: Kind, quantity: Quantity, last: int, unit: str) -> Reading:
        return Reading(
            kind,
            quantity,
            last,
            None,
            "all",
            unit,
            self._status,
            self._period,
            self._clause.place,
            "",
            "",
            (f"kind:{kind}",),
        )

    def _is_suppressed(self) -> bool:
        return self._clause.single or self._clause.some or self._clause.each_area

    def _last_token(self, next_item: int) -> int:
        return self._items[next_item - 1].last

    # --- counts ------------------------------------------------------------------------------------------------

    def _count(self, index: int, quantity: Quantity) -> tuple[tuple[Reading, ...], int]:
        noun = self._item(index + 1)
        if self._is_one_of_an_average(index, quantity, noun):
            return (), index + 2
        if noun is not None and noun.means("cue", "all_coops"):
            noun = None
        if noun is not None and noun.means("entity", "unit"):
            return self._organisations(index, quantity, self._anaphor(), index + 2)
        if noun is not None and noun.category == "entity" and noun.value not in {"enterprise", "alliance"}:
            head, following = self._heads(index + 1)
            return self._organisations(index, quantity, head, following)
        if noun is not None and noun.category == "people":
            return self._people(index, quantity, noun.value, index + 2)
        if noun is None or noun.category == "mark" or noun.means("cue", "and", "subset", "exists"):
            return self._bare(index, quantity)
        if self._clause.change:
            self._clause.change = None
        return (), index + 1

    def _is_one_of_an_average(self, index: int, quantity: Quantity, noun: Item | None) -> bool:
        """ "doanh thu bình quân 1 HTX", "thu nhập bình quân 01 lao động": the one the average is of."""
        previous = self._item(index - 1)
        if previous is None or noun is None or noun.category not in {"entity", "people"}:
            return False
        one = quantity.value == 1 and (previous.means("cue", "average") or previous.means("cue", "of"))
        if one and noun.category == "entity":
            self._clause.subject = Subject(noun.value, self._clause.topic_sector if noun.value == "coop" else "all")
        elif one:
            self._clause.people = (*self._clause.people, noun.value)
        return one and (self._clause.average or self._clause.measure is not None)

    def _anaphor(self) -> str:
        return self._clause.subject.entity if self._clause.subject.entity in ORGANISATIONS else "coop"

    def _organisations(
        self, index: int, quantity: Quantity, head: str, following: int
    ) -> tuple[tuple[Reading, ...], int]:
        clause = self._clause
        right = self._right(following)
        last = self._last_token(following)
        if clause.change and not clause.level:
            return (self._other(Kind.CHANGE, quantity, last, "count"),), following
        if clause.each_coop and not clause.per_year and clause.measure is None:
            clause.each_coop = False
        quantity = _with_upwards(quantity, right.upwards or self._list_ends_upwards(following))
        attribute, source = self._attribute(head, right)
        sector = right.sector or (clause.pending_sector if head in ORGANISATIONS else None) or "all"
        if sector == "all" and attribute in GRADES | {"profitable", "inactive", "effective"}:
            sector = clause.list_sector or clause.topic_sector
        if head == "fund":
            sector = "credit_fund"
        if head == "union":
            sector = "all"
        if head == "group" and attribute == "dissolving":
            attribute = "dissolved"
        subject_head = head
        if clause.of_products and head in {"coop", "group", "compound"}:
            attribute, source = "owns_products", "owner of products"
        members_of_alliance = right.people == "alliance_member" or (
            right.people == "member" and right.entity == "alliance"
        )
        if members_of_alliance and attribute != "joined":
            subject_head, attribute = "alliance_member", ""
        licensed = self._is_licensed(index, attribute, right, head)
        is_part = clause.subset or attribute not in {"", "active"}
        partitive = self._follows_partitive(index)
        reading = None
        if licensed:
            reading = self._reading(
                quantity,
                last,
                subject_head,
                attribute,
                "count",
                sector=sector,
                unit="count",
                trace=(f"attribute from:{source}", f"sector:{sector}"),
                doubt=0.7 if partitive else 1.0,
            )
        if sector != "all" and (partitive or attribute in GRADES or not licensed):
            clause.list_sector = sector
        clause.after_count(Counted(head, attribute, sector), is_part)
        if attribute in GRADES:
            clause.grades = True
        readings: tuple[Reading, ...] = (reading,) if reading is not None else ()
        if reading is not None and quantity.out_of is not None and self._is_done_of_plan(right):
            plan = replace(quantity, low=quantity.out_of, high=quantity.out_of)
            readings += (replace(reading, quantity=plan, status=Status.TARGET, trace=(*reading.trace, "plan of a/b")),)
        return readings, self._after_context(following, right)

    def _after_context(self, following: int, right: RightContext) -> int:
        """Where to read on: attributes of this count are used up, other words are read again."""
        index = following
        while index < right.next_item and self._items[index].category in {
            "sector",
            "attribute",
            "word",
            "grade",
        }:
            index += 1
        return index

    def _is_done_of_plan(self, right: RightContext) -> bool:
        return right.plan or any(item.means("status", "target_if_first") for item in self._items)

    def _attribute(self, head: str, right: RightContext) -> tuple[str, str]:
        """The attribute that makes the indicator, and where it was found."""
        clause = self._clause
        candidates: list[tuple[str, str]] = []
        after = right.attribute
        if after is not None and (clause.event is None or after in _STRONG_AFTER):
            candidates.append((after, "after"))
        if clause.event is not None:
            candidates.append((clause.event, "event"))
        if clause.state is not None:
            candidates.append((clause.state, "before"))
        if after is not None:
            candidates.append((after, "after"))
        distributed = self._distributed(right) if not candidates else None
        if distributed is not None:
            candidates.append((distributed, "list"))
        if clause.subset and clause.counted is not None and clause.counted.attribute in {"active", *EVENTS}:
            candidates.append((clause.counted.attribute, "parent"))
        for attribute, source in candidates:
            if attribute == "new" and clause.per_year and (head, "new_per_year", "count") in indicators():
                return "new_per_year", source
            if attribute == "other_state" or (head, attribute, "count") in indicators():
                return attribute, source
        return "", "none"

    def _distributed(self, right: RightContext) -> str | None:
        """An attribute said once after a list: "9 HTX, 17 tổ hợp tác được thành lập mới"."""
        index = right.next_item
        heads: set[str] = set()
        while (joint := self._item(index)) is not None and (joint.value == "," or joint.means("cue", "and")):
            number, noun = self._item(index + 1), self._item(index + 2)
            if number is None or noun is None or number.category != "quantity":
                return None
            if noun.category not in {"entity", "people"} or noun.value in heads:
                return None
            heads.add(noun.value)
            context = self._right(index + 3)
            if context.attribute in _DISTRIBUTIVE:
                return context.attribute
            index = context.next_item
        return None

    def _list_ends_upwards(self, following: int) -> bool:
        """ "từ 5 HTX, 3 tổ hợp tác trở lên": the bound said after the last of a list."""
        index = following
        while (joint := self._item(index)) is not None and (joint.value == "," or joint.means("cue", "and")):
            number, noun = self._item(index + 1), self._item(index + 2)
            if number is None or noun is None or number.category != "quantity" or noun.category != "entity":
                return False
            after = self._item(index + 3)
            if after is not None and after.means("qualifier", "upwards"):
                return self._items[following - 2].quantity is not None and bool(
                    (q := self._items[following - 2].quantity) and q.from_word
                )
            index += 3
        return False

    def _follows_area(self, index: int) -> bool:
        """ "huyện Cẩm Xuyên 52 HTX": the name of an area right before the number states it."""
        return area_before(self._sentence.text_before(self._items[index])) is not None

    def _follows_partitive(self, index: int) -> bool:
        previous = self._item(index - 1)
        if previous is None:
            return False
        return self._sentence.text_of(previous).lower() == "trong" or previous.means("cue", "partitive")

    def _is_licensed(self, index: int, attribute: str, right: RightContext, head: str) -> bool:
        """Whether the sentence states the number: a verb of being, an event or state, or a list that goes on."""
        if attribute == "other_state":
            return False
        if attribute not in {"", "active"}:
            return True
        previous = self._item(index - 1)
        if previous is None:
            return head == "model"
        if self._follows_area(index):
            return True
        if previous.category in {"cue", "time"}:
            return previous.value != "of" or self._clause.of_products
        if previous.category in {"sector", "attribute", "status", "whole"}:
            return True
        if previous.category == "mark":
            return self._clause.listing or self._clause.licensed or self._clause.pending_sector is not None
        return head == "model" and self._status is Status.TARGET

    # --- a number without a noun -------------------------------------------------------------------------------

    def _bare(self, index: int, quantity: Quantity) -> tuple[tuple[Reading, ...], int]:
        clause = self._clause
        last = quantity.last
        if clause.change and not clause.level:
            following = self._item(index + 1)
            if following is None or not following.means("cue", "and"):
                clause.change = None
            return (), index + 1
        if clause.pending_sector is not None and clause.counted is not None:
            parent = clause.counted
            head = parent.head if parent.head in ORGANISATIONS else "coop"
            reading = self._reading(
                quantity, last, head, parent.attribute, "count",
                sector=clause.pending_sector, unit="count", trace=("part without noun",), doubt=0.95,
            )  # fmt: skip
            clause.pending_sector = None
            return (reading,) if reading else (), index + 1
        previous = self._item(index - 1)
        if previous is not None and previous.means("cue", "level", "exists") and clause.fresh:
            subject = "alliance_member" if "alliance_member" in clause.people else clause.subject.entity
            attribute = clause.state or ""
            if subject in {*ORGANISATIONS, "alliance_member", "member_coop"} and clause.measure is None:
                reading = self._reading(
                    quantity, last, subject, attribute, "count", unit="count", trace=("after level",)
                )
                return (reading,) if reading else (), index + 1
        return (), index + 1

    # --- people, products, lessons -----------------------------------------------------------------------------

    def _people(self, index: int, quantity: Quantity, noun: str, following: int) -> tuple[tuple[Reading, ...], int]:
        clause = self._clause
        right = self._right(following)
        last = self._last_token(following)
        before = self._item(index - 1)
        if before is not None and before.means("cue", "total"):
            clause.engage()
        self._joined_by_with = before is not None and self._sentence.text_of(before).lower() == "với"
        if clause.change:
            clause.change = None
            return (self._other(Kind.CHANGE, quantity, last, "person"),), following
        if clause.each_coop and clause.measure is None:
            return (), following
        quantity = _with_upwards(quantity, right.upwards)
        subject, attribute, unit, sector = self._people_subject(noun, right)
        goes_on = self._after_context(following, right)
        if subject is None:
            clause.people = (*clause.people, noun)
            return (), following
        reading = self._reading(
            quantity, last, subject, attribute, unit,
            sector=sector, unit=unit, trace=(f"sector:{sector}",),
        )  # fmt: skip
        clause.people = (*clause.people, noun) if noun != "person" else clause.people
        if noun == "product":
            clause.of_products = True
        return (reading,) if reading else (), goes_on

    def _people_subject(self, noun: str, right: RightContext) -> tuple[str | None, str, str, str]:
        """(subject, attribute, unit, sector) of a count of people, products, lessons; subject None for none."""
        clause = self._clause
        if noun == "person":
            noun = self._named_people(right)
        if noun in {"award_collective", "award_individual"}:
            awarded = any(item.means("attribute", "awarded") for item in self._items)
            return (noun if awarded else None), "", "count", "all"
        if noun in {"class", "participant"}:
            return noun, "", "person" if noun == "participant" else "count", "all"
        if noun == "product":
            return self._product(right)
        if noun == "owner":
            return (noun if clause.ocop else None), "", "count", "all"
        if noun == "manager":
            attribute = self._schooling(right)
            clause.state = None
            return noun, attribute, "person", "all"
        return self._members_or_workers(noun, right)

    def _named_people(self, right: RightContext) -> str:
        if self._schooling(right):
            return "manager"
        return self._clause.people[-1] if self._clause.people else ""

    def _schooling(self, right: RightContext) -> str:
        """The schooling of managers, said after their number or before it."""
        known = (attribute for attribute in (right.attribute, self._clause.state) if attribute in _SCHOOLING)
        return next(known, None) or ""

    def _product(self, right: RightContext) -> tuple[str | None, str, str, str]:
        following_owner = right.of_coops or self._owners_follow(right.next_item)
        if following_owner and (self._clause.ocop or "ocop" in right.attributes):
            return "product", "of_coops", "product", "all"
        if "ocop" in right.attributes:
            return "product", "ocop", "product", "all"
        return None, "", "product", "all"

    def _owners_follow(self, index: int) -> bool:
        """ "66 sản phẩm của 65 HTX": the owners are counted themselves."""
        before, number, noun = self._item(index - 1), self._item(index), self._item(index + 1)
        return (
            before is not None
            and before.means("cue", "of")
            and number is not None
            and number.category == "quantity"
            and noun is not None
            and noun.means("entity", "coop", "group")
        )

    def _members_or_workers(self, noun: str, right: RightContext) -> tuple[str | None, str, str, str]:
        clause = self._clause
        subject = clause.subject
        if noun in {"member", "household", "worker"} and right.entity in ORGANISATIONS:
            subject = Subject(right.entity, right.sector or "all")
        if right.entity == "sector_economy":
            subject = Subject("all")
        alliance = clause.event == "joined" or (clause.alliance and not clause.whole) or noun == "alliance_member"
        if noun in {"member", "alliance_member"} and alliance:
            return "alliance_member", "joined" if clause.event == "joined" else "", "count", "all"
        if noun in {"coop_member", "group_member", "seasonal_worker"}:
            own = subject.sector if subject.entity == "coop" and noun != "group_member" else "all"
            return noun, self._people_attribute(right), "person", own
        if noun == "household" and right.people is None and not clause.licensed:
            return None, "", "person", "all"
        if self._is_of_event(noun):
            return None, "", "person", "all"
        table = _WORKER_SUBJECTS if noun == "worker" else _MEMBER_SUBJECTS if noun in {"member", "household"} else {}
        attribute = self._people_attribute(right)
        sector = "all" if attribute == "new" or subject.entity == "all" else subject.sector
        return table.get(subject.entity), attribute, "person", sector

    def _is_of_event(self, noun: str) -> bool:
        """ "15 HTX thành lập mới với 130 thành viên": people of the new ones only, an indicator we do not have."""
        counted = self._clause.counted
        near = self._joined_by_with and noun in {"member", "worker", "household"}
        return near and counted is not None and counted.attribute in {"new", "dissolved"} and self._clause.listing

    def _people_attribute(self, right: RightContext) -> str:
        known = {"new", "official", "associate_capital", "associate_no_capital", "are_members"}
        return right.attribute if right.attribute in known else ""

    # --- money and land ----------------------------------------------------------------------------------------

    def _money(self, index: int, quantity: Quantity) -> tuple[tuple[Reading, ...], int]:
        clause = self._clause
        measure, change = clause.measure, clause.change
        fresh = clause.fresh or "coop" in quantity.per or "group" in quantity.per
        following = index + 1
        right_sector = self._item(following)
        subject = clause.subject
        if "group" in quantity.per:
            subject = Subject("group")
        elif "coop" in quantity.per and subject.entity in {"all", "group"}:
            subject = Subject("coop")
        if "coop" in quantity.per and right_sector is not None and right_sector.category == "sector":
            subject = Subject("coop", right_sector.value)
            clause.topic_sector = right_sector.value
            following += 1
        if clause.pending_sector is not None and subject.entity == "coop":
            subject = Subject("coop", clause.pending_sector)
            clause.sectors_listed |= {clause.pending_sector}
        clause.after_amount()
        last = self._last_token(following)
        if measure is None or measure in {"none", "area"} or (not fresh and change is None):
            return (), following
        if change is not None:
            return self._money_change(quantity, measure, change, subject, last), following
        key, attribute = self._money_key(quantity, measure, subject)
        unit = self._money_unit(quantity, measure)
        reading = self._reading(
            quantity, last, key, attribute, "money",
            sector=subject.sector if subject.entity in {"coop", "fund"} else "all",
            unit=unit, trace=(f"measure:{measure}",),
        )  # fmt: skip
        return (reading,) if reading else (), following

    def _money_change(
        self, quantity: Quantity, measure: str, change: str, subject: Subject, last: int
    ) -> tuple[Reading, ...]:
        if measure == "charter_capital" and change == "change_up" and subject.entity == "coop":
            reading = self._reading(
                quantity, last, "coop_charter_capital", "change", "money",
                sector=subject.sector, unit="VND", trace=("growth of capital",),
            )  # fmt: skip
            return (reading,) if reading else ()
        return (self._other(Kind.CHANGE, quantity, last, "VND"),)

    def _money_key(self, quantity: Quantity, measure: str, subject: Subject) -> tuple[str, str]:
        clause = self._clause
        average = "average" if clause.average or quantity.per & {"coop", "group"} else "total"
        entity = subject.entity if subject.entity in {*ORGANISATIONS, "support_fund"} else "coop"
        match measure:
            case "income":
                bearer = "member" if "member" in clause.people[:1] or "coop_member" in clause.people[:1] else "worker"
                if "worker" in clause.people:
                    bearer = "worker"
                if "manager" in clause.people[:1]:
                    return "manager_income", "each"
                group = entity == "group" or "group_member" in clause.people
                return ("group_worker_income" if group else f"coop_{bearer}_income"), "each"
            case "pay":
                return ("manager_income" if "manager" in clause.people else ""), "each"
            case "support" | "support_central" | "support_local" | "support_other":
                return measure, "total"
            case "lending":
                lender = "support_fund" if entity == "coop" and clause.support_fund else entity
                return f"{lender}_loans", "total"
            case "loans" | "budget":
                return f"{entity}_{measure}", "total"
            case "charter_capital" | "capital" | "assets" if average == "total":
                return f"{entity}_{measure}", "total"
        return f"{entity}_{measure}", average

    def _money_unit(self, quantity: Quantity, measure: str) -> str:
        if measure not in {"income", "pay"}:
            return "VND"
        if "month" in quantity.per:
            unit = "VND_per_month"
        elif "year" in quantity.per:
            unit = "VND_per_year"
        else:
            unit = self._clause.income_unit or "VND"
        self._clause.income_unit = unit
        return unit

    def _area(self, index: int, quantity: Quantity) -> tuple[tuple[Reading, ...], int]:
        clause = self._clause
        on_topic = clause.measure == "area" and clause.change is None and clause.fresh and not quantity.per
        subject = clause.subject
        clause.after_amount()
        if not on_topic:
            return (), index + 1
        entity = subject.entity if subject.entity in {"coop", "group"} else ""
        reading = self._reading(
            quantity, quantity.last, f"{entity}_area", "total", "area",
            sector=subject.sector if entity == "coop" else "all", unit="ha", trace=("land",),
        )  # fmt: skip
        return (reading,) if reading else (), index + 1

    # --- percentages -------------------------------------------------------------------------------------------

    def _percent(self, index: int, quantity: Quantity) -> tuple[tuple[Reading, ...], int]:
        clause = self._clause
        noun = self._item(index + 1)
        right = self._right(index + 2 if noun is not None and noun.means("cue", "exists") else index + 1)
        last = quantity.last
        change, share, plan_ratio = clause.change, clause.share, clause.plan_ratio
        clause.change = None
        clause.share = clause.plan_ratio = False
        following = self._item(index + 1)
        if following is not None and following.means("cue", "ratio_points"):
            return (self._other(Kind.CHANGE, quantity, last, "percent"),), index + 2
        if right.plan or plan_ratio:
            return (self._other(Kind.PLAN_ATTAINMENT, quantity, last, "percent"),), index + 1
        if change is not None:
            if clause.measure == "revenue" and change == "change_up" and clause.subject.entity != "group":
                reading = self._reading(
                    quantity, last, "revenue", "growth", "percent",
                    sector=clause.subject.sector, unit="percent", trace=("growth of revenue",),
                )  # fmt: skip
                return (reading,) if reading else (), index + 1
            return (self._other(Kind.CHANGE, quantity, last, "percent"),), index + 1
        if share:
            return (self._other(Kind.SHARE, quantity, last, "percent"),), index + 1
        return self._ratio(index, quantity, right)

    def _ratio(self, index: int, quantity: Quantity, right: RightContext) -> tuple[tuple[Reading, ...], int]:
        clause = self._clause
        quantity = _with_upwards(quantity, right.upwards)
        candidates = [right.attribute, *right.attributes, clause.state, clause.event]
        if clause.counted is not None:
            candidates.append(clause.counted.attribute if clause.counted.attribute == "converted" else None)
        noun = self._item(index + 1)
        manager = right.people == "manager" or (
            "manager" in clause.people and not (noun is not None and noun.means("entity", "coop"))
        )
        for subject in (
            "manager" if manager else "coop",
            "owner" if "owner" in clause.people else "",
            "economy",
        ):
            for attribute in candidates:
                if not subject or not attribute or (subject, attribute, "percent") not in indicators():
                    continue
                sector = right_sector(self._items, index) or clause.topic_sector
                reading = self._reading(
                    quantity, quantity.last, subject, attribute, "percent",
                    sector=sector if subject == "coop" else "all", unit="percent", trace=(f"sector:{sector}",),
                )  # fmt: skip
                if attribute in GRADES:
                    clause.grades = True
                clause.state = None
                return (reading,) if reading else (), index + 1
        clause.state = None
        return (), index + 1


def right_sector(items: tuple[Item, ...], index: int) -> str | None:
    """The sector of the organisations a percentage is of: "35% HTX nông nghiệp"."""
    nouns = items[index + 1 : index + 3]
    if len(nouns) == 2 and nouns[0].means("entity", "coop") and nouns[1].category == "sector":
        return nouns[1].value
    return None


def _with_upwards(quantity: Quantity, upwards: bool) -> Quantity:
    """The quantity with the bound that "trở lên" after its noun gives it."""
    if not upwards or quantity.qualifier is not Qualifier.EXACT:
        return quantity
    return replace(quantity, high=None, qualifier=Qualifier.OVER)
