"""Whatever is done to a file, it is answered: never an exception, never a place that is not there."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.submissions.addresses import row_and_column
from ingest.submissions.check import check_submission
from ingest.submissions.formats import open_submission
from ingest.submissions.marked import marked_copy
from ingest.submissions.reading import SubmissionReading
from ingest.submissions.reference import Reference
from ingest.submissions.workbook import UnreadableWorkbookError, UnsafeWorkbookError, Workbook
from tests.ingest.submissions.cell_values import ErrorValue, Outside, Percent, Rows, Value
from tests.ingest.submissions.office_files import FORM, WRITERS

FAST, LONG = 6, 250
"""Cases a kind of damage and run; the long run makes 2,250 of nine kinds."""
_STRANGE: tuple[Value, ...] = (
    *("", " ", "-", "…", "x", "0", "-0", "1e309", "NaN", "∞", "1.234.567,89", "1,284", "12/13/14", "31/02/2024"),
    *("5-10", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "#REF!", "\u202e25\u202c", "٢٥", "２５", "²⁵", "🙂"),
    *("Tổng số hợp tác xã", "Trong đó:", "HTX", "triệu đồng", "6 tháng đầu năm 2024", "Toång soá", "Tæng sè HTX ®ang"),
    *("\r\n\t", "\u0301\u0301", "a" * 9_000, 0, -1, 1e15, 1e24, 1e300, 0.1 + 0.2, 45_474, -(2**31)),
    *(Percent(1e9), Percent(-0.5), ErrorValue(), Outside(1), None),
)
Damage = Callable[[random.Random], tuple[bytes, str]]
Answer = Callable[[bytes, str], SubmissionReading]


def assert_answered(content: bytes, file_name: str, reference: Reference) -> SubmissionReading:
    """What holds for any bytes under any name."""
    reading = check_submission(content, file_name=file_name, round_period="2024-H1", reference=reference)
    assert reading.incidents == ()
    assert reading.findings or reading.outcome == "accepted"
    line = reading.to_json()
    assert json.loads(line.encode())["outcome"] == reading.outcome
    assert "\n" not in line
    try:
        workbook = open_submission(content, file_name).workbook
    except (UnreadableWorkbookError, UnsafeWorkbookError):
        assert (reading.outcome, reading.values, reading.cooperatives) == ("rejected", (), ())
        assert len(reading.findings) == 1
        return reading
    for sheet, cell in _addresses(reading):
        assert _exists(workbook, sheet, cell), f"{sheet!r} {cell!r}"
    return reading


@pytest.fixture(scope="module")
def answer(reference: Reference) -> Answer:
    """A function, because Hypothesis prints every argument of a case that fails, and reference data are long."""

    def answered(content: bytes, file_name: str) -> SubmissionReading:
        return assert_answered(content, file_name, reference)

    return answered


def _addresses(reading: SubmissionReading) -> Iterator[tuple[str, str]]:
    yield from ((value.sheet, value.cell) for value in reading.values)
    yield from ((cell.sheet, cell.cell) for row in reading.cooperatives for cell in row.cells.values())
    yield from ((amount.sheet, amount.cell) for amount in reading.support)
    yield from ((text.sheet, text.address) for text in reading.narrative)
    for finding in reading.findings:
        if finding.sheet is not None:
            yield finding.sheet, finding.cell or ""


def _exists(workbook: Workbook, sheet_name: str, address: str) -> bool:
    """Whether a sheet has the place: inside of what it uses, or the place of a paragraph."""
    if address.startswith("paragraph:"):
        return 1 <= int(address.removeprefix("paragraph:")) <= len(workbook.paragraphs)
    sheet = workbook.sheet(sheet_name)
    if sheet is None or not address:
        return sheet is not None
    row, column = row_and_column(address)
    return row <= sheet.last_row and column <= max(
        [sheet.last_column, *(merged.last_column for merged in sheet.merged)], default=0
    )


def flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def cut(content: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return chance.choice([content[:first], content[first:], content[:first] + content[second:]])


def with_damaged_part(content: bytes, chance: random.Random) -> bytes:
    """An archive that is sound, with one part of it damaged, emptied, doubled or gone."""
    if not content.startswith(b"PK"):
        return flipped(content, chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name == chosen:
                change = chance.choice([flipped, cut, lambda *_: b"", lambda part, _: part + part, None])
                if change is None:
                    continue
                part = change(part, chance) if part else part
            new.writestr(name, part)
    return buffer.getvalue()


def strange_rows(chance: random.Random) -> Rows:
    """The form with cells, rows and columns changed, dropped, doubled and swapped."""
    rows = [list(row) for row in FORM]
    for _ in range(chance.randint(1, 6)):
        row = chance.randrange(len(rows))
        match chance.randrange(6):
            case 0 | 1:
                rows[row][chance.randrange(len(rows[row]))] = chance.choice(_STRANGE)
            case 2 if len(rows) > 2:
                del rows[row]
            case 3:
                rows.insert(chance.randrange(len(rows)), list(rows[row]))
            case 4:
                rows.insert(row, [None] * 6)
            case _:
                left, right = chance.sample(range(6), 2)
                for one in rows:
                    one[left], one[right] = one[right], one[left]
    return tuple(map(tuple, rows))


def damaged_bytes(chance: random.Random) -> tuple[bytes, str]:
    suffix = chance.choice(list(WRITERS))
    damage = chance.choice([flipped, cut, with_damaged_part])
    return damage(WRITERS[suffix](FORM), chance), f"bieu.{suffix}"


def strange_cells(chance: random.Random) -> tuple[bytes, str]:
    suffix = chance.choice([one for one in WRITERS if one not in {"xml", "ods", "fods", "docx", "xlsx"}])
    return WRITERS[suffix].__wrapped__(strange_rows(chance)), f"bieu.{suffix}"  # type: ignore[attr-defined]


def strange_text_in_a_sheet(chance: random.Random) -> tuple[bytes, str]:
    """Formats that cannot hold every control character get rows without them."""
    printable = tuple(
        tuple(value.replace("\r\n\t", " ") if isinstance(value, str) else value for value in row)
        for row in strange_rows(chance)
    )
    suffix = chance.choice(["xml", "ods", "fods", "docx", "xlsx"])
    return WRITERS[suffix].__wrapped__(printable), f"bieu.{suffix}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("damage", [damaged_bytes, strange_cells, strange_text_in_a_sheet])
@settings(max_examples=FAST, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_answered(damage: Damage, seed: int, answer: Answer) -> None:
    content, name = damage(random.Random(seed))
    answer(content, name)


@pytest.mark.long
@pytest.mark.parametrize("run", range(3))
@pytest.mark.parametrize("damage", [damaged_bytes, strange_cells, strange_text_in_a_sheet])
@settings(max_examples=LONG, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_many_damaged_files_are_answered(damage: Damage, run: int, seed: int, answer: Answer) -> None:
    content, name = damage(random.Random(seed + run))
    answer(content, name)


@settings(max_examples=20, deadline=None)
@given(content=st.binary(max_size=400), name=st.text(max_size=20))
def test_any_bytes_under_any_name_are_answered(content: bytes, name: str, answer: Answer) -> None:
    assert answer(content, name).outcome == "rejected"


@pytest.mark.parametrize("damage", [damaged_bytes, strange_cells, strange_text_in_a_sheet])
def test_a_marked_copy_can_be_made_of_any_answer(damage: Damage, reference: Reference) -> None:
    for seed in range(4):
        content, name = damage(random.Random(seed))
        reading = check_submission(content, file_name=name, round_period="2024-H1", reference=reference)
        assert marked_copy(content, reading).startswith(b"PK")


@pytest.mark.long
@pytest.mark.parametrize("run", range(12))
def test_damaged_files_of_offices_are_answered(run: int, repository: Path, reference: Reference) -> None:
    folder = repository.parent / "shared" / "submissions" / "dev"
    files = sorted(path for path in folder.glob("*") if path.suffix != ".jsonl" and path.stat().st_size < 100_000)
    if not files:
        pytest.skip("no files of offices at hand")
    chance = random.Random(run)
    for path in files:
        for damage in (flipped, cut, with_damaged_part):
            assert_answered(damage(path.read_bytes(), chance), path.name, reference)
