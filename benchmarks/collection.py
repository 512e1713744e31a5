"""Speed of the collector against plain Scrapy, and of reading pages against trafilatura alone.

    python -m benchmarks.collection [--pages N]

One server of our own on the loopback interface serves small article pages to both crawlers, in turn, with the same
number of requests at once and every politeness setting off. Pages are read from memory.
"""

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import trafilatura

from htx.settings import REPOSITORY, Settings
from ingest.articles.content import read_page
from ingest.articles.exchange import CrawlLimits, FetchedPage
from ingest.articles.fetch import fetch_source
from ingest.articles.sources import Source

_CONCURRENT_REQUESTS = 16
_ROUNDS = 3
_READ_PAGES = 60
_SENTENCE = "Hợp tác xã số {number} ở xã {number} có {number} thành viên và bán nông sản theo hợp đồng dài hạn. "

_PLAIN_SPIDER = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Plain(scrapy.Spider):
    name = "plain"
    start_urls = [sys.argv[1]]
    count = 0

    def parse(self, response):
        for address in response.xpath("//li/a/@href").getall():
            yield response.follow(address, callback=self.take)

    def take(self, response):
        Plain.count += bool(response.body)

process = CrawlerProcess({
    "CONCURRENT_REQUESTS": int(sys.argv[2]), "CONCURRENT_REQUESTS_PER_DOMAIN": int(sys.argv[2]), "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Plain)
process.start()
print(Plain.count)
"""


def article(number: int) -> bytes:
    """A small page with a menu, a related list and about 2,000 characters of text, different for each number."""
    paragraphs = "".join(f"<p>{_SENTENCE.format(number=number + part) * 2}</p>" for part in range(10))
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Bài số {number} về hợp tác xã</title>
    <meta property="article:published_time" content="2024-07-15T07:00:00+07:00"></head><body>
    <nav><a href="/">Trang chủ</a></nav><article><h1>Bài số {number} về hợp tác xã</h1>{paragraphs}</article>
    <aside><a href="/1">Tin liên quan</a></aside><footer>Giấy phép số 12</footer></body></html>""".encode()


def newspaper_page(number: int) -> bytes:
    """The article with what surrounds it in a newspaper: menus, scripts, styles and related lists, about 50 kB."""
    menu = "".join(f'<li><a href="/muc-{entry}">Chuyên mục {entry}</a></li>' for entry in range(150))
    related = "".join(
        f'<div class="item"><a href="/{entry}"><img src="/anh-{entry}.jpg" alt=""></a><h3><a href="/{entry}">Tin thứ'
        f" {entry} khác trong ngày</a></h3><span>0{entry % 9 + 1}/07/2024</span></div>"
        for entry in range(80)
    )
    script = "<script>" + "window.dataLayer=window.dataLayer||[];" * 300 + "</script>"
    page = article(number).decode()
    page = page.replace("<nav>", f"<header><ul>{menu}</ul></header>{script}<nav>")
    return page.replace("<aside>", f"<section class='related'>{related}</section><aside>").encode()


def listing(pages: int) -> bytes:
    """The addresses of all pages, each under a headline of six syllables."""
    items = "".join(f'<li><a href="/{number}">Một bài viết về hợp tác xã</a></li>' for number in range(1, pages + 1))
    return f"<html><body><ul>{items}</ul></body></html>".encode()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pages: int) -> None:
    front = listing(pages)
    while request := await reader.readline():
        path = request.split()[1].decode().removeprefix("/")
        while (await reader.readline()).strip():
            pass
        is_page = path == "" or path.isdigit()
        body = b"" if not is_page else article(int(path)) if path else front
        status = "200 OK" if is_page else "404 Not Found"
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
    writer.close()


async def serve(pages: int) -> None:
    """Serve on a free port until killed; the port is the first line of output."""
    server = await asyncio.start_server(lambda reader, writer: _answer(reader, writer, pages), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def served(pages: int) -> Iterator[str]:
    """The address of the pages, served by a process of its own."""
    command = [sys.executable, "-m", "benchmarks.collection", "--serve", "--pages", str(pages)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
    finally:
        process.kill()
        process.wait()


def crawl_ours(url: str, pages: int) -> int:
    """Pages that the collector fetched and handed over, start of its process included."""
    source = Source("do", "Trang đo", "listing", url, ("127.0.0.1",), None, "vi", 0.0, True, True)
    limits = CrawlLimits(max_pages=pages, time_budget_seconds=1_800.0, concurrent_requests=_CONCURRENT_REQUESTS)
    fetched = fetch_source(Settings(_env_file=None), source, {}, limits)
    return sum(isinstance(one, FetchedPage) for one in fetched)


def crawl_plainly(url: str, _pages: int) -> int:
    """Pages that a spider of a few lines fetched and threw away, start of its process included."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
        file.write(_PLAIN_SPIDER)
        file.flush()
        command = [sys.executable, file.name, url, str(_CONCURRENT_REQUESTS)]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@dataclass(frozen=True, slots=True)
class Rate:
    """Pages a second by the clock, and by the time that the crawl had a core: on an idle machine nearly the same."""

    by_clock: float
    by_cpu: float


def measured(crawl: Callable[[str, int], int], url: str, pages: int) -> Rate:
    """The rate of one crawl; exits where pages are missing."""
    began, cpu_began = time.perf_counter(), _cpu_seconds()
    fetched = crawl(url, pages)
    seconds, cpu_seconds = time.perf_counter() - began, _cpu_seconds() - cpu_began
    if fetched != pages:
        sys.exit(f"{crawl.__name__}: {fetched} of {pages} pages came; the rate would mean nothing")
    return Rate(pages / seconds, pages / cpu_seconds)


def _cpu_seconds() -> float:
    """Of this process and of the crawlers that have ended; the server, which both use, still runs."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def reading_cost() -> float:
    """How much longer `read_page` takes than trafilatura on the same pages; 0.1 is 10 %. The median of rounds.

    Trafilatura gives the text alone: title, date, site and address are what the difference pays for.
    """
    pages = [newspaper_page(number) for number in range(_READ_PAGES)]

    def ours(page: bytes) -> object:
        return read_page(page, url="http://127.0.0.1/bai")

    def alone(page: bytes) -> object:
        return trafilatura.bare_extraction(page, url="http://127.0.0.1/bai", include_comments=False)

    ours(pages[0]), alone(pages[0])
    ratios = []
    for _ in range(_ROUNDS):
        seconds = {ours: 0.0, alone: 0.0}
        for page in pages:  # in turn, so that a busy moment of the machine falls on both
            for read in (alone, ours):
                began = time.process_time()
                read(page)
                seconds[read] += time.process_time() - began
        ratios.append(seconds[ours] / seconds[alone])
    return statistics.median(ratios) - 1


def main() -> None:
    """Print both rates, their ratio, and the cost of reading."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--serve", action="store_true", help="serve the pages and do nothing else")
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(arguments.pages))
        return
    with served(arguments.pages) as url:
        plain = measured(crawl_plainly, url, arguments.pages)
        ours = measured(crawl_ours, url, arguments.pages)
    print(f"plain Scrapy: {plain.by_clock:.0f} pages/s, {plain.by_cpu:.0f} a CPU second, over {arguments.pages} pages")
    print(f"collector:    {ours.by_clock:.0f} pages/s, {ours.by_cpu:.0f} a CPU second")
    print(
        f"of plain Scrapy: {ours.by_clock / plain.by_clock:.2f} by the clock, {ours.by_cpu / plain.by_cpu:.2f} by the "
        "CPU, which holds on a busy machine too (goal: at least 0.50)"
    )
    print(f"reading:      {reading_cost():+.1%} against trafilatura alone (goal: at most +10 %)")


if __name__ == "__main__":
    main()
