"""The report as PDF from its former view; goes when the sections make the document."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from publish.content import ReportContent, Reporter
from publish.publications import Publication
from publish.report.build_view import build_view
from publish.report.charts import ProgressBar, StackedBar, progress_chart, stacked_chart
from publish.report.wording import MISSING, STATUS_WORDS, number_text, percent_text

TEMPLATE = Path(__file__).with_name("former.typ")
PDF_STANDARD: Literal["a-2a"] = "a-2a"
"""PDF/A for keeping, level A: tagged, with every character readable as Unicode."""
_LONGEST_NAME = 42


def build_pdf(publication: Publication) -> bytes:
    """The report as PDF/A. Fonts are those inside Typst; the date of making is the date of freezing."""
    import typst

    inputs = {
        "view": json.dumps(asdict(build_view(publication)), ensure_ascii=False),
        "stacked": _reporters_chart(publication.content),
        "progress": _targets_chart(publication.content),
    }
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, ignore_system_fonts=True, sys_inputs=inputs)
    pdf = compiler.compile(format="pdf", timestamp=int(publication.frozen_at.timestamp()), pdf_standards=PDF_STANDARD)
    assert isinstance(pdf, bytes)
    return pdf


def _reporters_chart(content: ReportContent) -> str:
    bars = [_reporter_bar(reporter) for reporter in content.reporters]
    return stacked_chart(bars, "Đang hoạt động", "Không hoạt động hoặc chưa rõ", "Số hợp tác xã") if bars else ""


def _reporter_bar(reporter: Reporter) -> StackedBar:
    total, active = reporter.value("HTX.coop_total"), reporter.value("HTX.coop_active")
    if total is None:
        label = MISSING if reporter.is_accepted else STATUS_WORDS[reporter.status].lower()
        return StackedBar(reporter.short_name, None, None, label)
    return StackedBar(reporter.short_name, active, total, number_text(total))


def _targets_chart(content: ReportContent) -> str:
    bars = [
        ProgressBar(
            name=_shortened(target.indicator_name),
            percent=target.progress_percent,
            label=percent_text(target.progress_percent),
            is_behind=target.verdict == "behind",
        )
        for target in content.targets
        if target.progress_percent is not None
    ]
    return progress_chart(bars) if bars else ""


def _shortened(name: str) -> str:
    """A name on two lines, so that it leaves room for its bar."""
    words, lines = name.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) >= _LONGEST_NAME:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
