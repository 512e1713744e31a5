"""What the laws find: complaints, and numbers that say how eventful the years were."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """What was found."""

    complaints: list[str] = field(default_factory=list)
    numbers: Counter[str] = field(default_factory=Counter)

    @property
    def summary(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in sorted(self.numbers.items()))
