"""Head and foot of the paper, in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

import re

from publish.content import ReportContent
from publish.report.document import Letterhead, Signature
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.places import in_the_area, seat_of_office

_BEFORE_PLACE = re.compile(r" (?=(?:Thành phố|thành phố|Tỉnh|tỉnh|TP\.) ?|Việt Nam$)")


def letterhead(context: SectionContext) -> Letterhead:
    content = context.content
    return Letterhead(
        superior_body=(),
        issuing_body=_issuing_body(context),
        symbol=report_symbol(content),
        place_and_date=context.say(
            "letterhead.place_and_date", place=seat_of_office(context), year=str(content.duty.due_before.year)
        ),
        document_kind=context.say("letterhead.kind"),
        subject=(
            context.say("letterhead.subject", period=context.voice.period(content.period_key)),
            context.say("letterhead.area", area=in_the_area(context)),
        ),
        erratum_note=_erratum_note(context),
        addressees=(context.voice.pick(content.duty.creditor_name, content.duty.creditor_name_en),),
    )


def _issuing_body(context: SectionContext) -> tuple[str, ...]:
    """The agency in capitals, its place on a line of its own."""
    duty = context.content.duty
    name = context.voice.pick(duty.owner_name, duty.owner_name_en)
    return tuple(_BEFORE_PLACE.sub("\n", name, count=1).upper().split("\n"))


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
        area=in_the_area(context),
    )


def _erratum_note(context: SectionContext) -> str:
    correction = context.publication.edition - 1
    return context.say("letterhead.erratum", correction=str(correction)) if correction else ""
