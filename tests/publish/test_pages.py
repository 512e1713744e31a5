"""The pages as they are printed: nothing beyond its margin or cell, no letter missing, every number the frozen one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from unicodedata import category
from uuid import UUID

import pytest

from publish.content import ReportContent
from publish.formats import WRITERS, Draft
from publish.report.charts.draw import draw
from publish.report.document import (
    Block,
    DocumentChart,
    DocumentTable,
    Orientation,
    Paragraph,
    ReportDocument,
    Run,
    TableCell,
)
from publish.report.table_fitting import fitted
from publish.report.typeface import printable, sans_metrics, serif_metrics
from tests.publish.libre_office import pages_in_libre_office
from tests.publish.page_contents import PageCase, cases
from tests.publish.printed_pages import PrintedPage, printed_pages

pytestmark = pytest.mark.integration
POINTS_PER_MM = 72 / 25.4
LEFT_MM, RIGHT_MM, FOOT_MM, HEAD_MM = 30, 15, 6, 8
"""The decree's margins beside the text; page number and imprint stand within those above and below."""
HANGING = 4
"""Points: so far punctuation may hang over the edge of a justified paragraph."""
BY_LIBRE_OFFICE = ("erratum", "annual", "english")


@dataclass(frozen=True, slots=True)
class Printed:
    """A publication as document and as pages."""

    case: PageCase
    document: ReportDocument
    pages: tuple[PrintedPage, ...]

    @property
    def text(self) -> str:
        """All letters without what stands above and below the text of each page."""
        return "".join(
            letter.text
            for page in self.pages
            for letter in page.letters
            if letter.ink.bottom > 17 * POINTS_PER_MM and letter.ink.top < page.height - 17 * POINTS_PER_MM
        )


@cache
def _drafts() -> Mapping[str, Draft]:
    return {name: Draft(case.publication, case.language) for name, case in cases().items()}


@pytest.fixture(scope="module", params=sorted(cases()))
def printed(request: pytest.FixtureRequest) -> Printed:
    draft = _drafts()[request.param]
    pages = tuple(printed_pages(WRITERS["pdf"](draft)))
    return Printed(cases()[request.param], draft.document, pages)


@pytest.fixture(scope="module")
def office_pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[PrintedPage, ...]]:
    """Pages of the DOCX as LibreOffice lays them out with the fonts of the project."""
    files = {name: WRITERS["docx"](_drafts()[name]) for name in BY_LIBRE_OFFICE}
    return pages_in_libre_office(files, tmp_path_factory.mktemp("office"))


def test_nothing_is_printed_beyond_the_margins(printed: Printed) -> None:
    for number, page in enumerate(printed.pages, start=1):
        assert _beyond_margins(page) == [], f"page {number}"


def test_no_rule_passes_through_a_letter(printed: Printed) -> None:
    """What is too wide or too high for its cell would run over the rule of its table."""
    for number, page in enumerate(printed.pages, start=1):
        assert "".join(letter.text for letter in page.crossed()) == "", f"page {number}"


def test_every_letter_is_in_the_font_that_prints_it(printed: Printed) -> None:
    for page in printed.pages:
        for letter in page.letters:
            assert letter.font.partition("+")[2].startswith(("LiberationSerif", "LiberationSans"))
            metrics = sans_metrics() if letter.is_of_a_chart else serif_metrics()
            assert ord(letter.text) in metrics.widths, letter


def test_every_word_of_the_document_is_printed(printed: Printed) -> None:
    text = printed.text
    missing = [wanted for wanted in _texts(printed.document) if _without_blanks(wanted) not in text]
    assert [wanted for wanted in missing if not _is_over_pages(wanted, text)] == []


def test_every_word_of_a_chart_is_printed(printed: Printed) -> None:
    letters = "".join(letter.text for page in printed.pages for letter in page.letters if letter.is_of_a_chart)
    for block in _blocks(printed.document):
        if isinstance(block, DocumentChart):
            for text in draw(block.data).texts:
                assert _without_blanks(text.text) in letters


def test_every_number_with_an_id_is_the_frozen_one(printed: Printed) -> None:
    frozen = frozen_values(printed.case.publication.content)
    text = printed.text
    count = 0
    for number in _numbers(printed.document):
        assert number.figure_id in frozen
        value = frozen[number.figure_id]
        assert _without_blanks(number.text) in text
        if isinstance(number, TableCell) and number.value is not None:
            assert value is not None
            assert _is_printed(number, value, printed.case.language), (number, value)
            count += 1
    assert count > 20 or all(value is None for value in frozen.values())


def test_rows_of_figures_stand_together(printed: Printed) -> None:
    """A number stands in the row of its name: the cells of a row follow each other on the page."""
    text = printed.text
    for row in _rows_of_figures(printed.document):
        assert row in text or _is_over_pages(row, text)


def test_no_row_that_fits_a_page_is_parted_by_one(printed: Printed) -> None:
    assert list(_parted_rows(printed)) == []


def test_the_signature_never_stands_alone(printed: Printed) -> None:
    assert _is_signed_below_text(printed)


@pytest.mark.parametrize("name", BY_LIBRE_OFFICE)
def test_libre_office_prints_the_same_rows_of_numbers(
    name: str, office_pages: Mapping[str, tuple[PrintedPage, ...]]
) -> None:
    document = _drafts()[name].document
    printed = Printed(cases()[name], document, office_pages[name])
    text = printed.text
    for row in _rows_of_figures(document):
        assert row in text or _is_over_pages(row, text), row


@pytest.mark.parametrize("name", BY_LIBRE_OFFICE)
def test_libre_office_keeps_margins_and_cells(name: str, office_pages: Mapping[str, tuple[PrintedPage, ...]]) -> None:
    for number, page in enumerate(office_pages[name], start=1):
        assert _beyond_margins(page) == [], f"page {number}"
        assert "".join(letter.text for letter in page.crossed()) == "", f"page {number}"


@pytest.mark.parametrize("name", BY_LIBRE_OFFICE)
def test_libre_office_parts_no_row_that_fits_a_page(
    name: str, office_pages: Mapping[str, tuple[PrintedPage, ...]]
) -> None:
    assert list(_parted_rows(Printed(cases()[name], _drafts()[name].document, office_pages[name]))) == []


@pytest.mark.parametrize("name", BY_LIBRE_OFFICE)
def test_the_signature_never_stands_alone_in_libre_office(
    name: str, office_pages: Mapping[str, tuple[PrintedPage, ...]]
) -> None:
    assert _is_signed_below_text(Printed(cases()[name], _drafts()[name].document, office_pages[name]))


def frozen_values(content: ReportContent) -> dict[UUID, Decimal | None]:
    """Every number that the publication froze, by the id of its figure."""
    values = {figure.figure_id: figure.value for figure in (*content.figures, *content.sector_figures)}
    values.update((figure.figure_id, figure.value) for figure in content.related_figures())
    values.update((total.figure_id, total.value) for total in content.support_totals)
    return values


def _beyond_margins(page: PrintedPage) -> list[str]:
    left, right = LEFT_MM * POINTS_PER_MM - 1, page.width - RIGHT_MM * POINTS_PER_MM + 1
    bottom, top = FOOT_MM * POINTS_PER_MM, page.height - HEAD_MM * POINTS_PER_MM
    return [
        letter.text
        for letter in page.letters
        if not (left <= letter.ink.left and letter.ink.right <= right + (HANGING if letter.text in ".,;:-–)" else 0))
        or not (bottom <= letter.ink.bottom and letter.ink.top <= top)
    ]


def _is_signed_below_text(printed: Printed) -> bool:
    """Whether the closing sentence stands on the page of the signature."""
    foot = _without_blanks(printed.document.signature.recipients[-1])
    page = next(page for page in printed.pages if foot in page.text)
    closing = [block for block in printed.document.blocks if isinstance(block, Paragraph)][-1]
    return _without_blanks(closing.text)[-20:] in page.text


def _is_printed(cell: TableCell, frozen: Decimal, language: str) -> bool:
    """Whether the cell prints the frozen number, rounded, in the unit or in thousands, millions, billions of it."""
    assert cell.value is not None
    marks = {".": "", ",": "."} if language == "vi" else {",": ""}
    digits = cell.text.translate(str.maketrans({**marks, "−": "-", "%": "", "*": "", " ": ""})).strip()
    printed = Decimal("".join(sign for sign in digits if sign in "-.0123456789"))
    step = Decimal(1).scaleb(-(len(digits.partition(".")[2])))
    factor_fits = any(cell.value * Decimal(10) ** power == frozen for power in (0, 3, 6, 9))
    return factor_fits and abs(printed - cell.value) <= step / 2


def _blocks(document: ReportDocument) -> Iterator[Block]:
    yield from document.blocks
    for appendix in document.appendices:
        yield from appendix.blocks


def _numbers(document: ReportDocument) -> Iterator[Run | TableCell]:
    for block in _blocks(document):
        if isinstance(block, Paragraph):
            yield from (run for run in block.runs if run.figure_id)
        elif isinstance(block, DocumentTable):
            yield from (cell for row in block.rows for cell in row.cells if cell.figure_id)


def _texts(document: ReportDocument) -> Iterator[str]:
    for block in _blocks(document):
        match block:
            case Paragraph():
                yield block.text
            case DocumentTable():
                yield from (cell.text for row in block.rows for cell in row.cells)
                yield from (*block.remarks, block.caption)
            case DocumentChart():
                yield block.caption
            case _:
                yield block.text


def _rows_of_figures(document: ReportDocument) -> Iterator[str]:
    for block in _blocks(document):
        if isinstance(block, DocumentTable):
            for row in block.rows:
                if any(cell.figure_id for cell in row.cells):
                    yield _without_blanks("".join(cell.text for cell in row.cells))


def _parted_rows(printed: Printed) -> Iterator[str]:
    """Rows of tables that stand on no page as a whole, though they are not longer than one."""
    document = printed.document
    parts: list[tuple[Orientation, tuple[Block, ...]]] = [("portrait", document.blocks)]
    parts += [(appendix.orientation, appendix.blocks) for appendix in document.appendices]
    pages = [page.text for page in printed.pages]
    for orientation, blocks in parts:
        for table in (block for block in blocks if isinstance(block, DocumentTable)):
            fit = fitted(table, orientation)
            for row in table.rows:
                letters = _without_blanks("".join(cell.text for cell in row.cells))
                if fit.is_whole(row) and not any(letters in text for text in pages):
                    yield letters


def _is_over_pages(wanted: str, text: str) -> bool:
    """Whether the text is printed in two parts, with the head of a table or a remark between them."""
    letters = _without_blanks(wanted)
    return any(letters[:cut] in text and letters[cut:] in text for cut in range(1, len(letters)))


def _without_blanks(text: str) -> str:
    return "".join(letter for letter in printable(text) if not letter.isspace() and category(letter) != "Cf")
