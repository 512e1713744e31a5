"""Whether a submission is accepted follows from what was found, and from nothing else."""

import pytest

from ingest.submissions.outcome import REJECTING_RULES, Outcome, outcome_of
from ingest.submissions.reference import Reference


@pytest.mark.parametrize(
    ("found", "outcome"),
    [
        ([], "accepted"),
        ([("encoding_repaired", "info")], "accepted"),
        ([("words_for_number", "warning")], "accepted_with_warnings"),
        ([("missing_required", "warning")], "accepted_with_warnings"),
        ([("active_exceeds_total", "error")], "accepted_with_warnings"),
        ([("negative", "error"), ("part_exceeds_total", "error")], "accepted_with_warnings"),
        ([("missing_coop_total", "error")], "rejected"),
        ([("wrong_period", "error")], "rejected"),
        ([("unknown_form", "error")], "rejected"),
        ([("unreadable_file", "error")], "rejected"),
        ([("unpacks_out_of_proportion", "error")], "rejected"),
        ([("words_for_number", "warning"), ("missing_coop_total", "error")], "rejected"),
        ([("active_exceeds_total", "error")] * 30, "accepted_with_warnings"),
    ],
)
def test_the_outcome_follows_from_rules_and_severities(found: list[tuple[str, str]], outcome: Outcome) -> None:
    assert outcome_of(found) == outcome
    assert outcome_of(reversed(found)) == outcome


def test_every_rejecting_rule_is_an_error_with_words(reference: Reference) -> None:
    assert {reference.rules[code].severity for code in REJECTING_RULES} == {"error"}
