"""The cell formats of the template; only cells to be filled in are unlocked."""

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ingest.submissions.template.content import Brief, CellContent

_INPUT_COLOUR = "#FFFDF2"
_A4 = 9
_LABEL_CHARACTERS = 46
_TWO_LINES_POINTS = 32
LABEL_WIDTH = 48
"""Of the column of labels, in characters."""


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
        boxed = base | {"border": 1}
        self.centred: Format = book.add_format(base | {"align": "center", "text_wrap": True})
        self.title: Format = book.add_format(base | {"align": "center", "bold": True, "text_wrap": True})
        self.text: Format = book.add_format(base | {"text_wrap": True})
        self.note: Format = book.add_format(base | {"italic": True, "font_size": 11, "text_wrap": True})
        self.heading: Format = book.add_format(base | {"bold": True, "text_wrap": True})
        self.header: Format = book.add_format(boxed | {"align": "center", "bold": True, "text_wrap": True})
        self.column_number: Format = book.add_format(boxed | {"align": "center", "italic": True})
        self.outline: Format = book.add_format(boxed | {"align": "center"})
        self.section: Format = book.add_format(boxed | {"bold": True, "bg_color": "#E8EEF4"})
        self.label: Format = book.add_format(boxed | {"text_wrap": True})
        self.part_label: Format = book.add_format(boxed | {"text_wrap": True, "indent": 1})
        total = boxed | {"bold": True, "align": "right", "bg_color": "#E8EEF4"}
        self.total: Format = book.add_format(total | {"num_format": "#,##0"})
        self.total_amount: Format = book.add_format(total | {"num_format": "#,##0.0##"})
        past = boxed | {"align": "right", "bg_color": "#E7E6E6", "font_color": "#595959", "italic": True}
        self.past: Format = book.add_format(past | {"num_format": "#,##0.###"})
        inputs = boxed | {"locked": False, "align": "right", "bg_color": _INPUT_COLOUR}
        self.count: Format = book.add_format(inputs | {"num_format": "#,##0"})
        self.amount: Format = book.add_format(inputs | {"num_format": "#,##0.0##"})
        self.tick: Format = book.add_format(inputs | {"align": "center", "bold": True})
        words = boxed | {"locked": False, "text_wrap": True, "align": "left", "bg_color": _INPUT_COLOUR}
        self.words: Format = book.add_format(words)
        self.paragraph: Format = book.add_format(words | {"valign": "top"})
        self.code: Format = book.add_format(words | {"num_format": "@"})
        self.day: Format = book.add_format(words | {"num_format": "dd/mm/yyyy"})
        self.loose: Format = book.add_format(base | {"locked": False, "text_wrap": True})
        self.remark: Format = book.add_format(boxed | {"locked": False, "text_wrap": True})


def write_content(sheet: Worksheet, row: int, column: int, content: CellContent, look: Format) -> None:
    """A number as a number and text as text; nothing is nothing: an empty text is not the same as a blank cell."""
    if not isinstance(content, str):
        sheet.write_number(row, column, float(content), look)
    elif content:
        sheet.write_string(row, column, content, look)
    else:
        sheet.write_blank(row, column, None, look)


def make_room(sheet: Worksheet, row: int, label: str) -> None:
    """Two lines for a label that does not fit into one of a label column: not every program measures by itself."""
    if len(label) > _LABEL_CHARACTERS:
        sheet.set_row(row, _TWO_LINES_POINTS)


def write_letterhead(sheet: Worksheet, looks: Looks, brief: Brief, title: str, last_column: int, split: int) -> None:
    """Rows 1 to 5: office and country, the title, the period, the reporter. Columns count from 0."""
    office, name = brief.reporter.letterhead
    sheet.merge_range(0, 0, 0, split, office, looks.centred)
    sheet.merge_range(0, split + 1, 0, last_column, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", looks.title)
    sheet.merge_range(1, 0, 1, split, name, looks.title)
    sheet.merge_range(1, split + 1, 1, last_column, "Độc lập - Tự do - Hạnh phúc", looks.title)
    sheet.merge_range(2, 0, 2, last_column, title, looks.title)
    sheet.merge_range(3, 0, 3, last_column, brief.period.title_vi.upper(), looks.title)
    sheet.merge_range(4, 0, 4, last_column, f"Đơn vị báo cáo: {brief.reporter.name}", looks.text)


def set_up_page(sheet: Worksheet, brief: Brief, header_rows: tuple[int, int], *, is_landscape: bool = True) -> None:
    """A4, as wide as the page, the header on every page, and whose sheet it is at the foot. Rows count from 0."""
    if is_landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(*header_rows)
    name = brief.reporter.name.replace("&", "&&")
    sheet.set_footer(f"&L{name}&CTrang &P/&N&R{brief.period.title_vi}")


def protect(sheet: Worksheet) -> None:
    """Keep labels and formulas from slips of the hand; no password, so that whoever must can change them."""
    allowed = ("select_locked_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))
