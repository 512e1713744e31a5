"""Appendix: the main column reporter by reporter."""

from collections.abc import Iterator
from decimal import Decimal

from publish.reading.reporters import REPORTER_INDICATORS
from publish.report.document import Appendix, TableCell, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.context import SectionContext
from publish.report.sections.tables import columns, table
from publish.report.wording.voice import NOT_APPLICABLE


def by_reporter_appendix(context: SectionContext) -> Appendix:
    shares = (0.6, 3, 2.2, *(1.2 for _ in REPORTER_INDICATORS))
    heads = columns(context.say("by_reporter.heads"), shares, "cll" + "r" * len(REPORTER_INDICATORS))
    main = context.content.main_column
    caption = context.say("by_reporter.caption", column=context.voice.pick(main.label_vi, main.label_en))
    rows = (
        TableRow(
            (
                TableCell(str(number)),
                TableCell(reporter.name),
                TableCell(context.say(f"status.{reporter.status}")),
                *(_cell(context, reporter.value(key)) for key in REPORTER_INDICATORS),
            )
        )
        for number, reporter in enumerate(context.content.reporters, start=1)
    )
    listed = table(caption, heads, rows, sheet_name=context.say("by_reporter.sheet"), remarks=tuple(_remarks(context)))
    return appendix(context, "by_reporter", (listed,))


def _remarks(context: SectionContext) -> Iterator[str]:
    """Who has not reported can have a number all the same: the one it expected in an earlier round."""
    if any(reporter.values and not reporter.is_accepted for reporter in context.content.reporters):
        yield context.say("by_reporter.foretold")


def _cell(context: SectionContext, value: Decimal | None) -> TableCell:
    return TableCell(NOT_APPLICABLE) if value is None else TableCell(context.voice.number(value), value=value)
