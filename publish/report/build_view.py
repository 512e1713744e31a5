"""From frozen content to the texts of the report."""

import re
from decimal import Decimal

from publish.content import Figure, FormRow, ReportColumn, ReportContent, Reporter, Target
from publish.publications import Publication
from publish.reading.reporters import REPORTER_INDICATORS
from publish.report.view import FormLine, FormTable, Heading, ReportView, SourceGroup, Table
from publish.report.wording import (
    COMPLETENESS_WORDS,
    MISSING,
    NOT_APPLICABLE,
    SEVERITY_WORDS,
    STATUS_WORDS,
    VALUE_STATUS_WORDS,
    VERDICT_WORDS,
    cell_text,
    coverage_text,
    date_text,
    list_text,
    moment_text,
    number_text,
    percent_text,
    period_text,
    quantity_text,
    range_text,
    unit_text,
)

_PLACE_KIND = re.compile(r"^(Tỉnh|Thành phố) ")


def build_view(publication: Publication) -> ReportView:
    """Every text of the report, from the publication alone."""
    content = publication.content
    columns = shown_columns(content)
    return ReportView(
        heading=_heading(publication),
        opening=_opening(publication),
        coverage=_coverage(content),
        column_heads=tuple(column.label_vi for column in columns),
        main_column=columns.index(content.main_column),
        form_tables=_form_tables(content, columns),
        chart_caption=f"Hình 1. Số hợp tác xã theo đơn vị báo cáo, {content.period_name}",
        targets=_targets(content),
        target_remarks=_target_remarks(content),
        progress_caption="Hình 2. Số đã thực hiện so với mục tiêu",
        reporting=_reporting(content),
        late=_late(content),
        rejected=_rejected(content),
        quality=_quality(content),
        gate_notes=_gate_notes(content),
        findings=_findings(content),
        press=_press(content),
        press_remark=_press_remark(content),
        by_reporter=_by_reporter(content),
        sources=_sources(content),
        sources_remark=_sources_remark(publication),
    )


def shown_columns(content: ReportContent) -> list[ReportColumn]:
    """The main column, and of the others those in which at least one number is known."""
    known = {(figure.period_key, figure.value_status) for figure in content.figures if figure.value is not None}
    return [column for column in content.columns if column.is_main or (column.period_key, column.value_status) in known]


def figure_mark(figure: Figure | None) -> str:
    """The short id beside a number; the appendix gives it whole."""
    return NOT_APPLICABLE if figure is None else str(figure.figure_id)[:8]


def _heading(publication: Publication) -> Heading:
    content = publication.content
    owner = content.duty.owner_name
    issuer = re.sub(r" (?=(Thành phố|thành phố|Tỉnh|tỉnh|TP\.) ?)", "\n", owner, count=1).upper()
    place = content.area_name if content.area_name.startswith("Thành phố Hồ Chí Minh") else _short_place(content)
    correction = publication.edition - 1
    return Heading(
        owner=owner,
        issuer=tuple(issuer.split("\n")),
        symbol=f"/BC-{content.duty.owner_code.split('-')[0].upper()}",
        place_and_date=f"{place}, ngày      tháng      năm {content.duty.due_before.year}",
        subject=(
            f"Tình hình phát triển kinh tế tập thể, hợp tác xã {_uncapitalised(content.period_name)}",
            f"trên địa bàn {content.area_name}",
        ),
        erratum=f"(Đính chính lần {correction}, thay thế báo cáo đã gửi trước đây)" if correction else "",
        addressee=content.duty.creditor_name,
        recipients=("Như trên;", "Lãnh đạo Liên minh (để báo cáo);", "Lưu: VT."),
        imprint=f"Ấn phẩm {publication.publication_id} · bản {publication.edition} · "
        f"số liệu chốt {moment_text(publication.frozen_at)}",
    )


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short_place(content: ReportContent) -> str:
    return _PLACE_KIND.sub("", content.area_name)


def _opening(publication: Publication) -> tuple[str, ...]:
    content = publication.content
    duty = content.duty
    basis = f"Thực hiện {duty.legal_basis}, " if duty.legal_basis else ""
    return (
        f"{basis}{duty.owner_name} báo cáo tình hình phát triển kinh tế tập thể, hợp tác xã "
        f"{_uncapitalised(content.period_name)} trên địa bàn {content.area_name} như sau. "
        f"Hạn gửi báo cáo: trước ngày {date_text(duty.due_before)}.",
    )


def _coverage(content: ReportContent) -> tuple[str, ...]:
    expected = len(content.reporters)
    accepted = [reporter for reporter in content.reporters if reporter.is_accepted]
    absent = [reporter.name for reporter in content.reporters if not reporter.is_accepted]
    texts = [
        f"Số liệu trong báo cáo được cộng từ báo cáo của {len(accepted)}/{expected} đơn vị đã được tiếp nhận; cột "
        "“Số đơn vị” cho biết số đơn vị có số liệu ở từng chỉ tiêu. Chỉ tiêu bình quân là bình quân gia quyền."
    ]
    if absent:
        texts.append(
            f"Chưa bao gồm số liệu của {len(absent)} đơn vị: {list_text(absent)}. Số thiếu không được tính là 0."
        )
    if content.duty.cut_off_on is None:
        texts.append("Lịch báo cáo không quy định ngày chốt số liệu; số liệu lấy theo báo cáo của từng đơn vị khi gửi.")
    else:
        texts.append(f"Số liệu tính đến ngày {date_text(content.duty.cut_off_on)}.")
    return tuple(texts)


def _form_tables(content: ReportContent, columns: list[ReportColumn]) -> tuple[FormTable, ...]:
    tables: list[FormTable] = []
    for entity in dict.fromkeys(row.entity for row in content.rows):
        rows = [row for row in content.rows if row.entity == entity]
        title, body = rows[0], rows[1:]
        tables.append(
            FormTable(
                heading=_sentence_case(title.label_vi),
                introduction=_introduction(content, body),
                lines=tuple(_form_line(content, row, columns) for row in body),
            )
        )
    return tuple(tables)


def _entity_count(content: ReportContent) -> int:
    """How many tables the form itself gives: they are numbered first."""
    return len({row.entity for row in content.rows})


def _sentence_case(label: str) -> str:
    return label.capitalize() if label.isupper() else label


def _introduction(content: ReportContent, rows: list[FormRow]) -> str:
    """The first total and its first parts, as a sentence."""
    phrases: list[str] = []
    for row in rows:
        figure = content.figure(row.indicator_key, content.main_column) if row.indicator_key else None
        if figure is not None and figure.value is not None and figure.canonical_unit != "VND" and len(phrases) < 4:
            amount = quantity_text(figure.value, figure.canonical_unit)
            phrases.append(f"{_uncapitalised(row.label_vi)} là {amount} [{figure_mark(figure)}]")
    if not phrases:
        return f"Các đơn vị {MISSING} cho nhóm chỉ tiêu này."
    return f"Theo các đơn vị đã báo cáo, {'; '.join(phrases)}."


def _form_line(content: ReportContent, row: FormRow, columns: list[ReportColumn]) -> FormLine:
    if row.indicator_key is None:
        return FormLine(row.outline, row.label_vi, "", (), "", "", is_title=True, is_detail=False)
    figures = [content.figure(row.indicator_key, column) for column in columns]
    cells = tuple(
        MISSING if figure is None else cell_text(figure.value, figure.canonical_unit, row.unit_factor)
        for figure in figures
    )
    main = content.figure(row.indicator_key, content.main_column)
    return FormLine(
        outline=row.outline.replace("-", "–"),
        label=row.label_vi,
        unit=row.printed_unit,
        cells=cells,
        coverage=coverage_text(main.reporters_reporting, main.reporters_expected) if main else NOT_APPLICABLE,
        figure_mark=figure_mark(main),
        is_title=False,
        is_detail=row.outline in {"-", "+", ""},
    )


def _targets(content: ReportContent) -> Table:
    return Table(
        caption=f"Bảng {_entity_count(content) + 1}. Mục tiêu và kết quả thực hiện",
        heads=("Chỉ tiêu", "Mục tiêu", "Thực hiện", "Tỷ lệ", "Đánh giá", "Nguồn của mục tiêu"),
        rows=tuple(
            (
                target.indicator_name,
                f"{_target_text(target)} ({period_text(target.target_period_key)})",
                NOT_APPLICABLE
                if target.actual_value is None
                else f"{quantity_text(target.actual_value, target.canonical_unit)}"
                + (f" [{str(target.actual_figure_id)[:8]}]" if target.actual_figure_id else ""),
                percent_text(target.progress_percent),
                VERDICT_WORDS[target.verdict],
                target.source_name or NOT_APPLICABLE,
            )
            for target in content.targets
        ),
    )


def _target_text(target: Target) -> str:
    return range_text(
        target.target_low, target.target_high, target.qualifier, target.canonical_unit, target.evidence_text
    )


def _target_remarks(content: ReportContent) -> tuple[str, ...]:
    if not content.targets:
        return (f"Kho số liệu {MISSING} về mục tiêu cho {period_text(content.period_key)} và năm {content.year}.",)
    by_reason: dict[str, list[str]] = {}
    for target in content.targets:
        if target.verdict == "not_evaluable":
            by_reason.setdefault(target.reason or "", []).append(_uncapitalised(target.indicator_name))
    return tuple(
        f"{VERDICT_WORDS['not_evaluable']}: {list_text(names)}. {reason}".strip() for reason, names in by_reason.items()
    )


def _reporting(content: ReportContent) -> tuple[str, ...]:
    reporters = content.reporters
    due = f" (hạn nộp: trước ngày {date_text(content.round_due_before)})" if content.round_due_before else ""
    on_time = sum(1 for reporter in reporters if reporter.is_accepted and reporter.is_on_time)
    texts = [
        f"Số đơn vị phải báo cáo: {len(reporters)}{due}; đã tiếp nhận: "
        f"{sum(1 for reporter in reporters if reporter.is_accepted)}, trong đó đúng hạn: {on_time}."
    ]
    groups: list[tuple[str, list[Reporter]]] = [
        ("Chưa báo cáo", [r for r in reporters if r.status == "missing"]),
        ("Nộp trễ", [r for r in reporters if _is_late(r)]),
        ("Bị trả lại", [r for r in reporters if r.status == "rejected"]),
        ("Báo cáo không phát sinh", [r for r in reporters if r.is_nil]),
        ("Đã nộp lại bản sửa", [r for r in reporters if r.versions > 1]),
    ]
    texts += [
        f"{name} ({len(group)}): {list_text([reporter.name for reporter in group]) or 'không có'}."
        for name, group in groups
    ]
    return tuple(texts)


def _is_late(reporter: Reporter) -> bool:
    return reporter.status == "late_pending" or (reporter.is_on_time is False and reporter.status != "missing")


def _late(content: ReportContent) -> Table:
    return Table(
        caption="Đơn vị nộp trễ",
        heads=("Đơn vị", "Hạn nộp", "Nhận lúc", "Kết quả xem xét"),
        rows=tuple(
            (
                reporter.name,
                f"trước {date_text(reporter.due_before)}",
                moment_text(reporter.received_at),
                f"{reporter.decided_by}: {reporter.decision_reason}"
                if reporter.decided_by
                else STATUS_WORDS[reporter.status],
            )
            for reporter in content.reporters
            if _is_late(reporter)
        ),
    )


def _rejected(content: ReportContent) -> Table:
    return Table(
        caption="Đơn vị bị trả lại báo cáo",
        heads=("Đơn vị", "Nhận lúc", "Lý do"),
        rows=tuple(
            (reporter.name, moment_text(reporter.received_at), reporter.reasons_vi or _reasons(content, reporter))
            for reporter in content.reporters
            if reporter.status == "rejected"
        ),
    )


def _reasons(content: ReportContent, reporter: Reporter) -> str:
    sentences = [
        finding.sentence_vi
        for finding in content.findings
        if finding.reporter == reporter.name and finding.severity == "error"
    ]
    return " ".join(dict.fromkeys(sentences)) or NOT_APPLICABLE


def _accepted_findings(content: ReportContent) -> list[tuple[str, ...]]:
    accepted = {reporter.name for reporter in content.reporters if reporter.is_accepted}
    return [
        (
            finding.reporter,
            " ".join(part for part in (finding.sheet, finding.cell) if part) or NOT_APPLICABLE,
            finding.value_seen or NOT_APPLICABLE,
            SEVERITY_WORDS.get(finding.severity, finding.severity),
            finding.sentence_vi,
        )
        for finding in content.findings
        if finding.reporter in accepted
    ]


def _quality(content: ReportContent) -> tuple[str, ...]:
    findings = len(_accepted_findings(content))
    if not content.gate_notes and not findings:
        return ("Kiểm tra tự động không có cảnh báo đối với số liệu của kỳ này.",)
    gate = f"{len(content.gate_notes)} cảnh báo" if content.gate_notes else "không có cảnh báo"
    reports = f"{findings} lưu ý" if findings else "không có lưu ý"
    return (
        f"Kiểm tra tự động: {gate} ở số liệu tổng hợp; {reports} ở báo cáo của các đơn vị đã tiếp nhận. "
        "Số liệu được giữ nguyên như đơn vị báo cáo.",
    )


def _gate_notes(content: ReportContent) -> Table:
    return Table(
        caption="Cảnh báo ở số liệu tổng hợp",
        heads=("Nội dung", "Mức độ", "Số trường hợp"),
        rows=tuple(
            (
                note.detail_vi,
                SEVERITY_WORDS.get(note.severity, note.severity),
                NOT_APPLICABLE if note.unexpected_count is None else number_text(Decimal(note.unexpected_count)),
            )
            for note in content.gate_notes
        ),
    )


def _findings(content: ReportContent) -> Table:
    return Table(
        caption="Lưu ý ở báo cáo của các đơn vị đã tiếp nhận",
        heads=("Đơn vị", "Vị trí", "Giá trị", "Mức độ", "Nội dung"),
        rows=tuple(_accepted_findings(content)),
    )


def _press(content: ReportContent) -> Table:
    return Table(
        caption=f"Bảng {_entity_count(content) + 2}. Đối chiếu với số liệu báo chí cùng chỉ tiêu, cùng kỳ",
        heads=("Chỉ tiêu", "Kỳ", "Báo chí nêu", "Báo cáo này", "Chênh lệch", "Nguồn"),
        rows=tuple(
            (
                claim.indicator_name,
                f"{period_text(claim.period_key)}, {VALUE_STATUS_WORDS.get(claim.value_status, claim.value_status)}",
                range_text(
                    claim.value_low, claim.value_high, claim.qualifier, claim.canonical_unit, claim.evidence_text
                ),
                quantity_text(claim.figure_value, claim.canonical_unit),
                percent_text(claim.difference_percent),
                claim.source_name,
            )
            for claim in content.press_claims
        ),
    )


def _press_remark(content: ReportContent) -> str:
    if not content.press_claims:
        return "Không có số liệu báo chí cùng chỉ tiêu, cùng địa bàn và cùng kỳ để đối chiếu."
    return "Số liệu báo chí chỉ để đối chiếu, không thay thế số liệu do các đơn vị báo cáo."


def _by_reporter(content: ReportContent) -> Table:
    heads = ("Tổng số HTX", "Đang hoạt động", "Thành lập mới", "Thành viên HTX", "Lao động HTX", "LHHTX", "THT")
    rows: list[tuple[str, ...]] = []
    for number, reporter in enumerate(content.reporters, start=1):
        cells = [_reporter_cell(reporter.value(key)) for key in REPORTER_INDICATORS]
        rows.append((str(number), reporter.name, STATUS_WORDS[reporter.status], *cells))
    return Table(
        caption=f"{content.main_column.label_vi}, theo báo cáo của từng đơn vị",
        heads=("TT", "Đơn vị", "Tình trạng", *heads),
        rows=tuple(rows),
    )


def _reporter_cell(value: Decimal | None) -> str:
    return NOT_APPLICABLE if value is None else number_text(value)


def _sources(content: ReportContent) -> tuple[SourceGroup, ...]:
    """Every figure with a value, and those of the main column that lack one, by indicator."""
    units = {row.indicator_key: (row.printed_unit, row.unit_factor) for row in content.rows if row.indicator_key}
    main = (content.main_column.period_key, content.main_column.value_status)
    lines: dict[tuple[str, str, str], list[tuple[str, ...]]] = {}
    for figure in content.figures:
        if figure.value is None and (figure.period_key, figure.value_status) != main:
            continue
        unit, factor = units.get(figure.indicator_key, (unit_text(figure.canonical_unit), Decimal(1)))
        coverage = coverage_text(figure.reporters_reporting, figure.reporters_expected)
        lines.setdefault((figure.indicator_key, figure.indicator_name, unit), []).append(
            (
                f"{_capitalised(VALUE_STATUS_WORDS.get(figure.value_status, figure.value_status))} "
                f"{period_text(figure.period_key)}",
                cell_text(figure.value, figure.canonical_unit, factor),
                f"{coverage} ({COMPLETENESS_WORDS[figure.completeness]})",
                number_text(Decimal(len(figure.claims))),
                str(figure.figure_id),
            )
        )
    return tuple(SourceGroup(name, unit, tuple(group)) for (_, name, unit), group in lines.items())


def _sources_remark(publication: Publication) -> str:
    return (
        "Mỗi số liệu có một mã; tám ký tự đầu của mã được in cạnh số liệu trong báo cáo. “Số nguồn” là số ô bảng tính "
        "hoặc câu văn được dùng để tính; địa chỉ của từng nguồn ở trang tính “Nguồn số liệu” của tệp XLSX kèm theo. "
        f"Dấu vân tay của toàn bộ số liệu (SHA-256): {publication.input_hash}."
    )
