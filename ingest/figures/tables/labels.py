"""What a head or a label says, read with the vocabulary of prose; words it does not know leave it unsettled."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.figures.clause import ORGANISATIONS
from ingest.figures.labels import LABEL_WORDS
from ingest.figures.mentions import Item, read_sentence
from ingest.figures.scope import DocumentScope
from ingest.figures.sentences import Sentence, whole_sentence
from ingest.figures.tables.said import Said
from ingest.figures.tables.shape import is_year, words_of
from ingest.figures.tables.units import Unit, read_unit
from ingest.figures.types import Status
from ingest.figures.vocabulary import lexicon, not_narrowing, table_cells, table_lexicon
from ingest.vietnamese.periods import TimeKind, TimeRole, resolve

_UNIT_IN_BRACKETS = re.compile(
    r"[,;]?\s*(?:\(\s*(?:ĐVT|đvt|Đơn vị tính|đơn vị tính|ĐV|tính bằng)?\s*:?\s*([^()]+?)\s*\)|\s%)\s*$"
)
_COUNTED = ORGANISATIONS | {"member_coop", "model", "support_fund"}
_NAMED_WITHIN = ORGANISATIONS | {"alliance"}
_PHRASES = frozenset({"people", "measure", "attribute"})
_NO_AIMS = frozenset({"chỉ tiêu"})
"""What a sentence before a table calls its rows."""
_COUNTING = ("số", "tổng")
_JOINTS = frozenset({",", "/", ";"})
_PLAIN_CUES = frozenset({"exists", "of", "split", "engage", "rating", "contribute", "sizing", "leads"})
_SIDES = ("any", "before", "after", "adjacent", "before_adjacent", "label")
_STATUSES = {
    "actual": Status.ACTUAL, "estimate": Status.ESTIMATE, "target": Status.TARGET, "target_if_first": Status.TARGET,
}  # fmt: skip
_PER_MONTH_OR_YEAR = re.compile(r"(?:/|một|mỗi|bình quân)\s*(tháng|năm)\b(?!\s*\d)", re.IGNORECASE)
_PLAIN_PEOPLE = {"coop_member": "member", "group_member": "member", "household": "member"}
_ENTITY_OF_PEOPLE = {"coop_member": "coop", "group_member": "group"}
"""People whose name tells the kind of their organisation: "xã viên", "tổ viên"."""
_EARNING = {"income", "member", "worker"}
_PLAN_OF_YEAR = re.compile(r"\b(?:kế hoạch|kh|chỉ tiêu|mục tiêu)\s+năm\b(?!\s*\d)", re.IGNORECASE)
"""Beside results of a part of the year: "Kế hoạch năm"."""
_PER = {"tháng": "month", "năm": "year"}
_UNKNOWN_TIMES = frozenset({TimeRole.COMPARISON, TimeRole.BOUND})


@dataclass(slots=True)
class _Reading:
    """What was met so far in one cell."""

    entities: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    attributes: list[tuple[int, str]] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    comparisons: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    total: bool = False
    counts: bool = False
    average: bool = False
    each: bool = False
    ratio: bool = False
    part: bool = False
    rest: bool = False
    attributes_joined: bool = False
    """Whether a mark that may join two stands behind an attribute."""


def read_label(text: str, scope: DocumentScope, *, is_running: bool = False) -> Said:
    """What the words of a head or a label say in a text of this scope.

    `is_running` is set for sentences, in which a bare "hoạt động" or "yếu" tells no state.
    """
    row = table_cells("row").get(words_of(text))
    if row is not None:
        return Said(whole=row == "whole", rest=row == "rest", total=row == "whole")
    words, unit = _without_unit(text)
    met = _Reading()
    sentence = whole_sentence(words, 0, 0)
    for item in _items(sentence):
        if is_running and (item.category in {"grade", "blocker"} or _text(item, sentence) in _NO_AIMS):
            continue
        _take(met, item, sentence, scope)
        met.entities += _organisations_within(item, sentence)
        met.counts = met.counts or _text(item, sentence).startswith(_COUNTING)
    per = frozenset(_PER[match[1].lower()] for match in _PER_MONTH_OR_YEAR.finditer(words))
    said = _said(met)
    if said.period is None and said.status is Status.TARGET and scope.year and _PLAN_OF_YEAR.search(words):
        said = replace(said, period=str(scope.year))
    return replace(said, unit=unit, per=per)


def _without_unit(text: str) -> tuple[str, Unit | None]:
    """The words before a unit in brackets, and the unit: "Thành lập mới HTX (HTX)", "Tỷ lệ (%)", "Tỷ lệ %"."""
    match = _UNIT_IN_BRACKETS.search(text)
    if match is None:
        return text, None
    unit = read_unit(match[1] or "%")
    return (text, None) if unit is None or not text[: match.start()].strip() else (text[: match.start()], unit)


def _items(sentence: Sentence) -> Iterator[Item]:
    """The items of a label; what only tables say goes before shorter phrases of prose."""
    items = read_sentence(sentence, lexicon()).items
    own = {match.first: match for match in table_lexicon().matches(sentence.tokens, ())}
    done = 0
    for item in items:
        if item.first < done:
            continue
        match = own.get(item.first)
        covers = match is not None and not any(
            other.first < match.last < other.last or (other.first <= match.first and match.last < other.last)
            for other in items
            if other.category != "time"
        )
        if match is not None and covers and item.category != "time":
            yield Item(match.meanings[0].category, match.meanings[0].value, match.first, match.last)
            done = match.last
        else:
            yield item


def _organisations_within(item: Item, sentence: Sentence) -> list[str]:
    """Organisations that a longer phrase names: "cán bộ quản lý HTX", "doanh thu của HTX với thành viên"."""
    if item.category not in _PHRASES:
        return []
    tokens = sentence.tokens[item.first : item.last]
    matches = (lexicon().longest(tokens, at) for at in range(1, len(tokens)))
    found = [match.meanings[0] for match in matches if match is not None]
    return [meaning.value for meaning in found if meaning.category == "entity" and meaning.value in _NAMED_WITHIN]


def _take(met: _Reading, item: Item, sentence: Sentence, scope: DocumentScope) -> None:
    """Add what one item says."""
    words = _text(item, sentence)
    match item.category:
        case "table_status":
            met.statuses.append(Status(item.value))
        case "table_name":
            pass
        case "table_compare":
            met.comparisons.append(item.value)
        case "status" if item.value in _STATUSES:
            met.statuses.append(_STATUSES[item.value])
        case "entity" if item.value in _COUNTED or item.value in {"alliance", "sector_economy"}:
            met.entities.append(item.value)
        case "people" if item.value == "person":
            pass
        case "people" if item.value not in {"other_people", "staff"}:
            met.people.append(item.value)
        case "measure" if item.value == "bare_capital":
            met.measures.append("capital")
        case "measure" if item.value != "none":
            met.measures.append(item.value)
        case "sector":
            met.sectors.append(item.value)
        case "attribute" if (meaning := item.meaning(*_SIDES)) is not None and meaning.value != "other_state":
            met.attributes.append((meaning.rank, meaning.value))
        case "mark" if item.value in _JOINTS and met.attributes:
            met.attributes_joined = True
        case "grade" if item.value == "rated_average" and met.measures:
            met.average = True
        case "grade":
            met.attributes.append((1, item.value))
        case "qualifier" if item.value == "exact":
            pass
        case "status" if item.value == "counts_up":
            pass
        case "whole" | "mark":
            pass
        case "cue":
            _take_cue(met, item, words)
        case "blocker" if words == "hoạt động":
            met.attributes.append((0, "active"))
        case "time":
            _take_time(met, item, words, scope)
        case "quantity" | "number" if is_year(words):
            met.periods.append(words)
        case "quantity" if item.quantity is not None and item.quantity.value == 1 and met.average:
            pass
        case "word" if item.value in LABEL_WORDS or item.value in not_narrowing() or (item.value,) in _fillers():
            pass
        case _:
            met.unknown.append(words)


def _text(item: Item, sentence: Sentence) -> str:
    return sentence.text[sentence.starts[item.first] : sentence.end_of(item.last - 1)].lower()


def _fillers() -> dict[tuple[str, ...], str]:
    return table_cells("filler")


def _take_cue(met: _Reading, item: Item, words: str) -> None:
    match item.value:
        case "total":
            met.total = True
        case "all_coops":
            met.entities.append("coop")
            met.total = met.total or "tổng" in words
        case "each":
            met.each = True
        case "average":
            met.average = True
            if "htx" in words or "hợp tác xã" in words:
                met.entities.append("coop")
            elif "tổ hợp tác" in words or "tht" in words:
                met.entities.append("group")
        case "single" if met.average and ("htx" in words or "hợp tác xã" in words):
            met.entities.append("coop")
        case "single" if met.average and "tổ" in words:
            met.entities.append("group")
        case "ratio":
            met.ratio = True
        case "subset":
            met.part, met.rest = True, met.rest or words.endswith("lại")
        case "plan":
            met.statuses.append(Status.TARGET)
        case "share":
            met.comparisons.append("share")
        case "change_up" | "change_down" | "change_other":
            met.comparisons.append("change")
        case value if value not in _PLAIN_CUES:
            met.unknown.append(words)


def _take_time(met: _Reading, item: Item, words: str, scope: DocumentScope) -> None:
    time = item.time
    if time is None or time.role in _UNKNOWN_TIMES or time.kind is TimeKind.NEXT_YEAR:
        met.comparisons.append("change" if time is not None and time.role is TimeRole.COMPARISON else "another_time")
        return
    period = resolve(time, scope.time_context())
    if period is None:
        met.unknown.append(words)
    else:
        met.periods.append(period)


def _said(met: _Reading) -> Said:
    """One of each kind; where a cell names two, it is unsettled."""
    unknown = list(met.unknown)

    def only(values: Sequence[str]) -> str | None:
        distinct = list(dict.fromkeys(values))
        if len(distinct) > 1:
            unknown.extend(distinct)
            return None
        return distinct[0] if distinct else None

    of_people = [_ENTITY_OF_PEOPLE[people] for people in met.people if people in _ENTITY_OF_PEOPLE]
    kinds = [_PLAIN_PEOPLE.get(people, people) for people in met.people]
    # "Thu nhập của thành viên, người lao động" is that of those who work.
    people = "worker" if {*kinds, *met.measures} >= _EARNING else only(kinds)
    entity = only([*met.entities, *of_people])
    statuses = list(dict.fromkeys(met.statuses))
    if Status.ESTIMATE in statuses and Status.ACTUAL in statuses:
        statuses.remove(Status.ACTUAL)
    return Said(
        entity=entity,
        people=people,
        measure=only(met.measures),
        attribute=_attribute(met, unknown),
        sector=only(met.sectors),
        total=met.total,
        counts=met.counts,
        average=met.average or (met.each and bool(met.measures)),
        ratio=met.ratio,
        status=Status(status) if (status := only([str(status) for status in statuses])) else None,
        period=only(met.periods),
        comparison=only(met.comparisons),
        part=met.part,
        rest=met.rest,
        unknown=tuple(unknown),
    )


def _attribute(met: _Reading, unknown: list[str]) -> str | None:
    """The attribute of the highest rank ("ngừng hoạt động chờ giải thể"); none where several are listed."""
    distinct = {value for _, value in met.attributes} - {"active", "ocop"}
    if len(distinct) > 1 and met.attributes_joined:
        unknown.extend(sorted(distinct))
        return None
    return max(met.attributes, key=lambda ranked: (ranked[1] in distinct, ranked[0]), default=(0, None))[1]
