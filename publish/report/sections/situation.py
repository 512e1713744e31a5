"""Phần I: the situation by entity."""

from publish.content import FormRow
from publish.report.document import Block, Paragraph, Run
from publish.report.sections.context import SectionContext, capitalised, uncapitalised
from publish.report.sections.form_tables import row_label
from publish.report.sections.tables import quantity_run
from publish.report.wording.voice import MONEY

_MOST_PHRASES = 4


def situation(context: SectionContext) -> tuple[Block, ...]:
    rows = context.content.rows
    return (
        context.heading("situation.heading"),
        context.heading("situation.general"),
        *(
            _entity(context, [row for row in rows if row.entity == entity])
            for entity in dict.fromkeys(row.entity for row in rows)
        ),
    )


def _entity(context: SectionContext, rows: list[FormRow]) -> Paragraph:
    """The first total and its first parts, as a sentence."""
    phrases: list[Run] = []
    for row in rows[1:]:
        figure = context.figure(row.indicator_key) if row.indicator_key else None
        if figure is None or figure.value is None or figure.canonical_unit == MONEY:
            continue
        phrases += [
            Run(f"{'; ' if phrases else ''}{uncapitalised(row_label(context, row))} "),
            quantity_run(context, figure),
        ]
        if len(phrases) >= 2 * _MOST_PHRASES:
            break
    if not phrases:
        return context.paragraph("situation.unknown", group=capitalised(row_label(context, rows[0]).lower()))
    return context.paragraph("situation.first", phrases=tuple(phrases))
