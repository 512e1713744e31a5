"""How the targets of the documents stand, as the demo prints it."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

TARGETS = """
    select province.short_name as place, progress.target_period_key as period, progress.verdict, progress.sentence_vi
    from marts.fct_target_progress as progress
    join marts.dim_province as province using (province_key)
    join marts.dim_indicator as indicator using (indicator_key)
    where progress.target_kind = 'document' and progress.is_in_force
    order by province.short_name, progress.target_period_key, indicator.display_order
"""
_VERDICTS_VI = {
    "met": "đạt",
    "on_track": "đúng tiến độ",
    "behind": "chậm",
    "not_evaluable": "chưa kết luận được",
}


def target_table(targets: Sequence[dict[str, Any]]) -> Table:
    """A row for each target of a document, with both numbers in a sentence."""
    table = Table(title="Targets of documents, and how they stand", title_justify="left", box=None, pad_edge=False)
    for name in ("place", "period", "verdict", "why"):
        table.add_column(name)
    for target in targets:
        verdict = _VERDICTS_VI.get(target["verdict"], target["verdict"])
        table.add_row(target["place"], target["period"], verdict, target["sentence_vi"])
    return table
