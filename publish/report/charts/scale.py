"""Round numbers for an axis, so few that their labels have room."""

import math
from dataclasses import dataclass
from decimal import Decimal

from publish.report.chart_data import Language
from publish.report.charts.lettering import SMALL_SIZE, text_width
from publish.report.wording import ENGLISH, VIETNAMESE, Voice

VOICES: dict[Language, Voice] = {"vi": VIETNAMESE, "en": ENGLISH}
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_GAP = 8.0
"""Points between two labels."""
_MOST_LEVEL_TICKS = 6


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and what is printed there."""

    value: float
    label: str


def ticks(low: float, high: float, step: float, language: Language) -> tuple[Tick, ...]:
    """The multiples of `step` from `low` to `high`."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    decimals = max(0, -math.floor(math.log10(step))) + 1
    voice = VOICES[language]
    return tuple(
        Tick(place * step, voice.number(Decimal(repr(round(place * step, 12))), decimals, trim=True))
        for place in range(first, last + 1)
    )


def ticks_with_room(high: float, length: float, language: Language) -> tuple[Tick, ...]:
    """Ticks from 0 to `high` along a level axis of `length` points, their labels apart from one another."""
    for count in range(_MOST_LEVEL_TICKS, 0, -1):
        step = round_step(high / count)
        found = ticks(0.0, high, step, language)
        if max(text_width(tick.label, SMALL_SIZE) for tick in found) + _GAP <= length * step / high:
            return found
    return ticks(0.0, 0.0, 1.0, language)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below `least`."""
    if least <= 0 or not math.isfinite(least):
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))
