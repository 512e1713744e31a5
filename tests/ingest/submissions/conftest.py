"""What the tests of submissions share: the reference data, the sample round, and files made from it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference, load_reference
from ingest.submissions.template import CellContent, ValueKey, build_template
from samples.make_submissions import make_round, read_truth

ROUND = "2024-H1"
CU_CHI = "783"

Fill = Callable[..., bytes]
Check = Callable[..., SubmissionReading]


@pytest.fixture(scope="session")
def reference(repository: Path) -> Reference:
    return load_reference(repository / "dbt_project" / "seeds")


@pytest.fixture(scope="session")
def truth() -> dict[str, dict[ValueKey, CellContent]]:
    return read_truth()


@pytest.fixture(scope="session")
def sample_inbox(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """An inbox with the sample round; not to be changed by a test."""
    inbox = tmp_path_factory.mktemp("sample_inbox")
    make_round(inbox, reference)
    return inbox


@pytest.fixture(scope="session")
def fill(reference: Reference, truth: dict[str, dict[ValueKey, CellContent]]) -> Fill:
    """The form of huyện Củ Chi, filled rightly but for the given cells."""

    right = build_template("A-1", CU_CHI, ROUND, reference, truth[CU_CHI])

    def filled(changes: dict[ValueKey, CellContent] | None = None, *, is_nil_return: bool = False) -> bytes:
        if not changes and not is_nil_return:
            return right
        values = {} if is_nil_return else dict(truth[CU_CHI])
        values.update(changes or {})
        return build_template("A-1", CU_CHI, ROUND, reference, values, is_nil_return=is_nil_return)

    return filled


@pytest.fixture(scope="session")
def check(reference: Reference) -> Check:
    """Check bytes for the sample round, or for another."""

    def checked(content: bytes, round_period: str | None = ROUND) -> SubmissionReading:
        return check_submission(content, file_name="bieu.xlsx", round_period=round_period, reference=reference)

    return checked
