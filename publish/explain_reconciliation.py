"""What stands behind a reconciliation or a preferred claim: every source with its evidence, and the arithmetic."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from pydantic import TypeAdapter

from htx.settings import Settings
from ingest.raw.database import connect
from publish.explain import claim_line, explain_figure
from publish.reading.reconciliation import Reconciled, RegisterLine, SourceValue, find_reconciled
from publish.report.wording import (
    MISSING,
    VALUE_STATUS_WORDS,
    coverage_text,
    percent_text,
    period_text,
    quantity_text,
    range_text,
)

_SOURCE_WORDS = {
    "submissions": "Báo cáo",
    "register": "Danh sách hợp tác xã",
    "department": "Sở, ngành",
    "press": "Báo chí",
    "target": "Văn bản giao chỉ tiêu",
}
_VERDICT_WORDS = {
    "only_source": "nguồn duy nhất",
    "preferred": "được ưu tiên",
    "contested": "các nguồn cùng hạng trái nhau, không nguồn nào được chọn",
    "not_comparable": "không so sánh được",
    "agrees": "khớp trong mức cho phép",
    "differs": "chênh lệch quá mức cho phép",
    "differs_while_some_are_absent": "chênh lệch, còn đơn vị vắng mặt",
}
_MOST_LINES_SHOWN = 20
_STORED = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class ReconciliationExplanation:
    """The sources at the coordinates of the id that was asked for, and whether their evidence gives their numbers."""

    reconciled: Reconciled
    reproduces: bool

    def to_json(self) -> dict[str, object]:
        """The explanation as JSON values; decimals as text."""
        dumped: dict[str, object] = TypeAdapter(ReconciliationExplanation).dump_python(self, mode="json")
        return dumped

    @property
    def text(self) -> str:
        """The explanation in Vietnamese, for a terminal."""
        found = self.reconciled
        status = VALUE_STATUS_WORDS.get(found.value_status, found.value_status)
        lines = [
            f"Đối chiếu: {found.indicator_name}, {found.area_name}, {status} {period_text(found.period_key)}",
            f"Mã {found.coordinates_id}",
        ]
        for number, source in enumerate(found.sources, start=1):
            lines += self._source_lines(number, source)
        lines.append("Tính lại: khớp." if self.reproduces else "Tính lại: KHÔNG KHỚP với bằng chứng.")
        return "\n".join(lines)

    def _source_lines(self, number: int, source: SourceValue) -> list[str]:
        unit = self.reconciled.canonical_unit
        who = f" ({source.source_name})" if source.source_name else ""
        what = f"{_said(source, unit)}: {_VERDICT_WORDS[source.verdict]}"
        lines = [
            f"{number}. {_SOURCE_WORDS[source.source_kind]}{who}: {what}",
            f"   {source.why_vi}.",
        ]
        if source.reporters_expected is not None and source.reporters_reporting is not None:
            lines.append(f"   {coverage_text(source.reporters_reporting, source.reporters_expected)} đơn vị")
        if source.difference is not None and not source.is_preferred:
            share = "" if source.share_percent is None else f", bằng {percent_text(source.share_percent)}"
            lines.append(
                f"   {quantity_text(source.value, unit)} − {quantity_text(source.preferred_value, unit)} = "
                f"{quantity_text(source.difference, unit)}{share}"
            )
        return lines + [f"   {line}" for line in self._evidence_lines(source)]

    def _evidence_lines(self, source: SourceValue) -> list[str]:
        if source.figure is not None:
            return explain_figure(source.figure).text.splitlines()
        if source.claim is not None:
            return [claim_line(source.claim, self.reconciled.canonical_unit)]
        if source.register_lines:
            return _register_text(source.register_lines)
        return [f"  {source.document}"] if source.document else []


def explain_reconciliation(settings: Settings, asked: UUID) -> ReconciliationExplanation | None:
    """Explain a row of fct_reconciliation or a preferred claim; None where the id is neither."""
    engine = connect(settings)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            found = find_reconciled(connection, asked)
    finally:
        engine.dispose()
    return None if found is None else ReconciliationExplanation(found, reproduces(found))


def reproduces(found: Reconciled) -> bool:
    """Whether every source's value is that of its evidence, and every difference that of the two values."""
    preferred = next((source.value for source in found.sources if source.is_preferred), None)
    return all(_agrees(found, source, preferred) for source in found.sources)


def _agrees(found: Reconciled, source: SourceValue, preferred: Decimal | None) -> bool:
    difference = None if source.value is None or preferred is None else source.value - preferred
    if source.difference != difference:
        return False
    if source.figure is not None:
        again = explain_figure(source.figure).recomputed
        return again is not None and again.quantize(_STORED, ROUND_HALF_UP) == source.value
    if source.claim is not None:
        # a press claim that says "about" or a range has no value to hold others against
        return source.value is None or source.claim.value == source.value
    if source.register_lines:
        low, high = _counted(source.register_lines, found.indicator_key)
        return source.value_low == low and source.value_high == high
    return source.source_kind == "target"


def _counted(lines: tuple[RegisterLine, ...], indicator_key: str) -> tuple[int, int]:
    """At least and at most how many cooperatives of a register an indicator counts."""
    if indicator_key == "HTX.coop_total":
        existing = sum(line.status != "ceased" for line in lines)
        return existing, existing
    active = sum(line.status == "active" for line in lines)
    return active, active + sum(line.status is None for line in lines)


def _said(source: SourceValue, unit: str) -> str:
    if source.value is not None:
        return quantity_text(source.value, unit)
    if source.value_low is None and source.value_high is None:
        return MISSING
    return range_text(source.value_low, source.value_high, source.qualifier, unit, "")


def _register_text(lines: tuple[RegisterLine, ...]) -> list[str]:
    files = len({line.file_name for line in lines})
    ceased = sum(line.status == "ceased" for line in lines)
    active = sum(line.status == "active" for line in lines)
    told = [
        f"  {len(lines)} hợp tác xã trong {files} danh sách − {ceased} đã chấm dứt = {len(lines) - ceased}; "
        f"{active} đang hoạt động"
    ]
    told += [
        f"  {line.file_name} · trang tính {line.sheet} · dòng {line.sheet_row}: {line.status or 'không ghi tình trạng'}"
        for line in lines[:_MOST_LINES_SHOWN]
    ]
    if len(lines) > _MOST_LINES_SHOWN:
        told.append(f"  … và {len(lines) - _MOST_LINES_SHOWN} dòng nữa: thêm --json để xem đủ")
    return told
