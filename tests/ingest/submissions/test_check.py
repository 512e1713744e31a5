"""From the bytes of a form to addressed values: the truth comes back, wherever the table stands."""

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.submissions.addresses import a1
from ingest.submissions.check import check_submission
from ingest.submissions.formats import read_workbook
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference
from ingest.submissions.template import CellContent, ValueKey, build_template, value_address
from samples.make_submissions import read_manifest

Fill = Callable[..., bytes]
Check = Callable[..., SubmissionReading]
Truth = dict[str, dict[ValueKey, CellContent]]


def printed(reading: SubmissionReading) -> dict[ValueKey, Decimal | str]:
    """What was read, by coordinate: the number in the printed unit, or what the cell says instead."""
    return {
        (cell.coordinate.entity, cell.coordinate.indicator_code, cell.coordinate.value_column): cell.reading
        if cell.value_printed is None
        else cell.value_printed
        for cell in reading.values
    }


def meant(content: CellContent) -> Decimal | str:
    """What a careful clerk takes from a content of the truth table."""
    if not isinstance(content, str):
        return Decimal(content)
    words = {"": "unknown", "…": "unknown", "x": "unknown", "-": "zero"}
    return words[content] if content in words else Decimal(content.removesuffix(" HTX").replace(".", ""))


def moved(content: bytes, rows: int, columns: int, sheet_name: str, *, has_identity: bool) -> bytes:
    """The cells of a form copied into another workbook, `rows` down and `columns` to the right."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    source = read_workbook(content)
    target = book.add_worksheet(sheet_name)
    for (row, column), cell in source.sheets[0].cells.items():
        value = cell.text if cell.number is None else float(cell.number)
        target.write(row - 1 + rows, column - 1 + columns, value)
    if has_identity:
        hidden = book.add_worksheet("_htx")
        hidden.very_hidden()
        for (row, column), cell in source.sheets[1].cells.items():
            hidden.write(row - 1, column - 1, cell.text)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("area_code", ["760", "764", "766", "771", "776", "783", "787"])
def test_what_was_filled_in_is_read_back_at_its_address(
    reference: Reference, truth: Truth, check: Check, area_code: str
) -> None:
    reading = check(build_template("A-1", area_code, "2024-H1", reference, truth[area_code]))
    form = reference.forms["A-1"]
    assert printed(reading) == {key: meant(content) for key, content in truth[area_code].items()}
    assert (reading.area_code, reading.period, reading.form_code) == (area_code, "2024-H1", "A-1")
    for cell in reading.values:
        at = cell.coordinate
        assert cell.cell == a1(*value_address(form, at.entity, at.indicator_code, at.value_column))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.integers(0, 60),
    columns=st.integers(0, 30),
    sheet_name=st.sampled_from(["Sheet1", "Biểu 01", "PL 1 - Củ Chi", "O'Hoa"]),
    has_identity=st.booleans(),
)
def test_a_moved_table_gives_the_same_values_at_their_true_addresses(
    fill: Fill, check: Check, rows: int, columns: int, sheet_name: str, has_identity: bool
) -> None:
    form = fill()
    here = check(form)
    elsewhere = moved(form, rows, columns, sheet_name, has_identity=has_identity)
    there = check(elsewhere)
    assert there.outcome == "accepted"
    assert (there.area_code, there.period, there.form_code) == ("783", "2024-H1", "A-1")
    assert printed(there) == printed(here)
    standing = {found.address: found.text for found in read_workbook(elsewhere).sheets[0].cells.values()}
    for cell in there.values:
        assert cell.sheet == sheet_name
        assert standing.get(cell.cell) == cell.raw_text


def test_every_sample_file_is_judged_as_the_manifest_notes(sample_inbox: Path, reference: Reference) -> None:
    outcomes: dict[str, str] = {}
    for arrival in read_manifest():
        content = (sample_inbox / "2024-H1" / arrival["file_name"]).read_bytes()
        reading = check_submission(content, file_name=arrival["file_name"], round_period="2024-H1", reference=reference)
        assert reading.area_code == arrival["area_code"]
        assert reading.incidents == ()
        if reading.outcome != "accepted":
            outcomes[arrival["area_code"]] = reading.outcome
        if arrival["area_code"] == "777":
            assert {finding.rule_code for finding in reading.findings} >= {
                "missing_coop_total",
                "active_exceeds_total",
                "words_for_number",
                "negative",
            }
    assert outcomes == {"775": "accepted_with_warnings", "777": "rejected", "784": "accepted_with_warnings"}


def test_money_is_in_vnd_with_the_printed_unit_beside_it(fill: Fill, check: Check) -> None:
    reading = check(fill({("HTX", "revenue_avg", "plan_year"): Decimal("2616.5")}))
    cell = next(
        c
        for c in reading.values
        if (c.coordinate.indicator_code, c.coordinate.entity, c.coordinate.value_column)
        == ("revenue_avg", "HTX", "plan_year")
    )
    assert (cell.value_printed, cell.printed_unit, cell.value) == (
        Decimal("2616.5"),
        "triệu đồng/năm",
        Decimal("2616500000"),
    )


def test_the_tick_makes_a_nil_return(fill: Fill, check: Check) -> None:
    reading = check(fill(is_nil_return=True))
    assert reading.is_nil_return
    assert reading.outcome == "accepted"
    assert {cell.reading for cell in reading.values} == {"zero", "unknown"}


def test_dashes_in_every_cell_make_a_nil_return_too(reference: Reference, truth: Truth, check: Check) -> None:
    dashes: dict[ValueKey, CellContent] = dict.fromkeys(truth["783"], "-")
    reading = check(build_template("A-1", "783", "2024-H1", reference, dashes))
    assert reading.is_nil_return
    assert reading.outcome == "accepted"


def test_an_empty_form_is_no_nil_return(reference: Reference, check: Check) -> None:
    reading = check(build_template("A-1", "783", "2024-H1", reference))
    assert not reading.is_nil_return
    assert reading.outcome == "rejected"


def test_a_form_of_another_period_is_refused_but_read(fill: Fill, check: Check) -> None:
    reading = check(fill(), "2024")
    assert [finding.rule_code for finding in reading.findings][:1] == ["wrong_period"]
    assert (reading.outcome, reading.period, len(reading.values)) == ("rejected", "2024-H1", 170)


def test_without_a_round_the_files_own_period_is_taken(fill: Fill, check: Check) -> None:
    assert check(fill(), None).outcome == "accepted"


def test_a_workbook_that_is_not_ours_is_an_unknown_form(check: Check) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Lịch trực")
    sheet.write_row(0, 0, ["STT", "Nội dung", "Năm 2024"])
    sheet.write_row(1, 0, [1, "Trực lễ 30/4", 12])
    book.close()
    reading = check(buffer.getvalue())
    assert [finding.family for finding in reading.findings] == ["unknown_form"]
    assert reading.outcome == "rejected"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "tệp rỗng"),
        (b"\0" * 512, "tệp rỗng"),
        (b"%PDF-1.7 \xe2\xe3\xcf\xd3", "bản PDF"),
        (b"PK\x03\x04 not really", "tệp hỏng"),
    ],
)
def test_what_cannot_be_opened_is_refused_with_the_cause(check: Check, content: bytes, cause: str) -> None:
    reading = check(content)
    assert [finding.family for finding in reading.findings] == ["unreadable_file"]
    assert cause in reading.findings[0].sentence_vi
    assert reading.outcome == "rejected"


@pytest.mark.parametrize("kept_share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_unreadable_and_never_half_read(fill: Fill, check: Check, kept_share: float) -> None:
    whole = fill()
    reading = check(whole[: int(len(whole) * kept_share)])
    assert [finding.family for finding in reading.findings] == ["unreadable_file"]
    assert reading.values == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_never_raise(fill: Fill, check: Check, data: st.DataObject) -> None:
    damaged = bytearray(fill())
    for _ in range(data.draw(st.integers(1, 40))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert check(bytes(damaged)).outcome in {"accepted", "accepted_with_warnings", "rejected"}


def test_the_json_line_has_every_crossing_once(fill: Fill, check: Check) -> None:
    line = json.loads(check(fill({("HTX", "coop_hightech", "plan_year"): "…"})).to_json())
    places = [(entry["sheet"], entry["cell"]) for entry in line["values"] + line["nulls"]]
    assert len(places) == len(set(places)) == 170
    assert [(entry["indicator"], entry["reading"]) for entry in line["nulls"]] == [("coop_hightech", "unknown")]
    coop_total = next(entry for entry in line["values"] if entry["cell"] == "F11")
    assert coop_total == {
        "indicator": "coop_total",
        "entity": "HTX",
        "sector": "all",
        "column": "actual_h1",
        "sheet": "Phụ lục 1 - Chỉ tiêu cơ bản",
        "cell": "F11",
        "raw": "104",
        "value": 104,
        "unit": "HTX",
    }
    assert {entry["unit"] for entry in line["values"] if entry["indicator"] == "revenue_avg"} == {"VND"}
