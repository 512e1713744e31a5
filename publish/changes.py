"""Every number that two frozen publications print otherwise: old, new, difference, and why.

It reads the two contents and nothing else, so that the list is the same whenever it is made. A number is known by its
place (part of the report, indicator, sector, period, status, whose), not by its figure id: a total that became
complete has another id at the same place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from publish.change_reasons import reason_of_reporter, reasons_of_claims, reporters_of_both
from publish.content import Claim, Figure, RelatedFigure, ReportContent
from publish.content.correction import ChangeKind, ChangePart, ChangeReason, FigureChange
from publish.materiality import is_material
from publish.report.wording import cell_text, quantity_text
from publish.support_numbers import SUPPORT_FACTOR, SUPPORT_UNIT, support_key, support_name, support_totals

_PLAIN = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number is printed: the same in both editions."""

    part: ChangePart
    indicator_key: str
    sector_code: str
    period_key: str
    value_status: str
    is_estimated: bool
    whose: str | None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class _Printed:
    """A number at its place."""

    name: str
    figure_id: UUID | None
    value: Decimal | None
    canonical_unit: str
    reporting: int | None
    expected: int | None
    claims: Sequence[Claim] = ()
    place_name: str | None = None


def list_changes(old: ReportContent, new: ReportContent) -> tuple[FigureChange, ...]:
    """The changes from `old` to `new`, in the order of the new edition; what is gone comes last.

    A part that the old edition did not print at all (it is older than the part) is not compared.
    """
    before, after = _printed_numbers(old), _printed_numbers(new)
    parts_of_old = {place.part for place in before}
    rows = {row.indicator_key: row for content in (old, new) for row in content.rows if row.indicator_key}
    reporters = reporters_of_both(old.reporters, new.reporters)
    reporter_by_code = tuple({one.area_code: one for one in content.reporters} for content in (old, new))
    found: list[FigureChange] = []
    for place in dict.fromkeys([*after, *before]):
        if place.part not in parts_of_old:
            continue
        one, other = before.get(place), after.get(place)
        row = rows.get(place.indicator_key)
        unit, factor = (row.printed_unit, row.unit_factor) if row else ("", _PLAIN)
        if place.part == "support":
            unit, factor = SUPPORT_UNIT, SUPPORT_FACTOR
        kind = _kind(one, other, factor)
        if kind is None:
            continue
        if place.part == "reporter":
            pair = [by_code.get(place.whose or "") for by_code in reporter_by_code]
            reasons: tuple[ChangeReason, ...] = (reason_of_reporter(pair[0], pair[1], reporters),)
        elif place.part in ("total", "sector", "support"):
            reasons = reasons_of_claims(one.claims if one else (), other.claims if other else (), reporters)
        else:
            reasons = ()
        found.append(_change(place, kind, one, other, (unit, factor), reasons))
    return tuple(found)


def material_changes(changes: Iterable[FigureChange]) -> tuple[FigureChange, ...]:
    """Those that make an erratum of a delivered report."""
    return tuple(change for change in changes if change.is_material)


def _kind(old: _Printed | None, new: _Printed | None, factor: Decimal) -> ChangeKind | None:
    """None where both editions print the same: in the table, in a sentence, and the coverage beside it."""
    if old is None or new is None:
        known = old or new
        assert known is not None
        if known.value is None:
            return None  # nobody knew it then, nobody misses it now
        return "added" if old is None else "removed"
    texts = [
        (cell_text(one.value, one.canonical_unit, factor), quantity_text(one.value, one.canonical_unit))
        for one in (old, new)
    ]
    if texts[0] != texts[1]:
        return "changed"
    if new.value is not None and (old.reporting, old.expected) != (new.reporting, new.expected):
        return "coverage"
    return None


def _change(
    place: _Place,
    kind: ChangeKind,
    old: _Printed | None,
    new: _Printed | None,
    unit: tuple[str, Decimal],
    reasons: tuple[ChangeReason, ...],
) -> FigureChange:
    known = new or old
    assert known is not None
    printed_unit, factor = unit
    both = old is not None and new is not None and old.value is not None and new.value is not None
    return FigureChange(
        part=place.part,
        kind=kind,
        is_material=is_material(place.part, kind),
        indicator_key=place.indicator_key,
        indicator_name=known.name,
        sector_code=place.sector_code,
        period_key=place.period_key,
        value_status=place.value_status,
        is_estimated=place.is_estimated,
        place=known.place_name,
        old_figure_id=old.figure_id if old else None,
        new_figure_id=new.figure_id if new else None,
        old_value=old.value if old else None,
        new_value=new.value if new else None,
        difference=new.value - old.value if both else None,  # type: ignore[union-attr,operator]
        canonical_unit=known.canonical_unit,
        printed_unit=printed_unit or known.canonical_unit,
        old_text=cell_text(old.value, old.canonical_unit, factor) if old else None,
        new_text=cell_text(new.value, new.canonical_unit, factor) if new else None,
        old_reporting=old.reporting if old else None,
        new_reporting=new.reporting if new else None,
        old_expected=old.expected if old else None,
        new_expected=new.expected if new else None,
        reasons=reasons,
    )


def _printed_numbers(content: ReportContent) -> dict[_Place, _Printed]:
    """Every number of ours that the report prints, by its place; the first stands where two have one place."""
    names = {indicator.indicator_key: indicator.name_vi for indicator in content.indicators}
    names |= {figure.indicator_key: figure.indicator_name for figure in content.figures}
    found: dict[_Place, _Printed] = {}
    for place, printed in (
        *_figures("total", content.figures),
        *_figures("sector", content.sector_figures),
        *_support(content),
        *_reporter_values(content, names),
        *_related(content, names),
    ):
        found.setdefault(place, printed)
    return found


def _figures(part: ChangePart, figures: Iterable[Figure]) -> Iterator[tuple[_Place, _Printed]]:
    for figure in figures:
        yield (
            _Place(part, figure.indicator_key, figure.sector_code, figure.period_key, figure.value_status,
                   figure.completeness == "estimated", None),
            _Printed(figure.indicator_name, figure.figure_id, figure.value, figure.canonical_unit,
                     figure.reporters_reporting, figure.reporters_expected, figure.claims),
        )  # fmt: skip


def _support(content: ReportContent) -> Iterator[tuple[_Place, _Printed]]:
    for total, claims in support_totals(content):
        key = support_key(total)
        yield (
            _Place("support", key, "all", total.period_key, total.value_status, False, None),
            _Printed(support_name(key, content, "vi") or key, total.figure_id, total.value, "VND", total.areas_stating,
                     total.areas_expected, claims),
        )  # fmt: skip


def _reporter_values(content: ReportContent, names: Mapping[str, str]) -> Iterator[tuple[_Place, _Printed]]:
    units = {figure.indicator_key: figure.canonical_unit for figure in content.figures}
    column = content.main_column
    for reporter in content.reporters:
        for indicator_key in dict.fromkeys(value.indicator_key for value in reporter.values):
            yield (
                _Place("reporter", indicator_key, "all", column.period_key, column.value_status, False,
                       reporter.area_code),
                _Printed(names.get(indicator_key, indicator_key), None, reporter.value(indicator_key),
                         units.get(indicator_key, ""), None, None, place_name=reporter.name),
            )  # fmt: skip


def _related(content: ReportContent, names: Mapping[str, str]) -> Iterator[tuple[_Place, _Printed]]:
    """Figures of other periods, places and readings; the report's own stand in its trend too and are told once."""
    own = {(figure.sector_code, figure.coordinates) for figure in (*content.figures, *content.sector_figures)}
    parts: tuple[tuple[ChangePart, Iterable[RelatedFigure]], ...] = (
        ("province", (figure for province in content.provinces for figure in province.figures)),
        ("earlier", (*(comparison.earlier for comparison in content.comparisons), *content.history)),
        ("other_reading", (reading.today for reading in content.other_readings)),
    )
    for part, figures in parts:
        for figure in figures:
            coordinates = (figure.indicator_key, figure.period_key, figure.value_status)
            if part == "earlier" and (figure.sector_code, coordinates) in own:
                continue
            whose = None if figure.area_code == content.area_code else figure.area_name
            yield (
                _Place(part, figure.indicator_key, figure.sector_code, figure.period_key, figure.value_status,
                       figure.completeness == "estimated", figure.area_code, figure.boundary_reading),
                _Printed(names.get(figure.indicator_key, figure.indicator_key), figure.figure_id, figure.value,
                         figure.canonical_unit, figure.reporters_reporting, figure.reporters_expected,
                         place_name=whose),
            )  # fmt: skip
