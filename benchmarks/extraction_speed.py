"""Speed and memory of the figure extractor, and what the reading of a page costs.

    python -m benchmarks.extraction_speed [--rounds 10] [--articles 10000] [--figures-only]

Speed is CPU time: each labelled article is read several times and its quickest reading counts, so that other work on
the machine falls out; the sum is given as articles of 2,000 characters a second on one core. Memory is what the
process holds after 1,000, 10,000 and, if asked for, 100,000 articles made for it, each with numbers, names and years
of its own, so that nothing can be kept for being the same.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.collection import reading_cost
from benchmarks.labelled_articles import Article, LabelledSet
from ingest.figures.extract import extract_figures

_REPOSITORY = Path(__file__).resolve().parents[1]
_ARTICLE_CHARACTERS = 2_000
_CHECKPOINTS = (100, 1_000, 10_000, 100_000)
_SYLLABLES = ("an", "bình", "cao", "đông", "giang", "hải", "khê", "lộc", "minh", "phú", "sơn", "tân", "xuân", "yên")
_SENTENCES = (
    "Đến ngày {day}/{month}/{year}, xã {name} có {count} hợp tác xã, trong đó {part} HTX nông nghiệp.",
    "Trong {month} tháng đầu năm {year}, toàn tỉnh thành lập mới {part} HTX, giải thể {day} HTX.",
    "Doanh thu bình quân của một HTX đạt {count},{part} tỷ đồng/năm, tăng {day}% so với năm trước.",
    "Các hợp tác xã ở {name} thu hút {count}.{thousands} thành viên và tạo việc làm cho {part} lao động.",
    "Ông {name} cho biết bà con phấn khởi vì vụ mùa năm nay được giá, đường làng sạch đẹp hơn trước.",
)


def quickest_readings(articles: Sequence[Article], rounds: int) -> list[float]:
    """CPU seconds of the quickest reading of each article.

    All are read in turn, so that a round finds nothing of the round before in the small caches of running text.
    """
    quickest = [float("inf")] * len(articles)
    for _ in range(rounds + 1):  # the first round also reads vocabulary and seeds
        for index, article in enumerate(articles):
            began = time.process_time()
            article.read()
            quickest[index] = min(quickest[index], time.process_time() - began)
    return quickest


def articles_per_second(read: Sequence[tuple[Article, float]]) -> float:
    """Articles of 2,000 characters read in a second, of articles with the seconds they took."""
    return sum(len(article.text) for article, _ in read) / _ARTICLE_CHARACTERS / sum(seconds for _, seconds in read)


def memory_after(count: int) -> Iterator[tuple[int, float]]:
    """(articles read, MB held by the process) at each checkpoint up to `count`."""
    for number in range(1, count + 1):
        extract_figures(made_article(number), article_id=str(number))
        if number in _CHECKPOINTS:
            yield number, _resident_mb()


def made_article(number: int) -> str:
    """A text of a few sentences, different for each number."""
    chance = random.Random(number)  # noqa: S311 - nothing secret
    return " ".join(
        sentence.format(
            day=chance.randint(1, 28),
            month=chance.randint(1, 12),
            year=chance.randint(2001, 2026),
            count=chance.randint(1, 999),
            thousands=f"{chance.randint(0, 999):03}",
            part=chance.randint(1, 99),
            name=" ".join(syllable.title() for syllable in chance.sample(_SYLLABLES, 2)) + f" {chance.choice('ABCDE')}",
        )
        for sentence in chance.sample(_SENTENCES, 4)
    )


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def report(sets: Sequence[LabelledSet], rounds: int) -> None:
    """Print how fast the labelled sets are read, one by one and together."""
    articles = {labelled.name: list(labelled.articles()) for labelled in sets}
    together = [article for some in articles.values() for article in some]
    read = list(zip(together, quickest_readings(together, rounds), strict=True))
    for name, some in articles.items():
        speed = articles_per_second([(article, seconds) for article, seconds in read if article in some])
        print(f"{name}: {speed:.0f} articles of 2,000 characters a second")
    print(f"together: {articles_per_second(read):.0f} a second on one core (goal: at least 300)")


def main() -> None:
    """Print speed, memory and the cost of reading pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--articles", type=int, default=10_000, help="articles to read for the measure of memory")
    parser.add_argument("--figures-only", action="store_true", help="leave out the reading of pages")
    arguments = parser.parse_args()
    samples = Path(os.environ.get("HTX_SAMPLE_ARTICLES", str(_REPOSITORY.parent / "shared" / "articles")))
    sets = [
        LabelledSet("real documents", samples, with_metadata=False),
        LabelledSet("development articles", samples / "dev", with_metadata=True),
    ]
    if not all(labelled.gold.is_file() for labelled in sets):
        sys.exit(f"{samples}: no labelled articles here; set HTX_SAMPLE_ARTICLES to their folder")
    report(sets, arguments.rounds)
    for number, megabytes in memory_after(arguments.articles):
        print(f"memory after {number:7,} articles: {megabytes:.1f} MB")
    if not arguments.figures_only:
        print(f"reading a page: {reading_cost():+.1%} against trafilatura alone (goal: at most +10 %)")


if __name__ == "__main__":
    main()
