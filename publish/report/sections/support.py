"""Phần I, II: support for the collective economy by policy, with its money (form A-3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from publish.content import SupportPolicy, SupportTotal
from publish.report.coverage_words import coverage_said
from publish.report.document import Appendix, Block, Paragraph, Run, TableCell, TableColumn, TableRow
from publish.report.sections.appendices import appendix
from publish.report.sections.attainment import attainment_percent, reached_runs
from publish.report.sections.context import SectionContext, uncapitalised
from publish.report.sections.statements import joined
from publish.report.sections.tables import PARTIAL_MARK, columns, partial_remarks, table, text_row
from publish.report.wording.voice import MONEY, NOT_APPLICABLE, Measure

_SOURCES = ("central", "local", "other")
_ALL_SOURCES = "all"
_IN_SENTENCES = Measure(MONEY, MONEY, Decimal(1))
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class _PolicyMoney:
    """What the areas wrote for one policy in one column, by source of funds."""

    policy: SupportPolicy
    by_source: dict[str, SupportTotal]

    @property
    def whole(self) -> SupportTotal | None:
        return self.by_source.get(_ALL_SOURCES)

    @property
    def known(self) -> list[SupportTotal]:
        return [total for total in self.by_source.values() if total.value is not None]


def support(context: SectionContext) -> tuple[Block, ...]:
    main = context.content.main_column
    told = _of_column(context, main.period_key, main.value_status)
    heading = context.heading("support.heading")
    lead = context.paragraph(
        "support.lead", column=uncapitalised(context.voice.pick(main.label_vi, main.label_en)), count=str(len(told))
    )
    body = (lead, *(_item(context, money) for money in told)) if told else (context.paragraph("support.unknown"),)
    return (heading, *body, *_departments(context))


def _of_column(context: SectionContext, period_key: str, value_status: str) -> list[_PolicyMoney]:
    """The policies for which somebody wrote money in that column, in the order of the law's list."""
    found: dict[str, dict[str, SupportTotal]] = {}
    for total in context.content.support_totals:
        if (total.period_key, total.value_status) == (period_key, value_status):
            found.setdefault(total.policy_code, {})[total.funding_source] = total
    money = [
        _PolicyMoney(policy, found[policy.policy_code])
        for policy in context.content.support_policies
        if policy.policy_code in found
    ]
    return [one for one in money if one.known]


def _item(context: SectionContext, money: _PolicyMoney) -> Paragraph:
    """ "Đào tạo, bồi dưỡng (Nghị định 113/2024/NĐ-CP): 1,25 tỷ đồng, trong đó ngân sách trung ương 500 triệu đồng"."""
    parts = [
        context.runs(f"support.from_{source}", amount=_amount(context, total))
        for source in _SOURCES
        if (total := money.by_source.get(source)) is not None and total.value
    ]
    whole = money.whole
    if whole is not None and whole.value is not None:
        said = (
            _amount(context, whole),
            *(context.runs("support.of_which", parts=joined(parts, ", ")) if parts else ()),
        )
    else:
        said = joined(parts, ", ") or (Run(context.say("support.zero")),)
    basis = money.policy.legal_basis
    return context.item(
        "support.item",
        policy=context.voice.pick(money.policy.name_vi, money.policy.name_en),
        basis=context.say("support.basis", basis=basis) if basis else "",
        said=(*said, *_coverage(context, whole or money.known[0]), *_attainment(context, whole)),
    )


def _attainment(context: SectionContext, whole: SupportTotal | None) -> tuple[Run, ...]:
    """ ", đạt 41,7% kế hoạch năm 2024", where every area stated both."""
    year = str(context.content.year)
    if whole is None or whole.value is None or not _is_whole(whole):
        return ()
    for plan in context.content.support_totals:
        place = (plan.policy_code, plan.funding_source, plan.period_key, plan.value_status)
        if place == (whole.policy_code, _ALL_SOURCES, year, "plan") and plan.value is not None and _is_whole(plan):
            return reached_runs(context, attainment_percent(whole.value, plan.value), year)
    return ()


def _is_whole(total: SupportTotal) -> bool:
    return total.areas_expected is not None and total.areas_stating == total.areas_expected


def _amount(context: SectionContext, total: SupportTotal) -> Run:
    assert total.value is not None
    return Run(context.voice.amount(total.value, _IN_SENTENCES), total.figure_id)


def _coverage(context: SectionContext, total: SupportTotal) -> tuple[Run, ...]:
    if total.areas_expected is None:
        return context.runs("support.of_areas", count=str(total.areas_stating))
    if _is_whole(total):
        return ()
    coverage = coverage_said(context.voice, (total.areas_stating, total.areas_expected, None), "brackets")
    return context.runs("label.of_some", coverage=coverage)


def _departments(context: SectionContext) -> Iterator[Block]:
    """What departments wrote: it counts what areas count too, so it stands beside their sums and is never added."""
    policies = {policy.policy_code: policy for policy in context.content.support_policies}
    rows = [
        text_row(
            value.reporter,
            context.voice.pick(policies[value.policy_code].name_vi, policies[value.policy_code].name_en)
            if value.policy_code in policies
            else value.label,
            context.say(f"support.source_{value.funding_source}"),
            context.column_name(value.period_key, value.value_status),
            context.voice.cell(value.value, MONEY, _MILLION),
        )
        for value in context.content.support_values
        if value.is_department and value.value is not None
    ]
    if rows:
        heads = columns(context.say("support.department_heads"), (2.2, 3.2, 1.6, 2.2, 1.4), "llllr")
        yield table(context.say("support.department_caption"), heads, rows)


def support_appendix(context: SectionContext) -> tuple[Appendix, ...]:
    """Form A-3: policies and sources of funds against the columns of the form; none where nobody wrote money."""
    keys = [(column.period_key, column.value_status) for column in context.content.columns]
    told = {key: {one.policy.policy_code: one for one in _of_column(context, *key)} for key in keys}
    shown = [column for column, key in zip(context.content.columns, keys, strict=True) if told[key]]
    if not shown:
        return ()
    policy, source = context.say("support.heads").split("|")
    heads = (
        TableColumn(policy, 4),
        TableColumn(source, 1.6),
        *(TableColumn(context.voice.pick(column.label_vi, column.label_en), 1.6, "right") for column in shown),
    )
    columns_told = [told[column.period_key, column.value_status] for column in shown]
    rows = [
        row
        for one in context.content.support_policies
        if any(one.policy_code in money for money in columns_told)
        for row in _policy_rows(context, one, [money.get(one.policy_code) for money in columns_told])
    ]
    caption, sheet = context.say("support.caption"), context.say("support.sheet")
    remarks = (context.say("support.remark"), *partial_remarks(context, rows))
    listed = table(caption, heads, rows, sheet_name=sheet, remarks=remarks)
    return (appendix(context, "support", (listed,), "landscape" if len(shown) > 2 else "portrait"),)


def _policy_rows(
    context: SectionContext, policy: SupportPolicy, money: list[_PolicyMoney | None]
) -> Iterator[TableRow]:
    """The sum of all sources, and below it each source that somebody named."""
    name = context.voice.pick(policy.name_vi, policy.name_en)
    for source in (_ALL_SOURCES, *_SOURCES):
        totals = [one.by_source.get(source) if one else None for one in money]
        is_named = any(total is not None and total.value is not None for total in totals)
        if not is_named and source != _ALL_SOURCES:
            continue
        cells = (TableCell(name if source == _ALL_SOURCES else ""), TableCell(context.say(f"support.source_{source}")))
        kind = "body" if source == _ALL_SOURCES else "detail"
        yield TableRow((*cells, *(_cell(context, total) for total in totals)), "body" if kind == "body" else "detail")


def _cell(context: SectionContext, total: SupportTotal | None) -> TableCell:
    if total is None or total.value is None:
        return TableCell(NOT_APPLICABLE)
    text = context.voice.cell(total.value, MONEY, _MILLION)
    return TableCell(text if _is_whole(total) else f"{text}{PARTIAL_MARK}", total.figure_id, total.value / _MILLION)
