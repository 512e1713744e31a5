"""A reporter corrects its workbook after the report went out, and an officer takes the correction.

`submissions/corrections.csv` says whose cell becomes what, when the file arrives, and who takes it with what reason.
"""

import csv
import io
import os
from datetime import datetime
from pathlib import Path

from ingest.submissions.reference import Reference
from ingest.submissions.template import build_template
from samples.make_submissions import DECISIONS, FORM_CODE, SAMPLES, cell_content, put, read_truth

DECISION_COLUMNS = ("round_period", "file_name", "decision", "reason", "decided_by", "decided_at")


def make_correction(inbox: Path, reference: Reference) -> list[Path]:
    """Write the corrected workbooks and the officer's decisions into the round's folder; the same bytes every time."""
    written: list[Path] = []
    with (SAMPLES / "corrections.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            folder = inbox / row["round_period"]
            values = dict(read_truth()[row["area_code"]])
            values[row["entity"], row["indicator_code"], row["value_column"]] = cell_content(row["content"])
            _decide(folder / DECISIONS, row | {"decision": "take_late"})
            path = folder / row["file_name"]
            workbook = build_template(FORM_CODE, row["area_code"], row["round_period"], reference, values)
            if put(path, workbook):
                received_at = datetime.fromisoformat(row["received_at"]).timestamp()
                os.utime(path, (received_at, received_at))
            written.append(path)
    return written


def _decide(decisions: Path, row: dict[str, str]) -> None:
    """Add the decision to those of the round, once."""
    known = decisions.read_text(encoding="utf-8")
    if row["file_name"] in known:
        return
    line = io.StringIO(newline="")
    csv.DictWriter(line, DECISION_COLUMNS, extrasaction="ignore", lineterminator="\n").writerow(row)
    put(decisions, (known + line.getvalue()).encode())
