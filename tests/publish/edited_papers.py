"""A frozen DOCX, and the same paper as an office hands it back: edited in the ways that offices edit."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

from lxml import etree

from publish.report.charts import png
from publish.report.document import ReportDocument
from publish.report.word import write_docx
from publish.seal.comparing import Comparison, Issue, compare
from publish.seal.docx_text import read_docx
from publish.seal.tokens import DocumentText
from tests.publish.sample_document import long_table, sample_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = {"w": W[1:-1]}
ISSUE = Issue("123/BC-LMHTX", date(2024, 5, 30))
Edit = Callable[[etree._Element], None]


def paper() -> ReportDocument:
    """The sample report with a table of two pages."""
    sample = sample_document()
    first, *others = sample.appendices
    return replace(sample, appendices=(replace(first, blocks=(long_table(52),)), *others))


@cache
def frozen_docx() -> bytes:
    return write_docx(paper(), datetime(2024, 5, 21, 2, 0, tzinfo=UTC), png)


def edited(*edits: Edit, docx: bytes | None = None) -> bytes:
    """The paper with its body changed; other parts of the package stay."""
    source = zipfile.ZipFile(io.BytesIO(docx or frozen_docx()))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                for edit in edits:
                    edit(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(name, content)
    return made.getvalue()


@cache
def frozen_text() -> DocumentText:
    return read_docx(frozen_docx())


def compared(docx: bytes) -> Comparison:
    return compare(frozen_text(), read_docx(docx), ISSUE)


def outcome(docx: bytes) -> list[tuple[str, str | None, str | None]]:
    """Kind, frozen and signed print of each difference."""
    return [(one.kind, one.frozen_text, one.signed_text) for one in compared(docx).differences]


def type_over(old: str, new: str, occurrence: int = 1) -> Edit:
    """Type over the n-th text that is exactly `old`, inside its control."""

    def edit(root: etree._Element) -> None:
        found = [text for text in root.iter(f"{W}t") if text.text == old]
        found[occurrence - 1].text = new

    return edit


def replace_in_text(old: str, new: str) -> Edit:
    def edit(root: etree._Element) -> None:
        found = next(text for text in root.iter(f"{W}t") if old in (text.text or ""))
        found.text = (found.text or "").replace(old, new, 1)

    return edit


def delete_row(words: str) -> Edit:
    def edit(root: etree._Element) -> None:
        row = next(row for row in root.iter(f"{W}tr") if words in "".join(row.itertext(f"{W}t")))
        row.getparent().remove(row)

    return edit


def add_paragraph(xml: str, after: str = "Đào tạo, bồi dưỡng") -> Edit:
    """A paragraph of that inner XML behind the one with those words."""

    def edit(root: etree._Element) -> None:
        before = next(one for one in root.iter(f"{W}p") if after in "".join(one.itertext(f"{W}t")))
        made = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}">{xml}</w:p>')
        before.addnext(made)

    return edit


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def lose_marks(root: etree._Element) -> None:
    """Every control dissolved, its text left: what some converters do."""
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        place = parent.index(control)
        for child in list(control.find(f"{W}sdtContent")):
            parent.insert(place, child)
            place += 1
        parent.remove(control)


def track_change(old: str, new: str) -> Edit:
    """The first text `old` struck out and `new` put in, nothing accepted yet."""

    def edit(root: etree._Element) -> None:
        text = next(text for text in root.iter(f"{W}t") if text.text == old)
        struck = text.getparent()
        parent = struck.getparent()
        place = parent.index(struck)
        text.tag = f"{W}delText"
        author = f'xmlns:w="{W[1:-1]}" w:id="1" w:author="Lan" w:date="2024-05-29T08:00:00Z"'
        deletion = etree.fromstring(f"<w:del {author}/>")
        parent.insert(place, deletion)
        deletion.append(struck)
        parent.insert(place + 1, etree.fromstring(f"<w:ins {author}>{run(new)}</w:ins>"))

    return edit


def sign(root: etree._Element) -> None:
    """The registry writes number and day into the head of the paper."""
    for text in root.iter(f"{W}t"):
        text.text = re.sub(r"Số:\s+/BC", "Số: 123/BC", text.text or "")
        text.text = re.sub(r"ngày\s+tháng 5 năm 2024", "ngày 30 tháng 5 năm 2024", text.text)
