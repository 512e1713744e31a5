"""Support money as numbers to compare: what is printed per policy line and source of funds, and the cells behind it."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from publish.content import Claim, ReportContent, SupportTotal, SupportValue

SUPPORT_UNIT, SUPPORT_FACTOR = "triệu đồng", Decimal(1_000_000)
"""Form A-3 and the report print millions of đồng."""
_PREFIX = "A-3."


def support_key(total: SupportTotal) -> str:
    """Stands for an indicator: "A-3.training.central"."""
    return f"{_PREFIX}{total.policy_code}.{total.funding_source}"


def support_name(key: str, content: ReportContent, language: Literal["vi", "en"]) -> str | None:
    """The policy line of such a key, without its source of funds; None for an indicator."""
    if not key.startswith(_PREFIX):
        return None
    policy_code = key.removeprefix(_PREFIX).rpartition(".")[0]
    for policy in content.support_policies:
        if policy.policy_code == policy_code:
            return policy.name_vi if language == "vi" else policy.name_en
    return policy_code


def support_source(key: str) -> str:
    """The source of funds of such a key: "central", "local", "all"."""
    return key.rpartition(".")[2]


def support_totals(content: ReportContent) -> Iterator[tuple[SupportTotal, tuple[Claim, ...]]]:
    """Each printed total with the cells behind it, of its own source of funds alone: what a reporter states as the
    total of its sources ("all") is no sum of them. Departments count what the areas count, and are left out.

    A total of support is no figure of the marts: its claims are the cells of form A-3."""
    cells: defaultdict[tuple[str, str, str, str], list[SupportValue]] = defaultdict(list)
    for value in content.support_values:
        if not value.is_department:
            cells[_line(value)].append(value)
    for total in content.support_totals:
        yield total, tuple(_claim(value) for value in cells[_line(total)])


def _line(one: SupportTotal | SupportValue) -> tuple[str, str, str, str]:
    return one.policy_code, one.funding_source, one.period_key, one.value_status


def _claim(value: SupportValue) -> Claim:
    return Claim(
        claim_id=value.support_value_id,
        claimant=value.reporter,
        evidence_kind="cell",
        file_name=value.file_name,
        file_sha256=value.file_sha256,
        sheet=value.sheet,
        cell=value.cell,
        article_url=None,
        evidence_text=None,
        printed_value=value.printed_value,
        printed_unit=value.printed_unit,
        unit_factor=None,
        value=value.value,
        value_reading=value.value_reading,
        weight=Decimal(1),
        received_at=None,
    )
