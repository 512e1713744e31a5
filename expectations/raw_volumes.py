# ruff: noqa: S608 - every name in these queries is declared by us
"""How much of raw a build begins with, by round and province; raw is append only, so that it never shrinks."""

import uuid

from sqlalchemy import Connection, text

from expectations.suites.raw import NO_READING
from ingest.raw.tables import READING_ROWS

_OTHERS = ("raw.file", "raw.article", "raw.article_figure", "raw.fetch", "raw.submission_change")
_OF_READINGS = "coalesce(g.round_period, ''), coalesce(g.province_code, '')"


def record_volumes(connection: Connection, build_id: uuid.UUID) -> None:
    """Count, and keep what this build and the last one that was swapped in saw. Counting again renews the counts."""
    counted = " union all ".join(
        (
            "select 'receipt' as table_name, coalesce(round_period, '') as round_period, '' as province_code,"
            " count(*) as rows from raw.receipt group by 2",
            f"select 'submission_reading', {_OF_READINGS}, count(*) from raw.submission_reading g group by 2, 3",
            f"select 'reporters', {_OF_READINGS}, count(distinct coalesce(g.area_code, g.agency_code))"
            " from raw.submission_reading g where g.outcome <> 'rejected' group by 2, 3",
            *(_of_reading_rows(table.name) for table in READING_ROWS),
            *(f"select '{name.partition('.')[2]}', '', '', count(*) from {name}" for name in _OTHERS),
        )
    )
    connection.execute(
        text(
            f"insert into ops.raw_volume (build_id, table_name, round_period, province_code, rows)"
            f" select :build_id, counted.* from ({counted}) counted"
            " on conflict (build_id, table_name, round_period, province_code) do update set rows = excluded.rows"
        ),
        {"build_id": build_id},
    )
    connection.execute(
        text(
            "delete from ops.raw_volume where build_id <> :build_id and build_id not in (select build_id from ops.build"
            " where status = 'swapped' order by started_at desc, finished_at desc nulls last, build_id limit 1)"
        ),
        {"build_id": build_id},
    )


def _of_reading_rows(table: str) -> str:
    """Rows that hang on a reading; where it is not there, they are of no round."""
    return (
        f"select '{table}', case when g.reading_id is null then '{NO_READING}' else coalesce(g.round_period, '') end,"
        f" coalesce(g.province_code, ''), sum(c.rows)::bigint from"
        f" (select reading_id, count(*) as rows from raw.{table} group by reading_id) c"
        " left join raw.submission_reading g using (reading_id) group by 2, 3"
    )
