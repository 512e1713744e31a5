"""The calendar's rows of communes are made from a table of rounds; the others are left as they are."""

import csv
import shutil
from pathlib import Path

import pytest

from tools.make_obligations import COMMUNE_ROUNDS, Row, commune_obligations, is_of_commune, main, read_rows

ROUND = {
    "province_code": "75",
    "creditor_agency_code": "lmhtx-75",
    "form_code": "A-1",
    "period_key": "2026-H1",
    "opens_on": "2026-05-01",
    "due_before": "2026-05-20",
    "valid_from": "2026-01-01",
    "valid_to": "2027-01-01",
    "legal_basis": "Lịch giả định",
}


@pytest.fixture(scope="module")
def seeds(repository: Path) -> Path:
    return repository / "dbt_project" / "seeds"


@pytest.fixture(scope="module")
def communes(seeds: Path) -> list[Row]:
    return read_rows(seeds / "communes.csv")


def test_each_commune_of_the_province_owes_once(communes: list[Row]) -> None:
    made = list(commune_obligations([ROUND], communes))
    assert len(made) == len({row["debtor_code"] for row in made}) == 95
    assert {row["is_assumption"] for row in made} == {"true"}
    assert made[0]["obligation_code"] == f"{made[0]['debtor_code']}:A-1:2026-H1"


def test_a_commune_that_changed_its_kind_owes_once_whenever_the_round_is_due(communes: list[Row]) -> None:
    long_thanh = [row for row in communes if row["area_code"] == "26368"]
    for due, lives in (("2025-05-20", "Thị trấn"), ("2025-11-20", "Xã"), ("2026-05-20", "Phường")):
        made = list(commune_obligations([ROUND | {"due_before": due}], long_thanh))
        assert len(made) == 1, lives


def test_the_committed_calendar_is_what_the_script_makes(seeds: Path, tmp_path: Path) -> None:
    for name in ("obligations.csv", "communes.csv"):
        shutil.copy(seeds / name, tmp_path / name)
    main(["--seeds", str(tmp_path)])
    assert (tmp_path / "obligations.csv").read_bytes() == (seeds / "obligations.csv").read_bytes()


def test_what_is_written_by_hand_stays(seeds: Path, tmp_path: Path) -> None:
    shutil.copy(seeds / "communes.csv", tmp_path)
    calendar = read_rows(seeds / "obligations.csv")
    by_hand = [row for row in calendar if not is_of_commune(row)]
    assert len(by_hand) == 52
    with (tmp_path / "obligations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(calendar[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(by_hand)
    main(["--seeds", str(tmp_path), "--rounds", str(COMMUNE_ROUNDS)])
    assert read_rows(tmp_path / "obligations.csv") == calendar


def test_the_communes_of_hue_owe_the_first_half_of_2026(seeds: Path) -> None:
    owing = [row for row in read_rows(seeds / "obligations.csv") if is_of_commune(row)]
    assert {(row["area_code"], row["period_key"]) for row in owing} == {("46", "2026-H1")}
    assert len(owing) == 40
