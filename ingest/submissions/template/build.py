"""One template: the sheets that are wanted, the guide, and the hidden sheet that says what it is."""

import io
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ingest.submissions.identity import IDENTITY_SHEET, Identity
from ingest.submissions.labels import ALL_SECTORS
from ingest.submissions.our_sheets import GUIDE_SHEET
from ingest.submissions.period import ValueColumnName, parse_period
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate, Part, RegisterRow
from ingest.submissions.reference import Reference
from ingest.submissions.template.basic_sheet import SHEET_NAME, write_basic_sheet
from ingest.submissions.template.content import (
    ALL_PARTS,
    BASIC_PART,
    Brief,
    CellContent,
    Reporter,
    UnknownFormError,
    ValueKey,
    last_day,
)
from ingest.submissions.template.looks import Looks
from ingest.submissions.template.register_sheet import REGISTER_SHEET, write_lists, write_register_sheet
from ingest.submissions.template.sectors_sheet import SECTORS_SHEET, write_sectors_sheet
from ingest.submissions.template.support_sheet import SUPPORT_SHEET, write_support_sheet
from ingest.submissions.template.text_sheets import NARRATIVE_SHEET, write_guide_sheet, write_narrative_sheet

_CREATED_AT = datetime(2024, 1, 1)  # noqa: DTZ001 - a fixed stamp inside the file, no moment of ours

_Writer = Callable[[Worksheet, Looks, Brief], None]


def build_template(
    form_code: str,
    area_code: str,
    period_key: str,
    reference: Reference,
    values: Mapping[ValueKey | Coordinate, CellContent] | Mapping[ValueKey, CellContent] | None = None,
    *,
    is_nil_return: bool = False,
    agency_code: str = "",
    parts: Collection[Part] = BASIC_PART,
    previous: PreviousRound | None = None,
    cooperatives: Sequence[RegisterRow] = (),
) -> bytes:
    """The workbook (.xlsx) of a form for one reporter and round, the same bytes whenever it is made.

    `values` fill the value cells, by coordinate or (entity, indicator code, value column); `agency_code` names a
    department instead of an area; `parts` are the sheets wanted (`ALL_PARTS`; the basic indicators alone by default);
    `previous` and `cooperatives` are what the reporter said in the last round.

    Raises `UnknownFormError` for a form that is not declared and ``ValueError`` for a key that is no period.
    """
    form = reference.forms.get(form_code)
    if form is None:
        known = ", ".join(sorted(reference.forms))
        raise UnknownFormError(f"no form {form_code!r}; declared are: {known}")
    period = parse_period(period_key)
    brief = Brief(
        form=form,
        period=period,
        reporter=_reporter(area_code, agency_code, reference, period_key),
        reference=reference,
        values={_coordinate(key): content for key, content in (values or {}).items()},
        is_nil_return=is_nil_return,
        previous=previous,
        cooperatives=cooperatives,
    )
    return _written(brief, [part for part in ALL_PARTS if part in parts])


def _written(brief: Brief, parts: Sequence[Part]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    who = brief.reporter.area_code or brief.reporter.agency_code
    book.set_properties({"title": f"{brief.form.code} {who} {brief.period.key}", "created": _CREATED_AT})
    looks = Looks(book)
    for part in parts:
        name, write = _SHEETS[part]
        write(book.add_worksheet(name), looks, brief)
    if len(parts) > 1:
        write_guide_sheet(book.add_worksheet(GUIDE_SHEET), looks, brief)
    _write_identity(book.add_worksheet(IDENTITY_SHEET), brief, has_lists="register" in parts)
    book.close()
    return buffer.getvalue()


def _write_register(sheet: Worksheet, looks: Looks, brief: Brief) -> None:
    write_register_sheet(sheet, looks, brief, IDENTITY_SHEET)


_SHEETS: Mapping[Part, tuple[str, _Writer]] = {
    "A-1": (SHEET_NAME, write_basic_sheet),
    "A-2": (SECTORS_SHEET, write_sectors_sheet),
    "register": (REGISTER_SHEET, _write_register),
    "A-3": (SUPPORT_SHEET, write_support_sheet),
    "narrative": (NARRATIVE_SHEET, write_narrative_sheet),
}


def _write_identity(sheet: Worksheet, brief: Brief, *, has_lists: bool) -> None:
    reporter = brief.reporter
    identity = Identity(brief.form.code, brief.form.version, reporter.area_code, brief.period.key, reporter.agency_code)
    for row, (name, said) in enumerate(identity.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, said)
    if has_lists:
        write_lists(sheet, brief.reference)
    sheet.protect()
    sheet.very_hidden()


def _reporter(area_code: str, agency_code: str, reference: Reference, period_key: str) -> Reporter:
    """The reporter by the code list in force at the end of the period; a code that is not known stands for itself."""
    if agency_code:
        agency = reference.agencies.get(agency_code)
        return Reporter(agency.name if agency else agency_code, agency_code=agency_code)
    area = reference.area(area_code, last_day(parse_period(period_key)))
    return Reporter(area.name if area else area_code, area_code=area_code)


def _coordinate(key: ValueKey | Coordinate) -> Coordinate:
    if isinstance(key, Coordinate):
        return key
    entity, indicator_code, value_column = key
    return Coordinate(entity, indicator_code, ALL_SECTORS, _column(value_column))


def _column(name: str) -> ValueColumnName:
    return name  # type: ignore[return-value]  # a name that is no column fills no cell
