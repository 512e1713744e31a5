"""Random submissions in which nothing is wrong, written as the template or as an office would, addresses known."""

import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import xlsxwriter

from ingest.submissions.addresses import a1
from ingest.submissions.check import check_submission
from ingest.submissions.period import ValueColumnName
from ingest.submissions.reading import Coordinate, RegisterCell, RegisterRow
from ingest.submissions.reference import Reference
from ingest.submissions.template import build_template
from ingest.submissions.template.sectors_sheet import sector_codes

COLUMNS: tuple[ValueColumnName, ...] = (
    "actual_previous_year",
    "plan_year",
    "actual_h1",
    "estimate_year",
    "plan_next_year",
)
MAIN: ValueColumnName = "actual_h1"
AREA_CODE, ROUND = "783", "2024-H1"
COUNTED_BY = {"HTX": "coop_total", "LHHTX": "union_total", "THT": "group_total"}
SECTORS = {
    "HTX": ("agri", "industry_handicraft", "construction", "trade_service", "transport", "credit_fund", "other"),
    "LHHTX": ("agri", "trade_service"),
    "THT": ("agri", "trade_service", "other"),
}
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_PLACES = (
    "Tân Lập",
    "Minh Khai",
    "Phước Hậu",
    "An Khánh",
    "Long Hòa",
    "Mỹ Đông",
    "Thuận Phát",
    "Hưng Thịnh",
    "Kim Song",
)
_TRADES = ("Nông nghiệp", "Vận tải", "Dịch vụ thương mại", "Thủy sản", "Môi trường", "Xây dựng")

Content = Decimal | str | None
"""What a cell holds: a number in the printed unit, a text, an error ("#REF!"), or nothing."""
Style = Literal["office", "template"]
Place = tuple[str, str]
"""Sheet and address."""


@dataclass(frozen=True)
class Cooperative:
    """A row of the register."""

    name: str
    tax_code: str
    members: int


@dataclass(frozen=True)
class Submission:
    """The content of a submission."""

    figures: Mapping[Coordinate, Content]
    cooperatives: Sequence[Cooperative]
    strange_rows: Mapping[str, Content] = field(default_factory=dict)
    """Rows that are of no form, by label: what stands in their main column."""

    sector_totals: Mapping[Coordinate, Content] = field(default_factory=dict)
    """Totals of the table by sector that are not the ones of the table of indicators."""

    def sector_total(self, at: Coordinate) -> Content:
        return self.sector_totals.get(at, self.figures.get(at))

    def but(self, changes: Mapping[Coordinate, Content]) -> "Submission":
        return replace(self, figures={**self.figures, **changes})


@dataclass(frozen=True)
class Written:
    """A workbook, and where everything stands in it."""

    content: bytes
    cells: Mapping[Coordinate, Place]
    """Of a total that stands in two tables, in the first."""
    sector_totals: Mapping[Coordinate, Place]
    """The totals of the table by sector."""
    names: Sequence[Place]
    tax_codes: Sequence[Place]
    strange_rows: Mapping[str, Place]


def clean_submission(rng: random.Random) -> Submission:
    """Figures that agree with each other in every way the rules know."""
    totals = {entity: _stocks(rng, low, high) for entity, (low, high) in _SIZES.items()}
    figures: dict[Coordinate, Content] = {}
    for column in COLUMNS:
        for entity, movements in totals.items():
            for code, number in _of_entity(rng, entity, column, movements[column]).items():
                figures[Coordinate(entity, code, "all", column)] = number
            _spread(figures, rng, entity, column, movements[column][0])
    return Submission(figures, _register(rng, totals["HTX"][MAIN][0]))


_SIZES = {"HTX": (24, 60), "LHHTX": (1, 2), "THT": (40, 95)}
_Movement = tuple[int, int, int]
"""Total at the end, new and dissolved since 1 January."""


def _stocks(rng: random.Random, low: int, high: int) -> dict[ValueColumnName, _Movement]:
    start = rng.randint(low, high)
    if high < 5:
        return dict.fromkeys(COLUMNS, (start, 0, 0))
    new, gone = rng.randint(1, 3), rng.randint(0, 1)
    year_new, year_gone = new + rng.randint(0, 3), gone + rng.randint(0, 2)
    end = start + year_new - year_gone
    return {
        "actual_previous_year": (start, rng.randint(1, 4), rng.randint(0, 2)),
        "plan_year": (start + 3, 4, 1),
        "actual_h1": (start + new - gone, new, gone),
        "estimate_year": (end, year_new, year_gone),
        "plan_next_year": (end + 2, 3, 1),
    }


def _of_entity(rng: random.Random, entity: str, column: ValueColumnName, movement: _Movement) -> dict[str, Content]:
    total, new, gone = movement
    share = Decimal("0.5") if column == "actual_h1" else Decimal(1)
    flow = 1 if column == "actual_h1" else 2
    revenue = (Decimal(rng.randint(9_000, 42_000)) / 10 * share).quantize(Decimal("0.1"))
    money: dict[str, Content] = {"revenue_avg": revenue, "profit_avg": (revenue / 10).quantize(Decimal("0.1"))}
    numbers: dict[str, int]
    if entity == "LHHTX":
        numbers = {"union_total": total, "union_new": new, "union_dissolved": gone}
        numbers |= {"union_member_coops": 6 * total, "workers_total": 30 * total}
    elif entity == "THT":
        numbers = {"group_total": total, "group_new": new, "group_dissolved": gone, "group_registered": total // 3}
        numbers |= {"members_total": 12 * total, "members_new": 11 * flow}
    else:
        active, members, workers = total - rng.randint(1, 3), total * rng.randint(24, 60), total * rng.randint(8, 12)
        numbers = {"coop_total": total, "coop_active": active, "coop_new": new, "coop_dissolved": gone}
        numbers |= {"coop_effective": active // 2, "coop_hightech": active // 6, "coop_value_chain": active // 4}
        numbers |= {"members_total": members, "members_new": 21 * flow, "workers_total": workers}
        numbers |= {"workers_new": 7 * flow, "workers_who_are_members": workers // 2, "managers_total": 4 * total}
        numbers |= {"managers_vocational": total, "managers_degree": total - 2}
        money["revenue_from_members_avg"] = (revenue / 2).quantize(Decimal("0.1"))
        money["worker_income_avg"] = Decimal(rng.randint(400, 900)) / 10 * share
    return {**{code: Decimal(number) for code, number in numbers.items()}, **money}


def _spread(
    figures: dict[Coordinate, Content], rng: random.Random, entity: str, column: ValueColumnName, total: int
) -> None:
    """The total over its sectors; each one has its own share, the first what is left."""
    codes = SECTORS[entity]
    others = {code: total // (len(codes) + rng.randint(0, 2)) for code in codes[1:]}
    for code, number in {codes[0]: total - sum(others.values()), **others}.items():
        figures[Coordinate(entity, COUNTED_BY[entity], code, column)] = Decimal(number)


def _register(rng: random.Random, count: int) -> list[Cooperative]:
    names = rng.sample(
        [f"HTX {trade} {place} {number}" for number in (1, 2) for trade in _TRADES for place in _PLACES], count
    )
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[_tax_code(rng)] = None
    return [Cooperative(name, code, rng.randint(7, 400)) for name, code in zip(names, codes, strict=True)]


def _tax_code(rng: random.Random) -> str:
    """Ten digits, the last of which checks the others."""
    while True:
        digits = [3, 0, 0, *(rng.randint(0, 9) for _ in range(6))]
        check = 10 - sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
        if check < 10:
            return "".join(map(str, (*digits, check)))


def write(submission: Submission, style: Style, rng: random.Random, reference: Reference) -> Written:
    """The workbook; what may differ between offices is drawn."""
    return _as_template(submission, reference) if style == "template" else _as_office(submission, rng, reference)


def _as_template(submission: Submission, reference: Reference) -> Written:
    """Filled in where an officer would; each address is where the same template holds a clean figure."""
    listed = [
        RegisterRow("Danh sách HTX", 10 + place, {"name": _text(one.name), "tax_code": _text(one.tax_code)})
        for place, one in enumerate(submission.cooperatives)
    ]
    filled = {at: content for at, content in submission.figures.items() if content is not None}
    idle = {
        at._replace(sector_code=code): Decimal(0)
        for at in filled
        if at.indicator_code in COUNTED_BY.values()
        for code in sector_codes()
    }
    content = build_template(
        "A-1", AREA_CODE, ROUND, reference, {**idle, **filled}, parts=("A-1", "A-2", "register"), cooperatives=listed
    )
    cells, sector_totals = _addresses_of_the_template(reference)
    names = [("Danh sách HTX", f"B{10 + place}") for place in range(len(listed))]
    codes = [("Danh sách HTX", f"C{10 + place}") for place in range(len(listed))]
    return Written(content, cells, sector_totals, names, codes, {})


@lru_cache(maxsize=1)
def _addresses_of_the_template(reference: Reference) -> tuple[Mapping[Coordinate, Place], Mapping[Coordinate, Place]]:
    """Where an empty template has its cells, by the rows and columns that it is made of."""
    content = build_template("A-1", AREA_CODE, ROUND, reference, parts=("A-1", "A-2"))
    reading = check_submission(content, file_name="mau.xlsx", round_period=ROUND, reference=reference)
    cells: dict[Coordinate, Place] = {}
    sector_totals: dict[Coordinate, Place] = {}
    for cell in reading.values:
        place = (cell.sheet, cell.cell)
        if cells.setdefault(cell.coordinate, place) != place:
            sector_totals[cell.coordinate] = place
    return cells, sector_totals


def _text(text: str) -> RegisterCell:
    return RegisterCell("Danh sách HTX", "B10", text, "value", text)


class _Sheet:
    """A sheet that is written from top to bottom, with a corner of its own."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, top: int, left: int) -> None:
        self.name = name
        self.row, self.left = top, left
        self._sheet = book.add_worksheet(name)

    def write(self, *contents: Content | int) -> list[Place]:
        """One row; the address of every cell."""
        places: list[Place] = []
        for offset, content in enumerate(contents):
            column = self.left + offset
            places.append((self.name, a1(self.row + 1, column + 1)))
            if isinstance(content, str) and content.startswith("#"):
                self._sheet.write_formula(self.row, column, "=1/0", None, content)
            elif isinstance(content, str):
                self._sheet.write_string(self.row, column, content)
            elif content is not None:
                self._sheet.write_number(self.row, column, float(content))
        self.row += 1
        return places


def _as_office(submission: Submission, rng: random.Random, reference: Reference) -> Written:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    columns = list(COLUMNS)
    if rng.random() < 0.3:
        rng.shuffle(columns)
    titles = rng.choice(_TITLES)
    names = rng.choice((("Phụ lục 1", "Phụ lục 2", "Danh sách HTX"), ("Biểu 01", "Ngành nghề", "DS HTX")))
    top, left = rng.randint(0, 4), rng.randint(0, 2)
    sheet = _Sheet(book, names[0], top, left)
    _write_letterhead(sheet, "CÁC CHỈ TIÊU CƠ BẢN VỀ PHÁT TRIỂN KINH TẾ TẬP THỂ")
    sheet.write("STT", "Chỉ tiêu", "ĐVT", *(titles[column] for column in columns), "Ghi chú")
    cells: dict[Coordinate, Place] = {}
    strange: dict[str, Place] = {}
    for row in reference.forms["A-1"].rows:
        if row.indicator_code is None:
            sheet.write(row.outline or None, row.label_vi)
            continue
        ats = [Coordinate(row.entity, row.indicator_code, "all", column) for column in columns]
        places = sheet.write(row.outline, row.label_vi, row.printed_unit, *(submission.figures.get(at) for at in ats))
        cells.update(zip(ats, places[3:], strict=True))
    for label, content in submission.strange_rows.items():
        places = sheet.write("-", label, None, *(content if column == MAIN else None for column in columns))
        strange[label] = places[1]
    sheet = _Sheet(book, names[1], rng.randint(0, 3), left)
    _write_letterhead(sheet, "SỐ LƯỢNG HTX, LIÊN HIỆP HTX, THT PHÂN THEO NGÀNH NGHỀ")
    sheet.write("STT", "Ngành nghề", "ĐVT", *(titles[column] for column in columns))
    sector_totals: dict[Coordinate, Place] = {}
    for (entity, codes), title in zip(
        SECTORS.items(), ("HỢP TÁC XÃ", "LIÊN HIỆP HỢP TÁC XÃ", "TỔ HỢP TÁC"), strict=True
    ):
        for code in ("all", *codes):
            ats = [Coordinate(entity, COUNTED_BY[entity], code, column) for column in columns]
            label = title if code == "all" else reference.sectors[code].name_vi
            contents = [submission.sector_total(at) if code == "all" else submission.figures.get(at) for at in ats]
            places = sheet.write("I" if code == "all" else "-", label, entity, *contents)
            (sector_totals if code == "all" else cells).update(zip(ats, places[3:], strict=True))
    sheet = _Sheet(book, names[2], rng.randint(0, 3), left)
    _write_letterhead(sheet, "DANH SÁCH HỢP TÁC XÃ TRÊN ĐỊA BÀN")
    sheet.write("STT", "Tên hợp tác xã", "Mã số thuế", "Số thành viên")
    listed = [
        sheet.write(number, one.name, one.tax_code, one.members)
        for number, one in enumerate(submission.cooperatives, start=1)
    ]
    book.close()
    return Written(
        buffer.getvalue(), cells, sector_totals, [row[1] for row in listed], [row[2] for row in listed], strange
    )


_TITLES: tuple[Mapping[ValueColumnName, str], ...] = (
    {
        "actual_previous_year": "Thực hiện năm 2023",
        "plan_year": "Kế hoạch năm 2024",
        "actual_h1": "Thực hiện 6 tháng đầu năm 2024",
        "estimate_year": "Ước thực hiện cả năm 2024",
        "plan_next_year": "Kế hoạch năm 2025",
    },
    {
        "actual_previous_year": "TH 2023",
        "plan_year": "KH 2024",
        "actual_h1": "TH 6T/2024",
        "estimate_year": "Ước TH 2024",
        "plan_next_year": "KH 2025",
    },
)


def _write_letterhead(sheet: _Sheet, title: str) -> None:
    sheet.write("ỦY BAN NHÂN DÂN")
    sheet.write("HUYỆN CỦ CHI")
    sheet.write(title)
    sheet.write("6 THÁNG ĐẦU NĂM 2024")
