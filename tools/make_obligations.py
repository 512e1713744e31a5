"""Put the rounds of communes into the seed ``obligations.csv``: one row for each commune of a province and round.

Run by a developer when a round is added to ``tools/commune_rounds.csv``, after ``tools.make_communes``::

    python -m tools.make_obligations

The rows of districts, departments and the owner are written by hand and stay as they are. The dates of the rounds are
assumptions, and are marked so: no document of a province states them. The output is the same bytes for the same rounds.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tools.make_areas import REPOSITORY, SEEDS

COMMUNE_ROUNDS = REPOSITORY / "tools" / "commune_rounds.csv"
TIME_ZONE = "Asia/Ho_Chi_Minh"
"""Of every due date: a day ends at midnight of Viet Nam."""
_COMMUNE_CODE_LENGTH = 5

Row = Mapping[str, str]


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def commune_obligations(rounds: Sequence[Row], communes: Sequence[Row]) -> Iterator[dict[str, str]]:
    """What each commune owes: those of the round's province that live on the day before it is due, by code."""
    for turn in rounds:
        for commune in communes:
            if commune["province_code"] == turn["province_code"] and _lives_before(commune, turn["due_before"]):
                yield {
                    "obligation_code": f"{commune['area_code']}:{turn['form_code']}:{turn['period_key']}",
                    "obligation_kind": "reporter_round",
                    "debtor_kind": "area",
                    "debtor_code": commune["area_code"],
                    "creditor_agency_code": turn["creditor_agency_code"],
                    "form_code": turn["form_code"],
                    "period_key": turn["period_key"],
                    "area_code": turn["province_code"],
                    "opens_on": turn["opens_on"],
                    "cut_off_on": "",
                    "due_before": turn["due_before"],
                    "time_zone": TIME_ZONE,
                    "valid_from": turn["valid_from"],
                    "valid_to": turn["valid_to"],
                    "legal_basis": turn["legal_basis"],
                    "is_assumption": "true",
                }


def _lives_before(commune: Row, due_before: str) -> bool:
    return commune["valid_from"] < due_before and (not commune["valid_to"] or due_before <= commune["valid_to"])


def is_of_commune(obligation: Row) -> bool:
    """Whether a row of the calendar is one that this script makes."""
    return obligation["debtor_kind"] == "area" and len(obligation["debtor_code"]) == _COMMUNE_CODE_LENGTH


def main(arguments: Sequence[str]) -> None:
    """Write the seed anew."""
    parser = argparse.ArgumentParser(description="Put the rounds of communes into the calendar.")
    parser.add_argument("--rounds", type=Path, default=COMMUNE_ROUNDS, help="table of rounds")
    parser.add_argument("--seeds", type=Path, default=SEEDS, help="folder with communes.csv, to write obligations.csv")
    options = parser.parse_args(arguments)
    calendar = read_rows(options.seeds / "obligations.csv")
    by_hand = [row for row in calendar if not is_of_commune(row)]
    made = list(commune_obligations(read_rows(options.rounds), read_rows(options.seeds / "communes.csv")))
    with (options.seeds / "obligations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(calendar[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows([*by_hand, *made])
    print(f"{len(by_hand) + len(made)} rows of obligations.csv, {len(made)} of communes")


if __name__ == "__main__":
    main(sys.argv[1:])
