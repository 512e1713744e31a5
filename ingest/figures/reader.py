"""Reading the prose of a text sentence by sentence: the clause state, its time and status, and the numbers."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from ingest.figures.clause import EVENTS, NATION, ORGANISATIONS, PART, Clause, Counted, Subject
from ingest.figures.figures import read_number
from ingest.figures.local_place import area_before, local_place, subject_place
from ingest.figures.mentions import Item, ReadSentence, read_sentence
from ingest.figures.openings import Owner, is_private, is_question, owner_of
from ingest.figures.place_names import known_place
from ingest.figures.quantities import may_count
from ingest.figures.readings import Frame, Reading
from ingest.figures.scope import DocumentScope
from ingest.figures.sections import Sections
from ingest.figures.sentences import Block, Sentence, sentences
from ingest.figures.single import (
    NAMED_KINDS,
    is_apposition,
    is_known,
    is_of_officer,
    is_source,
    is_story_of_one,
    may_name_one,
    names_one,
)
from ingest.figures.subjects import is_counted_subject
from ingest.figures.timing import SentenceTime, TimeMemory
from ingest.figures.types import Kind, Status
from ingest.figures.vocabulary import Lexicon, lexicon
from ingest.vietnamese.folding import word_key
from ingest.vietnamese.periods import find_times

_OPENING, _CLOSING = "([", ")]"
_BEFORE_SIDES: tuple[str, ...] = ("any", "before")
_ONE_OF_A_KIND = {"một htx": "coop", "một hợp tác xã": "coop", "một tổ hợp tác": "group"}
_AT = frozenset(word_key(word) for word in ("ở", "tại"))
_NAMES_COOPS = re.compile(r"htx|hợp tác xã", re.IGNORECASE)
"""In a phrase of measure: whose it is, "dư nợ cho vay HTX"."""
_FRONT_CATEGORIES = frozenset({"time", "whole", "cue", "status", "entity", "mark", "qualifier"})
_FRONT_WORDS = frozenset(word_key(word) for word in ("đối", "với", "về", "ở", "lĩnh", "vực", "ngành", "nhóm", "khối"))
_SECTOR_NOUN_ENDS = frozenset({"vực", "ngành", "nghề", "nhóm", "khối"})

_OF_PEOPLE = frozenset({None, "income", "wage", "pay", "pay_verb"})
_REACH_OF_AVERAGE = 10


class Located(NamedTuple):
    """A reading and the sentence it was read in."""

    reading: Reading
    sentence: ReadSentence


class TextReader:
    """Reads the prose blocks of one text in order and remembers what later paragraphs may refer to."""

    def __init__(self, scope: DocumentScope, words: Lexicon | None = None) -> None:
        self._scope = scope
        self._lexicon = words or lexicon()
        self._memory = TimeMemory(last_span=scope.spans[0] if scope.spans else None)
        self._counted: Counted | None = None
        self._told_of_one = False
        self._funds: str | None = None
        self._ocop = False
        self._sections = Sections(scope)
        self._counts: dict[tuple[str, Decimal], Counted] = {}

    def head(self, block: Block, *, is_title: bool) -> None:
        """A line that is no prose: it may be the heading of what follows."""
        self._note_funds(block)
        self._sections.head(block, is_title=is_title)

    def _note_funds(self, block: Block) -> None:
        """What "quỹ" means from here on, where nothing has told it yet."""
        if self._funds is None and ("tín dụng nhân dân" in block.text or "QTDND" in block.text):
            self._funds = "fund"

    @property
    def tells_of_one(self) -> bool:
        """Whether the text was telling of one cooperative so far."""
        return self._told_of_one

    @property
    def times(self) -> TimeMemory:
        """The times named so far, under the heading read last."""
        self._memory.section = self._sections.current
        return self._memory

    def read(self, block: Block, *, is_last: bool) -> Iterator[Located]:
        """The numbers of one paragraph; `is_last` tells that none follow in paragraphs after it."""
        clause = self._sections.opening(block)
        clause.counts = self._counts
        clause.counted_before, clause.told_of_one = self._counted, self._told_of_one
        self._note_funds(block)
        clause.funds, clause.ocop = self._funds, clause.ocop or self._ocop
        self._memory.block_as_at = None
        self._memory.section = self._sections.current
        for number, sentence in enumerate(_counting_sentences(block) if is_last else _telling_sentences(block)):
            items = read_sentence(sentence, self._lexicon)
            clause = clause.next_sentence() if number else clause
            reader = SentenceReader(items, clause, self._scope, self._memory)
            yield from reader.read()
            clause = reader.clause
        self._sections.closing(block, clause)
        self._counted, self._funds = clause.whole_counted or self._counted, clause.funds
        self._ocop = clause.ocop and "product" in clause.people
        self._told_of_one = clause.told_of_one


def _lists_grades(items: Sequence[Item]) -> bool:
    """ "tốt 132 HTX, khá 80 HTX", "132 HTX tốt, 80 HTX khá": two grades or more, each beside a count."""
    found = set()
    for item, number in pairwise(items):
        if item.category == "grade" and number.means("quantity", "count"):
            found.add(item.value)
        if number.category == "grade" and item.means("entity", *ORGANISATIONS):
            found.add(number.value)
    return len(found) > 1


def _counting_sentences(block: Block) -> list[Sentence]:
    """The sentences up to the last that may count something."""
    found = list(sentences(block))
    while found and not may_count(found[-1].text):
        found.pop()
    return found


def _telling_sentences(block: Block) -> list[Sentence]:
    """The sentences up to the last that has a number, a time or a cooperative's name; what follows says nothing."""
    found = list(sentences(block))
    while found and not any(token.opens_number for token in found[-1].tokens) and not find_times(found[-1].text):
        if may_name_one(found[-1].text):
            break
        found.pop()
    return found


class SentenceReader:
    """One pass over the items of a sentence."""

    def __init__(self, sentence: ReadSentence, clause: Clause, scope: DocumentScope, memory: TimeMemory) -> None:
        self._sentence = sentence
        self._items = sentence.items
        self._clause = clause
        self._scope = scope
        self._places = tuple(name for name in (scope.place, scope.parent_place) if name)
        self._asks = is_question(sentence)
        self._time = SentenceTime(sentence, scope, memory)
        self._brackets: list[Clause | None] = []

    @property
    def clause(self) -> Clause:
        """The state at the point read so far."""
        return self._clause

    def read(self) -> Iterator[Located]:
        """All numbers of the sentence, in order."""
        self._time.settle_status(self._clause)
        self._settle_owner()
        if "grade" in self._sentence.categories:
            self._clause.grades = self._clause.grades or _lists_grades(self._items)
        opening = subject_place(self._sentence.sentence.text, self._scope.districts)
        if opening is not None:
            self._clause.place = opening if opening != self._scope.place else None
            is_province = known_place(opening) is not None
            self._clause.opened_place = self._clause.place if is_province else None
            self._time.leave_aim(self._clause)
        index = 0
        items = self._items
        while index < len(items):
            item = items[index]
            if item.category == "word" and self._clause.status is not Status.TARGET:
                index += 1
                continue
            if item.category == "quantity":
                readings, following = self._number(index)
                if self._asks and not any(later.means("mark", ";") for later in items[index:]):
                    readings = tuple(reading._replace(kind=Kind.ENTITY_FIGURE) for reading in readings)
                yield from (Located(reading, self._sentence) for reading in readings)
                self._skipped(index + 1, following)
                index = max(following, index + 1)
                continue
            self._step(index, item)
            index += 1

    def _settle_owner(self) -> None:
        """Whose sentence it is by its opening; an owner named before stays until ours are spoken of."""
        clause = self._clause
        match owner_of(self._sentence):
            case None:
                return
            case Owner.ONE:
                clause.single = clause.told_of_one = True
            case Owner.LAW:
                clause.norm = True
            case owner:
                clause.owner = owner

    def _skipped(self, first: int, last: int) -> None:
        """Words used up by a number still end or set what must be known later."""
        for item in self._items[first:last]:
            if item.means("attribute", "ocop"):
                self._clause.ocop = True
            if item.means("entity", "support_fund"):
                self._clause.funds = item.value

    def _number(self, index: int) -> tuple[tuple[Reading, ...], int]:
        status = self._time.status(self._clause)
        period = self._time.period(self._clause, status, index)
        before = self._sentence.text_before(self._items[index])
        self._clause.place = local_place(before) or self._clause.place
        area = area_before(before, self._scope.districts)
        readings, following = read_number(Frame(self._sentence, self._clause, status, period, area), index)
        if area is not None and area != self._scope.place:
            readings = tuple(reading._replace(place=area) for reading in readings)
        return readings, following

    def _step(self, index: int, item: Item) -> None:
        clause = self._clause
        previous = self._items[index - 1] if index else None
        following = self._item(index + 1)
        if clause.status is Status.TARGET and self._is_done(item, following):
            clause.status = Status.ACTUAL
        match item.category:
            case "mark":
                self._on_mark(index, item, previous, following)
            case "time":
                self._time.on_time(clause, index, item, outside=self._outside())
            case "entity":
                self._on_entity(index, item, previous, following)
            case "people":
                clause.single |= item.means("people", "coop_member", "group_member") and self._is_own_member(index)
                clause.on_people(item.value, in_total=previous is not None and previous.means("cue", "total"))
                if self._is_each_person(index) and clause.measure not in _OF_PEOPLE:
                    clause.measure = "none"  # "dư nợ bình quân một thành viên"
                    clause.fresh = False
            case "measure":
                in_total = previous is not None and previous.means("cue", "total")
                if in_total and clause.subject.entity in {"union", "fund"} and "coop" in clause.whole:
                    clause.subject = Subject("coop")  # "446 HTX và 1 liên hiệp HTX với tổng vốn điều lệ …"
                if item.value != "bare_capital":
                    clause.on_measure(item.value)
                    clause.measure_is_total = in_total
                elif in_total:
                    clause.on_measure("capital")
                    clause.measure_is_total = True
                if previous is not None and previous.means("cue", "average") and not in_total:
                    clause.average = True
                if clause.owner and _NAMES_COOPS.search(self._sentence.text_of(item)):
                    clause.owner = ""
            case "sector" if not self._is_verb(item, previous):
                if not (previous is not None and previous.means("cue", "average") and clause.distributive):
                    clause.on_sector(item.value, fronted=self._is_fronted(index))
            case "attribute":
                self._on_attribute(index, item, previous, following)
            case "grade":
                clause.on_grade(item.value, after_measure=previous is not None and previous.category == "measure")
            case "status":
                self._on_status(index, item)
            case "cue":
                self._on_cue(index, item, following)
            case "whole":
                self._on_whole(item, previous)

    def _is_fronted(self, index: int) -> bool:
        """Whether nothing but words of place, time and field come before: "Riêng lĩnh vực nông nghiệp, …"."""
        for item in reversed(self._items[:index]):
            if item.means("mark", ";", ":"):
                return True
            if item.category not in _FRONT_CATEGORIES and item.value not in _FRONT_WORDS:
                return False
        return True

    def _is_done(self, item: Item, following: Item | None) -> bool:
        """ "…; đến hết tháng 6 đã thành lập được 18 HTX": the tense of what happened, after a target."""
        words = self._sentence.text_of(item).lower()
        if words == "đã":
            return following is not None and following.means("attribute", *EVENTS)
        return words.startswith("đã ") and (item.means("attribute") or item.means("cue", "exists"))

    def _is_verb(self, item: Item, previous: Item | None) -> bool:
        """ "phối hợp xây dựng 5 mô hình": the name of a sector that is a verb here."""
        if not any(meaning.side == "verb_too" for meaning in item.meanings) or previous is None:
            return False
        return previous.category == "word" and self._sentence.text_of(previous).lower() not in _SECTOR_NOUN_ENDS

    def _outside(self) -> Clause | None:
        """What holds around the brackets read now; None outside of brackets, and in those that explain a time."""
        return self._brackets[-1] if self._brackets else None

    def _on_mark(self, index: int, item: Item, previous: Item | None, following: Item | None) -> None:
        if item.value in _OPENING:
            # "đến thời điểm này (15/12/2016)" says one time twice: it goes on after the brackets.
            explains = all(item is not None and item.category == "time" for item in (previous, following))
            self._brackets.append(None if explains else self._clause.copy())
            self._clause.in_parts = self._clause.listing
        elif item.value in _CLOSING and self._brackets:
            outside = self._brackets.pop()
            if outside is not None:
                inner, self._clause = self._clause, outside
                self._clause.sectors_listed |= inner.sectors_listed
                self._clause.single |= inner.single and inner.told_of_one and not outside.listing
        elif item.value == ";":
            self._clause.on_semicolon(list_goes_on=self._list_goes_on(index))
        elif item.value == ":":
            self._clause.aside = self._clause.some = False
            if previous is not None and previous.means("attribute", *EVENTS):
                self._clause.headed_event = self._clause.event
        elif item.value == "," and not (following is not None and following.means("quantity", "money")):
            makers_follow = self._clause.of_products and following is not None and following.means("cue", "reason")
            self._clause.on_comma()
            self._clause.of_products = makers_follow

    def _item(self, index: int) -> Item | None:
        return self._items[index] if index < len(self._items) else None

    def _list_goes_on(self, index: int) -> bool:
        """ "thành lập mới 58 HTX, đạt 116% kế hoạch; 37 tổ hợp tác, đạt 123%": another kind, and no verb of its own."""
        told = self._clause.counted
        number, noun, after = (self._item(index + step) for step in (1, 2, 3))
        if told is None or told.attribute not in EVENTS or number is None or noun is None:
            return False
        is_bare = after is None or after.category in {"mark", "qualifier"} or after.means("cue", "and")
        return number.means("quantity", "count") and noun.means("entity", *ORGANISATIONS - {told.head}) and is_bare

    def _on_entity(self, index: int, item: Item, previous: Item | None, following: Item | None) -> None:
        if item.value == "alliance" and is_source(self._sentence, index):
            return
        sector = following.value if following is not None and following.category == "sector" else None
        if self._is_one(index, item, previous, following) or is_known(self._sentence, index):
            self._clause.single = self._clause.told_of_one = True
            return
        if item.value == "coop" and sector is not None:
            self._clause.single = self._clause.single_before = self._clause.some = False
        if item.value in ORGANISATIONS and previous is not None and previous.means("cue", "average", "each"):
            return
        if item.value in {"union", "fund"} and self._is_listed_after_coops(index):
            return
        if item.value == "coop" and previous is not None and previous.means("cue", "of") and self._is_new(following):
            self._clause.subject = PART
            return
        self._clause.on_entity(item.value, sector)

    def _is_listed_after_coops(self, index: int) -> bool:
        """ "dư nợ của các HTX, liên hiệp HTX": cooperatives and their unions together."""
        joint, first = (self._items[index - 1], self._items[index - 2]) if index > 1 else (None, None)
        if joint is None or first is None or not (joint.means("mark", ",") or joint.means("cue", "and")):
            return False
        return first.means("entity", "coop") or first.means("cue", "all_coops")

    def _is_one(self, index: int, item: Item, previous: Item | None, following: Item | None) -> bool:
        """Whether the noun means one organisation, not its kind."""
        if item.value not in NAMED_KINDS:
            return False
        if names_one(self._sentence, index, self._places) or is_of_officer(self._sentence, index):
            return True
        clause = self._clause
        return (
            item.value == "coop"
            and not clause.listing
            and not self._is_about_area()
            and is_story_of_one(
                self._sentence, previous, following, told_before=clause.told_of_one or is_private(self._sentence)
            )
        )

    def _is_each_person(self, index: int) -> bool:
        before = self._items[index - 1] if index else None
        if before is not None and self._sentence.text_of(before).lower() == "một" and index > 1:
            before = self._items[index - 2]
        return before is not None and before.means("cue", "average")

    def _is_own_member(self, index: int) -> bool:
        """ "Ông Út, thành viên HTX, …": a member who tells of himself."""
        following = self._item(index + 1)
        return (
            index > 0
            and self._items[index - 1].category == "mark"
            and following is not None
            and following.means("mark", ",", ")")
            and is_apposition(self._sentence, index)
        )

    def _is_about_area(self) -> bool:
        return any(item.category == "whole" or item.means("cue", "all_coops") for item in self._items)

    def _closes_list(self, index: int) -> bool:
        """ "14 HTX, trong đó 13 HTX nông nghiệp và 1 HTX vận tải, với …": after the comma all of them are meant."""
        clause, previous = self._clause, self._items[index - 1] if index else None
        if previous is None or not previous.means("mark", ",") or not clause.listing:
            return False
        closes = len(clause.sectors_listed) > 1 or clause.subject.entity == "fund"
        return closes and "coop" in clause.whole and clause.people == ()

    def _returns_to_whole(self, index: int) -> bool:
        """ "331 HTX, trong đó 246 HTX nông nghiệp, tổng vốn điều lệ …": of all, where the part tells no more."""
        clause, before = self._clause, self._items[index - 1] if index else None
        tells_no_more = clause.people == () and clause.measure is None
        is_after_part = clause.subset and clause.listing and "coop" in clause.whole and tells_no_more
        return is_after_part and before is not None and before.means("mark", ",")

    def _on_cue(self, index: int, item: Item, following: Item | None) -> None:
        clause = self._clause
        words = self._sentence.text_of(item).lower()
        sector = following.value if following is not None and following.category == "sector" else None
        if item.value == "single" and words in _ONE_OF_A_KIND and self._averages(index):
            clause.distribute(Subject(_ONE_OF_A_KIND[words], sector or clause.topic_sector))
            return
        if item.value == "single" and words.endswith(" khác") and following is not None and following.quantity:
            return  # "…, HTX khác 7": the rest of a list
        if item.value == "total" and self._returns_to_whole(index):
            clause.subject = Subject("coop")
        if words == "với" and self._closes_list(index):
            clause.subject = Subject("coop")
        if item.value == "abroad":
            clause.some = clause.some or self._is_told_of(index, item, following)
            return
        if item.value == "some_first":
            clause.some = clause.some or index == 0 or self._items[index - 1].category == "mark"
            return
        clause.on_cue(item, words)
        if item.value == "officer" and self._is_any_officer(index, following):
            clause.on_people("manager", in_total=False)
        if item.value == "all_coops" and self._is_list_of_names(index, following):
            clause.single = True
        elif item.value == "all_coops" and self._is_new(following) and not self._take_on(index + 1):
            clause.subject = PART
        elif item.value == "all_coops":
            self._sector_after(following)
        elif item.value in {"average", "each"} and following is not None:
            self._average_of(words, following)

    def _is_told_of(self, index: int, item: Item, following: Item | None) -> bool:
        """ "Hàn Quốc có 1.111 HTX", "tại Hà Lan": the country is spoken of; not where something is sold."""
        if not self._sentence.token(item.first).text[0].isupper():
            return False
        before = self._items[index - 1].value if index else ""
        has = following is not None and (following.means("cue", "exists") or following.category == "time")
        return has or before in _AT

    def _is_any_officer(self, index: int, following: Item | None) -> bool:
        """ "lương của giám đốc HTX": officers as a kind of people, no one of them."""
        before = self._items[index - 1] if index else None
        if before is None or following is None or not following.means("entity", "coop"):
            return False
        return before.means("cue", "of", "ratio", "average", "each")

    def _is_list_of_names(self, index: int, following: Item | None) -> bool:
        """ "Các HTX Thạch Hạ, Cẩm Bình": names, not a kind."""
        is_word = following is not None and following.category == "word"
        return is_word and names_one(self._sentence, index, self._places)

    def _is_new(self, item: Item | None) -> bool:
        """ "số HTX mới này", "các HTX thành lập mới": what they have is not what all have."""
        if item is None:
            return False
        return item.means("attribute", "new") or self._sentence.text_of(item).lower() == "mới"

    def _take_on(self, index: int) -> bool:
        """ "các HTX phát triển thêm 1.250 thành viên": they are not new, their people are."""
        number, noun = self._items[index + 1 : index + 2], self._items[index + 2 : index + 3]
        return bool(number and noun) and number[0].category == "quantity" and noun[0].category == "people"

    def _averages(self, index: int) -> bool:
        """ "bình quân, một HTX …", "doanh thu một HTX": an average said before, or a measure of the one."""
        measure_of_one = self._clause.measure_is_open and self._clause.average
        before = index - 1
        if before >= 0 and (self._items[before].category == "measure" or measure_of_one):
            return True
        if self._says_average_after(index):
            return True
        if before >= 0 and self._items[before].means("mark", ","):
            before -= 1
        return before >= 0 and self._items[before].means("cue", "average")

    def _says_average_after(self, index: int) -> bool:
        """ "một HTX ở Cà Mau mỗi năm làm ra bình quân 1,9 tỷ đồng": the one is the typical one."""
        for item in self._items[index + 1 : index + _REACH_OF_AVERAGE]:
            if item.category in {"quantity", "mark"}:
                return False
            if item.means("cue", "average") or (
                item.category == "measure" and "bình quân" in self._sentence.text_of(item)
            ):
                return True
        return False

    def _average_of(self, words: str, following: Item) -> None:
        """Whose average it is, where the cue does not say it all: "mỗi HTX nông nghiệp", "bình quân mỗi đơn vị"."""
        clause = self._clause
        if clause.distributive and following.category == "sector":
            clause.subject = Subject(clause.subject.entity, following.value)
        elif words.endswith(("mỗi", "từng")) and following.means("entity", "unit", *ORGANISATIONS):
            clause.distribute(clause.subject if following.value == "unit" else Subject(following.value))

    def _sector_after(self, following: Item | None) -> None:
        if following is not None and following.category == "sector":
            self._clause.on_entity("coop", following.value)

    def _on_attribute(self, index: int, item: Item, previous: Item | None, following: Item | None) -> None:
        if previous is not None and previous.category == "people" and item.means("attribute", "new"):
            self._clause.people_are_new = True
            return
        if item.means("attribute", "are_coops") and names_one(self._sentence, index, self._places):
            self._clause.single = self._clause.told_of_one = True
            return
        sides = _BEFORE_SIDES
        if previous is not None and (self._counts_all(previous) or self._is_said_of(index, item)):
            sides = (*sides, "after", "adjacent")
        if following is not None and following.category == "quantity":
            sides = (*sides, "before_adjacent")
        meaning = item.meaning(*sides)
        if meaning is not None:
            self._clause.on_attribute(meaning)

    def _counts_all(self, item: Item) -> bool:
        """ "số HTX được hỗ trợ … là 120": what is said of the noun is said of its number."""
        if item.means("cue", "all_coops"):
            return "số" in self._sentence.text_of(item).lower()
        return item.means("entity", *ORGANISATIONS) and self._sentence.text_before(item).lower().endswith("số ")

    def _is_said_of(self, index: int, attribute: Item) -> bool:
        """ "HTX yếu kém, hoạt động hình thức là 43 HTX": who it is said of, then how many they are."""
        may_follow = attribute.meaning("after", "adjacent") is not None
        return may_follow and is_counted_subject(self._sentence, index)

    def _on_status(self, index: int, item: Item) -> None:
        clause = self._clause
        match item.value:
            case "target":
                clause.status, clause.estimate = Status.TARGET, False
            case "target_if_first" if index == 0:
                clause.status = Status.TARGET
            case "estimate":
                clause.estimate = True
                clause.estimate_fronted = index == 0
            case "counts_up":
                # "lũy kế đến cuối năm" may count up to a day to come: the time that follows tells.
                clause.status, clause.estimate = None, False
            case "actual":
                clause.status, clause.estimate = Status.ACTUAL, False

    def _on_whole(self, item: Item, previous: Item | None) -> None:
        """ "toàn tỉnh", "cả nước": the area as a whole, after talk of one cooperative or one district."""
        clause = self._clause
        clause.single_before = False
        text = self._sentence.text_of(item).lower()
        if text.startswith(("toàn", "cả", "trên")) and not (clause.distributive and not clause.distributed):
            clause.end_distribution()
            clause.single = clause.some = clause.told_of_one = clause.norm = False
            clause.owner = clause.owner if clause.owner == Owner.OTHERS else ""
            clause.alliance = False
            # "Ở Sơn La, toàn tỉnh có …" in a text about the nation: the province is the one just named.
            clause.place = clause.opened_place if item.value == "province" else None
            clause.subject, clause.fund_before = Subject("coop", "all"), None
        if item.value == "province" and text == "của cả tỉnh" and self._scope.parent_place:
            clause.place = self._scope.parent_place
        compared = previous is not None and (previous.category == "entity" or previous.means("cue", "of", "all_coops"))
        if item.value == "nation" and not compared and self._scope.place != NATION:
            clause.place = NATION
