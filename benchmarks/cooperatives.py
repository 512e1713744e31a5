"""How well, how fast and in how much memory cooperatives are recognised through six rounds of registers.

    python -m benchmarks.cooperatives [--count 34000] [--seed 2026] [--errors 20]

The history is made by `benchmarks.cooperative_history`, with its truth. Pairs of lines are counted: of all pairs that
were taken for one cooperative, the share that is one (precision); of all that are one, the share that was found
(recall).
Time is that of this process (CPU); memory is its peak, the history itself left out as far as it was freed.
"""

import argparse
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import comb

from benchmarks.cooperative_history import History
from htx.settings import REPOSITORY
from ingest.cooperatives.resolve import Resolver

SEEDS = REPOSITORY / "dbt_project" / "seeds"


@dataclass(frozen=True, slots=True)
class PairScore:
    """Pairs of lines: found and right, found, and true."""

    right: int
    found: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run gave."""

    lines: int
    cooperatives: int
    ids: int
    score: PairScore
    methods: Counter[str]
    doubts: int
    right_doubts: int
    cpu_seconds: float
    peak_bytes: int
    errors: tuple[str, ...]


def pair_score(pairs: Iterable[tuple[object, object]]) -> PairScore:
    """The score of (true, given) ids, one a line."""
    listed = list(pairs)
    return PairScore(
        right=_pairs_within(Counter(listed)),
        found=_pairs_within(Counter(given for _, given in listed)),
        true=_pairs_within(Counter(true for true, _ in listed)),
    )


def measure(count: int, seed: int, districts: int | None = None, errors_shown: int = 0) -> Measured:
    """Make a history, resolve it, compare."""
    history, resolver = History(SEEDS, count, seed, districts), Resolver()
    said: list[tuple[int, object]] = []
    truth_of: dict[object, int] = {}
    methods: Counter[str] = Counter()
    seconds, doubts, right_doubts = 0.0, 0, 0
    errors: list[str] = []
    for _, registers in history.rounds():
        for register in registers:
            began = time.process_time()
            resolved = resolver.resolve([one.line for one in register])
            seconds += time.process_time() - began
            for one, resolution in zip(register, resolved.resolutions, strict=True):
                first = truth_of.setdefault(resolution.cooperative_id, one.cooperative)
                if first != one.cooperative and len(errors) < errors_shown:
                    errors.append(
                        f"{resolution.method} {resolution.confidence:.3f} {resolution.evidence}\n  {one.line}"
                    )
                said.append((one.cooperative, resolution.cooperative_id))
                methods[resolution.method] += 1
            true_of_line = {one.line.line_id: one.cooperative for one in register}
            doubts += len(resolved.doubts)
            right_doubts += sum(truth_of[one.candidate_id] == true_of_line[one.line.line_id] for one in resolved.doubts)
    return Measured(
        lines=len(said),
        cooperatives=len({true for true, _ in said}),
        ids=len({given for _, given in said}),
        score=pair_score(said),
        methods=methods,
        doubts=doubts,
        right_doubts=right_doubts,
        cpu_seconds=seconds,
        peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        errors=tuple(errors),
    )


def _pairs_within(sizes: Counter[object] | Counter[tuple[object, object]]) -> int:
    return sum(comb(size, 2) for size in sizes.values())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--count", type=int, default=34_000)
    arguments.add_argument("--seed", type=int, default=2026)
    arguments.add_argument("--districts", type=int)
    arguments.add_argument("--errors", type=int, default=0, help="show so many lines taken for another cooperative")
    chosen = arguments.parse_args()
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        run = pool.submit(measure, chosen.count, chosen.seed, chosen.districts, chosen.errors).result()
    for error in run.errors:
        print(error)
    print(f"lines {run.lines}, true cooperatives {run.cooperatives}, ids {run.ids}")
    print(f"methods {dict(run.methods)}, doubts {run.doubts} (of them right {run.right_doubts})")
    print(f"precision {run.score.precision:.5f} (goal 0.995)")
    print(f"recall    {run.score.recall:.5f}")
    print(f"F1        {run.score.f1:.5f} (goal 0.980)")
    print(f"CPU {run.cpu_seconds:.1f} s, peak {run.peak_bytes / 1e6:.0f} MB (the history included)")


if __name__ == "__main__":
    main()
