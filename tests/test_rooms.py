"""Rooms import only what stands before them; the tree keeps its rules."""

import ast
import re
import subprocess
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from htx.settings import REPOSITORY

MAY_IMPORT = {
    "ingest/vietnamese": {"ingest.vietnamese"},
    "ingest/raw": {"ingest.raw", "htx.settings"},
    "ingest/figures": {"ingest.figures", "ingest.vietnamese", "ingest.articles.content"},
    "ingest/articles": {"ingest.articles", "ingest.figures", "ingest.vietnamese", "ingest.raw", "htx.settings"},
    "ingest/submissions": {"ingest.submissions", "ingest.vietnamese", "ingest.raw", "htx.settings"},
    "ingest/cooperatives": {
        *("ingest.cooperatives", "ingest.vietnamese", "ingest.raw", "htx.settings"),
        *("ingest.submissions.register.tax_code", "ingest.submissions.register.words"),
    },
    "expectations": {"expectations", "ingest.raw", "ingest.cooperatives", "htx.settings"},
    "publish": {"publish", "ingest.raw", "ingest.vietnamese", "htx.settings"},
}
OUR_PACKAGES = {"ingest", "expectations", "publish", "htx", "dags", "samples", "tests"}
OUR_ROOMS = ("ingest", "expectations", "publish", "htx", "samples")
STRANGERS = {"airflow"}
STRANGERS_TO_INGEST = {"airflow", "dbt", "great_expectations"}


@dataclass(frozen=True, slots=True)
class Imported:
    """One name that a file imports: of a module, or a module itself."""

    module: str | None
    """The word after `from`."""
    name: str
    at_head: bool
    """Not inside a function, a class or a condition."""

    @property
    def full_name(self) -> str:
        return f"{self.module}.{self.name}" if self.module else self.name


@cache
def imported_by(path: Path) -> tuple[Imported, ...]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    heads = set(map(id, body))
    return tuple(
        Imported(node.module if isinstance(node, ast.ImportFrom) else None, alias.name, id(node) in heads)
        for node in statements(body)
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module)
        for alias in node.names
    )


def statements(body: Sequence[ast.AST]) -> Iterator[ast.AST]:
    """Statements with those inside them, without their expressions: most of a tree, and no import stands there."""
    for node in body:
        yield node
        for field in ("body", "handlers", "orelse", "finalbody", "cases"):
            yield from statements(getattr(node, field, ()))


def imported_modules(path: Path) -> Iterator[str]:
    return (imported.full_name for imported in imported_by(path))


def test_no_import_is_relative() -> None:
    for path in tracked_files("*.py"):
        assert not re.search(r"^\s*from\s+\.", path.read_text(encoding="utf-8"), re.MULTILINE), path


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_stands_before_it(room: str) -> None:
    files = sorted((REPOSITORY / room).rglob("*.py"))
    assert files
    for path in files:
        for module in imported_modules(path):
            package = module.partition(".")[0]
            strangers = STRANGERS_TO_INGEST if room.startswith("ingest") else STRANGERS
            assert package not in strangers, f"{path} imports {module}"
            if package in OUR_PACKAGES:
                allowed = any(module == name or module.startswith(f"{name}.") for name in MAY_IMPORT[room])
                assert allowed, f"{path} imports {module}"


def test_no_room_is_forgotten() -> None:
    rooms = {path.parent.name for path in (REPOSITORY / "ingest").glob("*/__init__.py")}
    assert {f"ingest/{room}" for room in rooms} <= MAY_IMPORT.keys()


def test_no_modules_import_each_other_in_a_circle() -> None:
    """By imports at the head of a module; one inside a function waits until it is called."""
    modules = {name_of(path): path for room in OUR_ROOMS for path in tracked_files(f"{room}/*.py")}
    imports = {name: imported_first(path, modules.keys()) for name, path in modules.items()}
    order = TopologicalSorter(imports)
    order.prepare()


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")


def imported_first(path: Path, modules: Collection[str]) -> set[str]:
    """Those of the modules that stand in the imports at the head of a file."""
    at_head = [imported for imported in imported_by(path) if imported.at_head]
    names = (i.full_name if i.full_name in modules else i.module for i in at_head)
    return {name for name in names if name and name in modules}


def test_end_to_end_tests_stand_in_their_room() -> None:
    """`make test` runs them by their folder, apart from all others."""
    mark = re.compile(r"^\s*(pytestmark\b|@pytest\.mark).*\bend_to_end\b", re.MULTILINE)
    marked = {path for path in tracked_files("tests/*.py") if mark.search(path.read_text(encoding="utf-8"))}
    assert marked
    assert marked == set(tracked_files("tests/end_to_end/test_*.py"))


def test_nothing_names_a_path_or_address_of_the_machine_it_was_written_on() -> None:
    suspicious = re.compile(
        # A letter in brackets keeps this line from being what it looks for.
        r"/[w]ork/|/[o]pt/wheels|/[o]pt/pypi|[e]xtra-index-url|[f]ind-links=|[t]rusted-host"
        r"|\.\./[s]hared/(?!articles|submissions)"
    )
    for path in tracked_files():
        if path.suffix in {".png", ".xlsx", ".pdf"} or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert not suspicious.search(text), path


def tracked_files(pattern: str = "*") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", pattern], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return [REPOSITORY / name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).is_file()]
