"""From quantities to figures: each form of number has a reader of its own.

A reader finds the subject and attribute under which `vocabulary/indicators.csv` knows the indicator, or says why
the number is none.
"""

from ingest.figures.counts import read_count
from ingest.figures.land import read_area
from ingest.figures.money import read_money
from ingest.figures.percentages import read_percent
from ingest.figures.quantities import Form
from ingest.figures.readings import Frame, ReadNumber


def read_number(frame: Frame, index: int) -> ReadNumber:
    """Readings of the quantity at item `index` and the item to go on with."""
    quantity = frame.items[index].quantity
    if quantity is None:
        raise ValueError("no quantity at this item")
    match quantity.form:
        case Form.PERCENT:
            return read_percent(frame, index, quantity)
        case Form.MONEY:
            return read_money(frame, index, quantity)
        case Form.AREA:
            return read_area(frame, index, quantity)
        case Form.COUNT:
            return read_count(frame, index, quantity)
    frame.clause.after_amount()
    return (), index + 1
