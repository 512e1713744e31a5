"""The pages about the marts are built without a warehouse and open without a network."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from htx.settings import REPOSITORY

pytestmark = [pytest.mark.long, pytest.mark.dbt]
FETCHES = re.compile(
    r"<(?:script|img|iframe)\b[^>]*\bsrc=[\"']?(?:https?:)?//|<link\b[^>]*\bhref=[\"']?(?:https?:)?//"
    r"|@import|url\([\"']?(?:https?:)?//|\.src\s*=\s*[\"'](?:https?:)?//",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the pages, made where the gate has left its own."""
    home = tmp_path_factory.mktemp("home")
    (home / "data_docs").mkdir()
    (home / "data_docs" / "index.html").write_text("<html></html>", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HTX_")}
    made = subprocess.run(
        [sys.executable, "-m", "tools.make_docs"],
        env={**environment, "HTX_HOME": str(home)},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == str(home / "docs" / "index.html")
    return home / "docs"


def test_the_first_page_leads_to_the_marts_and_to_the_gate(pages: Path) -> None:
    first = (pages / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"]+)"', first)
    assert links == ["marts.html", "../data_docs/index.html"]
    assert all((pages / link).exists() for link in links)


def test_the_pages_fetch_nothing(pages: Path) -> None:
    for page in pages.glob("*.html"):
        found = FETCHES.search(page.read_text(encoding="utf-8"))
        assert found is None, f"{page.name}: {found}"


def test_the_page_of_the_marts_tells_of_every_column_and_counts_no_visits(pages: Path) -> None:
    content = (pages / "marts.html").read_text(encoding="utf-8")
    manifest = json.loads((pages.parent / "dbt" / "docs" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["metadata"]["send_anonymous_usage_stats"] is False
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and node["path"].startswith("marts/"):
            assert f'"name": "{node["name"]}"' in content or f'"name":"{node["name"]}"' in content
    assert "Bảy mã nay chỉ tỉnh khác" in content or "B\\u1ea3y m\\u00e3 nay" in content
