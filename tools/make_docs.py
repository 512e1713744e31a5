"""Pages to browse: every mart with its columns and where it comes from, beside what the gate said of the last build.

    python -m tools.make_docs

Needs no warehouse and no network; the pages need none either.
"""

import os
import re
import sys
from html import escape
from pathlib import Path
from shutil import rmtree

from htx.runtime.warehouse import read_settings
from htx.settings import Settings

MARTS_PAGE = "marts.html"
_PLACEHOLDERS = {"HOST": "localhost", "PORT": "5432", "USER": "nobody", "PASSWORD": "", "DATABASE": "htx"}
"""dbt wants an address to read its project; it is never called."""
_REMOTE_SCRIPT = re.compile(r'(\.src\s*=\s*)"(?:https?:)?//[^"]*"')
"""dbt's page can load a counter of visits. It does so only where telemetry is on, and telemetry is off; still."""


def make_docs(settings: Settings) -> Path:
    """Write the pages under ``<home>/docs`` and return the first one to open."""
    folder = settings.home / "docs"
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    page = _dbt_page(settings.dbt_project_dir, settings.home / "dbt" / "docs").read_text(encoding="utf-8")
    (folder / MARTS_PAGE).write_text(_REMOTE_SCRIPT.sub(r'\1""', page), encoding="utf-8")
    first = folder / "index.html"
    first.write_text(_index(settings), encoding="utf-8")
    return first


def _dbt_page(project: Path, target: Path) -> Path:
    """dbt's own documentation of the project as one file."""
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest

    os.environ.update({f"HTX_PG_{name}": value for name, value in _PLACEHOLDERS.items()})
    os.environ |= {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}
    where = [
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(target), "--log-path", str(target)),
    ]
    quietly = ["--quiet", "--no-version-check"]
    parsed = dbtRunner().invoke([*quietly, "parse", *where])
    if not isinstance(parsed.result, Manifest):
        raise SystemExit(f"the dbt project cannot be read: {parsed.exception}")
    made = dbtRunner(manifest=parsed.result).invoke(
        [*quietly, "docs", "generate", "--static", "--no-compile", "--empty-catalog", *where]
    )
    if not made.success:
        raise SystemExit(f"dbt could not write its pages: {made.exception}")
    return target / "static_index.html"


def _index(settings: Settings) -> str:
    links = {MARTS_PAGE: "Các bảng: cột, kiểm tra, nguồn gốc · Marts: columns, tests, lineage"}
    if (settings.home / "data_docs" / "index.html").exists():
        links["../data_docs/index.html"] = "Cổng kiểm soát: kết quả lần dựng gần nhất · The gate: its last verdict"
    items = "\n".join(f'<li><a href="{escape(href)}">{escape(words)}</a></li>' for href, words in links.items())
    return (
        '<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n<title>Kho dữ liệu hợp tác xã</title>\n'
        "<style>body{font:16px/1.6 sans-serif;margin:3rem auto;max-width:40rem}</style>\n"
        f"<h1>Kho dữ liệu hợp tác xã</h1>\n<ul>\n{items}\n</ul>\n</html>\n"
    )


if __name__ == "__main__":
    print(make_docs(read_settings()), file=sys.stdout)
