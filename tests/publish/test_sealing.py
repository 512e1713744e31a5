"""The signed DOCX read back: every number that is not the frozen one, whatever the office did to the paper."""

import io
import zipfile
from typing import Literal
from uuid import UUID

import pytest

from publish.errors import AnotherPaperError, UnreadableFileError
from publish.report.sections.build import build_document
from publish.seal.docx_text import read_docx
from publish.seal.sealing import require_its_own
from publish.seal.tokens import Block, DocumentText
from tests.publish.edited_papers import (
    NAMESPACES,
    add_paragraph,
    compared,
    delete_row,
    edited,
    frozen_docx,
    lose_marks,
    outcome,
    replace_in_text,
    run,
    sign,
    track_change,
    type_over,
)
from tests.publish.report_contents import publication
from tests.publish.report_parts import full_content
from tests.publish.sample_document import COOPERATIVES, GROUPS, REVENUE, figure_id


def test_an_untouched_paper_differs_nowhere() -> None:
    comparison = compared(frozen_docx())
    assert comparison.differences == ()
    assert comparison.numbers_compared == read_docx(frozen_docx()).number_count > 150


def test_number_and_day_that_the_registry_wrote_are_expected() -> None:
    comparison = compared(edited(sign))
    assert comparison.differences == ()
    assert comparison.notes == ()


def test_another_day_than_the_one_declared_is_said() -> None:
    comparison = compared(edited(sign, replace_in_text("ngày 30 tháng 5", "ngày 29 tháng 5")))
    assert comparison.notes == ("ngày ký: tệp ghi 29/05/2024, khai 30/05/2024",)
    assert [(one.kind, one.signed_text) for one in comparison.differences] == [("added", "29"), ("added", "5")][:1]


def test_a_paper_without_number_and_day_says_so() -> None:
    assert compared(frozen_docx()).notes == (
        "ngày ký: tệp chưa ghi ngày, khai 30/05/2024",
        "số văn bản: tệp chưa ghi số, khai 123/BC-LMHTX",
    )


def test_a_digit_changed_in_a_table_names_figure_row_and_column() -> None:
    (difference,) = compared(edited(type_over("18.990", "18.890"))).differences
    assert (difference.kind, difference.frozen_text, difference.signed_text) == ("changed", "18.990", "18.890")
    assert difference.figure_id == GROUPS
    assert "hàng 6, cột 4" in difference.place
    assert "Tổng cộng" in difference.context


def test_a_digit_changed_in_a_sentence_names_the_figure_and_leaves_its_other_printings_alone() -> None:
    (difference,) = compared(edited(type_over("1.450", "1.460"))).differences
    assert (difference.frozen_text, difference.signed_text, difference.figure_id) == ("1.450", "1.460", COOPERATIVES)
    assert "toàn Thành phố có 1.460 hợp tác xã" in difference.context


def test_a_number_that_is_no_figure_is_compared_as_well() -> None:
    assert outcome(edited(replace_in_text("tăng 3,4", "tăng 34"))) == [("changed", "3,4", "34")]


def test_a_digit_typed_beside_the_control_is_seen() -> None:
    def beside(root) -> None:
        control = root.find(".//w:sdt", NAMESPACES)
        control.addnext(root.makeelement(f"{{{NAMESPACES['w']}}}r"))
        run_element = control.getnext()
        text = run_element.makeelement(f"{{{NAMESPACES['w']}}}t")
        text.text = "0"
        run_element.append(text)

    assert outcome(edited(beside)) == [("changed", "1.450", "1.4500")]


@pytest.mark.parametrize("written", ["1450", "1\u00a0450", "01450", "1.450,0"])
def test_a_number_written_otherwise_is_the_same_number(written: str) -> None:
    assert outcome(edited(type_over("1.450", written))) == []


@pytest.mark.parametrize(("written", "kind"), [("1,450", "ambiguous"), ("1.45.0", "unreadable"), ("1.540", "changed")])
def test_what_may_be_the_same_and_what_is_no_number_is_said_not_guessed(written: str, kind: str) -> None:
    assert outcome(edited(type_over("1.450", written))) == [(kind, "1.450", written)]


def test_an_emptied_number_is_gone() -> None:
    assert [kind for kind, *_ in outcome(edited(type_over("18.990", "")))] == ["removed"]


def test_a_number_in_place_of_unknown_is_new() -> None:
    (difference,) = compared(edited(type_over("chưa có số liệu", "12"))).differences
    assert (difference.kind, difference.frozen_text, difference.signed_text) == ("added", None, "12")


def test_a_deleted_row_loses_its_numbers_and_no_others() -> None:
    found = compared(edited(delete_row("Doanh thu bình quân"))).differences
    assert {one.kind for one in found} == {"removed"}
    assert [one.frozen_text for one in found] == ["2", "1.640,5", "19", "22"]
    assert REVENUE in {one.figure_id for one in found}


def test_a_deleted_row_of_a_long_table_is_the_right_one() -> None:
    found = compared(edited(lose_marks, delete_row("1.050"))).differences
    assert [(one.kind, one.frozen_text) for one in found] == [("removed", "50"), ("removed", "3"), ("removed", "1.050")]
    assert found[2].figure_id == figure_id(150)


def test_a_paragraph_with_new_numbers_is_added() -> None:
    added = add_paragraph(run("Riêng Quận 8 có 15 hợp tác xã mới, vốn 2,5 tỷ đồng."))
    assert outcome(edited(added)) == [("added", None, "8"), ("added", None, "15"), ("added", None, "2,5")]


def test_without_marks_the_words_around_tell() -> None:
    (difference,) = compared(edited(lose_marks, replace_in_text("18.990", "18.899"))).differences
    assert (difference.kind, difference.frozen_text, difference.signed_text) == ("changed", "18.990", "18.899")
    assert difference.figure_id == GROUPS


def test_a_rewritten_sentence_without_marks_pairs_nothing_by_guess() -> None:
    rewritten = replace_in_text(
        "Đến ngày 31/5/2024, toàn Thành phố có ", "Cả Thành phố đang quản lý 1.399 và 17 đơn vị, "
    )
    assert sorted(outcome(edited(lose_marks, rewritten)), key=str) == [
        ("added", None, "1.399"),
        ("added", None, "17"),
        ("removed", "2024", None),
        ("removed", "31", None),
        ("removed", "5", None),
    ]


def test_a_control_that_was_copied_is_a_new_number() -> None:
    def copy(root) -> None:
        from copy import deepcopy

        control = root.find(".//w:sdt", NAMESPACES)
        control.getparent().append(deepcopy(control))

    assert outcome(edited(copy)) == [("added", None, "1.450")]


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    comparison = compared(edited(sign, track_change("1.450", "1.470")))
    assert [(one.frozen_text, one.signed_text) for one in comparison.differences] == [("1.450", "1.470")]
    assert comparison.differences[0].figure_id == COOPERATIVES
    assert comparison.notes == (
        "2 thay đổi được theo dõi (track changes) chưa được chấp nhận hay bỏ: đọc như đã chấp nhận",
    )


def test_a_number_in_a_text_box_is_seen_once() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:txbxContent><w:p>{run('Bổ sung: 77 tổ hợp tác')}</w:p></w:txbxContent></mc:Choice>"
        f"<mc:Fallback><w:txbxContent><w:p>{run('Bổ sung: 77 tổ hợp tác')}</w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    (difference,) = compared(edited(add_paragraph(box))).differences
    assert (difference.kind, difference.signed_text) == ("added", "77")
    assert difference.place.endswith("hộp văn bản")


def test_hidden_text_is_not_what_was_signed() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>88 ẩn</w:t></w:r>"
    assert outcome(edited(add_paragraph(hidden))) == []


def test_a_picture_that_was_exchanged_is_said() -> None:
    source = zipfile.ZipFile(io.BytesIO(frozen_docx()))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"another picture" if name.startswith("word/media/") else source.read(name))
    assert "1/1 hình không còn như bản chốt: số trong hình không so sánh được" in compared(made.getvalue()).notes


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 an old .doc"])
def test_what_is_no_docx_is_said_in_one_line(content: bytes) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_docx(content)
    assert "\n" not in str(raised.value)


def test_a_workbook_is_no_paper() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableFileError, match="no DOCX"):
        read_docx(made.getvalue())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_paper_of_another_publication_is_refused_by_its_foot(language: Literal["vi", "en"]) -> None:
    of = publication(full_content())
    foot = Block("chân trang, đoạn 1", build_document(of, language).imprint, ())
    require_its_own(DocumentText((foot,)), of.publication_id)
    require_its_own(DocumentText(()), of.publication_id)
    with pytest.raises(AnotherPaperError, match=f"bears publication {of.publication_id} at its foot"):
        require_its_own(DocumentText((foot,)), UUID(int=5))
