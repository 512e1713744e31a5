"""Put the sections together in the order of the report, and number its tables and charts."""

from dataclasses import replace

from publish.publications import Publication
from publish.report.document import Appendix, Block, DocumentChart, DocumentTable, Language, Paragraph, ReportDocument
from publish.report.sections.appendices import numbered
from publish.report.sections.benefits import benefits
from publish.report.sections.boundaries import boundaries
from publish.report.sections.by_reporter import by_reporter_appendix
from publish.report.sections.changes import changes
from publish.report.sections.context import SectionContext, section_context
from publish.report.sections.form_tables import form_appendix
from publish.report.sections.gate_page import gate_page
from publish.report.sections.letterhead import imprint, letterhead, signature, title
from publish.report.sections.narratives import difficulties
from publish.report.sections.nation import by_province_appendix, province_map
from publish.report.sections.opening import opening
from publish.report.sections.outlook import outlook
from publish.report.sections.quality import quality, quality_appendix
from publish.report.sections.reconciliation import reconciliation
from publish.report.sections.reporting import reporting
from publish.report.sections.sectors import sector_appendix, sectors
from publish.report.sections.situation import situation
from publish.report.sections.sources import sources_appendix
from publish.report.sections.support import support, support_appendix
from publish.report.sections.target_table import target_appendix
from publish.report.sections.targets import targets
from publish.report.wording.voice import Voice


def build_document(publication: Publication, language: Language = "vi") -> ReportDocument:
    """The whole report in that language, from the publication alone: the same facts give the same document."""
    context = section_context(publication, Voice(language))
    appendices = (
        form_appendix(context),
        *sector_appendix(context),
        *target_appendix(context),
        *support_appendix(context),
        *_by_place(context),
        *quality_appendix(context),
        sources_appendix(context),
    )
    return ReportDocument(
        language=language,
        title=title(context),
        letterhead=letterhead(context),
        blocks=_with_numbers(context, _body(context)),
        signature=signature(context),
        appendices=numbered(context, appendices),
        imprint=imprint(context),
    )


def _body(context: SectionContext) -> tuple[Block, ...]:
    duty = context.content.duty
    return (
        *changes(context),
        *opening(context),
        context.heading("part.situation", period=context.voice.period(context.content.period_key).upper()),
        *situation(context),
        *province_map(context),
        *sectors(context),
        *benefits(context),
        *targets(context),
        *boundaries(context),
        *support(context),
        *reporting(context),
        *difficulties(context),
        *outlook(context),
        context.heading("part.data"),
        *reconciliation(context),
        *quality(context),
        *gate_page(context),
        Paragraph(context.runs("closing", owner=context.voice.pick(duty.owner_name, duty.owner_name_en))),
    )


def _by_place(context: SectionContext) -> tuple[Appendix, ...]:
    """The reporters of a province; the provinces of the country."""
    return by_province_appendix(context) or (by_reporter_appendix(context),)


def _with_numbers(context: SectionContext, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Tables as "Bảng 1." and on, charts as "Hình 1." and on; those of the appendices go by their appendix."""
    tables = charts = 0
    numbered_blocks: list[Block] = []
    for block in blocks:
        if isinstance(block, DocumentTable):
            tables += 1
            caption = context.say("caption.table", number=str(tables), caption=block.caption)
            numbered_blocks.append(replace(block, caption=caption))
        elif isinstance(block, DocumentChart):
            charts += 1
            caption = context.say("caption.chart", number=str(charts), caption=block.caption)
            numbered_blocks.append(replace(block, caption=caption))
        else:
            numbered_blocks.append(block)
    return tuple(numbered_blocks)
