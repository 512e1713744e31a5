"""The draft of an official letter (công văn đôn đốc) to reporters whose round is closed, for the leader to sign.

Layout of Nghị định 30/2020/NĐ-CP, Phụ lục I: the registry's number, the date and the new term stay open. The same
list of absentees gives the same bytes.
"""

from collections.abc import Iterator

from publish.deadlines import deadline, local_day
from publish.errors import PublishError
from publish.reminders import ReporterState, UrgingLetter
from publish.report.chart_data import ChartData
from publish.report.document import (
    Block,
    DocumentTable,
    Letterhead,
    Paragraph,
    ReportDocument,
    Run,
    Signature,
    TableCell,
    TableColumn,
    TableRow,
)
from publish.report.word import write_docx
from publish.report.wording import date_text, period_text

_KINDS = ("Thành phố ", "Tỉnh ")
_NAMED_WITH_ITS_KIND = "Thành phố Hồ Chí Minh"
_OPEN = "     "
"""Room for what a person writes."""


def letter_name(letter: UrgingLetter) -> str:
    """The name of the draft: `cong-van-don-doc_79_2024-H1.docx`."""
    return f"cong-van-don-doc_{letter.province_code}_{letter.period_key}.docx"


def urging_letter_docx(letter: UrgingLetter) -> bytes:
    """The letter as DOCX; its date of making is the reporters' deadline, so that no clock is in it."""
    due_before = max(state.due_before for state in letter.absent)
    return write_docx(urging_letter(letter), deadline(due_before), _no_chart)


def _no_chart(_data: ChartData) -> bytes:
    raise PublishError("a letter has no chart")


def urging_letter(letter: UrgingLetter) -> ReportDocument:
    """The letter as a document: whom it urges, why, until when, and the list of those it urges."""
    period = period_text(letter.period_key)
    subject = f"đôn đốc gửi báo cáo kinh tế tập thể, hợp tác xã {period}"
    year = max(state.due_before for state in letter.absent).year
    place = f"{bare_name(letter.province_name)}, " if letter.province_name else ""
    return ReportDocument(
        language="vi",
        title=f"Công văn {subject}",
        letterhead=Letterhead(
            superior_body=(),
            issuing_body=(letter.owner_name,),
            symbol=f"/{letter.owner_code.partition('-')[0].upper()}",
            place_and_date=f"{place}ngày {_OPEN} tháng {_OPEN} năm {year}",
            document_kind="",
            subject=(f"V/v {subject}",),
            erratum_note="",
            addressees=(_addressee(letter),),
        ),
        blocks=tuple(_blocks(letter, period, year)),
        signature=Signature(
            capacity=("Thủ trưởng đơn vị",),
            signatory="",
            recipients=(
                "Như trên;",
                *((f"{letter.onward_to} (để báo cáo);",) if letter.onward_to else ()),
                "Lưu: VT.",
            ),
        ),
        appendices=(),
        imprint="Dự thảo công văn đôn đốc, lập từ danh sách đơn vị chưa có báo cáo được tiếp nhận",
    )


def bare_name(province_name: str) -> str:
    """The province's name before a date: without its kind, but for TP.HCM, which bears a person's name."""
    if province_name.startswith(_NAMED_WITH_ITS_KIND):
        return province_name
    return next((province_name.removeprefix(kind) for kind in _KINDS if province_name.startswith(kind)), province_name)


def _addressee(letter: UrgingLetter) -> str:
    if len(letter.absent) == 1:
        return letter.absent[0].name
    return "Các đơn vị có tên trong danh sách dưới đây"


def _blocks(letter: UrgingLetter, period: str, year: int) -> Iterator[Block]:
    dues = sorted({state.due_before for state in letter.absent})
    before = " và ".join(f"trước ngày {date_text(due)}" for due in dues)
    basis = f"Thực hiện {letter.legal_basis}, các" if letter.legal_basis else "Các"
    yield _said(
        f"{basis} đơn vị gửi báo cáo tình hình kinh tế tập thể, hợp tác xã {period} đến {letter.owner_name} {before}. "
        f"Hết thời hạn nêu trên, {len(letter.absent)} đơn vị sau đây chưa có báo cáo được tiếp nhận:"
    )
    yield _table(letter)
    if letter.onward_to and letter.onward_before:
        why = f"Để kịp tổng hợp, báo cáo {letter.onward_to} trước ngày {date_text(letter.onward_before)}, "
        yield _said(f"{why}{letter.owner_name} đề nghị:")
    else:
        yield _said(f"{letter.owner_name} đề nghị:")
    if any(state.status != "rejected" for state in letter.absent):
        yield _item(
            "Đơn vị chưa gửi khẩn trương hoàn thành và gửi báo cáo theo biểu mẫu A-1; đơn vị không phát sinh số liệu "
            "cũng gửi báo cáo và ghi rõ là không phát sinh."
        )
    if any(state.status == "rejected" for state in letter.absent):
        yield _item("Đơn vị có báo cáo bị trả lại sửa các ô được đánh dấu trong tệp gửi trả và gửi lại.")
    yield _item(f"Thời hạn gửi: trước ngày {_OPEN} tháng {_OPEN} năm {year}.")
    yield _said("Đề nghị các đơn vị quan tâm, phối hợp thực hiện./.")


def _table(letter: UrgingLetter) -> DocumentTable:
    rows = (
        TableRow((TableCell(str(number)), TableCell(state.name), TableCell(_due(state)), TableCell(_standing(state))))
        for number, state in enumerate(letter.absent, start=1)
    )
    return DocumentTable(
        caption="",
        columns=(
            TableColumn("STT", 0.08, "center"),
            TableColumn("Đơn vị", 0.42),
            TableColumn("Hạn gửi", 0.22, "center"),
            TableColumn("Tình trạng", 0.28),
        ),
        rows=tuple(rows),
    )


def _due(state: ReporterState) -> str:
    return f"trước {date_text(state.due_before)}"


def _standing(state: ReporterState) -> str:
    if state.status == "rejected":
        return (
            f"Bị trả lại (nhận ngày {date_text(local_day(state.received_at))})" if state.received_at else "Bị trả lại"
        )
    return "Chưa gửi"


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _item(text: str) -> Paragraph:
    return Paragraph((Run(text),), kind="list")
