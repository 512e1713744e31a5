"""Whether a register lists all cooperatives, or only some of them ("DANH SÁCH HTX THÀNH LẬP MỚI"), by its title."""

from dataclasses import dataclass

from ingest.submissions.labels import Entity
from ingest.submissions.register.tables import RegisterTable
from ingest.submissions.register.words import key_of, phrases, words_of

_LONGEST_TITLE = 160
"""Characters; a longer line tells how to fill the register in, and may speak of many kinds of cooperatives."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a register's title says of it."""

    lists_some: bool
    """It leaves others out by its own title."""
    sector: str | None
    """The words of a sector that it is limited to."""
    entity: Entity | None
    """The one kind of organisation that it lists; None where it names none or several."""


def scope_of(table: RegisterTable) -> Scope:
    """The scope by the nearest line above the table that is its title, and by the sheet's name."""
    lines = [words_of(line) for line in table.lines_above()]
    title = next((line for line in lines if len(line) <= _LONGEST_TITLE and phrases("title").search(line)), "")
    text = phrases("office").sub(" ", f"{title} {key_of(table.sheet.name)}")
    # "hợp tác xã, quỹ tín dụng nhân dân" is all of them: the funds are named beside, not instead
    limited = text.replace("quy tin dung", " ") if "hop tac xa" in text else text
    sector = phrases("sector").search(limited)
    return Scope(
        lists_some=phrases("some").search(text) is not None,
        sector=sector[0] if sector else None,
        entity=_entity(text),
    )


def _entity(text: str) -> Entity | None:
    has_union = "lien hiep" in text
    without_unions = text.replace("lien hiep hop tac xa", " ")
    kinds: list[Entity] = []
    if "hop tac xa" in without_unions or "quy tin dung" in text:
        kinds.append("HTX")
    if has_union:
        kinds.append("LHHTX")
    if "to hop tac" in text:
        kinds.append("THT")
    return kinds[0] if len(kinds) == 1 else None
