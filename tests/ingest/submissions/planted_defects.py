"""One defect each, planted in a clean submission, with the findings that must come of it and no other.

A defect gives the changed submission and, once that is written, what must be found: (rule, sheet, address).
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.submissions.period import ValueColumnName
from ingest.submissions.reading import Coordinate
from tests.ingest.submissions.clean_submission import (
    COLUMNS,
    COUNTED_BY,
    MAIN,
    SECTORS,
    Content,
    Cooperative,
    Style,
    Submission,
    Written,
)

Found = tuple[str, str | None, str | None]
Expected = Callable[[Written], set[Found]]


@dataclass(frozen=True)
class Planted:
    """A submission with one thing wrong."""

    submission: Submission
    expected: Expected


Defect = Callable[[random.Random, Submission, Style], Planted]
DEFECTS: dict[str, Defect] = {}

REQUIRED = (("HTX", "members_total"), ("HTX", "workers_total"), ("THT", "group_total"))
PARTS = {
    ("HTX", "coop_effective"): "coop_active",
    ("HTX", "coop_hightech"): "coop_active",
    ("HTX", "coop_value_chain"): "coop_active",
    ("HTX", "workers_who_are_members"): "workers_total",
    ("THT", "group_registered"): "group_total",
}
LEAVES = (
    ("HTX", "coop_dissolved"),
    ("HTX", "coop_new"),
    ("HTX", "coop_effective"),
    ("HTX", "coop_hightech"),
    ("HTX", "members_new"),
    ("HTX", "workers_new"),
    ("HTX", "managers_degree"),
    ("HTX", "revenue_from_members_avg"),
    ("LHHTX", "workers_total"),
    ("LHHTX", "union_dissolved"),
    ("THT", "group_dissolved"),
    ("THT", "group_registered"),
    ("THT", "members_new"),
)
"""Figures that no other figure of their column is a part of."""
WORDS = ("đang rà soát", "chưa có số liệu", "theo báo cáo riêng", "01/06/2024", "tăng nhẹ")


def defect(function: Defect) -> Defect:
    DEFECTS[function.__name__] = function
    return function


def at(entity: str, code: str, column: ValueColumnName, sector: str = "all") -> Coordinate:
    return Coordinate(entity, code, sector, column)


def a_column(rng: random.Random) -> ValueColumnName:
    return rng.choice(COLUMNS)


def number(submission: Submission, place: Coordinate) -> Decimal:
    content = submission.figures[place]
    assert isinstance(content, Decimal)
    return content


def cells(*found: tuple[str, Coordinate]) -> Expected:
    """Each rule at the cell of its figure."""
    return lambda written: {(rule, *written.cells[place]) for rule, place in found}


def planted(submission: Submission, changes: Mapping[Coordinate, Content], *found: tuple[str, Coordinate]) -> Planted:
    """The changes in the table of indicators; a total that stands in the table by sector too stays right there."""
    kept = {place: submission.figures[place] for place in changes}
    return Planted(replace(submission.but(changes), sector_totals=kept), cells(*found))


@defect
def a_required_figure_is_missing(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = at(*rng.choice(REQUIRED), MAIN)
    return planted(clean, {place: rng.choice((None, "…", "x", "?"))}, ("missing_required", place))


@defect
def words_stand_for_a_number(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = _any_basic(rng, clean)
    words = rng.choice(WORDS)
    rule = "date_for_number" if words[0].isdigit() else "words_for_number"
    return planted(clean, {place: words}, (rule, place), *_missing(place))


@defect
def a_formula_ends_in_an_error(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = _any_basic(rng, clean)
    return planted(clean, {place: rng.choice(("#REF!", "#DIV/0!", "#N/A"))}, ("formula_error", place), *_missing(place))


@defect
def a_range_stands_for_a_number(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = _any_basic(rng, clean)
    return planted(clean, {place: "35-40"}, ("range_for_number", place), *_missing(place))


@defect
def thousands_are_parted_by_a_comma(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = at("HTX", "members_total", a_column(rng))
    members = number(clean, place)
    if members < 1_000:
        return thousands_are_parted_by_a_comma(rng, clean, style) if _has_thousands(clean) else _nothing(clean)
    return planted(clean, {place: f"{int(members):,}"}, ("ambiguous_number", place))


@defect
def a_count_is_not_whole(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = at("HTX", "members_total", a_column(rng))
    return planted(clean, {place: number(clean, place) + Decimal("0.5")}, ("count_not_whole", place))


@defect
def more_operate_than_there_are(rng: random.Random, clean: Submission, style: Style) -> Planted:
    column = a_column(rng)
    place = at("HTX", "coop_active", column)
    changed = number(clean, at("HTX", "coop_total", column)) + rng.randint(1, 900)
    return planted(clean, {place: changed}, ("active_exceeds_total", place))


@defect
def a_part_exceeds_its_total(rng: random.Random, clean: Submission, style: Style) -> Planted:
    entity, code = rng.choice(list(PARTS))
    column = a_column(rng)
    place, total = at(entity, code, column), at(entity, PARTS[entity, code], column)
    return planted(clean, {place: number(clean, total) + rng.randint(1, 9)}, ("part_exceeds_total", place))


@defect
def more_are_new_than_there_are(rng: random.Random, clean: Submission, style: Style) -> Planted:
    entity, code, total = rng.choice(
        [
            ("HTX", "members_new", "members_total"),
            ("HTX", "workers_new", "workers_total"),
            ("THT", "group_new", "group_total"),
        ]
    )
    column = rng.choice([column for column in COLUMNS if column != "actual_h1"])
    place = at(entity, code, column)
    return planted(clean, {place: number(clean, at(entity, total, column)) + 1}, ("new_exceeds_total", place))


@defect
def members_buy_more_than_is_sold(rng: random.Random, clean: Submission, style: Style) -> Planted:
    column = a_column(rng)
    place = at("HTX", "revenue_from_members_avg", column)
    changed = number(clean, at("HTX", "revenue_avg", column)) + 1
    return planted(clean, {place: changed}, ("member_revenue_exceeds_revenue", place))


@defect
def trained_managers_are_too_many(rng: random.Random, clean: Submission, style: Style) -> Planted:
    column = a_column(rng)
    place = at("HTX", "managers_degree", column)
    changed = number(clean, at("HTX", "managers_total", column))
    return planted(clean, {place: changed}, ("trained_managers_exceed_total", place))


@defect
def six_months_are_more_than_the_year(rng: random.Random, clean: Submission, style: Style) -> Planted:
    entity, code = rng.choice([("HTX", "coop_dissolved"), ("THT", "group_dissolved"), ("THT", "members_new")])
    place = at(entity, code, "actual_h1")
    year = number(clean, at(entity, code, "estimate_year"))
    return planted(clean, {place: year + rng.randint(1, 5)}, ("six_months_exceed_year", place))


@defect
def a_sector_is_wrong(rng: random.Random, clean: Submission, style: Style) -> Planted:
    """The sectors no longer sum to their total. In the template the total is their sum, and is another than in A-1."""
    entity, column = rng.choice(("HTX", "THT")), a_column(rng)
    place = at(entity, COUNTED_BY[entity], column, rng.choice(SECTORS[entity][1:]))
    total = place._replace(sector_code="all")
    rule = "sectors_not_total" if style == "office" else "duplicate_indicator"
    changed = clean.but({place: number(clean, place) + rng.choice((1, 2))})
    return Planted(changed, lambda written: {(rule, *written.sector_totals[total])})


@defect
def a_total_by_sector_is_another(rng: random.Random, clean: Submission, style: Style) -> Planted:
    if style == "template":
        return a_sector_is_wrong(rng, clean, style)
    entity = rng.choice(("HTX", "THT"))
    place = at(entity, COUNTED_BY[entity], a_column(rng))
    changed = replace(clean, sector_totals={place: number(clean, place) + rng.randint(1, 4)})
    rules = ("sectors_not_total", "duplicate_indicator")
    return Planted(changed, lambda written: {(rule, *written.sector_totals[place]) for rule in rules})


@defect
def a_number_is_negative(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = at(*rng.choice(LEAVES), a_column(rng))
    return planted(clean, {place: Decimal(-rng.randint(1, 40))}, ("negative", place))


@defect
def revenue_slips_by_its_unit(rng: random.Random, clean: Submission, style: Style) -> Planted:
    """Revenue from members was written in the right unit, and is more than all revenue now."""
    place = at("HTX", "revenue_avg", a_column(rng))
    members = place._replace(indicator_code="revenue_from_members_avg")
    changed = (number(clean, place) / 1000).quantize(Decimal("0.001"))
    found = (("revenue_out_of_range", place), ("member_revenue_exceeds_revenue", members))
    return planted(clean, {place: changed}, *found)


@defect
def profit_is_out_of_range(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = at("HTX", "profit_avg", a_column(rng))
    return planted(clean, {place: rng.choice((Decimal("-812.5"), Decimal(2_600)))}, ("profit_out_of_range", place))


@defect
def income_is_of_a_month(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = at("HTX", "worker_income_avg", a_column(rng))
    return planted(clean, {place: Decimal("4.8")}, ("income_out_of_range", place))


@defect
def members_are_too_many_for_the_cooperatives(rng: random.Random, clean: Submission, style: Style) -> Planted:
    place = at("HTX", "members_total", a_column(rng))
    return planted(clean, {place: number(clean, place) * 1000}, ("members_per_coop_out_of_range", place))


@defect
def a_row_is_of_no_form(rng: random.Random, clean: Submission, style: Style) -> Planted:
    label = rng.choice(("Số trang trại trên địa bàn", "Diện tích rừng trồng mới", "Số hộ nghèo"))
    if style == "template":
        return _nothing(clean)
    changed = replace(clean, strange_rows={label: Decimal(rng.randint(3, 90))})
    return Planted(changed, lambda written: {("unknown_row", *written.strange_rows[label])})


@defect
def a_digit_of_a_tax_code_is_wrong(rng: random.Random, clean: Submission, style: Style) -> Planted:
    which = rng.randrange(len(clean.cooperatives))
    code = clean.cooperatives[which].tax_code
    digit = rng.randrange(3, 9)
    wrong = f"{code[:digit]}{(int(code[digit]) + 1) % 10}{code[digit + 1 :]}"
    changed = _with_cooperative(clean, which, replace(clean.cooperatives[which], tax_code=wrong))
    return Planted(changed, lambda written: {("invalid_tax_code", *written.tax_codes[which])})


@defect
def a_cooperative_stands_twice(rng: random.Random, clean: Submission, style: Style) -> Planted:
    again = rng.choice(clean.cooperatives)
    changed = replace(clean, cooperatives=[*clean.cooperatives, replace(again, name=again.name.upper())])
    return Planted(changed, lambda written: {("duplicate_cooperative", *written.names[-1])})


@defect
def the_register_lacks_a_cooperative(rng: random.Random, clean: Submission, style: Style) -> Planted:
    changed = list(clean.cooperatives)
    del changed[rng.randrange(len(changed))]
    found = ("register_not_total", at("HTX", "coop_total", MAIN))
    return Planted(replace(clean, cooperatives=changed), cells(found))


@defect
def a_name_is_a_formula(rng: random.Random, clean: Submission, style: Style) -> Planted:
    which = rng.randrange(len(clean.cooperatives))
    name = rng.choice(('=HYPERLINK("http://mau.example","HTX Tân Lập")', "@SUM(1+1)", "=cmd|'/c calc'!A1"))
    changed = _with_cooperative(clean, which, replace(clean.cooperatives[which], name=name))
    return Planted(changed, lambda written: {("formula_as_name", *written.names[which])})


def _with_cooperative(clean: Submission, which: int, cooperative: Cooperative) -> Submission:
    listed = list(clean.cooperatives)
    listed[which] = cooperative
    return replace(clean, cooperatives=listed)


def _any_basic(rng: random.Random, clean: Submission) -> Coordinate:
    """Any figure of the table of indicators but the one without which nothing is taken."""
    decisive = at("HTX", "coop_total", MAIN)
    return rng.choice([place for place in clean.figures if place.sector_code == "all" and place != decisive])


def _missing(place: Coordinate) -> Iterable[tuple[str, Coordinate]]:
    """What is no number is missing, too, where one is required."""
    if (place.entity, place.indicator_code) in REQUIRED and place.value_column == MAIN:
        yield "missing_required", place


def _has_thousands(clean: Submission) -> bool:
    return any(number(clean, at("HTX", "members_total", column)) >= 1_000 for column in COLUMNS)


def _nothing(clean: Submission) -> Planted:
    return Planted(clean, lambda written: set())
