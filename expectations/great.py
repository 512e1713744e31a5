"""Great Expectations at work: the only module that imports it, for that takes seconds.

Import it where it is needed, never at the head of a module. Its telemetry is off before it is loaded.
"""

import os

os.environ["GX_ANALYTICS_ENABLED"] = "false"

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import great_expectations as gx
from great_expectations.core.result_format import ResultFormat
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.exceptions.exceptions import GreatExpectationsError
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
from great_expectations.expectations.core.expect_table_row_count_to_be_between import ExpectTableRowCountToBeBetween
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity
from sqlalchemy.exc import SQLAlchemyError

from expectations.outcomes import Outcome
from expectations.suites.check import Between, Check, HasRows, NoSuchRows, Requirement, Subject, Suite

RESULT_FORMAT = ResultFormat.BASIC
"""Counts, but no values: rows that fail are fetched by queries of our own, only where something failed."""
_SITE = "local_site"
_CHECK = "check"


class ExpectNoRows(UnexpectedRowsExpectation):
    """The library's own, but it counts the rows that fail and does not fetch them too.

    Fetching asks the same query a second time, which for whole marts is half of a gate; and at our result format
    what was fetched is thrown away.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(
        self,
        metrics: dict[str, object],
        runtime_configuration: dict[str, object] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, object]:
        (counted,) = self.metric_dependencies
        return {"success": metrics[counted] == 0, "result": {"observed_value": metrics[counted]}}


class Pages:
    """The ephemeral context of one gate: validators judge in it, and it writes Data Docs of all they judged."""

    def __init__(self, run_at: datetime, docs_folder: Path) -> None:
        self.run_at = run_at
        self.declaring = Lock()
        context = gx.get_context(mode="ephemeral")
        assert isinstance(context, EphemeralDataContext)
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        context.update_data_docs_site(
            _SITE,
            {
                "class_name": "SiteBuilder",
                "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(docs_folder)},
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            },
        )
        self.context = context

    def write(self) -> None:
        self.context.build_data_docs(site_names=[_SITE])


class Validator:
    """Judges suite by suite over a connection of its own; not for two threads at once, but one beside others."""

    def __init__(self, pages: Pages, name: str, database_url: str) -> None:
        self._pages = pages
        # an engine knows one table at a time as the one that is judged: two validators cannot share a source
        self._source = pages.context.data_sources.add_postgres(name, connection_string=database_url)

    def judge(self, suite: Suite, checks: tuple[Check, ...], subject: Subject) -> Mapping[str, Outcome]:
        """Judge some checks of a suite. Never raises for what the data or a query do: that is an outcome."""
        try:
            outcomes = dict(self._validate(suite, checks, subject))
        except (GreatExpectationsError, SQLAlchemyError, ConnectionError, ValueError, TypeError) as error:
            outcomes = {check.name: Outcome(False, _first_line(error)) for check in checks}
        for check in checks:
            outcomes.setdefault(check.name, Outcome(False, "Great Expectations gave no result for it"))
        return outcomes

    def _validate(self, suite: Suite, checks: tuple[Check, ...], subject: Subject) -> Iterator[tuple[str, Outcome]]:
        with self._pages.declaring:
            definition = self._declare(suite, checks, subject)
        run = RunIdentifier(run_name=str(subject.build_id), run_time=self._pages.run_at)
        for result in definition.run(result_format=RESULT_FORMAT, run_id=run).results:
            configuration = result.expectation_config
            assert configuration is not None
            yield configuration.meta[_CHECK], Outcome(bool(result.success), _error(result.exception_info))

    def _declare(self, suite: Suite, checks: tuple[Check, ...], subject: Subject) -> gx.ValidationDefinition:
        context = self._pages.context
        asset = self._source.add_table_asset(suite.name, table_name=suite.mart, schema_name=subject.schema)
        batch = asset.add_batch_definition_whole_table(suite.mart)
        declared = [_expectation(check, suite.mart, subject) for check in checks]
        return context.validation_definitions.add(
            gx.ValidationDefinition(
                name=suite.name,
                data=batch,
                suite=context.suites.add(gx.ExpectationSuite(name=suite.name, expectations=declared)),
            )
        )


def _expectation(check: Check, mart: str, subject: Subject) -> Expectation:
    made = _required(check.requirement, mart, subject)
    made.severity = FailureSeverity(check.severity)
    made.meta = {_CHECK: check.name}
    made.notes = f"{check.sentence_en}. Nếu không: {check.sentence_vi}."
    return made


def _required(requirement: Requirement, mart: str, subject: Subject) -> Expectation:
    match requirement:
        case NoSuchRows(query):
            # The mart is named by us: what is put in for {batch} is a subquery, which cannot always take an
            # alias. The comment is there because a query without {batch} is complained of on standard output.
            named = subject.sql(mart, query).strip().replace("{", "{{").replace("}", "}}")
            return ExpectNoRows(unexpected_rows_query=f"{named} /* {{batch}} */")
        case Between(column, low, high):
            return ExpectColumnValuesToBeBetween(column=column, min_value=low, max_value=high)
        case HasRows():
            return ExpectTableRowCountToBeBetween(min_value=1)


def _error(exception_info: Mapping[str, object] | None) -> str | None:
    """The message of an exception, told flat or by metric."""
    if not exception_info:
        return None
    if "raised_exception" in exception_info:
        if not exception_info["raised_exception"]:
            return None
        return _first_line(exception_info.get("exception_message") or "an error without a message")
    errors = (_error(info) for info in exception_info.values() if isinstance(info, Mapping))
    return next((error for error in errors if error is not None), None)


def _first_line(error: object) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
