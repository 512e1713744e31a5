"""Judging suites: a boolean pass first, then details of what failed, each with the keys of its rows and its waiver."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from expectations.outcomes import Judge, Outcome
from expectations.results import GateResult, Severity
from expectations.suites.check import Check, Subject, Suite
from expectations.waived_rows import NOT_WAIVED
from expectations.waivers import Waiver

EXAMPLES_KEPT = 20
"""Failing rows that are kept whole with a result; of all of them the keys are."""
KEYS_KEPT = 10_000
"""Keys of failing rows that are kept with a result; `observed.keys_kept` says how many where there are more."""
_KEY_COLUMNS = "(_id|_ids|_key|_code|_sha256|sheet|cell|completeness|boundary_reading|value_status|topic|field)$"
Waivers = Mapping[tuple[str, str], Sequence[Waiver]]


@dataclass(frozen=True, slots=True)
class _Failing:
    """The rows that fail: how many, how many of them nobody waived, the first ones whole, the keys of all."""

    count: int
    not_waived: int
    examples: list[object]
    keys: list[object]


@dataclass(slots=True)
class Judging:
    """One run over suites of one subject.

    How many rows there are to judge is counted once for each query; ``counted`` may be shared by several runs.
    """

    connection: Connection
    judge: Judge
    subject: Subject
    waivers: Waivers
    _counted: dict[str, int]

    def __init__(
        self,
        connection: Connection,
        judge: Judge,
        subject: Subject,
        waivers: Waivers,
        counted: dict[str, int] | None = None,
    ) -> None:
        self.connection = connection
        self.judge = judge
        self.subject = subject
        self.waivers = waivers
        self._counted = {} if counted is None else counted

    def of_suite(self, suite: Suite) -> Iterator[GateResult]:
        """A result for each expectation of the suite. Never raises for what the data or a query do."""
        judged_rows: dict[str, int | None] = {}
        ready: list[Check] = []
        for check in suite.checks:
            try:
                judged_rows[check.name] = self._count_judged(suite, check)
            except SQLAlchemyError as error:
                yield _failed_to_judge(suite, check, _first_line(error))
                continue
            if judged_rows[check.name] == 0:
                yield _nothing_to_judge(suite, check)
            else:
                ready.append(check)
        if not ready:
            return
        outcomes = self.judge.judge(suite, tuple(ready), self.subject)
        for check in ready:
            yield self._result(suite, check, outcomes[check.name], judged_rows[check.name])

    def _count_judged(self, suite: Suite, check: Check) -> int | None:
        query = check.judged_rows()
        if query is None:
            return None
        counted = f"select count(*) from ({self.subject.sql(suite.mart, query)}) judged"  # noqa: S608 - declared by us
        if counted not in self._counted:
            self._counted[counted] = int(self.connection.scalar(text(counted)) or 0)
        return self._counted[counted]

    def _result(self, suite: Suite, check: Check, outcome: Outcome, judged_rows: int | None) -> GateResult:
        if outcome.error is not None:
            return _failed_to_judge(suite, check, outcome.error)
        if outcome.is_met:
            observed: dict[str, object] = {"outcome": "met", "judged_rows": judged_rows}
            return _row(suite, check, check.severity, True, 0, "Đạt", observed)
        waivers = self.waivers.get((suite.name, check.name), ()) if check.severity == "critical" else ()
        try:
            failing = self._failing(suite, check, waivers)
        except SQLAlchemyError as error:
            return _failed_to_judge(suite, check, _first_line(error))
        observed = {"outcome": "not met", "judged_rows": judged_rows, "examples": failing.examples}
        detail = f"{check.sentence_vi} ({failing.count} trường hợp)"
        if failing.count > len(failing.keys):
            observed["keys_kept"] = len(failing.keys)
            detail += f"; giữ khóa của {len(failing.keys)} trường hợp đầu"
        if waivers:
            observed |= _told_of_waivers(waivers, failing)
            detail += "".join(f"; {_in_words(waiver)}" for waiver in waivers)
            if failing.not_waived:
                detail += f"; còn {failing.not_waived} trường hợp không được phép bỏ qua"
        return _row(suite, check, check.severity, False, failing.count, detail, observed, tuple(failing.keys))

    def _failing(self, suite: Suite, check: Check, waivers: Sequence[Waiver]) -> _Failing:
        """All that fails, in an order that every run repeats."""
        query = check.failing_rows()
        if query is None:
            return _Failing(1, 0 if any(waiver.is_for_all for waiver in waivers) else 1, [], [])
        failing = f"select to_jsonb(f) as row from ({self.subject.sql(suite.mart, query)}) f"  # noqa: S608
        found = self.connection.execute(
            text(
                f"""
                with failing as materialized ({failing}),
                placed as (
                    select row, row::text as place,
                        (select coalesce(jsonb_object_agg(k, v), row) from jsonb_each(row) as e (k, v)
                        where k ~ '{_KEY_COLUMNS}' and v <> 'null') as key
                    from failing
                )
                select (select count(*) from failing) as failing,
                    (select coalesce(jsonb_agg(row), '[]') from
                        (select row from placed order by place limit :examples) kept) as examples,
                    (select coalesce(jsonb_agg(key), '[]') from
                        (select key from placed order by place limit :keys) kept) as keys
                """  # noqa: S608
            ),
            {"examples": EXAMPLES_KEPT, "keys": KEYS_KEPT},
        ).one()
        return _Failing(found.failing, self._not_waived(failing, found.failing, waivers), found.examples, found.keys)

    def _not_waived(self, failing: str, count: int, waivers: Sequence[Waiver]) -> int:
        """Of the failing rows those that lie in no area and period that somebody waived."""
        if not waivers:
            return count
        if any(waiver.is_for_all for waiver in waivers):
            return 0
        asked = self.subject.sql("", NOT_WAIVED.replace("{failing}", failing))
        scopes = {
            "areas": [waiver.area_code for waiver in waivers],
            "periods": [waiver.period_key for waiver in waivers],
        }
        return int(self.connection.scalar(text(asked), scopes) or 0)


def _told_of_waivers(waivers: Sequence[Waiver], failing: _Failing) -> dict[str, object]:
    """What is kept of waivers; a result is waived where all of its rows are."""
    first = waivers[0]
    told: dict[str, object] = {"waiver_ids": [str(waiver.waiver_id) for waiver in waivers]}
    if failing.not_waived:
        return told | {"not_waived": failing.not_waived}
    return told | {"waiver_id": str(first.waiver_id), "waiver_reason": first.reason}


def _in_words(waiver: Waiver) -> str:
    where = f" ở địa bàn {waiver.area_code}" if waiver.area_code else ""
    when = f" kỳ {waiver.period_key}" if waiver.period_key else ""
    return (
        f"{waiver.granted_by} cho phép bỏ qua{where}{when} đến hết ngày {waiver.expires_on:%d/%m/%Y}: {waiver.reason}"
    )


def _failed_to_judge(suite: Suite, check: Check, error: str) -> GateResult:
    """An error is a critical failure whatever was declared, and nobody can waive it: we did not look."""
    observed = {"outcome": "error", "error": error, "declared_severity": check.severity}
    return _row(suite, check, "critical", False, None, f"Không kiểm tra được: {error}", observed)


def _nothing_to_judge(suite: Suite, check: Check) -> GateResult:
    observed = {"outcome": "not evaluable", "judged_rows": 0, "declared_severity": check.severity}
    return _row(suite, check, "info", False, None, "Không có dòng nào để kiểm tra", observed)


def _row(
    suite: Suite,
    check: Check,
    severity: Severity,
    is_met: bool,
    count: int | None,
    detail_vi: str,
    observed: Mapping[str, object],
    keys: tuple[object, ...] = (),
) -> GateResult:
    return GateResult(suite.name, suite.mart, check.name, severity, is_met, count, detail_vi, observed, keys)


def _first_line(error: SQLAlchemyError) -> str:
    message = str(getattr(error, "orig", error))
    return re.sub(r"\s+", " ", message.splitlines()[0] if message else type(error).__name__)
