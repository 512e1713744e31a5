"""One defect in a random cell of a random clean workbook: the report names that cell and that rule, and no other."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.submissions.check import check_submission
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference
from tests.ingest.submissions.clean_submission import ROUND, Style, Written, clean_submission, write
from tests.ingest.submissions.planted_defects import DEFECTS

draws = given(
    seed=st.integers(0, 2**32),
    name=st.sampled_from(sorted(DEFECTS)),
    style=st.sampled_from(["office", "office", "template"]),
)
unhurried = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}


def judged(written: Written, reference: Reference) -> SubmissionReading:
    reading = check_submission(written.content, file_name="bieu.xlsx", round_period=ROUND, reference=reference)
    assert reading.incidents == ()
    return reading


def plant_and_judge(seed: int, name: str, style: Style, reference: Reference) -> None:
    rng = random.Random(seed)
    planted = DEFECTS[name](rng, clean_submission(rng), style)
    written = write(planted.submission, style, rng, reference)
    reading = judged(written, reference)
    found = [(finding.rule_code, finding.sheet, finding.cell) for finding in reading.findings]
    assert sorted(found, key=str) == sorted(planted.expected(written), key=str)
    for finding in reading.findings:
        assert finding.sentence_vi
        assert finding.mend_vi
        assert finding.cell is not None


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("style", ["office", "template"])
def test_a_clean_workbook_has_no_findings_and_all_its_figures(seed: int, style: Style, reference: Reference) -> None:
    rng = random.Random(seed)
    clean = clean_submission(rng)
    written = write(clean, style, rng, reference)
    reading = judged(written, reference)
    assert reading.findings == ()
    assert reading.outcome == "accepted"
    read = {(cell.sheet, cell.cell): (cell.coordinate, cell.value_printed) for cell in reading.values}
    for place, content in clean.figures.items():
        assert read[written.cells[place]] == (place, content)
    assert [row.text("tax_code") for row in reading.cooperatives] == [one.tax_code for one in clean.cooperatives]


@settings(max_examples=12, derandomize=True, **unhurried)
@draws
def test_one_planted_defect_is_found_and_nothing_else(reference: Reference, seed: int, name: str, style: Style) -> None:
    plant_and_judge(seed, name, style, reference)


@pytest.mark.long
@settings(max_examples=600, **unhurried)
@draws
def test_many_planted_defects_are_found_and_nothing_else(
    reference: Reference, seed: int, name: str, style: Style
) -> None:
    plant_and_judge(seed, name, style, reference)
