"""The sample press site: ``samples/articles`` served over real HTTP on the loopback interface.

``python -m samples.site --port 8000`` serves until it is interrupted; in code, use `serve` as a context manager.
"""

import argparse
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit

ARTICLES = Path(__file__).resolve().parent / "articles"
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_SITE_MARK = b"{{site}}"
"""Stands in feeds and robots.txt for the address that the site is served under."""


class SampleSite(ThreadingHTTPServer):
    """An HTTP server on 127.0.0.1 over one folder of pages; port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int = 0, folder: Path = ARTICLES) -> None:
        super().__init__(("127.0.0.1", port), _PageHandler)
        self.folder = folder

    @property
    def url(self) -> str:
        """Where the site's front page is, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def page(self, path: str) -> Path | None:
        """The file behind a path; only pages that stand directly in the folder are served."""
        page = self.folder / (path.removeprefix("/") or "index.html")
        is_served = page.parent == self.folder and page.suffix in _MEDIA_TYPES and page.is_file()
        return page if is_served else None


class _PageHandler(BaseHTTPRequestHandler):
    """Answers GET with the page, or 304 where the reader holds the same version."""

    protocol_version = "HTTP/1.1"
    server: SampleSite

    def do_GET(self) -> None:  # the name http.server asks for
        page = self.server.page(unquote(urlsplit(self.path).path))
        if page is None:
            self._answer(HTTPStatus.NOT_FOUND, b"<h1>404</h1>", {"Content-Type": _MEDIA_TYPES[".html"]})
            return
        content = page.read_bytes().replace(_SITE_MARK, self.server.url.encode("ascii"))
        headers = {
            "Content-Type": _MEDIA_TYPES[page.suffix],
            "ETag": f'"{hashlib.sha256(content).hexdigest()[:16]}"',
            "Last-Modified": formatdate(page.stat().st_mtime, usegmt=True),
        }
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self._answer(HTTPStatus.NOT_MODIFIED, b"", headers)
        else:
            self._answer(HTTPStatus.OK, content, headers)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the terminal of the demo quiet."""

    def _answer(self, status: HTTPStatus, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serve(port: int = 0, folder: Path = ARTICLES) -> Iterator[SampleSite]:
    """The site, running in a thread until the block ends."""
    with SampleSite(port, folder) as site:
        thread = Thread(target=site.serve_forever, name="sample-site", daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


def main() -> None:
    """Serve on the port asked for, or on a free one, and say where."""
    parser = argparse.ArgumentParser(description="Serve the sample articles on the loopback interface.")
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes a free port")
    with SampleSite(parser.parse_args().port) as site:
        print(site.url, flush=True)
        try:
            site.serve_forever()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
