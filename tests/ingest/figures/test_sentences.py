"""Lines of a page are told apart, and sentences end where a reader would end them."""

from ingest.figures.sentences import Block, BlockKind, blocks, sentences
from ingest.figures.vocabulary import furniture

_FURNITURE = frozenset({"tin lien quan"})


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(Block(BlockKind.PROSE, text, 0, 0))]


def test_sentences_end_before_any_vietnamese_capital() -> None:
    assert split("Toàn huyện có 30 HTX. Đến nay, 25 HTX đang hoạt động. Ước cả năm có 32 HTX.") == [
        "Toàn huyện có 30 HTX.",
        "Đến nay, 25 HTX đang hoạt động.",
        "Ước cả năm có 32 HTX.",
    ]


def test_abbreviations_and_thousands_do_not_end_a_sentence() -> None:
    text = "UBND TP. Hồ Chí Minh và TP.Thủ Đức quản lý 1.450 tổ hợp tác, đạt 2.5 tỷ đồng."
    assert split(text) == [text]


def test_a_missing_space_after_the_full_stop_still_ends_the_sentence() -> None:
    assert len(split("tăng 42 HTX so với cùng kỳ (năm ngoái).Mặc dù còn khó khăn, HTX vẫn phát triển.")) == 2


def test_menu_title_caption_prose_and_related_list_are_told_apart() -> None:
    text = "\n".join(
        [
            "Trang chủ | Kinh tế",
            "Hợp tác xã vượt khó",
            "Toàn tỉnh hiện có 120 HTX, thu hút 9.000 thành viên.",
            "Thành viên HTX thu hoạch rau. Ảnh: Minh Anh",
            "Tin liên quan",
            "Thành lập mới 21 HTX trong quý III",
        ]
    )
    assert [block.kind for block in blocks(text, _FURNITURE)] == [
        BlockKind.HEADLINE,
        BlockKind.HEADLINE,
        BlockKind.PROSE,
        BlockKind.CAPTION,
        BlockKind.FURNITURE,
        BlockKind.FURNITURE,
    ]


def test_tokens_point_into_the_text() -> None:
    text = "Mở đầu.\n  Có 62.800ha lúa và 5,5triệu đồng, gồm 3 HTX nông nghiệp ở huyện."
    (block,) = (block for block in blocks(text, frozenset()) if block.kind is BlockKind.PROSE)
    for sentence in sentences(block):
        spans = zip(sentence.starts, map(sentence.end_of, range(len(sentence.tokens))), strict=True)
        assert [text[start:end] for start, end in spans] == [token.text for token in sentence.tokens]


def test_a_short_line_that_states_a_number_is_prose_and_a_headline_is_none() -> None:
    text = "Tổng số HTX: 251 HTX\n- Giải thể: 06 HTX\nHợp tác xã ở Lào Cai vươn lên\nKết quả như sau:\n• 02 LHHTX"
    assert [block.kind.value for block in blocks(text, frozenset())] == [
        *("prose", "prose", "headline", "headline", "prose"),
    ]


def test_a_link_to_another_article_is_one_line_and_a_list_of_links_goes_on() -> None:
    prose = "Đến nay, trên địa bàn toàn tỉnh có 320 HTX đang hoạt động."
    other = "Huyện Cẩm Xuyên hiện có 52 HTX hoạt động hiệu quả."
    link = blocks(f"{prose}\n>> Xem thêm: {other}\n{prose}", furniture("related"))
    assert [block.kind for block in link] == [BlockKind.PROSE, BlockKind.FURNITURE, BlockKind.PROSE]
    listed = blocks(f"{prose}\nTin liên quan\n{other}\n{other}", furniture("related"))
    assert [block.kind for block in listed] == [BlockKind.PROSE, *[BlockKind.FURNITURE] * 3]
