"""In a random clean register one slip is planted: exactly its cell is told, with its rule, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.submissions.addresses import a1
from ingest.submissions.reference import Reference
from tests.ingest.submissions.register_sheets import Content, found, read, sheet, tax_code

TITLES = {
    "name": ("Tên hợp tác xã", "Tên HTX", "Tên đơn vị"),
    "tax_code": ("Mã số thuế", "MST", "Mã số HTX"),
    "address": ("Địa chỉ", "Trụ sở chính"),
    "sector": ("Ngành nghề", "Lĩnh vực hoạt động"),
    "founded_on": ("Ngày thành lập", "Năm thành lập"),
    "status": ("Tình trạng hoạt động", "Trạng thái"),
    "members": ("Số thành viên", "Tổng số TV"),
    "revenue": ("Doanh thu (triệu đồng)", "DT năm 2023 (trđ)"),
    "rating": ("Xếp loại", "Kết quả xếp loại"),
}
KINDS = ("HTX Nông nghiệp", "HTX DVNN", "Hợp tác xã Vận tải", "HTX TMDV", "Quỹ tín dụng nhân dân", "HTX xây dựng")
PLACES = ("Bình Minh", "Hòa Bình", "Tân Tiến", "Đại Thành", "Lộc Phát", "Gia Phú", "Nam Cường", "Thuận Phát")
COMMUNES = ("Nam Ban", "Tân Hà", "Phú Sơn", "Đinh Văn")
RESPELLINGS = (
    str.upper,
    lambda name: name.replace("HTX", "Hợp tác xã").replace("Quỹ tín dụng nhân dân", "QTDND"),
    lambda name: name.replace("DVNN", "dịch vụ nông nghiệp").replace("TMDV", "Thương mại - Dịch vụ"),
    lambda name: f"  {name.replace(' ', '  ')} ",
)

Row = dict[str, Content]


@dataclass(frozen=True, slots=True)
class Register:
    """A right register: its columns in their order, under their titles, and the rows from `first_row` on."""

    columns: tuple[str, ...]
    titles: tuple[str, ...]
    above: int
    rows: tuple[Row, ...]

    def address(self, place: int, field: str) -> str:
        return a1(self.above + 2 + place, 2 + self.columns.index(field))

    def laid_out(self, rows: Sequence[Row]) -> list[list[Content]]:
        above: list[list[Content]] = [["DANH SÁCH HỢP TÁC XÃ NĂM 2024"], ["ĐVT: triệu đồng"], []][: self.above]
        body = [[number, *(row[field] for field in self.columns)] for number, row in enumerate(rows, start=1)]
        return [*above, ["STT", *self.titles], *body]


def register_of(seed: int) -> Register:
    """The register that a seed gives: any columns beside names and tax codes, in any order, under any titles."""
    draw = Random(seed)
    others = draw.sample(sorted(TITLES.keys() - {"name", "tax_code"}), draw.randint(2, 7))
    columns = ["name", "tax_code", *others]
    draw.shuffle(columns)
    names = draw.sample([(kind, place, end) for kind in KINDS for place in PLACES for end in ("", " 1", " 2")], 12)
    province = draw.choice(["58", "30", "01", "64"])
    numbers = draw.sample(range(90_000), draw.randint(2, 12))
    rows = [_row(draw, " ".join(names[place]), number, province) for place, number in enumerate(numbers)]
    titles = tuple(draw.choice(TITLES[field]) for field in columns)
    return Register(tuple(columns), titles, draw.randint(0, 3), tuple(rows))


def _row(draw: Random, name: str, number: int, province: str) -> Row:
    return {
        "name": " ".join(name.split()),
        "tax_code": tax_code(100 * number, province),
        "address": f"Thôn {number % 12}, xã {draw.choice(COMMUNES)}",
        "sector": draw.choice(["NN", "Nông nghiệp", "TMDV", "Vận tải", "QTDND", "Xây dựng"]),
        "founded_on": date(draw.randint(1997, 2023), draw.randint(1, 12), draw.randint(1, 28)),
        "status": draw.choice(["Đang hoạt động", "Đang HĐ", "Ngừng hoạt động", "Tạm ngừng kinh doanh"]),
        "members": draw.choice([draw.randint(5, 2000), "1.647", "33", "12 người"]),
        "revenue": draw.choice([draw.randint(0, 9000), "1.250", "1.250,5", "2 tỷ", "-"]),
        "rating": draw.choice(["Tốt", "Khá", "TB", "Yếu", "Không xếp loại"]),
    }


REGISTERS = st.integers(0, 2**32).map(register_of)
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@given(register=REGISTERS)
def test_a_clean_register_is_read_whole_and_told_nothing(reference: Reference, register: Register) -> None:
    read_back = read(reference, sheet(register.laid_out(register.rows)))
    assert [row.text("name") for row in read_back.rows] == [row["name"] for row in register.rows]
    assert [row.text("tax_code") for row in read_back.rows] == [row["tax_code"] for row in register.rows]
    words = [field for field in ("sector", "status", "rating") if field in register.columns]
    assert None not in [row.text(field) for row in read_back.rows for field in words]  # type: ignore[arg-type]
    assert found(read_back) == []


@MANY
@given(register=REGISTERS, data=st.data())
def test_one_wrong_digit_is_told_at_its_cell(reference: Reference, register: Register, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(register.rows) - 1))
    code = str(register.rows[place]["tax_code"])
    at = data.draw(st.integers(0, 9))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    rows = [dict(row) for row in register.rows]
    rows[place]["tax_code"] = code[:at] + digit + code[at + 1 :]
    read_back = read(reference, sheet(register.laid_out(rows)))
    assert found(read_back) == [("invalid_tax_code", register.address(place, "tax_code"))]
    assert read_back.rows[place].text("tax_code") == rows[place]["tax_code"]


@MANY
@given(register=REGISTERS, data=st.data())
def test_one_copy_is_told_at_its_name(reference: Reference, register: Register, data: st.DataObject) -> None:
    source = data.draw(st.integers(0, len(register.rows) - 1))
    copy = dict(register.rows[source])
    copy["name"] = data.draw(st.sampled_from(RESPELLINGS))(str(copy["name"]))
    place = data.draw(st.integers(source + 1, len(register.rows)))
    rows = [*register.rows[:place], copy, *register.rows[place:]]
    read_back = read(reference, sheet(register.laid_out(rows)))
    assert found(read_back) == [("duplicate_cooperative", register.address(place, "name"))]
    assert [row.is_second_copy for row in read_back.rows] == [number == place for number in range(len(rows))]
