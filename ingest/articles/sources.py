"""The press sources: one row of ``sources.csv`` each, read from the same seed that dbt loads."""

import csv
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import urlsplit

if TYPE_CHECKING:  # the crawler process needs the record alone, and starts sooner without the settings
    from htx.settings import Settings

SourceKind = Literal["rss", "sitemap", "listing"]
SAMPLE_SOURCE_CODE = "samples"
"""The source whose address comes from ``HTX_SAMPLE_SITE_URL``, or whose pages from ``HTX_SAMPLE_ARTICLES``."""

_DOMAIN_SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles come from and how gently they are fetched."""

    source_code: str
    name: str
    kind: SourceKind
    start_url: str
    allowed_domains: tuple[str, ...]
    """Hosts, with their subdomains, that requests may go to and canonical links may name."""
    province_scope: str | None
    """Short name of the province that the source writes about; ``None`` for more than one."""
    language: str
    delay_seconds: float
    """The least pause between two requests to the same host."""
    active: bool
    allows_private_addresses: bool = False
    """True for the sample site alone: every other source must resolve to public addresses."""


def load_sources(settings: "Settings") -> dict[str, Source]:
    """All sources by code; the sample source takes its address from the settings.

    Raises ``ValueError`` with the line of the seed that cannot be read.
    """
    path = settings.seeds_dir / "sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        sources = [_source(row, f"{path.name} line {line}") for line, row in enumerate(csv.DictReader(file), start=2)]
    return {source.source_code: _with_sample_address(source, settings) for source in sources}


def active_sources(settings: "Settings") -> list[str]:
    """Codes of the sources to collect from, in the order of the seed."""
    return [source.source_code for source in load_sources(settings).values() if source.active]


def find_source(settings: "Settings", source_code: str) -> Source:
    """The source of that code; ``ValueError`` names the known ones where it does not exist."""
    sources = load_sources(settings)
    if source_code not in sources:
        raise ValueError(f"unknown source {source_code!r}; sources.csv knows: {', '.join(sources)}")
    return sources[source_code]


def _source(row: dict[str, str], where: str) -> Source:
    kind = row["kind"]
    if kind not in get_args(SourceKind):
        raise ValueError(f"{where}: kind {kind!r} is none of {', '.join(get_args(SourceKind))}")
    if row["active"] not in {"true", "false"}:
        raise ValueError(f"{where}: active must be true or false, not {row['active']!r}")
    if row["active"] == "true" and not row["start_url"] and row["source_code"] != SAMPLE_SOURCE_CODE:
        raise ValueError(f"{where}: an active source needs a start_url")
    domains = tuple(domain.strip().lower() for domain in row["allowed_domains"].split(_DOMAIN_SEPARATOR))
    return Source(
        source_code=row["source_code"],
        name=row["name"],
        kind=kind,  # type: ignore[arg-type]  # checked against the literal above
        start_url=row["start_url"],
        allowed_domains=tuple(filter(None, domains)),
        province_scope=row["province_scope"] or None,
        language=row["language"],
        delay_seconds=_seconds(row["delay_seconds"], where),
        active=row["active"] == "true",
    )


def _seconds(text: str, where: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        raise ValueError(f"{where}: delay_seconds must be a number, not {text!r}") from None
    if not 0 <= seconds < math.inf:
        raise ValueError(f"{where}: delay_seconds must not be negative or endless, not {text!r}")
    return seconds


def _with_sample_address(source: Source, settings: "Settings") -> Source:
    if source.source_code != SAMPLE_SOURCE_CODE:
        return source
    if settings.sample_articles is not None:
        return source
    if not settings.sample_site_url:
        return replace(source, active=False)
    host = urlsplit(settings.sample_site_url).hostname
    if host is None:
        raise ValueError(f"HTX_SAMPLE_SITE_URL is not a web address: {settings.sample_site_url!r}")
    return replace(
        source,
        start_url=settings.sample_site_url,
        allowed_domains=(host, *source.allowed_domains),
        allows_private_addresses=True,
    )


def sample_folder(settings: "Settings", source: Source) -> Path | None:
    """The folder that stands in for the sample site, where ``HTX_SAMPLE_ARTICLES`` names one."""
    return settings.sample_articles if source.source_code == SAMPLE_SOURCE_CODE else None
