"""Figures of files: plain text, stored pages, and lines of JSON with what is known of each article."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.figures.extract import extract_figures
from ingest.figures.types import Figure


class UnreadableArticleError(ValueError):
    """A file that holds no article; the message names the file, the line, and what to do."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text to read, with what is known of it."""

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    published: dt.date | None = None


def extract_files(paths: Iterable[Path]) -> Iterator[Figure]:
    """Figures of `.txt`, `.html` and `.jsonl` files, file by file.

    A line of `.jsonl` has `id` and `text`, and may have `url`, `published` (ISO date) and `title`. The id of a
    `.txt` or `.html` is its name up to the first underscore. Raises `UnreadableArticleError`.
    """
    for path in paths:
        for article in read_articles(path):
            yield from extract_figures(
                article.text,
                article_id=article.id,
                title=article.title,
                url=article.url,
                published=article.published,
            )


def read_articles(path: Path) -> Iterator[Article]:
    """The articles of one file."""
    match path.suffix.lower():
        case ".txt":
            yield Article(_id_of(path), _text_of(path))
        case ".html" | ".htm":
            yield _page(path)
        case ".jsonl":
            yield from _lines(path)
        case other:
            raise UnreadableArticleError(
                f"{path}: no reader for {other or 'a file without suffix'}; give .txt, .html or .jsonl"
            )


def _id_of(path: Path) -> str:
    return path.stem.partition("_")[0]


def _text_of(path: Path) -> str:
    try:
        return _bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 at byte {error.start}; convert the file to UTF-8"
        raise UnreadableArticleError(message) from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableArticleError(f"{path}: {error.strerror or error}; give a file that can be read") from error


def _page(path: Path) -> Article:
    from ingest.articles.content import read_page

    page = read_page(_bytes_of(path), url="")
    if not page.text:
        raise UnreadableArticleError(f"{path}: no article text found; save the whole page and try again")
    return Article(
        id=_id_of(path),
        text=page.text,
        title=page.title,
        url=page.canonical_url or None,
        published=page.published_on,
    )


def _lines(path: Path) -> Iterator[Article]:
    for number, line in enumerate(_text_of(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
            yield Article(
                id=str(document["id"]),
                text=str(document["text"]),
                title=document.get("title"),
                url=document.get("url"),
                published=_date(document.get("published")),
            )
        except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            message = f"{path}: line {number} is no article ({error}); each line needs id and text"
            raise UnreadableArticleError(message) from error


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value[:10]) if value else None
