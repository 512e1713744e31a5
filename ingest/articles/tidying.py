"""What stands inside an article and is none of it: captions, offers to subscribe, links to other articles.

Only what trafilatura leaves in the text is dropped here, and only where it is short: a class named ``caption`` or
``paywall`` may be put around a whole article.
"""

import re

from lxml.etree import XPath  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from ingest.articles.links import HEADLINE_SYLLABLES
from ingest.articles.tables import mend_tables, short_text
from ingest.vietnamese.folding import fold

# Found by XPath: going through a large page element by element would cost as much as half of trafilatura.
_CLASSES = XPath("//@class", smart_strings=False)
_CLASSED = XPath("//body//*[@class]")
_FURNITURE = re.compile(r"caption|paywall|subscri|newsletter", re.IGNORECASE)
_LINES_WITH_LINKS = XPath(
    "//p[2]/../*[self::p or self::h3 or self::h4 or self::h5 or self::h6][.//a]"
    " | //p[2]/../*[self::ul or self::ol]/li[.//a]"
)
"""Among the paragraphs of a text; lists of links beside it are left to trafilatura."""
_POINTERS = frozenset(
    {"", "xem them", "doc them", "xem lai", "tin lien quan", "bai lien quan", "bai viet lien quan", "tin bai lien quan"}
)
"""What is written before a link to another article."""
_LABELS_OF_TAGS = frozenset({"tu khoa", "tags", "tag", "chu de"})
_LONGEST_HEADLINE_SYLLABLES = 40
"""What is longer is a paragraph that an editor made a link of."""
_NO_LETTERS = re.compile(r"[\W_]+")


def tidy(tree: HtmlElement) -> None:
    """Drop such furniture from a page, in place, and give its tables a regular form (`mend_tables`)."""
    captions = _classed_furniture(tree) if _FURNITURE.search(" ".join(_CLASSES(tree))) else []
    pointers = [line for line in _LINES_WITH_LINKS(tree) if _only_points_elsewhere(line)]
    for element in [*captions, *pointers]:
        if element.getparent() is not None:
            element.drop_tree()
    mend_tables(tree)


def _classed_furniture(tree: HtmlElement) -> list[HtmlElement]:
    named = (element for element in _CLASSED(tree) if _FURNITURE.search(element.get("class")))
    return [element for element in named if short_text(element) is not None]


def _only_points_elsewhere(line: HtmlElement) -> bool:
    """Whether a line says nothing but where to read on: a headline that is a link, or a list of key words."""
    around = " ".join(line.xpath(".//text()[not(ancestor::a)]"))
    label = _NO_LETTERS.sub(" ", fold(around)).strip()
    if label in _LABELS_OF_TAGS:
        return True
    links = (link.text_content().split() for link in line.iterfind(".//a[@href]"))
    return label in _POINTERS and any(
        HEADLINE_SYLLABLES <= len(syllables) <= _LONGEST_HEADLINE_SYLLABLES for syllables in links
    )
