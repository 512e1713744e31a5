"""Articles with labelled figures, and how read figures are held against the labels.

A labelled set is a folder with `gold.jsonl`, one article a line, and the texts that it names. What agrees with a
label is decided by the functions of `score.py`, the scorer that comes with the labels; this module only keeps which
figure met which label, so that errors can be told by kind.
"""

import datetime as dt
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.figures.extract import extract_figures
from ingest.figures.types import Figure, Kind
from ingest.figures.vocabulary import Lexicon

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

Label = dict[str, Any]
"""A gold figure in the fields of the exchange format (docs/figures.md), and `optional`, `alt_indicators`."""


@dataclass(frozen=True, slots=True)
class Article:
    """One labelled article; `url` and `published` are None where the reader is to do without them."""

    id: str
    text: str
    url: str | None
    published: dt.date | None
    labels: tuple[Label, ...]
    distractors: tuple[str, ...]

    def read(self, lexicon: Lexicon | None = None) -> list[Figure]:
        """What the extractor finds in it."""
        return extract_figures(self.text, article_id=self.id, url=self.url, published=self.published, lexicon=lexicon)


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The articles of one folder; `with_metadata` says whether address and date are given to the reader."""

    name: str
    folder: Path
    with_metadata: bool

    @property
    def gold(self) -> Path:
        """The labels."""
        return self.folder / "gold.jsonl"

    def articles(self) -> Iterator[Article]:
        """The articles in the order of the labels."""
        for line in self.gold.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            published = document.get("published") if self.with_metadata else None
            yield Article(
                # Real documents have no id: the scorer takes the name of the file.
                id=document.get("id", document["file"]),
                text=(self.folder / document["file"]).read_text(encoding="utf-8"),
                url=document.get("url") if self.with_metadata else None,
                published=dt.date.fromisoformat(published) if published else None,
                labels=tuple(document["figures"]),
                distractors=tuple(document.get("distractors", ())),
            )


@dataclass(slots=True)
class Matches:
    """The figures of some articles beside their labels. `right` holds (label, figure); optional ones are left out."""

    right: list[tuple[Label, Figure]] = field(default_factory=list)
    missed: list[Label] = field(default_factory=list)
    wrong: list[Figure] = field(default_factory=list)
    distractors: int = 0
    distractors_out: int = 0

    @property
    def precision(self) -> float:
        """Share of the figures given that are right."""
        return len(self.right) / max(len(self.right) + len(self.wrong), 1)

    @property
    def recall(self) -> float:
        """Share of the labels that were found."""
        return len(self.right) / max(len(self.right) + len(self.missed), 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        right = 2 * len(self.right)
        return right / max(right + len(self.wrong) + len(self.missed), 1)

    def add(self, other: "Matches") -> None:
        """Take the matches of another article in."""
        self.right += other.right
        self.missed += other.missed
        self.wrong += other.wrong
        self.distractors += other.distractors
        self.distractors_out += other.distractors_out


@dataclass(frozen=True, slots=True)
class Scorer:
    """The questions that `score.py` answers: is it the same figure, the same period, the same place."""

    agrees: Callable[[Label, dict[str, Any]], bool]
    same_period: Callable[[str | None, str | None], bool]
    place: Callable[[str | None], str]

    @classmethod
    def of(cls, script: Path) -> "Scorer":
        """The functions of a scorer's file."""
        spec = importlib.util.spec_from_file_location("score", script)
        if spec is None or spec.loader is None:
            raise ValueError(f"{script}: not a Python file")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return cls(module.agrees, module.same_period, module.place)

    def match(self, article: Article, figures: Sequence[Figure]) -> Matches:
        """Each label with the figure that agrees with it, the same period first; what is left is wrong or missed."""
        matches = Matches()
        labels = article.labels
        left = [(figure, figure.to_json()) for figure in figures if figure.kind is Kind.FIGURE]
        for label in sorted(labels, key=lambda label: bool(label.get("optional"))):
            agreeing = [pair for pair in left if self.agrees(label, dict(pair[1]))]
            if not agreeing:
                if not label.get("optional"):
                    matches.missed.append(label)
                continue
            same = (pair for pair in agreeing if self.same_period(label["period"], pair[1]["period"]))
            hit = next(same, agreeing[0])
            left.remove(hit)
            if not label.get("optional"):
                matches.right.append((label, hit[0]))
        matches.wrong = [figure for figure, _ in left]
        matches.distractors = len(article.distractors)
        matches.distractors_out = sum(_came_out(distractor, matches.wrong) for distractor in article.distractors)
        return matches

    def differences(self, label: Label, given: Label) -> list[str]:
        """Which of place, period, status and qualifier a figure has otherwise than its label says."""
        same = {
            "place": self.place(label["place"]) == self.place(given["place"]),
            "period": label["period"] is None or self.same_period(label["period"], given["period"]),
            "status": label["status"] == given["status"],
            "qualifier": label["qualifier"] == given["qualifier"],
        }
        return [name for name, is_same in same.items() if not is_same]

    def aside(self, matches: Matches) -> dict[str, float]:
        """Of the figures that are right, the share with the right place, period, status and qualifier."""
        differing = Counter(
            name for label, figure in matches.right for name in self.differences(label, dict(figure.to_json()))
        )
        given = Counter({name: len(matches.right) for name in ("place", "status", "qualifier")})
        given["period"] = sum(label["period"] is not None for label, _ in matches.right)
        return {name: 1 - differing[name] / max(given[name], 1) for name in ("place", "period", "status", "qualifier")}


def _came_out(distractor: str, wrong: Sequence[Figure]) -> bool:
    """Whether a number of the distractor was given as a figure."""
    numbers = set(_NUMBER.findall(distractor))
    return any(
        (figure.evidence in distractor or distractor in figure.evidence)
        and numbers & set(_NUMBER.findall(figure.evidence))
        for figure in wrong
    )
