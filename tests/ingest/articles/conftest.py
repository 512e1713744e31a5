"""A press site for the tests: real HTTP on the loopback interface, answering as each test scripts it."""

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread

import pytest

from ingest.articles.sources import Source, SourceKind

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the site."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = HTML
    pause_seconds: float = 0.0
    """Before the answer begins."""
    times: int = 1
    """How often the body is sent; more than once without a word on its length."""
    drip_seconds: float = 0.0
    """Between two bodies."""


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """What the site was asked, and when by the monotonic clock."""

    path: str
    headers: Mapping[str, str]
    at_seconds: float


class PressSite(ThreadingHTTPServer):
    """Answers each path with its scripted replies in turn, and with the last one from then on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self._replies: dict[str, list[Reply]] = {}
        self._lock = Condition()
        self.requests: list[SeenRequest] = []
        self.sent_bytes: Counter[str] = Counter()
        """By path, of bodies whose reader took them."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, path: str, *replies: Reply) -> None:
        self._replies[path] = list(replies)

    def list_articles(self, *paths: str, path: str = "/", pause_seconds: float = 0.0) -> None:
        """Script a listing page whose headlines lead to the paths."""
        items = "".join(f'<li><a href="{p}">Một dòng tựa đủ dài để là bài viết</a></li>' for p in paths)
        page = f"<html><body><main><ul>{items}</ul></main></body></html>".encode()
        self.answer(path, Reply(page, pause_seconds=pause_seconds))

    def asked(self, path: str) -> list[SeenRequest]:
        return [request for request in self.requests if request.path == path]

    def was_asked(self, path: str, within_seconds: float) -> bool:
        """Waits until a path was asked for."""
        with self._lock:
            return self._lock.wait_for(lambda: bool(self.asked(path)), within_seconds)

    def reply(self, path: str, headers: Mapping[str, str]) -> Reply:
        with self._lock:
            self.requests.append(SeenRequest(path, dict(headers), time.monotonic()))
            self._lock.notify_all()
            replies = self._replies.get(path, [Reply(b"<h1>404</h1>", status=404)])
            return replies.pop(0) if len(replies) > 1 else replies[0]

    def note_sent(self, path: str, size_bytes: int) -> None:
        with self._lock:
            self.sent_bytes[path] += size_bytes

    def source(self, *, kind: SourceKind = "listing", start: str = "/", **changes: object) -> Source:
        """This site as a source that may be reached on the loopback interface."""
        values: dict[str, object] = {
            "source_code": "thu-nghiem",
            "name": "Báo thử nghiệm",
            "kind": kind,
            "start_url": self.url + start,
            "allowed_domains": ("127.0.0.1",),
            "province_scope": None,
            "language": "vi",
            "delay_seconds": 0.0,
            "active": True,
            "allows_private_addresses": True,
        }
        return Source(**(values | changes))  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: PressSite

    def do_GET(self) -> None:
        reply = self.server.reply(self.path, self.headers)
        time.sleep(reply.pause_seconds)
        self.send_response(reply.status)
        for name, value in ({"Content-Type": reply.content_type} | dict(reply.headers)).items():
            self.send_header(name, value)
        is_endless = reply.times > 1
        self.send_header(*(("Connection", "close") if is_endless else ("Content-Length", str(len(reply.body)))))
        with contextlib.suppress(ConnectionError):  # a reader that gave up waiting
            self.end_headers()
            for _ in range(reply.times):
                self.wfile.write(reply.body)
                time.sleep(reply.drip_seconds)
                self.server.note_sent(self.path, len(reply.body))

    def log_message(self, format: str, *args: object) -> None:
        pass


def _article_page(
    title: str = "Tỉnh Mẫu: Kinh tế tập thể sáu tháng đầu năm 2024", canonical: str | None = None, coops: int = 120
) -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"""<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{link}
    <meta property="article:published_time" content="2024-07-15T07:00:00+07:00"></head><body>
    <nav><a href="/">Trang chủ</a></nav><article><h1>{title}</h1>
    <p>Liên minh Hợp tác xã (HTX) tỉnh Hà Tĩnh cho biết, 6 tháng đầu năm 2024 toàn tỉnh có {coops} HTX đang hoạt động,
    phần lớn làm nông nghiệp và dịch vụ ở nông thôn.</p>
    <p>Khu vực kinh tế tập thể còn nhiều việc phải làm, nhất là đào tạo cán bộ quản lý HTX và tìm đầu ra ổn định cho
    nông sản của bà con thành viên trong những tháng cuối năm.</p></article>
    <footer>Trang thử nghiệm</footer></body></html>""".encode()


@pytest.fixture(scope="session")
def article_page() -> Callable[..., bytes]:
    """Makes an article about the collective economy as a page."""
    return _article_page


@pytest.fixture(scope="session")
def reply() -> type[Reply]:
    return Reply


def _running(site: PressSite) -> Iterator[PressSite]:
    thread = Thread(target=site.serve_forever, daemon=True)
    thread.start()
    yield site
    site.shutdown()
    site.server_close()
    thread.join()


@pytest.fixture
def press_site() -> Iterator[PressSite]:
    """A site of its own for one test."""
    yield from _running(PressSite())


@pytest.fixture(scope="module")
def troubled_site() -> Iterator[PressSite]:
    """A site shared by the tests of a module that look at one crawl."""
    yield from _running(PressSite())
