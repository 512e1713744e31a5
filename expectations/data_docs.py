"""Data Docs that stand alone: what Great Expectations writes asks the network for styles and scripts."""

import re
import shutil
from pathlib import Path

_REMOTE = re.compile(
    r"<script\b[^>]*>.*?</script\s*>|<link\b[^>]*\bhref=[\"']https?://[^>]*>|<img\b[^>]*\bsrc=[\"']https?://[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_FOOTER_LINK = re.compile(r"<a\b[^>]*\bhref=[\"']https?://[^>]*>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
_STYLE = """<style>
body { font: 15px/1.5 "Noto Sans", "Segoe UI", sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem;
  color: #1d2a26; background: #fff; }
.modal, .navbar, .navigation, .sidebar, #ge-cta-footer, footer, .fa, .fas { display: none !important; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
td, th { border: 1px solid #cfd8d4; padding: .4rem .6rem; text-align: left; vertical-align: top; }
th { background: #eef3f0; }
pre, code { white-space: pre-wrap; font-size: .85em; background: #f6f8f7; padding: .1rem .3rem; }
.badge-danger, .text-danger { color: #a4262c; } .text-success { color: #1b6b3a; }
</style>
</head>"""


def emptied(folder: Path) -> Path:
    """The folder, made if need be, without the pages of an earlier gate."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def detach(folder: Path) -> Path:
    """Make every page readable without a network, and return the first one to open."""
    for page in folder.rglob("*.html"):
        content = _REMOTE.sub("", page.read_text(encoding="utf-8"))
        content = _FOOTER_LINK.sub(r"\1", content)
        page.write_text(content.replace("</head>", _STYLE, 1), encoding="utf-8")
    return folder / "index.html"
