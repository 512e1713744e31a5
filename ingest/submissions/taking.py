"""From tables to values: which tables of a file count, whom each opens with, and what is taken from them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.submissions.extraction import extract
from ingest.submissions.extraction_numbers import NumberStyles
from ingest.submissions.extraction_plan import Plan, plan_of
from ingest.submissions.labels import Entity, entities_named, row_labels, section_entity
from ingest.submissions.layout import Table, find_tables
from ingest.submissions.nil_return import fill_nil_return, fill_nil_sentence, has_nil_tick
from ingest.submissions.period import Period
from ingest.submissions.period_lines import first_stated, period_in
from ingest.submissions.reading import Finding, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import Workbook
from ingest.vietnamese.folding import fold

_CONTINUED = re.compile(r"\(?(?:tiep(?: theo)?|tt)\)?$|tiep theo")


@dataclass(frozen=True, slots=True)
class Taken:
    """What the tables of a file hold."""

    tables: tuple[list[ValueCell], ...]
    findings: tuple[Finding, ...]
    has_nil_tick: bool

    @property
    def values(self) -> list[ValueCell]:
        return [cell for values in self.tables for cell in values]


def tables_of(workbook: Workbook, reference: Reference) -> list[Table]:
    """The tables on the visible sheets of a workbook, in their order."""
    labels = row_labels(reference)
    return [table for sheet in workbook.visible_sheets() for table in find_tables(sheet, labels)]


def take(tables: Sequence[Table], period: Period, reference: Reference) -> Taken:
    """The values of all tables that speak of the period's year."""
    labels = row_labels(reference)
    own = [table for table in tables if not _is_of_other_year(table, period)] or list(tables)
    planned: list[tuple[Table, Plan]] = []
    for table in own:
        section = _opens_with(table, planned[-1] if planned else None)
        planned.append((table, plan_of(table, period, labels, reference, section)))
    styles = NumberStyles((table, plan.texts) for table, plan in planned)
    values: list[list[ValueCell]] = []
    findings: list[Finding] = []
    for table, plan in planned:
        extraction = extract(table, plan, styles, reference)
        values.extend(extraction.parts)
        findings.extend(extraction.findings)
    is_ticked = any(has_nil_tick(table.sheet, table) for table in own)
    if is_ticked:
        values = [fill_nil_return(one, period.main_column, reference) for one in values]
    said = [line for table in own for line in (*table.lines_above, *table.sheet.preamble)]
    values = [fill_nil_sentence(one, said, period.main_column, reference) for one in values]
    return Taken(tuple(values), tuple(findings), is_ticked)


def _opens_with(table: Table, before: tuple[Table, Plan] | None) -> Entity | None:
    """Whom the first rows of a table are about, before any section title: as the lines above it or the sheet say."""
    is_continued = not table.lines_above or any(_CONTINUED.search(fold(line)) for line in table.lines_above)
    if before is not None and is_continued and before[0].header.titles == table.header.titles:
        return before[1].section
    for line in reversed(table.lines_above):
        named = entities_named(line)
        if len(named) == 1:
            return next(iter(named))
        if named:
            return None
    return section_entity(table.sheet.name)


def _is_of_other_year(table: Table, period: Period) -> bool:
    """Whether a table is a copy of another year: by the years of its columns, else by its title or its sheet's name."""
    titles = table.titles.values()
    years = {title.year for title in titles if title.role in {"half", "estimate"} and title.year is not None}
    if years:
        return period.year not in years
    if any(title.year == period.year for title in titles):
        return False
    stated = first_stated(_nearest_first(table.lines_above)) or period_in(table.sheet.name)
    return stated is not None and stated.year != period.year


def _nearest_first(lines: Iterable[str]) -> list[str]:
    return list(lines)[::-1]
