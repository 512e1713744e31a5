"""The report as a workbook, by XlsxWriter: the numbers themselves, and the source of each.

Text is always written as text: a reporter's "=1+1" stays what it is.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from htx.settings import LOCAL_ZONE
from publish.content import Claim, Figure, ReportContent
from publish.publications import Publication
from publish.report.build_view import shown_columns
from publish.report.wording import (
    COMPLETENESS_WORDS,
    MISSING,
    SEVERITY_WORDS,
    STATUS_WORDS,
    VALUE_STATUS_WORDS,
    VERDICT_WORDS,
    coverage_text,
    date_text,
    moment_text,
    period_text,
    range_text,
    unit_text,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

Cell = str | Decimal | int | None
_READING_WORDS = {"value": "có số", "zero": "bằng không", "unknown": MISSING}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a title, heads with their widths in characters, and rows."""

    name: str
    title: str
    heads: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class _Formats:
    title: "Format"
    head: "Format"
    text: "Format"
    whole: "Format"
    decimal: "Format"


def build_workbook(publication: Publication) -> bytes:
    """The workbook; the same publication gives the same bytes (its date of making is that of freezing)."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    content = publication.content
    book.set_properties(
        {
            "title": f"Số liệu kinh tế tập thể, hợp tác xã {content.period_name} – {content.area_name}",
            "author": content.duty.owner_name,
            "comments": f"Ấn phẩm {publication.publication_id}, bản {publication.edition}",
            "created": publication.frozen_at.astimezone(LOCAL_ZONE).replace(tzinfo=None),
        }
    )
    formats = _formats(book)
    for sheet in (
        _summary(publication),
        _targets(content),
        _reporters(content),
        _quality(content),
        _sources(content),
    ):
        _write(book, formats, sheet)
    book.close()
    return file.getvalue()


def _formats(book: "Workbook") -> _Formats:
    body = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
    return _Formats(
        title=book.add_format({"font_name": "Times New Roman", "font_size": 13, "bold": True}),
        head=book.add_format({**body, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#E7EEF4"}),
        text=book.add_format({**body, "text_wrap": True}),
        whole=book.add_format({**body, "num_format": "#,##0"}),
        decimal=book.add_format({**body, "num_format": "#,##0.0##"}),
    )


def _write(book: "Workbook", formats: _Formats, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, sheet.title, formats.title)
    for column, (head, width) in enumerate(sheet.heads):
        page.set_column(column, column, width)
        page.write_string(2, column, head, formats.head)
    for line, row in enumerate(sheet.rows, start=3):
        for column, cell in enumerate(row):
            if cell is None:
                page.write_blank(line, column, None, formats.text)
            elif isinstance(cell, str):
                page.write_string(line, column, cell, formats.text)
            else:
                is_whole = cell == int(cell)
                page.write_number(line, column, float(cell), formats.whole if is_whole else formats.decimal)
    page.freeze_panes(3, 0)
    if sheet.rows:
        page.autofilter(2, 0, 2 + len(sheet.rows), len(sheet.heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)


def _known(value: Decimal | None, factor: Decimal = Decimal(1)) -> Cell:
    return MISSING if value is None else value / factor


def _summary(publication: Publication) -> Sheet:
    content = publication.content
    columns = shown_columns(content)
    rows: list[tuple[Cell, ...]] = []
    for row in content.rows:
        if row.indicator_key is None:
            rows.append((row.outline, row.label_vi, *[None] * (len(columns) + 4)))
            continue
        figures = [content.figure(row.indicator_key, column) for column in columns]
        main = content.figure(row.indicator_key, content.main_column)
        rows.append(
            (
                row.outline,
                row.label_vi,
                row.printed_unit,
                *[_known(figure.value if figure else None, row.unit_factor) for figure in figures],
                coverage_text(main.reporters_reporting, main.reporters_expected) if main else None,
                ", ".join(main.absentees) if main else None,
                str(main.figure_id) if main else None,
            )
        )
    return Sheet(
        name="Tổng hợp",
        title=f"{content.area_name}, {content.period_name} – bản {publication.edition}, "
        f"số liệu chốt {moment_text(publication.frozen_at)}",
        heads=(
            ("TT", 5),
            ("Chỉ tiêu", 48),
            ("Đơn vị tính", 16),
            *[(column.label_vi, 16) for column in columns],
            ("Số đơn vị có số liệu", 12),
            ("Đơn vị chưa có số liệu", 40),
            ("Mã số liệu", 38),
        ),
        rows=tuple(rows),
    )


def _targets(content: ReportContent) -> Sheet:
    return Sheet(
        name="Mục tiêu",
        title=f"Mục tiêu và kết quả thực hiện, {content.period_name}",
        heads=(
            ("Chỉ tiêu", 44),
            ("Kỳ của mục tiêu", 18),
            ("Mục tiêu", 22),
            ("Thực hiện", 16),
            ("Đơn vị tính", 12),
            ("Tỷ lệ (%)", 10),
            ("Đánh giá", 20),
            ("Lý do", 36),
            ("Nguồn", 22),
            ("Câu văn", 50),
            ("Mã số liệu thực hiện", 38),
        ),
        rows=tuple(
            (
                target.indicator_name,
                period_text(target.target_period_key),
                range_text(
                    target.target_low, target.target_high, target.qualifier, target.canonical_unit, target.evidence_text
                ),
                _known(target.actual_value),
                unit_text(target.canonical_unit),
                target.progress_percent,
                VERDICT_WORDS[target.verdict],
                target.reason,
                target.article_url or target.source_name,
                target.evidence_text,
                str(target.actual_figure_id) if target.actual_figure_id else None,
            )
            for target in content.targets
        ),
    )


def _reporters(content: ReportContent) -> Sheet:
    return Sheet(
        name="Đơn vị báo cáo",
        title=f"Tình hình báo cáo của các đơn vị, {content.period_name}",
        heads=(
            ("Mã", 8),
            ("Đơn vị", 26),
            ("Tình trạng", 24),
            ("Không phát sinh", 10),
            ("Hạn nộp (trước ngày)", 14),
            ("Nhận lần đầu", 22),
            ("Nhận bản hiện tại", 22),
            ("Số bản", 8),
            ("Tệp", 32),
            ("Số lỗi", 8),
            ("Số cảnh báo", 8),
            ("Lý do trả lại", 60),
            ("Quyết định", 40),
        ),
        rows=tuple(
            (
                reporter.area_code,
                reporter.name,
                STATUS_WORDS[reporter.status],
                "x" if reporter.is_nil else None,
                date_text(reporter.due_before),
                _moment(reporter.first_received_at),
                _moment(reporter.received_at),
                reporter.versions,
                reporter.file_name,
                reporter.error_count,
                reporter.warning_count,
                reporter.reasons_vi,
                f"{reporter.decided_by}: {reporter.decision_reason}" if reporter.decided_by else None,
            )
            for reporter in content.reporters
        ),
    )


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment_text(moment)


def _quality(content: ReportContent) -> Sheet:
    gate = [
        ("Số liệu tổng hợp", note.mart, None, SEVERITY_WORDS.get(note.severity, note.severity), note.detail_vi, None)
        for note in content.gate_notes
    ]
    findings = [
        (
            finding.reporter,
            " ".join(part for part in (finding.sheet, finding.cell) if part) or None,
            finding.value_seen,
            SEVERITY_WORDS.get(finding.severity, finding.severity),
            finding.sentence_vi,
            finding.mend_vi,
        )
        for finding in content.findings
    ]
    press = [
        (
            claim.source_name,
            claim.article_url,
            range_text(claim.value_low, claim.value_high, claim.qualifier, claim.canonical_unit, claim.evidence_text),
            "Đối chiếu báo chí",
            f"{claim.indicator_name}, {period_text(claim.period_key)}: “{claim.evidence_text}”",
            None,
        )
        for claim in content.press_claims
    ]
    return Sheet(
        name="Ghi chú chất lượng",
        title=f"Ghi chú về chất lượng số liệu, {content.period_name}",
        heads=(
            ("Đơn vị, nguồn", 28),
            ("Vị trí", 28),
            ("Giá trị", 16),
            ("Mức độ", 18),
            ("Nội dung", 70),
            ("Cách sửa", 50),
        ),
        rows=(*gate, *findings, *press),
    )


def _sources(content: ReportContent) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for figure in content.figures:
        lines = [_claim_cells(claim) for claim in figure.claims] or [(None,) * 10]
        rows += [(*_figure_cells(figure), *line) for line in lines]
    return Sheet(
        name="Nguồn số liệu",
        title="Nguồn của từng số liệu: ô bảng tính hoặc câu văn",
        heads=(
            ("Mã số liệu", 38),
            ("Chỉ tiêu", 40),
            ("Kỳ, loại số liệu", 28),
            ("Giá trị tổng hợp", 20),
            ("Đơn vị tính", 12),
            ("Cách cộng", 18),
            ("Đơn vị, nguồn", 24),
            ("Tệp hoặc địa chỉ", 36),
            ("Trang tính", 12),
            ("Ô", 8),
            ("Câu văn", 30),
            ("In trong nguồn", 16),
            ("ĐVT trong nguồn", 16),
            ("Giá trị quy đổi", 20),
            ("Hệ số", 14),
            ("Nhận lúc", 22),
        ),
        rows=tuple(rows),
    )


def _figure_cells(figure: Figure) -> Sequence[Cell]:
    return (
        str(figure.figure_id),
        figure.indicator_name,
        f"{VALUE_STATUS_WORDS.get(figure.value_status, figure.value_status)} {period_text(figure.period_key)}",
        _known(figure.value),
        unit_text(figure.canonical_unit),
        COMPLETENESS_WORDS[figure.completeness],
    )


def _claim_cells(claim: Claim) -> Sequence[Cell]:
    return (
        claim.claimant,
        claim.file_name or claim.article_url,
        claim.sheet,
        claim.cell,
        claim.evidence_text,
        claim.printed_value,
        claim.printed_unit,
        claim.value if claim.value is not None else _READING_WORDS.get(claim.value_reading, claim.value_reading),
        "trọng số" if claim.weight is None else claim.weight,
        _moment(claim.received_at),
    )
