"""How many reporters stand behind a figure, in words: of a province its units, of the country its provinces first.

A silent province is no unit: the country tells how many provinces speak, and how many units of those.
"""

from typing import Literal

from publish.content import Figure, ProvincesHeard, RelatedFigure
from publish.report.wording.voice import Voice

Coverage = tuple[int | None, int | None, ProvincesHeard | None]
"""How many reporters of how many expected stand behind a figure, and of the country by how many provinces."""
Place = Literal["sentence", "brackets", "cell"]


def coverage_of(figure: Figure | RelatedFigure) -> Coverage:
    return (figure.reporters_reporting, figure.reporters_expected, figure.provinces_heard)


def coverage_said(voice: Voice, coverage: Coverage, place: Place = "sentence") -> str:
    """ "20/22 đơn vị"; of the country "1/63 tỉnh, thành phố (20/22 đơn vị của các tỉnh đó)"; bare in a cell."""
    reporting, expected, heard = coverage
    if heard is None:
        units = voice.coverage(reporting, expected)
        return units if place == "cell" else voice.say("covered.units", units=units)
    return voice.say(
        f"covered.provinces_in_{place}",
        provinces=voice.coverage(heard.reporting, heard.expected),
        units=voice.coverage(reporting, heard.reporters_expected),
    )
