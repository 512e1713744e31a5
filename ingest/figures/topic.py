"""The sector that a whole text is about: "Hà Nam: Củng cố hợp tác xã dịch vụ nông nghiệp".

Such a text names its sector in the title and with its first total, and never counts the cooperatives of all sectors;
what it says of cooperatives further down without a sector is of this one.
"""

import re

from ingest.figures.reader import Located
from ingest.figures.readings import Reading
from ingest.figures.types import Kind

_TITLE = re.compile(r"\b(?:htx|hợp tác xã)\s+(?:dịch vụ\s+|sản xuất\s+)?nông\s+nghiệp\b", re.IGNORECASE)
_AGRICULTURE = "agri"
_TOTALS = frozenset({"coop_total", "coop_active"})


def with_topic(located: list[Located], headline: str) -> list[Located]:
    """The readings of cooperatives without a sector put into the one that the text is about, if it is about one."""
    if not _TITLE.search(headline) or not _counts_no_whole(located):
        return located
    return [found._replace(reading=_of_topic(found.reading)) for found in located]


def _counts_no_whole(located: list[Located]) -> bool:
    sectors = [
        found.reading.sector
        for found in located
        if found.reading.kind is Kind.FIGURE
        and found.reading.measured is not None
        and found.reading.measured.entity == "HTX"
        and found.reading.measured.indicator in _TOTALS
        and found.reading.place is None
    ]
    return bool(sectors) and sectors[0] == _AGRICULTURE and "all" not in sectors


def _of_topic(reading: Reading) -> Reading:
    measured = reading.measured
    if measured is None or measured.entity != "HTX" or reading.sector != "all":
        return reading
    return reading._replace(sector=_AGRICULTURE, trace=(*reading.trace, "sector of the text:agri"))
