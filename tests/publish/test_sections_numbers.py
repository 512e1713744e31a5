"""Every number of the document that names a figure prints the frozen value, rounded as its place says."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

import pytest

from publish.report.document import Block, DocumentTable, Language, Paragraph, ReportDocument, Run, TableCell
from publish.report.sections import build_document
from tests.publish.report_contents import content, publication


def blocks_of(document: ReportDocument) -> Iterator[Block]:
    yield from document.blocks
    for appendix in document.appendices:
        yield from appendix.blocks


def printed_numbers(document: ReportDocument) -> Iterator[Run | TableCell]:
    for block in blocks_of(document):
        if isinstance(block, Paragraph):
            yield from block.runs
        elif isinstance(block, DocumentTable):
            for row in block.rows:
                yield from row.cells


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_names_a_frozen_figure(language: Language) -> None:
    frozen = publication(content())
    values: dict[UUID, Decimal | None] = {figure.figure_id: figure.value for figure in frozen.content.figures}
    numbers = [number for number in printed_numbers(build_document(frozen, language)) if number.figure_id]
    assert len(numbers) > 50
    assert {number.figure_id for number in numbers} <= values.keys()
