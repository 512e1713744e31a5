"""The sheets that we write into workbooks and that hold no figures: a reader passes over them."""

from dataclasses import replace

from ingest.submissions.workbook import Sheet, Workbook

RESULT_SHEET = "Kết quả kiểm tra"
"""The first sheet of a marked copy. Officers mend the marked copy itself and send it again."""
RESULT_TITLE = "KẾT QUẢ KIỂM TRA BÁO CÁO"
"""What stands in its first cell: an office's own sheet of that name stays a sheet like any other."""
GUIDE_SHEET = "Hướng dẫn"
GUIDE_TITLE = "HƯỚNG DẪN GHI BIỂU"

_TITLES = {RESULT_SHEET: RESULT_TITLE, GUIDE_SHEET: GUIDE_TITLE}


def without_our_sheets(workbook: Workbook) -> Workbook:
    """The workbook without the result sheet of an earlier round and without the template's guide."""
    kept = tuple(sheet for sheet in workbook.sheets if not is_ours(sheet))
    return workbook if len(kept) == len(workbook.sheets) else replace(workbook, sheets=kept)


def is_ours(sheet: Sheet) -> bool:
    """Whether we wrote the sheet: by its name and its title, since "Kết quả kiểm tra (2)" is one of ours too."""
    return any(sheet.name.startswith(name) and sheet.text(1, 1).strip() == title for name, title in _TITLES.items())
