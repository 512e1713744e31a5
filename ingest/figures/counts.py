"""Numbers that count something: the noun after the number says what."""

from ingest.figures.clause import ORGANISATIONS, Subject
from ingest.figures.mentions import Item
from ingest.figures.organisations import counted_nouns, read_organisations
from ingest.figures.people import read_people
from ingest.figures.quantities import Quantity
from ingest.figures.readings import Frame, ReadNumber


def read_count(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """A number without a unit of its own."""
    noun = frame.item(index + 1)
    if _is_one_of_an_average(frame, index, quantity, noun):
        return (), index + 2
    if noun is not None and noun.means("cue", "all_coops"):
        noun = None
    if noun is not None and noun.means("entity", "unit"):
        return read_organisations(frame, index, quantity, _anaphor(frame), index + 2)
    if noun is not None and noun.category == "entity" and noun.value not in {"enterprise", "alliance"}:
        head, following = counted_nouns(frame, index + 1)
        return read_organisations(frame, index, quantity, head, following)
    if noun is not None and noun.category == "people":
        return read_people(frame, index, quantity, noun.value)
    if noun is None or noun.category == "mark" or noun.means("cue", "and", "subset", "exists"):
        return _bare(frame, index, quantity)
    if frame.clause.change:
        frame.clause.change = None
    return (), index + 1


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


def _anaphor(frame: Frame) -> str:
    return frame.clause.subject.entity if frame.clause.subject.entity in ORGANISATIONS else "coop"


def _bare(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """A number without a noun: "HTX nông nghiệp 602", "nâng tổng số HTX lên 600"."""
    clause = frame.clause
    last = quantity.last
    if clause.change and not clause.level:
        following = frame.item(index + 1)
        if following is None or not following.means("cue", "and"):
            clause.change = None
        return (), index + 1
    if clause.pending_sector is not None and clause.counted is not None:
        parent = clause.counted
        head = parent.head if parent.head in ORGANISATIONS else "coop"
        reading = frame.reading(
            quantity, last, head, parent.attribute, "count",
            sector=clause.pending_sector, unit="count", trace=("part without noun",), doubt=0.95,
        )  # fmt: skip
        clause.pending_sector = None
        return (reading,) if reading else (), index + 1
    previous = frame.item(index - 1)
    if previous is not None and previous.means("cue", "level", "exists") and clause.fresh:
        subject = "alliance_member" if "alliance_member" in clause.people else clause.subject.entity
        attribute = clause.state or clause.event or ""
        if subject in {*ORGANISATIONS, "alliance_member", "member_coop"} and clause.measure is None:
            reading = frame.reading(quantity, last, subject, attribute, "count", unit="count", trace=("after level",))
            return (reading,) if reading else (), index + 1
    return (), index + 1
