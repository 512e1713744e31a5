"""Whether a submission is accepted: one pure function of what the rules found."""

from collections.abc import Iterable
from typing import Literal

Outcome = Literal["accepted", "accepted_with_warnings", "rejected"]

REJECTING_RULES = frozenset(
    {
        "unreadable_file",
        "pdf_alone",
        "unpacks_out_of_proportion",
        "unknown_form",
        "two_reporters",
        "several_reporters",
        "two_periods",
        "wrong_period",
        "missing_coop_total",
    }
)
"""Without these answered there is nothing to take: everything else is taken, and what it says is printed."""


def outcome_of(found: Iterable[tuple[str, str]]) -> Outcome:
    """The outcome for (rule code, severity) pairs."""
    pairs = set(found)
    if any(rule_code in REJECTING_RULES for rule_code, _ in pairs):
        return "rejected"
    if any(severity in {"error", "warning"} for _, severity in pairs):
        return "accepted_with_warnings"
    return "accepted"
