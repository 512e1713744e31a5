"""The crawler process: ``python -m ingest.articles.crawl FOLDER`` reads ``job.json`` there and writes what it fetched.

It ends by itself within the job's time budget, whatever a site does, and also where nobody waits for it any more.
"""

import os
import signal
import sys
from pathlib import Path
from threading import Thread

from scrapy.crawler import AsyncCrawlerProcess

from ingest.articles.exchange import CrawlJob, FetchedWriter
from ingest.articles.guards import LIMITS_SETTING, SOURCE_SETTING
from ingest.articles.spider import ArticleSpider

JOB_FILE = "job.json"
_GRACE_SECONDS = 10
_DROPPED_HANDLERS = ("data", "file", "ftp", "s3")


def crawler_settings(job: CrawlJob) -> dict[str, object]:
    """Scrapy's settings for one polite crawl; its consoles, cookies and caches are off."""
    limits = job.limits
    return {
        SOURCE_SETTING: job.source,
        LIMITS_SETTING: limits,
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": job.source.delay_seconds,
        "CONCURRENT_REQUESTS": limits.concurrent_requests,
        "CONCURRENT_REQUESTS_PER_DOMAIN": limits.concurrent_requests,
        "DOWNLOAD_DELAY_JITTER": 0.0,
        "REDIRECT_MAX_TIMES": limits.redirects,
        "HTTPERROR_ALLOW_ALL": True,
        "URLLENGTH_LIMIT": 0,  # scrapy would drop such requests without a word; OwnGround tells
        "AUTOTHROTTLE_ENABLED": limits.concurrent_requests == 1,
        "AUTOTHROTTLE_START_DELAY": job.source.delay_seconds,
        "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
        "DOWNLOAD_TIMEOUT": limits.request_timeout_seconds,
        "DNS_TIMEOUT": limits.request_timeout_seconds,
        "DOWNLOAD_MAXSIZE": limits.max_page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "CLOSESPIDER_TIMEOUT": limits.time_budget_seconds,
        "TWISTED_DNS_RESOLVER": "ingest.articles.guards.PublicResolver",
        "DOWNLOAD_HANDLERS": dict.fromkeys(_DROPPED_HANDLERS),
        "DOWNLOADER_MIDDLEWARES": {
            "ingest.articles.guards.OwnGround": 50,
            "ingest.articles.guards.CarefulRobots": 100,
            "ingest.articles.guards.Patience": 550,
            "ingest.articles.guards.PrivateNames": 900,
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
        },
        "HTTPPROXY_ENABLED": not job.source.allows_private_addresses,
        "METAREFRESH_ENABLED": False,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9",
            "Accept-Language": job.source.language,
        },
    }


def run(folder: Path) -> None:
    """Crawl as ``job.json`` says and return when the crawl is over."""
    job = CrawlJob.from_json((folder / JOB_FILE).read_text(encoding="utf-8"))
    signal.alarm(int(job.limits.time_budget_seconds) + _GRACE_SECONDS)
    Thread(target=_end_with_parent, daemon=True).start()
    process = AsyncCrawlerProcess(crawler_settings(job))
    process.crawl(ArticleSpider, job=job, writer=FetchedWriter(folder))
    process.start()


def _end_with_parent() -> None:
    """Standard input is a pipe that the collector holds open as long as it lives, however it ends."""
    while os.read(sys.stdin.fileno(), 1):  # not sys.stdin.read(): its lock would trouble the end of the process
        pass
    os._exit(1)


if __name__ == "__main__":
    run(Path(sys.argv[1]))
