"""Areas of land that organisations work."""

from ingest.figures.others import is_of_crop
from ingest.figures.quantities import Quantity
from ingest.figures.readings import Frame, ReadNumber


def read_area(frame: Frame, index: int, quantity: Quantity) -> ReadNumber:
    """An area, where the sentence speaks of land under cultivation."""
    clause = frame.clause
    on_topic = (
        clause.measure == "area"
        and clause.change is None
        and clause.fresh
        and not (quantity.per or clause.distributive)
        and not is_of_crop(frame, index)
    )
    subject = clause.subject
    clause.after_amount()
    if not on_topic:
        return (), index + 1
    entity = subject.entity if subject.entity in {"coop", "group"} else ""
    reading = frame.reading(
        quantity, quantity.last, f"{entity}_area", "total", "area",
        sector=subject.sector if entity == "coop" else "all", unit="ha", trace=("land",),
    )  # fmt: skip
    return (reading,) if reading else (), index + 1
