"""Reading the prose of a text sentence by sentence: the clause state, its time and status, and the numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.figures.clause import EVENTS, NATION, Clause
from ingest.figures.figures import read_number
from ingest.figures.mentions import Item, ReadSentence, read_sentence
from ingest.figures.place import area_before, local_place
from ingest.figures.readings import Frame, Reading
from ingest.figures.scope import DocumentScope
from ingest.figures.sentences import Block, sentences
from ingest.figures.types import Status
from ingest.figures.vocabulary import lexicon
from ingest.vietnamese.periods import TimeExpression, TimeKind, TimeRole, first_year, last_year, resolve

_OPENING, _CLOSING = "([", ")]"
_BEFORE_SIDES: tuple[str, ...] = ("any", "before")
_SECTOR_NOUN_ENDS = frozenset({"vực", "ngành", "nghề", "nhóm", "khối"})


@dataclass(frozen=True, slots=True)
class Located:
    """A reading and the sentence it was read in."""

    reading: Reading
    sentence: ReadSentence


class TextReader:
    """Reads the prose blocks of one text in order and remembers what later paragraphs may refer to."""

    def __init__(self, scope: DocumentScope) -> None:
        self._scope = scope
        self._lexicon = lexicon()
        self._last_time: str | None = None
        self._last_span = scope.spans[0] if scope.spans else None
        self._block_as_at: str | None = None

    def read(self, block: Block) -> Iterator[Located]:
        """The numbers of one paragraph."""
        clause = Clause()
        self._block_as_at = None
        for number, sentence in enumerate(sentences(block)):
            items = read_sentence(sentence, self._lexicon)
            clause = clause.next_sentence() if number else clause
            reader = SentenceReader(items, clause, self._scope, self)
            yield from reader.read()
            clause = reader.clause

    def remember(self, period: str, as_at: bool) -> None:
        """Keep the time just named: for targets later in the text, and as the date of this paragraph's stocks."""
        self._last_time = period
        if as_at:
            self._block_as_at = period

    def remember_span(self, first: int, last: int) -> None:
        """Keep the term just named, for "trong nhiệm kỳ" later on."""
        self._last_span = (first, last)

    @property
    def last_span(self) -> tuple[int, int] | None:
        """The term named last."""
        return self._last_span

    @property
    def last_time(self) -> str | None:
        """The time named last, anywhere before."""
        return self._last_time

    @property
    def block_as_at(self) -> str | None:
        """The date this paragraph counts up to."""
        return self._block_as_at


class SentenceReader:
    """One pass over the items of a sentence."""

    def __init__(self, sentence: ReadSentence, clause: Clause, scope: DocumentScope, text: TextReader) -> None:
        self._sentence = sentence
        self._items = sentence.items
        self._clause = clause
        self._scope = scope
        self._text = text
        self._brackets: list[Clause] = []

    @property
    def clause(self) -> Clause:
        """The state at the point read so far."""
        return self._clause

    def read(self) -> Iterator[Located]:
        """All numbers of the sentence, in order."""
        self._settle_status()
        index = 0
        while index < len(self._items):
            item = self._items[index]
            if item.category == "quantity":
                readings, following = self._number(index)
                yield from (Located(reading, self._sentence) for reading in readings)
                self._skipped(index + 1, following)
                index = max(following, index + 1)
                continue
            self._step(index, item)
            index += 1

    def _skipped(self, first: int, last: int) -> None:
        """Words used up by a number still end or set what must be known later."""
        for item in self._items[first:last]:
            if item.means("attribute", "ocop"):
                self._clause.ocop = True

    # --- status and period -------------------------------------------------------------------------------------

    def _settle_status(self) -> None:
        """Whether the status of the last sentence goes on: it does unless this one speaks of today."""
        own_time = any(item.category == "time" and _is_scope(item.time) for item in self._items)
        if own_time:
            self._clause.status = None

    def _status(self) -> Status:
        clause = self._clause
        if clause.estimate:
            return Status.ESTIMATE
        if clause.status is not None:
            return clause.status
        return Status.TARGET if self._scope.plan or self._is_future(clause.period) else Status.ACTUAL

    def _is_future(self, period: str | None) -> bool:
        year, reference = first_year(period), self._scope.reference
        return year is not None and reference is not None and year > reference.year

    def _period(self, status: Status, index: int) -> str | None:
        clause = self._clause
        if clause.period_is_own:
            return self._until_today(clause.period) if status is Status.ACTUAL else clause.period
        trailing = self._trailing_time(index)
        if trailing is not None:
            return trailing
        if status is Status.TARGET or (self._scope.plan and status is Status.ESTIMATE):
            return clause.period or self._scope.plan_period or self._text.last_time
        carried = self._until_today(clause.period)
        if carried is not None and _spans_years(carried) and not self._tells_events():
            carried = self._scope.now()
        return carried or self._scope.default_period()

    def _tells_events(self) -> bool:
        """Whether the sentence tells what happened over a time; a stock does not hold for a span of years."""
        return any(item.means("attribute", *EVENTS) for item in self._items)

    def _until_today(self, period: str | None) -> str | None:
        """A term that is not over yet says nothing of when a present number holds; today does."""
        last, reference = last_year(period), self._scope.reference
        is_open = period is not None and ".." in period and last is not None
        if is_open and reference is not None and last is not None and last > reference.year and not self._is_rate():
            return self._scope.now()
        return period

    def _is_rate(self) -> bool:
        return self._clause.per_year

    def _trailing_time(self, index: int) -> str | None:
        """A time said after the number in the same clause: "khen thưởng 43 HTX … năm 2025"."""
        kinds = {TimeKind.YEAR, TimeKind.SPAN, TimeKind.DATE, TimeKind.MONTH, TimeKind.HALF}
        for item in self._items[index + 1 :]:
            if item.category == "mark" and item.value in ";()":
                return None
            if item.time is not None and item.time.kind in kinds and _is_scope(item.time):
                return resolve(item.time, self._scope.time_context())
        return None

    def _on_time(self, index: int, item: Item) -> None:
        expression = item.time
        if expression is None or not _is_scope(expression) or self._is_attributive_now(index, expression):
            return
        clause = self._clause
        period = self._resolved(expression)
        if expression.kind is TimeKind.NOW:
            clause.event = None
            clause.status = Status.ACTUAL if self._speaks_of_today(index) else clause.status
        clause.fresh = True
        if period is None:
            return
        if expression.kind is TimeKind.DAY and not expression.as_at:
            return
        clause.period, clause.period_is_own = period, True
        if self._brackets and clause.status is Status.TARGET and not self._is_future_year(period):
            clause.status = Status.ACTUAL
        if self._scope.plan and not self._brackets and self._is_before_plan(period):
            clause.status = Status.ACTUAL
        if not self._brackets:
            self._text.remember(period, expression.as_at and expression.kind in {TimeKind.DATE, TimeKind.MONTH})

    def _resolved(self, expression: TimeExpression) -> str | None:
        if expression.kind is TimeKind.NOW:
            return self._text.block_as_at or self._scope.now()
        clause = self._clause
        year = None
        relative = {TimeKind.THIS_YEAR, TimeKind.REST_OF_YEAR, TimeKind.LAST_YEAR}
        if expression.kind in relative:
            year = last_year(clause.period) if clause.period else None
            if year is None and self._scope.plan:
                year = first_year(self._scope.plan_period)
        if expression.kind is TimeKind.SPAN and expression.year and expression.end_year:
            self._text.remember_span(expression.year, expression.end_year)
        return resolve(expression, self._scope.time_context(year, last_span=self._text.last_span))

    def _is_attributive_now(self, index: int, expression: TimeExpression) -> bool:
        """ "các HTX hiện có" are the existing ones; nothing is said of today."""
        previous = self._items[index - 1] if index else None
        return (
            expression.kind is TimeKind.NOW
            and previous is not None
            and (previous.means("cue", "all_coops") or previous.means("entity", "coop"))
            and index + 2 < len(self._items)
            and self._items[index + 2].category == "mark"
        )

    def _speaks_of_today(self, index: int) -> bool:
        words = self._sentence.text_of(self._items[index]).lower()
        before = self._items[index - 1] if index else None
        return not words.startswith("nay") or before is None or before.category == "mark"

    def _is_future_year(self, period: str) -> bool:
        year, about = first_year(period), self._scope.year
        return year is not None and about is not None and year > about

    def _is_before_plan(self, period: str) -> bool:
        year, plan = first_year(period), first_year(self._scope.plan_period)
        return year is not None and plan is not None and year < plan

    # --- words -------------------------------------------------------------------------------------------------

    def _number(self, index: int) -> tuple[tuple[Reading, ...], int]:
        status = self._status()
        period = self._period(status, index)
        self._clause.place = self._local_place(index) or self._clause.place
        readings, following = read_number(Frame(self._sentence, self._clause, status, period), index)
        area = self._area_before(index)
        if area is not None and area != self._scope.place:
            readings = tuple(replace(reading, place=area) for reading in readings)
        return readings, following

    def _local_place(self, index: int) -> str | None:
        """The part of the area a clause speaks of: "riêng huyện Đại Lộc", "khu vực Phú Yên (cũ)"."""
        return local_place(self._sentence.text_before(self._items[index]))

    def _area_before(self, index: int) -> str | None:
        """The area named right before this one number."""
        return area_before(self._sentence.text_before(self._items[index]), self._scope.districts)

    def _step(self, index: int, item: Item) -> None:
        clause = self._clause
        previous = self._items[index - 1] if index else None
        following = self._items[index + 1] if index + 1 < len(self._items) else None
        match item.category:
            case "mark":
                self._on_mark(item, following)
            case "time":
                self._on_time(index, item)
            case "entity":
                self._on_entity(index, item, previous, following)
            case "people":
                clause.people = (*clause.people, item.value)
                clause.fresh = True
            case "measure":
                clause.on_measure(item.value)
                clause.measure_is_total = previous is not None and previous.means("cue", "total")
            case "sector" if not self._is_verb(item, previous):
                clause.on_sector(item.value)
            case "attribute":
                self._on_attribute(item, following)
            case "grade":
                clause.on_grade(item.value, after_measure=previous is not None and previous.category == "measure")
            case "status":
                self._on_status(index, item)
            case "cue":
                clause.on_cue(item, self._sentence.text_of(item).lower())
                if item.value == "all_coops":
                    self._sector_after(following)
            case "whole":
                self._on_whole(item, previous)

    def _is_verb(self, item: Item, previous: Item | None) -> bool:
        """ "phối hợp xây dựng 5 mô hình": the name of a sector that is a verb here."""
        if not any(meaning.side == "verb_too" for meaning in item.meanings) or previous is None:
            return False
        return previous.category == "word" and self._sentence.text_of(previous).lower() not in _SECTOR_NOUN_ENDS

    def _on_mark(self, item: Item, following: Item | None) -> None:
        if item.value in _OPENING:
            self._brackets.append(self._clause.copy())
        elif item.value in _CLOSING and self._brackets:
            inner, self._clause = self._clause, self._brackets.pop()
            self._clause.sectors_listed |= inner.sectors_listed
        elif item.value == ";":
            self._clause.on_semicolon()
        elif item.value == "," and not (following is not None and following.means("quantity", "money")):
            self._clause.on_comma()

    def _on_entity(self, index: int, item: Item, previous: Item | None, following: Item | None) -> None:
        sector = following.value if following is not None and following.category == "sector" else None
        if item.value == "coop" and self._names_one(index, previous):
            self._clause.single = True
            return
        if item.value == "coop" and sector is not None:
            self._clause.single = self._clause.some = False
        if item.value == "coop" and previous is not None and previous.means("cue", "average"):
            return
        self._clause.on_entity(item.value, sector)

    def _names_one(self, index: int, previous: Item | None) -> bool:
        """ "HTX Nông nghiệp Nhơn Thuận": a capitalised name right after the noun."""
        if previous is not None and previous.means("cue", "total", "of"):
            return False
        item = self._items[index]
        following = item.last
        if following >= len(self._sentence.sentence.tokens):
            return False
        token = self._sentence.token(following)
        if token.start != self._sentence.token(following - 1).end + 1:
            return False
        return token.is_capitalised and not self._is_place_of_text(token.text)

    def _is_place_of_text(self, word: str) -> bool:
        names = (self._scope.place or "", self._scope.parent_place or "")
        return any(name.startswith(word) for name in names)

    def _sector_after(self, following: Item | None) -> None:
        if following is not None and following.category == "sector":
            self._clause.on_entity("coop", following.value)

    def _on_attribute(self, item: Item, following: Item | None) -> None:
        sides = _BEFORE_SIDES
        if following is not None and following.category == "quantity":
            sides = (*_BEFORE_SIDES, "before_adjacent")
        meaning = item.meaning(*sides)
        if meaning is not None:
            self._clause.on_attribute(meaning)

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
            case "actual":
                clause.status, clause.estimate = Status.ACTUAL, False

    def _on_whole(self, item: Item, previous: Item | None) -> None:
        """ "toàn tỉnh", "cả nước": the area as a whole, after talk of one cooperative or one district."""
        clause = self._clause
        text = self._sentence.text_of(item).lower()
        if text.startswith(("toàn", "cả", "trên")):
            clause.single = clause.some = False
            clause.alliance = False
            clause.place = None
            clause.subject = type(clause.subject)("coop", "all")
        if item.value == "province" and text == "của cả tỉnh" and self._scope.parent_place:
            clause.place = self._scope.parent_place
        compared = previous is not None and (previous.category == "entity" or previous.means("cue", "of", "all_coops"))
        if item.value == "nation" and not compared and self._scope.place != NATION:
            clause.place = NATION


def _spans_years(period: str) -> bool:
    return ".." in period and first_year(period) != last_year(period)


def _is_scope(expression: TimeExpression | None) -> bool:
    return expression is not None and expression.role is TimeRole.SCOPE
