"""Templates of a whole round, of departments, with the last round beside; and what comes back from a filled one."""

import io
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ingest.submissions.check import check_submission
from ingest.submissions.form import Form
from ingest.submissions.labels import ALL_SECTORS, COUNTED_BY
from ingest.submissions.our_sheets import GUIDE_SHEET
from ingest.submissions.period import Period
from ingest.submissions.previous import PreviousRound
from ingest.submissions.reading import Coordinate, RegisterCell, RegisterField, RegisterRow, SubmissionReading
from ingest.submissions.reference import Reference
from ingest.submissions.template import ALL_PARTS, SHEET_NAME, CellContent, build_template
from ingest.submissions.template.figures_sheet import HEADER_ROW, PREVIOUS_TITLE
from ingest.submissions.template.last_round import said_in_files
from ingest.submissions.template.register_sheet import REGISTER_HEADER_ROW, REGISTER_SHEET, choices
from ingest.submissions.template.round import NoReportersError, reporters_of_round, write_round
from ingest.submissions.template.sectors_sheet import SECTORS_SHEET, sector_codes
from ingest.submissions.template.support_sheet import SUPPORT_SHEET
from ingest.submissions.template.text_sheets import NARRATIVE_HEADINGS, NARRATIVE_SHEET

ROUND = "2024-H1"
CU_CHI = "783"

TOLD = (
    (("benefits", "Thành viên được cung ứng vật tư thấp hơn giá thị trường từ 5 đến 7%."),),
    (("difficulties", "Thiếu vốn để mở rộng sản xuất; khó vay ngân hàng."),),
    (
        ("directions", "Mục tiêu: thành lập mới 3 hợp tác xã nông nghiệp."),
        ("directions", "Giải pháp: mở 2 lớp tập huấn cho cán bộ quản lý."),
        ("directions", "1. Tiếp tục tuyên truyền Luật Hợp tác xã năm 2023."),
    ),
    (("proposals", "Đề nghị bố trí vốn cho Quỹ hỗ trợ phát triển hợp tác xã."),),
)
"""Under each heading of the template's narrative: paragraphs with the topic that they are of."""


def read(content: bytes, reference: Reference, round_period: str = ROUND) -> SubmissionReading:
    return check_submission(content, file_name="mau.xlsx", round_period=round_period, reference=reference)


def numbers(reading: SubmissionReading) -> dict[Coordinate, Decimal]:
    """What was read, money in VND; of a total that stands on two sheets one."""
    return {cell.coordinate: cell.value for cell in reading.values if cell.value is not None}


def form_cells(form: Form) -> list[Coordinate]:
    return [
        Coordinate(row.entity, row.indicator_code or "", row.sector_code, column.value_column)
        for row in form.indicator_rows()
        for column in form.columns
    ]


def sector_cells(form: Form) -> list[Coordinate]:
    return [
        Coordinate(entity, code, sector, column.value_column)
        for entity, code in COUNTED_BY.items()
        for sector in sector_codes()
        for column in form.columns
    ]


def drawn(form: Form, reference: Reference, seed: int) -> dict[Coordinate, CellContent]:
    """A random filling in which the totals of A-1 are those that A-2 sums up to."""
    draw = random.Random(seed)
    values: dict[Coordinate, CellContent] = {at: draw.randrange(0, 40) for at in sector_cells(form)}
    for at in form_cells(form):
        indicator = reference.indicator(at.entity, at.indicator_code)
        if COUNTED_BY.get(at.entity) == at.indicator_code:  # type: ignore[call-overload]
            parts = (Coordinate(at.entity, at.indicator_code, sector, at.value_column) for sector in sector_codes())
            values[at] = sum(int(values[part]) for part in parts)
        else:
            values[at] = draw.randrange(0, 3000) if indicator.is_count else Decimal(draw.randrange(1, 99999)) / 10
    return values


@pytest.mark.parametrize("seed", range(4))
def test_a_filled_template_gives_back_exactly_what_was_filled_in(reference: Reference, seed: int) -> None:
    form = reference.forms["A-1"]
    values = drawn(form, reference, seed)
    content = build_template("A-1", CU_CHI, ROUND, reference, values, parts=("A-1", "A-2"))
    expected = {}
    for at, said in values.items():
        factor = 1_000_000 if reference.indicator(at.entity, at.indicator_code).is_money else 1
        expected[at] = Decimal(str(said)) * factor
    assert numbers(read(content, reference)) == expected


def test_a_blank_template_says_nothing(reference: Reference) -> None:
    reading = read(build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS), reference)
    assert numbers(reading) == {}
    assert (reading.outcome, reading.is_nil_return, reading.area_code) == ("rejected", False, CU_CHI)
    assert reading.cooperatives == ()
    assert reading.narrative == ()
    assert {cell.reading for cell in reading.support} <= {"unknown"}
    assert {finding.family for finding in reading.findings} == {"missing_required"}
    assert {finding.sheet for finding in reading.findings} == {SHEET_NAME}


def test_the_sum_of_sectors_is_unknown_while_one_of_them_is(reference: Reference) -> None:
    form = reference.forms["A-1"]
    cells = [at for at in sector_cells(form) if (at.entity, at.value_column) == ("HTX", "actual_h1")]
    values: dict[Coordinate, CellContent] = dict.fromkeys(cells, 5)
    total = Coordinate("HTX", "coop_total", ALL_SECTORS, "actual_h1")

    def said(changes: dict[Coordinate, CellContent]) -> Decimal | None:
        content = build_template("A-1", CU_CHI, ROUND, reference, {**values, **changes}, parts=("A-2",))
        return numbers(read(content, reference)).get(total)

    assert said({}) == 5 * len(cells)
    assert said({cells[0]: "-"}) == 5 * (len(cells) - 1)
    assert said({cells[0]: ""}) is None
    assert said({cells[0]: "…"}) is None


def test_last_rounds_figures_stand_beside_and_are_never_read(reference: Reference) -> None:
    said = {
        Coordinate("HTX", "coop_total", "all", "estimate_year"): Decimal(41),
        Coordinate("HTX", "revenue_avg", "all", "estimate_year"): Decimal("2616500000"),
        Coordinate("HTX", "coop_total", "agri", "estimate_year"): Decimal(30),
    }
    previous = PreviousRound("kỳ trước", Period(2023), said)
    content = build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS, previous=previous)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, label, shown in (
        (SHEET_NAME, "Tổng số hợp tác xã", 41),
        (SHEET_NAME, "Doanh thu bình quân một HTX", 2616.5),
        (SECTORS_SHEET, "Nông - lâm - ngư - diêm nghiệp", 30),
    ):
        sheet = book[name]
        column = next(cell.column for cell in sheet[HEADER_ROW] if cell.value == PREVIOUS_TITLE)
        row = next(row for row in range(HEADER_ROW, sheet.max_row) if sheet.cell(row, 2).value == label)
        assert sheet.cell(row, column).value == shown
        assert sheet.cell(row, column).protection.locked
    assert numbers(read(content, reference)) == {}


def test_cooperatives_of_the_last_round_are_written_beforehand(reference: Reference) -> None:
    texts: dict[RegisterField, str] = {
        "name": "HTX Nông nghiệp Phú Lộc",
        "tax_code": "0301234567",
        "address": "Xã Phú Hòa Đông",
        "sector": "agri",
        "founded_on": "2015-03-20",
        "status": "suspended",
        "chairperson": "Nguyễn Thị Hoa",
        "members": "25",
    }
    cells = {field: RegisterCell("Danh sách", "A1", text, "value", text) for field, text in texts.items()}
    row = RegisterRow("Danh sách", 9, cells)
    content = build_template("A-1", CU_CHI, ROUND, reference, parts=("register",), cooperatives=[row])
    sheet = openpyxl.load_workbook(io.BytesIO(content))[REGISTER_SHEET]
    written = [cell.value for cell in sheet[REGISTER_HEADER_ROW + 2]][:10]
    founded = written.pop(5)
    assert founded.date() == date(2015, 3, 20)
    sector = "Nông - lâm - ngư - diêm nghiệp"
    assert written == [1, texts["name"], "0301234567", texts["address"], sector, None, texts["chairperson"], None, None]


def test_a_filled_register_gives_back_every_field(reference: Reference) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(build_template("A-1", CU_CHI, ROUND, reference, parts=("A-1", "register")))
    )
    sheet = book[REGISTER_SHEET]
    wanted = []
    sectors = choices("sector", reference)
    for place, status in enumerate(choices("status", reference)):
        name = f"HTX {'ABCDEFGHI'[place]}nh Đào số {place + 1}"
        rating = choices("rating", reference)[place % 5]
        told = [place + 1, name, None, "Xã Tân Thông Hội", sectors[place], None, status, "Lê Văn Tám", 20 + place, 7]
        told += [1500, 2616.5, -12, rating]
        for column, text in enumerate(told, start=1):
            sheet.cell(REGISTER_HEADER_ROW + 2 + place, column).value = text
        wanted.append(
            (name, 20 + place, Decimal(7), Decimal(1_500_000_000), Decimal(2_616_500_000), Decimal(-12_000_000))
        )
    buffer = io.BytesIO()
    book.save(buffer)
    rows = read(buffer.getvalue(), reference).cooperatives
    fields: tuple[RegisterField, ...] = ("members", "workers", "charter_capital", "revenue", "profit")
    assert [(row.text("name"), *(row.number(field) for field in fields)) for row in rows] == wanted
    names = {sector.name_vi: code for code, sector in reference.sectors.items()}
    assert [row.text("sector") for row in rows] == [names[sectors[place]] for place in range(len(rows))]
    assert len({row.text("status") for row in rows}) == len(rows)
    assert len({row.text("rating") for row in rows}) == 5


def test_every_sector_that_may_be_chosen_is_understood(reference: Reference) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_template("A-1", CU_CHI, ROUND, reference, parts=("register",))))
    sheet = book[REGISTER_SHEET]
    chosen = choices("sector", reference)
    for place, label in enumerate(chosen):
        sheet.cell(REGISTER_HEADER_ROW + 2 + place, 2).value = f"HTX Bông Sen {'abcdefghijklmnopqrstuvwxyz'[place]}"
        sheet.cell(REGISTER_HEADER_ROW + 2 + place, 5).value = label
    buffer = io.BytesIO()
    book.save(buffer)
    names = {sector.name_vi: code for code, sector in reference.sectors.items()}
    rows = read(buffer.getvalue(), reference).cooperatives
    assert [row.text("sector") for row in rows] == [names[label] for label in chosen]


def test_support_money_and_narrative_come_back(reference: Reference) -> None:
    content = build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS)
    book = openpyxl.load_workbook(io.BytesIO(content))
    support, words = book[SUPPORT_SHEET], book[NARRATIVE_SHEET]
    row = next(row for row in range(1, 40) if str(support.cell(row, 2).value).startswith("Xúc tiến thương mại"))
    support.cell(row, 4).value, support.cell(row, 5).value, support.cell(row, 6).value = 120, 80.5, 0
    told_by_heading = dict(zip(NARRATIVE_HEADINGS, TOLD, strict=True))
    for row in range(1, 60):
        if (heading := words.cell(row, 1).value) in told_by_heading:
            for below, (_, text) in enumerate(told_by_heading[heading], start=1):
                words.cell(row + below, 1).value = text
    buffer = io.BytesIO()
    book.save(buffer)
    reading = read(buffer.getvalue(), reference)
    told = {cell.funding_source: cell for cell in reading.support if cell.value_printed is not None}
    amounts = {source: (cell.value_printed or Decimal(0)) * cell.factor for source, cell in told.items()}
    assert amounts == {"central": Decimal(120_000_000), "local": Decimal(80_500_000), "other": Decimal(0)}
    assert {(cell.policy_code, cell.value_column) for cell in told.values()} == {("trade_promotion", "actual_h1")}
    assert [(one.topic, one.text) for one in reading.narrative] == [one for told in TOLD for one in told]


def test_a_department_has_a_template_of_its_own(reference: Reference) -> None:
    content = build_template("A-1", "", ROUND, reference, agency_code="lmhtx-79")
    reading = read(content, reference)
    assert (reading.agency_code, reading.level, reading.province_code) == ("lmhtx-79", "department", "79")
    assert reading.reporter_name == "Liên minh Hợp tác xã Thành phố Hồ Chí Minh"


def test_every_sheet_prints_on_a4_with_its_header_on_every_page(reference: Reference) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS)))
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert [sheet.title for sheet in visible] == [
        SHEET_NAME, SECTORS_SHEET, REGISTER_SHEET, SUPPORT_SHEET, NARRATIVE_SHEET, GUIDE_SHEET,
    ]  # fmt: skip
    for sheet in visible:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows is not None
        assert sheet.protection.sheet
        assert len(sheet.title) <= 31
    for sheet in visible[:4]:
        assert sheet.freeze_panes is not None


def test_a_whole_template_has_the_same_bytes_whenever_it_is_made(reference: Reference) -> None:
    first = build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS)
    assert build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS) == first


def test_obligations_say_who_gets_a_template(repository: Path, reference: Reference) -> None:
    seeds = repository / "dbt_project" / "seeds"
    assert len(reporters_of_round(seeds, reference, ROUND)) == 22
    assert reporters_of_round(seeds, reference, ROUND, "79") == reporters_of_round(seeds, reference, ROUND)
    assert CU_CHI in {reporter.area_code for reporter in reporters_of_round(seeds, reference, ROUND)}


def test_without_obligations_every_commune_of_the_province_gets_one(repository: Path, reference: Reference) -> None:
    seeds = repository / "dbt_project" / "seeds"
    communes = reporters_of_round(seeds, reference, "2026-H1", "79")
    assert len(communes) == 168
    assert {len(reporter.area_code) for reporter in communes} == {5}
    districts = reporters_of_round(seeds, reference, "2023", "42")
    assert "Huyện Can Lộc" in {reporter.name for reporter in districts}
    with pytest.raises(NoReportersError, match="give --province"):
        reporters_of_round(seeds, reference, "2023")


def test_writing_a_round_again_changes_nothing(tmp_path: Path, repository: Path, reference: Reference) -> None:
    reporters = reporters_of_round(repository / "dbt_project" / "seeds", reference, ROUND)[:3]
    make: Callable[..., bytes] = lambda one: build_template("A-1", one.area_code, ROUND, reference)  # noqa: E731
    first = list(write_round(reporters, ROUND, tmp_path, make))
    assert [written.is_new for written in first] == [True, True, True]
    assert [read(written.path.read_bytes(), reference).area_code for written in first] == [
        reporter.area_code for reporter in reporters
    ]
    assert not any(written.is_new for written in write_round(reporters, ROUND, tmp_path, make))


def test_the_last_round_is_taken_from_its_files(reference: Reference) -> None:
    at = Coordinate("HTX", "coop_total", "all", "actual_h1")
    values: dict[Coordinate, CellContent] = {at: 47}
    reading = read(build_template("A-1", CU_CHI, ROUND, reference, values), reference)
    reporter = next(one for one in reporters_of_round(Path(), reference, ROUND, "79") if one.area_code == CU_CHI)
    said = said_in_files([reading]).of(reporter)
    assert said.previous is not None
    assert said.previous.period == Period(2024, 1)
    assert said.previous.numbers[at] == 47
    other = next(one for one in reporters_of_round(Path(), reference, ROUND, "79") if one.area_code != CU_CHI)
    assert said_in_files([reading]).of(other).previous is None
