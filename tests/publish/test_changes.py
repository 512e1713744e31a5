"""What two editions print otherwise, why, and which of it calls for an erratum."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from ingest.raw.ids import content_id
from publish.changes import list_changes, material_changes
from publish.content import (
    Claim,
    Correction,
    Figure,
    FigureChange,
    Finding,
    ReportContent,
    Reporter,
    SupportTotal,
    SupportValue,
    content_from_json,
    content_to_json,
    input_hash,
)
from publish.materiality import is_material
from publish.report.change_words import change_lines
from publish.report.document import DocumentTable, Paragraph
from publish.report.sections import build_document
from publish.report.wording import ENGLISH, VIETNAMESE
from tests.publish.report_contents import (
    DISTRICTS,
    MILLION,
    content,
    figure,
    main_figures,
    publication,
    related,
    reporters,
)

TOTAL = "HTX.coop_total"


def claim(claimant: str, value: int | None, file: str, cell: str = "F9", weight: Decimal | None = Decimal(1)) -> Claim:
    return Claim(
        claim_id=content_id("claim of a test", claimant, value, file, cell, weight is None),
        claimant=claimant,
        evidence_kind="cell",
        file_name=f"{file}.xlsx",
        file_sha256=file,
        sheet="A-1",
        cell=cell,
        article_url=None,
        evidence_text=None,
        printed_value=None if value is None else str(value),
        printed_unit="HTX",
        unit_factor=Decimal(1),
        value=None if value is None else Decimal(value),
        value_reading="unknown" if value is None else "value",
        weight=weight,
        received_at=datetime(2024, 5, 17, 1, 30, tzinfo=UTC),
    )


def of_claims(*claims: Claim, reporting: int = 10) -> Figure:
    value = sum((one.value or Decimal(0) for one in claims), Decimal(0))
    return replace(figure(TOTAL, value, reporting=reporting), claims=claims)


def with_total(total: Figure, who: tuple[Reporter, ...] | None = None) -> ReportContent:
    others = tuple(one for one in main_figures() if one.indicator_key != TOTAL)
    return content(figures=(total, *others), **({"reporters": who} if who else {}))


def total_change(old: ReportContent, new: ReportContent) -> FigureChange:
    return next(change for change in list_changes(old, new) if change.part == "total")


def status_of(place: int, status: str) -> tuple[Reporter, ...]:
    return reporters([status if number == place else "accepted" for number in range(1, 11)])


def test_the_same_facts_differ_nowhere() -> None:
    assert list_changes(content(), content()) == ()


def test_a_corrected_file_is_the_reason_with_cell_and_both_prints() -> None:
    old = with_total(of_claims(claim(DISTRICTS[0], 51, "one"), claim(DISTRICTS[1], 52, "two")))
    new = with_total(of_claims(claim(DISTRICTS[0], 54, "one-b"), claim(DISTRICTS[1], 52, "two")))
    change = total_change(old, new)
    assert (change.kind, change.old_value, change.new_value, change.difference) == ("changed", 103, 106, 3)
    assert (change.old_text, change.new_text, change.is_material) == ("103", "106", True)
    (reason,) = change.reasons
    assert (reason.kind, reason.claimant, reason.cell) == ("corrected", "Thành phố Hà Tĩnh", "F9")
    assert (reason.old_printed, reason.new_printed) == ("51", "54")
    (line,) = change_lines(VIETNAMESE, [change], new)
    assert line.startswith("Tổng số hợp tác xã (6 tháng đầu năm 2024, thực hiện): 103 → 106 (+3): ")
    assert line.endswith("Thành phố Hà Tĩnh sửa báo cáo (08:30 ngày 17/05/2024), ô F9: 51 → 54")


def test_the_same_file_read_otherwise_is_a_new_reading() -> None:
    old = with_total(of_claims(claim(DISTRICTS[0], 51, "one")))
    new = with_total(of_claims(claim(DISTRICTS[0], 510, "one")))
    assert [reason.kind for reason in total_change(old, new).reasons] == ["reread"]


@pytest.mark.parametrize(
    ("before", "kind"),
    [("missing", "submitted"), ("late_pending", "accepted_late"), ("rejected", "accepted_after_refusal")],
)
def test_a_reporter_that_counts_now_is_named_by_what_it_was(before: str, kind: str) -> None:
    first, second = claim(DISTRICTS[0], 51, "one"), claim(DISTRICTS[1], 52, "two")
    change = total_change(
        with_total(of_claims(first, reporting=9), status_of(2, before)),
        with_total(of_claims(first, second), status_of(2, "accepted")),
    )
    assert [(reason.kind, reason.claimant) for reason in change.reasons] == [(kind, DISTRICTS[1])]
    assert (change.old_reporting, change.new_reporting) == (9, 10)


def test_a_reporter_that_counts_no_more_is_withdrawn() -> None:
    first, second = claim(DISTRICTS[0], 51, "one"), claim(DISTRICTS[1], 52, "two")
    change = total_change(
        with_total(of_claims(first, second)), with_total(of_claims(first, reporting=9), status_of(2, "rejected"))
    )
    assert [(reason.kind, reason.claimant) for reason in change.reasons] == [("withdrawn", DISTRICTS[1])]


def test_another_weight_below_a_mean_is_a_reason() -> None:
    def mean(weight: int) -> Figure:
        claims = (claim(DISTRICTS[0], 51, "one", "F30"), claim(DISTRICTS[0], weight, f"w{weight}", "F9", None))
        return replace(figure(TOTAL, 100 + weight), claims=claims)

    (reason,) = total_change(with_total(mean(3)), with_total(mean(4))).reasons
    assert (reason.cell, reason.old_printed, reason.new_printed) == ("F9", "3", "4")


def test_a_change_that_no_claim_explains_is_said_to_be_unexplained() -> None:
    change = total_change(with_total(figure(TOTAL, 611)), with_total(figure(TOTAL, 612)))
    assert [reason.kind for reason in change.reasons] == ["unexplained"]
    assert "cách tổng hợp khác" in change_lines(VIETNAMESE, [change], content())[0]


def test_a_total_that_became_complete_keeps_its_place_and_tells_its_coverage() -> None:
    first, nil = claim(DISTRICTS[0], 51, "one"), claim(DISTRICTS[1], 0, "two")
    change = total_change(with_total(of_claims(first, reporting=9)), with_total(of_claims(first, nil)))
    assert change.kind == "coverage"
    assert change.old_figure_id != change.new_figure_id
    assert "51 (9/10 đơn vị) → 51 (10/10 đơn vị)" in change_lines(VIETNAMESE, [change], content())[0]


def test_what_became_known_and_what_is_not_known_any_more_is_told() -> None:
    change = total_change(with_total(figure(TOTAL, None)), with_total(figure(TOTAL, 0)))
    assert (change.kind, change.old_text, change.new_text, change.difference) == (
        "changed",
        "chưa có số liệu",
        "0",
        None,
    )


def test_a_number_that_prints_the_same_is_no_change() -> None:
    key = "HTX.revenue_avg"
    old = content(figures=(figure(key, Decimal("1640.50") * MILLION),))
    hidden = content(figures=(figure(key, Decimal("1640.50") * MILLION + 1),))
    shown = content(figures=(figure(key, Decimal("1640.56") * MILLION),))
    assert list_changes(old, hidden) == ()
    (change,) = list_changes(old, shown)
    assert (change.old_text, change.new_text) == ("1.640,5", "1.640,6")


def test_a_change_between_reporters_that_leaves_the_total_is_still_a_changed_number() -> None:
    old, new = reporters(), list(reporters())
    values = {value.indicator_key: value for value in new[0].values}
    moved = replace(values[TOTAL], value=Decimal(57))
    new[0] = replace(
        new[0], file_name="ban-sua.xlsx", values=(moved, *(v for v in new[0].values if v != values[TOTAL]))
    )
    (change,) = list_changes(content(reporters=old), content(reporters=tuple(new)))
    assert (change.part, change.place, change.old_value, change.new_value) == ("reporter", DISTRICTS[0], 51, 57)
    assert [reason.kind for reason in change.reasons] == ["corrected"]


def support(amount: int, printed: str, file: str) -> dict[str, object]:
    total, value = support_of_source("central", amount, printed, file, DISTRICTS[0], "D12")
    return {"support_totals": (total,), "support_values": (value,)}


def support_of_source(
    source: str, amount: int, printed: str, file: str, reporter: str, cell: str
) -> tuple[SupportTotal, SupportValue]:
    figure_id = content_id("support of a test", source)
    value_id = content_id("support value of a test", source, printed, file)
    total = SupportTotal(figure_id, "training", source, "2024-H1", "actual", Decimal(amount) * MILLION, 1, 10)
    value = SupportValue(
        value_id, reporter, False, "training", source, "2024-H1", "actual", "Đào tạo", total.value, "value",
        printed, "triệu đồng", f"{file}.xlsx", file, "A-3", cell,
    )  # fmt: skip
    return total, value


def test_support_money_is_compared_with_its_cells() -> None:
    old, new = content(**support(120, "120", "one")), content(**support(125, "125", "two"))
    (change,) = list_changes(old, new)
    assert (change.part, change.old_text, change.new_text, change.printed_unit) == (
        "support", "120,0", "125,0", "triệu đồng",
    )  # fmt: skip
    (line,) = change_lines(VIETNAMESE, [change], new)
    assert line.startswith(
        "Đào tạo, bồi dưỡng nguồn nhân lực, ngân sách trung ương (6 tháng đầu năm 2024, thực hiện): 120,0"
    )
    assert line.endswith("ô D12: 120 → 125")


def test_the_stated_total_of_all_sources_is_explained_by_its_own_cell() -> None:
    def stated(whole: int, central: int, file: str) -> ReportContent:
        both = (
            support_of_source("all", whole, str(whole), file, DISTRICTS[0], "F12"),
            support_of_source("central", central, str(central), file, DISTRICTS[1], "D12"),
        )
        return content(support_totals=tuple(one[0] for one in both), support_values=tuple(one[1] for one in both))

    changes = list_changes(stated(150, 100, "one"), stated(160, 110, "two"))
    assert [[(reason.cell, reason.old_printed, reason.new_printed) for reason in one.reasons] for one in changes] == [
        [("F12", "150", "160")],
        [("D12", "100", "110")],
    ]


def test_findings_and_warnings_alone_are_not_material() -> None:
    finding = Finding("Huyện Đức Thọ", "K-07", "warning", "A-1", "F9", "58", "Số HTX lớn bất thường.", "Kiểm tra lại.")
    assert list_changes(content(), content(findings=(finding,))) == ()


def test_an_earlier_period_that_became_known_corrects_nothing_but_one_that_changed_does() -> None:
    then = related(TOTAL, 590, "2022")
    base = content(history=(then,))
    known_since = list_changes(base, content(history=(then, related(TOTAL, 600, "2023"))))
    restated = list_changes(base, content(history=(replace(then, value=Decimal(591)),)))
    assert [(change.kind, change.is_material) for change in known_since] == [("added", False)]
    assert [(change.kind, change.is_material) for change in restated] == [("changed", True)]
    assert material_changes(known_since) == ()


def test_a_part_that_the_old_edition_did_not_print_is_not_compared() -> None:
    assert list_changes(content(), content(history=(related(TOTAL, 590, "2022"),))) == ()


def test_what_nobody_judged_is_material() -> None:
    assert is_material("total", "changed")
    assert is_material("a part of tomorrow", "changed")  # type: ignore[arg-type]


def erratum(new: ReportContent, old: ReportContent) -> ReportContent:
    correction = Correction(
        UUID(int=7),
        1,
        datetime(2024, 5, 21, 2, 0, tzinfo=UTC),
        "123/BC-LMHTX",
        date(2024, 5, 30),
        list_changes(old, new),
    )
    return replace(new, correction=correction)


def test_the_correction_is_frozen_with_the_erratum_and_is_no_part_of_its_hash() -> None:
    old, new = content(), with_total(figure(TOTAL, 612))
    made = erratum(new, old)
    assert content_from_json(content_to_json(made)).correction == made.correction
    assert input_hash(made) == input_hash(new) != input_hash(old)


@pytest.mark.parametrize(
    ("voice", "opening", "heads"),
    [
        (VIETNAMESE, "Báo cáo này đính chính và thay thế Báo cáo số 123/BC-LMHTX ngày 30/05/2024", "Số đã gửi"),
        (ENGLISH, "This report corrects and replaces report No. 123/BC-LMHTX of 30 May 2024", "As sent"),
    ],
)
def test_the_first_page_of_an_erratum_lists_what_changed(voice, opening: str, heads: str) -> None:
    made = erratum(with_total(figure(TOTAL, 1612)), content())
    document = build_document(publication(made, edition=2), voice.language)
    first = next(block for block in document.blocks if isinstance(block, Paragraph))
    table = next(block for block in document.blocks if isinstance(block, DocumentTable))
    assert first.text.startswith(opening)
    assert heads in [column.head for column in table.columns]
    (row,) = table.rows
    old, new, difference = (voice.number(Decimal(number)) for number in (611, 1612, 1001))
    assert [cell.text for cell in row.cells][2:5] == [old, new, f"+{difference}"]
    assert row.cells[3].figure_id == figure(TOTAL, 1612).figure_id
    assert row.cells[2].figure_id is None


def test_a_first_edition_has_no_such_page() -> None:
    document = build_document(publication(content()), "vi")
    assert not any(isinstance(block, Paragraph) and "đính chính" in block.text for block in document.blocks)
