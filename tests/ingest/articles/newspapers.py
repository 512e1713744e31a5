"""Pages as newspapers build them: one article, printed in the manner of many papers."""

import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

TITLE = "Hà Tĩnh: 975 hợp tác xã đang hoạt động sau nửa năm"
LEAD = "Khu vực kinh tế tập thể của tỉnh giữ nhịp phát triển ổn định trong sáu tháng đầu năm."
PARAGRAPHS = (
    "Liên minh Hợp tác xã tỉnh cho biết, đến ngày 30/6/2024 toàn tỉnh có 975 HTX với hơn 96.500 thành viên, trong đó"
    " phần lớn hoạt động ở lĩnh vực nông nghiệp.",
    "Doanh thu bình quân của một HTX ước đạt 1,2 tỷ đồng; các HTX phải nộp báo cáo trước ngày 1/12/2024 theo quy định"
    " của Luật Hợp tác xã.",
    "Sáu tháng cuối năm, tỉnh ưu tiên đào tạo cán bộ quản lý, hỗ trợ vay vốn và kết nối tiêu thụ nông sản cho bà con.",
)
DAY = "2024-07-15"
CLUTTER = (
    "Trang chủ", "Tin liên quan", "Ảnh minh họa", "Xem thêm", "Bình luận của bạn đọc", "Giấy phép số", "Nghệ An",
    "99.000 đồng", "Từ khóa",
)  # fmt: skip

_MENU = '<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/kinh-te">Kinh tế</a></li></ul></nav>'
_RELATED = (
    '<aside class="related"><h3>Tin liên quan</h3><ul><li><a href="/khac">Xem thêm bài: Giá lúa tăng 25% trong một'
    " tuần qua</a> <span>01/01/2020</span></li></ul></aside>"
)
_COMMENTS = '<section id="comments"><h3>Bình luận của bạn đọc</h3><p>Bài hay quá!</p></section>'
_FOOTER = "<footer><p>Giấy phép số 12/GP-BTTTT ngày 3/4/2015</p></footer>"
_BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
_META_DATE = '<meta property="article:published_time" content="2024-07-15T06:30:00+07:00">'


@dataclass(frozen=True, slots=True)
class Paper:
    """A page of one paper, and how it is sent."""

    content: bytes
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    day: str | None = DAY
    site_name: str | None = None


def _html(head: str = _META_DATE, after_title: str = "", body: str = _BODY, before: str = "", after: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><title>{TITLE} - Báo Mẫu</title>{head}</head><body>{_MENU}{before}'
        f"<article><h1>{TITLE}</h1>{after_title}{body}</article>{after}{_RELATED}{_COMMENTS}{_FOOTER}</body></html>"
    )


def _json_ld(document: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(document, ensure_ascii=False)}</script>'


def _with(*changes: tuple[str, str]) -> str:
    page = _html()
    for old, new in changes:
        page = page.replace(old, new)
    return page


_NEWS_ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2024-07-15T06:30:00+07:00",
    "dateModified": "2024-07-20T06:30:00+07:00",
    "publisher": {"@type": "Organization", "name": "Báo Mẫu"},
}
_CAPTION = '<figure><img src="/anh.jpg" alt=""><figcaption>Ảnh minh họa: sơ chế cam ở HTX.</figcaption></figure>'
_OPEN_GRAPH = f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Báo Mẫu">'
_TWO_COLUMNS = f"<table><tr><td>{_MENU}</td><td><div id='content'>{_BODY}</div></td></tr></table>"
_PAGER = "<div class='pager'><a href='/bai?trang=1'>1</a> <a href='/bai?trang=2' rel='next'>2</a></div>"
_CAPTION_BY_CLASS = '<div class="photo"><img src="/a.jpg"><div class="PhotoCaption">Ảnh minh họa: 12 HTX.</div></div>'
_CAPTION_IN_TABLE = (
    '<table class="picture"><tr><td><img src="/a.jpg"></td></tr><tr><td>Ảnh minh họa: thu 5.000 tấn cam.</td></tr>'
    "</table>"
)
_OFFER = (
    '<div class="box-paywall"><h4>Bài dành riêng cho thành viên</h4><p>Đăng ký gói 99.000 đồng/tháng để đọc tiếp hơn'
    " 2.400 bài của chúng tôi.</p></div>"
)
_LINKS_BETWEEN = (
    '<p><strong><em>Xem thêm: <a href="/n">Nghệ An có 1.200 hợp tác xã sau sáu tháng</a></em></strong></p>'
    '<p>&gt;&gt; <a href="/n">Nghệ An thành lập mới 31 hợp tác xã trong quý I</a></p>'
    '<ul><li><a href="/m">Nghệ An có 1.300 hợp tác xã nông nghiệp hoạt động</a></li></ul>'
    '<p>Từ khóa: <a href="/t">hợp tác xã</a>, <a href="/h">Hà Tĩnh</a></p>'
)
_LOGO = '<div><h1 class="logo"><a href="/">Báo Mẫu</a></h1><span>Thứ Bảy, 20/07/2024</span></div>'
_LIVE = "".join(
    f'<div class="live-item"><div class="time">{hour}:15</div><div class="content"><p>{paragraph}</p></div></div>'
    for hour, paragraph in zip((10, 9, 8), PARAGRAPHS, strict=True)
)
_MAGAZINE = "".join(
    f'<div class="block"><div class="text"><span style="font-family:Roboto">{paragraph}</span></div>'
    f"{_CAPTION_BY_CLASS}</div>"
    for paragraph in PARAGRAPHS
)
_PRINTED = (
    f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body onload='window.print()'><table width='600'>"
    "<tr><td><img src='logo.gif'></td></tr><tr><td align='right'>Thứ Hai, 15/07/2024 - 06:30</td></tr>"
    f"<tr><td><font size='4'><b>{TITLE}</b></font></td></tr><tr><td>{_BODY}</td></tr></table></body></html>"
)
_SHOWN_BY_A_SCRIPT = (
    f'<html><head><meta charset="utf-8"><title>{TITLE}</title>'
    f"{_json_ld(_NEWS_ARTICLE | {'articleBody': chr(10).join(PARAGRAPHS)})}</head>"
    '<body><div id="__next"><div class="spinner">Đang tải…</div></div><script src="app.js"></script></body></html>'
)
_BROKEN_NUMBERS = _BODY.replace("975 HTX", "<strong>97</strong><strong>5 HTX</strong>").replace(
    "96.500", "<span>96</span><span>.500</span>"
)
_SHARE = "<ul class='share'><li>Chia sẻ</li><li>Facebook</li><li>Zalo</li></ul>"
_AMP = (
    f'<!doctype html><html ⚡ lang="vi"><head><meta charset="utf-8"><link rel="canonical" href="/bai-goc">{_META_DATE}'
    f"<style amp-boilerplate>body{{}}</style></head><body>{_MENU}<article><h1>{TITLE}</h1><amp-img src='/a.jpg'"
    f" width='9' height='9'></amp-img>{_BODY}</article>{_FOOTER}</body></html>"
)


def _in_windows_1258(text: str) -> bytes:
    """As that page of codes writes: the marks of tone apart from letters that it does not have with them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    written = bytearray()
    for letter in text:
        parted = normalize("NFD", letter)
        base = normalize("NFC", "".join(mark for mark in parted if mark not in tones))
        written += (base + "".join(mark for mark in parted if mark in tones)).encode("cp1258")
    return bytes(written)


PAPERS: dict[str, Callable[[], Paper]] = {
    "menus-and-footer": lambda: Paper(_html().encode()),
    "json-ld": lambda: Paper(_html(_json_ld(_NEWS_ARTICLE)).encode(), site_name="Báo Mẫu"),
    "json-ld-graph": lambda: Paper(_html(_json_ld({"@graph": [{"@type": "WebSite"}, _NEWS_ARTICLE]})).encode()),
    "broken-json-ld": lambda: Paper(_html('<script type="application/ld+json">{"a":</script>' + _META_DATE).encode()),
    "open-graph": lambda: Paper(
        _html(_OPEN_GRAPH + _META_DATE).encode(), site_name="Báo Mẫu",
    ),
    "amp": lambda: Paper(_AMP.encode()),
    "captions": lambda: Paper(_html(body=_CAPTION + _BODY).encode()),
    "pager": lambda: Paper(_html(after=_PAGER).encode()),
    "share-bar": lambda: Paper(_html(after_title=_SHARE).encode()),
    "unclosed-tags": lambda: Paper(_with(("</p>", ""), ("</li>", ""), ("</article>", "")).encode()),
    "no-article-tag": lambda: Paper(
        _with(("<article>", '<div class="detail"><div class="content">'), ("</article>", "</div></div>")).encode()
    ),
    "tables-for-layout": lambda: Paper(_html(body=_TWO_COLUMNS).encode()),
    "line-breaks-for-paragraphs": lambda: Paper(_html(body=f"<div>{'<br><br>'.join(PARAGRAPHS)}</div>").encode()),
    "utf-8-called-latin-1": lambda: Paper(_html().encode(), "text/html; charset=iso-8859-1"),
    "utf-8-without-a-word": lambda: Paper(_html().encode(), "text/html"),
    "utf-16": lambda: Paper(_html().encode("utf-16"), "text/html; charset=utf-16"),
    "byte-order-mark": lambda: Paper(b"\xef\xbb\xbf" + _html().encode()),
    "packed": lambda: Paper(gzip.compress(_html().encode()), headers={"Content-Encoding": "gzip"}),
    "date-of-today-in-the-masthead": lambda: Paper(
        _html("", "<span>15/07/2024 06:30</span>", before="<div>Thứ Bảy, 20/07/2024</div>").encode()
    ),
    "date-in-words": lambda: Paper(_html("", "<p>Thứ Hai, ngày 15 tháng 7 năm 2024</p>").encode()),
    "date-of-the-country-in-meta": lambda: Paper(_html('<meta name="pubdate" content="15/07/2024 06:30">').encode()),
    "declared-and-printed": lambda: Paper(_html(_META_DATE, "<span>Cập nhật: 20/07/2024 09:00</span>").encode()),
    "declared-in-another-zone": lambda: Paper(
        _html('<meta property="article:published_time" content="2024-07-14T23:30:00Z">').encode()
    ),
    "only-a-day-of-change": lambda: Paper(
        _html('<meta property="article:modified_time" content="2024-07-20T06:30:00+07:00">').encode(), day=None
    ),
    "no-date-of-its-own": lambda: Paper(_html("").encode(), day=None),
    "a-related-list-that-nothing-marks": lambda: Paper(
        _with((_META_DATE, ""), ("<aside", "<div"), ("</aside>", "</div>"), ("<article>", ""), ("</article>", ""))
        .encode(), day=None,
    ),
    "scripts-and-advertisements": lambda: Paper(
        _html(body=_BODY.replace("</p>", "</p><script>ads.push({})</script><div class='ads'></div>", 1)).encode()
    ),
    "captions-by-class-and-in-tables": lambda: Paper(
        _html(body=_CAPTION_BY_CLASS + _BODY.replace("</p>", "</p>" + _CAPTION_IN_TABLE, 1)).encode()
    ),
    "an-offer-to-subscribe": lambda: Paper(_html(body=_BODY + _OFFER).encode()),
    "links-between-the-paragraphs": lambda: Paper(
        _html(body=_BODY.replace("</p>", "</p>" + _LINKS_BETWEEN, 1)).encode()
    ),
    "the-papers-name-in-the-first-heading": lambda: Paper(
        _with((_META_DATE, ""), (_MENU, _LOGO), ("<article><h1>", '<div><h2 class="title">'), ("</article>", "</div>"))
        .replace("</h1><p>", "</h2><div>15/07/2024 06:30</div><p>").encode()
    ),
    "live-blog": lambda: Paper(_html(body=_LIVE).encode()),
    "magazine-of-blocks": lambda: Paper(_html(body=_MAGAZINE).encode()),
    "printed-page": lambda: Paper(_PRINTED.encode(), day=None),
    "article-in-json-ld-alone": lambda: Paper(_SHOWN_BY_A_SCRIPT.encode(), site_name="Báo Mẫu"),
    "numbers-in-pieces": lambda: Paper(_html(body=_BROKEN_NUMBERS).encode()),
    "marks-parted-from-letters": lambda: Paper(normalize("NFD", _html()).encode()),
    "windows-1258": lambda: Paper(_in_windows_1258(_html()), "text/html; charset=windows-1258"),
    "hard-spaces-and-soft-hyphens": lambda: Paper(
        _html(body=_BODY.replace(" HTX", "&nbsp;HTX").replace("96.500", "96&#8203;.500").replace("thành", "th&shy;ành"))
        .encode()
    ),
    "author-beside-the-date": lambda: Paper(
        _html("", "<div><a href='/tg'>Đức Hùng</a> <span>•</span> 06:30 | 15/07/2024 <i>In bài</i></div>").encode()
    ),
    "a-deadline-in-bold": lambda: Paper(
        _html("", body="<p>Báo cáo nộp trước ngày <b>01/12/2024</b> theo quy định.</p>" + _BODY).encode(), day=None
    ),
}  # fmt: skip
"""By what is special about them; each is made when it is asked for."""
