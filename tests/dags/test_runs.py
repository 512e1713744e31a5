"""Which run of a publication the sweep starts: the one of that name, or another where it failed."""

from collections.abc import Collection
from dataclasses import dataclass

import pytest

from htx.flow_names import PUBLICATION_FLOW

pytestmark = pytest.mark.integration  # imports Airflow


@dataclass(frozen=True, slots=True)
class AskedTask:
    """Answers as Airflow's task does about runs, from a list of those that failed."""

    failed: Collection[str]

    def get_dr_count(self, dag_id: str, run_ids: list[str], states: list[str]) -> int:
        assert (dag_id, states) == (PUBLICATION_FLOW, ["failed"])
        return sum(run_id in self.failed for run_id in run_ids)


@pytest.mark.parametrize(
    ("failed", "started"),
    [
        ([], "publish_79_2024-H1"),
        (["publish_79_2024-H1"], "publish_79_2024-H1_again_2"),
        (["publish_79_2024-H1", "publish_79_2024-H1_again_2"], "publish_79_2024-H1_again_3"),
    ],
)
def test_a_run_that_failed_is_followed_by_another(failed: list[str], started: str) -> None:
    from htx.flows import run_to_start

    assert run_to_start({"ti": AskedTask(failed)}, PUBLICATION_FLOW, "publish_79_2024-H1") == started


def test_after_twenty_failures_a_person_has_to_look() -> None:
    from htx.flows import MOST_RUNS, run_to_start

    names = ["publish_79_2024-H1", *(f"publish_79_2024-H1_again_{number}" for number in range(2, MOST_RUNS + 1))]
    assert run_to_start({"ti": AskedTask(names)}, PUBLICATION_FLOW, "publish_79_2024-H1") == names[-1]
