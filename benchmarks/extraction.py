"""Scores and speed of the figure extractor on labelled articles.

    python -m benchmarks.extraction [FOLDER] [--errors]

FOLDER holds `gold.jsonl`, `score.py` and the documents, and may hold a second labelled set in `dev/`; default:
`HTX_SAMPLE_ARTICLES`, else `../shared/articles` beside the repository. The scoring is that of `score.py`; real
documents are read from their text alone, development articles with the address and date their labels give.
"""

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.figures.extract import extract_figures
from ingest.figures.types import Figure

_REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Labelled articles of one folder; `with_metadata` says whether address and date are given to the reader."""

    name: str
    folder: Path
    with_metadata: bool

    @property
    def gold(self) -> Path:
        """The labels."""
        return self.folder / "gold.jsonl"

    def figures(self) -> Iterator[tuple[int, list[Figure]]]:
        """Characters and figures of each article."""
        for line in self.gold.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            text = (self.folder / document["file"]).read_text(encoding="utf-8")
            published = document.get("published") if self.with_metadata else None
            yield (
                len(text),
                extract_figures(
                    text,
                    article_id=document["id"],
                    url=document.get("url") if self.with_metadata else None,
                    published=dt.date.fromisoformat(published) if published else None,
                ),
            )


def score(labelled: LabelledSet, scorer: Path, errors: bool) -> str:
    """The scorer's last words on one set, and how fast it was read."""
    began = time.perf_counter()
    read = list(labelled.figures())
    seconds = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        lines = (json.dumps(figure.to_json(), ensure_ascii=False) for _, figures in read for figure in figures)
        predicted.write_text("\n".join(lines), encoding="utf-8")
        command = [
            sys.executable,
            str(scorer),
            str(labelled.gold),
            str(predicted),
            *(["--errors"] if errors else []),
        ]
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    characters = sum(length for length, _ in read)
    said = report if errors else report.splitlines()[-1]
    return f"{labelled.name}: {len(read)} articles, {characters / seconds / 1000:.0f} kB/s\n{said}"


def main() -> None:
    """Print the scores of the sets that are there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = os.environ.get("HTX_SAMPLE_ARTICLES", str(_REPOSITORY.parent / "shared" / "articles"))
    parser.add_argument("folder", nargs="?", type=Path, default=Path(default))
    parser.add_argument("--errors", action="store_true", help="list every figure missed or wrong")
    arguments = parser.parse_args()
    scorer = arguments.folder / "score.py"
    if not scorer.is_file():
        sys.exit(f"{arguments.folder}: no score.py here; name the folder of the labelled articles")
    sets = (
        LabelledSet("real documents", arguments.folder, with_metadata=False),
        LabelledSet("development articles", arguments.folder / "dev", with_metadata=True),
    )
    for labelled in sets:
        if labelled.gold.is_file():
            print(score(labelled, scorer, arguments.errors))


if __name__ == "__main__":
    main()
