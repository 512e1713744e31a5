"""What the heads over each column of numbers say."""

from dataclasses import replace

from ingest.figures.quantities import Form
from ingest.figures.scope import DocumentScope
from ingest.figures.tables.combine import crossed, of_unit, within
from ingest.figures.tables.heads import heads_parts
from ingest.figures.tables.labels import read_label
from ingest.figures.tables.said import NOTHING, Said
from ingest.figures.tables.shape import Table, head_of
from ingest.figures.types import Status


def read_columns(table: Table, scope: DocumentScope) -> tuple[Said | None, ...]:
    """What each column says; None for one whose heads contradict each other or use words nobody knows."""
    read: list[Said | None] = []
    whole = NOTHING
    for path in table.heads:
        said = _column(path, scope)
        if said is not None and said.part:
            said = within(replace(whole, unit=None), said)
        elif said is not None:
            whole = said
        read.append(said)
    planned = {said.status for said in read if said is not None}
    has_both = Status.TARGET in planned and len(planned - {None}) > 1
    return tuple(_as_ratio(said, has_both) for said in read)


def _column(path: tuple[str, ...], scope: DocumentScope) -> Said | None:
    said: Said | None = NOTHING
    is_part = False
    for text in path:
        if heads_parts(text):
            is_part = True
            continue
        if head_of(text) == "figures":
            continue
        level = read_label(text, scope)
        if level.unknown or said is None or level.rest:
            return None
        said = level if said == NOTHING else _under(said, level)
    if said is None:
        return None
    said = of_unit(said, said.unit)
    return replace(said, part=is_part or said.part)


def _under(above: Said, below: Said) -> Said | None:
    """A head under another; what both say must agree."""
    both = crossed(below, above)
    return None if both is None else replace(both, comparison=below.comparison or above.comparison)


def _as_ratio(said: Said | None, has_plan: bool) -> Said | None:
    """A bare "Tỷ lệ (%)" beside a plan and what came of it is the attainment; elsewhere it tells nothing of ours."""
    if said is None or said.comparison is not None:
        return said
    is_percent = said.unit is not None and said.unit.form is Form.PERCENT
    if (said.ratio or is_percent) and not (said.names_indicator or said.sector or said.place):
        return replace(said, comparison="attainment" if has_plan and said.status is None else "share")
    return said
