"""A boolean pass in plain SQL: all expectations of a suite in one statement. For what must be known in moments."""

from collections.abc import Mapping

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from expectations.outcomes import Outcome
from expectations.suites.check import Check, Subject, Suite


class SqlJudge:
    """Judges on a connection that commits by itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def judge(self, suite: Suite, checks: tuple[Check, ...], subject: Subject) -> Mapping[str, Outcome]:
        try:
            asked = ", ".join(self._holds(suite, check, subject) for check in checks)
            row = self._connection.execute(text(f"select {asked}")).one()
            return {check.name: Outcome(bool(is_met)) for check, is_met in zip(checks, row, strict=True)}
        except SQLAlchemyError as error:
            if len(checks) == 1:
                return {checks[0].name: Outcome(False, str(getattr(error, "orig", error)).splitlines()[0])}
            return {check.name: self.judge(suite, (check,), subject)[check.name] for check in checks}

    @staticmethod
    def _holds(suite: Suite, check: Check, subject: Subject) -> str:
        query = check.failing_rows()
        if query is None:
            return subject.sql(suite.mart, "exists (select from {batch})")
        return f"not exists (select from ({subject.sql(suite.mart, query)}) failing)"
