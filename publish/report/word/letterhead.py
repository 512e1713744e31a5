"""Head and foot of the paper in WordprocessingML (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Iterable

from publish.report.document import ReportDocument
from publish.report.official_words import OFFICIAL_WORDS
from publish.report.typeface import serif_metrics
from publish.report.word.markup import KEEP_WITH_NEXT, cell, paragraph, run
from publish.report.word.tables import TWIPS_PER_MM, text_width

_SMALL, _BOLD = '<w:sz w:val="24"/><w:szCs w:val="24"/>', "<w:b/><w:bCs/>"
_BODY_SIZE = '<w:sz w:val="26"/><w:szCs w:val="26"/>'
_ITALIC = "<w:i/><w:iCs/>"
_ISSUER_WIDTH = round(71 * TWIPS_PER_MM)
_NUMBER_WIDTH = round(56 * TWIPS_PER_MM)
_SHORT_RULE = round(24 * TWIPS_PER_MM)
_SUBJECT_RULE = round(32 * TWIPS_PER_MM)
_CELL_MARGIN = 60
_ROOM_TO_SIGN = 5
"""Empty lines above the name of who signs."""
_ROOM_FOR_THE_NUMBER = "\N{NO-BREAK SPACE}" * 12


def letterhead(document: ReportDocument) -> str:
    """National heading, issuing body, number, place and date, kind and subject, addressees."""
    words, head = OFFICIAL_WORDS[document.language], document.letterhead
    nation_width = text_width("portrait") - _ISSUER_WIDTH
    motto_width = round(serif_metrics(is_bold=True).width(words.motto) * 13 * 20)
    issuer = (
        _centred(head.superior_body, _SMALL, is_upper=True)
        + _centred(head.issuing_body, _BOLD + _SMALL, is_upper=True)
        + _rule(_ISSUER_WIDTH - 2 * _CELL_MARGIN, _SHORT_RULE)
    )
    nation = (
        _centred([words.nation], _BOLD + _SMALL)
        + _centred([words.motto], _BOLD + _BODY_SIZE)
        + _rule(nation_width - 2 * _CELL_MARGIN, motto_width)
    )
    number = _centred([f"{words.number}{_ROOM_FOR_THE_NUMBER}{head.symbol}"], _BODY_SIZE)
    if not head.document_kind:
        number += _centred(head.subject, _SMALL)
    place = _centred([head.place_and_date], _ITALIC + _BODY_SIZE)
    return (
        _frame([(_ISSUER_WIDTH, issuer), (nation_width, nation)])
        + _gap(80)
        + _frame([(_NUMBER_WIDTH, number), (text_width("portrait") - _NUMBER_WIDTH, place)])
        + _gap(240)
        + (_subject(document) if head.document_kind else "")
        + _addressees(words.addressees, head.addressees)
    )


def foot(document: ReportDocument) -> str:
    """Who gets a copy, who signs in what capacity, and room for signature and seal."""
    words, signature = OFFICIAL_WORDS[document.language], document.signature
    heading = paragraph("Recipients", run(words.recipients, properties=_BOLD + _ITALIC + _SMALL))
    recipients = "".join(paragraph("Recipients", run(f"- {name}")) for name in signature.recipients)
    capacity = "".join(paragraph("Signatory", run(line.upper())) for line in signature.capacity)
    name = paragraph("Signatory", run(signature.signatory, properties='<w:sz w:val="28"/><w:szCs w:val="28"/>'))
    half = text_width("portrait") // 2
    signs = capacity + paragraph("Signatory", "") * _ROOM_TO_SIGN + name
    # The gap is a paragraph too: without its own promise it would part the closing words from the signature.
    return _gap(240, KEEP_WITH_NEXT) + _frame([(half, heading + recipients), (half, signs)])


def _subject(document: ReportDocument) -> str:
    head = document.letterhead
    lines = [head.document_kind.upper(), *head.subject]
    erratum = paragraph("AppendixNote", run(head.erratum_note)) if head.erratum_note else ""
    subject = "".join(paragraph("Subject", run(line)) for line in lines if line)
    return subject + erratum + _rule(text_width("portrait"), _SUBJECT_RULE)


def _addressees(word: str, names: tuple[str, ...]) -> str:
    if not names:
        return _gap(240)
    if len(names) == 1:
        return paragraph("Addressee", run(f"{word} {names[0]}"))
    items = "".join(paragraph("AddresseeItem", run(f"- {name}")) for name in names)
    return paragraph("AddresseeItem", run(word), '<w:spacing w:before="240"/>') + items + _gap(240)


def _centred(lines: Iterable[str], properties: str, *, is_upper: bool = False) -> str:
    return "".join(
        paragraph("Letterhead", run(line.upper() if is_upper else line, properties=properties)) for line in lines
    )


def _rule(available: int, length: int) -> str:
    """A centred rule: the upper border of an all but empty paragraph, indented from both sides."""
    side = max((available - length) // 2, 0)
    return paragraph("Rule", "", f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>')


def _gap(height: int, properties: str = "") -> str:
    return paragraph("EndOfPart", "", f'{properties}<w:spacing w:before="0" w:after="{height}"/>')


def _frame(columns: list[tuple[int, str]]) -> str:
    """Blocks beside each other: a table without rules, kept on one page."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width, _ in columns)
    cells = "".join(cell(width, content) for width, content in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(width for width, _ in columns)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )
