"""The register sheet of our own template is read like any other register."""

from dataclasses import replace

import pytest

from ingest.submissions.formats.opening import read_workbook
from ingest.submissions.reading import RegisterCell, RegisterField
from ingest.submissions.reference import Reference
from ingest.submissions.register.codes import rating_of, sector_of, status_of
from ingest.submissions.register.reading import read_registers
from ingest.submissions.template import ALL_PARTS, build_template
from ingest.submissions.template.register_sheet import choices
from tests.ingest.submissions.register_sheets import TITLES, cooperative, names, read, sheet, texts

CU_CHI, ROUND = "783", "2024-H1"


def test_what_the_template_prints_beforehand_is_read_back(reference: Reference) -> None:
    listed = read(reference, sheet([TITLES, *(cooperative(number) for number in range(1, 6))]))
    content = build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS, cooperatives=listed.rows)
    registers = read_registers(read_workbook(content), reference)
    kept: tuple[RegisterField, ...] = ("name", "tax_code", "address", "sector", "founded_on", "chairperson")
    assert [texts(row, *kept) for row in registers.rows] == [texts(row, *kept) for row in listed.rows]
    assert not any(row.is_of_some for row in registers.rows)
    assert registers.findings == ()


def test_an_empty_template_lists_nobody(reference: Reference) -> None:
    content = build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS)
    assert read_registers(read_workbook(content), reference).rows == ()


@pytest.mark.parametrize("kind", ["sector", "status", "rating"])
def test_every_word_that_the_template_offers_has_a_code_of_its_own(reference: Reference, kind: str) -> None:
    offered = choices(kind, reference)
    read_as = {"sector": lambda text: sector_of(text, reference), "status": status_of, "rating": rating_of}[kind]
    codes = [read_as(text) for text in offered]
    assert None not in codes
    assert len(set(codes)) == len(offered)


def test_a_row_of_another_kind_of_field_changes_no_name(reference: Reference) -> None:
    """Rows that the warehouse kept may lack fields; the template leaves those cells blank."""
    (row,) = read(reference, sheet([TITLES, cooperative(1)])).rows
    name: RegisterCell = row.cells["name"]
    bare = replace(row, cells={"name": name})
    content = build_template("A-1", CU_CHI, ROUND, reference, parts=ALL_PARTS, cooperatives=[bare])
    registers = read_registers(read_workbook(content), reference)
    assert names(registers) == [name.text]
    assert registers.rows[0].text("tax_code") is None
