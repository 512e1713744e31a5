"""Tables fitted to the page: words whole, numbers whole, long addresses broken, the type as large as that allows."""

import pytest

from publish.report.document import DocumentTable, TableCell, TableColumn, TableRow
from publish.report.table_fitting import CELL_INSET_POINTS, TEXT_WIDTH_MM, TYPE_SIZES, fitted
from publish.report.typeface import ZERO_WIDTH_SPACE, serif_metrics
from tests.publish.sample_document import LONG_FILE_NAME

UUID_TEXT = "0b6e1f52-8a53-41d7-9a3c-5f3c9a771dae"


def table(shares: list[float], *rows: list[str]) -> DocumentTable:
    columns = tuple(TableColumn(f"Cột {number}", share) for number, share in enumerate(shares))
    return DocumentTable("", columns, tuple(TableRow(tuple(map(TableCell, row))) for row in rows))


def test_a_table_with_room_keeps_its_shares_and_the_largest_type() -> None:
    fit = fitted(table([1, 3], ["Quận 1", "Hoạt động ổn định"]), "portrait")
    assert fit.type_size == TYPE_SIZES[0]
    assert fit.widths[1] == pytest.approx(3 * fit.widths[0])
    assert sum(fit.widths) == pytest.approx(TEXT_WIDTH_MM["portrait"] * 72 / 25.4)


def test_a_narrow_column_gets_what_its_number_needs_from_the_others() -> None:
    fit = fitted(table([0.2, 10], ["1.234.567.890.123", "Doanh thu"]), "portrait")
    needed = serif_metrics().width("1.234.567.890.123") * fit.type_size
    assert fit.type_size == TYPE_SIZES[0]
    assert fit.widths[0] - 2 * CELL_INSET_POINTS >= needed
    assert fit.text("1.234.567.890.123", 0) == "1.234.567.890.123"


def test_the_type_shrinks_where_words_need_more_than_the_page() -> None:
    crowded = table([1] * 12, ["1.240.999,25"] * 12)
    assert fitted(crowded, "landscape").type_size > fitted(crowded, "portrait").type_size
    assert sum(fitted(crowded, "portrait").widths) == pytest.approx(TEXT_WIDTH_MM["portrait"] * 72 / 25.4)


def test_an_address_breaks_after_its_signs_and_an_id_stays_whole() -> None:
    fit = fitted(table([1, 4, 2], [UUID_TEXT, "Hợp tác xã", LONG_FILE_NAME]), "portrait")
    assert fit.text(UUID_TEXT, 0) == UUID_TEXT
    broken = fit.text(LONG_FILE_NAME, 2)
    assert broken.replace(ZERO_WIDTH_SPACE, "") == LONG_FILE_NAME
    lines = broken.split(ZERO_WIDTH_SPACE)
    assert len(lines) > 1
    assert all(serif_metrics().width(line) <= fit.inner_ems[2] for line in lines)
    assert all(line[-1] in "_.-@/&" for line in lines[:-1])


def test_a_row_is_kept_whole_unless_it_is_longer_than_a_page() -> None:
    sentence = "Hợp tác xã gặp khó khăn về vốn, đất đai và thị trường. "
    rows = [["1", "Quận 1"], ["2", sentence * 30], ["3", sentence * 300], ["4", "a" * 30_000]]
    narrow = table([1, 9], *rows)
    fit = fitted(narrow, "portrait")
    assert [fit.is_whole(row) for row in narrow.rows] == [True, True, False, False]
    title = TableRow((TableCell(sentence * 300),), "title")
    assert fit.is_whole(title), "a title spans the table and stays with the row below it"


def test_lines_are_counted_by_the_width_of_their_column() -> None:
    text = "Hợp tác xã gặp khó khăn " * 45
    wide, narrow = table([1, 9], ["Quận 1", text]), table([9, 1], ["Quận 1", text])
    assert fitted(wide, "landscape").is_whole(wide.rows[0])
    assert not fitted(narrow, "landscape").is_whole(narrow.rows[0])


def test_a_token_without_signs_breaks_anywhere() -> None:
    fit = fitted(table([1, 1, 1, 1, 1], ["a" * 300, "b", "c", "d", "e"]), "portrait")
    lines = fit.text("a" * 300, 0).split(ZERO_WIDTH_SPACE)
    assert "".join(lines) == "a" * 300
    assert all(serif_metrics().width(line) <= fit.inner_ems[0] for line in lines)


def test_the_last_rows_stand_together_with_the_title_above_them() -> None:
    rows = table([1, 3], *[[str(number), "Hoạt động ổn định"] for number in range(9)]).rows
    fit = fitted(table([1, 3], ["1", "Quận 1"]), "portrait")
    title = TableRow((TableCell("II. Tổ hợp tác"),), "title")
    assert fit.rows_kept_together(rows) == 3
    assert fit.rows_kept_together((*rows, title, *rows[:3])) == 4
    assert fit.rows_kept_together(rows[:1]) == 0, "one row stands together with nothing"


def test_long_rows_are_not_kept_together() -> None:
    long = table([1, 3], ["1", "Ngắn"], ["2", "Hợp tác xã gặp khó khăn về vốn. " * 60], ["3", "Ngắn"])
    assert fitted(long, "portrait").rows_kept_together(long.rows) == 0
