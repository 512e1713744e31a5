"""Head and foot of the paper, in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

import re

from publish.content import ReportContent
from publish.report.document import Letterhead, Signature
from publish.report.sections.context import SectionContext, uncapitalised

_BEFORE_PLACE = re.compile(r" (?=(?:Thành phố|thành phố|Tỉnh|tỉnh|TP\.) ?)")
_KIND_OF_PLACE = re.compile(r"^(?:Tỉnh|Thành phố) ")
_NAMED_WITH_ITS_KIND = "Thành phố Hồ Chí Minh"


def letterhead(context: SectionContext) -> Letterhead:
    content = context.content
    return Letterhead(
        superior_body=(),
        issuing_body=tuple(_BEFORE_PLACE.sub("\n", content.duty.owner_name, count=1).upper().split("\n")),
        symbol=report_symbol(content),
        place_and_date=context.say(
            "letterhead.place_and_date", place=_place_name(content), year=str(content.duty.due_before.year)
        ),
        document_kind=context.say("letterhead.kind"),
        subject=(
            context.say("letterhead.subject", period=context.voice.period(content.period_key)),
            context.say("letterhead.area", area=content.area_name),
        ),
        erratum_note=_erratum_note(context),
        addressees=(content.duty.creditor_name,),
    )


def signature(context: SectionContext) -> Signature:
    return Signature(
        capacity=(context.say("signature.capacity"),),
        signatory="",
        recipients=tuple(context.say(f"signature.{copy}") for copy in ("addressee", "leaders", "archive")),
    )


def imprint(context: SectionContext) -> str:
    """The line at the foot of each page: which publication this is."""
    publication = context.publication
    return context.say(
        "imprint",
        publication=str(publication.publication_id),
        edition=str(publication.edition),
        frozen=context.voice.moment(publication.frozen_at),
    )


def report_symbol(content: ReportContent) -> str:
    """What follows the number that the registry gives: "/BC-LMHTX"."""
    return f"/BC-{content.duty.owner_code.split('-')[0].upper()}"


def title(context: SectionContext) -> str:
    content = context.content
    return context.say(
        "title",
        subject=uncapitalised(context.say("letterhead.subject", period=context.voice.period(content.period_key))),
        area=content.area_name,
    )


def _erratum_note(context: SectionContext) -> str:
    correction = context.publication.edition - 1
    return context.say("letterhead.erratum", correction=str(correction)) if correction else ""


def _place_name(content: ReportContent) -> str:
    """The place in "Huế, ngày …": without its kind, but TP.HCM bears a person's name and keeps it."""
    if content.area_name.startswith(_NAMED_WITH_ITS_KIND):
        return content.area_name
    return _KIND_OF_PLACE.sub("", content.area_name)
