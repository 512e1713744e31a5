"""How much of the score hangs on words that were written for single articles.

The grammar has no parameters to fit; what can be tuned to a sentence is its vocabulary. So each fold of the articles
is read with a vocabulary that has lost every phrase which occurs in articles of that fold alone: what the extractor
would have been had it never seen them. A score that falls far under the plain one was bought with single sentences.
Words that occur in no labelled article stay: nobody learned them there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from benchmarks.labelled_articles import Article, Matches, Scorer
from ingest.figures.sentences import tokenise
from ingest.figures.vocabulary import Lexicon, Meaning, entries
from ingest.vietnamese.folding import align

Entry = tuple[str, Meaning]


def cross_validated(articles: Sequence[Article], scorer: Scorer, folds: int) -> tuple[Matches, int]:
    """The matches of all folds, each read without its own phrases, and how many phrases were withheld in all."""
    seen_in = _articles_by_phrase(articles)
    vocabulary = list(entries())
    total, withheld = Matches(), 0
    for fold in range(folds):
        held_out = frozenset(article.id for article in articles[fold::folds])
        kept = [entry for entry in vocabulary if not _only_in(seen_in.get(entry[0]), held_out)]
        withheld += len(vocabulary) - len(kept)
        lexicon = Lexicon(iter(kept))
        for article in articles[fold::folds]:
            total.add(scorer.match(article, article.read(lexicon)))
    return total, withheld


def _only_in(articles: frozenset[str] | None, held_out: frozenset[str]) -> bool:
    return articles is not None and articles <= held_out


def _articles_by_phrase(articles: Sequence[Article]) -> dict[str, frozenset[str]]:
    """Each phrase of the vocabulary that occurs in an article, and where."""
    phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for phrase, _ in entries():
        phrases[tuple(token.key for token in tokenise(phrase))].add(phrase)
    longest = max(map(len, phrases))
    found: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for words in _runs(article.text, longest):
            for phrase in phrases.get(words, ()):
                found[phrase].add(article.id)
    return {phrase: frozenset(where) for phrase, where in found.items()}


def _runs(text: str, longest: int) -> Iterator[tuple[str, ...]]:
    keys = [token.key for token in tokenise(align(text).text)]
    for first in range(len(keys)):
        for last in range(first + 1, min(first + longest, len(keys)) + 1):
            yield tuple(keys[first:last])
