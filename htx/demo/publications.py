"""The publications of the demo, and what the erratum among them changes, as the demo prints it."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from htx.settings import LOCAL_ZONE


def published(connection: Connection) -> list[dict[str, Any]]:
    """Each publication with its state, recipients' moment and, of an erratum, a line for every changed figure."""
    from publish.listing import list_publications
    from publish.publications import load_publication
    from publish.report.change_words import change_lines
    from publish.report.wording import VIETNAMESE

    found: list[dict[str, Any]] = []
    for one in reversed(list_publications(connection)):
        content = load_publication(connection, one.publication_id).content
        changes = content.correction.changes if content.correction else ()
        found.append(
            {
                "publication_id": one.publication_id,
                "period_key": one.period_key,
                "edition": one.edition,
                "state": one.state,
                "delivered_at": one.delivered_at,
                "decided_by": one.decided_by,
                "changes": list(change_lines(VIETNAMESE, changes, content)),
            }
        )
    return found


def show_publications(publications: Sequence[dict[str, Any]], console: Console) -> None:
    """A row a publication, and below the changed figures of each erratum."""
    table = Table(title="Publications", title_justify="left", box=None, pad_edge=False)
    for name in ("period", "edition", "state", "delivered", "approved by", "id"):
        table.add_column(name)
    for one in publications:
        kind = "report" if one["edition"] == 1 else f"erratum {one['edition'] - 1}"
        at = one["delivered_at"]
        delivered = "" if at is None else f"{at.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"
        table.add_row(
            one["period_key"], kind, one["state"], delivered, one["decided_by"] or "", str(one["publication_id"])
        )
    console.print(table)
    for one in publications:
        for line in one["changes"]:
            console.print(f"  {line}", highlight=False)
    console.print()
