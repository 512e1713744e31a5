"""Sheets of the same words share what was found on the first of them; each is still read for what it holds itself."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.labels import row_labels
from ingest.submissions.layout import find_tables, memory, tables
from ingest.submissions.layout.grid import Grid
from ingest.submissions.layout.memory import Variants, body_of
from ingest.submissions.period import Period
from ingest.submissions.reading import SubmissionReading, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.register.reading import read_registers
from ingest.submissions.taking import tables_of, take
from ingest.submissions.workbook import Cell, MergedRange, Sheet, Workbook, sheet_of
from tests.ingest.submissions.cell_values import Outside, Percent, Rows
from tests.ingest.submissions.clean_submission import ROUND, clean_submission, write
from tests.ingest.submissions.office_files import FORM, xlsx

Read = Callable[[Rows], SubmissionReading]
TITLE_ROW = 4
"""Of the form, counted from 1."""


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    tables._memory_of.cache_clear()
    yield
    tables._memory_of.cache_clear()


@pytest.fixture
def read(reference: Reference) -> Read:
    def read_rows(rows: Rows) -> SubmissionReading:
        return check_submission(xlsx(rows), file_name="bieu.xlsx", round_period="2024-H1", reference=reference)

    return read_rows


def with_cells(changes: dict[tuple[int, int], object], rows: Rows = FORM) -> Rows:
    """The rows with some cells changed, by (row, column) from 1."""
    return tuple(
        tuple(changes.get((row, column), value) for column, value in enumerate(values, start=1))  # type: ignore[misc]
        for row, values in enumerate(rows, start=1)
    )


def at(reading: SubmissionReading, address: str) -> ValueCell:
    (cell,) = (cell for cell in reading.values if cell.cell == address)
    return cell


def test_other_numbers_under_the_same_words_are_read(read: Read) -> None:
    first, second = read(FORM), read(with_cells({(6, 6): 31, (7, 4): 999}))
    assert (at(first, "F6").value_printed, at(second, "F6").value_printed) == (Decimal(25), Decimal(31))
    assert (at(first, "D7").value_printed, at(second, "D7").value_printed) == (Decimal(1103), Decimal(999))


def test_a_cell_left_blank_in_the_second_file_is_unknown_there(read: Read) -> None:
    read(FORM)
    second = read(with_cells({(6, 4): None}))
    assert (at(second, "D6").reading, at(second, "D6").raw_text) == ("unknown", None)
    assert at(read(FORM), "D6").value_printed == 24


def test_years_that_are_numbers_in_the_titles_decide_for_each_file_alone(read: Read) -> None:
    years = with_cells({(TITLE_ROW, 4): 2023, (TITLE_ROW, 5): "Kế hoạch năm 2024"})
    read(years)
    later = read(with_cells({(TITLE_ROW, 4): 2022}, years))
    assert at(read(years), "D6").coordinate.value_column == "actual_previous_year"
    assert [cell for cell in later.values if cell.cell == "D6"] == []


def test_the_unit_above_the_table_is_that_of_each_file(read: Read) -> None:
    no_units = with_cells({(row, 3): None for row in (TITLE_ROW, 6, 7, 8, 10, 11)})
    millions = read(no_units)
    billions = read(with_cells({(3, 1): "ĐVT: tỷ đồng"}, no_units))
    assert (at(millions, "F11").factor, at(billions, "F11").factor) == (Decimal(10**6), Decimal(10**9))


def test_the_letterhead_is_that_of_each_file(read: Read) -> None:
    assert read(FORM).area_code == "787"
    other = with_cells({(1, 1): "UBND HUYỆN CỦ CHI - THÀNH PHỐ HỒ CHÍ MINH"})
    assert read(other).area_code == "783"


def test_a_row_below_the_last_number_is_seen(read: Read) -> None:
    read(FORM)
    with_row = read((*FORM, (3, "Tổng số thành viên tổ hợp tác", "thành viên", None, None, None)))
    signed = read((*FORM, (None, "Người lập biểu", None, None, None, None)))
    assert {cell.coordinate.indicator_code for cell in with_row.values if cell.cell.endswith("12")} == {"members_total"}
    assert not [cell for cell in signed.values if cell.cell.endswith("12")]


def test_what_a_formula_points_to_and_a_percent_format_are_seen_in_each_file(read: Read) -> None:
    assert read(FORM).outcome == read(FORM).outcome
    outside = read(with_cells({(6, 6): Outside(25)}))
    assert ("formula_points_outside", "F6") in {(found.rule_code, found.cell) for found in outside.findings}
    assert "formula_points_outside" not in {found.rule_code for found in read(FORM).findings}
    share = (2, "Tỷ lệ HTX hoạt động hiệu quả", "%", Percent(0.5), Percent(0.5), Percent(0.55))
    plain = (2, "Tỷ lệ HTX hoạt động hiệu quả", "%", 50, 50, 55)
    rows = [read((*FORM[:8], row, *FORM[8:])) for row in (share, plain)]
    assert at(rows[0], "F9").value_printed == at(rows[1], "F9").value_printed == 55


def test_outline_numbers_that_part_rows_are_those_of_each_sheet(reference: Reference) -> None:
    """Numbers in the column of outlines decide which row is part of which."""
    labels = row_labels(reference)
    flat, nested = (
        sheet_of(
            "Biểu 1",
            {(cell.row, cell.column): cell for cell in numbered_form(second)},
        )
        for second in ("2", "1.1")
    )
    levels = []
    for sheet in (flat, nested, flat, nested):
        (table,) = find_tables(sheet, labels)
        assert table.seen is not None
        levels.append(table.seen.recall("level", table.grid, lambda grid: grid.text(3, 1)))
    assert levels == ["2", "1.1", "2", "1.1"]


def numbered_form(second: str) -> Iterator[Cell]:
    for column, title in enumerate(("STT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2023", "Kế hoạch năm 2024"), start=1):
        yield Cell(1, column, "text", title)
    rows = (("1", "Tổng số HTX", 25), (second, "HTX thành lập mới", 3), ("3", "Tổng số thành viên HTX", 900))
    for row, (outline, label, number) in enumerate(rows, start=2):
        yield Cell(row, 1, "number", outline, Decimal(outline))
        yield Cell(row, 2, "text", label)
        yield Cell(row, 4, "number", str(number), Decimal(number))
        yield Cell(row, 5, "number", str(number), Decimal(number))


def form_sheet(**changes: object) -> Sheet:
    sheet = sheet_of("Biểu 1", {(cell.row, cell.column): cell for cell in numbered_form("2")})
    return replace(sheet, **changes)  # type: ignore[arg-type]


def test_only_what_is_asked_of_numbers_has_to_be_the_same() -> None:
    sheet = form_sheet()
    other = replace(sheet, cells={**sheet.cells, (2, 4): Cell(2, 4, "number", "77", Decimal(77))})
    body = body_of(Grid(sheet))
    assert body is not None
    assert body_of(Grid(other)) == body
    found: Variants[str] = Variants()
    asked: list[str] = []

    def first_outline(grid: Grid) -> str:
        asked.append("outline")
        return grid.text(2, 1)

    assert [found.found(Grid(one), body, first_outline) for one in (sheet, other)] == [("1", True), ("1", True)]
    assert asked == ["outline"]


def test_a_number_that_was_asked_for_is_compared() -> None:
    sheet = form_sheet()
    other = replace(sheet, cells={**sheet.cells, (2, 4): Cell(2, 4, "number", "77", Decimal(77))})
    body = body_of(Grid(sheet))
    assert body is not None
    found: Variants[str] = Variants()
    assert [found.found(Grid(one), body, lambda grid: grid.text(2, 4))[0] for one in (sheet, other)] == ["25", "77"]


def test_merged_ranges_part_bodies_of_the_same_words() -> None:
    plain, merged = form_sheet(), form_sheet(merged=(MergedRange(1, 4, 1, 5),))
    assert body_of(Grid(plain)) != body_of(Grid(merged))


def test_a_date_is_no_text_of_the_same_letters() -> None:
    sheet = form_sheet()
    text = replace(sheet, cells={**sheet.cells, (3, 4): Cell(3, 4, "text", "2024-06-01")})
    date = replace(sheet, cells={**sheet.cells, (3, 4): Cell(3, 4, "date", "2024-06-01")})
    assert body_of(Grid(text)) != body_of(Grid(date))


def test_a_number_too_large_for_a_figure_is_not_remembered() -> None:
    sheet = form_sheet()
    large = replace(sheet, cells={**sheet.cells, (2, 4): Cell(2, 4, "number", "9" * 16, Decimal("9" * 16))})
    assert body_of(Grid(large)) is None


def test_a_sheet_of_very_many_cells_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = form_sheet()
    monkeypatch.setattr(memory, "MOST_CELLS_REMEMBERED", len(sheet.cells))
    assert body_of(Grid(sheet)) is not None
    monkeypatch.setattr(memory, "MOST_CELLS_REMEMBERED", len(sheet.cells) - 1)
    assert body_of(Grid(sheet)) is None


def test_bodies_that_are_never_the_same_are_not_watched_for_ever() -> None:
    found: Variants[str] = Variants()
    kept = []
    for number in range(memory._MOST_VARIANTS + 3):
        sheet = form_sheet()
        cells = {**sheet.cells, (2, 4): Cell(2, 4, "number", str(number), Decimal(number))}
        grid = Grid(replace(sheet, cells=cells))
        body = body_of(grid)
        assert body is not None
        text, is_kept = found.found(grid, body, lambda grid: grid.text(2, 4))
        assert text == str(number)
        kept.append(is_kept)
    assert kept == [True] * memory._MOST_VARIANTS + [False] * 3


def test_a_hidden_sheet_of_the_same_words_is_not_read(reference: Reference) -> None:
    shown = form_sheet()
    hidden = replace(shown, name="Biểu 2", is_visible=False)
    assert [table.sheet.name for table in tables_of(Workbook((shown, hidden)), reference)] == ["Biểu 1"]
    assert [table.sheet.name for table in tables_of(Workbook((hidden, shown)), reference)] == ["Biểu 1"]


def test_values_bear_the_name_of_their_own_sheet(reference: Reference) -> None:
    period = Period(2024, 1)
    for name in ("Biểu 1", "Biểu 2", "Biểu 1"):
        taken = take(tables_of(Workbook((form_sheet(name=name),)), reference), period, reference)
        assert {cell.sheet for cell in taken.values} == {name}


def test_a_register_under_words_that_had_none_is_found(reference: Reference) -> None:
    """The same rows without the titles of a register, then with them, then without them again."""
    names = [["STT", "HTX", "Chỉ tiêu", "Số liệu"], [1, "HTX", "Tổng số", 3], [2, "HTX", "Thành viên", 40]]
    titles = ["STT", "Tên hợp tác xã", "Mã số thuế", "Địa chỉ"]
    rows = [["1", "HTX Bình Minh", "3500101107", "Thôn 1"]]

    def registers(lines: list[list[object]]) -> int:
        cells = {
            (row, column): Cell(row, column, "number", str(value), Decimal(value))
            if isinstance(value, int)
            else Cell(row, column, "text", str(value))
            for row, line in enumerate(lines, start=1)
            for column, value in enumerate(line, start=1)
        }
        return len(read_registers(Workbook((sheet_of("Biểu", cells),)), reference).rows)

    assert [registers(lines) for lines in (names, names, [titles, *rows], names)] == [0, 0, 1, 0]


@pytest.mark.parametrize("style", ["office", "template"])
def test_the_order_of_files_changes_nothing(style: str, reference: Reference) -> None:
    files = []
    for seed in range(3):
        rng = random.Random(seed)
        files.append(write(clean_submission(rng), style, rng, reference).content)  # type: ignore[arg-type]

    def read(content: bytes) -> str:
        return check_submission(content, file_name="b.xlsx", round_period=ROUND, reference=reference).to_json()

    alone = []
    for content in files:
        tables._memory_of.cache_clear()
        alone.append(read(content))
    assert [read(content) for content in reversed(files)] == alone[::-1]
    assert [read(content) for content in files] == alone
