"""Files of three kinds are read; what is no article is refused with its place."""

import json
from pathlib import Path

import pytest

from ingest.figures.cli import UnreadableArticleError, extract_files

_SENTENCE = "Tính đến ngày 30/6/2024, toàn tỉnh Hà Tĩnh có 975 HTX và 2.538 tổ hợp tác đang hoạt động."


def test_a_text_file_takes_its_id_from_its_name(tmp_path: Path) -> None:
    path = tmp_path / "003_abc.txt"
    path.write_text(_SENTENCE, encoding="utf-8")
    found = list(extract_files([path]))
    assert [(f.article, f.indicator, f.place, f.period) for f in found] == [
        ("003", "coop_total", "Hà Tĩnh", "2024-06-30"),
        ("003", "group_total", "Hà Tĩnh", "2024-06-30"),
    ]


def test_lines_bring_their_own_id_and_date(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    line = {
        "id": "a1",
        "published": "2023-08-18",
        "url": "https://bao.example/hatinh/tin",
        "text": "Hiện toàn tỉnh có 176 HTX.",
    }
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n\n", encoding="utf-8")
    (figure,) = extract_files([path])
    assert (figure.article, figure.place, figure.period) == ("a1", "Hà Tĩnh", "2023-08-18")


def test_a_page_is_read_without_its_menu(tmp_path: Path) -> None:
    path = tmp_path / "007_page.html"
    body = "".join(f"<p>{_SENTENCE} Phong trào tiếp tục được nhân rộng ở nhiều địa phương.</p>" for _ in range(3))
    path.write_text(
        f"<html><body><nav>Trang chủ</nav><article><h1>Hợp tác xã Hà Tĩnh</h1>{body}</article></body></html>",
        encoding="utf-8",
    )
    assert {f.indicator for f in extract_files([path])} == {"coop_total", "group_total"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.jsonl", b'{"id": "x"}\n', "line 1"),
        ("a.jsonl", b"not json\n", "line 1"),
        ("a.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("a.html", b"<html></html>", "no article text"),
        ("a.pdf", b"", "no reader for .pdf"),
    ],
)
def test_what_is_no_article_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableArticleError, match=says):
        list(extract_files([path]))
