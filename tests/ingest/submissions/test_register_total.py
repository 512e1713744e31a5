"""The register against the number of cooperatives that the form states."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ingest.submissions.facts import Facts, facts_of
from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate, Finding, RegisterRow, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.register.reading import Registers
from ingest.submissions.rules.engine import Rule, judge, registered_rules
from tests.ingest.submissions.register_sheets import TITLES, cooperative, read, sheet


def total_of(printed: str | None, reference: Reference) -> ValueCell:
    """The cell F6 of the form: how many cooperatives there are."""
    indicator = reference.indicator("HTX", "coop_total")
    number = None if printed is None else Decimal(printed)
    return ValueCell(
        coordinate=Coordinate("HTX", "coop_total", "all", "estimate_year"),
        label="Tổng số hợp tác xã",
        sheet="PL01",
        cell="F6",
        raw_text=printed,
        reading="unknown" if number is None else "value",
        value_printed=number,
        printed_unit="HTX",
        factor=Decimal(1),
        canonical_unit=indicator.canonical_unit,
        indicator_unit=indicator.unit,
    )


def judged(registers: Registers, total: str | None, reference: Reference) -> list[Finding]:
    return list(judge(_facts(registers.rows, total, reference), _rule()).findings)


def _facts(rows: tuple[RegisterRow, ...], total: str | None, reference: Reference) -> Facts:
    return facts_of([[total_of(total, reference)]], Period(2024), reference, register=rows)


def _rule() -> dict[str, Rule]:
    return {"register_not_total": registered_rules()["register_not_total"]}


def test_the_finding_stands_at_the_total_and_names_both_numbers(reference: Reference) -> None:
    registers = read(reference, sheet([TITLES, *(cooperative(n) for n in range(1, 61))]))
    (finding,) = judged(registers, "61", reference)
    assert (finding.sheet, finding.cell, finding.family, finding.severity) == (
        "PL01",
        "F6",
        "register_not_total",
        "warning",
    )
    assert "60 hợp tác xã" in finding.sentence_vi
    assert finding.sentence_vi.endswith("của biểu là 61.")
    assert (finding.details["listed"], finding.details["total"]) == (60, 61)
    assert judged(registers, "60", reference) == []


def test_copies_and_those_that_ceased_are_not_counted(reference: Reference) -> None:
    rows = [TITLES, cooperative(1), cooperative(2), cooperative(2), cooperative(3, status="Đã giải thể")]
    registers = read(reference, sheet(rows))
    assert judged(registers, "2", reference) == []
    assert [finding.details["listed"] for finding in judged(registers, "4", reference)] == [2]


@pytest.mark.parametrize(("total", "is_told"), [("1", True), ("2", False), ("3", False), ("4", True)])
def test_a_status_that_cannot_be_read_may_mean_either(reference: Reference, total: str, is_told: bool) -> None:
    rows = [TITLES, cooperative(1), cooperative(2), cooperative(3, status="Sẽ giải thể trong quý III")]
    assert bool(judged(read(reference, sheet(rows)), total, reference)) == is_told


def test_a_row_without_a_status_counts(reference: Reference) -> None:
    registers = read(reference, sheet([TITLES, cooperative(1), cooperative(2, status=None)]))
    assert judged(registers, "2", reference) == []
    assert judged(registers, "1", reference) != []


@pytest.mark.parametrize(
    ("title", "is_told"),
    [
        ("DANH SÁCH HỢP TÁC XÃ TRÊN ĐỊA BÀN HUYỆN ĐẮK MIL", True),
        ("DANH SÁCH HTX THÀNH LẬP MỚI TRONG 6 THÁNG ĐẦU NĂM 2024", False),
        ("DANH SÁCH HTX TIÊU BIỂU", False),
        ("DANH SÁCH HỢP TÁC XÃ NÔNG NGHIỆP", False),
        ("PHÒNG NÔNG NGHIỆP VÀ PTNT - DANH SÁCH HỢP TÁC XÃ", True),
    ],
)
def test_a_register_of_some_cooperatives_proves_nothing(reference: Reference, title: str, is_told: bool) -> None:
    registers = read(reference, sheet([[title], TITLES, cooperative(1), cooperative(2)]))
    assert bool(judged(registers, "15", reference)) == is_told


def test_registers_by_sector_are_counted_together(reference: Reference) -> None:
    registers = read(
        reference,
        sheet([["DANH SÁCH HTX NÔNG NGHIỆP"], TITLES, cooperative(1), cooperative(2)], name="NN"),
        sheet([["DANH SÁCH HTX PHI NÔNG NGHIỆP"], TITLES, cooperative(3)], name="Phi NN"),
    )
    assert judged(registers, "3", reference) == []
    assert [finding.details["listed"] for finding in judged(registers, "5", reference)] == [3]


def test_nothing_is_compared_without_a_total_or_without_a_register(reference: Reference) -> None:
    registers = read(reference, sheet([TITLES, cooperative(1)]))
    assert judged(registers, None, reference) == []
    assert judged(replace(registers, rows=()), "12", reference) == []
