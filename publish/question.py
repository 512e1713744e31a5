"""What a person is asked before a report goes out: the gate's verdict, what changed, and the draft's files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import Connection, select

from htx.settings import Settings
from ingest.raw.database import connect
from ingest.raw.ops import gate_result
from publish.changes import list_changes
from publish.comparing import (
    PeriodDifference,
    period_differences,
    publication_before,
    publication_of_period_before,
)
from publish.publications import Publication, is_delivered, load_publication
from publish.render import RenderedFile
from publish.report.change_words import change_lines, unit_factors
from publish.report.coverage_words import coverage_of, coverage_said
from publish.report.wording import VIETNAMESE, coverage_text, date_text, list_text, moment_text, period_text

MOST_LINES = 40
"""Of a list in the question; `htx publish diff` prints the whole."""


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the gate found in the build that was frozen. `critical` failed under a waiver, else it had not got here."""

    expectations: int
    critical: int
    warnings: tuple[str, ...]
    waivers: tuple[str, ...]


def approval_question(settings: Settings, publication_id: UUID, files: Sequence[RenderedFile]) -> str:
    """The question as Markdown, in Vietnamese: all that the decision needs on one page."""
    engine = connect(settings)
    try:
        with engine.connect() as connection:
            subject = load_publication(connection, publication_id)
            parts = [
                _opening(subject),
                _gate(gate_verdict(connection, subject)),
                _against_the_one_before(connection, subject),
                _against_the_period_before(connection, subject),
                _section("Tệp dự thảo", f"{len(files)} tệp.", file_links(settings, publication_id, files)),
                f"Xem đầy đủ: `htx publish diff {publication_id}`. Phê duyệt tại đây hoặc bằng lệnh "
                f"`htx approve {publication_id} --by … --role … --reason …`.",
            ]
    finally:
        engine.dispose()
    return "\n\n".join(parts)


def gate_verdict(connection: Connection, subject: Publication) -> GateVerdict:
    """The verdict of the frozen build; counts are 0 where the gate's results are not kept any more."""
    rows = connection.execute(
        select(gate_result.c.severity, gate_result.c.is_met).where(gate_result.c.build_id == subject.build_id)
    ).all()
    unmet = Counter(row.severity for row in rows if not row.is_met)
    notes = subject.content.gate_notes
    return GateVerdict(
        expectations=len(rows),
        critical=unmet["critical"],
        warnings=tuple(note.detail_vi for note in notes if note.severity == "warning"),
        waivers=tuple(
            f"{waiver.suite}.{waiver.expectation}: {waiver.reason} ({waiver.granted_by}, đến hết "
            f"{date_text(waiver.expires_on)})"
            for waiver in subject.content.gate_waivers
        )
        or tuple(f"{note.suite}.{note.expectation}: {note.detail_vi}" for note in notes if note.severity == "critical"),
    )


def _opening(subject: Publication) -> str:
    content = subject.content
    kind = f"đính chính lần {subject.edition - 1}" if subject.edition > 1 else "bản đầu"
    accepted = sum(1 for reporter in content.reporters if reporter.is_accepted)
    absent = [reporter.name for reporter in content.reporters if not reporter.is_accepted]
    lines = [
        f"**{content.duty.owner_name}** gửi {content.duty.creditor_name}: báo cáo {period_text(content.period_key)}, "
        f"{content.area_name}, {kind}. Hạn: trước ngày {date_text(subject.due_before)}. "
        f"Số liệu chốt {moment_text(subject.frozen_at)}.",
        f"Mã ấn phẩm `{subject.publication_id}`, bản {subject.edition}.",
        f"Đơn vị đã báo cáo: {coverage_text(accepted, len(content.reporters))}."
        + (f" Chưa có số liệu của: {list_text(absent)}." if absent else ""),
    ]
    return "\n\n".join(lines)


def _gate(verdict: GateVerdict) -> str:
    if not verdict.expectations:
        summary = "Không còn kết quả kiểm tra của lần dựng số liệu này."
    else:
        summary = (
            f"{verdict.expectations} phép kiểm tra; lỗi nghiêm trọng đã được cho phép: {verdict.critical}; "
            f"cảnh báo: {len(verdict.warnings)}."
        )
    lists = [*(f"cho phép: {waiver}" for waiver in verdict.waivers), *verdict.warnings]
    return _section("Kiểm tra tự động", summary, lists)


def _against_the_one_before(connection: Connection, subject: Publication) -> str:
    before = publication_before(connection, subject)
    title = "So với bản trước của báo cáo này"
    if before is None:
        return _section(title, "Chưa có bản nào trước bản này.", ())
    changes = list_changes(before.content, subject.content)
    state = "đã gửi" if is_delivered(connection, before.publication_id) else "chưa gửi"
    of_it = f"Bản {before.edition}, chốt {moment_text(before.frozen_at)}, {state}"
    if not changes:
        return _section(title, f"{of_it}: không số liệu nào khác.", ())
    return _section(title, f"{of_it}: {len(changes)} số liệu khác.", change_lines(VIETNAMESE, changes, subject.content))


def _against_the_period_before(connection: Connection, subject: Publication) -> str:
    before = publication_of_period_before(connection, subject)
    title = "So với kỳ trước"
    if before is None:
        return _section(title, "Chưa có báo cáo đã gửi của kỳ trước.", ())
    lines = [period_line(difference, subject) for difference in period_differences(before.content, subject.content)]
    return _section(title, f"Báo cáo {period_text(before.period_key)}, bản {before.edition}.", lines)


def period_line(difference: PeriodDifference, subject: Publication) -> str:
    """ "Tổng số HTX: 650 (22/22) → 663 (20/22)"; the coverage tells whether the two can be compared."""
    factor = unit_factors(subject.content).get(difference.indicator_key, Decimal(1))
    texts: list[str] = []
    for figure in (difference.old, difference.new):
        if figure is None:
            texts.append(VIETNAMESE.say("changes.not_printed"))
            continue
        number = VIETNAMESE.cell(figure.value, figure.canonical_unit, factor)
        texts.append(f"{number} ({coverage_said(VIETNAMESE, coverage_of(figure), 'cell')})")
    return f"{difference.indicator_name}: {texts[0]} → {texts[1]}"


def file_links(settings: Settings, publication_id: UUID, files: Sequence[RenderedFile]) -> list[str]:
    """A link to each file of a draft: under `HTX_FILES_BASE_URL`, else on this machine, with the path."""
    if settings.files_base_url is None:
        return [f"[{file.file_name}]({file.path.as_uri()}) `{file.path}`" for file in files]
    folder = f"{settings.files_base_url.rstrip('/')}/{publication_id}"
    return [f"[{file.file_name}]({folder}/{quote(file.file_name)})" for file in files]


def _section(title: str, summary: str, lines: Sequence[str]) -> str:
    shown = [f"- {line}" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        shown.append(f"- … và {len(lines) - MOST_LINES} dòng khác")
    return "\n".join([f"### {title}", "", summary, *([""] if shown else []), *shown])
