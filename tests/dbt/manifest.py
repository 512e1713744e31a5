"""What dbt knows of the project, read from the manifest that a build leaves behind."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

LAYERS = ("staging", "intermediate", "marts")
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Manifest:
    """Models, seeds, sources, tests and exposures, under their own short names."""

    content: Mapping[str, Any]

    @classmethod
    def of(cls, target: Path) -> "Manifest":
        """The manifest that dbt wrote into its target folder."""
        return cls(json.loads((target / "manifest.json").read_text(encoding="utf-8")))

    def named(self, kind: str) -> dict[str, Node]:
        """Nodes of a kind: model, seed, test."""
        return {node["name"]: node for node in self.content["nodes"].values() if node["resource_type"] == kind}

    @cached_property
    def models(self) -> dict[str, Node]:
        return self.named("model")

    @cached_property
    def marts(self) -> dict[str, Node]:
        return {name: node for name, node in self.models.items() if folder(node) == "marts"}

    @cached_property
    def seeds(self) -> dict[str, Node]:
        return self.named("seed")

    @cached_property
    def sources(self) -> dict[str, Node]:
        """Source tables as schema.table."""
        return {f"{node['source_name']}.{node['name']}": node for node in self.content["sources"].values()}

    @cached_property
    def exposures(self) -> dict[str, Node]:
        return {node["name"]: node for node in self.content["exposures"].values()}

    @cached_property
    def unit_tests(self) -> dict[str, Node]:
        return {node["name"]: node for node in self.content["unit_tests"].values()}

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """What each model and exposure depends on, by short names."""
        holders = {**self.models, **self.exposures}
        return {name: tuple(map(self._short, node["depends_on"]["nodes"])) for name, node in holders.items()}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Models that depend on each node."""
        found: dict[str, list[str]] = {name: [] for name in (*self.models, *self.seeds, *self.sources)}
        for name in self.models:
            for parent in self.parents[name]:
                found[parent].append(name)
        return {name: tuple(sorted(names)) for name, names in found.items()}

    @cached_property
    def tests(self) -> dict[str, frozenset[tuple[str, str | None]]]:
        """Generic tests of each model: name and column."""
        found: dict[str, set[tuple[str, str | None]]] = {name: set() for name in self.models}
        for node in self.content["nodes"].values():
            attached = self.content["nodes"].get(node.get("attached_node"))
            if node["resource_type"] == "test" and attached and attached["name"] in found:
                found[attached["name"]].add((node["test_metadata"]["name"], node.get("column_name")))
        return {name: frozenset(tests) for name, tests in found.items()}

    def ancestors(self, name: str) -> frozenset[str]:
        """Everything that a model depends on, near and far."""
        seen: set[str] = set()
        waiting = list(self.parents.get(name, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in seen:
                seen.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return frozenset(seen)

    def layer(self, name: str) -> str:
        """source, seed, staging, intermediate, or of the marts: dim, fct, bridge, mart."""
        if name in self.sources:
            return "source"
        if name in self.seeds:
            return "seed"
        node = self.models[name]
        return name.partition("_")[0] if folder(node) == "marts" else folder(node)

    def edges(self) -> Iterator[tuple[str, str]]:
        """Model and what it depends on."""
        for name in self.models:
            for parent in self.parents[name]:
                yield name, parent

    def _short(self, unique_id: str) -> str:
        kind, _, *rest = unique_id.split(".")
        return ".".join(rest) if kind == "source" else rest[0]


def folder(node: Node) -> str:
    """The layer's folder that a model lies in."""
    return str(Path(node["path"]).parts[0])
