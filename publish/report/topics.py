"""Which indicators the report treats under which heading, as declared in `topics.csv`."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Literal, cast

Topic = Literal["cooperatives", "unions", "groups", "members", "workers", "managers", "results"]

_TOPICS = Path(__file__).with_name("topics.csv")


@cache
def indicators_by_topic() -> dict[Topic, tuple[str, ...]]:
    """Indicator keys by topic, both in the order of the file; an indicator stands under one topic only."""
    found: defaultdict[Topic, list[str]] = defaultdict(list)
    with _TOPICS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[cast("Topic", row["topic"])].append(row["indicator_key"])
    return {topic: tuple(keys) for topic, keys in found.items()}
