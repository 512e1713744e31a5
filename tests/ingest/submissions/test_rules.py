"""Every rule has a form that breaks it and the same form that does not, on the figures of huyện Củ Chi."""

import csv
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.submissions.addresses import a1
from ingest.submissions.facts import Facts, facts_of
from ingest.submissions.findings import Quantity, make_finding, show
from ingest.submissions.period import Period
from ingest.submissions.reading import Coordinate, SubmissionReading, ValueCell
from ingest.submissions.reference import Reference
from ingest.submissions.rules.engine import Violation, judge, registered_rules
from ingest.submissions.template import CellContent, ValueKey

Fill = Callable[..., bytes]
Check = Callable[..., SubmissionReading]


@dataclass(frozen=True)
class Case:
    """Changes to a right form, and where the finding of the rule must stand."""

    rule_code: str
    changes: dict[ValueKey, CellContent]
    at: ValueKey
    is_nil_return: bool = False
    also: frozenset[str] = field(default_factory=frozenset)
    """Other rules that the same slip breaks."""


def htx(code: str, column: str = "actual_h1") -> ValueKey:
    return "HTX", code, column


CASES = [
    Case("missing_coop_total", {htx("coop_total"): ""}, htx("coop_total")),
    Case("missing_required", {htx("members_total"): "…"}, htx("members_total")),
    Case(
        "nil_with_figures",
        {htx("coop_total"): 12, htx("members_total"): 240},
        htx("coop_total"),
        is_nil_return=True,
        also=frozenset({"missing_required"}),
    ),
    Case("active_exceeds_total", {htx("coop_active", "plan_year"): 512}, htx("coop_active", "plan_year")),
    Case("part_exceeds_total", {htx("workers_who_are_members"): 2999}, htx("workers_who_are_members")),
    Case(
        "new_exceeds_total",
        {htx("workers_new"): 5100, htx("workers_new", "estimate_year"): 5200},
        htx("workers_new"),
    ),
    Case(
        "member_revenue_exceeds_revenue",
        {htx("revenue_from_members_avg", "plan_year"): Decimal("15000.5")},
        htx("revenue_from_members_avg", "plan_year"),
    ),
    Case(
        "trained_managers_exceed_total",
        {htx("managers_total"): 300, htx("managers_vocational"): 200, htx("managers_degree"): 120},
        htx("managers_degree"),
    ),
    Case(
        "exceeds_related_total",
        {htx("workers_total"): 9000, htx("workers_who_are_members"): 8400},
        htx("workers_who_are_members"),
    ),
    Case("six_months_exceed_year", {htx("coop_dissolved"): 9}, htx("coop_dissolved")),
    Case(
        "profit_exceeds_revenue",
        {("THT", "profit_avg", "plan_year"): Decimal("5120.4")},
        ("THT", "profit_avg", "plan_year"),
    ),
    Case("negative", {("THT", "group_new", "actual_h1"): -6}, ("THT", "group_new", "actual_h1")),
    Case("count_not_whole", {htx("members_total"): Decimal("5496.5")}, htx("members_total")),
    Case(
        "revenue_out_of_range",
        {htx("revenue_avg", "plan_year"): Decimal("3.8"), htx("revenue_from_members_avg", "plan_year"): Decimal("1.7")},
        htx("revenue_avg", "plan_year"),
    ),
    Case("profit_out_of_range", {htx("profit_avg"): Decimal("-612.5")}, htx("profit_avg")),
    Case(
        "income_out_of_range",
        {htx("worker_income_avg", "estimate_year"): Decimal("7.2")},
        htx("worker_income_avg", "estimate_year"),
    ),
    Case(
        "members_per_coop_out_of_range",
        {htx("members_total", "plan_next_year"): 411},
        htx("members_total", "plan_next_year"),
        also=frozenset({"exceeds_related_total"}),
    ),
    Case(
        "too_few_members_in_groups",
        {("THT", "members_total", "actual_h1"): 900, ("THT", "members_new", "actual_h1"): 9},
        ("THT", "members_total", "actual_h1"),
    ),
    Case(
        "too_few_coops_in_unions",
        {("LHHTX", "union_member_coops", "actual_h1"): 7},
        ("LHHTX", "union_member_coops", "actual_h1"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule_code)
def test_a_rule_finds_its_breach_at_its_cell(case: Case, fill: Fill, check: Check) -> None:
    reading = check(fill(case.changes, is_nil_return=case.is_nil_return))
    cells = {cell.cell: cell.coordinate for cell in reading.values}
    found = {(finding.rule_code, finding.cell) for finding in reading.findings}
    expected = next(cell for cell, at in cells.items() if (at.entity, at.indicator_code, at.value_column) == case.at)
    assert (case.rule_code, expected) in found
    assert {code for code, _ in found} <= {case.rule_code} | case.also


def test_the_right_form_breaks_no_rule(fill: Fill, check: Check) -> None:
    reading = check(fill())
    assert reading.findings == ()
    assert reading.outcome == "accepted"


def test_every_rule_that_form_a1_can_break_has_a_case() -> None:
    """The rules without a row in A-1 have their cases below."""
    elsewhere = {
        "parts_not_total",
        "sectors_not_total",
        "sector_exceeds_total",
        "exclusive_parts_exceed_total",
        "average_not_total",
        "charter_capital_out_of_range",
        "share_out_of_range",
        "register_not_total",
        "stock_not_continued",
        "stock_changed_sharply",
        "year_below_six_months",
        "plan_restated",
        "actual_restated",
    }
    assert set(registered_rules()) <= {case.rule_code for case in CASES} | elsewhere


def value_cell(reference: Reference, code: str, value: str | None, place: int) -> ValueCell:
    indicator = reference.indicator("HTX", code)
    return ValueCell(
        coordinate=Coordinate("HTX", code, "all", "actual_h1"),
        label=indicator.name_vi,
        sheet="Biểu",
        cell=a1(8 + place, 6),
        raw_text=value,
        reading="unknown" if value is None else "value",
        value_printed=None if value is None else Decimal(value),
        printed_unit=indicator.unit,
        factor=Decimal(1),
        canonical_unit=indicator.canonical_unit,
        indicator_unit=indicator.unit,
    )


def facts(reference: Reference, **values: str | None) -> Facts:
    cells = [value_cell(reference, code, value, place) for place, (code, value) in enumerate(values.items())]
    return facts_of([cells], Period(2024, 1), reference)


@pytest.mark.parametrize(
    ("rule_code", "broken", "kept"),
    [
        (
            "parts_not_total",
            {"coop_total": "62", "coop_active": "50", "coop_inactive": "11"},
            {"coop_total": "62", "coop_active": "50", "coop_inactive": "12"},
        ),
        (
            "charter_capital_out_of_range",
            {"coop_total": "62", "charter_capital_avg": "1150000"},
            {"coop_total": "62", "charter_capital_avg": "1150000000"},
        ),
        (
            "share_out_of_range",
            {"coop_total": "62", "managers_degree_pct": "338"},
            {"coop_total": "62", "managers_degree_pct": "33.8"},
        ),
        (
            "parts_not_total",
            {
                "coop_rated": "40",
                "coop_rated_excellent": "9",
                "coop_rated_fair": "14",
                "coop_rated_average": "12",
                "coop_rated_weak": "6",
            },
            {
                "coop_rated": "40",
                "coop_rated_excellent": "9",
                "coop_rated_fair": "14",
                "coop_rated_average": "12",
                "coop_rated_weak": "5",
            },
        ),
        (
            "parts_not_total",
            {
                "members_total": "9944",
                "members_official": "8651",
                "members_associate_capital": "796",
                "members_associate_no_capital": "479",
            },
            {
                "members_total": "9944",
                "members_official": "8651",
                "members_associate_capital": "796",
                "members_associate_no_capital": "497",
            },
        ),
        (
            "exclusive_parts_exceed_total",
            {"coop_total": "62", "coop_rated_excellent": "30", "coop_rated_fair": None, "coop_not_rated": "34"},
            {"coop_total": "62", "coop_rated_excellent": "30", "coop_rated_fair": None, "coop_not_rated": "12"},
        ),
        (
            "average_not_total",
            {"coop_total": "62", "charter_capital_avg": "1150000000", "charter_capital_total": "71300000"},
            {
                "coop_total": "62",
                "coop_active": "50",
                "charter_capital_avg": "1426000000",
                "charter_capital_total": "71300000000",
            },
        ),
    ],
)
def test_rules_on_rows_that_only_longer_forms_have(
    reference: Reference, rule_code: str, broken: dict[str, str | None], kept: dict[str, str | None]
) -> None:
    only = {rule_code: registered_rules()[rule_code]}
    assert [found.rule_code for found in judge(facts(reference, **broken), only).findings] == [rule_code]
    assert judge(facts(reference, **kept), only).findings == ()


@pytest.mark.parametrize("rule_code", [code for code in registered_rules() if not code.startswith("missing")])
def test_a_rule_with_a_side_missing_is_not_evaluable(reference: Reference, rule_code: str) -> None:
    unknown = facts(
        reference,
        coop_total=None,
        coop_active="50",
        coop_inactive=None,
        members_total=None,
        members_new="41",
        workers_who_are_members="320",
        managers_total=None,
        managers_vocational="99",
        managers_degree="61",
        revenue_avg=None,
        profit_avg="310000000",
    )
    verdict = judge(unknown, {rule_code: registered_rules()[rule_code]})
    assert verdict.findings == ()
    assert verdict.incidents == ()


def test_a_part_is_held_against_the_nearest_total_that_is_printed(reference: Reference) -> None:
    """coop_effective is part of coop_active; where that row is not printed, of coop_total."""
    rule = {"part_exceeds_total": registered_rules()["part_exceeds_total"]}
    assert judge(facts(reference, coop_total="62", coop_active="40", coop_effective="45"), rule).findings
    assert not judge(facts(reference, coop_total="62", coop_effective="45"), rule).findings
    assert not judge(facts(reference, coop_total="62", coop_active=None, coop_effective="45"), rule).findings
    assert judge(facts(reference, coop_total="40", coop_active=None, coop_effective="45"), rule).findings


def by_sector(reference: Reference, **counts: str | None) -> Facts:
    """A table by sector: `all` is its total."""
    cells = []
    for place, (sector, count) in enumerate(counts.items()):
        cell = value_cell(reference, "coop_total", count, place)
        cells.append(cell._replace(coordinate=cell.coordinate._replace(sector_code=sector)))
    return facts_of([cells], Period(2024, 1), reference)


@pytest.mark.parametrize(
    ("counts", "at"),
    [
        ({"all": "44", "agri": "31", "trade_service": "12", "other": "1"}, None),
        ({"all": "44", "agri": "31", "trade_service": "12", "other": "2"}, "F8"),
        ({"all": "44", "agri": "31", "trade_service": "12", "other": None}, None),
        ({"all": "44", "agri": "31", "crop": "17", "fishery": "9", "trade_service": "13"}, None),
        ({"all": None, "agri": "31", "trade_service": "12"}, None),
    ],
)
def test_first_level_sectors_sum_to_the_total_above_them(
    reference: Reference, counts: dict[str, str | None], at: str | None
) -> None:
    rule = {"sectors_not_total": registered_rules()["sectors_not_total"]}
    assert [found.cell for found in judge(by_sector(reference, **counts), rule).findings] == ([at] if at else [])


def test_a_sector_is_at_most_the_sector_it_is_part_of(reference: Reference) -> None:
    rule = {"sector_exceeds_total": registered_rules()["sector_exceeds_total"]}
    assert [f.cell for f in judge(by_sector(reference, all="44", agri="47", crop="33"), rule).findings] == ["F9"]
    assert [f.cell for f in judge(by_sector(reference, all="44", agri="31", crop="33"), rule).findings] == ["F10"]
    assert not judge(by_sector(reference, all="44", agri="31", crop="30"), rule).findings


def test_a_crash_in_a_rule_is_our_incident_and_judges_nobody(
    reference: Reference, caplog: pytest.LogCaptureFixture
) -> None:
    def crashes(_: Facts) -> list[Violation]:
        raise ZeroDivisionError("members by cooperatives")

    rules = {"crashes": crashes, "negative": registered_rules()["negative"]}
    verdict = judge(facts(reference, coop_total="-3"), rules)
    assert [finding.rule_code for finding in verdict.findings] == ["negative"]
    assert verdict.incidents == ("crashes: ZeroDivisionError: members by cooperatives",)
    assert "rule crashes crashed" in caplog.text


def test_a_violation_without_words_is_an_incident_too(reference: Reference) -> None:
    def parts_not_total(_: Facts) -> list[Violation]:
        return [Violation(Coordinate("HTX", "coop_total", "all", "actual_h1"))]

    verdict = judge(facts(reference, coop_total="3"), {"parts_not_total": parts_not_total})
    assert verdict.findings == ()
    assert verdict.incidents[0].startswith("parts_not_total: KeyError")


def test_every_registered_rule_has_words_and_a_known_family(reference: Reference) -> None:
    families = {
        "unreadable_file", "unknown_form", "wrong_period", "missing_required", "not_a_number", "formula_error",
        "ambiguous_number", "part_exceeds_total", "parts_not_total", "active_exceeds_total", "negative",
        "out_of_range", "duplicate_indicator", "unknown_row", "unsafe_content", "invalid_tax_code",
        "duplicate_cooperative", "register_not_total", "encoding_repaired",
    }  # fmt: skip
    ours = {"average_not_total", "differs_from_last_round", "sender", "signed_copy"}
    assert set(registered_rules()) <= set(reference.rules)
    assert {text.family for text in reference.rules.values()} <= families | ours


def test_both_languages_of_a_rule_name_the_same_numbers(repository: Path) -> None:
    def places(sentence: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

    with (repository / "dbt_project" / "seeds" / "rules.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            vi, en = places(row["sentence_vi"]) - {"cause_vi"}, places(row["sentence_en"]) - {"cause_en"}
            assert vi == en, row["rule_code"]
            assert places(row["mend_vi"]) == places(row["mend_en"]), row["rule_code"]


def test_numbers_are_shown_as_each_language_writes_them(reference: Reference) -> None:
    money = Quantity(Decimal("3630700000"), "VND")
    assert show(money, "vi") == "3.630,7 triệu đồng"
    assert show(money, "en") == "3,630.7 million VND"
    assert show(Quantity(Decimal("5496"), "thành viên"), "vi") == "5.496"
    finding = make_finding(
        reference,
        "active_exceeds_total",
        {
            "label": "Số HTX đang hoạt động",
            "part": Quantity(Decimal(1620), "HTX"),
            "total": Quantity(Decimal(58), "HTX"),
            "total_label": "Tổng số hợp tác xã",
            "column": "Thực hiện 6 tháng đầu năm 2024",
        },
    )
    assert finding.sentence_vi == (
        "Ở cột “Thực hiện 6 tháng đầu năm 2024”, “Số HTX đang hoạt động” (1.620) lớn hơn “Tổng số hợp tác xã” (58)."
    )
    assert finding.details["part"] == 1620
