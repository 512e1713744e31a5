"""Registers as offices send them, read from their bytes: every cooperative and every finding, nothing more."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.reference import Reference

FAMILIES = {"invalid_tax_code", "duplicate_cooperative", "register_not_total", "unsafe_content", "not_a_number"}
BLANK_IN_THE_FILE = {("04_Danh sach HTX Lam Ha.csv", 11, "workers")}
"""The gold file has a number there, the file an empty field."""


@pytest.fixture(scope="module")
def office_files(repository: Path) -> Path:
    folder = repository.parent / "shared" / "submissions" / "dev"
    if not folder.exists():
        pytest.skip("the example submissions are not beside the repository")
    return folder


def test_every_cooperative_and_every_finding_of_the_examples(office_files: Path, reference: Reference) -> None:
    gold = [json.loads(line) for line in (office_files / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    with_register = [line for line in gold if line["cooperatives"]]
    assert sum(len(line["cooperatives"]) for line in with_register) == 121
    for line in with_register:
        content = (office_files / line["file"]).read_bytes()
        read = check_submission(
            content, file_name=line["file"], round_period=line["round"], reference=reference
        ).as_json()
        assert _different(line, read) == {field for field in BLANK_IN_THE_FILE if field[0] == line["file"]}
        assert _findings(read) == _findings(line)


def _different(line: dict[str, Any], read: dict[str, Any]) -> set[tuple[str, int, str]]:
    """Fields that were read otherwise than gold has them; every row of either side must be in the other."""
    rows = {(row["sheet"], row["row"]): row for row in read["cooperatives"]}
    assert rows.keys() == {(row["sheet"], row["row"]) for row in line["cooperatives"]}
    return {
        (line["file"], row["row"], field)
        for row in line["cooperatives"]
        for field, value in row.items()
        if rows[row["sheet"], row["row"]][field] != value
    }


def _findings(line: dict[str, Any]) -> Counter[tuple[str, str | None, str | None]]:
    found = ((one["family"], one["sheet"], one["cell"]) for one in line["findings"])
    return Counter(one for one in found if one[0] in FAMILIES)
