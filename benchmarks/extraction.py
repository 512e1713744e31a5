"""Scores of the figure extractor on labelled articles.

    python -m benchmarks.extraction [FOLDER …] [--errors] [--phenomena] [--folds 10] [--threshold] [--speed]

Each FOLDER holds `gold.jsonl` and the articles it names; default: the real documents and the development articles in
`HTX_SAMPLE_ARTICLES` (else `../shared/articles` beside the repository), and the articles of our own in
`tests/ingest/figures/articles`. The scoring is that of `score.py` in the first of these folders. Real documents are
read from their text alone, all others with the address and date that their labels give.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.confidence_threshold import Judged, choose, held_out, passing, reliability
from benchmarks.cross_validation import cross_validated
from benchmarks.extraction_speed import report
from benchmarks.labelled_articles import Article, Label, LabelledSet, Matches, Scorer
from benchmarks.phenomena import figures_by_sentence, phenomena

_REPOSITORY = Path(__file__).resolve().parents[1]
_OWN_ARTICLES = _REPOSITORY / "tests" / "ingest" / "figures" / "articles"


def main() -> None:
    """Print what was asked for."""
    arguments = _arguments()
    samples = Path(os.environ.get("HTX_SAMPLE_ARTICLES", str(_REPOSITORY.parent / "shared" / "articles")))
    if not (samples / "score.py").is_file():
        sys.exit(f"{samples}: no score.py here; set HTX_SAMPLE_ARTICLES to the folder of the labelled articles")
    scorer = Scorer.of(samples / "score.py")
    sets = [labelled for labelled in _sets(arguments.folders, samples) if labelled.gold.is_file()]
    everything: list[tuple[Article, Matches]] = []
    for labelled in sets:
        read = [(article, scorer.match(article, article.read())) for article in labelled.articles()]
        print(f"{labelled.name}: {_score(scorer, [matches for _, matches in read])}")
        if arguments.errors:
            _print_errors(scorer, read)
        everything += read
    if arguments.phenomena:
        _print_phenomena(everything)
    if arguments.folds:
        _print_cross_validation([article for article, _ in everything], scorer, arguments.folds)
    if arguments.threshold:
        _print_threshold(everything, arguments.folds or 10)
    if arguments.speed:
        report(sets, rounds=10)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--errors", action="store_true", help="list every figure missed or wrong")
    parser.add_argument("--phenomena", action="store_true", help="count errors by what is hard in the figures")
    parser.add_argument("--folds", type=int, default=0, help="read each fold without the words seen in it alone")
    parser.add_argument("--threshold", action="store_true", help="find the confidence that makes a figure a claim")
    parser.add_argument("--speed", action="store_true", help="time the reading; memory: benchmarks.extraction_speed")
    return parser.parse_args()


def _sets(folders: Sequence[Path], samples: Path) -> list[LabelledSet]:
    if folders:
        return [LabelledSet(folder.name, folder, with_metadata=True) for folder in folders]
    return [
        LabelledSet("real documents", samples, with_metadata=False),
        LabelledSet("development articles", samples / "dev", with_metadata=True),
        LabelledSet("articles of our own", _OWN_ARTICLES, with_metadata=True),
    ]


def _score(scorer: Scorer, read: Sequence[Matches]) -> str:
    total = Matches()
    for matches in read:
        total.add(matches)
    return (
        f"figures {len(total.right) + len(total.missed)} missed {len(total.missed)} wrong {len(total.wrong)} "
        f"precision {total.precision:.4f} recall {total.recall:.4f} f1 {total.f1:.4f} | "
        + " ".join(f"{name} {share:.4f}" for name, share in scorer.aside(total).items())
        + f" | distractors out {total.distractors_out}/{total.distractors}"
    )


def _print_errors(scorer: Scorer, read: Sequence[tuple[Article, Matches]]) -> None:
    for article, matches in read:
        for label in matches.missed:
            print(f"  missed {article.id} {_in_short(label)}")
        for figure in matches.wrong:
            print(f"  wrong  {article.id} {_in_short(dict(figure.to_json()))}")
        for label, figure in matches.right:
            given = dict(figure.to_json())
            for name in scorer.differences(label, given):
                print(f"  {name} {article.id} {label['evidence']!r}: {label[name]} read as {given[name]}")


def _in_short(figure: Label) -> str:
    """The coordinates and the words of a figure in one line."""
    value = f"{figure['low']}..{figure['high']}" if figure["low"] != figure["high"] else str(figure["low"])
    names = (figure[name] for name in ("indicator", "entity", "sector", "status", "period", "place"))
    return f"{' '.join(map(str, names))} {value} {figure['unit']} | {figure['evidence']}"


def _print_phenomena(read: Sequence[tuple[Article, Matches]]) -> None:
    """A line for each phenomenon: labels, missed, wrong, and the share of labels that was found."""
    counts: dict[str, Counter[str]] = {}
    for outcome, phenomenon in _outcomes(read):
        counts.setdefault(phenomenon, Counter())[outcome] += 1
    print(f"\n{'phenomenon':34} labels missed wrong  recall precision")
    for phenomenon, count in sorted(counts.items()):
        labels = count["right"] + count["missed"]
        recall, precision = count["right"] / max(labels, 1), count["right"] / max(count["right"] + count["wrong"], 1)
        print(f"{phenomenon:34} {labels:6} {count['missed']:6} {count['wrong']:5}  {recall:.3f}  {precision:.3f}")


def _outcomes(read: Sequence[tuple[Article, Matches]]) -> Iterator[tuple[str, str]]:
    for article, matches in read:
        found = [(label, "right") for label, _ in matches.right] + [(label, "missed") for label in matches.missed]
        given = [(dict(figure.to_json()), "wrong") for figure in matches.wrong]
        every = [*found, *given]
        places = Counter(label["place"] for label, _ in found)
        home = places.most_common(1)[0][0] if places else None
        together = figures_by_sentence(article.text, [figure for figure, _ in every])
        for (figure, outcome), in_sentence in zip(every, together, strict=True):
            for phenomenon in phenomena(figure, in_sentence=in_sentence, place=home):
                yield outcome, phenomenon


def _print_cross_validation(articles: Sequence[Article], scorer: Scorer, folds: int) -> None:
    matches, withheld = cross_validated(articles, scorer, folds)
    print(f"\n{folds} folds over {len(articles)} articles, {withheld} phrases withheld in their own fold:")
    print(_score(scorer, [matches]))


def _print_threshold(read: Sequence[tuple[Article, Matches]], folds: int) -> None:
    judged = [
        Judged(figure.confidence, is_right, article.id)
        for article, matches in read
        for figures, is_right in (([figure for _, figure in matches.right], True), (matches.wrong, False))
        for figure in figures
    ]
    print("\nconfidence  figures  right")
    for level, given, share in reliability(judged):
        print(f"{level:10.4f} {given:8} {share:6.3f}")
    threshold = choose(judged)
    taken, elsewhere = passing(judged, threshold), held_out(judged, folds)
    print(f"threshold {threshold}: precision {taken.precision:.4f}, {taken.share_waiting:.1%} wait for a person")
    print(f"held out ({folds} folds): precision {elsewhere.precision:.4f}, {elsewhere.share_waiting:.1%} wait")


if __name__ == "__main__":
    main()
